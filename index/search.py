"""Search: clauses by their words (BM25) and by their meaning (vectors), one ranking of both, filters first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.catalogue import ClauseRow
from index.filters import Filters, allowed_rows, facets
from index.vectors import best_of, similarity
from ingest.document import Span
from ingest.fold import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.workspace import Workspace

POOL = 200  # clauses that each of the two ways puts forward; a clause that neither puts forward cannot be a hit
NEAR = 1000  # clauses near the query as asked, among which the bent query looks: one pass over all vectors, not two
# Tuned on the development queries (bench/search_quality.py)
WORD_SHARE = 0.35  # of the score; the rest is similarity
FULL_MATCH = 0.5  # of the word score that a query could reach at most: from here on a clause's words count in full
FEEDBACK, FEEDBACK_SHARE = 5, 0.5  # so many best clauses of a first ranking bend the query's vector by so much


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
    """One clause that fits. `span` is its place in the document's text."""

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


@dataclass(frozen=True, slots=True)
class SearchHits:
    """The hits, best first; `facets` counts the clauses put forward by field and value, `found` all of them."""

    query: str
    hits: tuple[SearchHit, ...]
    found: int
    facets: dict[str, dict[str, int]]

    def as_json(self) -> dict[str, Any]:
        """The exported form: {"hits": [{"document", "clause", "path", "page", "text", "score", "why"}]}."""
        return {"hits": [asdict(hit) for hit in self.hits]}


def search(workspace: Workspace, query: str, filters: Filters | None = None, k: int = 20) -> SearchHits:
    """See Workspace.search. An empty query with filters lists what they let through, in the order of the documents."""
    import numpy as np

    from nlp.segment import search_words

    query = fold(query).strip()
    asked = filters or Filters()
    allowed = allowed_rows(workspace, asked)
    words = search_words(query)
    if query:
        pool = _rank(workspace, query, words, allowed)
    elif allowed is None or asked == Filters():
        pool = _Ranking.none()
    else:
        pool = _Ranking.listed(allowed[np.argsort(workspace.order[allowed])])
    return SearchHits(query, _hits(workspace, pool, words, k), len(pool.rows), facets(workspace, pool.rows))


@dataclass(frozen=True, slots=True)
class _Ranking:
    """The clauses put forward, best first: row, score, word score, similarity."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    word_scores: NDArray[np.float32]
    similarities: NDArray[np.float32]

    @classmethod
    def listed(cls, rows: NDArray[np.int64]) -> _Ranking:
        """Rows in an order of their own, without scores."""
        import numpy as np

        return cls(rows, np.zeros(len(rows)), np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32))

    @classmethod
    def none(cls) -> _Ranking:
        """Nothing found."""
        import numpy as np

        return cls.listed(np.zeros(0, dtype=np.int64))


def _rank(workspace: Workspace, query: str, words: tuple[str, ...], allowed: NDArray[np.int64] | None) -> _Ranking:
    """Every clause put forward, best first, ties in the order of the documents."""
    import numpy as np

    word_scores, reach = workspace.word_index.match(words)
    found = np.flatnonzero(word_scores > 0) if allowed is None else allowed[word_scores[allowed] > 0]
    by_word = _best_words(workspace, found, word_scores[found])
    plain = workspace.encoder.encode_query(query)
    by_meaning, _ = workspace.vectors.nearest(plain, NEAR, allowed)
    rows = np.union1d(by_word, by_meaning).astype(np.int64)
    vectors, own_words, place = workspace.vectors.at(rows), word_scores[rows], workspace.order[rows]
    worded, meant = np.isin(rows, by_word), np.flatnonzero(np.isin(rows, by_meaning))

    def ranked(similarities: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Which of the rows words or vector put forward and their scores, best first, ties in order of documents."""
        nearest, values = best_of(meant, similarities[meant], POOL)
        forward = worded.copy()
        forward[nearest[values > 0]] = True
        pool = np.flatnonzero(forward)
        scores = fuse(own_words[pool], similarities[pool], FULL_MATCH * reach)
        order = np.lexsort((place[pool], -scores))
        return pool[order], scores[order]

    similarities = similarity(vectors, plain)
    best = ranked(similarities)[0][:FEEDBACK]
    if not len(best):
        return _Ranking.none()
    bent = plain + FEEDBACK_SHARE * vectors[best].mean(axis=0)
    pool, scores = ranked(similarity(vectors, (bent / np.linalg.norm(bent)).astype(np.float32)))
    return _Ranking(rows[pool], scores, own_words[pool], similarities[pool])


def _best_words(workspace: Workspace, rows: NDArray[np.int64], scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The POOL rows of the highest scores; those of the first documents where they are even."""
    import numpy as np

    if len(rows) <= POOL:
        return rows
    least = np.partition(scores, len(scores) - POOL)[len(scores) - POOL]
    rows, scores = rows[scores >= least], scores[scores >= least]
    return rows[np.lexsort((workspace.order[rows], -scores))][:POOL]


def fuse(word_scores: NDArray[np.float32], similarities: NDArray[np.float32], full: float) -> NDArray[np.float64]:
    """One score of 0 … 1 of two: each measured against the best of the pool, then weighed.

    full: a word score below this is not good even where it is the best, as when a question shares one word with a plan.
    """
    import numpy as np

    best_word = max(float(word_scores.max(initial=0)), full, 1e-9)
    best_near = max(float(similarities.max(initial=0)), 1e-9)
    fused: NDArray[np.float64] = (
        WORD_SHARE * word_scores.astype(np.float64) / best_word
        + (1 - WORD_SHARE) * np.maximum(similarities, 0).astype(np.float64) / best_near
    )
    return np.round(fused, 6)  # so that the last bits of a float never decide an order


def _hits(workspace: Workspace, pool: _Ranking, words: tuple[str, ...], k: int) -> tuple[SearchHit, ...]:
    from nlp.segment import printed_forms

    forms = {word: printed_forms(word) for word in words}
    best = pool.rows[: max(k, 0)].tolist()
    clauses = workspace.catalogue.clauses(best)
    scored = zip(best, pool.scores.tolist(), pool.word_scores.tolist(), pool.similarities.tolist(), strict=False)
    return tuple(_hit(workspace, clauses[row], forms, scores) for row, *scores in scored)


def _hit(
    workspace: Workspace, clause: ClauseRow, forms: Mapping[str, tuple[str, ...]], scores: list[float]
) -> SearchHit:
    entry = workspace.documents()[clause.document]
    return SearchHit(
        document=entry.id, title=entry.title, clause=clause.id, kind=clause.kind, path=clause.path, page=clause.page,
        text=clause.text, score=scores[0], why=_why(clause, forms, scores), span=Span(clause.start, clause.stop),
        region=entry.region, year=entry.year, doc_type=entry.doc_type,
    )  # fmt: skip


def _why(clause: ClauseRow, forms: Mapping[str, tuple[str, ...]], scores: list[float]) -> Why:
    """forms: the words asked for, each with the forms that it may be printed in."""
    from nlp.segment import lower

    inside, above = set(clause.words[: clause.own]), set(clause.words[clause.own :])
    text = lower(fold(clause.text))
    matches = tuple(WordMatch(word, _places(text, forms[word])) for word in forms if word in inside)
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
