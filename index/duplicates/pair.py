"""Passages that stand twice, word for word or nearly, in one document or in two.

Two clauses that may share a passage (`candidates`) have runs of letters in common (`runs`); runs that lie
behind one another on both sides are linked to a passage, so that a sentence repeated inside two long clauses is found
with its place on both sides, and rapidfuzz says how alike the two sides are. What many issuers use, and set phrases,
are told apart as boilerplate. Clauses are compared in batches, as arrays over all pairs at once.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from index.duplicates.boilerplate import used_by_many
from index.duplicates.candidates import SHORTEST, candidates
from index.duplicates.letters import Letters, gather
from index.duplicates.rows import Marked, distinct
from index.duplicates.runs import Runs, linked, shared_runs
from ingest.document import Document, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GAPS = 30, 10, 0  # letters that may differ between two runs of one passage: at first, and where that is not alike
ALIKE = 0.7  # least similarity of the two sides of a passage


class DuplicateKind(StrEnum):
    EXACT = "exact"
    NEAR = "near"
    BOILERPLATE = "boilerplate"


class DuplicatePassage(NamedTuple):
    """One side of a pair. `span` lies in the document's text; `quote` is what the file prints there."""

    document: str
    clause: str
    span: Span
    quote: str


class DuplicatePair(NamedTuple):
    """Two passages that are (nearly) the same. similarity: 0 … 1, of the characters without signs and spaces."""

    a: DuplicatePassage
    b: DuplicatePassage
    kind: DuplicateKind
    similarity: float

    def as_json(self) -> dict[str, Any]:
        """The exported form: {"a": {"document", "clause", "quote"}, "b": {…}, "kind", "similarity"}."""
        sides = {
            name: {"document": side.document, "clause": side.clause, "quote": side.quote}
            for name, side in (("a", self.a), ("b", self.b))
        }
        return {**sides, "kind": self.kind.value, "similarity": self.similarity}


@dataclass(frozen=True, slots=True)
class _Found:
    """Passages of pairs of clauses: letters a … stop_a of the row and b … stop_b, and how alike they are.

    passage: the number of the runs it is made of.
    """

    passage: NDArray[np.int64]
    pair: NDArray[np.int64]
    a: NDArray[np.int64]
    stop_a: NDArray[np.int64]
    b: NDArray[np.int64]
    stop_b: NDArray[np.int64]
    boilerplate: NDArray[np.bool_]
    similarity: NDArray[np.float64]

    def take(self, wanted: NDArray[np.int64] | NDArray[np.bool_]) -> _Found:
        return _Found(*(getattr(self, column.name)[wanted] for column in fields(self)))


def near_duplicates(documents: Sequence[Document]) -> tuple[DuplicatePair, ...]:
    """All passages that stand twice in these plans, each pair once, in order of the documents given and their text.

    Documents that are no plans (no 文种) are left out. An annex row that repeats its body task is a pair like any
    other: who asks decides what a repetition inside one document means.
    """
    with _without_collection():
        return _duplicates(documents)


def _duplicates(documents: Sequence[Document]) -> tuple[DuplicatePair, ...]:
    import numpy as np

    text = gather([document for document in documents if document.doc_type is not None], SHORTEST)
    pairs = candidates(text.signs, text.owner, len(text.clauses))
    if not len(pairs):
        return ()
    spoken = text.spoken(distinct(pairs.ravel()))
    common = used_by_many(text.signs, text.owner, text.issuer) | text.cited
    row = text.take(spoken)
    letters, own = row.string(), Marked.of(~common[spoken])
    whole = Marked.of(~np.append(row.continued(), False))
    found = [
        passages
        for runs in shared_runs(row.seeds(text.refrains()), row.start, pairs)
        for passages in _alike(runs, own, whole, pairs, letters)
    ]
    return _pairs(row, _without_contained(found)) if found else ()


