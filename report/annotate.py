"""The user's own file with the findings in it: comments in a Word file, highlights in a pdf."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ingest.source import ReadError
from report.analysis import Analysis

FORMATS = (".docx", ".pdf")


def annotate(path: Path, analysis: Analysis, as_of: date) -> bytes:
    """A copy of the file at `path`, which `analysis` examined, with one comment a finding.

    as_of: the day that the comments bear. Raises ReadError for a format that takes no comments.
    """
    if path.suffix.lower() == ".docx":
        from report.annotate_docx import annotate_docx

        return annotate_docx(path, analysis, as_of)
    if path.suffix.lower() == ".pdf":
        from report.annotate_pdf import annotate_pdf

        return annotate_pdf(path, analysis, as_of)
    raise ReadError(path, f"批注只能写进 {'、'.join(FORMATS)} 文件，请用 Word 或 WPS 另存为 docx 后再检查。")
