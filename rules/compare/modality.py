"""How firmly something is promised: 确保 > 推动 > 鼓励 > 探索, and whether it is held down or let grow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rules.yaml_file import DATA, Strict, load_strict

_FILE = DATA / "modality.yaml"


class _Step(Strict):
    name: str
    words: tuple[str, ...] = ()


class _Modality(Strict):
    steps: tuple[_Step, ...]
    hold_down: tuple[str, ...]
    let_grow: tuple[str, ...]
    degrees: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """How firmly a segment promises. rank: 0 is the firmest; word: what shows it, "" for a plain promise."""

    rank: int
    name: str
    word: str


@cache
def _modality() -> _Modality:
    return load_strict(_FILE, _Modality)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))))


@cache
def strength(text: str) -> Strength:
    """The strength of a segment: of the first word that tells it."""
    found = []
    for rank, step in enumerate(_modality().steps):
        match = _pattern(step.words).search(text) if step.words else None
        if match:
            found.append((match.start(), -len(match.group()), Strength(rank, step.name, match.group())))
    if found:
        return min(found, key=lambda one: one[:2])[2]
    plain = next(rank for rank, step in enumerate(_modality().steps) if not step.words)
    return Strength(plain, _modality().steps[plain].name, "")


def holds_down(text: str) -> str:
    """The word at the head of a segment that forbids or limits what follows, "" where none does."""
    match = _pattern(_modality().hold_down).match(text)
    return match.group() if match else ""


def lets_grow(text: str) -> str:
    """The word at the head of a segment that promotes what follows, "" where none does."""
    match = _pattern(_modality().let_grow).match(text)
    return match.group() if match else ""


def bare(text: str) -> str:
    """A segment without the words of strength at its head: its object."""
    every = [word for step in _modality().steps for word in step.words]
    words = tuple({*every, *_modality().hold_down, *_modality().let_grow})
    return re.sub(rf"^(?:{_pattern(words).pattern})+", "", text)


def degrees(above: str, draft: str) -> tuple[tuple[str, str, bool], ...]:
    """Words of one scale of degree that differ between two segments: the one above, the draft's, and whether it falls
    short (国际先进 -> 国内先进)."""
    found = []
    for scale in _modality().degrees:
        ours = next((rank for rank, word in enumerate(scale) if word in above), None)
        theirs = next((rank for rank, word in enumerate(scale) if word in draft), None)
        if ours is not None and theirs is not None and ours != theirs:
            found.append((scale[ours], scale[theirs], theirs > ours))
    return tuple(found)
