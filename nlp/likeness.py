"""How much two texts have in common, by pairs of neighbouring characters: no model, the same on every machine."""

from __future__ import annotations

import re
from functools import lru_cache

_SIGNS = re.compile(r"[\W_]|^\d+")


def bare(text: str) -> str:
    """The characters that carry meaning: no signs, no blanks, no leading number."""
    return _SIGNS.sub("", text)


@lru_cache(maxsize=8192)
def grams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, signs left out."""
    plain = bare(text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def likeness(one: str, other: str) -> float:
    """Share of pairs of characters that two texts have in common (Dice), 0 to 1."""
    left, right = grams(one), grams(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def holds(whole: str, part: str) -> float:
    """Share of the pairs of characters of `part` that also stand in `whole`."""
    inner = grams(part)
    return len(inner & grams(whole)) / len(inner) if inner else 0.0
