"""Matters of government that plans order, by the words they are printed with, and who may be in charge of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from nlp.bureaus.roster import functions
from rules.rule import RuleError
from rules.yaml_file import DATA, Strict, load_strict

_FILE = DATA / "matters.yaml"


class _Entry(Strict):
    name: str = Field(min_length=2)
    words: tuple[str, ...] = Field(min_length=1)
    unless: str | None = None
    charge: tuple[str, ...] = ()
    sole: tuple[str, ...] = ()
    group: bool = False
    body: str = ""


class _Entries(Strict):
    matters: tuple[_Entry, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Matter:
    """charge: functions of the bodies that may be in charge, the usual one first; empty where that cannot be said.

    sole: functions of the bodies without one of which no plan can have the matter done.
    group: the words name several things that one body is in charge of, not one thing.
    body: part of the name of the body in charge, empty for any name.
    """

    name: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    charge: tuple[str, ...]
    sole: tuple[str, ...]
    group: bool
    body: str

    def places(self, text: str) -> Iterator[re.Match[str]]:
        """Where a text speaks of the matter, and not of something that only shares its letters."""
        for match in self.pattern.finditer(text):
            around = text[max(0, match.start() - 16) : match.end() + 16]
            if self.unless is None or not self.unless.search(around):
                yield match


@cache
def matters() -> tuple[Matter, ...]:
    """Every matter that is known.

    Raises YamlError for a file that does not hold to its form, RuleError for a charge that no body of the roster has.
    """
    entries = load_strict(_FILE, _Entries).matters
    unknown = sorted({one for entry in entries for one in (*entry.charge, *entry.sole)} - functions())
    if unknown:
        raise RuleError(f"{_FILE.name}：名录中没有职能{'、'.join(unknown)}，请改正。")
    return tuple(
        Matter(
            entry.name, re.compile("|".join(re.escape(word) for word in entry.words)),
            re.compile(entry.unless) if entry.unless else None, entry.charge, entry.sole, entry.group, entry.body,
        )
        for entry in entries
    )  # fmt: skip