def _passages(runs: Runs, own: Marked, whole: Marked, pairs: NDArray[np.int64]) -> _Found:
    """Passages that begin and end with words of their own, or are boilerplate: too little is left without it.

    own: the letters that are no boilerplate. whole: those that no digit of the same number goes before.
    """
    import numpy as np

    held = own.between(runs.a, runs.a + runs.length)
    boilerplate = (runs.sums(held) < SHORTEST)[runs.number]
    stays = boilerplate | (held > 0)
    runs, boilerplate = runs.take(stays), boilerplate[stays]
    first, last = runs.edges[:-1], runs.edges[1:] - 1
    boilerplate, shared = boilerplate[first], runs.sums(runs.length)
    a, b, stop_a, stop_b = runs.a[first], runs.b[first], (runs.a + runs.length)[last], (runs.b + runs.length)[last]
    if len(own.places):
        lead = np.where(boilerplate, 0, own.next(a) - a)
        trail = np.where(boilerplate, 0, stop_a - 1 - own.last(stop_a))
        a, b, stop_a, stop_b = a + lead, b + lead, stop_a - trail, stop_b - trail
    lead = np.maximum(whole.next(a) - a, whole.next(b) - b)
    trail = np.maximum(stop_a - whole.last(stop_a + 1), stop_b - whole.last(stop_b + 1))
    a, b, stop_a, stop_b = a + lead, b + lead, stop_a - trail, stop_b - trail
    pair = runs.pair[first]
    enough = np.minimum(np.minimum(stop_a - a, stop_b - b), shared) >= SHORTEST
    enough &= (pairs[pair, 0] != pairs[pair, 1]) | (stop_a <= b)
    return _Found(runs.passage[first], pair, a, stop_a, b, stop_b, boilerplate, np.zeros(len(pair))).take(enough)


def _alike(
    runs: Runs, own: Marked, whole: Marked, pairs: NDArray[np.int64], letters: str
) -> Iterator[_Found]:
    """The passages of these runs whose two sides are alike enough; what is not is looked at again in smaller pieces."""
    import numpy as np
    from rapidfuzz import fuzz, process

    for gap in GAPS:
        runs = linked(runs, gap)
        found = _passages(runs, own, whole, pairs)
        sides = [
            [letters[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
            for starts, stops in ((found.a, found.stop_a), (found.b, found.stop_b))
        ]
        if not sides[0]:
            return
        ratio = process.cpdist(*sides, scorer=fuzz.ratio, score_cutoff=100 * ALIKE, dtype=np.float64) / 100
        yield replace(found, similarity=ratio).take(ratio >= ALIKE)
        runs = runs.take(np.isin(runs.passage, found.passage[ratio < ALIKE]))


def _without_contained(found: Sequence[_Found]) -> _Found:
    """Of two passages of the same clauses, one lying in the other on both sides, the longer stays."""
    import numpy as np

    every = _Found(*(np.concatenate([getattr(some, column.name) for some in found]) for column in fields(_Found)))
    order = np.lexsort((every.b, every.a, every.a - every.stop_a + every.b - every.stop_b, every.pair))
    every = every.take(order)
    twice = np.flatnonzero(np.bincount(every.pair)[every.pair] > 1).tolist()
    inside = []
    kept: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    sides = np.stack([every.a, every.stop_a, every.b, every.stop_b], axis=1)
    for number, pair, (a, stop_a, b, stop_b) in zip(
        twice, every.pair[twice].tolist(), sides[twice].tolist(), strict=True
    ):
        if any(x <= a and stop_a <= y and z <= b and stop_b <= w for x, y, z, w in kept[pair]):
            inside.append(number)
        else:
            kept[pair].append((a, stop_a, b, stop_b))
    staying = np.ones(len(order), dtype=bool)
    staying[inside] = False
    return every.take(staying)


def _pairs(row: Letters, found: _Found) -> tuple[DuplicatePair, ...]:
    """The passages as pairs, in the order of the documents and their text."""
    import numpy as np

    first, last = np.concatenate([found.a, found.b]), np.concatenate([found.stop_a, found.stop_b]) - 1
    start, stop = row.places[first], row.places[last] + 1
    # passages in the order of their text, one that stands in many pairs made once
    order = np.lexsort((stop, start, row.document[row.owner[first]]))
    new = np.append(True, (np.diff(first[order]) != 0) | (np.diff(last[order]) != 0))[: len(order)]
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    made = order[new]
    clause = row.owner[first[made]]
    plans = [row.plans[number] for number in row.document[clause].tolist()]
    spans = list(map(Span, start[made].tolist(), stop[made].tolist()))
    ids, clauses = [plan.id for plan in plans], [row.clauses[number].id for number in clause.tolist()]
    quotes = [plan.raw[span.start : span.stop] for plan, span in zip(plans, spans, strict=True)]
    passages = list(map(DuplicatePassage, ids, clauses, spans, quotes))
    a, b = number[: len(found.a)], number[len(found.a) :]
    order = np.lexsort((b, a))
    kinds = np.where(found.boilerplate, 2, found.similarity < 1)[order].tolist()
    sides = ([passages[at] for at in side[order].tolist()] for side in (a, b))
    similarity = np.round(found.similarity[order], 4).tolist()
    known = (DuplicateKind.EXACT, DuplicateKind.NEAR, DuplicateKind.BOILERPLATE)
    return tuple(map(DuplicatePair, *sides, [known[kind] for kind in kinds], similarity))


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for garbage while hundreds of thousands of objects are made that all stay: it would look through all
    that is in memory again and again and find nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
