"""Series of figures over years, read from tables: a row a label under years, or a column a label beside years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Cell, Document, Span, Table
from nlp.column import header_text
from rules.passage import row_span
from rules.table import NUMBER, number

_YEAR = re.compile(r"^\s*((?:19|20)\d\d)\s*年?\s*(?:实际|完成值?|值)?$")
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*/\s*-?\d+(?:\.\d+)?\s*")  # 33.2/9.07 below 输入/出
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one year and the table row that prints it."""

    year: int
    value: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity over at least three years, in order of years."""

    label: str
    points: tuple[Point, ...]

    def since(self, first: int | None, last: int | None) -> tuple[Point, ...]:
        """The points of a stretch of years; None leaves that end open."""
        return tuple(p for p in self.points if (first is None or p.year >= first) and (last is None or p.year <= last))


def series_of(document: Document) -> tuple[Series, ...]:
    """Every series that the tables of a document print."""
    return tuple(one for table in document.tables for one in (*_across(document, table), *_down(document, table)))


def _year(text: str) -> int | None:
    match = _YEAR.match(text)
    return int(match[1]) if match else None


def _value(document: Document, cell: Cell) -> Decimal | None:
    pair = _PAIR.fullmatch(document.read(cell.span))
    return Decimal(pair[1]) if pair else number(document, cell)


def _across(document: Document, table: Table) -> Iterator[Series]:
    if not table.header_rows or not table.rows:
        return
    years = {at: year for at in range(len(table.rows[0])) if (year := _year(header_text(document, table, at)))}
    if len(years) < _FEWEST:
        return
    for row in table.rows[table.header_rows :]:
        names = [document.read(cell.span).strip() for at, cell in enumerate(row) if at not in years]
        label = next((name for name in names if name and not NUMBER.fullmatch(name)), "")
        points = [Point(year, value, row_span(row)) for at, year in years.items()
                  if (value := _value(document, row[at])) is not None]  # fmt: skip
        if label and len(points) >= _FEWEST:
            yield Series(label, tuple(sorted(points, key=lambda point: point.year)))


def _down(document: Document, table: Table) -> Iterator[Series]:
    below = [row for row in table.rows[table.header_rows :] if row]
    rows = [(year, row) for row in below if (year := _year(document.read(row[0].span)))]
    if not table.header_rows or len(rows) < _FEWEST:
        return
    for at in range(1, len(table.rows[0])):
        label = header_text(document, table, at)
        points = [Point(year, value, row_span(row)) for year, row in rows
                  if (value := _value(document, row[at])) is not None]  # fmt: skip
        if label and len(points) >= _FEWEST:
            yield Series(label, tuple(sorted(points, key=lambda point: point.year)))
