"""What a stretch of a plan has done without saying by whom: checks, money, rewards, systems that nobody sees to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Span
from nlp.bureaus.mention import find_bureaus
from nlp.passage import Passage
from rules.context import Context
from rules.passage import widened

# what somebody has to do, or it will not be done
_DUTY = re.compile(
    r"(?:开展|组织|实施|加强|强化|加大|纳入|建立|健全|完善|落实|设立|制定|推动建立|实行)[^，。；]{0,24}"
    r"(?:督查|督察|督导|检查|考核|评估|评价|通报|公示|奖励|激励|问责|监测|调度|台账|资金|经费|投入|补贴|机制|制度|平台|培训|审计)"
)
_SOMEBODY = re.compile(
    r"[各省市县区州]级|各地|各部门|各[市县区州]|有关(?:部门|单位)|相关(?:部门|单位)|领导小组|联席会议|办公室|委员会"
    r"|人民政府|企业要|各单位"
)


def unowned(span: Span, context: Context) -> Iterator[Span]:
    """The segments of such duties, with what follows them, in sentences that name nobody."""
    for sentence in context.sentences:
        if not span.covers(sentence.span) or _SOMEBODY.search(sentence.text):
            continue
        if find_bureaus(Passage.read(context.document, sentence.span), context.document.level):
            continue
        parts = sentence.segments
        for at, part in enumerate(parts):
            if _DUTY.search(context.document.read(part)):
                yield widened(at, parts)
