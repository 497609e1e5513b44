"""Passages that stand twice, word for word or nearly, in one document or in two.

Every run of SEED characters that stands in few places is a seed; seeds that lie behind one another on both sides are
chained into a passage, so that a sentence repeated inside two long clauses is found with its place on both sides, and
rapidfuzz says how alike the two sides are. What many issuers use, and set phrases, are told apart as boilerplate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.document import Clause, Document, Span
from nlp.bureau import find_bureaus, is_duty_line
from nlp.lexicon import StrictModel, load_yaml
from nlp.passage import Passage
from nlp.segment import lower

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMULAS = Path(__file__).resolve().parent / "data" / "formulas.yaml"
SEED = 5  # characters
PLACES = 40  # a seed in more places than this says nothing about who copied
GAP = 16  # characters that may differ between two seeds of one passage
SHORTEST = 20  # characters of a passage, signs and spaces not counted
ALIKE = 0.7  # least similarity of the two sides of a passage
REFRAIN = 6  # words that one document uses more often than this are its own refrain: names, (责任单位：…)
ISSUERS = 6  # so many issuers that use the same words use boilerplate


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


class _Formulas(StrictModel):
    formulas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """The letters and characters of one clause; places[i] is where letter i stands in the document."""

    document: int
    clause: str
    letters: str
    places: tuple[int, ...]
    start: int  # of its letters among those of all clauses


@dataclass(frozen=True, slots=True)
class _Run:
    """The same letters at two places: letters a … a + length and b … b + length of all clauses."""

    a: int
    b: int
    length: int


def near_duplicates(documents: Sequence[Document]) -> tuple[DuplicatePair, ...]:
    """All passages that stand twice in these plans, each pair once, in order of the documents given and their text.

    Documents that are no plans (no 文种) are left out. An annex row that repeats its body task is a pair like any
    other: who asks decides what a repetition inside one document means.
    """
    import numpy as np

    plans = [document for document in documents if document.doc_type is not None]
    texts = list(_texts(plans))
    if not texts:
        return ()
    letters = np.array([ord(sign) for text in texts for sign in text.letters], dtype=np.uint64)
    owner = np.repeat(np.arange(len(texts)), [len(text.letters) for text in texts])
    seeds = _seeds(letters, owner)
    common = _used_by_many(seeds, owner, texts, plans)
    seeds = _without_refrains(seeds, owner, texts)
    pairs = []
    for first, second, runs in _by_clauses(_runs(*_matches(seeds), owner), owner):
        one, other = texts[first], texts[second]
        for chain in _chains(runs):
            pair = _pair(plans, one, other, chain, common)
            if pair:
                pairs.append((one.document, other.document, pair))
    order = sorted(pairs, key=lambda p: (p[0], p[2].a.span, p[1], p[2].b.span))
    return _without_contained([pair for _, _, pair in order])


def _texts(documents: Sequence[Document]) -> Iterator[_Text]:
    start = 0
    for number, document in enumerate(documents):
        for clause in document.clauses:
            places = [i for i in _own_places(document, clause) if document.text[i].isalnum()]
            if len(places) >= SHORTEST:
                yield _Text(number, clause.id, lower("".join(document.text[i] for i in places)), tuple(places), start)
                start += len(places)


def _own_places(document: Document, clause: Clause) -> Iterator[int]:
    """The places of a clause without what repeats by the form of the document: merged cells filled in, and the names of
    those who answer for it."""
    passage = Passage.read(document, clause.span)
    skipped = [mention.span for mention in find_bureaus(passage, document.level)]
    if clause.table is not None and clause.row is not None:
        cells = document.tables[clause.table].rows[clause.row]
        skipped += [cell.span for cell in cells if cell.filled]
    if not is_duty_line(passage):
        without = {place for span in skipped for place in range(span.start, span.stop)}
        yield from (place for place in range(clause.span.start, clause.span.stop) if place not in without)


def _seeds(letters: NDArray[np.uint64], owner: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A number for the SEED letters that begin at each place; 0 where they would run over the end of a clause."""
    import numpy as np

    count = len(letters) - SEED + 1
    seeds = np.zeros(max(count, 0), dtype=np.uint64)
    for i in range(SEED):
        seeds = seeds * np.uint64(1_000_003) + letters[i : i + count]
    inside = owner[:count] == owner[SEED - 1 :]
    return np.where(inside, seeds | np.uint64(1), np.uint64(0))


