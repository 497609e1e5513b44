"""Which row of an annexed table repeats which task of the text."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.commitment import Task
from rules.context import Context

_SIGNS = re.compile(r"[\W_]|^\d+")
_SIMILAR = 0.8


def bare(text: str) -> str:
    """The characters that carry meaning: no signs, no blanks, no leading number."""
    return _SIGNS.sub("", text)


@lru_cache(maxsize=4096)
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


def matching_tasks(task: Task, context: Context) -> tuple[Task, ...]:
    """The tasks on the other side (text or annex) that bear the same title, or whose text holds this one's."""
    others = context.text_tasks if task in context.annex_tasks else context.annex_tasks
    if not others:
        return ()
    titled = tuple(one for one in others if likeness(one.title, task.title) >= _SIMILAR)
    if titled:
        return titled
    body = context.document.read(task.body)
    if len(bare(body)) < 20:
        return ()
    if task in context.annex_tasks:
        return tuple(one for one in others if holds(context.document.read(one.body), body) >= 0.9)[:1]
    return tuple(one for one in others if holds(body, context.document.read(one.body)) >= 0.9)
