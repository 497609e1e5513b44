"""Targets of tables: a row an indicator, a column a year; what lies before the plan's time is the base.

Also read: a column of target values without a year (that of the caption or of the plan), and places on the rows with
the indicator in the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Cell, Clause, Document, Span, Table
from nlp.bureaus.mention import merge_mentions, parse_cell
from nlp.column import BUREAU_COLUMNS, Column, classify_header
from nlp.commitment import Baseline, Binding, BureauMention, Comparator, Direction, Origin, Role, Target
from nlp.passage import Passage
from nlp.quantity import Quantity, find_quantities, is_unit
from nlp.targets.base import BASE_ANYWHERE, YEAR_ON_YEAR, base_year
from nlp.targets.name import ends_in_head, named_change
from nlp.targets.phrase import Reading, Saying, read_left, words
from nlp.targets.year import YearBook

_ROLES = {Column.LEAD: Role.LEAD, Column.RESPONSIBLE: Role.RESPONSIBLE, Column.SUPPORT: Role.SUPPORT}
_BINDING = {"约束": Binding.BINDING, "预期": Binding.ANTICIPATORY}
_YEAR = re.compile(r"(?:19|20)\d\d")
_GOAL = re.compile(r"目标|规划|预期|计划|指标值|考核|任务")
_BASE = re.compile(r"现状|基期|基准|基数|基础|实际|实现|完成|情况|以来|历史")
_VALUE_HEADER = re.compile(r"目标值?|规划值|指标值|考核值|规划目标|任务目标|数值|目标数")
_ABOUT_PAST = re.compile(r"完成情况|现状|情况表|评估|历史|“十三五”|“十二五”")
_UNIT_IN_BRACKETS = re.compile(r"[（(]([^（()）]{1,12})[)）][*＊①-⑳\d]*$")
_ROW_NUMBER = re.compile(
    r"^(?:\d{1,2}(?:[.．]\d{1,2})+[.．、]?(?=[\u4e00-\u9fffA-Z])|\d{1,2}(?=[\u4e00-\u9fff])(?![岁年个次小月日天类级户公人口家座项张万亿])|[（(]?[\d一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．](?!\d))\s*"
)
_NOTE = re.compile(r"\n\s*(?:(?:19|20)\d\d年|注[：:]|说明[：:])[^\n]*")  # a line of its own in the cell of a name
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_FOOTNOTE = re.compile(r"(?<=[\d%])[\[【〔]\d[\]】〕]$")  # 10809[1], while [13.5] is a sum over the years
_HEADER_ROWS = 3
_CUMULATIVE = str.maketrans("[]【】〔〕", "      ")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns of a table of targets hold what; `goals` are columns of promised values with their years."""

    header_rows: int
    names: tuple[int, ...]
    goals: tuple[tuple[int, int | None], ...]
    base: tuple[int, int | None] | None
    changes: tuple[int, ...]
    unit: int | None
    binding: int | None
    bureaus: tuple[tuple[int, Role], ...]
    by_place: bool
    headers: tuple[str, ...]


def _reads(document: Document, cell: Cell) -> str:
    return re.sub(r"\s+", "", document.read(cell.span))


def _header_rows(document: Document, table: Table) -> tuple[int, int]:
    """First and last row (exclusive) of the header; a row of one text across the table is its title."""
    first = 0
    while first < len(table.rows) - 1 and len({_reads(document, cell) for cell in table.rows[first]} - {""}) == 1:
        first += 1
        if first == _HEADER_ROWS:
            return 0, table.header_rows
    return (first, max(table.header_rows, first + 1)) if first else (0, table.header_rows)


def _headers(document: Document, table: Table, first: int, stop: int) -> tuple[str, ...]:
    """The header words above each column, each cell once."""
    rows = table.rows[first:stop]
    return tuple("".join(dict.fromkeys(_reads(document, row[at]) for row in rows)) for at in range(len(table.rows[0])))


def read_layout(document: Document, table: Table, years: YearBook, heading: str) -> _Layout | None:
    """The layout of a table of targets; None for any other table. heading: the titles above it."""
    if not table.rows:
        return None
    first, stop = _header_rows(document, table)
    headers = _headers(document, table, first, stop)
    title = "".join(_reads(document, row[0]) for row in table.rows[:first])
    caption = title + (document.read(table.caption) if table.caption else "")
    kinds = [classify_header(header) if header else None for header in headers]
    if {Column.PROJECT, Column.OWNER, Column.INVESTMENT, Column.SPAN, Column.MEASURE} & set(kinds) - {Column.PROJECT}:
        return None
    goals, base = _values(headers, kinds, years, caption or heading)
    if not goals or _is_about_past(caption, goals):
        return None
    by_place = Column.SITE in kinds and Column.INDICATOR not in kinds
    names = _names(document, table, kinds, stop, {at for at, _ in goals})
    telling = {Column.INDICATOR, Column.UNIT, Column.BINDING, Column.BASELINE} & set(kinds)
    goal_said = re.search(r"指标|目标", caption + "".join(headers[at] for at, _ in goals))
    if not names or not (telling or base or goal_said):
        return None
    return _Layout(
        stop,
        names,
        goals,
        base,
        tuple(at for at, kind in enumerate(kinds) if kind is Column.CHANGE),
        kinds.index(Column.UNIT) if Column.UNIT in kinds else None,
        kinds.index(Column.BINDING) if Column.BINDING in kinds else _binding_column(document, table, stop),
        tuple((at, _ROLES[kind]) for at, kind in enumerate(kinds) if kind in BUREAU_COLUMNS),
        by_place,
        headers,
    )


