"""Lattices with the glyphs inside -> grids of cells; grids cut by the end of a page put together again."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.document import Rectangle
from ingest.pdf_lines import PrintedLine, joined, printed_lines, shown
from ingest.pdf_page import Glyph, Page
from ingest.pdf_ruling import Lattice
from ingest.source import Grid, GridCell

# 1. …   （1） …   ① …   一、 …   at the start of a line inside a cell
_NUMBERED = re.compile(
    r"(?:\d{1,2}\s?[.．、](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}、)"
)
_SENTENCE_ENDS = "。；;！？"
_LONGEST_NAME = 12  # characters: longer texts of a cell are sentences


@dataclass(frozen=True, slots=True)
class PageGrid:
    """A grid with the place it was found at; xs are its column edges.

    repeated: the pages on which its header is printed again, with what is printed there.
    """

    grid: Grid
    xs: tuple[float, ...]
    top: float
    bottom: float
    last_page: int
    repeated: tuple[tuple[int, str], ...] = ()


def page_grid(page: Page, lattice: Lattice, glyphs: Sequence[Glyph]) -> PageGrid | None:
    """The table that a lattice draws, or None when it is none (a frame, a drawing, an empty form)."""
    if lattice.one_column or len(lattice.cells) < 2:
        return None
    inside: dict[int, list[Glyph]] = {}
    column_of, row_of = _finder(lattice.xs), _finder(lattice.ys)
    owner = {
        (cell.column + c, cell.row + r): number
        for number, cell in enumerate(lattice.cells)
        for c in range(cell.columns)
        for r in range(cell.rows)
    }
    for glyph in glyphs:
        place = (column_of((glyph.left + glyph.right) / 2), row_of(glyph.base - 0.3 * glyph.size))
        inside.setdefault(owner[place], []).append(glyph)
    texts = [_cell_text(printed_lines(page, inside.get(number, ()))) for number in range(len(lattice.cells))]
    if sum(1 for text in texts if text) < 2:
        return None
    rows: list[list[GridCell]] = [[] for _ in range(len(lattice.ys) - 1)]
    for cell, text in zip(lattice.cells, texts, strict=True):
        rows[cell.row].append(GridCell(text, cell.columns, cell.rows))
    grid = Grid(
        rows=tuple(tuple(row) for row in rows),
        page=page.number,
        rectangles=(shown(page, lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1]),),
    )
    return PageGrid(tidy(grid), lattice.xs, lattice.ys[0], lattice.ys[-1], page.number)


def _finder(edges: Sequence[float]) -> Callable[[float], int]:
    last = len(edges) - 2
    return lambda place: min(max(bisect_right(edges, place) - 1, 0), last)


def _cell_text(lines: list[PrintedLine]) -> str:
    """The lines of a cell as one text; a newline only where a new paragraph begins inside the cell."""
    if not lines:
        return ""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    text = lines[0].text
    for before, line in itertools.pairwise(lines):
        ended = before.right < right - 1.2 * before.size and before.text[-1] in _SENTENCE_ENDS
        numbered = bool(_NUMBERED.match(line.text)) and before.text[-1] in "。；;：:，！？"
        indented = line.left > left + 1.5 * line.size and before.left <= left + 0.5 * line.size and ended
        text = f"{text}\n{line.text}" if ended or numbered or indented else joined(text, line.text)
    return text


def tidy(grid: Grid) -> Grid:
    """Rows in which no cell begins taken out, and the row counts of the cells that pass through them lessened."""
    occupied = [bool(row) for row in grid.rows]
    if all(occupied):
        return grid
    rows = []
    for number, row in enumerate(grid.rows):
        if row:
            spans = tuple(replace(cell, rows=max(1, sum(occupied[number : number + cell.rows]))) for cell in row)
            rows.append(spans)
    return replace(grid, rows=tuple(rows))


def continues(first: PageGrid, second: PageGrid) -> bool:
    """True when `second`, at the top of the next page, goes on with the columns of `first`."""
    shift = second.xs[0] - first.xs[0]  # margins of left and right pages may differ
    if abs(shift) > 60 or abs(second.xs[-1] - first.xs[-1] - shift) > 12:
        return False
    if len(first.xs) == len(second.xs) and _same_row(first.grid.rows[0], second.grid.rows[0]):
        return True  # the header is repeated, whatever became of the columns
    return _common_edges(first, second) is not None


def _common_edges(first: PageGrid, second: PageGrid) -> tuple[float, ...] | None:
    """The column edges of both, in the place of `first`; None when neither has all the edges of the other."""
    shift = second.xs[0] - first.xs[0]
    moved = tuple(x - shift for x in second.xs)
    more, fewer = (first.xs, moved) if len(first.xs) >= len(moved) else (moved, first.xs)
    if len(fewer) < 3:
        return None
    for edge in fewer:
        if not any(abs(edge - other) < 6 for other in more):
            return None
    return more


def _spread(grid: Grid, own: Sequence[float], edges: Sequence[float]) -> Grid:
    """The same cells counted in finer columns: `edges` holds all of `own` and more."""
    if len(own) == len(edges):
        return grid
    place = [min(range(len(edges)), key=lambda n: abs(edges[n] - edge)) for edge in own]
    owners = _owners(list(grid.rows), len(own) - 1)
    rows = []
    for r, row in enumerate(grid.rows):
        wider = []
        for position, cell in enumerate(row):
            columns = [c for c, owner in enumerate(owners[r]) if owner == (r, position)]
            width = place[columns[-1] + 1] - place[columns[0]] if columns else cell.columns
            wider.append(replace(cell, columns=max(1, width)))
        rows.append(tuple(wider))
    return replace(grid, rows=tuple(rows))


def appended(first: PageGrid, second: PageGrid) -> PageGrid:
    """One grid out of two pages: a repeated header is dropped, a row cut by the page's end is put together."""
    edges = _common_edges(first, second)
    shift = second.xs[0] - first.xs[0]
    above, rows = list(first.grid.rows), list(second.grid.rows)
    if edges is not None:
        above = list(_spread(first.grid, first.xs, edges).rows)
        rows = list(_spread(second.grid, [x - shift for x in second.xs], edges).rows)
    repeated = 0
    while (
        repeated < min(_header_height(above), len(rows), len(above))
        and rows[repeated]
        and _same_row(rows[repeated], above[repeated])
    ):
        repeated += 1
    if any(cell.rows > repeated - n for n in range(repeated) for cell in rows[n]):
        repeated = 0
    headers = tuple((second.last_page, " ".join(filter(None, (cell.text for cell in row)))) for row in rows[:repeated])
    rows = rows[repeated:]
    merged = _stitched(above, rows, len(edges or first.xs) - 1)
    rectangles: tuple[Rectangle, ...] = first.grid.rectangles + second.grid.rectangles
    grid = tidy(replace(first.grid, rows=tuple(merged), rectangles=rectangles))
    xs = tuple(x + shift for x in edges) if edges else second.xs
    return PageGrid(grid, xs, second.top, second.bottom, second.last_page, first.repeated + headers)


