"""ST: is a thing there already, or still to be set up? A plan that says both does not know where it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from ingest.document import Document, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.pairing import grams, likeness
from rules.passage import in_context, own_words
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

AGREE = "规划各项任务应当相互协调、前后一致：党政机关公文处理工作条例第十九条"
_FILE = DATA / "set_up.yaml"
_END = r"(?=[，。；、]|$|建设|工作|改革|[和与及])"


class _SetUp(Strict):
    there: str = Field(min_length=2)
    to_come: str = Field(min_length=2)
    things: str = Field(min_length=2)
    alike: tuple[tuple[str, ...], ...]
    apart: str
    by_degree: str
    passed_over: str
    opposed: tuple[tuple[str, str], ...]


@cache
def _words() -> _SetUp:
    return load_strict(_FILE, _SetUp)


@dataclass(frozen=True, slots=True)
class _Named:
    """A thing that a segment names, and in which clause."""

    name: str
    part: Span
    clause: str

    @property
    def core(self) -> str:
        """What of the name says which thing is meant."""
        return re.sub(_words().passed_over, "", self.name)

    @property
    def kind(self) -> tuple[str, ...]:
        return next((kind for kind in _words().alike if self.name.endswith(kind)), (self.name[-2:],))


@rule(
    "ST91", "there-and-to-be-set-up", title="一处要完善、一处要建立", each=Document, severity=Severity.INFO, cap=3,
    authority=AGREE, suggestion="核对是否已经建立；是的，统一为完善，并到一处写；不是的，写明何时建立。",
)  # fmt: skip
def there_and_to_be_set_up(document: Document, context: Context, *, similar: float = 0.6) -> Iterator[Problem]:
    """完善 here, 探索建立 there, of one mechanism: either it is there already, or there is nothing to be perfected."""
    if not context.gives_orders:
        return
    words = _words()
    there = re.compile(rf"(?:{words.there})(?!健全|和建立|并)([^，。；：、]{{3,26}}?(?:{words.things})){_END}")
    to_come = re.compile(
        rf"(?:{words.to_come})(?!健全|和完善|完善|并|了)([^，。；：、]{{3,26}}?(?:{words.things})){_END}"
    )
    ordered = [one for one in context.sentences if _orders(one, context)]
    has, new = (list(_named(pattern, ordered, context)) for pattern in (there, to_come))
    for later in new:
        if re.search(words.by_degree, later.name):
            continue
        same = [one for one in has if one.clause != later.clause and _one_thing(one, later, similar)]
        if same:
            parts = (same[0].part, later.part)
            yield Problem(
                later.part, f"“{later.name}”一处要求建立，另一处“{same[0].name}”已在完善。",
                tuple(in_context(part, document) for part in sorted(parts)), cause=later.name,
            )  # fmt: skip


def _orders(sentence: Sentence, context: Context) -> bool:
    clause = sentence.clause
    told = context.in_background(clause) or context.in_goals(clause) or context.in_annex(clause)
    return not told and clause.id in context.tasks_by_clause


def _named(pattern: re.Pattern[str], sentences: list[Sentence], context: Context) -> Iterator[_Named]:
    """What the segments of the sentences name after one of the verbs; titles of tasks are left out."""
    for sentence in sentences:
        if not pattern.search(sentence.text):
            continue
        titles = [task.title for task in context.tasks_by_clause[sentence.clause.id]]
        for part in (own_words(one, context.document) for one in sentence.segments):
            text = context.document.read(part)
            if not any(title and title in text for title in titles):
                yield from (_Named(match[1], part, sentence.clause.id) for match in pattern.finditer(text))


def _one_thing(one: _Named, other: _Named, similar: float) -> bool:
    """True for names of one kind that are alike, in what is special to them as well."""
    if one.kind != other.kind or likeness(one.name, other.name) < similar or _opposed(one.name, other.name):
        return False
    cores = one.core, other.core
    fields = [set(re.findall(_words().apart, name)) for name in (one.name, other.name)]
    if min(map(len, cores)) < 2 or fields[0] != fields[1]:
        return False
    return (
        cores[0] in cores[1]
        or cores[1] in cores[0]
        or len(grams(cores[0]) & grams(cores[1])) >= similar * min(len(grams(core)) for core in cores)
    )


def _opposed(one: str, other: str) -> bool:
    """True for 横向 here and 纵向 there."""
    return any((left in one and right in other) or (right in one and left in other) for left, right in _words().opposed)