def _used_by_many(
    seeds: NDArray[np.uint64], owner: NDArray[np.int64], texts: Sequence[_Text], plans: Sequence[Document]
) -> NDArray[np.bool_]:
    """Which letters belong to words that ISSUERS or more use, or to a set phrase."""
    import numpy as np

    names = [document.issuer or document.region or document.id for document in plans]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    issuer = np.array([numbers[names[text.document]] for text in texts])[owner[: len(seeds)]]
    values, inverse = np.unique(seeds, return_inverse=True)
    both = np.unique(inverse.astype(np.int64) * (len(numbers) + 1) + issuer)
    users = np.bincount(both // (len(numbers) + 1), minlength=len(values))
    frequent = (users[inverse] >= ISSUERS) & (seeds != 0)
    common = np.zeros(len(owner), dtype=bool)
    for i in range(SEED):
        common[i : i + len(seeds)] |= frequent
    everything = "".join(text.letters for text in texts)
    for formula in _formulas():
        at = everything.find(formula)
        while at >= 0:
            common[at : at + len(formula)] = True
            at = everything.find(formula, at + 1)
    return common


@cache
def _formulas() -> tuple[str, ...]:
    phrases = load_yaml(FORMULAS, _Formulas).formulas
    return tuple(sorted({"".join(sign for sign in phrase.lower() if sign.isalnum()) for phrase in phrases}))


def _without_refrains(
    seeds: NDArray[np.uint64], owner: NDArray[np.int64], texts: Sequence[_Text]
) -> NDArray[np.uint64]:
    """The seeds, 0 where a document says the same more than REFRAIN times: names and formulas of its own."""
    import numpy as np

    document = np.array([text.document for text in texts], dtype=np.uint64)[owner[: len(seeds)]]
    _, inverse, counts = np.unique(seeds * np.uint64(7919) + document, return_inverse=True, return_counts=True)
    return np.where(counts[inverse] > REFRAIN, np.uint64(0), seeds)


def _matches(seeds: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All pairs of places a < b with the same seed, of seeds that stand in 2 … PLACES places."""
    import numpy as np

    order = np.argsort(seeds, kind="stable")
    ordered = seeds[order]
    border = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1], [True]]))
    begin, size = border[:-1], np.diff(border)
    real = ordered[begin] != 0
    ones, others = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for places in range(2, PLACES + 1):
        groups = begin[real & (size == places)]
        table = order[groups[:, None] + np.arange(places)]
        left, right = np.triu_indices(places, 1)
        ones.append(table[:, left].ravel())
        others.append(table[:, right].ravel())
    return np.concatenate(ones), np.concatenate(others)


def _runs(
    a: NDArray[np.int64], b: NDArray[np.int64], owner: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Matches that follow one another letter by letter, joined: places a and b and length, by pairs of clauses."""
    import numpy as np

    order = np.lexsort((a, b - a, owner[b], owner[a]))
    a, b = a[order], b[order]
    if not len(a):
        return a, b, a
    goes_on = (np.diff(a) == 1) & (np.diff(b) == 1) & (np.diff(owner[a]) == 0) & (np.diff(owner[b]) == 0)
    first = np.flatnonzero(np.concatenate([[True], ~goes_on]))
    length = np.diff(np.concatenate([first, [len(a)]])) + SEED - 1
    return a[first], b[first], length


def _by_clauses(
    runs: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], owner: NDArray[np.int64]
) -> Iterator[tuple[int, int, list[_Run]]]:
    """The runs of each two clauses, when together they are long enough to matter."""
    import numpy as np

    a, b, length = runs
    if not len(a):
        return
    one, other = owner[a], owner[b]
    border = np.flatnonzero(np.concatenate([[True], (np.diff(one) != 0) | (np.diff(other) != 0), [True]]))
    total = np.add.reduceat(length, border[:-1])
    for begin, stop in zip(border[:-1][total >= SHORTEST // 2], border[1:][total >= SHORTEST // 2], strict=True):
        found = [_Run(int(a[i]), int(b[i]), int(length[i])) for i in range(begin, stop)]
        yield int(one[begin]), int(other[begin]), sorted(found, key=lambda run: (run.a, run.b))


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


def _pair(
    plans: Sequence[Document], one: _Text, other: _Text, chain: list[_Run], common: NDArray[np.bool_]
) -> DuplicatePair | None:
    from rapidfuzz import fuzz

    own = [run for run in chain if not common[run.a : run.a + run.length].all()]
    kind = DuplicateKind.NEAR
    if sum(int((~common[run.a : run.a + run.length]).sum()) for run in own) < SHORTEST:
        kind = DuplicateKind.BOILERPLATE  # too little is left when what everybody says is taken away
    else:
        chain = own  # the passage begins and ends with words of its own
    a, b, last = chain[0].a, chain[0].b, chain[-1]
    stop_a, stop_b = last.a + last.length, last.b + last.length
    if kind is DuplicateKind.NEAR:
        lead = int((~common[a:stop_a]).argmax())
        trail = int((~common[a:stop_a])[::-1].argmax())
        a, b, stop_a, stop_b = a + lead, b + lead, stop_a - trail, stop_b - trail
    shared = sum(run.length for run in chain)
    if min(stop_a - a, stop_b - b, shared) < SHORTEST or (one is other and stop_a > b):
        return None
    left = one.letters[a - one.start : stop_a - one.start]
    right = other.letters[b - other.start : stop_b - other.start]
    similarity = fuzz.ratio(left, right) / 100
    if similarity < ALIKE:
        return None
    if left == right and kind is DuplicateKind.NEAR:
        kind = DuplicateKind.EXACT
    return DuplicatePair(_passage(plans, one, a, stop_a), _passage(plans, other, b, stop_b), kind, round(similarity, 4))


def _passage(plans: Sequence[Document], text: _Text, start: int, stop: int) -> DuplicatePassage:
    document = plans[text.document]
    span = Span(text.places[start - text.start], text.places[stop - 1 - text.start] + 1)
    return DuplicatePassage(document.id, text.clause, span, document.quote(span))


def _without_contained(pairs: list[DuplicatePair]) -> tuple[DuplicatePair, ...]:
    """Of two pairs between the same clauses, one lying in the other, the longer stays."""
    kept: dict[tuple[str, str, str, str], list[DuplicatePair]] = {}
    for pair in sorted(pairs, key=lambda p: (-len(p.a.span) - len(p.b.span), p.a.span, p.b.span)):
        group = kept.setdefault((pair.a.document, pair.a.clause, pair.b.document, pair.b.clause), [])
        if not any(big.a.span.covers(pair.a.span) and big.b.span.covers(pair.b.span) for big in group):
            group.append(pair)
    staying = {id(pair) for group in kept.values() for pair in group}
    return tuple(pair for pair in pairs if id(pair) in staying)