def _header_height(rows: Sequence[Sequence[GridCell]]) -> int:
    """Rows that a header can have: as many as its tallest cell, one more below a title that fills the first row."""
    return max((cell.rows for cell in rows[0]), default=1) + (len(rows[0]) == 1)


def _same_row(row: Sequence[GridCell], other: Sequence[GridCell]) -> bool:
    plain = [re.sub(r"\s", "", cell.text) for cell in row]
    return any(plain) and plain == [re.sub(r"\s", "", cell.text) for cell in other]


def _stitched(
    above: list[tuple[GridCell, ...]], below: list[tuple[GridCell, ...]], width: int
) -> list[tuple[GridCell, ...]]:
    """`below` under `above`. An empty merged cell at the cut goes on with the merged cell above it."""
    if not above or not below:
        return above + below
    owners = _owners(above, width)
    tops = _owners(below, width)
    first_row = [place for place in dict.fromkeys(tops[0]) if place is not None and place[0] == 0]
    grouping = _grouping_columns(above, owners) | _grouping_columns(below, tops)
    cut = _cut_row(above, below, owners, tops, named=0 not in grouping)
    grouping |= {0}
    growth: dict[tuple[int, int], tuple[int, str]] = {}
    gone: set[int] = set()
    for column, place in enumerate(tops[0]):
        host = owners[-1][column]
        if place is None or host is None or place not in first_row or place[1] in gone:
            continue
        cell = below[0][place[1]]
        wide = [c for c, p in enumerate(tops[0]) if p == place]
        if wide != [c for c, p in enumerate(owners[-1]) if p == host]:
            continue
        if cut or (not cell.text and (column in grouping or cell.rows > 1)):
            # The row that is cut in two counts once; a merged cell goes on for all of its rows below.
            growth[host] = (cell.rows - (1 if cut else 0), cell.text)
            gone.add(place[1])
    if cut and len(gone) != len(first_row):
        return above + below
    result = [list(row) for row in above]
    for (row, position), (more, text) in growth.items():
        cell = result[row][position]
        result[row][position] = replace(cell, text=joined(cell.text, text), rows=cell.rows + more)
    rest = [tuple(cell for n, cell in enumerate(below[0]) if n not in gone), *below[1:]]
    if cut:
        rest = rest[1:]
    return [tuple(row) for row in result] + rest


