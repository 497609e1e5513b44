"""One page through pdfium: its glyphs and its ruled lines, in points from the top left corner of the page as shown."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

# A drawing (map, chart) can hold a hundred thousand strokes; tables never do.
MAXIMUM_OBJECTS = 20_000
MAXIMUM_STROKES = 12_000
_THIN = 3.0  # points: a filled rectangle up to this thick is a ruled line
_TEXT, _PATH, _FORM = 1, 2, 5
_HYPHENS = {0x02, 0xFFFE}  # what pdfium makes of a hyphen at a line's end
# Seen in print: U+1001B0 is the point of 57.4%, and its full stop U+A3AE (GBK ．) is printed as 。
_FOUNDER_SIGNS = {0xA3AE: "。", 0x1001B0: "．", 0x100170: "·", 0x1001BA: "…"}
_BOLD_NAMES = ("bold", "heavy", "black", "simhei", "heiti", "fzhei", "黑体", "fzxbs", "xiaobiaosong", "小标宋")


@dataclass(slots=True)
class Glyph:
    """A printed character. `base` is its baseline, `size` its font size in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruled line: horizontal ones run from start to stop at height `at`, vertical ones stand at x = `at`."""

    horizontal: bool
    at: float
    start: float
    stop: float


@dataclass(slots=True)
class Page:
    """What is printed on a page. `private_use` counts glyphs whose code says nothing about the character."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    crowded: bool = False  # drawing too large to look for tables in
    broken: bool = False
    private_use: int = 0
    images: int = 0
    turn: int = 0  # quarter turns by which text that is printed sideways was set upright


_Point = Callable[[float, float], tuple[float, float]]


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
            page, point = _frame(pdfium, handle, index + 1, turn)
            if text:
                _read_glyphs(pdfium, text, page, point)
            _read_strokes(pdfium, handle, page, point)
        finally:
            if text:
                pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(handle)
    return page


