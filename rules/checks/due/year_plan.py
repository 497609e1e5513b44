"""DL: in a plan for one year, what is due when within the year, and can it still be done?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import Field

from ingest.document import Document, Span
from nlp.commitment import Deadline, DeadlineKind, Target, Task
from rules.checks.due.deadline import DATED, is_ours, product
from rules.checks.due.open_end import left_open
from rules.checks.due.timeliness import printed_date
from rules.context import Context
from rules.finding import Severity
from rules.passage import in_context, own_words, segment_around, title_span
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

_FILE = DATA / "fixed_days.yaml"
_WITHIN_YEAR = re.compile(
    r"\d{1,2}月(?!\d{1,2}日起)|(?<!每)(?<!每个)[一二三四前]季度|(?<!每)半年|[上中下]旬|季度末|国庆|春节|汛期前|采暖季前"
)
_COUNT = r"(?<![\d.])\d[\d.]*(?![\d.]|年|月|日|[-—–~～]\d)"  # a number that is no date
_COMPLETED = re.compile(
    rf"(?:完成|新增|建成|创建|新建|评选|遴选|启动|改造)[^，。；]{{0,30}}?{_COUNT}|{_COUNT}[^，。；]{{0,20}}(?:完成|建成|创建)"
)
_LONGEST = 80  # characters of a passage with the rest of its sentence
_DAY_ONLY = 20  # characters of a cell that holds a day and nothing else
_GOES_ON = re.compile(r"，(?:以及|及|并|和)[^，。；]*")


@rule(
    "DL90", "year-plan-without-months", title="年度计划未写年内时间节点", each=Document, severity=Severity.INFO,
    authority=DATED, suggestion="为要出台的文件、要建的平台和要完成的数量写明月份或季度，以便年中督查。",
)  # fmt: skip
def year_plan_without_months(
    document: Document, context: Context, *, share: float = 0.3, fewest: int = 3, most: int = 24
) -> Iterator[Problem]:  # fmt: skip
    """A plan for one year none of whose tasks names a month: until December nobody can say what is late.

    share: of the tasks that may be dated within the year; fewest: of tasks, and of passages that could be dated.
    """
    tasks = context.text_tasks or context.annex_tasks
    if not context.is_yearly or not context.gives_orders or len(tasks) < fewest:
        return
    undated = [task for task in tasks if not _dated(task, context)]
    dated = len(tasks) - len(undated)
    rows = sum(_dated(row, context) for row in context.annex_tasks)
    if dated > share * len(tasks) or rows > share * len(context.annex_tasks):
        return
    shown = [span for task in undated for span in _datable(task, context)]
    shown += left_open(context, "platforms", goals=False)
    shown = _apart(shown)
    if len(shown) >= fewest:
        few = f"只有{dated}项" if dated else "没有一项"
        yield Problem(
            title_span(tasks[0], document), f"年度计划的{len(tasks)}项任务{few}写明年内的时间，年中无从督查。",
            tuple(shown[:most]),
        )  # fmt: skip


def _dated(task: Task, context: Context) -> bool:
    """True where a task, or its row, names a month, a quarter or a half of the year."""
    said = [context.document.quote(one.span) for one in task.deadlines]
    return any(_WITHIN_YEAR.search(text) for text in (*said, *(one.text for one in context.sentences_of(task))))


def _datable(task: Task, context: Context) -> Iterator[Span]:
    """The documents that a task has made and the numbers that it has reached: what could bear a month."""
    document = context.document
    for sentence in context.sentences_of(task):
        for part in (own_words(part, document) for part in sentence.segments):
            text = document.read(part)
            made = product().search(text)
            if task.title not in text and ((made and is_ours(text[: made.start()])) or _COMPLETED.search(text)):
                more = _GOES_ON.match(document.text, part.stop)
                yield Span(part.start, more.end()) if more else in_context(part, document, _LONGEST)


def _apart(spans: list[Span], longest: int = 120) -> list[Span]:
    """The spans in order; those that overlap as one, as far as that one is short enough to be read."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if not found or span.start >= found[-1].stop:
            found.append(span)
        elif span.stop - found[-1].start <= longest:
            found[-1] = Span(found[-1].start, max(found[-1].stop, span.stop))
    return found


@rule(
    "DL91", "due-before-its-year-is-over", title="时限早于所要求结果的时间", each=Task, severity=Severity.WARNING,
    cap=4, authority="时限应当与要求的结果衔接", suggestion="把全年的结果与分步工作分开写，各注时限。",
)  # fmt: skip
def due_before_its_year_is_over(task: Task, context: Context, *, months: int = 2) -> Iterator[Problem]:
    """「2021年新增400万千瓦（7月底前完成）」: what a whole year brings cannot be there in July.

    months: before the end of the year that a date may stand without a word.
    """
    document = context.document
    for held in _held(task, context):
        due = held.due[0] if len(held.due) == 1 else None
        if due is None or due.kind is not DeadlineKind.BY or due.end is None:
            continue
        for target in context.commitments.targets:
            if not held.work.covers(target.span) or target.year is None or target.year < due.end.year:
                continue
            left = (target.year - due.end.year) * 12 + 12 - due.end.month
            promise = _for_whole_year(target, held.work, document)
            if left >= months and promise is not None and not promise.covers(due.span):
                yield Problem(
                    due.span,
                    f"要求{target.year}年全年的结果，时限却是“{document.quote(due.span)}”。",
                    (promise, held.listed), cause=str(held.listed),
                )  # fmt: skip
                break


