"""What people set right in extracted tasks and targets: how it is kept, and how a row is known again.

    WS/corrections.sqlite    one row for each thing set right, only ever added to: the rows are the audit trail

A correction belongs to one document and to the passage that the task or target was read from, so that it outlives
rebuilds and edits elsewhere in the text. It names what the program had read; where that changes, the correction waits
until somebody has looked again.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.document import Document
from nlp.commitment import Commitments, Correction, Slot, Target, Task
from report.corrected import amended, corrected, slot_text
from report.ledger import Ledger, LedgerError

FILE = "corrections.sqlite"
LONGEST = 2000  # characters of a reason
LOOKED = "核对无误"  # what is stated of a whole row
_TEXT = "TEXT NOT NULL"
_COLUMNS = tuple(
    (name, _TEXT) for name in ("document", "row", "label", "slot", "printed", "stated", "reason", "author")
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One correction as kept. row: what the task or target is known by; label: what it was called then."""

    number: int
    document: str
    row: str
    label: str
    correction: Correction

    @property
    def withdrawn(self) -> bool:
        """True for one that says: as printed, after all."""
        return self.correction.stated == self.correction.printed


InForce = Mapping[str, tuple[Recorded, ...]]  # by document


class CorrectionBook:
    """The corrections of one workspace."""

    def __init__(self, folder: Path) -> None:
        self._ledger = Ledger(Path(folder) / FILE, "correction", _COLUMNS, "更正记录")

    def record(
        self, document: Document, row: str, extracted: Task | Target, stated: Mapping[Slot, str], reason: str,
        author: str,
    ) -> tuple[Slot, ...]:  # fmt: skip
        """Keep what differs from what holds now; the slots that do. extracted: the row as the program read it.

        A slot stated as it was read is taken back to that. WHOLE: the row is as printed. Raises LedgerError with
        nothing kept for what cannot be understood, for nothing that differs, without reason or author, or where it
        cannot be written.
        """
        reason, author = " ".join(reason.split()), " ".join(author.split())
        lacking = {"理由（至少两个字）": len(reason) < 2, "核对人": not author}
        if any(lacking.values()):
            raise LedgerError(f"请填写{'、'.join(name for name, absent in lacking.items() if absent)}。")
        if max(len(reason), len(author)) > LONGEST:
            raise LedgerError(f"文字太长，请控制在 {LONGEST} 字以内。")
        before = {one.correction.slot: one.correction.stated for one in self._latest(document.id, row).values()}
        label = extracted.title if isinstance(extracted, Task) else extracted.indicator
        rows = []
        for slot, text in stated.items():
            printed = slot_text(document, extracted, slot)
            text = LOOKED if slot is Slot.WHOLE and text else text
            after = text if slot is Slot.WHOLE else slot_text(document, amended(document, extracted, slot, text), slot)
            if after != before.get(slot, printed):
                rows.append((document.id, row, label, slot.value, printed, after, reason, author))
        if not rows:
            raise LedgerError("没有改动：与现在的内容相同。原文没有读错的，请点“核对无误”。")
        self._ledger.add(rows)
        return tuple(Slot(row[3]) for row in rows)

    def trail(self, document: str | None = None, row: str | None = None) -> tuple[Recorded, ...]:
        """The corrections of that document and row, all of them where None is given, newest first."""
        return tuple(
            Recorded(number, document, row, label, Correction(Slot(slot), printed, stated, reason, author, at))
            for number, at, document, row, label, slot, printed, stated, reason, author in self._ledger.rows(
                document=document, row=row
            )
        )

    def in_force(self) -> InForce:
        """What holds, by document: of each slot the last one, unless it took back what was set right before."""
        found: dict[str, list[Recorded]] = {}
        for one in self._latest().values():
            if not one.withdrawn:
                found.setdefault(one.document, []).append(one)
        return {name: tuple(sorted(held, key=lambda one: one.number)) for name, held in found.items()}

    def _latest(self, document: str | None = None, row: str | None = None) -> Mapping[tuple[str, str, Slot], Recorded]:
        return {(one.document, one.row, one.correction.slot): one for one in reversed(self.trail(document, row))}


def rows_of(document: Document, commitments: Commitments) -> Mapping[str, Task | Target]:
    """The tasks and targets by what they are known by: kind and printed passage, counted where several share them."""
    times: Counter[tuple[str, str]] = Counter()
    found: dict[str, Task | Target] = {}
    kinds: tuple[tuple[str, Sequence[Task | Target]], ...] = (
        ("task", commitments.tasks), ("target", commitments.targets),
    )  # fmt: skip
    for kind, rows in kinds:
        for one in rows:
            passage = _SPACE.sub("", document.quote(one.span))
            times[kind, passage] += 1
            parts = (kind, passage, str(times[kind, passage]))
            found[hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]] = one
    return found


def with_corrections(document: Document, commitments: Commitments, recorded: Iterable[Recorded]) -> Commitments:
    """What the document commits to, with what people set right in it. commitments: as the program read them."""
    by_row: dict[str, list[Correction]] = {}
    for one in recorded:
        by_row.setdefault(one.row, []).append(one.correction)
    if not by_row:
        return commitments
    known = rows_of(document, commitments)
    held = {known[row].id: found for row, found in by_row.items() if row in known}
    return replace(
        commitments,
        tasks=tuple(corrected(document, one, held.get(one.id, ())) for one in commitments.tasks),
        targets=tuple(corrected(document, one, held.get(one.id, ())) for one in commitments.targets),
    )
