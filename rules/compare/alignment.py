"""Which clause and which section of the old version became which of the new one, wherever they have been moved."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from ingest.document import Clause, Document, Section
from rules.compare.text import flat, letters, likeness

SAME = 0.55  # likeness from which a clause is an edited one and not another
NEARBY = 0.42  # the same between two clauses that stand between the same neighbours
TITLE = 0.6  # likeness of two headings
HELD = 12  # characters of a paragraph that was joined with, or split from, another


@dataclass(frozen=True)
class Side:
    """One version with its clauses as they are compared."""

    document: Document

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The clauses, flat, in order."""
        return tuple(flat(self.document, [clause.span]) for clause in self.document.clauses)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What two clauses must share to be the same."""
        return tuple(letters(text) or text for text in self.texts)

    def clause(self, place: int) -> Clause:
        """The clause at that place."""
        return self.document.clauses[place]


@dataclass(frozen=True, slots=True)
class Match:
    """Clauses of the old version that are the same as, or became, clauses of the new one; places, in order.

    One side is empty for a clause that was removed or added; more than one where paragraphs were joined or split.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]


def match_clauses(old: Side, new: Side) -> tuple[Match, ...]:
    """Every clause of both sides once, in order of the new version, removed ones behind their old neighbours."""
    pairs = dict(_exact(old.keys, new.keys))
    pairs |= _between(old, new, pairs)
    pairs |= _elsewhere(old, new, pairs)
    groups: dict[int, tuple[list[int], list[int]]] = {i: ([i], [j]) for i, j in pairs.items()}
    by_new = {j: i for i, j in pairs.items()}
    _join_split(old, new, groups, by_new)
    matches = [Match(tuple(sorted(i)), tuple(sorted(j))) for i, j in groups.values()]
    held_old = {i for match in matches for i in match.old}
    held_new = {j for match in matches for j in match.new}
    matches += [Match((i,), ()) for i in range(len(old.texts)) if i not in held_old]
    matches += [Match((), (j,)) for j in range(len(new.texts)) if j not in held_new]
    return _ordered(matches)