@dataclass(frozen=True, slots=True)
class _Held:
    """Work with the place where its bodies and its day are printed: the bracket behind it, or a cell of its row."""

    work: Span
    listed: Span
    due: tuple[Deadline, ...]


def _held(task: Task, context: Context) -> Iterator[_Held]:
    """The pieces of a task that have a day of their own."""
    for duty in context.duties:
        if duty.task.id == task.id:
            due = tuple(one for one in task.deadlines if duty.listed.covers(one.span))
            if due:
                yield _Held(duty.work, duty.listed, due)
    clause = context.document.clause(task.clause)
    for cell in context.cells(clause):
        due = tuple(one for one in task.deadlines if cell.span.covers(one.span))
        if due and len(cell.span) <= _DAY_ONLY:
            yield _Held(Span(clause.span.start, cell.span.start), cell.span, due)


def _for_whole_year(target: Target, work: Span, document: Document) -> Span | None:
    """The words from the year to the end of the sentence of a value; None where a day in the year is meant."""
    part = segment_around(target.span, document)
    start = max(work.start, max(document.text.rfind(sign, work.start, part.start) for sign in "。；") + 1)
    said = re.search(
        rf"{target.year}年(?!\d|[^，。；]{{0,3}}月|[底末]|上半年)|全年|本年度|当年",
        document.read(Span(start, part.stop)),
    )
    if said is None:
        return None
    opened = segment_around(Span(start + said.start(), start + said.end()), document).start
    stop = next((at for at in range(part.stop, work.stop) if document.text[at] in "。；（|\n"), work.stop)
    return Span(opened, min(stop, max(part.stop, opened + _LONGEST)))


@rule(
    "DL92", "open-date-among-fixed-ones", title="个别任务的时限不是日期", each=Document, severity=Severity.INFO,
    authority=DATED, suggestion="写明本年度做到什么程度、何时完成；确需长期做的，写明每年的安排。",
)  # fmt: skip
def open_date_among_fixed_ones(
    document: Document, context: Context, *, fewest: int = 8, share: float = 0.2
) -> Iterator[Problem]:  # fmt: skip
    """One bracket that says 持续推进 where all others name a day: the task that nobody will be asked about."""
    fixed, open_ones = 0, list[Span]()
    for task in (*context.text_tasks, *context.annex_tasks):
        for held in _held(task, context):
            fixed += any(one.end is not None for one in held.due)
            if all(one.kind is DeadlineKind.ONGOING for one in held.due):
                row = bool(context.cells(document.clause(task.clause)))
                open_ones.append(Span(title_span(task, document).start, held.listed.stop) if row else held.listed)
    if open_ones and fixed >= fewest and len(open_ones) <= share * (fixed + len(open_ones)):
        yield Problem(open_ones[0], f"{fixed}处时限写明了日期，这{len(open_ones)}处没有。", tuple(open_ones[:8]))


class _FixedDay(Strict):
    name: str = Field(min_length=2)
    day: str = Field(pattern=r"\d\d-\d\d")


class _FixedDays(Strict):
    days: tuple[_FixedDay, ...] = Field(min_length=1)


@cache
def _fixed_days() -> tuple[tuple[re.Pattern[str], int, int], ...]:
    return tuple(
        (re.compile(one.name), int(one.day[:2]), int(one.day[3:])) for one in load_strict(_FILE, _FixedDays).days
    )


_HELD = re.compile(r"组织|开展|举办|做好|办好|抓住|利用|结合|围绕|依托|宣传|活动|以[^，。；]*为契机")


@rule(
    "DL93", "day-already-over", title="要组织的活动日在印发前已过", each=Document, severity=Severity.INFO, cap=2,
    authority="时限应当晚于成文日期", suggestion="删去已过的活动，或注明是下一年度的。",
)  # fmt: skip
def day_already_over(document: Document, context: Context) -> Iterator[Problem]:
    """A plan for one year, issued in summer, that orders the Environment Day of June to be held."""
    issued = document.issued_on
    if not context.is_yearly or not context.is_plan or issued is None or issued.month is None:
        return
    if context.period.start != issued.year:
        return
    for sentence in context.sentences:
        if context.in_background(sentence.clause) or not _HELD.search(sentence.text):
            continue
        for name, month, day in _fixed_days():
            match = name.search(sentence.text)
            if match and date(issued.year, month, day) < issued.earliest:
                at = sentence.span.place(match)
                printed = printed_date(document, issued.year)
                yield Problem(
                    at, f"本文{issued}成文，要组织的“{match.group()}”（{month}月{day}日）当年已过。",
                    (segment_around(at, document), *((printed,) if printed else ())), cause=match.group(),
                )  # fmt: skip
