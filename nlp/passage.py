"""A stretch of a document without its white space, and the way back: patterns need not mind where a line was broken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.document import Document, Span

_SOLID = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is the folded text of some spans with every white space left out; places[i] is where text[i] stands."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str, offset: int = 0) -> Passage:
        """The passage of a string that begins at `offset` of the document."""
        parts: list[str] = []
        places: list[int] = []
        for match in _SOLID.finditer(text):
            parts.append(match.group())
            places.extend(range(match.start() + offset, match.end() + offset))
        return cls("".join(parts), tuple(places))

    @classmethod
    def read(cls, document: Document, span: Span) -> Passage:
        """The passage of one span of a document."""
        return cls.of(document.read(span), span.start)

    @classmethod
    def join(cls, document: Document, spans: Iterable[Span], separator: str = "") -> Passage:
        """Several spans as one passage; a separator stands where the next span begins."""
        parts: list[str] = []
        places: list[int] = []
        for span in spans:
            passage = cls.read(document, span)
            if parts and separator:
                parts.append(separator)
                places.extend([span.start] * len(separator))
            parts.append(passage.text)
            places.extend(passage.places)
        return cls("".join(parts), tuple(places))

    def span(self, start: int, stop: int) -> Span:
        """Where text[start:stop] stands in the document. Raises IndexError for an empty range."""
        if start >= stop:
            raise IndexError("an empty range has no place")
        return Span(self.places[start], self.places[stop - 1] + 1)

    def broken_before(self, index: int) -> bool:
        """True when white space was left out right before text[index]."""
        return 0 < index < len(self.places) and self.places[index] > self.places[index - 1] + 1
