"""The glyphs of a page through pdfium: which character, where, how large and how heavy."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from ingest.pdf_page import Glyph, Page, is_bold_name
from ingest.pdfium_calls import address, calls

_HYPHENS = {0x02, 0xFFFE}  # what pdfium makes of a hyphen at a line's end
# Seen in print: U+1001B0 is the point of 57.4%, and its full stop U+A3AE (GBK ．) is printed as 。
_FOUNDER_SIGNS = {0xA3AE: "。", 0x1001B0: "．", 0x100170: "·", 0x1001BA: "…"}
_FLOATS = 4 * 4  # bytes of a box: left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that is shown, in pdfium's points from the bottom left, and the quarter turns of its text."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of pdfium's, from the top left corner of the page set upright."""
        along, offset, sign = self.along
        base, base_offset, base_sign = self.across
        return sign * (x, y)[along] + offset, base_sign * (x, y)[base] + base_offset

    @property
    def along(self) -> tuple[int, float, int]:
        """What gives the place along a line: 0 for x or 1 for y, what is added to it, and its sign."""
        return ((0, -self.left, 1), (1, -self.bottom, 1), (0, self.right, -1), (1, self.top, -1))[self.turn]

    @property
    def across(self) -> tuple[int, float, int]:
        """The same for the place of a line on the page."""
        return ((1, self.top, -1), (0, -self.left, 1), (1, -self.bottom, 1), (0, self.right, -1))[self.turn]


def read_glyphs(text: Any, page: Page, frame: Frame) -> None:
    """Puts the glyphs of a pdfium text page into `page`."""
    import pypdfium2.raw as pdfium

    direct, handle = calls(), address(text)
    count = pdfium.FPDFText_CountChars(text)
    if count <= 0:
        return
    codes = _codes(handle, count)
    space = (ctypes.c_float * (4 * count))()
    place = ctypes.addressof(space)
    origin_of, generated = direct.origin, direct.generated
    boxed = list(map(direct.box, repeat(handle), range(count), range(place, place + _FLOATS * count, _FLOATS)))
    objects = map(direct.text_object, repeat(handle), range(count))
    floats: Sequence[float] = memoryview(space).cast("B").cast("f").tolist()
    along, offset, sign = frame.along
    across, base_offset, base_sign = frame.across
    firsts, lasts = (floats[0::4], floats[2::4]) if along == 0 else (floats[3::4], floats[1::4])
    if offset or sign < 0:  # seldom
        firsts, lasts = [sign * at + offset for at in firsts], [sign * at + offset for at in lasts]
    lows, highs = (floats[3::4], floats[1::4]) if across == 1 else (floats[0::4], floats[2::4])
    origin = (ctypes.c_double * 2)()
    origin_x = ctypes.addressof(origin)
    origin_y = origin_x + ctypes.sizeof(ctypes.c_double)
    styles = _Styles()
    glyphs: list[Glyph] = []
    add = glyphs.append
    last: object = 0
    low_at = high_at = math.nan  # edges of the glyph that `base` was asked for
    size, bold, base, high_half = 0.0, False, 0.0, 0xD800
    # What lies wholly outside of the page is not shown; a line that runs over its edge is kept whole.
    leftmost, rightmost, lowest = -0.8 * page.width, 1.8 * page.width, page.height + 5
    for index, code, shown, item, left, right, low, high in zip(
        range(count), codes, boxed, objects, firsts, lasts, lows, highs, strict=True
    ):
        if code < 0x20 or code >= 0xD800:
            if code in _HYPHENS:
                code = 0x2D
            elif 0xD800 <= code < 0xDC00:  # pdfium gives one character of the higher planes as two
                high_half = code
                continue
            elif 0xDC00 <= code < 0xE000:
                code = 0x10000 + (high_half - 0xD800) * 0x400 + code - 0xDC00
            elif code < 0x20 or code == 0xFFFF:
                continue
        if not shown or (code == 0x20 and generated(handle, index) == 1):
            continue
        if item != last:
            last, low_at = item, math.nan
            size, bold = styles.of(item) if item else (0.0, False)
        if low != low_at or high != high_at:  # the glyphs of one object stand on one line, unless seen not to
            low_at, high_at = low, high
            origin_of(handle, index, origin_x, origin_y)
            base = base_sign * origin[across] + base_offset
        if size <= 0:
            size = abs(high - low) or 10.0
        if code > 0x9FFF:  # beyond the common characters
            if 0xA1A1 <= code <= 0xA3FE or code >= 0x100000:
                code = founder_sign(code)
            if 0xE000 <= code < 0xF900 or code >= 0xF0000:
                page.private_use += 1
        if left > right:
            left, right = right, left
        if -5 < base < lowest and leftmost < left < rightmost:
            add(Glyph(chr(code), left, right, base, size, bold))
    page.glyphs = glyphs


def _codes(handle: int, count: int) -> Sequence[int]:
    """The UTF-16 codes of all characters: at one go where pdfium leaves none of them out, else one by one."""
    direct = calls()
    whole = (ctypes.c_ushort * (count + 1))()
    written = direct.text(handle, 0, count, ctypes.addressof(whole))
    if written == count + 1:
        codes: list[int] = list(whole)[:count]
        if all(codes[n] == direct.unicode(handle, n) for n in range(0, count, max(1, count // 16))):
            return codes
    return [direct.unicode(handle, index) for index in range(count)]


class _Styles:
    """Size and weight of text objects; what a font is called is asked for once."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._calls = calls()
        self._heavy: dict[int, bool] = {}
        self._size = ctypes.c_float()
        self._matrix = (ctypes.c_float * 6)()
        self._places = ctypes.addressof(self._size), ctypes.addressof(self._matrix)

    def of(self, item: int) -> tuple[float, bool]:
        """(size in points, whether it is bold) of the text object at that address."""
        direct = self._calls
        size_at, matrix_at = self._places
        direct.font_size(item, size_at)
        direct.matrix(item, matrix_at)
        font = direct.font(item) or 0
        heavy = self._heavy.get(font)
        if heavy is None:
            heavy = self._heavy[font] = self._is_heavy(font)
        size = self._size.value * math.hypot(self._matrix[2], self._matrix[3])
        return size, heavy or direct.render_mode(item) == 2

    def _is_heavy(self, font: int) -> bool:
        if not font:
            return False
        handle = ctypes.cast(font, self._pdfium.FPDF_FONT)
        buffer = ctypes.create_string_buffer(256)
        self._pdfium.FPDFFont_GetBaseFontName(handle, buffer, 256)
        return is_bold_name(buffer.value.decode("utf-8", "replace")) or self._pdfium.FPDFFont_GetWeight(handle) >= 600


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
