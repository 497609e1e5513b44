"""From blocks to clauses: a whole paragraph with its run-in heading, or one table row; never a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import zip_longest

from ingest.document import Block, BlockKind, Clause, ClauseKind, Section, SectionKind, Span, Table

_RUN_IN = re.compile(r"([^，。；：！？、（）\d%]{4,26}|[^。；：！？\d%]{4,22})。(?=.{8,})")


def split_clauses(
    text: str, blocks: Sequence[Block], sections: Sequence[Section], tables: Sequence[Table]
) -> tuple[Clause, ...]:
    """Every clause of the text in order; headings that stand alone and furniture are none.

    A numbered sentence with nothing below it (1.建设充电桩100个。) is a heading of the outline and a clause as well.
    """
    starts = [section.span.start for section in sections]
    by_start = {table.span.start: index for index, table in enumerate(tables)}
    counts: dict[str, int] = {}
    clauses: list[Clause] = []

    def place(span: Span) -> Section | None:
        index = bisect_right(starts, span.start) - 1
        while index >= 0:
            if span.start < sections[index].span.stop:
                return sections[index]
            index -= 1
        return None

    def add(span: Span, kind: ClauseKind, block: Block, run_in: Span | None = None,
            table: int | None = None, row: int | None = None) -> None:  # fmt: skip
        section = place(span)
        if section is not None and section.kind is SectionKind.BOX and kind is ClauseKind.PARAGRAPH:
            kind = ClauseKind.BOX
        key = section.id if section else "0"
        counts[key] = counts.get(key, 0) + 1
        clauses.append(Clause(
            id=f"{key}/{counts[key]}", section=section.id if section else None, kind=kind, span=span, page=block.page,
            run_in=run_in, table=table, row=row, rectangles=block.rectangles))  # fmt: skip

    solid = [block for block in blocks if block.kind is not BlockKind.FURNITURE]
    for block, below in zip_longest(solid, solid[1:]):
        if block.kind is BlockKind.TABLE:
            index = by_start[block.span.start]
            for row, cells in enumerate(tables[index].rows):
                if row >= tables[index].header_rows and cells:
                    span = Span(cells[0].span.start, cells[-1].span.stop)
                    add(span, ClauseKind.TABLE_ROW, block, table=index, row=row)
            continue
        body = text[block.span.start : block.span.stop]
        if not body.strip():
            continue
        if block.kind is BlockKind.HEADING:
            section = place(block.span)
            ends = below is None or (section is not None and below.span.start >= section.span.stop)
            if ends and body.rstrip().endswith("。"):
                add(block.span, ClauseKind.LIST_ITEM, block)
            continue
        kind = ClauseKind.LIST_ITEM if block.kind is BlockKind.LIST_ITEM else ClauseKind.PARAGRAPH
        run_in = None
        if block.kind is BlockKind.PARAGRAPH:
            match = _RUN_IN.match(body)
            if match:
                run_in = Span(block.span.start, block.span.start + match.end() - 1)
        add(block.span, kind, block, run_in=run_in)
    return tuple(clauses)