def _grouping_columns(rows: list[tuple[GridCell, ...]], owners: list[list[tuple[int, int] | None]]) -> set[int]:
    """Columns in which some cell covers several rows."""
    return {
        column
        for row in owners
        for column, place in enumerate(row)
        if place is not None and rows[place[0]][place[1]].rows > 1
    }


def _cut_row(
    above: list[tuple[GridCell, ...]],
    below: list[tuple[GridCell, ...]],
    owners: list[list[tuple[int, int] | None]],
    tops: list[list[tuple[int, int] | None]],
    named: bool,
) -> bool:
    """The first row below is the rest of the last row above: what names the row is empty, some sentence goes on.

    Where most cells go on, one of them must show it. named: each row of the table has a name or a number of its own,
    so that one long cell with nothing beside it goes on even behind the end of a sentence.
    """
    lead = tops[0][0]
    if lead is None or below[0][lead[1]].text or not owners[-1] or len(tops[0]) != len(owners[-1]):
        return False
    texts = [cell.text for cell in below[0]]
    blank = sum(1 for text in texts if not text)
    torn = blank >= 0.5 * len(texts)
    alone = named and len(texts) > 3 and blank == len(texts) - 1
    for column, place in enumerate(tops[0]):
        host = owners[-1][column]
        if place is None or host is None or not below[0][place[1]].text:
            continue
        before, after = above[host[0]][host[1]].text, below[0][place[1]].text
        if not before or (before[-1] in _SENTENCE_ENDS and not alone):
            return False
        torn = torn or _torn(before, after)
    return torn


def _torn(before: str, after: str) -> bool:
    """A bracket opened above is closed below, or a text that is closed below is not closed above."""
    opened = any(before.count(one) > before.count(other) and after.count(other) > after.count(one)
                 for one, other in ("《》", "（）", "“”"))  # fmt: skip
    return opened or (len(before) > _LONGEST_NAME and after[-1] in _SENTENCE_ENDS)


def _owners(rows: list[tuple[GridCell, ...]], width: int) -> list[list[tuple[int, int] | None]]:
    """For each square of the grid the row and position of the cell that covers it."""
    owners: list[list[tuple[int, int] | None]] = [[None] * width for _ in rows]
    for r, row in enumerate(rows):
        column = 0
        for position, cell in enumerate(row):
            while column < width and owners[r][column] is not None:
                column += 1
            for below in range(r, min(len(rows), r + cell.rows)):
                for c in range(column, min(width, column + cell.columns)):
                    owners[below][c] = (r, position)
            column += cell.columns
    return owners
