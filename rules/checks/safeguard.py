"""RS: does the chapter that is to see to it that the plan is carried out say who does so?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Section, Span
from nlp.bureaus.mention import find_bureaus
from nlp.passage import Passage
from rules.context import Context, segments
from rules.finding import Severity
from rules.passage import widened
from rules.rule import Problem, rule

ACCOUNTABLE = "规划和方案应当把任务落实到责任单位：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位）"
_SAFEGUARDS = re.compile(r"保障|组织实施|组织领导|贯彻落实|实施机制|监督")
# what somebody has to do, or it will not be done
_DUTY = re.compile(
    r"(?:开展|组织|实施|加强|强化|加大|纳入|建立|健全|完善|落实|设立|制定|推动建立|实行)[^，。；]{0,24}"
    r"(?:督查|督察|督导|检查|考核|评估|评价|通报|公示|奖励|激励|问责|监测|调度|台账|资金|经费|投入|补贴|机制|制度|平台|培训|审计)"
)
_SOMEBODY = re.compile(
    r"[各省市县区州]级|各地|各部门|各[市县区州]|有关(?:部门|单位)|相关(?:部门|单位)|领导小组|联席会议|办公室|委员会|人民政府|企业要|各单位"
)


@rule(
    "RS73", "safeguards-without-bodies", title="保障措施一章未见责任单位", each=Document, severity=Severity.INFO,
    authority=ACCOUNTABLE, suggestion="为督查、考核、资金、宣传等保障措施写明由谁负责、何时完成。",
)  # fmt: skip
def safeguards_without_bodies(
    document: Document, context: Context, *, usual_share: float = 0.6, fewest: int = 2
) -> Iterator[Problem]:  # fmt: skip
    """Every task has its bodies and the last chapter none: checks, money and rewards are nobody's business."""
    chapters = [one for one in document.sections if one.level == 1 and _SAFEGUARDS.search(one.title)]
    chapters = [one for one in chapters if one.span.start > len(document.text) // 2]
    others = [one for one in context.text_tasks if not any(chapter.span.covers(one.span) for chapter in chapters)]
    if len(others) < 3 or sum(bool(one.bureaus) for one in others) < usual_share * len(others):
        return
    for chapter in chapters:
        if any(chapter.span.covers(one.listed) for one in context.duties):
            continue
        found = list(_duties(chapter, context))
        if len(found) >= fewest:
            yield Problem(
                chapter, f"其他各项任务写明了责任单位，“{chapter.title}”一章未见责任单位。",
                (chapter.heading, *dict.fromkeys(found[:10])),
            )  # fmt: skip


def _duties(chapter: Section, context: Context) -> Iterator[Span]:
    """What the chapter has done without saying by whom."""
    for sentence in context.sentences:
        if not chapter.span.covers(sentence.span) or _SOMEBODY.search(sentence.text):
            continue
        if find_bureaus(Passage.read(context.document, sentence.span), context.document.level):
            continue
        parts = segments(sentence)
        for at, part in enumerate(parts):
            if _DUTY.search(context.document.read(part)):
                yield widened(at, parts)
