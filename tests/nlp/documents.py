"""Plans for tests, written where they are read: a string is a paragraph, a list of rows is a table."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.assemble import assemble
from ingest.document import Document
from ingest.source import Grid, GridCell, Line, SourceFile

Rows = Sequence[Sequence[str | GridCell]]


def plan(*items: str | Rows) -> Document:
    """A document of the given paragraphs and tables; several lines in one string are several paragraphs."""
    content: list[Line | Grid] = []
    for item in items:
        if isinstance(item, str):
            content.extend(Line(line.strip()) for line in item.strip().splitlines())
        else:
            rows = (tuple(cell if isinstance(cell, GridCell) else GridCell(cell) for cell in row) for row in item)
            content.append(Grid(tuple(rows)))
    return assemble(SourceFile(tuple(content)), "plan.txt", "plan")
