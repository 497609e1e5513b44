"""Tables as a rule sees them: which column names the indicator, which gives the unit, which hold which year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Cell, Document, Span, Table
from nlp.column import Column, classify_columns, header_text

NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PAST = re.compile(r"现状|基期|基准|基础|完成|实际|实绩|历史|“十三五”末|当前|目前")


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values. past: it reports what was, by its header words."""

    index: int
    year: int | None
    past: bool


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """A table with a column of indicators; `unit` is the place of the column of units where it has one."""

    table: Table
    name: int
    unit: int | None
    values: tuple[ValueColumn, ...]

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows below the header."""
        return self.table.rows[self.table.header_rows :]

    @property
    def header(self) -> Span:
        """The lowest row of the header."""
        row = self.table.rows[self.table.header_rows - 1]
        return Span(row[0].span.start, row[-1].span.stop)


def indicator_table(document: Document, table: Table) -> IndicatorTable | None:
    """The table as one of indicators; None where no column is headed so or there is no column of values."""
    if not table.rows or not table.header_rows or len(table.rows) <= table.header_rows:
        return None
    kinds = classify_columns(document, table)
    names = [at for at, kind in enumerate(kinds) if kind is Column.INDICATOR]
    units = [at for at, kind in enumerate(kinds) if kind is Column.UNIT]
    values = []
    for at, kind in enumerate(kinds):
        words = header_text(document, table, at)
        year = _YEAR.search(words)
        if kind is Column.BASELINE or (year and kind in {Column.YEAR, None}) or "目标" in words:
            past = kind is Column.BASELINE or bool(_PAST.search(words))
            values.append(ValueColumn(at, int(year.group()) if year else None, past))
    if not names or not values:
        return None
    return IndicatorTable(table, names[-1], units[0] if units else None, tuple(values))


def number(document: Document, cell: Cell) -> Decimal | None:
    """The number that a cell holds, None for every other content."""
    text = document.read(cell.span).strip().rstrip("%％")
    return Decimal(text.replace(",", "")) if NUMBER.fullmatch(text) else None
