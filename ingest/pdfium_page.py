"""One page through pdfium: how it lies, its glyphs and its ruled lines."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from ingest.pdf_page import MAXIMUM_OBJECTS, MAXIMUM_STROKES, Page, Stroke, outline_strokes
from ingest.pdfium_calls import address, calls
from ingest.pdfium_glyphs import Frame, read_glyphs

_TEXT, _PATH, _FORM = 1, 2, 5


def read_page(document: Any, index: int) -> Page:
    """Page `index` (from 0) of a pypdfium2 document. Raises ValueError when pdfium cannot load it."""
    import pypdfium2.raw as pdfium

    handle = pdfium.FPDF_LoadPage(document.raw, index)
    if not handle:
        raise ValueError(f"page {index + 1} cannot be loaded")
    try:
        text = pdfium.FPDFText_LoadPage(handle)
        try:
            turn = _sideways(pdfium, text) if text else 0
            page, frame = _frame(pdfium, handle, index + 1, turn)
            if text:
                read_glyphs(text, page, frame)
            _read_strokes(pdfium, handle, page, frame)
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(handle)
    return page


def _sideways(pdfium: Any, text: Any) -> int:
    """Quarter turns (clockwise) of the text itself, when nearly all of a page is printed sideways; sampled."""
    count = pdfium.FPDFText_CountChars(text)
    direct, handle = calls(), address(text)
    votes = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // 60)):
        angle = direct.angle(handle, index)
        if angle >= 0 and direct.unicode(handle, index) > 0x20:
            votes[-round(angle / (math.pi / 2)) % 4] += 1  # pdfium counts angles clockwise
    best = max(range(4), key=lambda quarter: votes[quarter])
    return best if votes[best] > 0.8 * sum(votes) else 0


def _frame(pdfium: Any, handle: Any, number: int, turn: int) -> tuple[Page, Frame]:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, box)
    left, right = min(box.left, box.right), max(box.left, box.right)
    bottom, top = min(box.bottom, box.top), max(box.bottom, box.top)
    shown = pdfium.FPDFPage_GetRotation(handle) % 4
    # Text angles are measured before the page is rotated, so the upright frame is `turn` alone.
    width, height = right - left, top - bottom
    if turn % 2:
        width, height = height, width
    return Page(number, width, height, turn=(shown - turn) % 4), Frame(left, bottom, right, top, turn)


def _read_strokes(pdfium: Any, handle: Any, page: Page, frame: Frame) -> None:
    for seen, (item, outer) in enumerate(_objects(pdfium, handle)):
        if seen > MAXIMUM_OBJECTS or len(page.strokes) > MAXIMUM_STROKES:
            page.crowded = True
            page.strokes.clear()
            return
        if pdfium.FPDFPageObj_GetType(item) == _PATH:
            page.strokes.extend(_path(pdfium, item, outer, frame))
        else:
            page.images += 1


def _objects(pdfium: Any, handle: Any) -> Iterator[tuple[Any, Any]]:
    """Paths and images of a page, also those one level down in a form, each with the form's matrix."""
    direct, page = calls(), address(handle)
    kinds = map(direct.kind, map(direct.object, repeat(page), range(direct.count(page))))
    for index, kind in enumerate(kinds):
        if kind == _TEXT:
            continue
        item = pdfium.FPDFPage_GetObject(handle, index)
        if kind == _FORM:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(item, matrix)
            for inner in range(pdfium.FPDFFormObj_CountObjects(item)):
                child = pdfium.FPDFFormObj_GetObject(item, inner)
                if pdfium.FPDFPageObj_GetType(child) not in (_TEXT, _FORM):
                    yield child, matrix
        else:
            yield item, None


def _path(pdfium: Any, item: Any, outer: Any, frame: Frame) -> list[Stroke]:
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroked)
    if not fill.value and not stroked.value:
        return []
    if _white(pdfium, item, bool(stroked.value)):
        return []
    count = pdfium.FPDFPath_CountSegments(item)
    if not 1 < count < 2_000:
        return []
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    pieces: list[list[tuple[float, float]]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == 1:  # a curve
            return []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        corner = _apply(matrix, x.value, y.value)
        if outer is not None:
            corner = _apply(outer, *corner)
        shown = frame.point(*corner)
        if kind == 2 or not pieces:
            pieces.append([shown])
        else:
            pieces[-1].append(shown)
        if pdfium.FPDFPathSegment_GetClose(segment):
            pieces[-1].append(pieces[-1][0])
    strokes: list[Stroke] = []
    for piece in pieces:
        strokes.extend(outline_strokes(piece, bool(stroked.value)))
    return strokes


def _apply(matrix: Any, x: float, y: float) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _white(pdfium: Any, item: Any, stroked: bool) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    if not read(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= 250
