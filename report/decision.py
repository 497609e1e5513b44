"""What people decided about findings: accepted, rejected, handed to somebody, each time with a reason.

    WS/decisions.sqlite    one row a decision, only ever added to: the rows are the audit trail

A decision belongs to one document and one fingerprint, so that it outlives rebuilds and edits elsewhere in the text.
The time of a decision is the database's own (UTC); nothing that is computed of a plan depends on it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from rules.finding import Finding
from rules.waiver import Waiver

FILE = "decisions.sqlite"
LONGEST = 2000  # characters of a reason
_PATIENCE = 10.0  # seconds to wait for somebody else's decision to be written
_TABLE = """
CREATE TABLE IF NOT EXISTS decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    document TEXT NOT NULL, fingerprint TEXT NOT NULL, rule TEXT NOT NULL, message TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL, assignee TEXT NOT NULL, due TEXT
);
CREATE INDEX IF NOT EXISTS decision_of ON decision (document, fingerprint);
"""
_COLUMNS = "number, at, document, fingerprint, rule, message, state, reason, author, assignee, due"


class State(StrEnum):
    """Where a finding stands. REJECTED: the finding is not to be followed, which makes it a waiver."""

    OPEN = "待处理"
    ACCEPTED = "采纳"
    REJECTED = "不采纳"
    ASSIGNED = "交办"


class DecisionError(ValueError):
    """A decision that cannot be recorded. The message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. at: UTC, ISO. due: by when the assignee is to be done, or until when the rejection holds."""

    number: int
    at: str
    document: str
    fingerprint: str
    rule: str
    message: str
    state: State
    reason: str
    author: str
    assignee: str = ""
    due: date | None = None


class DecisionBook:
    """The decisions of one workspace."""

    def __init__(self, folder: Path) -> None:
        self._path = Path(folder) / FILE

    def record(
        self, document: str, finding: Finding, state: State, reason: str, author: str, *,
        assignee: str = "", due: date | None = None,
    ) -> None:  # fmt: skip
        """Add a decision. Raises DecisionError for one without its reason, author, assignee or day, or not writable."""
        words = [" ".join(one.split()) for one in (reason, author, assignee)]
        lacking = {
            "理由（至少两个字）": len(words[0]) < 2, "处理人": not words[1],
            "交办给谁": state is State.ASSIGNED and not words[2],
            "不采纳的有效期": state is State.REJECTED and due is None,
        }  # fmt: skip
        if any(lacking.values()):
            raise DecisionError(f"请填写{'、'.join(name for name, absent in lacking.items() if absent)}。")
        if any(len(word) > LONGEST for word in words):
            raise DecisionError(f"文字太长，请控制在 {LONGEST} 字以内。")
        values = (document, finding.fingerprint, finding.rule, finding.message, state.value, *words,
                  due.isoformat() if due else None)  # fmt: skip
        names = _COLUMNS.split(", ", 2)[2]
        try:
            with self._open() as connection:
                connection.execute(f"INSERT INTO decision ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        except (sqlite3.Error, OSError) as error:
            raise DecisionError(f"{self._path.name}：写不进去，请检查工作区的权限和磁盘空间（{error}）。") from error

    def trail(self, document: str | None = None, fingerprint: str | None = None) -> tuple[Decision, ...]:
        """The decisions on that document and finding, all of them where None is given, newest first."""
        if not self._path.is_file():
            return ()
        wanted = [(name, value) for name, value in (("document", document), ("fingerprint", fingerprint)) if value]
        where = f"WHERE {' AND '.join(f'{name} = ?' for name, _ in wanted)}" if wanted else ""
        query = f"SELECT {_COLUMNS} FROM decision {where} ORDER BY number DESC"
        try:
            with self._open() as connection:
                rows = connection.execute(query, [value for _, value in wanted]).fetchall()
        except sqlite3.Error as error:
            raise DecisionError(f"{self._path.name}：处理记录读不出来，请从备份恢复或移走这个文件。") from error
        return tuple(_decision(row) for row in rows)

    def latest(self) -> Mapping[tuple[str, str], Decision]:
        """The decision in force of each finding, by document and fingerprint."""
        return {(one.document, one.fingerprint): one for one in reversed(self.trail())}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            connection.executescript(_TABLE)
            with connection:
                yield connection
        finally:
            connection.close()


def _decision(row: tuple[Any, ...]) -> Decision:
    number, at, document, fingerprint, rule, message, state, reason, author, assignee, due = row
    day = date.fromisoformat(due) if due else None
    return Decision(number, at, document, fingerprint, rule, message, State(state), reason, author, assignee, day)


def waivers(decisions: Iterable[Decision]) -> tuple[Waiver, ...]:
    """The rejections among the decisions in force as waivers, each finding once, the one that holds longest."""
    found: dict[str, Waiver] = {}
    for one in decisions:
        if one.state is State.REJECTED and one.due is not None:
            waiver = Waiver(fingerprint=one.fingerprint, reason=one.reason, author=one.author, expires=one.due)
            before = found.get(one.fingerprint)
            found[one.fingerprint] = waiver if before is None or before.expires < waiver.expires else before
    return tuple(found[fingerprint] for fingerprint in sorted(found))


def waiver_file(decisions: Iterable[Decision]) -> bytes:
    """The rejections as the file that `--waivers` takes."""
    import yaml

    content = {"waivers": [one.model_dump() for one in waivers(decisions)]}
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)
    return f"# 由“问题”页导出；命令行 check、report 用 --waivers 指定本文件\n{text}".encode()
