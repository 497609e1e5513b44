"""The catalogue of a workspace in SQLite: documents, clauses and what they can be filtered by, a file for each part."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from index import serial
from index.columns import Columns
from ingest.document import Document, Rectangle
from nlp.commitment import Commitments

if TYPE_CHECKING:
    from index.store import PartCatalogue

DOCUMENT_COLUMNS = (
    "number", "file", "hash", "title", "region", "region_code", "level", "doc_type", "issued", "year", "issuer",
    "doc_number", "period_start", "period_end", "pages", "warnings", "first_row", "rows", "targets", "tasks",
    "projects",
)  # fmt: skip
CLAUSE_COLUMNS = "id, kind, path, page, start, stop, text, has_target, has_task, own, words, rectangles"


class WorkspaceError(Exception):
    """A workspace that cannot be opened or built. The message is one Chinese sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document of the workspace lies: number `number` of part `part` (a number too), `rows` clauses long."""

    id: str
    file: str
    hash: str
    part: int
    number: int
    rows: int


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What the catalogue says of a document, without its text. `issued` is as precise as printed (2025-09)."""

    number: int
    id: str
    file: str
    hash: str
    title: str
    region: str | None
    region_code: str | None
    level: str | None
    doc_type: str | None
    issued: str | None
    year: int | None
    issuer: str | None
    doc_number: str | None
    period_start: int | None
    period_end: int | None
    pages: int | None
    warnings: tuple[str, ...]
    first_row: int
    rows: int  # clauses, which lie at first_row … first_row + rows - 1 of the indexes
    targets: int
    tasks: int
    projects: int


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as it is searched: its whole text without markup, and where it stands."""

    row: int
    document: int  # number of its document
    id: str
    kind: str
    path: tuple[str, ...]
    page: int | None
    start: int
    stop: int
    text: str
    has_target: bool
    has_task: bool
    words: tuple[str, ...]  # its search words: those of its text, then those of its headings
    own: int = 0  # how many of the words are those of its text
    rectangles: tuple[Rectangle, ...] = ()  # where its lines are printed, of a row of a table where the table is


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document with what it commits to and the search words of its clauses, ready to be stored or just taken over."""

    hash: str
    document: Document
    commitments: Commitments
    words: tuple[tuple[str, ...], ...]  # one tuple a clause
    own: tuple[int, ...]  # how many of them stand in the clause itself, before those of its headings

    def texts(self) -> tuple[str, ...]:
        """The text of each clause."""
        return tuple(clause_text(self.document, one.span.start, one.span.stop) for one in self.document.clauses)


def split_words(words: str) -> tuple[str, ...]:
    """The words of a clause as the catalogue keeps them."""
    return tuple(words.split("\n")) if words else ()


class Catalogue:
    """The documents of a workspace over all its parts. Rows are counted through the parts, one behind the other."""

    def __init__(self, parts: Sequence[PartCatalogue], placed: Sequence[Placed]) -> None:
        self._parts = parts
        self._placed = placed
        self._numbers = {(one.part, one.number): number for number, one in enumerate(placed)}
        sizes = [part.query("SELECT count(*) FROM clause")[0][0] for part in parts]
        self.starts: tuple[int, ...] = tuple(accumulate(sizes, initial=0))
        self.entries = tuple(self._read_entries())
        self.by_id = {entry.id: entry for entry in self.entries}

    def _read_entries(self) -> Iterator[DocumentEntry]:
        sql = f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM document ORDER BY number"
        lines = [part.query(sql) for part in self._parts]
        first = DOCUMENT_COLUMNS.index("first_row")
        for number, one in enumerate(self._placed):
            line = lines[one.part][one.number]
            warnings = tuple(json.loads(line[first - 1])) if line[first - 1] != "[]" else ()
            row = line[first] + self.starts[one.part]
            values: tuple[Any, ...] = (number, one.id, *line[1 : first - 1], warnings, row, *line[first + 1 :])
            yield DocumentEntry(*values)

    def columns(self, parts: Sequence[Columns]) -> Columns:
        """The columns of all parts, with the numbers that their documents have in this workspace."""
        import numpy as np

        sizes = [part.query("SELECT count(*) FROM document")[0][0] for part in self._parts]
        numbers = [np.full(size, -1, dtype=np.int32) for size in sizes]
        for number, one in enumerate(self._placed):
            numbers[one.part][one.number] = number
        return Columns.join(parts, numbers)

    def document(self, entry: DocumentEntry) -> Document:
        """The whole document."""
        one = self._placed[entry.number]
        return self._parts[one.part].document(one.number)

    def commitments(self, entry: DocumentEntry) -> Commitments:
        """Everything the document commits to."""
        one = self._placed[entry.number]
        return self._parts[one.part].commitments(one.number)

    def row_of(self, entry: DocumentEntry, clause_id: str) -> int | None:
        """The row of a clause of the document."""
        one = self._placed[entry.number]
        sql = "SELECT row FROM clause WHERE document = ? AND id = ?"
        found = self._parts[one.part].query(sql, [one.number, clause_id])
        return self.starts[one.part] + found[0][0] if found else None

    def clauses(self, rows: Iterable[int]) -> Mapping[int, ClauseRow]:
        """The clauses in these rows."""
        by_part: dict[int, list[int]] = {}
        for row in rows:
            part = bisect_right(self.starts, row) - 1
            by_part.setdefault(part, []).append(int(row) - self.starts[part])
        found: dict[int, ClauseRow] = {}
        for part, wanted in sorted(by_part.items()):
            for begin in range(0, len(wanted), 500):
                some = wanted[begin : begin + 500]
                sql = f"SELECT row, document, {CLAUSE_COLUMNS} FROM clause WHERE row IN ({', '.join('?' * len(some))})"
                for line in self._parts[part].query(sql, some):
                    clause = _clause(line, self.starts[part], self._numbers[part, line[1]])
                    found[clause.row] = clause
        return found


def _clause(line: tuple[Any, ...], start: int, document: int) -> ClauseRow:
    row, _, clause, kind, path, page, begin, stop, text, target, task, own, words, printed = line
    where = (tuple(json.loads(path)), page, begin, stop)
    return ClauseRow(
        start + row, document, clause, kind, *where, text, bool(target), bool(task), split_words(words), own,
        serial.load(tuple[Rectangle, ...], printed) if printed else (),
    )  # fmt: skip


def clause_text(document: Document, start: int, stop: int) -> str:
    """The clause as the file prints it."""
    return document.raw[start:stop].strip()
