"""TG: tasks, levers and levels that no figure of the plan measures, each kind gathered in one list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from pydantic import Field, model_validator

from ingest.document import Document, Span
from nlp.commitment import Origin, Task
from rules.checks.goal.promise import has_division
from rules.checks.goal.quantity import FIGURE
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import in_context, opening_span, own_words, promise_span, segment_around, shortened, widened
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_FILE = DATA / "levers.yaml"
_BEHIND = 12  # characters behind a word in which its meaning is looked for


class _Words(Strict):
    said: str = Field(min_length=2)
    sample: str

    @model_validator(mode="after")
    def _can_fire(self) -> _Words:
        if not re.search(self.said, self.sample, re.VERBOSE):
            raise ValueError(f"表达式在自己的例子“{self.sample}”里不命中")
        return self


class _Levers(Strict):
    frame: _Words
    countable: _Words
    uncounted: _Words
    lever: _Words
    no_lever: _Words
    of_people: _Words
    peak: _Words
    own_peak: _Words
    loyal: _Words
    peak_year: _Words
    past_peak: _Words
    emissions: _Words
    places: _Words
    asked_only: _Words
    divided: _Words
    assessed: _Words


@cache
def _words(kind: str) -> re.Pattern[str]:
    """One expression of the file, see the comments there."""
    entry: _Words = getattr(load_strict(_FILE, _Levers), kind)
    return re.compile(entry.said, re.VERBOSE)


@rule(
    "TG41", "tasks-without-any-figure", title="多项任务可以度量而没有任何数值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="为可以度量的任务补写数量、比例、面积、产能或减排量，与目标的数值对应。",
)  # fmt: skip
def tasks_without_any_figure(
    document: Document, context: Context, *, share: float = 0.25, many: int = 5
) -> Iterator[Problem]:  # fmt: skip
    """Tasks that order what can be counted and give no figure: what they bring to the goals stays open."""
    tasks = [task for task in context.text_tasks if _is_work(task, context)]
    bare_ones = [
        (task, parts) for task in tasks
        if not any(_has_figure(one.text) for one in context.sentences_of(task)) and (parts := _countable(task, context))
    ]  # fmt: skip
    if not context.gives_orders or len(bare_ones) < 3 or len(bare_ones) < min(many, share * len(tasks)):
        return
    shown = [span for task, parts in bare_ones for span in _shown(opening_span(task, document), parts[:3], document)]
    yield Problem(
        shown[0],
        f"{len(tasks)}项任务中有{len(bare_ones)}项布置了可以度量的工作而没有任何数值，如“{bare_ones[0][0].title}”。",
        tuple(dict.fromkeys(shown)),
    )  # fmt: skip


_LABEL = re.compile(r"^\s*[（(]?\d+[）)、.．]")


def _has_figure(text: str) -> bool:
    """True for a sentence with a number other than that of its heading."""
    return bool(FIGURE.search(_LABEL.sub("", text)))


def _shown(opening: Span, parts: tuple[Span, ...], document: Document) -> Iterator[Span]:
    """The opening of the task where it is more than a bracket of bodies or the first of the parts, then the parts."""
    if not document.read(opening).startswith(("（", "(")) and not any(opening.covers(part) for part in parts):
        yield opening
    yield from dict.fromkeys(in_context(part, document) for part in parts)


def _is_work(task: Task, context: Context) -> bool:
    """False for goals, principles and safeguards that were read as tasks."""
    clause = context.document.clause(task.clause)
    if context.in_goals(clause) or context.in_background(clause) or context.in_annex(clause):
        return False
    chapters = context.document.ancestry(task.section) if task.section else ()
    return not any(_words("frame").search(section.title) for section in chapters if section.title != task.title)


def _countable(task: Task, context: Context) -> tuple[Span, ...]:
    """The segments of a task that order what could be counted."""
    document = context.document
    found: list[Span] = []
    for sentence in context.sentences_of(task):
        parts = tuple(own_words(part, document) for part in sentence.segments)
        for at, part in enumerate(parts):
            text = document.read(part)
            counts = (
                task.title not in text and _words("countable").search(text) and not _words("uncounted").search(text)
            )
            if counts and (not found or part.start >= found[-1].stop):
                found.append(_forward(at, parts))
    return tuple(found)


def _forward(at: int, parts: tuple[Span, ...]) -> Span:
    """A segment with the next one where both are short."""
    behind = parts[at + 1] if at + 1 < len(parts) else parts[at]
    return Span(parts[at].start, behind.stop) if behind.stop - parts[at].start <= 44 else parts[at]


@rule(
    "TG42", "lever-without-figure", title="作为主要抓手的措施全文没有数值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="为主要抓手写明比例、面积、数量或规模和年份。",
)  # fmt: skip
def lever_without_figure(document: Document, context: Context, *, most: int = 24) -> Iterator[Problem]:
    """大力发展, 优先推广: what the plan itself calls its lever, and no share, area or number of it anywhere."""
    if not context.gives_orders:
        return
    measured = measured_texts(context)
    found: list[Span] = []
    for sentence in context.sentences:
        if sentence.clause.id not in context.tasks_by_clause or not _sets_work(sentence, context):
            continue
        parts = tuple(own_words(part, document) for part in sentence.segments)
        for at, part in enumerate(parts):
            match = _words("lever").search(document.read(part))
            if match is None or _words("no_lever").search(match.group()) or FIGURE.search(document.read(part)):
                continue
            if _words("of_people").search(document.read(part)):
                continue
            words = next(one for one in match.groups() if one)
            sized = any(core in text for core in _cores(words) for text in measured)
            if not sized and (not found or part.start >= found[-1].stop):
                found.append(widened(at, parts))
    if found:
        said = shortened(document.quote(found[0]))
        more = f"等{len(found)}项措施" if len(found) > 1 else ""
        yield Problem(found[0], f"“{said}”{more}全文未见相应的数值。", tuple(found[:most]))


def measured_texts(context: Context) -> list[str]:
    """Sentences and rows with a figure that the plan sets."""
    return [
        one.text for one in context.all_sentences
        if FIGURE.search(one.text) and not context.in_background(one.clause)
    ]  # fmt: skip


def _cores(words: str) -> tuple[str, ...]:
    """The last four characters of each thing that is named: 装配式建筑 and 绿色建材 of 装配式建筑和绿色建材."""
    things = re.split("[、和与及或]", re.sub("(?:等|的|建设|应用|发展|技术|产品|项目|项).{0,2}$", "", words))
    return tuple(thing[-4:] for thing in things if len(thing) >= 3)


def _sets_work(sentence: Sentence, context: Context) -> bool:
    """True for what the plan orders outside its goals."""
    return context.is_ordered(sentence) and not context.in_goals(sentence.clause)


@rule(
    "TG45", "peak-without-emission-figure", title="以碳达峰为目的而全文没有排放数值", each=Document,
    severity=Severity.INFO, authority=MEASURABLE,
    suggestion="写明达峰年份、排放总量或强度的目标值，或注明由哪一文件确定。",
)  # fmt: skip
def peak_without_emission_figure(document: Document, context: Context, *, fewest: int = 2) -> Iterator[Problem]:
    """A plan that works for the peak, and gives neither its year nor one figure of emissions."""
    if not context.gives_orders:
        return
    if any(_words("emissions").search(text) and _near_figure(text) for text in measured_texts(context)):
        return
    if any(_words("peak_year").search(one.text) and not context.in_background(one.clause) for one in context.sentences):
        return
    found = []
    for one in context.sentences:
        match = _words("peak").search(one.text)
        if match is None or context.in_background(one.clause) or context.in_annex(one.clause):
            continue
        if not _words("loyal").search(one.text[match.start() : match.end() + _BEHIND]):
            found.append(one.span.place(match))
    if len(found) >= fewest and any(_words("own_peak").search(document.read(span)) for span in found):
        shown = dict.fromkeys(segment_around(span, document) for span in found)
        yield Problem(
            found[0], f"本文{len(found)}处以碳达峰为目的，未见达峰年份和任何碳排放数值。", tuple(shown)[:12]
        )  # fmt: skip


@rule(
    "TG61", "past-peak-without-year", title="写到达峰之后而未见达峰年份", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="写明本地达峰的年份（或不晚于哪一年），并给出达峰前一阶段的目标。",
)  # fmt: skip
def past_peak_without_year(document: Document, context: Context) -> Iterator[Problem]:
    """「碳排放达峰后稳中有降」 for a distant year: when the peak itself is due is told nowhere in the plan."""
    if not context.is_plan or any(_words("peak_year").search(one.text) for one in context.sentences):
        return
    found = [one.span.place(match) for one in context.sentences for match in _words("past_peak").finditer(one.text)]
    if found:
        yield Problem(
            found[0], f"“{document.quote(found[0])}”，全文未见哪一年达峰。",
            tuple(in_context(span, document) for span in found[:4]),
        )  # fmt: skip


def _near_figure(text: str) -> bool:
    """True where the figure stands with the emissions, in one segment or the next."""
    return any(
        _words("emissions").search(part) and FIGURE.search(part) for part in re.split("[；。]", text)
    )  # fmt: skip


@rule(
    "TG46", "places-without-share", title="由各地负责而目标未分到各地", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="附各地的目标分解表，或写明何时下达、各地方案何时报送。",
)  # fmt: skip
def places_without_share(document: Document, context: Context, *, fewest: int = 4) -> Iterator[Problem]:
    """Places answer for the work, and none of the figures is divided among them: nobody below knows its share."""
    goals = [
        one for one in context.commitments.targets
        if not context.in_background(context.clause_at(one.span)) and not context.in_annex(context.clause_at(one.span))
    ]  # fmt: skip
    if not context.gives_orders or len(goals) < fewest or has_division(document):
        return
    if any(_words("divided").search(one.text) and re.search("目标|指标|任务", one.text) for one in context.sentences):
        return
    found: list[Span] = []
    for sentence in context.sentences:
        match = _words("places").search(sentence.text)
        if match and not _words("asked_only").search(sentence.text) and _sets_work(sentence, context):
            start, parts = sentence.span.start + match.start(), sentence.segments
            found.append(widened(next(at for at, part in enumerate(parts) if part.stop > start), parts))
    if found:
        assessed = (
            one.span.place(match) for one in context.sentences if (match := _words("assessed").search(one.text))
        )
        whole = [one for one in goals if one.origin is Origin.TEXT and context.in_goals(context.clause_at(one.span))]
        yield Problem(
            found[0], f"由各地负责落实，本文{len(goals)}个目标值未见分到各地的数值，也未写何时下达。",
            (
                *found[:8], *(segment_around(span, document) for span in islice(assessed, 2)),
                *(segment_around(promise_span(one, document), document) for one in whole[:1]),
            ),
        )  # fmt: skip
