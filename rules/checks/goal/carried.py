"""TG: which of the goals do the tasks carry: in words, and with figures of their own?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import Field, model_validator

from ingest.document import ClauseKind, Document, Span
from nlp.commitment import Origin, Target
from rules.checks.goal.quantity import FIGURE
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.indicator import normal, value_text
from rules.pairing import grams
from rules.passage import in_context, own_words, promise_span, row_span, segment_around
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_FILE = DATA / "carriers.yaml"
_PLACES = re.compile(r"^[^，。；]*[市县区旗州]的(?=[^，。；]{4})")  # 甲县、乙区的新墙材应用比例
_LONGEST = 80  # characters of a passage that shows a goal
_VISION = 2031  # from this year on a goal need not be carried yet


class _Field(Strict):
    said: str = Field(min_length=2)
    by: str = Field(min_length=2)
    sample: str

    @model_validator(mode="after")
    def _can_fire(self) -> _Field:
        if not re.search(self.said, self.sample) or not re.compile(self.by):
            raise ValueError(f"表达式在自己的例子“{self.sample}”里不命中")
        return self


class _Kin(_Field):
    whole: bool = False
    fed: str | None = None


class _Carriers(Strict):
    energy: str
    kin: tuple[_Kin, ...]
    fields: tuple[_Field, ...]
    overall: str
    counting: str
    everywhere: tuple[tuple[str, ...], ...]


@cache
def _carriers() -> _Carriers:
    return load_strict(_FILE, _Carriers)


@cache
def _passed_over() -> re.Pattern[str]:
    """Words of an indicator that do not say what it is of."""
    words = (word for group in _carriers().everywhere for word in group)
    return re.compile("|".join((_carriers().counting, *sorted(words, key=lambda word: (-len(word), word)))))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an indicator is of: its telling pairs of characters, the words that tasks may use instead, its field."""

    pairs: frozenset[str]
    by: re.Pattern[str] | None
    field: re.Pattern[str] | None
    whole: bool
    fed: re.Pattern[str] | None = None

    def share(self, text: str, title: str = "") -> float:
        """How much of the subject a text, of a task of this title, speaks of, 0 to 1."""
        if self.by is not None and self.by.search(text):
            return float(self.field is None or bool(self.field.search(title + text)))
        if not self.pairs or self.whole:
            return 0.0
        return len(self.pairs & grams(text)) / len(self.pairs)

    def is_fed_by(self, text: str) -> bool:
        """True for a sentence with an amount of something that goes into the whole that the indicator measures."""
        own = self.field is None or bool(self.field.search(text))
        return own and self.fed is not None and bool(self.fed.search(text))


def _subject_of(target: Target) -> _Subject | None:
    """None for what all tasks work for, and for names too short to be looked for."""
    name = normal(_PLACES.sub("", target.indicator))
    kin = [one for one in _carriers().kin if re.search(one.said, target.indicator)]
    fields = [one.by for one in _carriers().fields if re.search(one.said, target.indicator)]
    whole = bool(re.search(_carriers().overall, target.indicator))
    if whole and not kin:
        return None
    parts = _passed_over().split(name)
    pairs = frozenset(pair for part in parts for pair in grams(part))
    if len(pairs) < 2:
        pairs = frozenset(pair for part in re.split(_carriers().counting, name) for pair in grams(part))
    by = re.compile("|".join(one.by for one in kin)) if kin else None
    field = re.compile("|".join(fields)) if fields else None
    feeds = [one.fed for one in kin if one.fed]
    fed = re.compile("|".join(feeds)) if feeds else None
    return _Subject(pairs, by, field, whole, fed) if by is not None or len(pairs) >= 3 else None


@dataclass(frozen=True, slots=True)
class _Order:
    """A sentence of a task or a box, with the title of the task."""

    sentence: Sentence
    title: str


_MEASURE = re.compile(r"公里|千米|公顷|亩|平方米|立方米|千瓦")
_NO_AMOUNT = re.compile(
    r"^\s*[（(]?\d+[）)、.．]"
    r"|\d[\d.]*[^\d，。；]{0,8}以[上下](?=的|[^，。；]{0,12}(?:企业|单位|园区|机组|锅炉|项目|车辆|城市))"
)


def has_amount(text: str) -> bool:
    """True for a figure that says how much; numbers of headings and sizes of those meant (5000吨以上的企业) do not."""
    return bool(FIGURE.search(_NO_AMOUNT.sub("", text)))


def _spoken(context: Context) -> list[_Order]:
    """What the plan orders, in tasks, boxes and the tables of tasks: no goals, no report of what was."""
    orders = []
    for one in context.all_sentences:
        tasks = context.tasks_by_clause.get(one.clause.id, ())
        told = context.in_background(one.clause) or context.in_goals(one.clause)
        if not told and (tasks or (context.in_box(one.clause) and one.clause.kind is not ClauseKind.TABLE_ROW)):
            orders.append(_Order(one, tasks[0].title if tasks else ""))
    return orders