def _is_about_past(caption: str, goals: tuple[tuple[int, int | None], ...]) -> bool:
    return bool(_ABOUT_PAST.search(caption)) and not any(year and str(year) in caption for _, year in goals)


def _values(
    headers: tuple[str, ...], kinds: list[Column | None], years: YearBook, caption: str
) -> tuple[tuple[tuple[int, int | None], ...], tuple[int, int | None] | None]:
    """The columns of promised values with their years, and the column of the base with its year."""
    goals: list[tuple[int, int | None]] = []
    bases: list[tuple[int, int | None]] = []
    for at, (header, kind) in enumerate(zip(headers, kinds, strict=True)):
        printed = [int(year) for year in _YEAR.findall(header)]
        year = printed[-1] if printed else years.named(header)
        if kind is Column.BASELINE:
            bases.append((at, year))
        elif kind is Column.YEAR or (kind is None and (year or _VALUE_HEADER.search(header))):
            past = year is not None and years.calendar.is_history(year)
            if past or (_BASE.search(header) and not _GOAL.search(header)):
                bases.append((at, year))
            else:
                goals.append((at, year if year is not None else years.named(caption) or years.of_plan()))
    dated = [goal for goal in goals if goal[1] is not None]
    if not bases and len(dated) > 1 and years.calendar.present is None and not _GOAL.search(headers[dated[0][0]]):
        first = min(dated, key=lambda goal: goal[1] or 0)
        goals.remove(first)
        bases.append(first)
    return tuple(goals), max(bases, key=lambda base: (base[1] or 0, -base[0])) if bases else None


def _names(
    document: Document, table: Table, kinds: list[Column | None], stop: int, values: set[int]
) -> tuple[int, ...]:
    """The columns that name the indicator, the finest last."""
    named = tuple(at for at, kind in enumerate(kinds) if kind is Column.INDICATOR)
    if named:
        return named
    usable = {None, Column.GROUP, Column.PROJECT, Column.TASK, Column.SITE}
    limit = min(values)
    texts = [
        at
        for at, kind in enumerate(kinds[:limit])
        if kind in usable and not _is_binding(document, table, at, stop) and _is_text(document, table, at, stop)
    ]
    return tuple(texts[-1:])


def _column(document: Document, table: Table, at: int, stop: int) -> list[str]:
    return [_reads(document, row[at]) for row in table.rows[stop:]]


def _is_text(document: Document, table: Table, at: int, stop: int) -> bool:
    """True for a column that holds words, not numbers."""
    cells = _column(document, table, at, stop)
    return sum(len(cell) > 1 and not cell.isdigit() for cell in cells) * 2 > len(cells)


def _is_binding(document: Document, table: Table, at: int, stop: int) -> bool:
    """True for a column of 约束性 and 预期性, whatever stands above it."""
    cells = [cell for cell in _column(document, table, at, stop) if cell]
    return bool(cells) and sum(any(word in cell for word in _BINDING) for cell in cells) * 2 > len(cells)


def _binding_column(document: Document, table: Table, stop: int) -> int | None:
    width = len(table.rows[0])
    return next((at for at in range(width) if _is_binding(document, table, at, stop)), None)


def table_targets(document: Document, table: Table, layout: _Layout, at: int, clause: Clause) -> Iterator[Target]:
    """The targets of one row, one a column of promised values; ids are not given yet."""
    row = table.rows[at]
    named = _indicator(document, row, layout)
    if at < layout.header_rows or named is None or len({_reads(document, cell) for cell in row}) == 1:
        return
    name, place, unit = named
    if layout.unit is not None:
        unit = _reads(document, row[layout.unit]).strip("-—/") or unit
    values = [(column, year) for column, year in layout.goals if _value(document, row[column])]
    if not values and layout.goals:
        values = [(column, layout.goals[-1][1]) for column in layout.changes if _value(document, row[column])]
    for column, year in values:
        made = _value(document, row[column])
        assert made is not None
        quantity, reading = made
        title = _in_header(layout.headers[column]) if layout.by_place else ("", "")
        whole = f"{name}{title[0]}" if layout.by_place else name
        change, direction = _change(whole, reading, column in layout.changes)
        yield Target(
            id="",
            clause=clause.id,
            span=Span(min(place.start, row[column].span.start), max(place.stop, row[column].span.stop)),
            bureaus=_bureaus(document, row, layout),
            origin=Origin.TABLE,
            indicator=whole,
            comparator=quantity.comparator or reading.comparator or Comparator.EQUAL,
            value=quantity.value,
            value_max=quantity.value_max,
            unit=unit or title[1] or quantity.unit,
            year=year,
            baseline=_baseline(document, row, layout, row[column]) or _year_before(whole, year),
            change=change,
            direction=direction,
            binding=_binding(document, row, layout),
        )


