"""Where running text stands, and what that says of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Clause
from nlp.commitment import Deadline, Origin


class Standing(StrEnum):
    """What the figures of a text are taken for."""

    PROMISE = "promise"
    BACKGROUND = "background"  # what has been: a promise only where a date to come says so
    PROJECT = "project"  # sizes of one project: a promise only as a dated rate


@dataclass(frozen=True, slots=True)
class Place:
    """Where running text stands: its clause, what its figures are taken for, and the origin of what it promises."""

    clause: Clause
    standing: Standing
    origin: Origin
    topic: str = ""  # what the section is about, for a sentence that names places alone
    due: Deadline | None = None  # the date printed once for all of it: 完成时限：2025年, or that column of its row
