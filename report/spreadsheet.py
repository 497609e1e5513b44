"""Tables as an Excel workbook: filtered, frozen, set up for A4 paper, and text that stays text.

Cells are written as what they are (text, number, day): text of a plan never becomes a formula or a link.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

from ingest.document import PartialDate
from report.analysis import SEVERITY_NAMES
from report.wording import decimal_text
from rules.finding import Severity

LONGEST_CELL = 32_767  # characters, a limit of the format
LONGEST_NAME = 31  # characters of a sheet's name, another
LINE_HEIGHT = 13.5  # points
MOST_LINES = 10  # shown of a long cell; a click on the cell shows the rest
CUT = "……（全文见原文件）"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SHADES = ("FFFFFF", "DCE8F2", "B9D2E6", "8FB6D6", "5F94BF", "3A73A3")  # of a cell, from a gap to the most
_A4 = 9  # the format's number for the paper
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets do not agree on how days are counted
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_WARNED: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that is shown with a word before it and counts without it: ≥18, 下降13.5."""

    value: Decimal
    prefix: str

    def __str__(self) -> str:
        return self.prefix + decimal_text(self.value)


@dataclass(frozen=True, slots=True)
class SheetLink:
    """The name of another sheet of the workbook, leading there."""

    sheet: str

    def __str__(self) -> str:
        return self.sheet


