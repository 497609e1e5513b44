"""News that tells what a plan says: no plan itself, but its goals and figures are the plan's and can be checked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Section, SectionKind
from ingest.official import kind_of_plan

_OPENING = 400  # characters in which news names the plan that it tells of
_LONGEST = 6000  # characters: a longer text holds more than what a plan says
# 市政府近日印发《某市节水实施方案》; 《某市节水实施方案》已经出台
_ISSUED = re.compile(
    r"(?:印发|出台|发布|公布|下发|制定|审议通过|通过)(?:了)?[^。《》\n]{0,16}《([^《》\n]{4,60})》"
    r"|《([^《》\n]{4,60})》[^。《》\n]{0,12}(?:印发|出台|发布|公布|下发|审议通过|通过|实施)"
)
# 《方案》提出, 规划明确, at the head of a sentence
_TELLS = re.compile(
    r"(?:^|[。\n])\s*(?:根据)?《?(?:[\u4e00-\u9fff]{0,4})(?:方案|规划|计划|意见|措施|要点|纲要)》?"
    r"(?:还|并|同时|进一步)?(?:提出|明确|要求|指出|强调|确定|部署|规定|从)"
)
_LETTER = re.compile(r"现将?[^。\n]{0,40}印发给?你们|请[^。\n]{0,20}(?:贯彻|遵照)(?:执行|落实)")


def reported_plan(text: str, sections: Sequence[Section]) -> str | None:
    """The title of the plan whose content a news text tells; None for plans, letters and other news.

    Such a text names a plan that was issued, says in sentences of its own what it provides (方案明确), and has no
    numbered parts.
    """
    if len(text) > _LONGEST or any(one.label and one.level > 0 and one.kind is not SectionKind.BOX for one in sections):
        return None
    named = _ISSUED.search(text[:_OPENING])
    title = (named[1] or named[2]) if named else ""
    if not title or kind_of_plan(title) is None or _LETTER.search(text[:_OPENING]) or not _TELLS.search(text):
        return None
    return title
