"""A comparison as tables: one shape that is written as a page, a workbook, lines for a terminal, or plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report.signs import NOT_SHOWN
from report.spreadsheet import Sheet, Value, write_workbook
from rules.compare.text import DiffKind, Piece
from rules.yaml_file import Strict

if TYPE_CHECKING:
    from jinja2 import Template

DATA = Path(__file__).resolve().parent / "data"
MOST_SHOWN = 15  # rows of a table on a terminal, unless everything is asked for
KEPT = 24  # characters of an unchanged passage that a terminal shows at either end
_NAME = re.compile(r"[\[\]:*?/\\]")
TONES: Mapping[str, str] = {
    "删除": "bad", "缺失": "bad", "弱化": "bad", "矛盾": "bad", "未覆盖": "bad", "未见": "bad", "修改": "warn",
    "改名": "warn", "部分覆盖": "warn", "仅提及": "warn", "有名无值": "warn", "移动": "calm", "保持": "calm",
    "新增": "good", "具体化": "good", "覆盖": "good", "有": "good", "另处体现": "calm", "独有": "good", "独缺": "bad",
}  # fmt: skip
Diff = tuple[Piece, ...]
Cell = str | int | float | Decimal | Diff | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. width: in characters; shade: figures 0 to 1 that are shown as a heat map."""

    title: str
    width: int = 14
    shade: bool = False


@dataclass(frozen=True, slots=True)
class CompareTable:
    """One table. `note` says how to read it, `empty` what it means that it has no rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    empty: str = "无。"

    @property
    def heat(self) -> bool:
        """True for a table of which most columns are shares."""
        return 2 * sum(column.shade for column in self.columns) > len(self.columns)


@dataclass(frozen=True, slots=True)
class ComparePage:
    """A whole comparison. totals: what a person wants to know first; sides: what was held against what."""

    title: str
    sides: tuple[tuple[str, str], ...]
    totals: tuple[tuple[str, str], ...]
    tables: tuple[CompareTable, ...]


def plain(value: Any) -> Any:
    """A comparison as JSON can hold it; empty facts stay, so that every record of a kind has the same keys."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Strict):
        return plain(dict(value))
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(one) for one in value)
    return value


def marked(diff: Diff) -> str:
    """A diff where there is no colour: 〔-taken out-〕〔+put in+〕."""
    signs = {DiffKind.EQUAL: "{}", DiffKind.REMOVED: "〔-{}-〕", DiffKind.ADDED: "〔+{}+〕"}
    return "".join(signs[piece.kind].format(piece.text) for piece in diff)


def shortened(diff: Diff) -> str:
    """The same with the unchanged passages cut short."""
    cut = []
    for piece in diff:
        text = piece.text
        if piece.kind is DiffKind.EQUAL and len(text) > 2 * KEPT + 2:
            text = text[:KEPT] + "……" + text[-KEPT:]
        cut.append(Piece(piece.kind, text))
    return marked(tuple(cut))


def page_workbook(page: ComparePage, as_of: date) -> bytes:
    """The workbook: 概况, then a sheet a table."""
    sides = [*page.sides, *page.totals]
    sheets = [Sheet("概况", (("事项", 24), ("内容", 60)), tuple(sides))]
    for table in page.tables:
        rows = tuple(tuple(_value(cell) for cell in row) for row in table.rows)
        columns = tuple((column.title, column.width) for column in table.columns)
        heat = tuple(place for place, column in enumerate(table.columns) if column.shade)
        sheets.append(Sheet(_NAME.sub(" ", table.name)[:31], columns, rows, heat=heat))
    return write_workbook(sheets, datetime.combine(as_of, datetime.min.time()))


def _value(cell: Cell) -> Value:
    return marked(cell) if isinstance(cell, tuple) else cell


def page_text(page: ComparePage, everything: bool = False) -> str:
    """The page as lines for a terminal; without `everything` the first rows of each table."""
    lines = [page.title, *(f"  {name}：{text}" for name, text in page.sides)]
    lines.append("  " + "，".join(f"{name} {text}" for name, text in page.totals))
    for table in page.tables:
        lines.append(f"\n{table.name}（{len(table.rows)}）")
        lines += [f"  {table.empty}"] if not table.rows and table.empty else []
        shown = table.rows if everything else table.rows[:MOST_SHOWN]
        for row in shown:
            lines += _lines(table, row)
        if len(shown) < len(table.rows):
            lines.append(f"  （另有 {len(table.rows) - len(shown)} 行，加 --all 列出，或用 -o 写成 .html、.xlsx）")
    return "\n".join(lines) + "\n"


def _lines(table: CompareTable, row: tuple[Cell, ...]) -> list[str]:
    said, shares = [], []
    for column, cell in zip(table.columns, row, strict=True):
        if column.shade and isinstance(cell, float) and table.heat:
            shares.append(f"{column.title} {cell:.0%}")
            continue
        text = shortened(cell) if isinstance(cell, tuple) else "" if cell is None else " ".join(str(cell).split())
        if text:
            said.append((column.title, text))
    if not said:
        return []
    head = f"  [{said[0][1]}] " if said[0][1] in TONES else f"  {said[0][1]}  "
    short = [text for _, text in said[1:] if len(text) <= 40][:3]
    long = [(title, text) for title, text in said[1:] if text not in short]
    shown = [f"      {'  '.join(shares)}"] if shares else []
    return [head + "  ".join(short), *shown, *(f"      {title}：{text}" for title, text in long)]


def page_html(page: ComparePage) -> str:
    """The page as one file that calls nothing; texts of plans are escaped by the template."""
    context = {"page": page, "tones": TONES, "is_diff": lambda cell: isinstance(cell, tuple), "clean": _clean}
    return _template().render(context)


def _clean(text: object) -> str:
    return "" if text is None else NOT_SHOWN.sub("", str(text))


@cache
def _template() -> Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(DATA, encoding="utf-8"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("page.html.j2")
