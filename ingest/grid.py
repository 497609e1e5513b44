"""From a printed grid with merged cells to rows of equal length, every covered place filled with its text."""

from __future__ import annotations

from ingest.source import Grid


def fill(grid: Grid) -> tuple[tuple[tuple[str, bool], ...], ...]:
    """Rows of (text, filled); `filled` is true where a merged cell that begins elsewhere covers the place."""
    covered: dict[tuple[int, int], tuple[str, bool]] = {}
    width = 0
    for r, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while (r, column) in covered:
                column += 1
            for down in range(max(1, min(cell.rows, len(grid.rows) - r))):
                for across in range(max(1, cell.columns)):
                    covered.setdefault((r + down, column + across), (cell.text.strip(), bool(down or across)))
            column += max(1, cell.columns)
            width = max(width, column)
    return tuple(tuple(covered.get((r, c), ("", False)) for c in range(width)) for r in range(len(grid.rows)))
