"""DL, WD, TG: what a plan orders without the day, the interval, the sum or the limit that a check of it needs.

Each rule is an entry of data/open_ends.yaml and gathers all places of its kinds in one finding: a list to go through
with the bodies in charge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from pydantic import Field, model_validator

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.passage import own_words, widened
from rules.rule import Problem, Rule, register
from rules.yaml_file import DATA, Strict, load_strict

_FILE = DATA / "open_ends.yaml"
_MOST = 24  # passages of one list
_LONGEST = 30  # characters of the first place that the message says


class _OpenEnd(Strict):
    said: str = Field(min_length=2)
    unless: str = Field(min_length=2)
    not_here: str = Field(min_length=1)
    sample: str

    @model_validator(mode="after")
    def _can_fire(self) -> _OpenEnd:
        harmless = any(re.search(one, self.sample, re.VERBOSE) for one in (self.unless, self.not_here))
        if harmless or not re.search(self.said, self.sample, re.VERBOSE):
            raise ValueError(f"表达式在自己的例子“{self.sample}”里不命中")
        return self


class _List(Strict):
    """One rule: the kinds of open ends that it lists, and what it says of them. See the file."""

    id: str
    name: str
    title: str
    kinds: tuple[str, ...] = Field(min_length=1)
    goals: bool = True
    next_too: bool = False
    yearly: bool = True
    one: str
    many: str
    suggestion: str
    authority: str
    doc: str


class _OpenEnds(Strict):
    rules: tuple[_List, ...]
    whole_outcomes: _OpenEnd
    limits: _OpenEnd
    platforms: _OpenEnd
    founded: _OpenEnd
    intervals: _OpenEnd
    conveners: _OpenEnd
    thresholds: _OpenEnd
    hedged: _OpenEnd
    money: _OpenEnd

    @model_validator(mode="after")
    def _kinds_are_known(self) -> _OpenEnds:
        unknown = sorted({kind for one in self.rules for kind in one.kinds} - type(self).model_fields.keys())
        if unknown:
            raise ValueError(f"没有“{'、'.join(unknown)}”这一类")
        return self


@cache
def _open_ends() -> _OpenEnds:
    return load_strict(_FILE, _OpenEnds)


@cache
def _words(kind: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The expressions of one kind: what is said, what closes the end, what makes it harmless."""
    entry: _OpenEnd = getattr(_open_ends(), kind)
    said, unless, not_here = (re.compile(one, re.VERBOSE) for one in (entry.said, entry.unless, entry.not_here))
    return said, unless, not_here


def left_open(context: Context, kind: str, *, goals: bool = True, next_too: bool = False) -> list[Span]:
    """The segments that say a thing of this kind with what belongs to them, where their sentence leaves the end open.

    goals: look in the chapters of goals too; next_too: the sentence behind may close the end as well.
    """
    said, unless, not_here = _words(kind)
    found: list[Span] = []
    for at, sentence in enumerate(context.sentences):
        if not context.is_ordered(sentence) or (not goals and context.in_goals(sentence.clause)):
            continue
        behind = context.sentences[at + 1].text if next_too and at + 1 < len(context.sentences) else ""
        if unless.search(sentence.text + behind):
            continue
        parts = tuple(own_words(part, context.document) for part in sentence.segments)
        for match in said.finditer(sentence.text):
            start = sentence.span.start + match.start()
            here = next((number for number, part in enumerate(parts) if part.start <= start < part.stop), None)
            if here is None or not_here.search(context.document.read(parts[here])):
                continue
            if not found or parts[here].start >= found[-1].stop:
                found.append(widened(here, parts))
    return found


def to_be_set_up(context: Context) -> list[Span]:
    """What the plan wants to be there and gives no day for: platforms, systems, funds, alliances."""
    return sorted({one for kind in ("platforms", "founded") for one in left_open(context, kind, goals=False)})


def _check(entry: _List) -> Callable[..., Iterable[Problem]]:
    """One finding for the plan, with all its places."""

    def check(document: Document, context: Context) -> Iterator[Problem]:
        if not context.gives_orders or (context.is_yearly and not entry.yearly):
            return
        spans = sorted({
            span for kind in entry.kinds
            for span in left_open(context, kind, goals=entry.goals, next_too=entry.next_too)
        })  # fmt: skip
        if spans:
            said = document.quote(spans[0])
            said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}……"
            message = (entry.one if len(spans) == 1 else entry.many).format(said=said, count=len(spans))
            yield Problem(spans[0], message, tuple(spans[:_MOST]))

    return check


for _entry in _open_ends().rules:
    register(Rule(
        _entry.id, _entry.name, _entry.title, Severity.INFO, _entry.authority, _entry.suggestion, Document,
        _check(_entry), _entry.doc, f"{_entry.title}，共{{count}}处。",
    ))  # fmt: skip
