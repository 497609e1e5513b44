"""From what a reader found to a Document: one text with spans, furniture told apart, outline, front matter, clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.clauses import split_clauses
from ingest.document import Block, BlockKind, Cell, Document, Span, Table
from ingest.fold import fold
from ingest.front_matter import find_front_matter
from ingest.glued import split_glued
from ingest.grid import fill, titled_tables
from ingest.numbering import number_of
from ingest.outline import Candidate, build_sections, contents_lines, find_headings
from ingest.source import Grid, Line, SourceFile

CELL_JOIN = " | "
_TABLE_NAME = re.compile(r"\s*(?:附?表|图表)\s*[\d一二三四五六七八九十]")  # 表2-1 ……
_SHORT_TITLE = re.compile(r"[^。；]{2,45}")
_UNIT_LINE = re.compile(r"\s*[（(]?\s*(?:计量)?单\s*位\s*[:：].{1,20}")
_PAGE_NUMBER = re.compile(r"[-—–－―\s]*\d{1,4}[-—–－―\s]*|第\s*\d+\s*页(?:\s*[共/]\s*\d+\s*页)?")
_YEAR = re.compile(r"20\d\d|")  # names a column, as a blank may; other numbers are values
_NUMERIC = re.compile(r"[-+\d.,%≥≤<>＞＜\s/—-]+")

LONGEST_NAME = 45  # characters that the name of a column may have


def assemble(source: SourceFile, name: str, document_id: str) -> Document:
    """The document made of `source`: every line and every table row of it is placed, none is dropped."""
    source = replace(source, items=titled_tables(split_glued(source.items)))
    raw, spans, tables = _write(source)
    text = fold(raw)
    candidates = [
        Candidate(
            text=text[span.start : span.stop], start=span.start, page=item.page,
            style_level=item.heading_level if isinstance(item, Line) else None,
            bold=isinstance(item, Line) and item.bold, centered=isinstance(item, Line) and item.centered,
            boxed=item.boxed, table=isinstance(item, Grid),
        )
        for item, span in zip(source.items, spans, strict=True)
    ]  # fmt: skip
    furniture = _furniture(source, candidates)
    body = [c if i not in furniture else Candidate("", c.start, table=True) for i, c in enumerate(candidates)]
    headings = find_headings(body)
    sections = build_sections(headings, candidates, len(text))
    alone = {index for h in headings if not h.run_in for index in h.lines}
    blocks = tuple(
        Block(_kind(i, item, candidates[i].text, furniture, alone), span, item.page, item.rectangles,
              item.confidence if isinstance(item, Line) else None)
        for i, (item, span) in enumerate(zip(source.items, spans, strict=True))
    )  # fmt: skip
    front = find_front_matter(text, blocks, sections, source, name)
    clauses = split_clauses(text, blocks, sections, tables)
    return Document(
        id=document_id, source=name, raw=raw, text=text, pages=source.pages, blocks=blocks, tables=tables,
        sections=sections, clauses=clauses, warnings=source.warnings, **front,
    )  # fmt: skip


def _write(source: SourceFile) -> tuple[str, list[Span], tuple[Table, ...]]:
    """The raw text, the span of each item in it, and the tables."""
    parts: list[str] = []
    length = 0
    spans: list[Span] = []
    tables: list[Table] = []
    caption: Span | None = None

    def put(piece: str) -> Span:
        nonlocal length
        parts.append(piece)
        length += len(piece)
        return Span(length - len(piece), length)

    for item in source.items:
        start = length
        if isinstance(item, Line):
            span = put(item.text)
            if not _UNIT_LINE.fullmatch(item.text):
                named = _TABLE_NAME.match(item.text) or (item.centered and _SHORT_TITLE.fullmatch(item.text))
                caption = span if named and not item.furniture else None
        else:
            filled = fill(item)
            rows = []
            for r, row in enumerate(filled):
                cells = []
                for c, (cell_text, is_filled) in enumerate(row):
                    if c:
                        put(CELL_JOIN)
                    cells.append(Cell(put(cell_text), is_filled))
                rows.append(tuple(cells))
                if r < len(filled) - 1:
                    put("\n")
            span = Span(start, length)
            header = item.header_rows if item.header_rows is not None else _header_rows(filled)
            tables.append(Table(span, tuple(rows), header, item.page, caption))
            caption = None
        spans.append(span)
        put("\n")
    return "".join(parts), spans, tuple(tables)


def _header_rows(rows: Sequence[Sequence[tuple[str, bool]]]) -> int:
    """How many rows name the columns: the first, and those that a cell merged downwards from it still covers.

    A first row that holds sentences is text as the others are.
    """
    if len(rows) < 2 or any(len(text) > LONGEST_NAME or "。" in text for text, _ in rows[0]):
        return 0
    count = 1
    while count < min(3, len(rows) - 1) and any(
        filled and text and text == rows[count - 1][c][0] for c, (text, filled) in enumerate(rows[count])
    ) and not any(_NUMERIC.fullmatch(text) and not _YEAR.fullmatch(text) for text, _ in rows[count]):  # fmt: skip
        count += 1
    return count


def _furniture(source: SourceFile, candidates: Sequence[Candidate]) -> frozenset[int]:
    found = {i for i, item in enumerate(source.items) if isinstance(item, Line) and item.furniture}
    found |= {
        i for i, c in enumerate(candidates) if not c.table and (text := c.text.strip()) and _PAGE_NUMBER.fullmatch(text)
    }
    return frozenset(found | contents_lines(candidates))


def _kind(index: int, item: Line | Grid, text: str, furniture: frozenset[int], alone: set[int]) -> BlockKind:
    if index in furniture:
        return BlockKind.FURNITURE
    if isinstance(item, Grid):
        return BlockKind.TABLE
    if item.footnote:
        return BlockKind.FOOTNOTE
    if index in alone:
        return BlockKind.HEADING
    if item.boxed is not None:
        return BlockKind.BOX
    return BlockKind.LIST_ITEM if number_of(text.strip()) else BlockKind.PARAGRAPH
