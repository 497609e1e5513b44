"""TG: what a goal or a task sets in motion could be measured; does the plan put a figure to it anywhere?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.document import Document, Span
from nlp.commitment import Origin, Target, Task
from rules.checkable import checkable
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.indicator import normal
from rules.pairing import grams, holds
from rules.passage import in_context, own_words, promise_span, segment_around, title_span
from rules.rule import Problem, rule

MEASURABLE = "规划目标应当可量化、可评估，同一指标口径一致"
ASSESSABLE = "任务应当可考核：可度量的要求有数值"
_YEARS = re.compile(r"20\d\d(?=年)")
# a number that measures: neither a year nor part of a name (PM2.5, 5G, 国6b)
FIGURE = re.compile(
    r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?!\d|\.\d|年|月|日|号|G(?!W)|[ab](?![A-Za-z]))"
    r"|[一二两三四五六七八九十百千]+(?:个|家|项|座|成|倍|番)|为零|清零|零(?:增长|新增|填埋|容忍)"
)
# what is measured under another name
_MEASURED_AS = (
    (re.compile(r"碳排放|二氧化碳"), re.compile(r"二氧化碳|碳排放|碳强度")),
    (re.compile(r"能耗|能源.{0,4}效率|用能效率|资源.{0,4}效率"), re.compile(r"能耗|能源消耗|用水量|水耗|产出率|能效")),
    (re.compile(r"污染物"), re.compile(r"化学需氧量|氨氮|氮氧化物|挥发性有机物|二氧化硫|污染物")),
    (re.compile(r"标杆水平"), re.compile(r"标杆")),
)


@cache
def _active() -> re.Pattern[str]:
    """提高……使用率: the last verb before the quantity is the one that moves it."""
    words = checkable()
    movers, heads = words.movers.expression, words.heads.expression
    ends = "(?=$|[、（]|[和与及并]|的?(?:目标|要求|任务))"
    return re.compile(rf"{movers}((?:(?!{movers})[^，。；：]){{2,44}}?{heads}){ends}")


@cache
def _passive() -> re.Pattern[str]:
    """……比例稳步提高: only where the quantity is the subject of the segment."""
    words = checkable()
    heads = rf"(?:{words.heads.expression}|{words.bare_heads.expression})"
    return re.compile(
        rf"^([^，。；：]{{2,36}}?{heads})(?:{words.manners.expression})*{words.changes.expression}(?=$|[、（])"
    )


# a measure, not a state reached
_ORDERED = re.compile(r"衔接|控制|推进|推动|促进|加快|实施|开展|加强|提高|提升|降低|减少")


@cache
def _words(group: str, at_end: bool = False) -> re.Pattern[str]:
    return re.compile(getattr(checkable(), group).expression + ("$" if at_end else ""))


def moved(text: str) -> re.Match[str] | None:
    """The words of a segment that move a quantity of some subject; group 1 is the quantity."""
    for pattern in (_active(), _passive()):
        for match in pattern.finditer(text):
            purpose = pattern is _active() and _words("not_promised", at_end=True).search(text[: match.start()])
            ordered = pattern is _passive() and _ORDERED.search(match[1])
            if purpose or ordered or _words("other_matters").search(match[1]):
                continue
            if len(_words("generic").sub("", match[1])) >= 2:
                return match
    return None


@rule(
    "TG01", "goal-without-figure", title="目标只有方向没有数值", each=Document, severity=Severity.WARNING, cap=2,
    authority=MEASURABLE, suggestion="给出目标值、单位、目标年和基期；不宜公开的注明考核口径。",
    summary="目标只有方向、没有数值，共{count}处。",
)  # fmt: skip
def goal_without_figure(document: Document, context: Context, *, latest: int = 2035) -> Iterator[Problem]:
    """A measurable quantity that is promised only to rise or fall, and that the plan gives no value for elsewhere.

    A vision for the year `latest` or later need not be measured yet; the text above a table of indicators may sum up.
    """
    if not context.is_plan:
        return
    measured = _measured(context)
    has_table = any(target.origin is Origin.TABLE for target in context.commitments.targets)
    for sentence in context.sentences:
        if not context.in_goals(sentence.clause) or _is_vision(sentence, latest):
            continue
        for part, match in _without_figure(sentence, document):
            if not _quantified(match[1], measured) and not _in_task(match[1], context):
                yield Problem(
                    part, f"目标“{match.group()}”只有方向，没有数值。", (in_context(part, document),),
                    cause=match.group(),
                    severity=Severity.INFO if has_table or match.re is _active() else None,  # a measure there, maybe
                )  # fmt: skip


@rule(
    "TG03", "rate-to-be-moved", title="要求提高或降低某一比率而无数值", each=Document, severity=Severity.INFO, cap=3,
    authority=ASSESSABLE, suggestion="补充现状值、目标值和年份，或写明由哪一指标考核。",
    summary="要求提高或降低比率、总量而未见数值，共{count}处。",
)  # fmt: skip
def rate_to_be_moved(document: Document, context: Context) -> Iterator[Problem]:
    """Rates, shares and amounts can be measured; a task that moves one without a value cannot be assessed."""
    measured = _measured(context)
    titles = {task.title for task in context.commitments.tasks}
    for sentence in context.sentences:
        clause = sentence.clause
        if clause.id not in context.tasks_by_clause or context.in_goals(clause):
            continue
        for part, match in _without_figure(sentence, document):
            said = document.read(part)
            if not any(title and title in said for title in titles) and not _quantified(match[1], measured):
                yield Problem(
                    part, f"“{match.group()}”是可以度量的要求，本文未见数值。", (in_context(part, document),),
                    cause=match.group()
                )  # fmt: skip


def _in_task(quantity: str, context: Context) -> bool:
    """True where a task gives the share of the same subject under another name; TG50 sets the two side by side."""
    core = _core(quantity)
    return len(core) >= 4 and any(
        holds(target.indicator, core) >= 0.9 and not context.in_goals(context.clause_at(target.span))
        for target in context.commitments.targets
    )


def _core(quantity: str) -> str:
    """What the quantity is the share of: 装配式建筑, not 城镇新建建筑中."""
    return _words("heads", at_end=True).sub("", normal(quantity))[-6:].lstrip("中的内")


def _without_figure(sentence: Sentence, document: Document) -> Iterator[tuple[Span, re.Match[str]]]:
    """Segments that move a quantity, where neither they nor the segment behind them hold a figure."""
    parts = tuple(own_words(part, document) for part in sentence.segments)
    for at, part in enumerate(parts):
        match = moved(document.read(part))
        near = Span(part.start, parts[min(at + 1, len(parts) - 1)].stop)
        if match and not FIGURE.search(document.read(near)):
            yield part, match


def _is_vision(sentence: Sentence, latest: int) -> bool:
    years = [int(year) for year in _YEARS.findall(sentence.text)]
    return bool(years) and min(years) >= latest


def is_measured(quantity: str, context: Context) -> bool:
    """True when some target of the plan measures the quantity, under its own name or another."""
    return _quantified(quantity, _measured(context))


@dataclass(frozen=True, slots=True)
class _Measured:
    """The indicators that a plan gives a value for, and the fields that its title says it is all about."""

    names: tuple[str, ...]
    own: frozenset[str]

    def same_field(self, quantity: str, name: str) -> bool:
        """False where an indicator measures another field than the quantity is of, or one field for all of them."""
        asked, given = _fields_of(quantity) - self.own, _fields_of(name) - self.own
        if self.own and "建筑面积" in given:  # per area of the buildings that the plan is about
            given -= {"建筑面积"}
        return asked == given or bool(asked & given)


def _apart(quantity: str, name: str) -> bool:
    """True where both name fields, and none that both of them name."""
    asked, given = _fields_of(quantity), _fields_of(name)
    return bool(asked and given) and not asked & given


def _fields_of(name: str) -> frozenset[str]:
    return frozenset(_words("fields").findall(name))


def _measured(context: Context) -> _Measured:
    return _Measured(
        tuple(normal(target.indicator) for target in context.commitments.targets), _fields_of(context.document.title)
    )


def _quantified(quantity: str, measured: _Measured, known: float = 0.5) -> bool:
    """True when some target measures the quantity, under its own name or under that of its measure."""
    for said, under in _MEASURED_AS:
        if said.search(quantity) and any(
            under.search(name) and measured.same_field(quantity, name) for name in measured.names
        ):
            return True
    plain = normal(quantity)
    amount = bool(_AMOUNT.search(plain))
    core = _core(quantity)
    return any(
        holds(name, plain) >= known and holds(name, core) >= known and not (amount and _RATIO.search(name))
        and not _apart(quantity, name)
        for name in measured.names
    )  # fmt: skip


_AMOUNT = re.compile(r"(?:量|面积|规模|能力)(?:得到)?[^，。；]{0,6}$")  # 能源消费总量得到合理控制
_RATIO = re.compile(r"占|比重|率|强度|单位")  # 占能源消费总量比重 measures something else


@rule(
    "TG23", "share-moved-from-nowhere", title="比重的变化未见现状值", each=Target, severity=Severity.INFO, cap=2,
    authority=MEASURABLE, suggestion="写出基期的比重，或直接写明到目标年达到的比重。",
    summary="只写提高或降低几个百分点而未见现状值和目标值，共{count}处。",
)  # fmt: skip
def share_moved_from_nowhere(target: Target, context: Context) -> Iterator[Problem]:
    """A share that rises by four points from a value that the plan does not print: the level to be reached is open."""
    document = context.document
    if not target.change or "百分点" not in target.unit or context.in_background(context.clause_at(target.span)):
        return
    if target.baseline is not None and target.baseline.value is not None:
        return
    name = normal(target.indicator)
    for sentence in context.all_sentences:
        shares = re.search(r"\d(?:%|％)", sentence.text) or "|" in sentence.text
        if shares and holds(normal(sentence.text), name) >= 0.7 and not sentence.span.covers(target.span):
            return
    if len(grams(name)) >= 3:
        yield Problem(
            target, f"“{target.indicator}”只写变化几个百分点，本文未见现状值和目标值。",
            (promise_span(target, document),), cause=target.indicator,
        )  # fmt: skip


@rule(
    "TG24", "outcome-without-criterion", title="成效目标没有可核对的标准", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="为主要成效写明判定标准：数值、名单、验收或认定的依据。",
)  # fmt: skip
def outcome_without_criterion(
    document: Document, context: Context, *, latest: int = 2035, most: int = 20
) -> Iterator[Problem]:  # fmt: skip
    """States such as 基本消除, 成效巩固, 明显改善: without a criterion nobody can say whether they came about."""
    if not context.is_plan:
        return
    outcome, measured = re.compile(checkable().outcomes.expression), _measured(context)
    found: list[Span] = []
    for sentence in context.sentences:
        dated = _YEARS.search(sentence.text)
        if context.in_background(sentence.clause) or _is_vision(sentence, latest) or _GUIDANCE.search(sentence.text):
            continue
        if _is_headline(sentence, document):
            continue
        if not context.in_goals(sentence.clause) and not (dated and sentence.clause.id in context.tasks_by_clause):
            continue
        start = sentence.span.start + (dated.start() if dated and not context.in_goals(sentence.clause) else 0)
        for part in sentence.segments:
            text = document.read(part)
            if part.stop <= start or FIGURE.search(text) or not outcome.search(text):
                continue
            if moved(text) is None and not _quantified(text, measured):
                found.append(part)
    if found:
        said = document.quote(found[0])
        more = f"等{len(found)}处成效" if len(found) > 1 else ""
        yield Problem(found[0], f"“{said}”{more}没有可核对的标准。",
            tuple(dict.fromkeys(in_context(part, document) for part in found[:most])),
        )  # fmt: skip


_GUIDANCE = re.compile(r"习近平|党的|指导思想|原则|坚持|贯彻|展望|本世纪")


def _is_headline(sentence: Sentence, document: Document) -> bool:
    """「——绿色发展水平明显提高。」 with the figures behind it: the clause itself says what is meant."""
    clause = sentence.clause
    first = sentence.span.start - clause.span.start <= 4 and len(sentence.text) <= 30 and "，" not in sentence.text
    return first and bool(FIGURE.search(document.read(Span(sentence.span.stop, clause.span.stop))))


@cache
def _work() -> re.Pattern[str]:
    words = checkable()
    return re.compile(
        rf"{words.work_verbs.expression}([^，。；：]{{0,30}}?{words.work_objects.expression}[^，。；：]{{0,24}}?"
        rf"{words.work_ends.expression})(?=$|[、和与及（])"
    )


@rule(
    "TG25", "work-without-amount", title="改造、治理工程未见规模", each=Task, severity=Severity.INFO, cap=1,
    authority=ASSESSABLE, suggestion="补写面积、长度、数量或比例。",
    summary="{count}项任务所列改造、治理工程未见规模，而同一任务的其他内容有数值。",
)  # fmt: skip
def work_without_amount(task: Task, context: Context) -> Iterator[Problem]:
    """Works on buildings, pipes, boilers without area or number, in a task that gives figures for other things."""
    if task not in context.text_tasks:
        return
    document, measured = context.document, _measured(context)
    sentences = context.sentences_of(task)
    if not any(FIGURE.search(sentence.text) for sentence in sentences):
        return
    found = []
    for sentence in sentences:
        for part in sentence.segments:
            text = document.read(part)
            match = _work().search(text)
            open_end = not _SIZED.search(sentence.text) and not _URGED.search(text)
            if match and open_end and not _quantified(match[1], measured):
                found.append(part)
    if found:
        yield Problem(
            found[0], f"“{document.quote(found[0])}”未见规模，而任务“{task.title}”的其他内容有数值。",
            (title_span(task, document), *dict.fromkeys(in_context(part, document) for part in found[:6])),
        )  # fmt: skip


_URGED = re.compile(r"鼓励|支持|引导|倡导|探索")
_REDUCES = re.compile(
    r"^(?!.*(?:绿化|修复|宣传|全民|创建)).*(?:工程$|减排|降碳|污染.{0,8}治理|清洁.{0,6}替代|深度治理)"
)
_SIZED = re.compile(FIGURE.pattern + "|全部|全面完成|所有|全覆盖")  # a number, or all there are
_SAVED = re.compile(r"减排|节能|削减|减少")


@rule(
    "TG26", "reduction-without-contribution", title="减排总量没有落实到工程", each=Document, severity=Severity.INFO,
    authority="规划目标应当可量化、可评估，并落实到任务", suggestion="写明各项工程分别承担的减排量或节能量。",
)  # fmt: skip
def reduction_without_contribution(document: Document, context: Context) -> Iterator[Problem]:
    """Tonnes to be saved in all, and no task that says how many of them it will bring."""
    totals: list[Target] = []
    for target in context.commitments.targets:
        if "吨" not in target.unit or not _SAVED.search(context.document.read(target.span) + target.indicator):
            continue
        if not context.in_goals(context.clause_at(target.span)):
            return  # some task carries a share of it
        totals.append(target)
    titles = [
        title_span(task, document) for task in context.text_tasks
        if _REDUCES.search(task.title) and not context.in_goals(document.clause(task.clause))
    ]  # fmt: skip
    if totals and len(titles) >= 3:
        spans = dict.fromkeys(segment_around(target.span, document) for target in totals)
        yield Problem(
            totals[0], f"“{totals[0].indicator}”等总量目标没有分到任务，{len(titles)}项任务均未写明各自的减排量。",
            (*spans, *titles[:12]),
        )  # fmt: skip


@cache
def _to_be_set() -> re.Pattern[str]:
    words = checkable()
    return re.compile(
        rf"{words.set_verbs.expression}([^，。；：]{{2,40}}?{words.set_values.expression})(?=$|[、和与及（])"
    )


# goals of a work, a firm, a document, and what is set already
_NOT_OURS = re.compile(
    r"责任(?!权重)|考核|任务|工作|年度|阶段|总体|职责|战略|方向|管理|自身|时间|治理目标|主要目标|各[市县区州地级]|[市县]级|^[的了由其]"
)
_REFERS = re.compile(
    r"(?:按照|按|依据|将|对照|方案|规划|已|所)[^，。；]{0,40}$|(?:推动|引导|督促|鼓励)[^，。；]*$|企业$"
)


@rule(
    "TG27", "value-to-be-set-later", title="目标值留待另行确定", each=Document, severity=Severity.INFO, cap=2,
    authority=MEASURABLE, suggestion="写出数值，或写明由谁、何时、以什么文件确定。",
    summary="目标、权重、指标留待另行确定而未见数值和时间，共{count}处。",
)  # fmt: skip
def value_to_be_set_later(document: Document, context: Context) -> Iterator[Problem]:
    """A plan that orders a target to be set sets none: without value or date nothing follows from it."""
    if not context.is_plan:
        return
    for sentence in context.sentences:
        if sentence.clause.id not in context.tasks_by_clause or re.search(r"\d|附件|附表", sentence.text):
            continue
        for part in sentence.segments:
            match = _to_be_set().search(document.read(part))
            if match and not _NOT_OURS.search(match[1]) and not _REFERS.search(document.read(part)[: match.start()]):
                passage = Span(part.start, min(sentence.span.stop, part.start + 90))
                yield Problem(part, f"“{match.group()}”，本句未见数值和时间。", (passage,), cause=match.group())
