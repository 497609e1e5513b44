"""Which parts of a workspace become one: few enough to search quickly, seldom enough that growing stays cheap.

Parts are of one tier when they have about as many rows; TIER parts of one tier become one of the next. Parts of LARGE
rows stay, so that what merging costs in time and memory has a bound: each clause is moved once or twice in the life of
a workspace, and a plan that is added touches small parts only. A part most of whose rows are gone is written anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from index.catalogue import Placed
from index.part import description, merge_parts, part_name
from index.snapshot import Snapshot, part_folder

TIER = 6  # parts of one tier that are merged, and by how much the tiers differ
SMALL = 1_000  # rows from which a part is of the second tier
LARGE = SMALL * TIER  # rows from which a part is not merged any more
PACKED = 100_000  # rows that parts are brought to when everything is packed


def merged(folder: Path, snapshot: Snapshot, taken: Collection[str], everything: bool = False) -> Snapshot:
    """The snapshot with parts merged where that is due. taken: names of parts that must stay as they are, because the
    snapshot in force needs them. everything: leave no row that is gone, and as few parts as memory permits."""
    while group := due(*_sizes(folder, snapshot), everything):
        snapshot = _merge(folder, snapshot, group, taken)
    return snapshot


def _sizes(folder: Path, snapshot: Snapshot) -> tuple[list[int], list[int]]:
    """The rows of each part, those of its documents that are there still and all."""
    live = [0] * len(snapshot.parts)
    for one in snapshot.documents:
        live[one.part] += one.rows
    return live, [int(description(part_folder(folder, name))["rows"]) for name in snapshot.parts]


def due(live: Sequence[int], whole: Sequence[int], everything: bool) -> tuple[int, ...]:
    """The parts to be merged next, given the live rows and all rows of each; none when nothing is due."""
    if everything:
        return _loose(live, whole)
    tiers: dict[int, list[int]] = {}
    for part, rows in enumerate(live):
        if rows < whole[part] / 2:
            return (part,)
        if rows < LARGE:
            tiers.setdefault(0 if rows < SMALL else 1, []).append(part)
    return next((tuple(parts[:TIER]) for _, parts in sorted(tiers.items()) if len(parts) >= TIER), ())


def _loose(live: Sequence[int], whole: Sequence[int]) -> tuple[int, ...]:
    """Parts to be packed into one: those that are small or hold rows that are gone, up to PACKED rows or a bit more."""
    loose = [part for part, rows in enumerate(live) if rows < max(whole[part], PACKED)]
    if len(loose) == 1 and live[loose[0]] == whole[loose[0]]:
        return ()
    group: list[int] = []
    while loose and sum(live[part] for part in group) < PACKED:
        group.append(loose.pop(0))
    return tuple(group)


def _merge(folder: Path, snapshot: Snapshot, group: Sequence[int], taken: Collection[str]) -> Snapshot:
    moved = sorted(
        (one for one in snapshot.documents if one.part in group), key=lambda one: (group.index(one.part), one.number)
    )
    numbers = [[one.number for one in moved if one.part == part] for part in group]
    sources = list(zip((snapshot.parts[part] for part in group), numbers, strict=True))
    known = part_name(snapshot.analysis, snapshot.encoder[1], [(one.file, one.hash) for one in moved])
    made = merge_parts(folder, sources, snapshot.encoder[2], known, {*taken, *snapshot.parts})
    goes = {(one.part, one.number): number for number, one in enumerate(moved)}
    stays = [part for i, part in enumerate(snapshot.parts) if i not in group]
    parts = (*stays, made)
    index = {part: i for i, part in enumerate(parts)}

    def place(one: Placed) -> Placed:
        if one.part in group:
            return replace(one, part=index[made], number=goes[one.part, one.number])
        return replace(one, part=index[snapshot.parts[one.part]])

    return replace(snapshot, parts=parts, documents=tuple(place(one) for one in snapshot.documents))
