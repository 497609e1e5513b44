"""Search: clauses by their words (BM25) and by their meaning (vectors), one ranking of both, filters first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from index.filters import Filters, allowed_rows, facets
from index.hits import SearchHits, make_hits
from index.query import Query, parse_query
from index.understand import Effect, Understood, boosted, understand
from index.vectors import best_of, similarity
from nlp.segment import search_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.contents import Contents
    from nlp.reranker import Reranker

POOL = 200  # clauses that each of the two ways puts forward; a clause that neither puts forward cannot be a hit
NEAR = 1000  # clauses near the query as asked, among which the bent query looks: one pass over all vectors, not two
# Tuned on the development queries (bench/search_quality.py)
WORD_SHARE = 0.35  # of the score; the rest is similarity
FULL_MATCH = 0.5  # of the word score that a query could reach at most: from here on a clause's words count in full
FEEDBACK, FEEDBACK_SHARE = 5, 0.5  # so many best clauses of a first ranking bend the query's vector by so much
LIKE_WORDS = 20  # heaviest words of a clause that others like it are sought by
BOOST = 0.1  # of the score, for what the query names
RERANKED = 50  # best clauses that a reranker reads


class Sort(StrEnum):
    """In which order the hits stand; with a query it is the best hits that are put in order, not all that was found."""

    SCORE = "score"
    DATE = "date"  # the newest first
    PLACE = "place"  # by code: provinces, the cities inside, the counties inside


def search(
    workspace: Contents,
    query: str,
    filters: Filters | None = None,
    k: int = 20,
    ignored: Collection[str] = (),
    sort: Sort = Sort.SCORE,
    reranker: Reranker | None = None,
) -> SearchHits:
    """See Workspace.search. An empty query with filters lists what they let through, in the order of the documents."""
    import numpy as np

    asked = parse_query(query)
    reading = understand(workspace, asked.text, filters or Filters(), ignored)
    allowed = _allowed(workspace, reading.filters, asked)
    words = search_words(reading.text)
    if asked.text:
        pool = _rank(workspace, words, workspace.encoder.encode_query(reading.text), allowed)
        pool = _boost(workspace, pool, [piece for piece in reading.pieces if piece.effect is Effect.BOOST])
        pool = _reranked(workspace, pool, reading.text, reranker) if reranker else pool
    elif allowed is None or (reading.filters == Filters() and not asked.excluded):
        pool = _Ranking.none()
    else:
        pool = _Ranking.listed(allowed[np.argsort(workspace.order[allowed])])
    best = pool.first(k) if asked.text else pool
    shown = _sorted(workspace, best, sort).first(k)
    hits = make_hits(workspace, shown.lines(), words, asked.phrases)
    return SearchHits(query.strip(), hits, len(pool.rows), facets(workspace, pool.rows), reading.pieces)


def more_like(
    workspace: Contents, row: int, filters: Filters | None = None, k: int = 20, sort: Sort = Sort.SCORE
) -> SearchHits:
    """See Workspace.more_like: the row's own vector and its heaviest words are the query."""
    import numpy as np

    clause = workspace.catalogue.clauses([row])[row]
    weights = {word: workspace.word_index.weight(word) for word in clause.words[: clause.own]}
    words = sorted(weights, key=lambda word: (-weights[word], word))[:LIKE_WORDS]
    allowed = allowed_rows(workspace, filters or Filters())
    everything = np.flatnonzero(workspace.live) if allowed is None else allowed
    vector = workspace.vectors.at(np.array([row]))[0]
    pool = _rank(workspace, words, vector, everything[everything != row])
    hits = make_hits(workspace, _sorted(workspace, pool.first(k), sort).lines(), words, ())
    return SearchHits(clause.text, hits, len(pool.rows), facets(workspace, pool.rows))


