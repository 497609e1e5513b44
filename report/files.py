"""Writing: every file is made whole beside its place and renamed, so that a report is never seen half written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report.analysis import GapReport

HTML, WORD, MARKDOWN, JSON = "report.html", "report.docx", "report.md", "report.json"
WORKBOOK, BUREAUS, CALENDAR = "report.xlsx", "bureaus.xlsx", "deadlines.ics"
NAMES = (HTML, WORD, MARKDOWN, WORKBOOK, BUREAUS, CALENDAR, JSON)


def write_report(report: GapReport, folder: Path) -> tuple[Path, ...]:
    """Write the report in every form into the folder; all of them are made before the first is renamed.

    Raises OSError where the folder cannot be written; nothing half-written stays behind.
    """
    from report.bureau_lists import bureau_workbook
    from report.deadline_calendar import report_calendar
    from report.html_report import report_html
    from report.json_report import report_json
    from report.official_docx import report_docx
    from report.official_markdown import report_markdown
    from report.workbook import report_workbook

    return write_files(
        Path(folder),
        {
            HTML: report_html(report).encode("utf-8", "replace"),
            WORD: report_docx(report),
            MARKDOWN: report_markdown(report).encode("utf-8", "replace"),
            WORKBOOK: report_workbook(report),
            BUREAUS: bureau_workbook(report),
            CALENDAR: report_calendar(report),
            JSON: report_json(report).encode("utf-8"),
        },
    )


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
