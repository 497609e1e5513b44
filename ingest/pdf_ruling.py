"""Ruled lines -> lattices: places of a page where lines cross to make cells, or close to make one frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.pdf_page import Stroke

_SNAP = 3.0  # points: lines this near to each other are one line
_REACH = 4.0  # points: a line that ends this near to another meets it
_SHORTEST = 6.0
_NARROWEST = 7.0  # points: no column or row is narrower


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A cell (merged or not): the first column and row it covers, and how many of each."""

    column: int
    row: int
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """Crossing lines. xs and ys are the edges of columns and rows, in points; cells cover the whole of it.

    open_top, open_bottom: no line closes the lattice there (a table that goes on overleaf).
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[LatticeCell, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def one_column(self) -> bool:
        """Nothing is divided from left to right: a frame around text, with or without lines between its parts."""
        return all(cell.columns == len(self.xs) - 1 for cell in self.cells)

    def holds(self, x: float, y: float) -> bool:
        """True when the point lies inside."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1


def lattices(strokes: Sequence[Stroke]) -> list[Lattice]:
    """All lattices of a page, top to bottom. Lone lines (underlines, rules under a running head) are none."""
    across = _merged([s for s in strokes if s.horizontal])
    down = _merged([s for s in strokes if not s.horizontal])
    if not across or not down:
        return []
    found = []
    for rows, columns in _crossing(across, down):
        lattice = _lattice(rows, columns)
        if lattice is not None:
            found.append(lattice)
    return sorted(_outermost(found), key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merged(strokes: list[Stroke]) -> list[Stroke]:
    """Pieces on one line that touch or overlap put together; double lines become one."""
    merged: list[Stroke] = []
    group: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: (s.at, s.start)):
        if group and stroke.at - group[0].at > _SNAP:
            merged.extend(_chained(group))
            group = []
        group.append(stroke)
    merged.extend(_chained(group))
    return [s for s in merged if s.stop - s.start >= _SHORTEST]


def _chained(group: list[Stroke]) -> list[Stroke]:
    chains: list[Stroke] = []
    at = sum(s.at for s in group) / len(group) if group else 0.0
    for stroke in sorted(group, key=lambda s: s.start):
        if chains and stroke.start <= chains[-1].stop + _REACH:
            last = chains[-1]
            chains[-1] = Stroke(last.horizontal, at, last.start, max(last.stop, stroke.stop))
        else:
            chains.append(Stroke(stroke.horizontal, at, stroke.start, stroke.stop))
    return chains


def _meets(across: Stroke, down: Stroke) -> bool:
    return (
        across.start - _REACH <= down.at <= across.stop + _REACH
        and down.start - _REACH <= across.at <= down.stop + _REACH
    )


def _crossing(across: list[Stroke], down: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Connected groups of lines that meet."""
    parent = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for i, row in enumerate(across):
        for j, column in enumerate(down):
            if _meets(row, column):
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for i, row in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(column)
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(places: list[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NARROWEST:
            edges.append(place)
    return edges


def _lattice(rows: list[Stroke], columns: list[Stroke]) -> Lattice | None:
    left, right = min(s.start for s in rows), max(s.stop for s in rows)
    top, bottom = min(s.start for s in columns), max(s.stop for s in columns)
    xs = _edges([s.at for s in columns])
    ys = _edges([s.at for s in rows])
    closed_left, closed_right = left > xs[0] - 12, right < xs[-1] + 12
    open_top, open_bottom = top < ys[0] - 12, bottom > ys[-1] + 12
    # Tables are often printed without outer verticals, and without a last line where they go on overleaf.
    xs = ([] if closed_left else [left]) + xs + ([] if closed_right else [right])
    ys = ([top] if open_top else []) + ys + ([bottom] if open_bottom else [])
    if len(xs) < 2 or len(ys) < 2:
        return None
    return Lattice(tuple(xs), tuple(ys), _cells(xs, ys, rows, columns), open_top, open_bottom)


def _cells(xs: list[float], ys: list[float], rows: list[Stroke], columns: list[Stroke]) -> tuple[LatticeCell, ...]:
    """The squares between the edges, those without a line between them merged."""
    width, height = len(xs) - 1, len(ys) - 1
    parent = list(range(width * height))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    walls = {c: [s for s in columns if abs(s.at - xs[c]) <= _NARROWEST] for c in range(1, width)}
    floors = {r: [s for s in rows if abs(s.at - ys[r]) <= _NARROWEST] for r in range(1, height)}
    for r in range(height):
        for c in range(width):
            here = r * width + c
            if c + 1 < width and not _covered(walls[c + 1], ys[r], ys[r + 1]):
                parent[root(here)] = root(here + 1)
            if r + 1 < height and not _covered(floors[r + 1], xs[c], xs[c + 1]):
                parent[root(here)] = root(here + width)
    members: dict[int, list[tuple[int, int]]] = {}
    for r in range(height):
        for c in range(width):
            members.setdefault(root(r * width + c), []).append((r, c))
    cells: list[LatticeCell] = []
    for places in members.values():
        top, bottom = places[0][0], places[-1][0]
        left, right = min(c for _, c in places), max(c for _, c in places)
        if len(places) == (bottom - top + 1) * (right - left + 1):
            cells.append(LatticeCell(left, top, right - left + 1, bottom - top + 1))
        else:  # an L of squares is no cell: lines are missing, so each square stands alone
            cells.extend(LatticeCell(c, r, 1, 1) for r, c in places)
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _covered(lines: list[Stroke], start: float, stop: float) -> bool:
    middle, covered = (start + stop) / 2, 0.0
    for line in lines:
        covered += max(0.0, min(line.stop, stop) - max(line.start, start))
        if line.start <= middle <= line.stop and covered > 0.5 * (stop - start):
            return True
    return covered > 0.6 * (stop - start)


def _outermost(found: list[Lattice]) -> list[Lattice]:
    """Frames drawn twice, one inside the other, count once; a table inside a frame stays beside the frame."""
    kept: list[Lattice] = []
    for lattice in sorted(found, key=lambda one: -(one.xs[-1] - one.xs[0]) * (one.ys[-1] - one.ys[0])):
        twin = any(
            other.one_column
            and lattice.one_column
            and abs(other.xs[0] - lattice.xs[0]) < 12
            and abs(other.xs[-1] - lattice.xs[-1]) < 12
            and other.ys[0] - 12 < lattice.ys[0]
            and lattice.ys[-1] < other.ys[-1] + 12
            for other in kept
        )
        if not twin:
            kept.append(lattice)
    return kept
