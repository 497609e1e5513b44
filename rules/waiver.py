"""Known findings that somebody has answered for: with a reason, an author and a day on which the excuse ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import Field

from ingest.document import Span
from rules.finding import Finding, Severity
from rules.yaml_file import Strict, load_strict


class Waiver(Strict):
    """One finding, by fingerprint, that is not to be reported until `expires` has passed."""

    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}$")
    reason: str = Field(min_length=2)
    author: str = Field(min_length=1)
    expires: date


class _WaiverFile(Strict):
    waivers: tuple[Waiver, ...] = ()


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers in the file. Raises YamlError with `file:line`."""
    return load_strict(Path(path), _WaiverFile).waivers


def apply_waivers(findings: Iterable[Finding], waivers: tuple[Waiver, ...], as_of: date) -> tuple[Finding, ...]:
    """The findings that no waiver in force covers, and one finding for each waiver that has expired."""
    in_force = {waiver.fingerprint for waiver in waivers if waiver.expires >= as_of}
    kept = [finding for finding in findings if finding.fingerprint not in in_force]
    expired = {waiver.fingerprint: waiver for waiver in waivers if waiver.expires < as_of}
    for finding in list(kept):
        waiver = expired.get(finding.fingerprint)
        if waiver is not None:
            kept.append(
                Finding(
                    "EN01", Severity.WARNING,
                    f"豁免已于{waiver.expires.isoformat()}到期（{waiver.author}：{waiver.reason}），"
                    f"{finding.rule} 重新报告。",
                    Span(finding.span.start, finding.span.stop), finding.clause, finding.evidence,
                    "请整改该问题，或重新说明理由并延长豁免期限。",
                )
            )  # fmt: skip
    return tuple(kept)