def _allowed(workspace: Contents, filters: Filters, asked: Query) -> NDArray[np.int64] | None:
    """The rows that pass the filters, hold every phrase and nothing that is excluded; None: all."""
    import numpy as np

    allowed = allowed_rows(workspace, filters)
    if not asked.phrases and not asked.excluded:
        return allowed
    mask = workspace.live.copy()
    for phrase in asked.phrases:
        mask &= workspace.rows_with(phrase)
    for phrase in asked.excluded:
        mask &= ~workspace.rows_with(phrase)
    return np.flatnonzero(mask) if allowed is None else allowed[mask[allowed]]


def _boost(workspace: Contents, pool: _Ranking, pieces: Sequence[Understood]) -> _Ranking:
    """The ranking with what the query names moved up."""
    scores = pool.scores
    for piece in pieces:
        marked = boosted(workspace, piece, pool.rows)
        if marked.any() and not marked.all():
            scores = scores * (1 - BOOST) + BOOST * marked
    return pool.ordered(workspace, scores)


def _reranked(workspace: Contents, pool: _Ranking, query: str, reranker: Reranker) -> _Ranking:
    """The best clauses in the order of a model that reads query and clause together; the others behind them."""
    first = pool.first(RERANKED).rows.tolist()
    clauses = workspace.catalogue.clauses(first)
    texts = ["\n".join([*clauses[row].path[-1:], clauses[row].text]) for row in first]
    scores = pool.scores / 2
    scores[: len(first)] = 0.5 + reranker.scores(query, texts) / 2
    return pool.ordered(workspace, scores)


def _sorted(workspace: Contents, pool: _Ranking, sort: Sort) -> _Ranking:
    import numpy as np

    if sort is Sort.SCORE:
        return pool
    entries = workspace.documents()
    numbers = workspace.columns.clauses[pool.rows, 0].tolist()
    if sort is Sort.DATE:
        dates = [entries[number].issued or str(entries[number].year or "") for number in numbers]
        order = sorted(range(len(dates)), key=dates.__getitem__, reverse=True)  # stable, also in reverse
    else:
        places = [(entries[number].region_code or "~", entries[number].region or "~") for number in numbers]
        order = sorted(range(len(places)), key=places.__getitem__)
    return pool.take(np.array(order, dtype=np.int64))


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

    def take(self, places: NDArray[np.int64] | slice) -> _Ranking:
        """What stands at these places, in their order."""
        return _Ranking(self.rows[places], self.scores[places], self.word_scores[places], self.similarities[places])

    def first(self, k: int) -> _Ranking:
        """The k best."""
        return self.take(slice(max(k, 0)))

    def ordered(self, workspace: Contents, scores: NDArray[np.float64]) -> _Ranking:
        """The same clauses by other scores."""
        import numpy as np

        scores = np.round(scores, 6)
        scored = _Ranking(self.rows, scores, self.word_scores, self.similarities)
        return scored.take(np.lexsort((workspace.order[self.rows], -scores)))

    def lines(self) -> list[tuple[int, float, float, float]]:
        """Row, score, word score and similarity of each."""
        columns = (self.rows, self.scores, self.word_scores, self.similarities)
        return list(zip(*(column.tolist() for column in columns), strict=True))

    @classmethod
    def none(cls) -> _Ranking:
        """Nothing found."""
        import numpy as np

        return cls.listed(np.zeros(0, dtype=np.int64))


def _rank(
    workspace: Contents, words: Sequence[str], plain: NDArray[np.float32], allowed: NDArray[np.int64] | None
) -> _Ranking:
    """Every clause put forward by words or vector of a query, best first, ties in the order of the documents."""
    import numpy as np

    word_scores, reach = workspace.word_index.match(words)
    found = np.flatnonzero(word_scores > 0) if allowed is None else allowed[word_scores[allowed] > 0]
    by_word = _best_words(workspace, found, word_scores[found])
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


def _best_words(workspace: Contents, rows: NDArray[np.int64], scores: NDArray[np.float32]) -> NDArray[np.int64]:
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
