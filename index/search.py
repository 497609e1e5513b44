"""Search: clauses by their words (BM25) and by their meaning (vectors), one ranking of both, filters first."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from index.catalogue import ClauseRow, DocumentEntry
from ingest.division import place_at
from ingest.document import Span
from ingest.fold import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.workspace import Workspace

POOL = 200  # clauses that each of the two ways puts forward; a clause that neither puts forward cannot be a hit
# Tuned on the development queries (bench/search_quality.py)
WORD_SHARE = 0.35  # of the score; the rest is similarity
FULL_MATCH = 0.5  # of the word score that a query could reach at most: from here on a clause's words count in full
FEEDBACK, FEEDBACK_SHARE = 5, 0.5  # so many best clauses of a first ranking bend the query's vector by so much
FACETS = ("region", "year", "doc_type", "level", "kind", "bureau")

Choice = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a clause must be to count at all; None or () asks nothing. Several values of one field: any of them.

    region: name or GB/T 2260 code, the places inside it count too. year: of issue. kind: of clause. section: words that
    a heading above holds. bureau: name as printed or canonical, in the given role if any. due_from, due_to: some
    deadline of the clause ends between them. indicator: words that the name of a target holds.
    """

    region: Choice = None
    year: int | tuple[int, ...] | None = None
    kind: Choice = None
    doc_type: Choice = None
    level: Choice = None
    document: Choice = None
    section: Choice = None
    bureau: Choice = None
    role: Choice = None
    indicator: Choice = None
    due_from: date | None = None
    due_to: date | None = None
    has_target: bool | None = None
    has_task: bool | None = None


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
    from nlp.segment import search_words

    query = fold(query).strip()
    allowed = _allowed(workspace, filters or Filters())
    words = search_words(query)
    if query:
        pool = _rank(workspace, query, words, allowed)
    else:
        rows = [] if allowed is None else sorted(allowed.tolist())
        pool = [(row, 0.0, 0.0, 0.0) for row in rows]
    best = pool[: max(k, 0)]
    clauses = workspace.catalogue.clauses(row for row, *_ in best)
    hits = tuple(_hit(workspace, clauses[row], words, scores) for row, *scores in best)
    return SearchHits(query, hits, len(pool), _facets(workspace, [row for row, *_ in pool]))


def _rank(
    workspace: Workspace, query: str, words: tuple[str, ...], allowed: NDArray[np.int64] | None
) -> list[tuple[int, float, float, float]]:
    """(row, score, word score, similarity) of every clause put forward, best first, ties in order of rows."""
    import numpy as np

    word_scores = workspace.word_index.scores(words)
    full = FULL_MATCH * sum(workspace.word_index.weight(word) for word in dict.fromkeys(words))
    plain = workspace.encoder.encode_query(query)
    pool, scores = _put_forward(workspace, plain, word_scores, full, allowed)
    if not len(pool):
        return []
    best = pool[np.lexsort((pool, -scores))][:FEEDBACK]
    bent = plain + FEEDBACK_SHARE * workspace.vectors.at(best).mean(axis=0)
    pool, scores = _put_forward(workspace, bent / np.linalg.norm(bent), word_scores, full, allowed)
    near = workspace.vectors.at(pool) @ plain
    return [
        (int(pool[i]), float(scores[i]), round(float(word_scores[pool[i]]), 4), round(float(near[i]), 4))
        for i in np.lexsort((pool, -scores))
    ]