def _sideways(pdfium: Any, text: Any) -> int:
    """Quarter turns (clockwise) of the text itself, when nearly all of a page is printed sideways; sampled."""
    count = pdfium.FPDFText_CountChars(text)
    votes = [0, 0, 0, 0]
    for index in range(0, count, max(1, count // 60)):
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        if angle >= 0 and pdfium.FPDFText_GetUnicode(text, index) > 0x20:
            votes[-round(angle / (math.pi / 2)) % 4] += 1  # pdfium counts angles clockwise
    best = max(range(4), key=lambda quarter: votes[quarter])
    return best if votes[best] > 0.8 * sum(votes) else 0


def _frame(pdfium: Any, handle: Any, number: int, turn: int) -> tuple[Page, _Point]:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, box)
    left, right = min(box.left, box.right), max(box.left, box.right)
    bottom, top = min(box.bottom, box.top), max(box.bottom, box.top)
    shown = pdfium.FPDFPage_GetRotation(handle) % 4
    # Text angles are measured before the page is rotated, so the upright frame is `turn` alone.
    quarter = turn
    width, height = right - left, top - bottom
    if quarter % 2:
        width, height = height, width
    points: tuple[_Point, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return Page(number, width, height, turn=(shown - quarter) % 4), points[quarter]


def _read_glyphs(pdfium: Any, text: Any, page: Page, point: _Point) -> None:
    box = pdfium.FS_RECTF()
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    fonts: dict[int, tuple[str, bool]] = {}
    # Looked up once: this loop runs for every character of a file.
    unicode_of, box_of, origin_of = (
        pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin)  # fmt: skip
    object_of, address_of, add = pdfium.FPDFText_GetTextObject, ctypes.addressof, page.glyphs.append
    last_object = 0
    size, bold, high = 0.0, False, 0xD800
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = unicode_of(text, index)
        if code in _HYPHENS:
            code = 0x2D
        elif 0xD800 <= code < 0xDC00:  # pdfium gives one character of the higher planes as two
            high = code
            continue
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00
        elif code < 0x20 or code == 0xFFFF:
            continue
        if code == 0x20 and pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        if not box_of(text, index, box):
            continue
        origin_of(text, index, origin_x, origin_y)
        handle = object_of(text, index)
        address = address_of(handle.contents) if handle else 0
        if address != last_object:
            last_object = address
            size, bold = _style(pdfium, handle, fonts)
        if size <= 0:
            size = abs(box.top - box.bottom) or 10.0
        x0, x1 = point(box.left, box.bottom)[0], point(box.right, box.top)[0]
        base = point(origin_x.value, origin_y.value)[1]
        if 0xA1A1 <= code <= 0xA3FE or code >= 0x100000:
            code = founder_sign(code)
        if 0xE000 <= code < 0xF900 or code >= 0xF0000:
            page.private_use += 1
        add(Glyph(chr(code), x0, x1, base, size, bold) if x0 <= x1 else Glyph(chr(code), x1, x0, base, size, bold))
    # What lies wholly outside of the page is not shown; a line that runs over its edge is kept whole.
    reach = 0.8 * page.width
    page.glyphs = [g for g in page.glyphs if -5 < g.base < page.height + 5 and -reach < g.left < page.width + reach]


def founder_sign(code: int) -> int:
    """The sign that a Founder (方正) typesetting font means by a code of its own.

    It declares GBK codes as Unicode (U+A3AC, a Yi syllable, for the comma) and keeps three signs in private use.
    """
    if code in _FOUNDER_SIGNS:
        return ord(_FOUNDER_SIGNS[code])
    if code > 0xFFFF:
        return code
    try:
        return ord(code.to_bytes(2, "big").decode("gbk"))
    except UnicodeDecodeError:
        return code


def _style(pdfium: Any, handle: Any, fonts: dict[int, tuple[str, bool]]) -> tuple[float, bool]:
    if not handle:
        return 0.0, False
    printed = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(handle, printed)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    size = printed.value * math.hypot(matrix.c, matrix.d)
    font = pdfium.FPDFTextObj_GetFont(handle)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in fonts:
        fonts[address] = _font(pdfium, font)
    bold = fonts[address][1] or pdfium.FPDFTextObj_GetTextRenderMode(handle) == 2
    return size, bold


def _font(pdfium: Any, font: Any) -> tuple[str, bool]:
    if not font:
        return "", False
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    bold = is_bold_name(name) or pdfium.FPDFFont_GetWeight(font) >= 600
    return name, bold


def is_bold_name(name: str) -> bool:
    """Whether a font of that name is a heavy one, as the faces for headings are."""
    plain = name.lower()
    return any(part in plain for part in _BOLD_NAMES)


def _read_strokes(pdfium: Any, handle: Any, page: Page, point: _Point) -> None:
    for seen, (item, outer) in enumerate(_objects(pdfium, handle)):
        if seen > MAXIMUM_OBJECTS or len(page.strokes) > MAXIMUM_STROKES:
            page.crowded = True
            page.strokes.clear()
            return
        if pdfium.FPDFPageObj_GetType(item) == _PATH:
            page.strokes.extend(_path(pdfium, item, outer, point))
        else:
            page.images += 1


def _objects(pdfium: Any, handle: Any) -> Iterator[tuple[Any, Any]]:
    """Paths and images of a page, also those one level down in a form, each with the form's matrix."""
    for index in range(pdfium.FPDFPage_CountObjects(handle)):
        item = pdfium.FPDFPage_GetObject(handle, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == _FORM:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(item, matrix)
            for inner in range(pdfium.FPDFFormObj_CountObjects(item)):
                child = pdfium.FPDFFormObj_GetObject(item, inner)
                if pdfium.FPDFPageObj_GetType(child) not in (_TEXT, _FORM):
                    yield child, matrix
        elif kind != _TEXT:
            yield item, None


def _path(pdfium: Any, item: Any, outer: Any, point: _Point) -> list[Stroke]:
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
        shown = point(*corner)
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


def outline_strokes(corners: list[tuple[float, float]], stroked: bool) -> list[Stroke]:
    """Straight upright pieces of one outline; a thin filled bar counts as the line it looks like."""
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    if bottom - top <= _THIN < right - left:
        return [Stroke(True, (top + bottom) / 2, left, right)]
    if right - left <= _THIN < bottom - top:
        return [Stroke(False, (left + right) / 2, top, bottom)]
    if not stroked:
        return []
    found: list[Stroke] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        if abs(y1 - y0) < 1.0 < abs(x1 - x0):
            found.append(Stroke(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < 1.0 < abs(y1 - y0):
            found.append(Stroke(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return found


def _white(pdfium: Any, item: Any, stroked: bool) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    read = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    if not read(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= 250
