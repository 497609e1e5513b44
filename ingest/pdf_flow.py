"""The pages of a PDF as one flow: lines, frames and tables in reading order, joined across the ends of pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.pdf_furniture import FOOTNOTE_MARK
from ingest.pdf_lines import PrintedLine, printed_lines
from ingest.pdf_measure import Measure, frame_measure, measures, small_measures
from ingest.pdf_page import Glyph, Page
from ingest.pdf_paragraphs import Paragraph, paragraphs
from ingest.pdf_ruling import Lattice, lattices
from ingest.pdf_table import PageGrid, appended, continues, page_grid
from ingest.source import Grid, Line

_BOX_TITLE = re.compile(r"专\s*栏.{0,50}$")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．]\d{1,2}(?!\d)")
_CONTINUED = re.compile(r"[（(]?续\s*表.{0,30}|.{0,30}[（(]续表?[）)]|[（(]?(?:单位|计量单位)[:：].{1,12}[）)]?")


@dataclass(slots=True)
class Sheet:
    """One page taken apart. furniture and footnotes are positions in `lines`; frames hold the lines of boxes."""

    page: Page
    lines: list[PrintedLine]
    grids: list[PageGrid]
    frames: list[Lattice]
    framed: dict[int, int] = field(default_factory=dict)  # position of a line -> index of its frame
    furniture: set[int] = field(default_factory=set)
    footnotes: set[int] = field(default_factory=set)


def sheet(page: Page) -> Sheet:
    """Sorts the glyphs of a page into tables, frames and the lines that are left."""
    found = lattices(page.strokes)
    rest: list[Glyph] = page.glyphs
    grids: list[PageGrid] = []
    frames: list[Lattice] = []
    for lattice in sorted(found, key=lambda one: (one.one_column, one.ys[0])):
        if lattice.one_column:
            if _frame(page, lattice):
                frames.append(lattice)
            continue
        inside = [glyph for glyph in rest if _inside(lattice, glyph)]
        grid = page_grid(page, lattice, inside) if inside else None
        if grid is not None:
            grids.append(grid)
            taken = set(map(id, inside))
            rest = [glyph for glyph in rest if id(glyph) not in taken]
    lines = printed_lines(page, rest)
    framed = {}
    for position, line in enumerate(lines):
        for number, frame in enumerate(frames):
            if frame.holds((line.left + line.right) / 2, line.base - 0.3 * line.size):
                framed[position] = number
                break
    for number in range(len(frames)):
        for position in _outgrown(lines, [p for p, frame in framed.items() if frame == number]):
            del framed[position]
    return Sheet(page, lines, sorted(grids, key=lambda grid: grid.top), frames, framed)


def _outgrown(lines: Sequence[PrintedLine], inside: Sequence[int]) -> list[int]:
    """The last lines of a frame that are headings of the text below it, over which its lower edge was drawn."""
    found: list[int] = []
    if len(inside) > 3:
        usual = sorted(lines[position].size for position in inside)[len(inside) // 2]
        for position in reversed(inside):
            if lines[position].size < 1.15 * usual or not _SECTION.match(lines[position].text):
                break
            found.append(position)
    return found


def _inside(lattice: Lattice, glyph: Glyph) -> bool:
    return lattice.holds((glyph.left + glyph.right) / 2, glyph.base - 0.3 * glyph.size)


def _frame(page: Page, lattice: Lattice) -> bool:
    """A frame around text; one around the whole page is an ornament, a flat one a rule."""
    width, height = lattice.xs[-1] - lattice.xs[0], lattice.ys[-1] - lattice.ys[0]
    if width < 0.3 * page.width or height < 24:
        return False
    return not (width > 0.8 * page.width and height > 0.85 * page.height)


def flow_items(sheets: Sequence[Sheet]) -> Iterator[Line | Grid]:
    """Lines and grids of the whole file in reading order; page furniture and footnotes stand where their page ends."""
    stream = _numbered_boxes(sheets, _joined_grids(sheets, _stream(sheets)))
    headers = [Line(text.replace("\n", " "), page=page, furniture=True)
               for entry in stream if entry.grid is not None for page, text in entry.grid.repeated]  # fmt: skip
    asides = sorted((*headers, *(aside for one in sheets for aside in _asides(one))), key=lambda line: line.page or 0)
    position = 0
    for item in _runs(stream):
        while position < len(asides) and (asides[position].page or 0) < (item.page or 0):
            yield asides[position]
            position += 1
        yield item
    yield from asides[position:]


@dataclass(slots=True)
class _Entry:
    """A line or a table in its place. first: nothing of the text stands above it on its page."""

    page: int
    measure: Measure
    line: PrintedLine | None = None
    grid: PageGrid | None = None
    frame: int | None = None  # index of the frame on the page
    part: int = 0  # row of the frame, where lines divide it
    box: int | None = None  # number of the box in the file
    first: bool = False


def _stream(sheets: Sequence[Sheet]) -> list[_Entry]:
    body = [
        [line for p, line in enumerate(one.lines) if p not in one.furniture | one.footnotes and p not in one.framed]
        for one in sheets
    ]
    stream: list[_Entry] = []
    for one, measure, small in zip(sheets, measures(body), small_measures(body), strict=True):
        entries = [_Entry(one.page.number, measure, grid=grid) for grid in one.grids]
        entries += [
            _Entry(one.page.number, _fitting(line, measure, small), line,
                   frame=one.framed.get(position), part=_part(one, position))
            for position, line in enumerate(one.lines)
            if position not in one.furniture and position not in one.footnotes
        ]  # fmt: skip
        entries.sort(key=_place)
        if entries:
            entries[0].first = True
        stream.extend(entries)
    return stream


def _fitting(line: PrintedLine, measure: Measure, small: Measure | None) -> Measure:
    return small if small is not None and abs(line.size - small.size) < 0.12 * small.size else measure


def _part(one: Sheet, position: int) -> int:
    frame = one.framed.get(position)
    return 0 if frame is None else bisect_right(one.frames[frame].ys, one.lines[position].base)


def _place(entry: _Entry) -> float:
    if entry.grid is not None:
        return entry.grid.top
    return entry.line.base - 0.3 * entry.line.size if entry.line is not None else 0.0


def _joined_grids(sheets: Sequence[Sheet], stream: list[_Entry]) -> list[_Entry]:
    """Tables that go on overleaf become one; the 续表 line above the second part is furniture."""
    kept: list[_Entry] = []
    for entry in stream:
        if entry.grid is not None and kept:
            heads: list[_Entry] = []
            while kept and kept[-1].line is not None and kept[-1].page == entry.page and len(heads) < 3:
                heads.append(kept.pop())
            host = kept[-1] if kept else None
            again = all(head.line is not None and _CONTINUED.fullmatch(head.line.text) for head in heads)
            opens = heads[-1].first if heads else entry.first
            if (
                host is not None
                and host.grid is not None
                and opens
                and again
                and entry.page == host.grid.last_page + 1
                and continues(host.grid, entry.grid)
            ):
                host.grid = appended(host.grid, entry.grid)
                here = sheets[entry.page - 1]
                here.furniture.update(_position(here, head.line) for head in heads if head.line is not None)
                continue
            kept.extend(reversed(heads))
        kept.append(entry)
    return kept


def _numbered_boxes(sheets: Sequence[Sheet], stream: list[_Entry]) -> list[_Entry]:
    """Gives each frame with text the number of its box; a frame that goes on overleaf keeps its number.

    The title printed above a frame belongs to the box; where it is printed again overleaf, it is furniture.
    """
    number = 0
    title = ""
    before: _Entry | None = None
    kept: list[_Entry] = []
    for entry in stream:
        if entry.frame is None:
            before = None if entry.grid is None else before
            kept.append(entry)
            continue
        same = before is not None and before.page == entry.page and before.frame == entry.frame
        goes_on = (
            before is not None
            and before.page + 1 == entry.page
            and entry.first
            and _same_width(_frame_of(sheets, before), _frame_of(sheets, entry))
        )
        text = entry.line.text if entry.line is not None else ""
        if goes_on and text == title and entry.line is not None:
            sheets[entry.page - 1].furniture.add(_position(sheets[entry.page - 1], entry.line))
            before = entry
            continue
        if not same and not goes_on:
            number += 1
            title = text
            if kept and kept[-1].line is not None and _BOX_TITLE.match(kept[-1].line.text):
                kept[-1].box = number
        entry.box = number
        before = entry
        kept.append(entry)
    return kept


def _position(one: Sheet, line: PrintedLine) -> int:
    return next(position for position, other in enumerate(one.lines) if other is line)


def _frame_of(sheets: Sequence[Sheet], entry: _Entry) -> Lattice:
    return sheets[entry.page - 1].frames[entry.frame or 0]


def _same_width(one: Lattice, other: Lattice) -> bool:
    shift = other.xs[0] - one.xs[0]
    return abs(shift) < 60 and abs(other.xs[-1] - one.xs[-1] - shift) < 8


def _runs(stream: Sequence[_Entry]) -> Iterator[Line | Grid]:
    """Consecutive lines of the text, or of one box, are joined to paragraphs; tables stand between them."""
    run: list[_Entry] = []
    for entry in stream:
        if run and (entry.grid is not None or entry.box != run[0].box):
            yield from _paragraphs(run)
            run = []
        if entry.grid is not None:
            yield replace(entry.grid.grid, boxed=entry.box)
        else:
            run.append(entry)
    yield from _paragraphs(run)


def _paragraphs(run: Sequence[_Entry]) -> Iterator[Line]:
    lines = [entry.line for entry in run if entry.line is not None]
    if not lines:
        return
    box = run[0].box
    if box is None:
        flow = [(entry.line, entry.measure) for entry in run if entry.line is not None]
    else:
        measure = frame_measure(lines)
        flow = [(line, measure) for line in lines]
    begin = 0
    for number in range(1, len(run)):
        if run[number].part != run[number - 1].part and run[number].page == run[number - 1].page:
            yield from (paragraph.line() for paragraph in paragraphs(flow[begin:number], box))
            begin = number
    yield from (paragraph.line() for paragraph in paragraphs(flow[begin:], box))


def _asides(one: Sheet) -> Iterator[Line]:
    """Page furniture line by line, footnotes joined from mark to mark."""
    notes: list[PrintedLine] = []
    for position, line in enumerate(one.lines):
        if position in one.footnotes:
            notes.append(line)
        elif position in one.furniture:
            yield replace(Paragraph([line]).line(), furniture=True)
    open_note: list[PrintedLine] = []
    for line in notes:
        if open_note and FOOTNOTE_MARK.match(line.text):
            yield replace(Paragraph(open_note).line(), footnote=True)
            open_note = []
        open_note.append(line)
    if open_note:
        yield replace(Paragraph(open_note).line(), footnote=True)