def _fed(order: _Order, target: Target, amounts: Sequence[Sentence]) -> bool:
    """True where the paragraph of an order says how much; where the goal is a length, an area or a mass, of that."""
    return any(_in_unit(one.text, target) for one in amounts if one.clause.id == order.sentence.clause.id)


def _in_unit(text: str, target: Target) -> bool:
    """True for a text with an amount that may be a part of the target; for lengths and areas one in their unit."""
    unit = _MEASURE.search(target.unit)
    return unit is None or unit.group() in text


def _amounts_beside(context: Context) -> list[str]:
    """What says how much outside the tasks and is no goal: rows of tables of works, orders in other paragraphs."""
    goals = {one.clause for one in context.commitments.targets if one.origin is Origin.TABLE}
    return [
        one.text for one in context.all_sentences
        if one.clause.id not in goals and not context.in_background(one.clause) and not context.in_goals(one.clause)
        and (one.clause.kind is ClauseKind.TABLE_ROW or context.is_ordered(one)) and has_amount(one.text)
    ]  # fmt: skip


# work that moves something, and what only counts, prices or praises it
_WORK = re.compile(
    r"^[^，。；省市县]{0,6}(?:推进|推动|实施|开展|加快|发展|建设|加强|提高|提升|推广|控制|优化|扩大|改造|淘汰)"
)
_PAPERWORK = re.compile(
    r"核算|统计|考核|标准|制度|机制|监测|交易|编制|宣传|教育|研究|调查|培训|清单|目录|金融|资金|政策|体系|平台|理念"
)


def is_work(text: str) -> bool:
    """True for a segment that sets work which moves something, not rules, studies or praise for it."""
    return bool(_WORK.search(text)) and not _PAPERWORK.search(text) and not text.endswith(("委", "局", "厅", "办"))


def _nearest(subject: _Subject, orders: Sequence[_Order], document: Document) -> Span | None:
    """The segment of the tasks that is nearest to the subject of a goal, work before paperwork."""
    best: tuple[float, int, Span] | None = None
    for order in orders:
        for part in (own_words(one, document) for one in order.sentence.segments):
            text = document.read(part)
            near = subject.share(text, order.title)
            if near > 0:
                work = bool(_WORK.search(text)) - bool(_PAPERWORK.search(text))
                score = near + work / 2 - len(part) / 200  # the shorter says it more plainly
                if best is None or (score, -part.start) > best[:2]:
                    best = score, -part.start, part
    return best[2] if best else None


def _said(target: Target, document: Document) -> Span:
    """The segment that ends with the value, and what is counted behind it: 研发推广1000项绿色技术."""
    value = promise_span(target, document)
    around = segment_around(value, document)
    return around if len(around) <= _LONGEST else segment_around(Span(value.stop - 1, value.stop), document)


def _goals(context: Context) -> Iterator[tuple[Target, _Subject]]:
    """The goals of the text with a value, each indicator once."""
    told: set[str] = set()
    for target in context.commitments.targets:
        clause = context.clause_at(target.span)
        if target.origin is not Origin.TEXT or not context.in_goals(clause) or context.in_annex(clause):
            continue
        if (target.year or 0) >= _VISION or normal(target.indicator) in told:
            continue
        told.add(normal(target.indicator))
        subject = _subject_of(target)
        if subject is not None:
            yield target, subject


def _is_kept(target: Target) -> bool:
    """True for what is to stay as it is, and for all of something: no task need bring a share of it."""
    same = target.baseline is not None and target.baseline.value == target.value
    return not target.change and (same or (target.value == 100 and target.unit in {"%", "％"}))


@rule(
    "TG15", "indicator-without-task", title="指标没有任务支撑", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="补写支撑该指标的任务，或说明由哪项任务落实。",
)  # fmt: skip
def indicator_without_task(document: Document, context: Context, *, known: float = 0.34) -> Iterator[Problem]:
    """An indicator of the table or the goals that no task speaks of will not move by itself: one finding a plan."""
    if not context.is_plan or len(context.text_tasks) < 5:
        return
    spoken = _spoken(context)
    titles = [task.title for task in context.text_tasks]
    missing: list[tuple[Target, _Subject]] = []
    told: set[str] = set()
    for target, subject in (*_tabled(context), *_goals(context)):
        if subject.whole or len(subject.pairs) < 3 or any(subject.share(title) > known for title in titles):
            continue
        if any(subject.share(one.sentence.text, one.title) > known for one in spoken):
            continue
        if normal(target.indicator) not in told:
            told.add(normal(target.indicator))
            missing.append((target, subject))
    if missing:
        names = "、".join(f"“{target.indicator}”" for target, _ in missing[:4])
        more = f"等{len(missing)}项指标" if len(missing) > 4 else ""
        shown = [_place_of(target, context) for target, _ in missing[:8]]
        near = [_nearest(subject, spoken, document) for target, subject in missing[:4] if target.origin is Origin.TEXT]
        yield Problem(
            missing[0][0], f"{names}{more}没有任务支撑，本文各项任务均未提及。",
            tuple(dict.fromkeys((*shown, *(one for one in near if one is not None)))),
        )  # fmt: skip


