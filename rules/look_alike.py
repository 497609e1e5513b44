"""Slips of one character: common words in which a character is taken for one that looks or sounds like it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from pydantic import Field, field_validator

from rules.rulebook import Typo
from rules.yaml_file import DATA, Strict, load_strict

_FILE = DATA / "look_alikes.yaml"


class _LookAlikes(Strict):
    alike: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)
    right: tuple[str, ...] = ()

    @field_validator("alike")
    @classmethod
    def _are_pairs(cls, pairs: tuple[str, ...]) -> tuple[str, ...]:
        for pair in pairs:
            if len(set(pair)) != 2:
                raise ValueError(f"“{pair}”应为两个不同的字")
        return pairs


@cache
def exchanged() -> tuple[Typo, ...]:
    """Every word of the list with one character exchanged, but for those that are right somewhere."""
    known = load_strict(_FILE, _LookAlikes)
    others: dict[str, set[str]] = defaultdict(set)
    for pair in known.alike:
        one, other = pair[0], pair[1]
        others[one].add(other)
        others[other].add(one)
    right = {*known.words, *known.right}
    found: dict[str, str] = {}
    for word in known.words:
        for at, sign in enumerate(word):
            for other in sorted(others[sign]):
                wrong = word[:at] + other + word[at + 1 :]
                if wrong not in right:
                    found.setdefault(wrong, word)
    return tuple(Typo(wrong=wrong, right=word) for wrong, word in found.items())
