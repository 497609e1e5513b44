"""A table in a workspace that rows are only ever added to: what people decided, and what they set right.

Its file lies beside what a build writes, so that it outlives rebuilds. Each row gets a number, and its time from the
database (UTC): nothing that is computed of a plan depends on it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_PATIENCE = 10.0  # seconds to wait for somebody else's row to be written


class LedgerError(ValueError):
    """Something that cannot be recorded or read. The message is one Chinese sentence."""


class Ledger:
    """One table. columns: behind number and time, each with its SQL type; name: what a reader calls the table."""

    def __init__(self, path: Path, table: str, columns: Sequence[tuple[str, str]], name: str) -> None:
        self._path, self._table, self._name = path, table, name
        self._columns = ", ".join(column for column, _ in columns)
        self._marks = ", ".join("?" for _ in columns)
        kinds = ", ".join(f"{column} {kind}" for column, kind in columns)
        self._create = f"""
            CREATE TABLE IF NOT EXISTS {table} (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
                {kinds}
            );
            CREATE INDEX IF NOT EXISTS {table}_of ON {table} ({", ".join(column for column, _ in columns[:2])});
        """

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add the rows, all or none. Raises LedgerError where the file cannot be written."""
        command = f"INSERT INTO {self._table} ({self._columns}) VALUES ({self._marks})"
        try:
            with self._open() as connection:
                connection.executemany(command, rows)
        except (sqlite3.Error, OSError) as error:
            reason = f"{self._path.name}：写不进去，请检查工作区的权限和磁盘空间（{error}）。"
            raise LedgerError(reason) from error

    def rows(self, **wanted: str | None) -> list[tuple[Any, ...]]:
        """Number, time and columns of the rows with these values (None: any), newest first. Raises LedgerError."""
        if not self._path.is_file():
            return []
        asked = {column: value for column, value in wanted.items() if value}
        where = f"WHERE {' AND '.join(f'{column} = ?' for column in asked)}" if asked else ""
        query = f"SELECT number, at, {self._columns} FROM {self._table} {where} ORDER BY number DESC"
        try:
            with self._open() as connection:
                return connection.execute(query, list(asked.values())).fetchall()
        except sqlite3.Error as error:
            reason = f"{self._path.name}：{self._name}读不出来，请从备份恢复或移走这个文件。"
            raise LedgerError(reason) from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            connection.executescript(self._create)
            with connection:
                yield connection
        finally:
            connection.close()
