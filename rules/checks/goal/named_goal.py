"""TG: are the matters that goals and principles name taken up by some task?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import Field

from ingest.document import Document, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import own_words, segment_around
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_FILE = DATA / "named_goals.yaml"
_FRAME = re.compile(r"思想|原则|总体要求|目标|愿景")
_TALK = re.compile(r"习近平|坚持|指导思想|宣传")


class _Named(Strict):
    word: str = Field(min_length=2)
    by: str = Field(min_length=2)
    field: str = Field(min_length=1)


class _NamedGoals(Strict):
    matters: tuple[_Named, ...]


@cache
def _matters() -> tuple[_Named, ...]:
    return load_strict(_FILE, _NamedGoals).matters


_PRINCIPLES = re.compile(r"原则$")  # what comes first there has to come again in the work


@rule(
    "TG85", "named-goal-without-task", title="目标点名的事项没有任务", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="补写该事项的任务，或从目标中删去。",
)  # fmt: skip
def named_goal_without_task(document: Document, context: Context, *, fewest_tasks: int = 8) -> Iterator[Problem]:
    """Methane is to be brought under control, and no task of farming, waste or mining speaks of it."""
    if not context.is_plan or context.is_yearly or len(context.text_tasks) < fewest_tasks:
        return
    goals = [one for one in context.sentences if _is_goal(one, context)]
    work = [one for one in context.all_sentences if not _is_frame(one, context)]
    told = "\n".join((*(one.text for one in work), *(task.title for task in context.text_tasks)))
    found: list[tuple[str, Span, Span | None]] = []
    for matter in _matters():
        goal = next((one for one in goals if matter.word in one.text), None)
        if goal is None or re.search(matter.by, told) or matter.word in document.title:
            continue
        at = goal.span.start + goal.text.index(matter.word)
        shown = _beside(Span(at, at + len(matter.word)), goal, document)
        found.append((matter.word, shown, _nearest(matter, work, document)))
    if found:
        names = "、".join(name for name, _, _ in found)
        yield Problem(
            found[0][1], f"目标（原则）提到{names}，各项任务均未涉及。",
            tuple(dict.fromkeys(span for _, goal, near in found[:6] for span in (goal, near) if span is not None)),
        )  # fmt: skip


def _beside(span: Span, sentence: Sentence, document: Document, longest: int = 60) -> Span:
    """The segment of a matter, between its neighbours where these are short: what is promised beside it."""
    parts = sentence.segments
    here = next((at for at, part in enumerate(parts) if part.covers(span)), None)
    if here is None:
        return segment_around(span, document)
    whole = Span(parts[max(0, here - 1)].start, parts[min(here + 1, len(parts) - 1)].stop)
    return whole if len(whole) <= longest else segment_around(span, document)


def _is_goal(sentence: Sentence, context: Context) -> bool:
    clause = sentence.clause
    title = context.document.section(clause.section).title if clause.section else ""
    principle = bool(_PRINCIPLES.search(title))
    inside = not context.in_annex(clause) and clause.id not in context.tasks_by_clause
    return inside and (principle or (context.in_goals(clause) and not _TALK.search(sentence.text)))


def _is_frame(sentence: Sentence, context: Context) -> bool:
    """True for goals, principles and reports of what was: no place where a matter is taken up."""
    clause = sentence.clause
    title = context.document.section(clause.section).title if clause.section else ""
    framed = clause.section is None or bool(_FRAME.search(title))  # before the first heading, or under one of aims
    return framed or context.in_goals(clause) or context.in_background(clause)


def _nearest(matter: _Named, work: list[Sentence], document: Document) -> Span | None:
    """The first segment of the work in which the matter would be done."""
    parts = (own_words(part, document) for one in work for part in one.segments)
    return next((part for part in parts if re.search(matter.field, document.read(part))), None)
