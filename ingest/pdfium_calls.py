"""Those of pdfium's functions that are called for every character or object of a file, with the least around the call.

pypdfium2's own ctypes prototypes check and wrap each argument and give up the interpreter's lock; plain addresses take
half of that time, which is most of what reading a page of text costs beyond pdfium itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

_Call = Callable[..., Any]
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


@dataclass(frozen=True, slots=True)
class Calls:
    """pdfium's functions by what they give; handles and places to write to are passed as addresses."""

    unicode: _Call  # (text page, index)
    angle: _Call  # (text page, index)
    generated: _Call  # (text page, index)
    text: _Call  # (text page, first, count, to)
    box: _Call  # (text page, index, to)
    origin: _Call  # (text page, index, to, to)
    text_object: _Call  # (text page, index)
    font_size: _Call  # (object, to)
    matrix: _Call  # (object, to)
    font: _Call  # (object)
    render_mode: _Call  # (object)
    count: _Call  # (page)
    object: _Call  # (page, index)
    kind: _Call  # (object)


@cache
def calls() -> Calls:
    """The functions of the loaded pdfium."""
    import pypdfium2.raw as pdfium

    def direct(function: Any, result: Any, *arguments: Any) -> _Call:
        place = address(function)
        call: _Call = ctypes.PYFUNCTYPE(result, *arguments)(place)
        return call

    return Calls(
        unicode=direct(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT),
        angle=direct(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _ADDRESS, _INT),
        generated=direct(pdfium.FPDFText_IsGenerated, _INT, _ADDRESS, _INT),
        text=direct(pdfium.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS),
        box=direct(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS),
        origin=direct(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS),
        text_object=direct(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT),
        font_size=direct(pdfium.FPDFTextObj_GetFontSize, _INT, _ADDRESS, _ADDRESS),
        matrix=direct(pdfium.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS),
        font=direct(pdfium.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS),
        render_mode=direct(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS),
        count=direct(pdfium.FPDFPage_CountObjects, _INT, _ADDRESS),
        object=direct(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT),
        kind=direct(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS),
    )


def address(handle: Any) -> int:
    """Where the thing lies that a handle of pypdfium2 points at."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
