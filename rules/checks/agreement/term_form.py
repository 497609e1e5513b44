"""ST: one thing that a plan calls by two names, one of them loose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import Field

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.passage import segment_around
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

_LONGEST = 240  # characters of a sentence of the plan's own
_FILE = DATA / "term_forms.yaml"


class _Term(Strict):
    term: str = Field(min_length=2)
    loose: str = Field(min_length=2)
    source: str = Field(min_length=2)


class _Terms(Strict):
    terms: tuple[_Term, ...] = Field(min_length=1)


@cache
def _terms() -> tuple[_Term, ...]:
    return load_strict(_FILE, _Terms).terms


@rule(
    "ST41", "term-in-two-forms", title="同一术语两种说法", each=Document, severity=Severity.INFO, cap=4,
    authority="党政机关公文处理工作条例第十九条：表述准确；术语以法律和标准为准",
    suggestion="统一为法律或标准中的名称。", summary="同一术语有两种说法，共{count}组。",
)  # fmt: skip
def term_in_two_forms(document: Document, context: Context) -> Iterator[Problem]:
    """节能审查 here, 节能评估 there: the reader has to guess whether two things are meant."""
    for entry in _terms():
        term = _first(re.escape(entry.term), context)
        loose = _first(entry.loose, context)
        if term and loose and segment_around(term, document) != segment_around(loose, document):
            yield Problem(
                loose, f"“{document.quote(loose)}”与“{entry.term}”混用（{entry.source}）。",
                _together(segment_around(term, document), segment_around(loose, document), document), cause=entry.term,
            )  # fmt: skip


def _together(one: Span, other: Span, document: Document) -> tuple[Span, ...]:
    """Two passages that follow each other in one sentence as one."""
    first, later = sorted((one, other))
    near = later.start - first.stop <= 1 and document.text[first.stop : first.stop + 1] == "，"
    return (Span(first.start, later.stop),) if near else (one, other)


def _first(pattern: str, context: Context) -> Span | None:
    """Where the plan itself first uses a form, not in the title of another document."""
    for sentence in context.sentences:
        if len(sentence.text) > _LONGEST:  # a list of projects, with the names that others gave them
            continue
        for match in re.finditer(pattern, sentence.text):
            before = sentence.text[: match.start()]
            if before.rfind("《") <= before.rfind("》"):
                return sentence.span.place(match)
    return None
