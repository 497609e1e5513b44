"""The catalogue of one part of a workspace in SQLite: written once, merged with others, read from any thread."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from index import serial
from index.catalogue import (
    CLAUSE_COLUMNS,
    DOCUMENT_COLUMNS,
    Analysed,
    WorkspaceError,
    clause_text,
    split_words,
)
from index.columns import Columns
from ingest.document import Document, PartialDate
from nlp.commitment import Commitments

Stored = TypeVar("Stored", Document, Commitments)
FILE = "catalogue.sqlite"
SCHEMA = """
CREATE TABLE document (
    number INTEGER PRIMARY KEY, file TEXT NOT NULL, hash TEXT NOT NULL, title TEXT NOT NULL,
    region TEXT, region_code TEXT, level TEXT, doc_type TEXT, issued TEXT, year INTEGER, issuer TEXT, doc_number TEXT,
    period_start INTEGER, period_end INTEGER, pages INTEGER, warnings TEXT NOT NULL,
    first_row INTEGER NOT NULL, rows INTEGER NOT NULL, targets INTEGER NOT NULL, tasks INTEGER NOT NULL,
    projects INTEGER NOT NULL
);
CREATE TABLE body (number INTEGER PRIMARY KEY, document BLOB NOT NULL, commitments BLOB NOT NULL);
CREATE TABLE clause (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document(number), id TEXT NOT NULL,
    kind TEXT NOT NULL, path TEXT NOT NULL, page INTEGER, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    text TEXT NOT NULL, has_target INTEGER NOT NULL, has_task INTEGER NOT NULL, own INTEGER NOT NULL,
    words TEXT NOT NULL, rectangles TEXT NOT NULL
);
CREATE TABLE bureau (row INTEGER NOT NULL, name TEXT NOT NULL, canonical TEXT, role TEXT NOT NULL);
CREATE TABLE deadline (row INTEGER NOT NULL, kind TEXT NOT NULL, start TEXT, end TEXT);
CREATE TABLE indicator (row INTEGER NOT NULL, name TEXT NOT NULL, year INTEGER);
"""


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


class PartCatalogue:
    """Reads the SQLite file of one part, from any thread. The file never changes once written, and stays open, so that
    it can be read even after later builds have removed it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = sqlite3.connect(_address(folder), uri=True, check_same_thread=False)
        self._lock = threading.Lock()
        self._connection.execute("SELECT count(*) FROM document").fetchall()  # opens the file now

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement of our own finds; values are always passed as parameters."""
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def columns(self) -> Columns:
        """What its clauses are filtered by, counted out of the catalogue."""
        with self._lock:
            return Columns.of(self._connection)

    def document(self, number: int) -> Document:
        """The whole document. Raises WorkspaceError where another version of the program wrote it."""
        return self._body("document", Document, number)

    def commitments(self, number: int) -> Commitments:
        """Everything the document commits to. Raises WorkspaceError where another version of the program wrote it."""
        return self._body("commitments", Commitments, number)

    def _body(self, column: str, kind: type[Stored], number: int) -> Stored:
        [[body]] = self.query(f"SELECT {column} FROM body WHERE number = ?", [number])
        try:
            return serial.load(kind, _unpack(body))
        except (ValueError, TypeError, KeyError, IndexError) as error:
            workspace = self._folder.parent.parent
            raise WorkspaceError(f"{workspace}：工作区由另一版本的程序建立，请重新 build。") from error

    def analysed(self, number: int) -> Analysed:
        """The document as it was stored."""
        [[digest, first, rows]] = self.query("SELECT hash, first_row, rows FROM document WHERE number = ?", [number])
        sql = "SELECT words, own FROM clause WHERE row >= ? AND row < ? ORDER BY row"
        found = self.query(sql, [first, first + rows])
        words, own = tuple(split_words(words) for words, _ in found), tuple(own for _, own in found)
        return Analysed(digest, self.document(number), self.commitments(number), words, own)


def _address(folder: Path) -> str:
    return f"{(folder / FILE).resolve().as_uri()}?mode=ro&immutable=1"


def write_catalogue(folder: Path, documents: Sequence[Analysed]) -> None:
    """A new catalogue in the folder of these documents."""
    with _new_catalogue(folder) as connection:
        row = 0
        for number, analysed in enumerate(documents):
            row = _write_document(connection, number, analysed, row)


@contextmanager
def _new_catalogue(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(folder / FILE, uri=True)
    try:
        connection.execute("PRAGMA journal_mode = OFF")  # nobody reads the file before it is whole
        connection.execute("PRAGMA synchronous = OFF")  # the part is brought to disk as a whole
        connection.executescript(SCHEMA)
        yield connection
        connection.commit()
    finally:
        connection.close()


def merge_catalogues(folder: Path, parts: Sequence[tuple[Path, Sequence[int]]]) -> list[list[tuple[int, int, int]]]:
    """A new catalogue in the folder of some documents of other parts, in the order given. Returns for each of the parts
    (first row before, first row now, rows) of its documents."""
    moves: list[list[tuple[int, int, int]]] = []
    with _new_catalogue(folder) as connection:
        connection.execute("CREATE TEMP TABLE goes (old INTEGER PRIMARY KEY, new INTEGER, shift INTEGER)")
        number = row = 0
        for source, documents in parts:
            connection.commit()
            connection.execute("ATTACH ? AS source", [_address(source)])
            moved = []
            for old in documents:
                sql = "SELECT first_row, rows FROM source.document WHERE number = ?"
                [[first, rows]] = connection.execute(sql, [old]).fetchall()
                connection.execute("INSERT INTO goes VALUES (?, ?, ?)", [old, number, row - first])
                moved.append((first, row, rows))
                number, row = number + 1, row + rows
            moves.append(moved)
            _copy(connection)
            connection.execute("DELETE FROM goes")
            connection.commit()
            connection.execute("DETACH source")
    return moves


def _copy(connection: sqlite3.Connection) -> None:
    """Copy the documents that `goes` names out of the attached part."""
    columns = ", ".join(DOCUMENT_COLUMNS[1:]).replace("first_row", "first_row + shift")
    join = "JOIN goes ON goes.old = clause.document"
    for sql in (
        f"INSERT INTO document SELECT new, {columns} FROM source.document JOIN goes ON old = number ORDER BY new",
        "INSERT INTO body SELECT new, document, commitments FROM source.body JOIN goes ON old = number ORDER BY new",
        f"INSERT INTO clause SELECT row + shift, new, {CLAUSE_COLUMNS} FROM source.clause {join} ORDER BY row + shift",
        "INSERT INTO bureau SELECT bureau.row + shift, bureau.name, canonical, role FROM source.bureau "
        f"JOIN source.clause ON clause.row = bureau.row {join} ORDER BY bureau.row + shift, bureau.rowid",
        "INSERT INTO deadline SELECT deadline.row + shift, deadline.kind, deadline.start, end FROM source.deadline "
        f"JOIN source.clause ON clause.row = deadline.row {join} ORDER BY deadline.row + shift, deadline.rowid",
        "INSERT INTO indicator SELECT indicator.row + shift, name, year FROM source.indicator "
        f"JOIN source.clause ON clause.row = indicator.row {join} ORDER BY indicator.row + shift, indicator.rowid",
    ):
        connection.execute(sql)


def _write_document(connection: sqlite3.Connection, number: int, analysed: Analysed, row: int) -> int:
    document, found = analysed.document, analysed.commitments
    values = (
        number, document.source, analysed.hash, document.title, document.region, document.region_code,
        document.level, document.doc_type, _issued(document.issued_on), _plan_year(document), document.issuer,
        document.doc_number, document.period.start, document.period.end, document.pages,
        json.dumps(document.warnings, ensure_ascii=False), row, len(document.clauses), len(found.targets),
        len(found.tasks), len(found.projects),
    )  # fmt: skip
    connection.execute(f"INSERT INTO document VALUES ({', '.join('?' * len(values))})", values)
    bodies = (number, _pack(serial.dump(document)), _pack(serial.dump(found)))
    connection.execute("INSERT INTO body VALUES (?, ?, ?)", bodies)
    rows = {clause.id: row + i for i, clause in enumerate(document.clauses)}
    with_target = {target.clause for target in found.targets}
    with_task = {clause for task in found.tasks for clause in (task.clause, *task.clauses)}
    for clause, words, own in zip(document.clauses, analysed.words, analysed.own, strict=True):
        path = json.dumps(document.path(clause.section), ensure_ascii=False)
        place = (clause.page, clause.span.start, clause.span.stop)
        text = clause_text(document, clause.span.start, clause.span.stop)
        printed = serial.dump(clause.rectangles) if clause.rectangles else ""
        marks = (clause.id in with_target, clause.id in with_task)
        line = (
            rows[clause.id],
            number,
            clause.id,
            clause.kind,
            path,
            *place,
            text,
            *marks,
            own,
            "\n".join(words),
            printed,
        )
        connection.execute(f"INSERT INTO clause VALUES ({', '.join('?' * len(line))})", line)
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