def _put_forward(
    workspace: Workspace,
    vector: NDArray[np.float32],
    word_scores: NDArray[np.float32],
    full: float,
    allowed: NDArray[np.int64] | None,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The rows that words or vector put forward, in order of rows, and their scores."""
    import numpy as np

    rows = np.arange(len(word_scores)) if allowed is None else allowed
    by_word = rows[np.lexsort((rows, -word_scores[rows]))][:POOL]
    by_word = by_word[word_scores[by_word] > 0]
    by_meaning, similarities = workspace.vectors.nearest(vector, POOL, allowed)
    by_meaning = by_meaning[similarities > 0]
    pool = np.union1d(by_word, by_meaning).astype(np.int64)
    if not len(pool):
        return pool, np.zeros(0)
    return pool, fuse(word_scores[pool], workspace.vectors.at(pool) @ vector, full)


def fuse(word_scores: NDArray[np.float32], similarities: NDArray[np.float32], full: float) -> NDArray[np.float64]:
    """One score of 0 … 1 of two: each measured against the best of the pool, then weighed.

    full: a word score below this is not good even where it is the best, as when a question shares one word with a plan.
    """
    import numpy as np

    best_word, best_near = max(float(word_scores.max()), full, 1e-9), max(float(similarities.max()), 1e-9)
    fused: NDArray[np.float64] = (
        WORD_SHARE * word_scores.astype(np.float64) / best_word
        + (1 - WORD_SHARE) * np.maximum(similarities, 0).astype(np.float64) / best_near
    )
    return np.round(fused, 6)  # so that the last bits of a float never decide an order


def _hit(workspace: Workspace, clause: ClauseRow, words: tuple[str, ...], scores: list[float]) -> SearchHit:
    entry = workspace.documents()[clause.document]
    return SearchHit(
        document=entry.id, title=entry.title, clause=clause.id, kind=clause.kind, path=clause.path, page=clause.page,
        text=clause.text, score=scores[0], why=_why(clause, words, scores), span=Span(clause.start, clause.stop),
        region=entry.region, year=entry.year, doc_type=entry.doc_type,
    )  # fmt: skip


def _why(clause: ClauseRow, words: tuple[str, ...], scores: list[float]) -> Why:
    from nlp.segment import lower, printed_forms, search_words

    above = search_words("\n".join(clause.path))
    inside = set(clause.words[: len(clause.words) - len(above)])
    text = lower(fold(clause.text))
    asked = tuple(dict.fromkeys(words))
    matches = tuple(WordMatch(word, _places(text, printed_forms(word))) for word in asked if word in inside)
    return Why(matches, tuple(w for w in asked if w in above and w not in inside), scores[1], scores[2])


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


# --- filters ---


def _choices(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _allowed(workspace: Workspace, filters: Filters) -> NDArray[np.int64] | None:
    """The rows that pass every filter, in order; None when nothing is asked."""
    import numpy as np

    if not any(_choices(getattr(filters, field.name)) for field in fields(filters)):
        return None
    conditions: list[str] = []
    values: list[Any] = []
    numbers = [entry.number for entry in workspace.documents() if _passes(entry, filters, _codes(workspace, filters))]
    conditions.append(f"document IN ({', '.join(map(str, numbers))})")
    if kinds := _choices(filters.kind):
        conditions.append(f"kind IN ({_marks(kinds)})")
        values += kinds
    for column in ("has_target", "has_task"):
        if (flag := getattr(filters, column)) is not None:
            conditions.append(f"{column} = ?")
            values.append(int(flag))
    for condition, more in (_section(filters), _bureau(filters), _indicator(filters), _due(filters)):
        if condition:
            conditions.append(condition)
            values += more
    found = workspace.catalogue.query(f"SELECT row FROM clause WHERE {' AND '.join(conditions)} ORDER BY row", values)
    return np.array([row for (row,) in found], dtype=np.int64)


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values))


def _codes(workspace: Workspace, filters: Filters) -> tuple[str, ...]:
    """The codes of the regions asked for, without the zeros that stand for everything inside."""
    asked = set(_choices(filters.region))
    codes = {e.region_code for e in workspace.documents() if e.region_code and asked & {e.region, e.region_code}}
    codes |= {code for code in asked if code.isdigit()}
    codes |= {place.code for name in asked if (place := place_at(name)) and place.code and place.name == name}
    return tuple(sorted(_stem(code) for code in codes))


def _stem(code: str) -> str:
    """A code without its empty pairs: 650000 -> 65, 659000 -> 6590, 530181 whole."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def _passes(entry: DocumentEntry, filters: Filters, codes: tuple[str, ...]) -> bool:
    regions = _choices(filters.region)
    if regions and entry.region not in regions:
        inside = entry.region_code and codes and entry.region_code.startswith(codes)
        if not inside:
            return False
    wanted = ((filters.year, entry.year), (filters.doc_type, entry.doc_type), (filters.level, entry.level),
              (filters.document, entry.id))  # fmt: skip
    return all(not _choices(choice) or value in _choices(choice) for choice, value in wanted)


def _like(column: str, words: tuple[str, ...]) -> tuple[str, list[Any]]:
    return "(" + " OR ".join([f"instr({column}, ?) > 0"] * len(words)) + ")", list(words)


def _section(filters: Filters) -> tuple[str, list[Any]]:
    chosen = _choices(filters.section)
    return _like("path", tuple(json.dumps(word, ensure_ascii=False)[1:-1] for word in chosen)) if chosen else ("", [])


def _bureau(filters: Filters) -> tuple[str, list[Any]]:
    names, roles = _choices(filters.bureau), _choices(filters.role)
    inner: list[str] = []
    values: list[Any] = []
    if names:
        inner.append(f"(name IN ({_marks(names)}) OR canonical IN ({_marks(names)}))")
        values += [*names, *names]
    if roles:
        inner.append(f"role IN ({_marks(roles)})")
        values += roles
    return (f"row IN (SELECT row FROM bureau WHERE {' AND '.join(inner)})", values) if inner else ("", [])


def _indicator(filters: Filters) -> tuple[str, list[Any]]:
    chosen = _choices(filters.indicator)
    if not chosen:
        return "", []
    condition, values = _like("name", chosen)
    return f"row IN (SELECT row FROM indicator WHERE {condition})", values


def _due(filters: Filters) -> tuple[str, list[Any]]:
    inner, values = [], []
    if filters.due_from is not None:
        inner.append("end >= ?")
        values.append(filters.due_from.isoformat())
    if filters.due_to is not None:
        inner.append("end <= ?")
        values.append(filters.due_to.isoformat())
    return (f"row IN (SELECT row FROM deadline WHERE {' AND '.join(inner)})", values) if inner else ("", [])


def _facets(workspace: Workspace, rows: list[int]) -> dict[str, dict[str, int]]:
    """How many of the clauses put forward carry each value; the most frequent first."""
    clauses = workspace.catalogue.clauses(rows)
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for clause in clauses.values():
        entry = workspace.documents()[clause.document]
        for name in ("region", "year", "doc_type", "level"):
            if (value := getattr(entry, name)) is not None:
                counts[name][str(value)] += 1
        counts["kind"][clause.kind] += 1
    for begin in range(0, len(rows), 500):
        part = rows[begin : begin + 500]
        sql = f"SELECT DISTINCT row, coalesce(canonical, name) FROM bureau WHERE row IN ({_marks(tuple(part))})"
        for _, name in workspace.catalogue.query(sql, part):
            counts["bureau"][name] += 1
    return {
        name: dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))) for name, counter in counts.items()
    }