def _exact(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]]:
    """The clauses that are the same letter for letter: first those in the same order, then those that were moved."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            taken_old.add(block.a + step)
            taken_new.add(block.b + step)
            yield block.a + step, block.b + step
    waiting: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(new):
        if place not in taken_new:
            waiting[key].append(place)
    for place, key in enumerate(old):
        if place not in taken_old and waiting[key]:
            yield place, waiting[key].pop(0)


def _between(old: Side, new: Side, pairs: Mapping[int, int]) -> dict[int, int]:
    """Clauses that stand alone between two matched neighbours on both sides, when they are alike enough."""
    found: dict[int, int] = {}
    taken = set(pairs.values())
    for i, j in [(-1, -1), *sorted(pairs.items())]:
        if i + 1 < len(old.texts) and j + 1 < len(new.texts) and i + 1 not in pairs and j + 1 not in taken:
            after_old, after_new = i + 2, j + 2
            alone = pairs.get(after_old) == after_new or (after_old >= len(old.texts) and after_new >= len(new.texts))
            if alone and likeness(old.texts[i + 1], new.texts[j + 1]) >= NEARBY:
                found[i + 1] = j + 1
    return found


def _elsewhere(old: Side, new: Side, pairs: Mapping[int, int]) -> dict[int, int]:
    """The best of the other clauses, the most alike first; of equals the one that keeps the order."""
    from rapidfuzz import fuzz, process

    left = [i for i in range(len(old.texts)) if i not in pairs]
    taken = set(pairs.values())
    right = [j for j in range(len(new.texts)) if j not in taken]
    if not left or not right:
        return {}
    scores = process.cdist(
        [old.keys[i] for i in left], [new.keys[j] for j in right], scorer=fuzz.ratio, score_cutoff=100 * SAME * 0.5
    )
    candidates = []
    for row, i in enumerate(left):
        for column, j in enumerate(right):
            if scores[row][column] > 0 and old.clause(i).kind is new.clause(j).kind:
                alike = likeness(old.texts[i], new.texts[j])
                if alike >= SAME:
                    candidates.append((-round(alike, 2), abs(i / len(old.texts) - j / len(new.texts)), i, j))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in found and j not in used:
            found[i] = j
            used.add(j)
    return found


def _join_split(
    old: Side, new: Side, groups: dict[int, tuple[list[int], list[int]]], by_new: Mapping[int, int]
) -> None:
    """Put a clause that is left over with the pair next to it, when the other side of the pair holds its text."""
    old_left = [i for i in range(len(old.texts)) if i not in groups]
    new_left = [j for j in range(len(new.texts)) if j not in by_new]
    for i in old_left:
        for neighbour in (i - 1, i + 1):
            group = groups.get(neighbour)
            if group and _holds(new.keys[group[1][0]], old.keys[i], old.keys[neighbour]):
                group[0].append(i)
                break
    for j in new_left:
        for neighbour in (j - 1, j + 1):
            origin = by_new.get(neighbour)
            if origin is not None and _holds(old.keys[origin], new.keys[j], new.keys[neighbour]):
                groups[origin][1].append(j)
                break


def _holds(whole: str, part: str, other: str) -> bool:
    """True when a text holds a part in words that its own counterpart does not account for."""
    from rapidfuzz import fuzz

    if len(part) < HELD or len(whole) < len(part):
        return False
    inside = fuzz.partial_ratio_alignment(part, whole, score_cutoff=85)
    return inside is not None and fuzz.partial_ratio(part, other) < 85


def _ordered(matches: list[Match]) -> tuple[Match, ...]:
    place = {match.old[0]: match.new[0] for match in matches if match.old and match.new}
    known = sorted(place)

    def key(match: Match) -> tuple[float, int]:
        if match.new:
            return (match.new[0], 0)
        before = bisect_left(known, match.old[0]) - 1
        return ((place[known[before]] + 0.5) if before >= 0 else -1.0, match.old[0])

    return tuple(sorted(matches, key=key))


def match_sections(old: Document, new: Document, matches: Sequence[Match]) -> dict[str, str]:
    """Which section became which: the same path of titles, or the same text below it, or a like title in one parent."""
    found: dict[str, str] = {}
    free: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for section in new.sections:
        free[titles(new, section)].append(section.id)
    for section in old.sections:
        same = free[titles(old, section)]
        if same:
            found[section.id] = same.pop(0)
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for match in matches:
        if match.old and match.new:
            ours, theirs = old.clauses[match.old[0]].section, new.clauses[match.new[0]].section
            for one, other in zip(_up(old, ours), _up(new, theirs), strict=False):
                shared[one][other] += 1
    used = set(found.values())
    for section in old.sections:
        if section.id in found:
            continue
        votes = shared[section.id]
        candidates = [
            (-votes[one.id], -likeness(section.title, one.title), abs(section.span.start - one.span.start), one.id)
            for one in new.sections
            if one.id not in used and one.level == section.level and _may_be(section, one, found, votes)
        ]
        if candidates:
            best = min(candidates)[3]
            found[section.id] = best
            used.add(best)
    return found


def _may_be(one: Section, other: Section, found: Mapping[str, str], votes: Counter[str]) -> bool:
    alike = likeness(one.title, other.title)
    if alike == 1:
        return len(letters(one.title)) > 4 or votes[other.id] > 0
    sheltered = (one.parent is None and other.parent is None) or found.get(one.parent or "") == other.parent
    return votes[other.id] > 0 or (sheltered and alike >= TITLE)


def _up(document: Document, section: str | None) -> tuple[str, ...]:
    return tuple(one.id for one in reversed(document.ancestry(section)))


def titles(document: Document, section: Section) -> tuple[str, ...]:
    """The titles from the top down, without numbers and signs."""
    return tuple(letters(one.title) for one in document.ancestry(section.id))


def in_order(places: Sequence[int]) -> frozenset[int]:
    """The indexes of a longest run of rising numbers: what keeps its order when the rest has been moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[length], ends[length] = place, index
    kept = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return frozenset(kept)
