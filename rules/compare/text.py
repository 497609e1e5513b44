"""Two texts side by side: how alike they are, and word for word what was taken out and what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from ingest.document import Document, Span

_BREAK = re.compile(r"\s*([^\x00-\x7f])\s*|\s+")  # white space says nothing beside a Chinese character
_SEGMENT = re.compile(r"[^，；。：！？,;]+")
_MEANING = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[%％‰]?")
LONE = 2  # equal characters between two changes that are too few to read: 「60％」 is one change, not two


class DiffKind(StrEnum):
    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts share, or that only one of them has."""

    kind: DiffKind
    text: str


def flat(document: Document, spans: Sequence[Span]) -> str:
    """The passages as one line in the document's own words, without the breaks that layout puts between them."""
    return flatten("\n".join(document.quote(span) for span in spans))


def flatten(text: str) -> str:
    """A text without the white space that layout left in it; between Latin words one blank stays."""
    return _BREAK.sub(lambda match: match[1] or " ", text).strip()


def letters(text: str) -> str:
    """What carries meaning of a text: letters, digits and characters, without signs and blanks."""
    return _MEANING.sub("", text)


def segments(text: str) -> tuple[str, ...]:
    """The parts of a sentence between commas that say something."""
    return tuple(one for one in _SEGMENT.findall(text) if len(letters(one)) >= 3)


def likeness(one: str, other: str) -> float:
    """Share of characters that two texts have in common in the same order, 0 to 1, or nearly that where one of them
    holds the other whole and goes on."""
    from rapidfuzz import fuzz

    left, right = letters(one), letters(other)
    if not left or not right:
        return 0.0
    whole = float(fuzz.ratio(left, right)) / 100
    shorter = min(len(left), len(right))
    if shorter < 12 or whole >= 0.9:
        return whole
    return max(whole, 0.9 * float(fuzz.partial_ratio(left, right)) / 100 if shorter >= 20 else 0.0)


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """What must be taken out of `old` and put in to make `new`, in whole words, numbers never cut in two.

    The pieces that are not added are `old`, those that are not removed are `new`.
    """
    left, right = _words(old), _words(new)
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(DiffKind.EQUAL, "".join(left[a:b])))
            continue
        if b > a:
            pieces.append(Piece(DiffKind.REMOVED, "".join(left[a:b])))
        if d > c:
            pieces.append(Piece(DiffKind.ADDED, "".join(right[c:d])))
    return tuple(_joined(pieces))


def _words(text: str) -> list[str]:
    """The words of a text with every character in its place; a figure with its sign of percent is one word."""
    found: list[str] = []
    place = 0
    for match in _NUMBER.finditer(text):
        found += [*_cut(text[place : match.start()]), match.group()]
        place = match.end()
    return found + _cut(text[place:])


def _cut(text: str) -> list[str]:
    from nlp.segment import words

    found: list[str] = []
    place = 0
    for word in words(text):
        start = text.index(word, place)
        found += [blank for blank in (text[place:start],) if blank] + [word]
        place = start + len(word)
    return found + [blank for blank in (text[place:],) if blank]


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Changes with nearly nothing between them told as one, what was removed before what was added."""
    grown: list[Piece] = []
    for place, piece in enumerate(pieces):
        inner = 0 < place < len(pieces) - 1
        if piece.kind is DiffKind.EQUAL and inner and len(letters(piece.text)) < LONE:
            grown += [Piece(DiffKind.REMOVED, piece.text), Piece(DiffKind.ADDED, piece.text)]
        else:
            grown.append(piece)
    for equal, run in groupby(grown, key=lambda piece: piece.kind is DiffKind.EQUAL):
        changed = list(run)
        for kind in (DiffKind.EQUAL,) if equal else (DiffKind.REMOVED, DiffKind.ADDED):
            text = "".join(piece.text for piece in changed if piece.kind is kind)
            if text:
                yield Piece(kind, text)