def _tabled(context: Context) -> Iterator[tuple[Target, _Subject]]:
    for target in context.commitments.targets:
        if target.origin is Origin.TABLE and not context.in_annex(context.clause_at(target.span)):
            subject = _subject_of(target)
            if subject is not None:
                yield target, subject


def _place_of(target: Target, context: Context) -> Span:
    clause = context.document.clause(target.clause)
    if clause.kind is ClauseKind.TABLE_ROW and (cells := context.cells(clause)):
        return Span(target.span.start, min(row_span(cells).stop, target.span.start + 100))
    return in_context(_said(target, context.document), context.document)


@rule(
    "TG80", "goal-without-figure-in-tasks", title="目标值在任务中没有数值对应", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="在支撑目标的任务中写明各自承担的数量、项目和年份，使目标值有来处。",
)  # fmt: skip
def goal_without_figure_in_tasks(
    document: Document, context: Context, *, same: float = 0.6, known: float = 0.5, most: int = 8
) -> Iterator[Problem]:  # fmt: skip
    """A goal with a value whose tasks hold no figure of their own: what each brings towards it stays open.

    same: share of the subject that a task must speak of to work for it; known: that an amount elsewhere must speak of.
    """
    if not context.is_plan or len(context.text_tasks) < 5:
        return
    spoken, carried = _spoken(context), 0
    amounts = [one.sentence for one in spoken if has_amount(one.sentence.text)]
    beside = _amounts_beside(context)
    open_ones: list[tuple[Target, Span, Span]] = []
    for target, subject in (*_goals(context), *_tabled(context)):
        if _is_kept(target):
            continue
        serving = [one for one in spoken if subject.share(one.sentence.text, one.title) >= same]
        fed = any(_fed(one, target, amounts) for one in serving) or any(subject.is_fed_by(one.text) for one in amounts)
        if fed or any(subject.share(text) >= known and _in_unit(text, target) for text in beside):
            carried += 1
        elif serving and (near := _nearest(subject, serving, document)) is not None:
            open_ones.append((target, _place_of(target, context), near))
    if not open_ones or (len(open_ones) == 1 and carried and not _MEASURE.search(open_ones[0][0].unit)):
        return
    first = open_ones[0][0]
    more = f"等{len(open_ones)}项目标" if len(open_ones) > 1 else ""
    spans = [goal for _, goal, _ in open_ones[:most]] + [task for _, _, task in open_ones[: 12 - most]]
    yield Problem(
        first, f"“{first.indicator}”（{value_text(first)}）{more}，所涉任务中没有相应的数值，看不出由什么达到。",
        tuple(dict.fromkeys(spans)),
    )  # fmt: skip


# a thing that is there or not there, so that some task has to make it
_MADE = re.compile(
    r"(?:建成|建设|组建|打造|创建|培育|构建)([^，。；：]{2,30}?"
    r"(?:联合体|实验室|产业基地|园区|数据库|产业集群|联盟|走廊|创新中心))(?=[，。；、]|$|[和与及])"
)
_TAIL = 4  # characters by which the thing is looked for in the tasks


@rule(
    "TG83", "goal-thing-without-task", title="目标要建的事项没有任务落实", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="补写由谁、怎样建成该事项，或从目标中删去。",
)  # fmt: skip
def goal_thing_without_task(document: Document, context: Context) -> Iterator[Problem]:
    """A park, a laboratory, a consortium that the goals promise and that no task makes."""
    if not context.is_plan or len(context.text_tasks) < 5:
        return
    spoken = _spoken(context)
    told = "".join((*(one.title for one in context.text_tasks), *(one.sentence.text for one in spoken)))
    missing: list[tuple[str, Span, Span | None]] = []
    for sentence in context.sentences:
        if not context.in_goals(sentence.clause) or context.in_annex(sentence.clause) or _FAR.search(sentence.text):
            continue
        for match in _MADE.finditer(sentence.text):
            if match[1][-_TAIL:] not in told and match[1] not in document.title:
                pairs = frozenset(pair for part in _passed_over().split(match[1]) for pair in grams(part))
                near = _nearest(_Subject(pairs, None, None, False), spoken, document)
                missing.append((match[1], segment_around(sentence.span.place(match), document), near))
    if missing:
        more = f"等{len(missing)}项" if len(missing) > 1 else ""
        spans = [span for _, goal, near in missing[:6] for span in (goal, near) if span is not None]
        yield Problem(
            missing[0][1], f"目标要建的“{missing[0][0]}”{more}，本文各项任务均未落实。", tuple(dict.fromkeys(spans))
        )


_FAR = re.compile(r"20(?:3[5-9]|[4-6]\d)年|指导思想|原则|坚持")
