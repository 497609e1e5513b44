"""What people decided about findings: accepted, rejected, handed to somebody, each time with a reason.

    WS/decisions.sqlite    one row a decision, only ever added to: the rows are the audit trail

A decision belongs to one document and one fingerprint, so that it outlives rebuilds and edits elsewhere in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from report.ledger import Ledger, LedgerError
from rules.finding import Finding
from rules.waiver import Waiver

FILE = "decisions.sqlite"
LONGEST = 2000  # characters of a reason
_COLUMNS = (
    *((name, "TEXT NOT NULL") for name in ("document", "fingerprint", "rule", "message", "state", "reason", "author")),
    ("assignee", "TEXT NOT NULL"), ("due", "TEXT"),
)  # fmt: skip


class State(StrEnum):
    """Where a finding stands. REJECTED: the finding is not to be followed, which makes it a waiver."""

    OPEN = "待处理"
    ACCEPTED = "采纳"
    REJECTED = "不采纳"
    ASSIGNED = "交办"


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
        self._ledger = Ledger(Path(folder) / FILE, "decision", _COLUMNS, "处理记录")

    def record(
        self, document: str, finding: Finding, state: State, reason: str, author: str, *,
        assignee: str = "", due: date | None = None,
    ) -> None:  # fmt: skip
        """Add a decision. Raises LedgerError for one without its reason, author, assignee or day, or not writable."""
        words = [" ".join(one.split()) for one in (reason, author, assignee)]
        lacking = {
            "理由（至少两个字）": len(words[0]) < 2, "处理人": not words[1],
            "交办给谁": state is State.ASSIGNED and not words[2],
            "不采纳的有效期": state is State.REJECTED and due is None,
        }  # fmt: skip
        if any(lacking.values()):
            raise LedgerError(f"请填写{'、'.join(name for name, absent in lacking.items() if absent)}。")
        if any(len(word) > LONGEST for word in words):
            raise LedgerError(f"文字太长，请控制在 {LONGEST} 字以内。")
        values = (document, finding.fingerprint, finding.rule, finding.message, state.value, *words,
                  due.isoformat() if due else None)  # fmt: skip
        self._ledger.add([values])

    def trail(self, document: str | None = None, fingerprint: str | None = None) -> tuple[Decision, ...]:
        """The decisions on that document and finding, all of them where None is given, newest first."""
        return tuple(_decision(row) for row in self._ledger.rows(document=document, fingerprint=fingerprint))

    def latest(self) -> Mapping[tuple[str, str], Decision]:
        """The decision in force of each finding, by document and fingerprint."""
        return {(one.document, one.fingerprint): one for one in reversed(self.trail())}


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
