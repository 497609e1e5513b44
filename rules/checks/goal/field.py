"""TG: does every field of work that the plan has a section for hold a figure somewhere?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from pydantic import Field

from ingest.document import Document, Section, Span
from nlp.commitment import Origin
from rules.checks.goal.bare_goal import WHOLLY
from rules.checks.goal.carried import has_amount, is_work
from rules.context import Context
from rules.finding import Severity
from rules.passage import own_words
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_FILE = DATA / "fields.yaml"
_DEEPEST = 2  # level of the sections that are about a field
_LEVEL = re.compile(r"水平")  # not water
_LONGEST = 50  # characters of work that is quoted


class _FieldOfWork(Strict):
    name: str
    heading: str = Field(min_length=2)
    measured: str = Field(min_length=1)


class _Fields(Strict):
    fields: tuple[_FieldOfWork, ...]
    frame: str


@cache
def _fields() -> _Fields:
    return load_strict(_FILE, _Fields)


@rule(
    "TG82", "field-without-figure", title="有的领域全文没有数值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="为该领域给出目标值，或在任务中写明数量和年份。",
)  # fmt: skip
def field_without_figure(
    document: Document, context: Context, *, fewest_goals: int = 3, fewest_measured: int = 2
) -> Iterator[Problem]:  # fmt: skip
    """Energy has its figures; buildings and transport, which have chapters too, hold none: nobody can assess them.

    Only where the plan has at least `fewest_goals` goals with values and figures in `fewest_measured` other fields.
    """
    goals = [
        one.indicator for one in context.commitments.targets
        if (one.origin is Origin.TABLE or context.in_goals(context.clause_at(one.span)))
        and not context.in_annex(context.clause_at(one.span))
    ]  # fmt: skip
    if not context.gives_orders or len(goals) < fewest_goals:
        return
    figures = [
        document.read(part) for one in context.all_sentences
        if context.is_ordered(one) for part in one.segments
        if has_amount(document.read(part))
    ]  # fmt: skip
    measured, bare = set[str](), dict[str, list[Section]]()
    for field in _fields().fields:
        headed = (one for one in document.sections if re.search(field.heading, one.title))
        sections = [one for one in headed if _holds_tasks(one, context)]
        if not sections:
            continue
        goal = any(re.search(field.measured, name) for name in goals)
        if goal or _measured(field, figures) or any(_has_figure(section, context) for section in sections):
            measured.add(field.name)
        else:
            bare[field.name] = sections
    if bare and len(measured) >= fewest_measured:
        shown = [span for sections in bare.values() for span in (sections[0].heading, *_work(sections[0], context))]
        yield Problem(
            shown[0],
            f"{'、'.join(bare)}的章节没有任何数值，目标中也没有相应指标；{'、'.join(sorted(measured))}则有。",
            tuple(shown[:12]),
        )  # fmt: skip


def _holds_tasks(section: Section, context: Context) -> bool:
    """True for a chapter, or a section of one, that sets work."""
    first = next((one.clause for one in context.sentences if section.span.covers(one.span)), None)
    if not 1 <= section.level <= _DEEPEST or re.search(_fields().frame, section.title) or first is None:
        return False
    if context.in_goals(first) or context.in_background(first) or context.in_annex(first):
        return False
    return any(section.span.covers(task.span) for task in context.text_tasks)


def _has_figure(section: Section, context: Context) -> bool:
    inside = [one for one in context.all_sentences if section.span.covers(one.span)]
    return any(has_amount(one.text) or WHOLLY.search(one.text) for one in inside)


def _measured(field: _FieldOfWork, figures: Iterable[str]) -> bool:
    """True where some figure of the plan, in whatever chapter, speaks of the field."""
    return any(re.search(field.measured, _LEVEL.sub("", text)) for text in figures)


def _work(section: Section, context: Context, most: int = 2) -> list[Span]:
    """The first pieces of work that the section sets."""
    titles = {one.title for one in context.document.sections if section.span.covers(one.span)}
    found: list[Span] = []
    for sentence in context.sentences:
        if section.span.covers(sentence.span) and not section.heading.covers(sentence.span):
            parts = (own_words(one, context.document) for one in sentence.segments)
            texts = ((one, context.document.read(one)) for one in parts if len(one) <= _LONGEST)
            found += [one for one, text in texts if is_work(text) and text not in titles]
    return found[:most]