Value = str | int | float | Decimal | date | PartialDate | Measure | SheetLink | None
HEAT = {
    "type": "2_color_scale", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1,
    "min_color": "#FFFFFF", "max_color": "#6F93BD",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: name, columns with their widths in characters, rows.

    marked: the column whose severity is coloured. printed: how many columns go on paper, all where None. shades: how
    dark the cells behind the first column are, row by row. frozen: columns that stay in sight. heat: columns of shares,
    0 to 1, that are the darker the greater. merged: columns whose equal neighbours look like one cell, each within the
    one before it; every cell keeps its value, so that filters find it.
    """

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]
    marked: int | None = None
    printed: int | None = None
    shades: tuple[tuple[int, ...], ...] = ()
    frozen: int = 2
    heat: tuple[int, ...] = ()
    merged: tuple[int, ...] = ()


def runs(table: Sheet) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row (from 0) of the cells that look like one."""
    for depth, column in enumerate(table.merged):
        inside = table.merged[: depth + 1]
        start = 0
        for _, group in groupby(table.rows, key=lambda row: [row[place] for place in inside]):
            length = len(list(group))
            if length > 1 and table.rows[start][column] not in (None, ""):
                yield column, start, start + length - 1
            start += length


def sheet_names(wanted: Iterable[str]) -> tuple[str, ...]:
    """Names that a workbook takes: without its signs, short enough, no two the same."""
    taken: dict[str, None] = {}
    for name in wanted:
        plain = _NO_NAME.sub(" ", cell_text(name)).strip().strip("'") or "表"
        made, number = plain[:LONGEST_NAME], 1
        while made.casefold() in {one.casefold() for one in taken}:
            number += 1
            tail = f"（{number}）"
            made = plain[: LONGEST_NAME - len(tail)] + tail
        taken[made] = None
    return tuple(taken)


def cell_text(text: str) -> str:
    """Text that a cell can hold: no control characters, at most LONGEST_CELL long."""
    text = _UNPRINTABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def looks_like_formula(text: str) -> bool:
    """True for text that a spreadsheet might take for a formula when a person edits it or opens it from a csv file."""
    return text.lstrip(" ").startswith(FORMULA_SIGNS)


def row_height(values: Iterable[Value], widths: Iterable[int]) -> float:
    """Height of a row in points that shows its longest cell, or the first MOST_LINES lines of it.

    Spreadsheets other than Excel do not fit the row to wrapped text by themselves.
    """
    cells = zip(values, widths, strict=True)
    lines = max((_lines(str(value), width) for value, width in cells if value is not None), default=1)
    return LINE_HEIGHT * min(lines, MOST_LINES) + 3


def _lines(text: str, width: int) -> int:
    """How many lines a column of that width breaks the text into; a Chinese character is two wide."""
    room = width - 1
    return sum(
        max(1, math.ceil(sum(1 + (east_asian_width(sign) in "WFA") for sign in line) / room))
        for line in text[: room * MOST_LINES].split("\n")
    )


def write_workbook(tables: Sequence[Sheet], created: datetime, title: str = "规核 规划核查结果") -> bytes:
    """The workbook as bytes; `created` goes into its properties, so that the same tables give the same bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": title, "created": created})
        styles = _Styles(workbook)
        for table in tables:
            _write_sheet(workbook, table, styles)
    return buffer.getvalue()


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[str, Any] = {}
        self._font = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1, "border_color": "#C8CDD3"}
        self._looks: dict[str, dict[str, Any]] = {
            "head": {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "align": "center",
                     "valign": "vcenter", "text_wrap": True},
            "text": {"text_wrap": True},
            # quote_prefix: stays text even after a person has edited the cell
            "quoted": {"text_wrap": True, "quote_prefix": True},
            "middle": {"text_wrap": True, "valign": "vcenter", "quote_prefix": True},
            "number": {"align": "center"},
            "link": {"text_wrap": True, "font_color": "#1B5E9E", "underline": 1},
            "error": {"align": "center", "bold": True, "font_color": "#A3212B"},
            "warning": {"align": "center", "font_color": "#8A5A00"},
            "info": {"align": "center", "font_color": "#3F5B78"},
        }  # fmt: skip

    def __getitem__(self, name: str) -> Any:
        return self._format(name, self._looks[name])

    def numbered(self, form: str) -> Any:
        """Numbers and days in that form."""
        return self._format(f"form {form}", {"align": "center", "num_format": form})

    def shaded(self, depth: int) -> Any:
        """Numbers on a ground of that depth."""
        colour = {"bg_color": f"#{SHADES[depth]}", "font_color": "#FFFFFF" if depth > 3 else "#1D2733"}
        return self._format(f"shade {depth}", {"align": "center", **colour})

    def _format(self, name: str, look: dict[str, Any]) -> Any:
        if name not in self._made:
            self._made[name] = self._workbook.add_format({**self._font, **look})
        return self._made[name]


def _write_sheet(workbook: Any, table: Sheet, styles: _Styles) -> None:
    sheet = workbook.add_worksheet(table.name)
    marks = {SEVERITY_NAMES[severity]: styles[style] for severity, style in _WARNED.items()}
    widths = [width for _, width in table.columns]
    for column, (title, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, styles["head"])
    sheet.set_row(0, max(26, row_height([title for title, _ in table.columns], widths)))
    for row, values in enumerate(table.rows, start=1):
        sheet.set_row(row, row_height(values[: table.printed], widths[: table.printed]))
        for column, value in enumerate(values):
            style = marks.get(str(value)) if column == (table.marked or -2) else None
            if table.shades and column:
                style = styles.shaded(table.shades[row - 1][column - 1])
            _write_cell(sheet, row, column, value, styles, style)
    for column, first, last in runs(table):
        sheet.merge_range(first + 1, column, last + 1, column, "", styles["middle"])
        for row in range(first, last + 1):
            _write_cell(sheet, row + 1, column, table.rows[row][column], styles, styles["middle"])
    for column in table.heat:
        sheet.conditional_format(1, column, max(len(table.rows), 1), column, HEAT)
    sheet.freeze_panes(1, table.frozen)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    _set_up_print(sheet, table)


def _set_up_print(sheet: Any, table: Sheet) -> None:
    """A4 laid sideways, as many pages long as it takes, the name and the head of the table on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, max(len(table.rows), 1), (table.printed or len(table.columns)) - 1)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.set_header(f'&C&"黑体"&14{table.name.replace("&", "&&")}')
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _write_cell(sheet: Any, row: int, column: int, value: Value, styles: _Styles, style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style or styles["text"])
    elif isinstance(value, str):
        text = cell_text(value)
        sheet.write_string(row, column, text, style or styles["quoted" if looks_like_formula(text) else "text"])
    elif isinstance(value, SheetLink):
        quoted = value.sheet.replace("'", "''")
        sheet.write_url(row, column, f"internal:'{quoted}'!A1", styles["link"], cell_text(value.sheet))
    elif isinstance(value, date | PartialDate):
        _write_day(sheet, row, column, value, styles)
    else:
        _write_number(sheet, row, column, value, styles, style)


def _write_day(sheet: Any, row: int, column: int, value: date | PartialDate, styles: _Styles) -> None:
    day = value.earliest if isinstance(value, PartialDate) else value
    form = {4: "yyyy", 7: "yyyy-mm"}.get(len(str(value)), "yyyy-mm-dd")
    if day < _FIRST_DAY:
        sheet.write_string(row, column, str(value), styles["text"])
    else:
        sheet.write_datetime(row, column, datetime.combine(day, datetime.min.time()), styles.numbered(form))


def _write_number(
    sheet: Any, row: int, column: int, value: int | float | Decimal | Measure, styles: _Styles, style: Any
) -> None:
    number = value.value if isinstance(value, Measure) else value
    if isinstance(number, Decimal) and len(decimal_text(number)) > 15:  # more digits than a spreadsheet number keeps
        text = str(value) if isinstance(value, Measure) else decimal_text(number)
        sheet.write_string(row, column, text, styles["text"])
        return
    if isinstance(value, Measure) and value.prefix:
        style = styles.numbered(f'"{value.prefix}"General')
    sheet.write_number(row, column, float(number), style or styles["number"])
