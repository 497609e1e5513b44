"""A copy of the user's own pdf with a highlight on the words of each finding, its text in the highlight's note.

The copy is the file itself with annotations appended: pages, fonts and pictures stay as they are.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.document import Document, Span
from ingest.source import ReadError
from report.analysis import Analysis
from report.comment import AUTHOR, Comment, comments, title_spans
from report.pdf_places import Frame, PdfPlaces, Rect
from rules.finding import Severity

_COLOURS = {Severity.ERROR: (255, 160, 150), Severity.WARNING: (255, 224, 110), Severity.INFO: (170, 210, 255)}
# /ID[<ab…><cd…>], /ID[(…)<cd…>]: where the file came from, and which of its versions this is
_IDENTITY = re.compile(rb"/ID\s*\[\s*(<[0-9A-Fa-f]*>|\((?:\\.|[^\\)])*\))\s*<([0-9A-Fa-f]*)>\s*\]", re.DOTALL)
_NO_PLACE = Rect(1, 36.0, 36.0, 156.0, 52.0)  # top left of the first page: a plan whose title is printed nowhere


@dataclass(frozen=True, slots=True)
class Highlight:
    """A finding's words on one page."""

    comment: Comment
    rects: tuple[Rect, ...]
    first: bool  # the page on which the words begin: only there the note has its full text


def annotate_pdf(path: Path, analysis: Analysis, as_of: date) -> bytes:
    """The annotated copy; as_of: the day that the highlights bear. Raises ReadError where the file cannot be opened."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        file = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise ReadError(path, "PDF 打不开，请去掉密码或重新取得原件。") from None
    try:
        places = PdfPlaces(analysis.document, file)
        for number, highlights in _by_page(highlighted(analysis, places), len(file)):
            handle = pdfium.FPDF_LoadPage(file.raw, number - 1)
            frame = places.frame(number)
            for index, one in enumerate(highlights):
                _write(pdfium, handle, frame, one, as_of, f"plancheck-{number}-{index}")
            pdfium.FPDF_ClosePage(handle)
        buffer = io.BytesIO()
        file.save(buffer, flags=pdfium.FPDF_INCREMENTAL)
    finally:
        file.close()
    return _settled(buffer.getvalue(), path.read_bytes())


def _settled(made: bytes, original: bytes) -> bytes:
    """The file with an identity that depends on nothing but its content: pdfium draws lots for it."""
    found = None
    for match in _IDENTITY.finditer(made, min(len(original), len(made)) if made.startswith(original) else 0):
        found = match
    if found is None:
        return made
    first, second = found[1], found[2]
    blank = made[: found.start(2)] + b"0" * len(second) + made[found.end(2) :]
    if first not in original:  # the file had none
        blank = blank[: found.start(1)] + b"<" + b"0" * (len(first) - 2) + b">" + blank[found.end(1) :]
    digest = hashlib.md5(blank, usedforsecurity=False).hexdigest().upper().encode()
    return blank[: found.start(2)] + digest.ljust(len(second), b"0")[: len(second)] + blank[found.end(2) :]


def highlighted(analysis: Analysis, places: PdfPlaces) -> Iterator[Highlight]:
    """The words of every finding, page by page; a finding has one highlight on each page that it is printed on."""
    for comment in comments(analysis):
        rects = _rects(comment, analysis.document, places)
        pages = sorted({rect.page for rect in rects})
        for page in pages:
            yield Highlight(comment, tuple(rect for rect in rects if rect.page == page), page == pages[0])


def _rects(comment: Comment, document: Document, places: PdfPlaces) -> Sequence[Rect]:
    if comment.span is not None:
        found = places.rects(comment.span)
        if found:
            return found
    title = title_spans(document)
    return (places.rects(Span(title[0].start, title[-1].stop)) if title else ()) or (_NO_PLACE,)


def _by_page(highlights: Iterable[Highlight], pages: int) -> Iterator[tuple[int, list[Highlight]]]:
    found: dict[int, list[Highlight]] = {}
    for one in highlights:
        found.setdefault(one.rects[0].page, []).append(one)
    for page in sorted(found):
        if page <= pages:
            yield page, found[page]


def _write(pdfium: Any, page: Any, frame: Frame, highlight: Highlight, as_of: date, name: str) -> None:
    note = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_HIGHLIGHT)
    corners = [frame.corners(rect) for rect in highlight.rects]
    for (left, top), (right, bottom) in corners:
        quad = pdfium.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
        pdfium.FPDFAnnot_AppendAttachmentPoints(note, quad)
    whole = pdfium.FS_RECTF(
        min(left for (left, _), _ in corners), max(top for (_, top), _ in corners),
        max(right for _, (right, _) in corners), min(bottom for _, (_, bottom) in corners),
    )  # fmt: skip
    pdfium.FPDFAnnot_SetRect(note, whole)
    pdfium.FPDFAnnot_SetColor(
        note, pdfium.FPDFANNOT_COLORTYPE_Color, *_COLOURS[highlight.comment.finding.severity], 255
    )
    pdfium.FPDFAnnot_SetFlags(note, pdfium.FPDF_ANNOT_FLAG_PRINT)
    day = f"D:{as_of:%Y%m%d}000000Z"
    comment = highlight.comment
    text = comment.text if highlight.first else f"（接上页）{comment.lines[0]}"
    for key, value in (("Contents", text), ("T", AUTHOR), ("Subj", comment.finding.rule), ("M", day),
                       ("CreationDate", day), ("NM", name)):  # fmt: skip
        pdfium.FPDFAnnot_SetStringValue(note, key.encode(), _wide(pdfium, value))
    pdfium.FPDFPage_CloseAnnot(note)


def _wide(pdfium: Any, text: str) -> Any:
    """Text as pdfium takes it: UTF-16, little end first, closed by a zero."""
    units = (text + "\0").encode("utf-16-le", "replace")
    return (pdfium.FPDF_WCHAR * (len(units) // 2)).from_buffer_copy(units)
