"""Numbered lines judged beside their neighbours: a list of conditions makes no sections, a row of titles does.

One line alone does not tell: 「5.每个单位限报一项。」 may close a list of conditions or stand among headings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.numbering import HeadingSign, number_of, number_value

_LISTED = (HeadingSign.SECTION, HeadingSign.ITEM, HeadingSign.SUBITEM, HeadingSign.CIRCLED)
_ORDER = tuple(HeadingSign)
LONGEST_PHRASE = 15  # characters: a longer line that a full stop ends is a sentence where nothing follows it


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph that a number opens. shape: "title", "closed" (by a full stop), "run_in", "weak" or "none".

    A weak one would be a run-in heading if its neighbours are headings.
    """

    index: int
    sign: HeadingSign
    value: int
    shape: str
    length: int


@dataclass(slots=True)
class _Row:
    members: list[Numbered] = field(default_factory=list)


def refused(paragraphs: Sequence[Numbered], bodies: Mapping[int, bool]) -> tuple[frozenset[int], frozenset[int]]:
    """(indexes of would-be headings that are parts of a list, indexes of weak ones that are headings after all).

    bodies: whether text of its own follows a paragraph before the next number or heading.
    """
    lists: set[int] = set()
    raised: set[int] = set()
    for row in _rows(paragraphs):
        if row[0].value > 1 and row[0].sign in (HeadingSign.SUBITEM, HeadingSign.CIRCLED):
            lists.update(one.index for one in row)  # ② of the notes to a table
            continue
        shapes = [one.shape for one in row]
        heads = sum(shape in ("title", "closed", "run_in") for shape in shapes)
        plain = shapes.count("none")
        if plain and "title" not in shapes and heads <= plain + shapes.count("weak"):
            lists.update(one.index for one in row)
        elif heads > plain + shapes.count("weak"):
            raised.update(one.index for one in row if one.shape == "weak")
        bare = [one for one in row if one.shape == "closed" and one.length > LONGEST_PHRASE and not bodies[one.index]]
        if len(bare) > 1 and len(bare) > len(row) / 2:
            lists.update(one.index for one in bare)
    return frozenset(lists), frozenset(raised - lists)


def _rows(paragraphs: Sequence[Numbered]) -> list[list[Numbered]]:
    """Paragraphs of one sign that count on from each other, with nothing of a higher sign between them."""
    open_: dict[HeadingSign, _Row] = {}
    rows: list[_Row] = []
    for one in paragraphs:
        for sign in _ORDER[_ORDER.index(one.sign) + 1 :]:
            open_.pop(sign, None)
        if one.sign not in _LISTED:
            open_.pop(one.sign, None)
            continue
        row = open_.get(one.sign)
        if row is None or one.value != row.members[-1].value + 1:
            row = open_[one.sign] = _Row()
            rows.append(row)
        row.members.append(one)
    return [row.members for row in rows]


def numbered(index: int, text: str, shape: str) -> Numbered | None:
    """The paragraph as a member of a row; None where no number opens it."""
    number = number_of(text)
    if number is None:
        return None
    sign, label, offset = number
    return Numbered(index, sign, number_value(label), shape, len(text) - offset)
