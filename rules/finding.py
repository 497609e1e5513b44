"""What a check reports: a finding with the passages that show it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that shows a finding. `document` is the id of another document when the passage stands there."""

    clause: str | None
    quote: str
    span: Span
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of one document, with every passage that shows it; the message is Chinese and says what to look at."""

    rule: str
    severity: Severity
    message: str
    span: Span
    clause: str | None
    evidence: tuple[Evidence, ...]
    suggestion: str

    @property
    def fingerprint(self) -> str:
        """Identity that survives edits elsewhere in the text: rule and quoted passages, never offsets."""
        parts = [self.rule, *sorted(re.sub(r"\s+", "", item.quote) for item in self.evidence)]
        if not self.evidence:
            parts.append(self.message)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
