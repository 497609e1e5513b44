"""The facts about one plan: immutable, and every one of them tied to a span of its text.

`Document.raw` is what the file holds; `Document.text` is the same string folded one character to one character, so
that a span means the same place in both. Analysis reads `text`; whatever a person sees is quoted from `raw`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters of `Document.text` (and of `Document.raw`): the one currency of evidence."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.stop:
            raise ValueError(f"not a span: {self.start}..{self.stop}")

    def __len__(self) -> int:
        return self.stop - self.start

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.stop <= self.stop

    def place(self, match: re.Match[str], group: int | str = 0) -> Span:
        """Where a match in the text of this span, or a group of it, stands in the document."""
        return Span(self.start + match.start(group), self.start + match.end(group))

    def shift(self, offset: int) -> Span:
        """The same range, `offset` characters further on."""
        return Span(self.start + offset, self.stop + offset)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Where a line is printed: points from the top left corner of a page (pages count from 1)."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE = "table"
    BOX = "box"  # 专栏
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # page numbers, running heads, the table of contents


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, table or piece of furniture in reading order; nothing of a file is outside of its blocks."""

    kind: BlockKind
    span: Span
    page: int | None = None
    rectangles: tuple[Rectangle, ...] = ()
    confidence: float | None = None  # 0..1 where the text was recognised on a picture (OCR)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of one table row. `filled` marks text repeated from a merged cell that covers this place."""

    span: Span
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells: rows of equal length, merged cells filled; the first `header_rows` rows name the columns.

    Each row is one line of the text, its cells joined by ` | `. `caption` is the title printed above ("表2-1 …").
    """

    span: Span
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int
    page: int | None = None
    caption: Span | None = None


class SectionKind(StrEnum):
    HEADING = "heading"  # stands alone on its line
    RUN_IN = "run_in"  # numbered, its text goes on behind the title
    BOX = "box"  # 专栏


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered (or styled) heading and everything below it, down to the next heading of its level or higher.

    level: 0 an annex title above text of its own, 1 一、 2 （一） 3 1. 4 （1） and lower, 9 a box.
    """

    id: str
    parent: str | None
    kind: SectionKind
    level: int
    label: str  # the number as printed: "（一）", "专栏1", "" where none is printed
    title: str
    heading: Span  # label and title
    span: Span  # heading and content
    page: int | None = None


class ClauseKind(StrEnum):
    PARAGRAPH = "paragraph"
    TABLE_ROW = "table_row"
    BOX = "box"
    LIST_ITEM = "list_item"


@dataclass(frozen=True, slots=True)
class Clause:
    """The unit that is searched, labelled and quoted: a whole paragraph with its run-in heading, or one table row."""

    id: str
    section: str | None  # id of the innermost section
    kind: ClauseKind
    span: Span
    page: int | None = None
    run_in: Span | None = None  # an unnumbered run-in heading, without its full stop
    table: int | None = None  # index into Document.tables
    row: int | None = None  # index into Table.rows
    rectangles: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as it is printed: 2025, 2025-09 or 2025-09-18."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def earliest(self) -> date:
        """The first day that the printed date can mean."""
        return date(self.year, self.month or 1, self.day or 1)


class GovernmentLevel(StrEnum):
    """Level of the place or body that a plan speaks for."""

    NATION = "国"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    PARK = "园区"


@dataclass(frozen=True, slots=True)
class Period:
    """Years that a plan covers; an end that the text does not give is None."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Document:
    """One plan (or other text) as read: its text, its front matter, its structure, and what went wrong on the way."""

    id: str
    source: str  # name of the file
    raw: str
    text: str
    title: str
    doc_number: str | None = None  # 发文字号
    issuer: str | None = None  # 发文机关
    issued_on: PartialDate | None = None  # 成文日期
    period: Period = Period()
    region: str | None = None
    region_code: str | None = None  # GB/T 2260 code where the place has one
    level: GovernmentLevel | None = None
    doc_type: str | None = None  # 文种: 规划, 实施方案, …; None: no plan
    pages: int | None = None
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    clauses: tuple[Clause, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        if len(self.raw) != len(self.text):
            raise ValueError("raw and folded text differ in length")

    def quote(self, span: Span) -> str:
        """The passage as the file prints it: the evidence of every fact."""
        return self.raw[span.start : span.stop]

    def read(self, span: Span) -> str:
        """The folded passage: what analysis looks at."""
        return self.text[span.start : span.stop]

    @cached_property
    def _sections_by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def _clauses_by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def section(self, section_id: str) -> Section:
        """The section of that id. Raises KeyError."""
        return self._sections_by_id[section_id]

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id. Raises KeyError."""
        return self._clauses_by_id[clause_id]

    def ancestry(self, section_id: str | None) -> tuple[Section, ...]:
        """The sections from the top down to and including the named one; empty for None."""
        chain: list[Section] = []
        while section_id is not None:
            section = self.section(section_id)
            chain.append(section)
            section_id = section.parent
        return tuple(reversed(chain))

    def path(self, section_id: str | None) -> tuple[str, ...]:
        """The headings as printed, outermost first: ("三、重点任务", "（一）…")."""
        return tuple(f"{section.label}{section.title}" for section in self.ancestry(section_id))
