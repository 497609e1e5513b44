"""DU: one measure that several tasks set, so that nobody can tell which of them answers for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.pairing import bare
from rules.passage import in_context, segment_around
from rules.rule import Problem, rule

ONE_ANSWERS = "一项工作由一个责任单位牵头：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位）"
# 一企一策, 一园一案: a method that is set as a task
_METHOD = re.compile(r"一[\u4e00-\u9fff]一[策案档表册品码]")
_NEAR, _ALIKE = 12, 6  # characters looked at beside a measure, and how many of them tell a longer repetition
_ORDER = re.compile(
    r"^(?:(?:积极|大力|加快|持续|深入|扎实|有序|全面|着力|稳步|进一步|倡导并?|逐步)+)?"
    r"(?:支持|推进|推动|推行|推广|打造|搭建|建设|建立|健全|完善|实施|开展|发展|提升|提高|加强|强化|构建|培育|创建|鼓励|引导|加大|运用|采用|应用|利用)"
)
# words that open or close many measures and say nothing about which one
_COMMON = re.compile(
    r"组织领导|统筹协调|体制机制|工作机制|责任落实|监督管理|宣传|氛围|安全高效|治理体系|能力建设$|绿色低碳(?:转型|发展)$|水平$|力度$"
)


@rule(
    "DU09", "method-set-twice", title="同一做法由几项任务分别布置", each=Document, severity=Severity.INFO, cap=3,
    authority=ONE_ANSWERS, suggestion="明确由一项任务牵头，其余任务引用。",
)  # fmt: skip
def method_set_twice(document: Document, context: Context) -> Iterator[Problem]:
    """One method (一企一策) ordered in several tasks with different bodies: nobody can tell who answers for it."""
    found: dict[str, list[tuple[Span, frozenset[str]]]] = defaultdict(list)
    for task in context.text_tasks:
        names = frozenset(mention.name for mention in task.bureaus)
        for match in _METHOD.finditer(document.read(task.body)):
            if names:
                at = task.body.place(match)
                found[match.group()].append((_with_purpose(at, document), names))
    for method, places in found.items():
        if len({names for _, names in places}) > 1:
            spans = tuple(dict.fromkeys(span for span, _ in places))
            yield Problem(spans[0], f"“{method}”在{len(spans)}处布置，责任单位各不相同。", spans[:6])


def _with_purpose(at: Span, document: Document) -> Span:
    """The segment of a method with the one behind it, which says what it is for."""
    own = segment_around(at, document)
    if document.text[own.stop : own.stop + 1] != "，":
        return own
    return Span(own.start, segment_around(Span(own.stop + 1, own.stop + 2), document).stop)


@rule(
    "DU11", "measure-set-twice", title="同一项措施布置两次", each=Document, severity=Severity.INFO, cap=6,
    authority=ONE_ANSWERS, suggestion="保留一处，另一处引用。", summary="同一项措施在两处布置，共{count}项。",
)  # fmt: skip
def measure_set_twice(
    document: Document, context: Context, *, shortest: int = 12, shorter: int = 7
) -> Iterator[Problem]:  # fmt: skip
    """A measure of some length, word for word in two sections, where no whole sentence is repeated around it.

    shortest: its characters; shorter: those of one that two tasks give to different bodies first.
    """
    if not context.is_plan:
        return
    places: dict[str, list[tuple[Span, str | None]]] = defaultdict(list)
    for sentence in context.sentences:
        if context.in_annex(sentence.clause) or sentence.clause.id not in context.tasks_by_clause:
            continue
        for part in sentence.segments:
            text = bare(document.read(part))
            if shorter <= len(text) < 20 and _ORDER.match(text) and not _COMMON.search(text):
                places[text].append((part, sentence.clause.section))
    for found in places.values():
        first, later = found[0], found[-1]
        short = len(bare(document.read(first[0]))) < shortest
        if short and not _leads_differ(first[0], later[0], context):
            continue
        if len(found) == 2 and first[1] != later[1] and not _part_of_more(first[0], later[0], document):
            said = document.read(first[0]).strip()
            apart = "，牵头单位不同" if short else ""
            yield Problem(
                later[0], f"“{said}”在两处布置{apart}。",
                (in_context(first[0], document), in_context(later[0], document)), cause=str(first[1]) + str(later[1]),
            )  # fmt: skip


def _leads_differ(one: Span, other: Span, context: Context) -> bool:
    """True where the lists behind two passages name different bodies first."""
    firsts = [next((duty.first for duty in context.duties if duty.work.covers(span)), None) for span in (one, other)]
    return None not in firsts and firsts[0] != firsts[1]


def _part_of_more(one: Span, other: Span, document: Document) -> bool:
    """True where the words before or behind are the same as well: the repeated passage is longer, and DU08 shows it."""
    text = document.text
    before = {bare(text[max(0, span.start - _NEAR) : span.start])[-_ALIKE:] for span in (one, other)}
    behind = {bare(text[span.stop : span.stop + _NEAR])[:_ALIKE] for span in (one, other)}
    return len(before) == 1 or len(behind) == 1
