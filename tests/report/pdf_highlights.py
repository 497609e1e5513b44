"""Highlights of a pdf as a reader shows them: the test's own way of reading."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class ReadHighlight:
    """One highlight of the file: its page, its text and the characters below it."""

    page: int
    author: str
    text: str
    held: str


def _string(note: Any, key: str) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(note, key.encode(), None, 0)
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(note, key.encode(), buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def read_highlights(content: bytes) -> Iterator[ReadHighlight]:
    """Every highlight, and what the page prints below it."""
    file = pypdfium2.PdfDocument(content)
    quad = pdfium.FS_QUADPOINTSF()
    for number in range(len(file)):
        page = file[number]
        text = page.get_textpage()
        for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
            note = pdfium.FPDFPage_GetAnnot(page.raw, index)
            if pdfium.FPDFAnnot_GetSubtype(note) != pdfium.FPDF_ANNOT_HIGHLIGHT:
                continue
            held = ""
            for place in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
                assert pdfium.FPDFAnnot_GetAttachmentPoints(note, place, ctypes.byref(quad))
                held += text.get_text_bounded(quad.x1, quad.y4, quad.x4, quad.y1)
            yield ReadHighlight(number + 1, _string(note, "T"), _string(note, "Contents"), "".join(held.split()))


def printed(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
