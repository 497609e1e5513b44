"""Passages that stand twice, word for word or nearly, in one document or in two.

Of two clauses that may share a passage (index/candidates.py) every run of SEED letters that stands in both is a seed;
seeds that lie behind one another on both sides are chained into a passage, so that a sentence repeated inside two long
clauses is found with its place on both sides, and rapidfuzz says how alike the two sides are. What many issuers use,
and set phrases, are told apart as boilerplate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from index.boilerplate import used_by_many
from index.candidates import SHORTEST, candidates
from index.letters import SEED, Letters, Side, gather
from ingest.document import Document, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GAP = 20  # letters that may differ between two seeds of one passage
ALIKE = 0.7  # least similarity of the two sides of a passage


class DuplicateKind(StrEnum):
    EXACT = "exact"
    NEAR = "near"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True, order=True)
class DuplicatePassage:
    """One side of a pair. `span` lies in the document's text; `quote` is what the file prints there."""

    document: str
    clause: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True, order=True)
class DuplicatePair:
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
class _Run:
    """The same letters at two places: letters a … a + length of one side, b … b + length of the other."""

    a: int
    b: int
    length: int


def near_duplicates(documents: Sequence[Document]) -> tuple[DuplicatePair, ...]:
    """All passages that stand twice in these plans, each pair once, in order of the documents given and their text.

    Documents that are no plans (no 文种) are left out. An annex row that repeats its body task is a pair like any
    other: who asks decides what a repetition inside one document means.
    """
    plans = [document for document in documents if document.doc_type is not None]
    text = gather(plans, SHORTEST)
    if not text.clauses:
        return ()
    common = used_by_many(text.signs, text.owner, text.issuer[text.owner]) | text.cited
    pairs = []
    for first, second in candidates(text.signs, text.owner, len(text.clauses)).tolist():
        one, other = text.side(first), text.side(second)
        for chain in _chains(_runs(one, other)):
            pair = _pair(text, one, other, chain, common)
            if pair:
                pairs.append((one.document, other.document, pair))
    order = sorted(pairs, key=lambda p: (p[0], p[2].a.span, p[1], p[2].b.span))
    return _without_contained([pair for _, _, pair in order])


def _runs(one: Side, other: Side) -> list[_Run]:
    """The seeds of both sides, those that follow one another letter by letter joined."""
    import numpy as np

    a, b = np.nonzero(one.seeds[:, None] == other.seeds)
    if len(a) + SEED - 1 < SHORTEST // 2:
        return []
    told = one.seeds[a] != 0
    if one.clause == other.clause:
        told &= a < b
    width = len(one.seeds) + 1
    lines = (b - a + width)[told] * width + a[told]  # what follows letter by letter on both sides follows here
    lines.sort()
    if len(lines) + SEED - 1 < SHORTEST // 2:
        return []
    breaks = (np.flatnonzero(lines[1:] - lines[:-1] != 1) + 1).tolist()
    found = []
    for begin, stop in zip([0, *breaks], [*breaks, len(lines)], strict=True):
        ahead, place = divmod(int(lines[begin]), width)
        found.append(_Run(place, place + ahead - width, stop - begin + SEED - 1))
    found.sort(key=lambda run: (run.a, run.b))
    return found


def _chains(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Runs that lie behind one another on both sides with at most GAP letters between them, the nearest first."""
    chains: list[list[_Run]] = []
    for run in runs:
        best: tuple[int, list[_Run]] | None = None
        for chain in chains:
            last = chain[-1]
            gap_a, gap_b = run.a - last.a - last.length, run.b - last.b - last.length
            if run.a > last.a and run.b > last.b and max(gap_a, gap_b) <= GAP and min(gap_a, gap_b) > -SEED:
                distance = max(gap_a, gap_b) + abs(gap_a - gap_b)
                if best is None or distance < best[0]:
                    best = (distance, chain)
        if best:
            best[1].append(run)
        else:
            chains.append([run])
    yield from (chain for chain in chains if sum(run.length for run in chain) >= SHORTEST // 2)


def _pair(text: Letters, one: Side, other: Side, chain: list[_Run], common: NDArray[np.bool_]) -> DuplicatePair | None:
    from rapidfuzz import fuzz

    everybody = common[one.letters]
    own = [run for run in chain if not everybody[run.a : run.a + run.length].all()]
    kind = DuplicateKind.NEAR
    if sum(int((~everybody[run.a : run.a + run.length]).sum()) for run in own) < SHORTEST:
        kind = DuplicateKind.BOILERPLATE  # too little is left when what everybody says is taken away
    else:
        chain = own  # the passage begins and ends with words of its own
    a, b, last = chain[0].a, chain[0].b, chain[-1]
    stop_a, stop_b = last.a + last.length, last.b + last.length
    if kind is DuplicateKind.NEAR:
        lead = int((~everybody[a:stop_a]).argmax())
        trail = int((~everybody[a:stop_a])[::-1].argmax())
        a, b, stop_a, stop_b = a + lead, b + lead, stop_a - trail, stop_b - trail
    shared = sum(run.length for run in chain)
    if min(stop_a - a, stop_b - b, shared) < SHORTEST or (one.clause == other.clause and stop_a > b):
        return None
    left, right = text.string(one, a, stop_a), text.string(other, b, stop_b)
    similarity = fuzz.ratio(left, right) / 100
    if similarity < ALIKE:
        return None
    if left == right and kind is DuplicateKind.NEAR:
        kind = DuplicateKind.EXACT
    sides = (_passage(text, one, a, stop_a), _passage(text, other, b, stop_b))
    return DuplicatePair(*sides, kind, round(similarity, 4))


def _passage(text: Letters, side: Side, start: int, stop: int) -> DuplicatePassage:
    document, clause = text.plans[side.document], text.clauses[side.clause]
    span = Span(int(text.places[side.letters[start]]), int(text.places[side.letters[stop - 1]]) + 1)
    return DuplicatePassage(document.id, clause.id, span, document.quote(span))


def _without_contained(pairs: list[DuplicatePair]) -> tuple[DuplicatePair, ...]:
    """Of two pairs between the same clauses, one lying in the other, the longer stays."""
    groups: dict[tuple[str, str, str, str], list[DuplicatePair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.a.document, pair.a.clause, pair.b.document, pair.b.clause].append(pair)
    staying = set()
    for group in groups.values():
        kept: list[DuplicatePair] = []
        for pair in sorted(group, key=lambda p: (-len(p.a.span) - len(p.b.span), p.a.span, p.b.span)):
            if not any(big.a.span.covers(pair.a.span) and big.b.span.covers(pair.b.span) for big in kept):
                kept.append(pair)
        staying |= {id(pair) for pair in kept}
    return tuple(pair for pair in pairs if id(pair) in staying)
