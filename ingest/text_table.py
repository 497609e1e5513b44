"""Tables of plain text: a row a line, its cells parted by signs (|), by tabs, or by blanks that set them in columns.

Text is full of lines that only look so: lists whose number a tab follows, tables of contents, signatures side by side,
names spread over a line. What is taken for a table keeps to its columns over several lines, and where nothing but
blanks parts it, one column must hold values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from ingest.numbering import number_of
from ingest.official import bodies_of
from ingest.source import Grid, GridCell

_SIGN = re.compile(r"(?<!\\)[|│┃｜]")
_DRAWN, _STROKE = re.compile(r"[\s|│┃｜:+=—─━═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛-]+"), re.compile(r"[-=─━═]{2}")
_GAP = re.compile(r"[ \u3000\t]*[\u3000\t][ \u3000\t]*| {2,}")
_LISTED = re.compile(r"第[一二三四五六七八九十百\d]{1,5}条|[-*+•·●■◆○□◇]")
_PAGE = re.compile(r"[-—–\s]*\d{1,4}[-—–\s]*")
# 92  ≥13.5%  560个  2025年12月底前  13.5以上  —
_VALUE = re.compile(r"[^\d\s\u4e00-\u9fff]{0,3}\d[\d.,/年月日底前~～—–-]*[^\d\s]{0,4}|[-—–/]+")
_WIDEST_GAP = 12  # blanks that set two names of columns apart
_FEWEST = 3  # rows of a table that nothing but its columns shows, and columns of one that blanks make

Row = tuple[str, ...]
Found = tuple[list[Row], int]  # the rows of a table, and how many lines they take


def with_grids(lines: Iterable[str]) -> Iterator[str | Grid]:
    """The same lines, with a grid for those that are the rows of a table. Rules drawn between rows stay lines."""
    for kind, group in groupby(lines, key=_kind):
        rows = list(group)
        at = 0
        while kind is not None and at < len(rows):
            found, taken = kind(rows, at)
            if found:
                yield Grid(tuple(tuple(map(GridCell, row)) for row in found))
            yield from (row for row in rows[at : at + taken] if not found or is_rule(row))
            at += taken
        yield from rows[at:]


def is_rule(line: str) -> bool:
    """True for a line that draws one and says nothing."""
    return bool(_DRAWN.fullmatch(line) and _STROKE.search(line))


def _kind(line: str) -> Callable[[Sequence[str], int], Found] | None:
    """What parts the line, if anything does."""
    body = line.strip()
    if _SIGN.search(body) or is_rule(body):
        return _by_signs
    if "\t" in body:
        return _by_tabs
    return _by_blanks if _GAP.search(body) else None


def _by_signs(lines: Sequence[str], start: int) -> Found:
    """Markdown's tables, and those drawn with lines: every row has as many signs as the first."""
    rows: list[Row] = []
    at = start
    while at < len(lines):
        if not is_rule(lines[at]):
            cells = [cell.replace("\\|", "|").strip() for cell in _SIGN.split(lines[at].strip())]
            framed = len(cells) > 1  # by signs at both ends of the row, or at one
            row = tuple(cells[framed and not cells[0] : len(cells) - (framed and not cells[-1])])
            if rows and len(row) != len(rows[0]):
                break
            rows.append(row)
        at += 1
    drawn = len(rows) < at - start
    enough = len(rows) > 1 and len(rows[0]) > 1 and (drawn or len(rows) >= _FEWEST)
    return (rows if enough else []), at - start


def _by_tabs(lines: Sequence[str], start: int) -> Found:
    """What spreadsheets and word processors make of a table: one tab a cell, several that set columns, or one a cell
    with the last blank ones left out, whichever holds for most lines."""
    ways = (_alike(lines, start, "\t"), _alike(lines, start, "\t+"), _alike(lines, start, "\t", shorter=True))
    rows = max(ways, key=len)
    width = len(rows[0]) if rows else 0
    if len(rows) < 2 or (len(rows) < _FEWEST and width < _FEWEST):
        return [], 1
    if all(_PAGE.fullmatch(row[-1]) for row in rows) or _signed(rows[0]):
        return [], len(rows)
    padded = [(*row, *[""] * (width - len(row))) for row in rows]
    used = [column for column in range(width) if any(row[column] for row in padded)]
    return [tuple(row[column] for column in used) for row in padded], len(rows)


