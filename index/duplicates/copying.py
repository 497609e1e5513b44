"""What the pairs of near-duplicates come to: who was first, and how much of each plan stands in which other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.duplicates.pair import DuplicateKind, DuplicatePair, DuplicatePassage
from ingest.document import Document, GovernmentLevel, PartialDate

_LEVELS = {level: rank for rank, level in enumerate(GovernmentLevel)}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Passages of several plans that go back to one: the earliest first, plans without a date last.

    pair: the two that are shown side by side, the earliest and the one most like it. boilerplate: everybody's words.
    """

    members: tuple[DuplicatePassage, ...]
    pair: DuplicatePair
    boilerplate: bool


@dataclass(frozen=True, slots=True)
class Origin:
    """What a plan is made of, in shares of its letters that add up to 1: what everybody writes, what stands in a
    document of a higher level, what stands in an equal, what is its own.

    others: the share that stands in each other plan, the greatest first; these overlap.
    """

    document: str
    boilerplate: float
    above: float
    equals: float
    own: float
    others: tuple[tuple[str, float], ...]


def clusters(documents: Sequence[Document], pairs: Iterable[DuplicatePair]) -> tuple[Cluster, ...]:
    """Passages of different plans that overlap in one of them, put together; the most widespread first."""
    order = {document.id: (_day(document.issued_on), place) for place, document in enumerate(documents)}
    apart = [pair for pair in pairs if pair.a.document != pair.b.document]
    found = []
    for boilerplate in (False, True):
        some = [pair for pair in apart if (pair.kind is DuplicateKind.BOILERPLATE) is boilerplate]
        for group in _joined(some):
            members = sorted({side for pair in group for side in (pair.a, pair.b)},
                             key=lambda side: (order[side.document], side.span))  # fmt: skip
            first = members[0]
            best = max((pair for pair in group if first in (pair.a, pair.b)), key=lambda pair: pair.similarity)
            shown = best if best.a == first else DuplicatePair(best.b, best.a, best.kind, best.similarity)
            found.append(Cluster(tuple(_one_each(members)), shown, boilerplate))
    return tuple(sorted(found, key=lambda one: (one.boilerplate, -len(one.members), one.members[0])))


def origins(documents: Sequence[Document], pairs: Iterable[DuplicatePair]) -> tuple[Origin, ...]:
    """Where the letters of each plan stand besides; what several claim counts once, boilerplate first, then above."""
    by_id = {document.id: document for document in documents}
    sides: dict[str, list[tuple[DuplicatePassage, str, bool]]] = defaultdict(list)
    for pair in pairs:
        if pair.a.document != pair.b.document:
            everybody = pair.kind is DuplicateKind.BOILERPLATE
            sides[pair.a.document].append((pair.a, pair.b.document, everybody))
            sides[pair.b.document].append((pair.b, pair.a.document, everybody))
    return tuple(
        _origin(document, sides.get(document.id, ()), by_id) for document in documents if document.doc_type is not None
    )


def _origin(
    document: Document, sides: Sequence[tuple[DuplicatePassage, str, bool]], by_id: Mapping[str, Document]
) -> Origin:
    everything = _places(document, ((clause.span.start, clause.span.stop) for clause in document.clauses))
    common: set[int] = set()
    higher: set[int] = set()
    equal: set[int] = set()
    others: dict[str, set[int]] = defaultdict(set)
    for passage, other, everybody in sides:
        held = _places(document, [(passage.span.start, passage.span.stop)])
        if everybody:
            common |= held
            continue
        others[other] |= held
        (higher if _above(by_id[other], document) else equal).update(held)
    higher -= common
    equal -= common | higher
    own = everything - common - higher - equal
    total = max(len(everything), 1)

    def share(held: set[int]) -> float:
        return round(len(held) / total, 4)

    ranked = sorted(((name, share(held)) for name, held in others.items()), key=lambda one: (-one[1], one[0]))
    return Origin(document.id, share(common), share(higher), share(equal), share(own), tuple(ranked))


def _places(document: Document, ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, stop in ranges for place in range(start, stop) if document.text[place].isalnum()}


def _above(other: Document, document: Document) -> bool:
    if other.level is None or document.level is None:
        return False
    return _LEVELS[other.level] < _LEVELS[document.level]


def _day(issued: PartialDate | None) -> tuple[int, int, int]:
    if issued is None:
        return (9999, 13, 32)
    return (issued.year, issued.month or 13, issued.day or 32)


def _one_each(members: Sequence[DuplicatePassage]) -> Iterable[DuplicatePassage]:
    """The first passage of each plan."""
    seen = set()
    for side in members:
        if side.document not in seen:
            seen.add(side.document)
            yield side


def _joined(pairs: Sequence[DuplicatePair]) -> list[list[DuplicatePair]]:
    """Pairs whose passages overlap by half or more in some plan, put together."""
    parent = list(range(len(pairs)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    sides: dict[tuple[str, str], list[tuple[DuplicatePassage, int]]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        for side in (pair.a, pair.b):
            held = sides[side.document, side.clause]
            for other, place in held:
                shared = min(side.span.stop, other.span.stop) - max(side.span.start, other.span.start)
                if 2 * shared >= max(len(side.span), len(other.span)):
                    one, two = sorted((root(number), root(place)))
                    parent[two] = one
            held.append((side, number))
    groups: dict[int, list[DuplicatePair]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        groups[root(number)].append(pair)
    return list(groups.values())
