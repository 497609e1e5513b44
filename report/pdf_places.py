"""Where the characters of a pdf's text are printed: boxes of glyphs for any span, lines where there are no glyphs.

The reader keeps rectangles of lines (of a table: of the whole grid). Here the glyphs inside of them are laid along the
text once more; scanned pages have none, and give whole lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ingest.document import Block, BlockKind, Document, Span, Table
from ingest.pdf_lines import shown
from ingest.pdf_page import Glyph, Page
from ingest.pdfium_page import read_page

_ASCENT, _DESCENT = 0.86, 0.14  # of the em box, around the baseline
_SAME_ROW = 0.35  # em: baselines nearer than that are one row
_FAR = 50.0  # points: cells of one row are printed nearer to each other than that
_STRIP = 14.0  # points: the head of a table whose words were not found


@dataclass(frozen=True, slots=True)
class Rect:
    """A printed place: points from the top left corner of the page as it is shown."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Frame:
    """From points of the page as shown to those of the file. box: left, bottom, right, top; quarter: its turns."""

    box: tuple[float, float, float, float]
    quarter: int

    def corners(self, rect: Rect) -> tuple[tuple[float, float], tuple[float, float]]:
        """(left, top), (right, bottom) as the file counts: upwards."""
        (x0, y0), (x1, y1) = self._point(rect.left, rect.top), self._point(rect.right, rect.bottom)
        return (min(x0, x1), max(y0, y1)), (max(x0, x1), min(y0, y1))

    def _point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        return ((left + x, top - y), (left + y, bottom + x), (right - x, bottom + y), (right - y, top - x))[
            self.quarter
        ]


class _Placed:
    """A glyph with its text, its place in the upright frame and its rectangle on the page as shown."""

    __slots__ = ("base", "left", "rect", "right", "size", "text")

    def __init__(self, page: Page, glyph: Glyph) -> None:
        self.text, self.left, self.right = glyph.text, glyph.left, glyph.right
        self.base, self.size = glyph.base, glyph.size
        top, bottom = glyph.base - _ASCENT * glyph.size, glyph.base + _DESCENT * glyph.size
        place = shown(page, glyph.left, top, glyph.right, bottom)
        self.rect = Rect(place.page, place.left, place.top, place.right, place.bottom)


class PdfPlaces:
    """The printed places of one document; pages are read when they are asked for."""

    def __init__(self, document: Document, file: Any) -> None:
        self.document = document
        self._file = file
        self._pages: dict[int, Page | None] = {}
        self._placed: dict[int, list[_Placed]] = {}
        self._tables = {table.span: table for table in document.tables}

    def frame(self, number: int) -> Frame:
        """How the points of that page lie in the file."""
        import pypdfium2.raw as pdfium

        handle = pdfium.FPDF_LoadPage(self._file.raw, number - 1)
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(handle, box)
        quarter = pdfium.FPDFPage_GetRotation(handle) % 4
        pdfium.FPDF_ClosePage(handle)
        sides = min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)
        return Frame(sides, quarter)

    def rects(self, span: Span) -> tuple[Rect, ...]:
        """The boxes of a span, one a printed line; empty where nothing of it has a place."""
        found: list[Rect] = []
        for block in self.document.blocks:
            if block.span.start < span.stop and span.start < block.span.stop and block.rectangles:
                inner = Span(max(span.start, block.span.start), min(span.stop, block.span.stop))
                if self.document.quote(inner).strip():
                    found += self._in_block(block, inner)
        return tuple(dict.fromkeys(found))

    def _in_block(self, block: Block, span: Span) -> list[Rect]:
        table = self._tables.get(block.span) if block.kind is BlockKind.TABLE else None
        if table is None:
            return self._in_lines(block, span)
        found = [rect for cells in _rows(self.document, table, span) for rect in self._in_row(block, cells)]
        if not found:
            first = block.rectangles[0]
            bottom = min(first.bottom, first.top + _STRIP)
            found = [Rect(first.page, first.left, first.top, first.right, bottom)]
        return found

    def _in_lines(self, block: Block, span: Span) -> list[Rect]:
        """Words of a paragraph: its glyphs laid along its text."""
        glyphs = [glyph for line in block.rectangles for glyph in self._glyphs(line)]
        offsets = [i for i in range(block.span.start, block.span.stop) if not self.document.raw[i].isspace()]
        text = "".join(self.document.raw[i] for i in offsets)
        printed = "".join(glyph.text[:1] for glyph in glyphs)
        if printed == text:
            pairs = zip(offsets, glyphs, strict=True)
            return _boxes(place for offset, place in pairs if span.start <= offset < span.stop)
        chosen = []
        for at, to, size in SequenceMatcher(None, text, printed, autojunk=False).get_matching_blocks():
            chosen += [glyphs[to + k] for k in range(size) if span.start <= offsets[at + k] < span.stop]
        wanted = sum(span.start <= offset < span.stop for offset in offsets)
        if 2 * len(chosen) >= wanted:
            return _boxes(chosen)
        return _share(block, len(offsets), [n for n, at in enumerate(offsets) if span.start <= at < span.stop])

    def _in_row(self, block: Block, cells: Sequence[str]) -> list[Rect]:
        """Cells of one row of a table: the longest is looked for in the grid, the others beside it."""
        cells = sorted(cells, key=len, reverse=True)
        best: tuple[float, list[_Placed]] | None = None
        for area in block.rectangles:
            rows = _printed_rows(self._glyphs(area))
            held = [list(_chains(rows, text)) for text in cells]
            for anchor in held[0]:
                middle, cost = _middle(anchor), 0.0
                chosen = list(anchor)
                taken = {id(one) for one in anchor}  # cells that say the same are printed in places of their own
                for chains in held[1:]:
                    free = (one for one in chains if taken.isdisjoint(map(id, one)))
                    near = min(free, key=lambda one: abs(_middle(one) - middle), default=None)
                    distance = _FAR if near is None else abs(_middle(near) - middle)
                    cost += min(distance, _FAR)
                    if near is not None and distance < _FAR:
                        chosen += near
                        taken.update(map(id, near))
                if best is None or cost < best[0]:
                    best = cost, chosen
        return _boxes(best[1]) if best else []

    def _glyphs(self, area: Any) -> list[_Placed]:
        """The glyphs whose middle lies in a rectangle, row by row from left to right."""
        if area.page not in self._placed:
            page = self._page(area.page)
            self._placed[area.page] = [_Placed(page, one) for one in page.glyphs if one.text.strip()] if page else []
        held = [
            one
            for one in self._placed[area.page]
            if area.left - 1 <= (one.rect.left + one.rect.right) / 2 <= area.right + 1
            and area.top - 1 <= (one.rect.top + one.rect.bottom) / 2 <= area.bottom + 1
        ]
        return [glyph for row in _printed_rows(held) for glyph in row]

    def _page(self, number: int) -> Page | None:
        if number not in self._pages:
            try:
                self._pages[number] = read_page(self._file, number - 1)
            except ValueError:
                self._pages[number] = None
        return self._pages[number]


