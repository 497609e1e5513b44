"""Hits: the clauses that were found, each with the words that it shares with the query and what a citation needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.catalogue import ClauseRow
from index.texts import exact_form
from index.understand import Understood
from ingest.document import Rectangle, Span
from ingest.fold import fold
from nlp.segment import lower, printed_forms

if TYPE_CHECKING:
    from index.contents import Contents


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word that the query and the clause share, and where it stands in the text of the hit (synonyms as printed)."""

    word: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a clause is a hit: shared words and their BM25 score, words found only in the headings, cosine similarity."""

    words: tuple[WordMatch, ...]
    heading_words: tuple[str, ...]
    word_score: float
    similarity: float


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One clause that fits. `span` is its place in the document's text, `rectangles` where a pdf prints its lines: in
    points from the top left corner of the page; of a row of a table it is the whole table, page by page."""

    document: str
    title: str
    clause: str
    kind: str
    path: tuple[str, ...]
    page: int | None
    text: str
    score: float
    why: Why
    span: Span
    region: str | None = None
    year: int | None = None
    doc_type: str | None = None
    issuer: str | None = None
    issued: str | None = None  # as precise as printed: 2025-09
    doc_number: str | None = None
    rectangles: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchHits:
    """The hits, best first; `facets` counts the clauses put forward by field and value, `found` all of them.

    understood: what of the query became a filter or a boost; what was taken away is not among it.
    """

    query: str
    hits: tuple[SearchHit, ...]
    found: int
    facets: dict[str, dict[str, int]]
    understood: tuple[Understood, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The exported form: {"hits": [{"document", "clause", "path", "page", "text", "score", "why", …}], …}."""
        return {"hits": [asdict(hit) for hit in self.hits], "understood": [asdict(one) for one in self.understood]}


def make_hits(
    workspace: Contents,
    scored: Iterable[tuple[int, float, float, float]],
    words: Iterable[str],
    phrases: Iterable[str],
) -> tuple[SearchHit, ...]:
    """The hits of rows with their scores (in all, of the words, similarity), in that order."""
    forms = {word: printed_forms(word) for word in words}
    ranked = list(scored)
    clauses = workspace.catalogue.clauses(row for row, *_ in ranked)
    asked = tuple(phrases)
    return tuple(_hit(workspace, clauses[row], forms, asked, scores) for row, *scores in ranked)


def _hit(
    workspace: Contents,
    clause: ClauseRow,
    forms: Mapping[str, tuple[str, ...]],
    phrases: tuple[str, ...],
    scores: list[float],
) -> SearchHit:
    entry = workspace.documents()[clause.document]
    return SearchHit(
        document=entry.id, title=entry.title, clause=clause.id, kind=clause.kind, path=clause.path, page=clause.page,
        text=clause.text, score=scores[0], why=_why(clause, forms, phrases, scores),
        span=Span(clause.start, clause.stop),
        region=entry.region, year=entry.year, doc_type=entry.doc_type, issuer=entry.issuer, issued=entry.issued,
        doc_number=entry.doc_number, rectangles=clause.rectangles,
    )  # fmt: skip


def _why(clause: ClauseRow, forms: Mapping[str, tuple[str, ...]], phrases: tuple[str, ...], scores: list[float]) -> Why:
    """forms: the words asked for, each with the forms that it may be printed in."""
    inside, above = set(clause.words[: clause.own]), set(clause.words[clause.own :])
    text = lower(fold(clause.text))
    matches = tuple(WordMatch(word, _places(text, forms[word])) for word in forms if word in inside)
    matches += tuple(WordMatch(phrase, _phrase_places(text, phrase)) for phrase in phrases)
    headings = tuple(word for word in forms if word in above and word not in inside)
    return Why(matches, headings, round(scores[1], 4), round(scores[2], 4))


def _places(text: str, forms: tuple[str, ...]) -> tuple[Span, ...]:
    """Where any of the forms stands, the longest first where they overlap."""
    taken: list[Span] = []
    for form in sorted(forms, key=lambda form: (-len(form), form)):
        at = text.find(form)
        while at >= 0:
            if all(at >= span.stop or at + len(form) <= span.start for span in taken):
                taken.append(Span(at, at + len(form)))
            at = text.find(form, at + 1)
    return tuple(sorted(taken))


def _phrase_places(text: str, phrase: str) -> tuple[Span, ...]:
    """Where the phrase stands, white space aside."""
    pattern = r"\s*".join(map(re.escape, exact_form(phrase)))
    return tuple(Span(match.start(), match.end()) for match in re.finditer(pattern, text))
