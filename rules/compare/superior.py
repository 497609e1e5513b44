"""A draft against the document above it: what was kept, made concrete, weakened, contradicted, dropped and added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Document
from nlp.commitment import Commitments
from rules.compare.pairing import Embed, Likeness, Taken, measure, take_up
from rules.compare.points import FactKind, Point, owners, points
from rules.compare.slots import Slot, SlotChange, Status, best_segment, compare_slots, status_of
from rules.compare.text import letters, segments
from rules.compare.versions import Place

TAKEN = 0.525  # score from which a point is taken up; set by reading pairs at the border (bench/compare.py)
NARROW = 0.25  # of a point: less is a narrower promise
LOST = 0.2  # share of a segment's words below which it is not taken up
COPIED = 0.85  # likeness to the superior text from which a sentence of the draft is copied
COVERED, WEAK = 0.5, 0.2  # share of a task's text from which it is covered, or covered in part


class Cover(StrEnum):
    COVERED = "覆盖"
    WEAK = "部分覆盖"
    ABSENT = "未覆盖"


class Origin(StrEnum):
    """What a sentence of the draft is, beside the superior text."""

    COPIED = "照抄"
    REWORDED = "改写"
    CONCRETE = "承接并具体化"
    OWN_CONCRETE = "自有且具体"
    OWN_GENERAL = "自有而笼统"


@dataclass(frozen=True, slots=True)
class PointPair:
    """A point of the superior document with what takes it up; one side is empty for what was dropped or added.

    score: how alike, 0 to 1; covered: how much of the point is taken up, 0 to 1.
    """

    status: Status
    above: Place | None
    draft: tuple[Place, ...]
    score: float
    covered: float
    slots: tuple[SlotChange, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskCover:
    """A clause of the superior document as a task: how much of it the draft takes up, where, and by whom."""

    cover: Cover
    title: str
    above: Place
    clauses: tuple[str, ...]  # of the draft, those that take up most first
    share: float
    taken: int
    points: int
    owners: tuple[str, ...]  # bodies that those clauses of the draft name
    reason: str


@dataclass(frozen=True, slots=True)
class SuperiorComparison:
    """A draft held against the document above it. origins: share of the draft's letters by where they come from."""

    above: str
    draft: str
    above_title: str
    draft_title: str
    pairs: tuple[PointPair, ...]
    tasks: tuple[TaskCover, ...]
    origins: tuple[tuple[Origin, float], ...]

    def count(self, status: Status) -> int:
        """How many points bear that status."""
        return sum(pair.status is status for pair in self.pairs)

    @property
    def concrete(self) -> float:
        """Share of the draft that says something concrete that the superior text does not."""
        return sum(share for origin, share in self.origins if origin in {Origin.CONCRETE, Origin.OWN_CONCRETE})


def compare_superior(
    draft: Document,
    commitments: Commitments,
    above: Document,
    above_commitments: Commitments,
    embed: Embed | None = None,
) -> SuperiorComparison:
    """Every point of both documents once. embed: texts to vectors of length 1; words alone decide without it."""
    ours, theirs = points(above, above_commitments), points(draft, commitments)
    like = measure(ours, theirs, embed)
    taken = take_up(like, TAKEN)
    answers = _answers(like, taken)
    pairs = [_pair(above, draft, ours, theirs, one, answers) for one in taken]
    met = {j for one in taken for j in one.by}
    added = [
        PointPair(Status.ADDED, None, (_place(draft, theirs[j]),), 0.0, 0.0) for j in range(len(theirs)) if j not in met
    ]
    return SuperiorComparison(
        above=above.id,
        draft=draft.id,
        above_title=above.title,
        draft_title=draft.title,
        pairs=(*pairs, *added),
        tasks=tuple(_tasks(above, draft, ours, theirs, taken)),
        origins=_origins(like, ours, theirs, pairs, taken),
    )


def _place(document: Document, point: Point) -> Place:
    page = document.clause(point.clause).page
    return Place(point.path, (point.clause,), point.text, point.span, page)


def _answers(like: Likeness, taken: Sequence[Taken]) -> Mapping[int, int]:
    """For each point of the draft the point that it answers best: what it adds is told there and nowhere else."""
    found: dict[int, tuple[float, int]] = {}
    for one in taken:
        for j in one.by:
            score = float(like.score[one.point, j])
            if j not in found or score > found[j][0]:
                found[j] = (score, one.point)
    return {j: point for j, (_, point) in found.items()}


