"""The user's own file with the findings in it, to take away from the pages that show them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from report.analysis import Analysis
from report.annotate import FORMATS, annotate
from views.downloads import DOCX, PDF, button
from views.opened import Opened
from views.turns import my_turn

_KINDS = {".docx": ("Word 批注", DOCX), ".pdf": ("PDF 高亮", PDF)}
assert tuple(_KINDS) == FORMATS


def offer_annotated(opened: Opened, analysis: Analysis, as_of: date) -> None:
    """A button for the copy with comments, where the file takes any and still lies where it was read from."""
    document = analysis.document
    source = Path(document.source)
    kind = _KINDS.get(source.suffix.lower())
    path = opened.original(document.id) if kind and analysis.findings else None
    if kind is None or path is None:
        return

    def make() -> bytes:
        with my_turn():
            return annotate(path, analysis, as_of)

    button(f"下载带批注的原文件（{kind[0]}）", make, f"{source.stem}-批注{source.suffix}", kind[1])
