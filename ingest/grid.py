"""From a printed grid with merged cells to rows of equal length, every covered place filled with its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.source import Grid, Line

_BOX = re.compile(r"专\s*栏")
_NOTHING = ("", False)
LONGEST_TITLE = 60
_MOST_PLACES = 500_000  # a table of more is made to burst: its cells are taken as if none were merged


def fill(grid: Grid) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Rows of (text, filled); `filled` is true where a merged cell that begins elsewhere covers the place."""
    filled: list[dict[int, tuple[str, bool]]] = [{} for _ in grid.rows]  # by column
    height, width = len(grid.rows), 0
    places = sum(max(1, cell.columns) * max(1, min(cell.rows, height)) for row in grid.rows for cell in row)
    merged = places <= _MOST_PLACES
    for r, row in enumerate(grid.rows):
        here = filled[r]
        column = 0
        for cell in row:
            while column in here:
                column += 1
            text = cell.text.strip()
            here[column] = text, False
            columns = cell.columns if merged and cell.columns > 1 else 1
            if merged and (columns > 1 or cell.rows > 1):
                for below in filled[r : r + max(1, cell.rows)]:
                    for covered in range(column, column + columns):
                        below.setdefault(covered, (text, True))
            column += columns
        width = max(width, column)
    return tuple(tuple([row.get(column, _NOTHING) for column in range(width)]) for row in filled)


def titled_tables(items: Sequence[Line | Grid]) -> tuple[Line | Grid, ...]:
    """The same items, with the title that fills the first row of a table as a line above it.

    A 专栏 that is a table becomes a box: title and table bear the number of a frame of their own.
    """
    found: list[Line | Grid] = []
    frames = max((item.boxed for item in items if item.boxed is not None), default=0)
    for item in items:
        title = _title(item) if isinstance(item, Grid) else None
        if title is None or not isinstance(item, Grid):
            found.append(item)
            continue
        boxed = item.boxed
        if boxed is None and _BOX.match(title):
            frames += 1
            boxed = frames
        found.append(Line(title, page=item.page, centered=True, boxed=boxed, rectangles=item.rectangles[:1]))
        found.append(replace(item, rows=item.rows[1:], boxed=boxed))
    return tuple(found)


def _title(grid: Grid) -> str | None:
    if len(grid.rows) < 3 or len(grid.rows[0]) != 1 or grid.header_rows not in (None, 0, 1):
        return None
    (cell,) = grid.rows[0]
    width = max(sum(one.columns for one in row) for row in grid.rows)
    text = re.sub(r"\s*\n\s*", "", cell.text).strip()
    whole = cell.rows == 1 and cell.columns >= width > 1
    return text if whole and 0 < len(text) <= LONGEST_TITLE and not re.search(r"[。；]", text) else None
