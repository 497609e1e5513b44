"""Rows of annexed lists of projects: what is built, by whom, from when to when, for how much money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from ingest.document import Cell, Clause, Document, PartialDate, Span, Table
from nlp.column import BUREAU_COLUMNS, Column, classify_columns, header_text
from nlp.commitment import Origin, Project
from nlp.tasks.table import clause_rows

# what a list of projects says of each besides its name
_TELLING = {
    Column.OWNER,
    Column.SPAN,
    Column.START,
    Column.END,
    Column.INVESTMENT,
    Column.PART_INVESTMENT,
    Column.SCALE,
}
_TOTAL = re.compile(r"^(?:合计|总计|共计|小计|总和|累计)|(?:合计|小计)$")
# （一）产业绿色发展（7）, 一、能源领域（共12项）
_GROUP_NUMBER = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.．])")
_GROUP_COUNT = re.compile(r"[（(](?:共|合计|计)?\d+(?:个|项)?(?:项目)?[）)]$|[:：]$")
# 2025年6月, 2025.6, 2025-06, 2025/6/1, 2025
_DATE = re.compile(
    r"(?P<year>20\d\d|19\d\d)(?:\s*[年.．/-]\s*(?P<month>1[0-2]|0?[1-9])(?!\d)(?:\s*[月.．/-]\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?)?月?|年)?"
)
# 6月 behind 2025年3月至
_MONTH = re.compile(r"(?:至|到|-|—|－|–|~|～)\s*(?P<month>1[0-2]|0?[1-9])\s*月")
# what a group row may print besides its name: its number, sums and counts
_SERIAL = re.compile(r"[（(]?[一二三四五六七八九十百\d]+[）)]?[、.．]?|[\d.,，%]+(?:[亿万]?元|个|项)?|[-—/]+")
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?$")
_FEWEST_COLUMNS = 3
_AMOUNT = re.compile(r"\d[\d,，]*(?:\.\d+)?")
_MONEY = re.compile(r"(?:万|亿|百万|千万|千)?元|万美元|亿美元")
# 单位：万元 in a line above a table
_STATED_UNIT = re.compile(r"单位\s*[:：][^\n]{0,12}元")
_ABOVE = 40


def _reads(document: Document, row: tuple[Cell, ...], at: int | None) -> str:
    return "" if at is None else re.sub(r"\s+", "", document.read(row[at].span))


def parse_dates(text: str) -> tuple[PartialDate, ...]:
    """The dates of a cell in order, as precise as printed: 2025.6-2026.12 -> 2025-06, 2026-12."""
    dates = []
    stop = 0
    for match in _DATE.finditer(text):
        dates.append(
            PartialDate(
                int(match["year"]),
                int(match["month"]) if match["month"] else None,
                int(match["day"]) if match["day"] else None,
            )
        )
        stop = match.end()
    only_month = _MONTH.match(text, stop) if len(dates) == 1 else None
    if only_month:
        dates.append(PartialDate(dates[0].year, int(only_month["month"])))
    return tuple(dates)


def parse_amount(text: str) -> tuple[Decimal | None, str | None]:
    """The sum of money in a cell and its unit, where the cell prints one."""
    match = _AMOUNT.search(text)
    if match is None:
        return None, None
    try:
        value = Decimal(re.sub(r"[,，]", "", match.group()))
    except InvalidOperation:
        return None, None
    unit = _MONEY.match(text, match.end())
    return value, unit.group() if unit else None


class _ProjectTable:
    """One list of projects: which column holds what, and the unit that its header gives."""

    def __init__(self, document: Document, number: int, kinds: tuple[Column | None, ...]) -> None:
        self.document = document
        self.number = number
        self.table: Table = document.tables[number]
        self.kinds = kinds
        self.name = self.at(Column.PROJECT)
        self.group = self.at(Column.GROUP)
        money = self.at(Column.INVESTMENT)
        self.money = money
        heading = header_text(document, self.table, money) if money is not None else ""
        caption = document.read(self.table.caption) if self.table.caption else ""
        above = document.text[max(0, self.table.span.start - _ABOVE) : self.table.span.start]
        stated = _STATED_UNIT.search(above)
        unit = _MONEY.search(heading) or _MONEY.search(caption) or (_MONEY.search(stated.group()) if stated else None)
        self.unit = unit.group() if unit else None
        owner = self.at(Column.OWNER)
        self.owner = (
            owner if owner is not None else next((at for at, kind in enumerate(kinds) if kind in BUREAU_COLUMNS), None)
        )

    def at(self, column: Column) -> int | None:
        """The first column of that kind."""
        return next((at for at, kind in enumerate(self.kinds) if kind is column), None)

    def projects(self, rows: dict[tuple[int, int], Clause]) -> Iterator[Project]:
        group: str | None = None
        for at, row in enumerate(self.table.rows):
            if at < self.table.header_rows:
                continue
            heading = self.group_row(row)
            if heading is not None:
                group = heading or group
                continue
            clause = rows.get((self.number, at))
            name = _reads(self.document, row, self.name)
            if clause is None or not name or _TOTAL.search(name) or _TOTAL.search(_reads(self.document, row, 0)):
                continue
            yield self.project(row, clause, name, group)

    def group_row(self, row: tuple[Cell, ...]) -> str | None:
        """The heading of a group where one cell covers the columns that tell of a project; "" for a row of nothing."""
        texts = [re.sub(r"\s+", "", self.document.read(cell.span)) for cell in row]
        telling = [text for text in texts if text and not _SERIAL.fullmatch(text)]
        if not telling:
            return ""
        if len(set(telling)) > 1 or len(row) < _FEWEST_COLUMNS:
            return None
        spread = len(telling) > 1 or not any(texts[at] for at in range(len(row)) if self.kinds[at] in _TELLING)
        numbered = _GROUP_NUMBER.match(telling[0]) or _GROUP_COUNT.search(telling[0]) or _ORDINAL.match(texts[0])
        named = self.name is not None and texts[self.name] == telling[0]
        return self.clean(telling[0]) if spread and (numbered or len(telling) > 1 or not named) else None

    @staticmethod
    def clean(text: str) -> str:
        """（一）产业绿色发展（7） -> 产业绿色发展."""
        plain = _GROUP_COUNT.sub("", _GROUP_NUMBER.sub("", text))
        return "" if _TOTAL.search(plain) else plain

    def project(self, row: tuple[Cell, ...], clause: Clause, name: str, group: str | None) -> Project:
        document = self.document
        number = re.search(r"\d+", _reads(document, row, self.at(Column.NUMBER)))
        start, end = self.dates(row)
        investment, unit = parse_amount(_reads(document, row, self.money))
        own_group = _reads(document, row, self.group)
        assert self.name is not None
        span: Span = row[self.name].span
        return Project(
            id="",
            clause=clause.id,
            span=span,
            origin=Origin.ANNEX,
            number=int(number.group()) if number else None,
            name=name,
            owner=_reads(document, row, self.owner) or None,
            start=start,
            end=end,
            investment=investment,
            unit=(unit or self.unit) if investment is not None else None,
            group=self.clean(own_group) or group if own_group else group,
        )

    def dates(self, row: tuple[Cell, ...]) -> tuple[PartialDate | None, PartialDate | None]:
        """When a project begins and ends; one date alone in 建设周期 is its end."""
        document = self.document
        start = parse_dates(_reads(document, row, self.at(Column.START)))
        end = parse_dates(_reads(document, row, self.at(Column.END)))
        if start or end:
            return (start[0] if start else None), (end[-1] if end else None)
        both = parse_dates(_reads(document, row, self.at(Column.SPAN)))
        if not both:
            both = parse_dates(_reads(document, row, self.at(Column.DEADLINE)))
        if not both:
            return None, None
        return (both[0] if len(both) > 1 else None), both[-1]


def find_projects(document: Document) -> tuple[Project, ...]:
    """The rows of every annexed list of projects, in document order; ids are not given yet."""
    rows = clause_rows(document)
    projects: list[Project] = []
    for number, table in enumerate(document.tables):
        kinds = classify_columns(document, table)
        if Column.PROJECT in kinds and _TELLING & set(kinds):
            projects.extend(_ProjectTable(document, number, kinds).projects(rows))
    return tuple(projects)
