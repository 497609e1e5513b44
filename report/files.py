"""The forms that a report comes in, and writing them.

Every file is made whole beside its place and renamed, so that a report is never seen half written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report.analysis import GapReport

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Form:
    """One file of a report: its name, what a person calls it, its media type, and how it is made."""

    file: str
    title: str
    kind: str
    make: Callable[[GapReport], bytes]


def _html(report: GapReport) -> bytes:
    from report.html_report import report_html

    return report_html(report).encode("utf-8", "replace")


def _word(report: GapReport) -> bytes:
    from report.official_docx import report_docx

    return report_docx(report)


def _markdown(report: GapReport) -> bytes:
    from report.official_markdown import report_markdown

    return report_markdown(report).encode("utf-8", "replace")


def _workbook(report: GapReport) -> bytes:
    from report.workbook import report_workbook

    return report_workbook(report)


def _bureaus(report: GapReport) -> bytes:
    from report.bureau_lists import bureau_workbook

    return bureau_workbook(report)


def _calendar(report: GapReport) -> bytes:
    from report.deadline_calendar import report_calendar

    return report_calendar(report)


def _json(report: GapReport) -> bytes:
    from report.json_report import report_json

    return report_json(report).encode("utf-8")


FORMS = (
    Form("report.html", "报告（网页）", "text/html", _html),
    Form("report.docx", "报告（Word）", f"{_OFFICE}wordprocessingml.document", _word),
    Form("report.md", "报告（Markdown）", "text/markdown", _markdown),
    Form("report.xlsx", "报告（Excel）", f"{_OFFICE}spreadsheetml.sheet", _workbook),
    Form("bureaus.xlsx", "责任清单（Excel）", f"{_OFFICE}spreadsheetml.sheet", _bureaus),
    Form("deadlines.ics", "完成时限（日历）", "text/calendar", _calendar),
    Form("report.json", "数据（JSON）", "application/json", _json),
)


def write_report(report: GapReport, folder: Path) -> tuple[Path, ...]:
    """Write the report in every form into the folder; all of them are made before the first is renamed.

    Raises OSError where the folder cannot be written; nothing half-written stays behind.
    """
    return write_files(Path(folder), {form.file: form.make(report) for form in FORMS})


def write_text(path: Path, text: str) -> Path:
    """Write one text file in one step. Raises OSError."""
    path = Path(path)
    return write_files(path.parent, {path.name: text.encode("utf-8", "replace")})[0]


def write_bytes(path: Path, content: bytes) -> Path:
    """Write one file in one step. Raises OSError."""
    path = Path(path)
    return write_files(path.parent, {path.name: content})[0]


def write_files(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write the files, all or (but for a failing rename) none. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    mask = os.umask(0)
    os.umask(mask)
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in contents.items():
            handle, unfinished = tempfile.mkstemp(prefix=f".{name[:40]}-", dir=folder)
            waiting.append((Path(unfinished), folder / name))
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(unfinished).chmod(0o666 & ~mask)
        for made, place in waiting:
            made.replace(place)
    finally:
        for made, _ in waiting:
            with suppress(FileNotFoundError):
                made.unlink()
    return tuple(place for _, place in waiting)