def _pair(
    above: Document,
    draft: Document,
    ours: Sequence[Point],
    theirs: Sequence[Point],
    one: Taken,
    answers: Mapping[int, int],
) -> PointPair:
    point, takers = ours[one.point], [theirs[j] for j in one.by]
    place = _place(above, point)
    if not takers:
        return PointPair(Status.DROPPED, place, (), one.score, one.covered)
    own = [theirs[j] for j in one.by if answers[j] == one.point]
    context = "".join(draft.read(draft.clause(clause).span) for clause in dict.fromkeys(t.clause for t in takers))
    lost = [segment for segment in segments(point.text) if best_segment(segment, takers)[1] < LOST]
    changes = compare_slots(point, takers, own, context, lost)
    status = status_of(changes, one.covered, NARROW)
    if status is Status.WEAKENED and not any(change.effect is Status.WEAKENED for change in changes):
        said = "；".join(lost) or point.text
        changes = (
            *(change for change in changes if change.slot is not Slot.SCOPE),
            SlotChange(Slot.SCOPE, said, "", Status.WEAKENED, "大部分内容没有见到承接"),
        )
    places = tuple(_place(draft, taker) for taker in takers)
    return PointPair(status, place, places, one.score, one.covered, changes)


def _tasks(
    above: Document, draft: Document, ours: Sequence[Point], theirs: Sequence[Point], taken: Sequence[Taken]
) -> Iterator[TaskCover]:
    groups: dict[str, list[Taken]] = defaultdict(list)
    for one in taken:
        groups[ours[one.point].clause].append(one)
    for members in groups.values():
        first = ours[members[0].point]
        total = sum(len(letters(ours[one.point].text)) for one in members)
        got = 0.0
        weight: dict[str, float] = defaultdict(float)
        for one in members:
            size = len(letters(ours[one.point].text))
            if one.by:
                got += size * (1.0 if one.covered >= NARROW else 0.5)
            for rank, j in enumerate(one.by):
                weight[theirs[j].clause] += size / (rank + 1)
        share = got / total if total else 0.0
        clauses = tuple(sorted(weight, key=lambda name: (-weight[name], name)))
        cover = Cover.COVERED if share >= COVERED else Cover.WEAK if share >= WEAK else Cover.ABSENT
        hits = sum(bool(one.by) for one in members)
        named = dict.fromkeys(body for name in clauses[:2] for body in owners(draft, name))
        reason = f"{len(members)} 句中 {hits} 句见到承接，占篇幅 {share:.0%}"
        title = first.path[-1] if first.path else first.text[:20]
        yield TaskCover(cover, title, _place(above, first), clauses, round(share, 4), hits, len(members),
                        tuple(named), reason)  # fmt: skip


def _origins(
    like: Likeness,
    ours: Sequence[Point],
    theirs: Sequence[Point],
    pairs: Sequence[PointPair],
    taken: Sequence[Taken],
) -> tuple[tuple[Origin, float], ...]:
    from rapidfuzz import fuzz

    sizes = dict.fromkeys(Origin, 0)
    sources: dict[int, list[int]] = defaultdict(list)
    for one in taken:
        for j in one.by:
            sources[j].append(one.point)
    for j, point in enumerate(theirs):
        plain = letters(point.text)
        concrete = any(fact.kind is not FactKind.OWNER for fact in point.facts)
        alike = 0.0
        for i in sources.get(j, ()):
            other = letters(ours[i].text)
            inside = fuzz.partial_ratio(plain, other) if len(plain) <= len(other) else 0.0
            alike = max(alike, float(fuzz.ratio(plain, other)) / 100, float(inside) / 100)
        if alike >= COPIED:
            origin = Origin.COPIED
        elif j in sources:
            new = concrete and any(_news(point, ours[i]) for i in sources[j])
            origin = Origin.CONCRETE if new else Origin.REWORDED
        else:
            origin = Origin.OWN_CONCRETE if concrete else Origin.OWN_GENERAL
        sizes[origin] += len(plain)
    total = sum(sizes.values())
    return tuple((origin, round(size / total, 4) if total else 0.0) for origin, size in sizes.items())


def _news(point: Point, source: Point) -> bool:
    said = letters(source.text)
    return any(fact.kind is not FactKind.OWNER and letters(fact.text) not in said for fact in point.facts)