def _indicator(document: Document, row: tuple[Cell, ...], layout: _Layout) -> tuple[str, Span, str] | None:
    """Name of the row's indicator, its cell, and the unit printed in brackets behind the name."""
    named = [(row[column].span, *_in_header(_printed_name(document, row[column]))) for column in layout.names]
    named = [(span, name, unit) for span, name, unit in named if len(name) > 1 and not name.isdigit()]
    if not named:
        return None
    span, name, unit = named[-1]
    above = next(((whole, its) for _, whole, its in reversed(named[:-1]) if whole != name), None)
    if above is None or unit or ends_in_head(name):
        return name, span, unit
    begun = words()["classes"].begins(above[0])  # 主要污染物减排量（吨） over 氨氮: 氨氮减排量
    return (name + above[0][begun.stop :] if begun else above[0] + name), span, above[1]


def _printed_name(document: Document, cell: Cell) -> str:
    """The words of a cell of names without row number, footnote signs and 其中."""
    printed = re.sub(r"\s+", "", _NOTE.sub("", document.read(cell.span)))
    return _ROW_NUMBER.sub("", printed).removeprefix("其中").rstrip("*＊").strip("：:")


def _in_header(text: str) -> tuple[str, str]:
    """Name and unit of 优良天数比率（%）; a year in the name is none of it."""
    match = _UNIT_IN_BRACKETS.search(text)
    unit = match[1] if match and is_unit(match[1]) else ""
    name = text[: match.start()] if match and unit else text
    name = re.sub(r"(?<=[率量例重度])\d$", "", name)  # the number of a footnote
    return re.sub(r"(?:19|20)\d\d年(?:度|底)?", "", name), unit


def _value(document: Document, cell: Cell) -> tuple[Quantity, Reading] | None:
    """The one number of a cell and the words before it; None for 完成省下达任务, for words and for two numbers."""
    text = BASE_ANYWHERE.sub("", _FOOTNOTE.sub("", _reads(document, cell)).translate(_CUMULATIVE).replace(" ", ""))
    found = [one for one in find_quantities(text) if not one.spelled]
    if len(found) != 1:
        return None
    quantity = found[0]
    reading = read_left(text[: quantity.start])
    rest = text[quantity.stop :].strip("*＊（）() 。；")
    if text[: reading.core_stop].strip("（("):
        return None
    return None if len(rest) > 2 and not rest.startswith(("的", "以")) else (quantity, reading)


def _change(name: str, reading: Reading, cumulative: bool) -> tuple[bool, Direction | None]:
    """Whether the values of an indicator are rises or falls: by the verb in the cell, else by the name."""
    if reading.saying in {Saying.UP, Saying.DOWN}:
        return True, Direction.UP if reading.saying is Saying.UP else Direction.DOWN
    named = named_change(name)
    return named is not None or cumulative, named


def _baseline(document: Document, row: tuple[Cell, ...], layout: _Layout, goal: Cell) -> Baseline | None:
    """The number of the base column; for 较2020年下降18% the year printed in the cell."""
    printed = BASE_ANYWHERE.search(_reads(document, goal))
    if printed:
        return Baseline(year=base_year(printed))
    if layout.base is None:
        return None
    column, year = layout.base
    number = _PLAIN_NUMBER.search(_reads(document, row[column]).replace(",", ""))
    return Baseline(Decimal(number.group()), year) if number else None


def _year_before(name: str, year: int | None) -> Baseline | None:
    """What the figures of a column 比增 are measured from."""
    return Baseline(year=year - 1) if year and YEAR_ON_YEAR.search(name) else None


def _bureaus(document: Document, row: tuple[Cell, ...], layout: _Layout) -> tuple[BureauMention, ...]:
    found: list[BureauMention] = []
    for at, role in layout.bureaus:
        found.extend(parse_cell(Passage.read(document, row[at].span), role, document.level))
    return merge_mentions(tuple(found))


def _binding(document: Document, row: tuple[Cell, ...], layout: _Layout) -> Binding | None:
    if layout.binding is None:
        return None
    text = _reads(document, row[layout.binding])
    return next((kind for word, kind in _BINDING.items() if word in text), None)
