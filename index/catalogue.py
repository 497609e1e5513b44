"""The catalogue of a workspace in SQLite: documents, clauses and what they can be filtered by."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from index import serial
from ingest.document import Document, PartialDate
from nlp.commitment import Commitments

FILE = "catalogue.sqlite"
SCHEMA = """
CREATE TABLE document (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, file TEXT NOT NULL, hash TEXT NOT NULL, title TEXT NOT NULL,
    region TEXT, region_code TEXT, level TEXT, doc_type TEXT, issued TEXT, year INTEGER, issuer TEXT, doc_number TEXT,
    period_start INTEGER, period_end INTEGER, pages INTEGER, warnings TEXT NOT NULL,
    first_row INTEGER NOT NULL, rows INTEGER NOT NULL, targets INTEGER NOT NULL, tasks INTEGER NOT NULL,
    projects INTEGER NOT NULL, body BLOB NOT NULL, commitments BLOB NOT NULL
);
CREATE TABLE clause (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document(number), id TEXT NOT NULL,
    kind TEXT NOT NULL, path TEXT NOT NULL, page INTEGER, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    text TEXT NOT NULL, has_target INTEGER NOT NULL, has_task INTEGER NOT NULL, words TEXT NOT NULL
);
CREATE TABLE bureau (row INTEGER NOT NULL, name TEXT NOT NULL, canonical TEXT, role TEXT NOT NULL);
CREATE TABLE deadline (row INTEGER NOT NULL, kind TEXT NOT NULL, start TEXT, end TEXT);
CREATE TABLE indicator (row INTEGER NOT NULL, name TEXT NOT NULL, year INTEGER);
CREATE INDEX clause_document ON clause(document);
CREATE INDEX bureau_row ON bureau(row);
CREATE INDEX deadline_row ON deadline(row);
CREATE INDEX indicator_row ON indicator(row);
"""
DOCUMENT_COLUMNS = (
    "number", "id", "file", "hash", "title", "region", "region_code", "level", "doc_type", "issued", "year", "issuer",
    "doc_number", "period_start", "period_end", "pages", "warnings", "first_row", "rows", "targets", "tasks",
    "projects",
)  # fmt: skip


class WorkspaceError(Exception):
    """A workspace that cannot be opened or built. The message is one Chinese sentence that says what to do."""


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


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document with what it commits to and the search words of its clauses, ready to be stored or just taken over."""

    hash: str
    document: Document
    commitments: Commitments
    words: tuple[tuple[str, ...], ...]  # one tuple a clause


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split("\n")) if words else ()


def _pack(text: str) -> bytes:
    return zlib.compress(text.encode(), 6)


def _unpack(blob: bytes) -> str:
    return zlib.decompress(blob).decode()


def _issued(day: PartialDate | None) -> str | None:
    return None if day is None else str(day)


def _plan_year(document: Document) -> int | None:
    """The year a reader files a plan under: that of issue, else the first of its period."""
    return document.issued_on.year if document.issued_on else document.period.start


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