def _alike(lines: Sequence[str], start: int, parting: str, shorter: bool = False) -> list[Row]:
    """The rows from `start` on that have as many cells as the first; `shorter`: or fewer."""
    rows: list[Row] = []
    for at in range(start, len(lines)):
        row = tuple(cell.strip() for cell in re.split(parting, lines[at].rstrip()))
        fits = not rows or len(row) == len(rows[0]) or (shorter and len(row) < len(rows[0]))
        if not fits or _is_listed(row):
            break
        rows.append(row)
    return rows


def _by_blanks(lines: Sequence[str], start: int) -> Found:
    """Columns set with blanks: as many cells a row as the second has, or cells that stand below those of whole rows."""
    width = len(_parted(lines[start + 1], 2)) if start + 1 < len(lines) else 0
    rows: list[Row] = []
    columns: list[tuple[int, int]] = []  # from where to where the cells of whole rows reach
    for at in range(start, len(lines) if width >= _FEWEST else start):
        cells = _parted(lines[at], 2)
        gaps = range(3, _WIDEST_GAP) if len(cells) > width else ()
        cells = next((found for gap in gaps if len(found := _parted(lines[at], gap)) == width), cells)
        whole = len(cells) == width
        columns = _reach(columns, cells) if whole else columns
        row = tuple(text for text, _, _ in cells) if whole else _below(columns, cells)
        if row is None or _is_listed(row):
            break
        rows.append(row)
    if len(rows) < _FEWEST:
        return [], 1
    values = any(all(_VALUE.fullmatch(row[column]) for row in rows[1:]) for column in range(width))
    return (rows if values and not _signed(rows[0]) else []), len(rows)


Placed = tuple[str, int, int]  # a cell, and the columns of the screen from and to which it reaches


def _parted(line: str, gap: int) -> list[Placed]:
    """The cells of a line between gaps of at least `gap` columns of the screen."""
    found: list[Placed] = []
    at = place = 0
    text = line.expandtabs().rstrip()
    begin: tuple[int, int] | None = None
    for match in (*_GAP.finditer(text), None):
        stop = len(text) if match is None else match.start()
        if stop > at:
            begin = begin or (at, place)
            place += _width(text[at:stop])
        wide = match is None or _width(match.group()) >= gap
        if wide and begin is not None:
            found.append((text[begin[0] : stop].strip(), begin[1], place))
            begin = None
        if match is not None:
            at, place = match.end(), place + _width(match.group())
    return found


def _width(text: str) -> int:
    """Columns of the screen: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _reach(columns: Sequence[tuple[int, int]], cells: Sequence[Placed]) -> list[tuple[int, int]]:
    own = [(start, stop) for _, start, stop in cells]
    if not columns:
        return own
    return [(min(a, c), max(b, d)) for (a, b), (c, d) in zip(columns, own, strict=True)]


def _below(columns: Sequence[tuple[int, int]], cells: Sequence[Placed]) -> Row | None:
    """A row with blank cells: each cell stands below one column; None where one stands elsewhere."""
    row = [""] * len(columns)
    for text, start, stop in cells:
        over = [number for number, (left, right) in enumerate(columns) if start < right and left < stop]
        if len(over) != 1 or row[over[0]]:
            return None
        row[over[0]] = text
    return tuple(row) if len(cells) > 1 else None


def _is_listed(row: Row) -> bool:
    """1.<tab>建设……: the number of a list and its text; also a lone cell."""
    solid = [cell for cell in row if cell]
    if len(solid) != 2:
        return len(solid) < 2
    number = number_of(solid[0])
    return bool(_LISTED.fullmatch(solid[0])) or (number is not None and number[2] == len(solid[0]))


def _signed(row: Row) -> bool:
    """Bodies that sign a paper side by side."""
    return all(bodies_of(cell) for cell in row if cell)
