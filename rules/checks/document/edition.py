"""CT, WD and RS: is the text the plan itself: issued or a draft, whole or abridged, or only news of it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import ClauseKind, Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.passage import head, segment_around
from rules.rule import Problem, rule

ISSUED = "党政机关公文处理工作条例第二十四条、第二十五条：公文签发后复核、印制，印发的是定稿"
_DRAFT = re.compile(r"[（(]\s*(征求意见稿|公开征求意见稿|送审稿|讨论稿|审议稿|草案|初稿|修改稿)\s*[)）]")
_ISSUED = re.compile(r"现(?:予以?|将[^。；]{0,60})?(?:印发|发布|下发)(?:给?你们|给?各|实施)?[^。；]{0,40}")
_ASKED = re.compile(r"征求[^。；《》]{0,20}意见(?!稿)")
_ABRIDGED = re.compile(
    r"[（(]?\s*(?:本文|此件|本件|原文|全文|文件)(?:有|已有?|做了|作了)删(?:减|节)[^。，；）)]{0,6}\s*[)）]?"
)


@rule(
    "CT06", "draft-mark-on-issued", title="印发的文件仍标为征求意见稿", each=Document, severity=Severity.WARNING,
    authority=ISSUED, suggestion="核对印发的是否为定稿，删去草稿标注。",
)  # fmt: skip
def draft_mark_on_issued(document: Document, context: Context) -> Iterator[Problem]:
    """A plan sent out to be carried out whose title still says that it is a draft: nobody knows which text holds."""
    title = min((section.span.start for section in document.sections if section.level == 1), default=0)
    mark = _DRAFT.search(document.text, 0, title + 1)
    issued = _ISSUED.search(document.text, 0, mark.start()) if mark else None
    if mark and issued and not _ASKED.search(document.text, 0, mark.start()):
        yield Problem(
            Span(mark.start(), mark.end()), f"文件已经印发，标题下仍标有“{mark[1]}”。",
            (Span(mark.start(), mark.end()), Span(issued.start(), issued.end())),
        )  # fmt: skip


@rule(
    "WD20", "text-abridged", title="本文自称有删减", each=Document, severity=Severity.INFO,
    authority="公文应当完整：党政机关公文处理工作条例第九条（正文）",
    suggestion="对照原件核对；删减处应当标明，检查结果只及于所见的文字。",
)  # fmt: skip
def text_abridged(document: Document, context: Context) -> Iterator[Problem]:
    """A text that leaves something out does not say where: what is missing here may stand in the original."""
    match = _ABRIDGED.search(document.text)
    if match:
        span = Span(match.start(), match.end())
        yield Problem(span, "本文注明有删减而未说明删在何处，所缺内容可能在原件中。", (span,))


@rule(
    "WD70", "news-of-a-plan", title="本文是报道，不是规划原文", each=Document, severity=Severity.INFO,
    authority="公文以印发的正本为准：党政机关公文处理工作条例第九条（正文）",
    suggestion="找到印发的原文再检查；章节、任务、责任单位和时限以原文为准。",
)  # fmt: skip
def news_of_a_plan(document: Document, context: Context) -> Iterator[Problem]:
    """News that tells what a plan says: what is found holds for it alone, what is missing may stand in the plan."""
    if context.reported_plan is not None:
        at = document.text.index(context.reported_plan)
        span = head(segment_around(Span(at, at + len(context.reported_plan)), document))
        yield Problem(
            span, f"本文像是对《{context.reported_plan}》的报道，不是原文，检查结果只及于报道所写的内容。", (span,)
        )  # fmt: skip


# 加快推进十项重点任务, 细化任务清单
_TASKS_COUNTED = re.compile(
    r"(?:[一二三四五六七八九十]+|\d+)(?:大|项|个方面)?(?:重点|主要|专项)?(?:任务|行动|工程|举措|措施)|(?:任务|责任)(?:清单|分工)|牵头单位"
)

# 财政部门将…, 人行某中心支行要会同…: the news does say who
_ACTOR = re.compile(r"(?:部门|[^委]局|委员?会?|厅|支行|政府|管委会)(?:将|要|会同|牵头|负责|联合)")


@rule(
    "RS72", "news-without-bodies", title="报道只列任务名称，未见责任单位", each=Document, severity=Severity.INFO,
    authority="规划和方案应当把任务落实到责任单位：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位）",
    suggestion="对照原文或任务清单，补查每项任务的措施、责任单位和时限。",
)  # fmt: skip
def news_without_bodies(document: Document, context: Context) -> Iterator[Problem]:
    """The tasks of a plan told by their names alone: who does them, how and until when stands elsewhere, if at all."""
    if context.reported_plan is None or any(task.bureaus for task in context.commitments.tasks):
        return
    if any(_ACTOR.search(one.text) for one in context.sentences):
        return
    found = [
        head(Span(one.span.start + _opening(one.text, match.start()), one.span.stop), 118)
        for one in context.sentences if (match := _TASKS_COUNTED.search(one.text))
    ]  # fmt: skip
    if found:
        yield Problem(found[0], "报道只列了任务名称，未见各项任务的责任单位、措施和时限。", tuple(found[:6]))


def _opening(text: str, at: int) -> int:
    """Where the segment that holds a place of a sentence begins."""
    return max(text.rfind(sign, 0, at) for sign in "，；：") + 1


# 本办法自印发之日起施行, in a paper called 支持措施
_OWN_NAME = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:实施|执行|违反|符合)?)本(政策规定|管理办法|办法|规定|实施细则|细则|条例|实施意见|指导意见|意见|实施方案|行动方案|工作方案|方案"
    r"|专项规划|规划|行动计划|计划|若干措施|支持措施|措施)(?![级地区部年度])"
)
_NAMES = ("规划", "方案", "计划", "意见", "措施", "办法", "细则", "规定", "条例")


@rule(
    "ST71", "called-by-another-name", title="文件自称与标题的文种不一致", each=Document,
    severity=Severity.WARNING,
    authority="党政机关公文处理工作条例第十九条：文种正确，表述准确", suggestion="统一为标题所用的文种。",
)  # fmt: skip
def called_by_another_name(document: Document, context: Context) -> Iterator[Problem]:
    """A plan that speaks of 本办法 was pasted from a paper of another kind: which of its rules were meant for it?"""
    own = next((name for name in _NAMES if (document.doc_type or "").endswith(name)), None)
    if own is None or own not in document.title:
        return
    found: dict[str, Span] = {}
    for clause in document.clauses:
        if clause.kind is ClauseKind.TABLE_ROW or clause.section is None or context.in_annex(clause):
            continue
        for match in _OWN_NAME.finditer(document.read(clause.span)):
            if not match[1].endswith(own):
                found.setdefault(match[1], segment_around(clause.span.place(match), document))
    if found:
        said = "、".join(f"“本{name}”" for name in found)
        shown = tuple(found.values())[:6]
        yield Problem(shown[0], f"标题的文种是“{document.doc_type}”，正文自称{said}。", shown)