class Catalogue:
    """Reads the SQLite file of one snapshot, from any thread. The file never changes once written, and stays open, so
    that it can be read even after later builds have removed it."""

    def __init__(self, folder: Path) -> None:
        uri = f"{(folder / FILE).resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self.entries = tuple(self._read_entries())
        self.by_id = {entry.id: entry for entry in self.entries}

    def _read_entries(self) -> Iterator[DocumentEntry]:
        for row in self.query(f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM document ORDER BY number"):
            values = dict(zip(DOCUMENT_COLUMNS, row, strict=True))
            yield DocumentEntry(**{**values, "warnings": tuple(json.loads(values["warnings"]))})

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement of our own finds; values are always passed as parameters."""
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def document(self, entry: DocumentEntry) -> Document:
        """The whole document."""
        [[body]] = self.query("SELECT body FROM document WHERE number = ?", [entry.number])
        return serial.load(Document, _unpack(body))

    def commitments(self, entry: DocumentEntry) -> Commitments:
        """Everything the document commits to."""
        [[body]] = self.query("SELECT commitments FROM document WHERE number = ?", [entry.number])
        return serial.load(Commitments, _unpack(body))

    def words(self, entry: DocumentEntry) -> tuple[tuple[str, ...], ...]:
        """The search words of the document's clauses."""
        found = self.query("SELECT words FROM clause WHERE document = ? ORDER BY row", [entry.number])
        return tuple(_split(words) for (words,) in found)

    def clauses(self, rows: Iterable[int]) -> Mapping[int, ClauseRow]:
        """The clauses in these rows."""
        wanted = [int(row) for row in rows]
        found: dict[int, ClauseRow] = {}
        columns = "row, document, id, kind, path, page, start, stop, text, has_target, has_task, words"
        for begin in range(0, len(wanted), 500):
            part = wanted[begin : begin + 500]
            marks = ", ".join("?" * len(part))
            for values in self.query(f"SELECT {columns} FROM clause WHERE row IN ({marks})", part):
                row, number, clause, kind, path, page, start, stop, text, target, task, words = values
                where = (tuple(json.loads(path)), page, start, stop)
                found[row] = ClauseRow(row, number, clause, kind, *where, text, bool(target), bool(task), _split(words))
        return found


def write_catalogue(folder: Path, documents: Sequence[tuple[str, Analysed]]) -> None:
    """A new catalogue in the folder of these documents, each with the id it is known by."""
    connection = sqlite3.connect(folder / FILE)
    try:
        connection.executescript(SCHEMA)
        row = 0
        for number, (name, analysed) in enumerate(documents):
            row = _write_document(connection, number, name, analysed, row)
        connection.commit()
    finally:
        connection.close()


def _write_document(connection: sqlite3.Connection, number: int, name: str, analysed: Analysed, row: int) -> int:
    document, found = analysed.document, analysed.commitments
    values = (
        number, name, document.source, analysed.hash, document.title, document.region, document.region_code,
        document.level, document.doc_type, _issued(document.issued_on), _plan_year(document), document.issuer,
        document.doc_number, document.period.start, document.period.end, document.pages,
        json.dumps(document.warnings, ensure_ascii=False), row, len(document.clauses), len(found.targets),
        len(found.tasks), len(found.projects), _pack(serial.dump(document)), _pack(serial.dump(found)),
    )  # fmt: skip
    connection.execute(f"INSERT INTO document VALUES ({', '.join('?' * len(values))})", values)
    rows = {clause.id: row + i for i, clause in enumerate(document.clauses)}
    with_target = {target.clause for target in found.targets}
    with_task = {clause for task in found.tasks for clause in (task.clause, *task.clauses)}
    for clause, words in zip(document.clauses, analysed.words, strict=True):
        path = json.dumps(document.path(clause.section), ensure_ascii=False)
        place = (clause.page, clause.span.start, clause.span.stop)
        marks = (clause.id in with_target, clause.id in with_task)
        connection.execute(
            f"INSERT INTO clause VALUES ({', '.join('?' * 12)})",
            (rows[clause.id], number, clause.id, clause.kind, path, *place, clause_text(document, clause.span.start,
             clause.span.stop), *marks, "\n".join(words)),
        )  # fmt: skip
    _write_facets(connection, found, rows)
    return row + len(document.clauses)


def _write_facets(connection: sqlite3.Connection, found: Commitments, rows: Mapping[str, int]) -> None:
    bureaus, deadlines, indicators = [], [], []
    for task in found.tasks:
        for clause in dict.fromkeys((task.clause, *task.clauses)):
            if clause in rows:
                bureaus += [(rows[clause], b.name, b.canonical, b.role) for b in task.bureaus]
    for one in (*found.targets, *found.projects):
        bureaus += [(rows[one.clause], b.name, b.canonical, b.role) for b in one.bureaus]
    for commitment in (*found.targets, *found.tasks, *found.projects):
        row = rows[commitment.clause]
        deadlines += [(row, d.kind, _day(d.start), _day(d.end)) for d in commitment.deadlines]
    for target in found.targets:
        indicators.append((rows[target.clause], target.indicator, target.year))
    connection.executemany("INSERT INTO bureau VALUES (?, ?, ?, ?)", dict.fromkeys(bureaus))
    connection.executemany("INSERT INTO deadline VALUES (?, ?, ?, ?)", dict.fromkeys(deadlines))
    connection.executemany("INSERT INTO indicator VALUES (?, ?, ?)", dict.fromkeys(indicators))


def clause_text(document: Document, start: int, stop: int) -> str:
    """The clause as the file prints it."""
    return document.raw[start:stop].strip()
