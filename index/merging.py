"""Which parts of a workspace become one: few enough to search quickly, seldom enough that growing stays cheap.

Parts are of one tier when they have about as many rows; TIER parts of one tier become one of the next. So each clause
is moved a few times in the life of a workspace, and a plan that is added touches small parts only. A part most of whose
rows are gone is written anew at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from index.catalogue import Placed
from index.part import description, merge_parts, part_name
from index.snapshot import Snapshot, part_folder

TIER = 6  # parts of one tier that are merged, and by how much the tiers differ
SMALL = 2_000  # rows of the first tier


def merged(folder: Path, snapshot: Snapshot, taken: Collection[str], everything: bool = False) -> Snapshot:
    """The snapshot with parts merged where that is due. taken: names of parts that must stay as they are, because the
    snapshot in force needs them. everything: merge all into one part without rows that are gone."""
    while group := _due(folder, snapshot, everything):
        snapshot = _merge(folder, snapshot, group, taken)
    return snapshot


def _due(folder: Path, snapshot: Snapshot, everything: bool) -> tuple[int, ...]:
    """The parts to be merged next, none when nothing is due."""
    live = [0] * len(snapshot.parts)
    for one in snapshot.documents:
        live[one.part] += one.rows
    whole = [int(description(part_folder(folder, name))["rows"]) for name in snapshot.parts]
    if everything:
        settled = len(live) == 1 and live == whole
        return () if settled else tuple(range(len(live)))
    tiers: dict[int, list[int]] = {}
    for part, rows in enumerate(live):
        if rows < whole[part] / 2:
            return (part,)
        tiers.setdefault(_tier(rows), []).append(part)
    return next((tuple(parts) for _, parts in sorted(tiers.items()) if len(parts) >= TIER), ())


def _tier(rows: int) -> int:
    tier, limit = 0, SMALL
    while rows >= limit:
        tier, limit = tier + 1, limit * TIER
    return tier


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