def _rows(document: Document, table: Table, span: Span) -> Iterator[list[str]]:
    """The words of the span in each row of a table, cell by cell; without repeated text of merged cells."""
    for row in table.rows:
        held = []
        for cell in row:
            inner = range(max(cell.span.start, span.start), min(cell.span.stop, span.stop))
            text = "".join(document.raw[i] for i in inner if not document.raw[i].isspace())
            if text:
                held.append((cell.filled, text))
        own = [text for filled, text in held if not filled]
        if held:
            yield own or [text for _, text in held]


def _printed_rows(glyphs: Sequence[_Placed]) -> list[list[_Placed]]:
    """Glyphs by baseline, top to bottom, each row from left to right."""
    rows: list[list[_Placed]] = []
    for glyph in sorted(glyphs, key=lambda one: (one.base, one.left)):
        if rows and glyph.base - rows[-1][0].base <= _SAME_ROW * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _chains(rows: Sequence[Sequence[_Placed]], text: str) -> Iterator[list[_Placed]]:
    """Every place where `text` is printed: along the row, then at the beginning of a lower piece of the same column."""
    for number, row in enumerate(rows):
        for index, glyph in enumerate(row):
            if glyph.text == text[0]:
                chain = _chain(rows, number, index, text)
                if chain:
                    yield chain


def _chain(rows: Sequence[Sequence[_Placed]], number: int, index: int, text: str) -> list[_Placed]:
    row, chain = rows[number], [rows[number][index]]
    for sign in text[1:]:
        last = chain[-1]
        after = row[index + 1] if index + 1 < len(row) else None
        if after is not None and after.text == sign and after.left - last.right < 0.9 * last.size:
            index += 1
            chain.append(after)
            continue
        left, right = min(g.left for g in chain), max(g.right for g in chain)
        found = None
        for lower in range(number + 1, len(rows)):
            if rows[lower][0].base - last.base > 2.4 * last.size:
                break
            for place, glyph in enumerate(rows[lower]):
                begins = place == 0 or glyph.left - rows[lower][place - 1].right > 0.4 * glyph.size
                near = left - 4 * last.size < glyph.left < right + last.size
                if glyph.text == sign and begins and near:
                    found = lower, place
                    break
            if found:
                break
        if found is None:
            return []
        number, index = found
        row = rows[number]
        chain.append(row[index])
    return chain


def _middle(chain: Sequence[_Placed]) -> float:
    return (chain[0].base + chain[-1].base) / 2


def _boxes(glyphs: Iterable[_Placed]) -> list[Rect]:
    """One box for each stretch of glyphs on a row."""
    found: list[list[_Placed]] = []
    for glyph in glyphs:
        last = found[-1][-1] if found else None
        if last is not None and last.rect.page == glyph.rect.page:
            level = abs(glyph.base - found[-1][0].base) <= 0.5 * max(glyph.size, last.size)
            if level and -0.5 * last.size < glyph.left - last.right < 2.5 * last.size:
                found[-1].append(glyph)
                continue
        found.append([glyph])
    return [
        Rect(
            row[0].rect.page,
            min(one.rect.left for one in row),
            min(one.rect.top for one in row),
            max(one.rect.right for one in row),
            max(one.rect.bottom for one in row),
        )
        for row in found
    ]


def _share(block: Block, size: int, chosen: Sequence[int]) -> list[Rect]:
    """The lines that hold these characters if every line holds as many as its width allows: for scanned pages."""
    width = sum(line.right - line.left for line in block.rectangles)
    found, at = [], 0.0
    for line in block.rectangles:
        end = at + size * (line.right - line.left) / width if width else at
        if chosen and chosen[0] < end and chosen[-1] + 1 > at:
            found.append(Rect(line.page, line.left, line.top, line.right, line.bottom))
        at = end
    return found
