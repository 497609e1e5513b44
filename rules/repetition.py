"""Stretches of letters that a plan prints twice, whatever the signs and line breaks between them."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.document import Clause, ClauseKind, Document, Span

_END = "\0"  # between two clauses: no stretch runs across


def repeated_stretches(document: Document, clauses: list[Clause], shortest: int) -> Iterator[tuple[Span, Span]]:
    """Pairs of passages with the same letters, `shortest` or more, as long as they agree; the earlier one first.

    Signs and blanks are left out of the comparison and of the count. A passage is paired with its first printing only.
    """
    letters, places = _letters(document, clauses)
    first: dict[str, int] = {}
    at = 0
    while at + shortest <= len(letters):
        gram = letters[at : at + shortest]
        if _END in gram:
            at += gram.rindex(_END) + 1
            continue
        before = first.setdefault(gram, at)
        if before + shortest > at:
            at += 1
            continue
        length = shortest
        while (
            before + length < at and at + length < len(letters)
            and letters[before + length] == letters[at + length] != _END
        ):  # fmt: skip
            length += 1
        yield (
            Span(places[before], places[before + length - 1] + 1),
            Span(places[at], places[at + length - 1] + 1),
        )
        at += length


def _letters(document: Document, clauses: list[Clause]) -> tuple[str, list[int]]:
    letters: list[str] = []
    places: list[int] = []
    for clause in clauses:
        if clause.kind is ClauseKind.TABLE_ROW:
            continue
        for place in range(clause.span.start, clause.span.stop):
            if document.text[place].isalnum():
                letters.append(document.text[place])
                places.append(place)
        letters.append(_END)
        places.append(clause.span.stop)
    return "".join(letters), places
