"""A page of a pdf as it is printed, with the places of passages framed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from ingest.document import Rectangle
from views.turns import BusyError, my_turn

SCALE = 1.7  # pixels a point: a page of A4 is a thousand pixels wide
LARGEST = 2400  # pixels of a side; a drawing of A0 is shown smaller
FOCUS, FOUND = (0xD5, 0x5E, 0x00), (0x1F, 0x4E, 0x79)  # colours that a colour-blind reader can tell apart
_ROOM = 2.5  # points between a line of text and its frame
_PATIENCE = 20  # seconds to wait for whoever reads a file just now


class NoPictureError(Exception):
    """A page that cannot be drawn."""


def page_picture(path: Path, page: int, frames: Sequence[tuple[Rectangle, bool]]) -> bytes:
    """The page (from 1) as PNG. frames: lines of text, and whether the reader came for them. Raises NoPictureError."""
    import pypdfium2
    from PIL import ImageDraw

    try:
        with my_turn(_PATIENCE):
            document = pypdfium2.PdfDocument(path)
            try:
                sheet = document[page - 1]
                scale = min(SCALE, LARGEST / max(sheet.get_size()))
                picture = sheet.render(scale=scale).to_pil().convert("RGB")
            finally:
                document.close()
    except BusyError as error:
        raise NoPictureError(str(error)) from error
    except (OSError, pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        raise NoPictureError(f"第 {page} 页画不出来，请直接打开原文件核对。") from error
    pen = ImageDraw.Draw(picture, "RGBA")
    for one, focused in sorted(frames, key=lambda frame: frame[1]):
        if one.page == page:
            sides = [one.left - _ROOM, one.top - _ROOM, one.right + _ROOM, one.bottom + _ROOM]
            colour = FOCUS if focused else FOUND
            box = [side * scale for side in sides]
            pen.rectangle(box, outline=colour, width=3 if focused else 1, fill=(*colour, 36 if focused else 14))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
