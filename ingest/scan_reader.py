"""Scanned pages of a PDF: recognised characters are placed where they are printed, and read on as any other page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest.document import Rectangle
from ingest.pdf_furniture import is_leader, page_list
from ingest.pdf_lines import shown
from ingest.pdf_page import Glyph, Page, Stroke
from ingest.scan_text import LEAST_SCORE, Picture, TextLine, available, look
from ingest.source import Line, SourceFile, page_progress

_INSTALL = "pip install -r requirements-ocr.txt"
_UNREAD = f"没有文字层，像是扫描件；请安装文字识别组件（{_INSTALL}）后再读，或换用带文字层的 PDF 或 Word 文档。"
_NOTHING = "没有文字层，也没有从图片中认出文字；请核对原件，或换用带文字层的 PDF 或 Word 文档。"
_EMPTY = "页上既没有文字也没有图片，可能是空白页或文件已损坏；请核对原件，或换用 Word 文档。"
UNCERTAIN = 0.9  # a line scored below is worth a look at the original
_RESOLUTION = 170.0  # dots an inch
_FEW = 40  # characters: a page number, a stamp, the mark of a scanning program
_MOST_PIXELS = 4_000  # a side
_LEAST_PIXELS = 100  # a strip too thin for a line of text
_SIZES = (6.5, 7.5, 9.0, 10.5, 12.0, 14.0, 16.0, 18.0, 22.0, 26.0, 36.0, 48.0)  # points: 小六 … 小初 and larger
_RULE = 30.0  # points: the shortest ruled line that is looked for; longer than any character's stroke


def no_text(images: bool) -> str:
    """What to say of a file on whose pages no text was found."""
    if not images:
        return _EMPTY
    return _NOTHING if available() else _UNREAD


def with_recognised(path: Path, pages: Sequence[Page], warnings: list[str]) -> tuple[list[Page], dict[int, Picture]]:
    """The pages, pictures of text among them with the text that is recognised; and what was recognised, by page.

    A page on which less is recognised than its text layer holds keeps its text layer. `warnings` is added to.
    """
    pictured = [page.number for page in pages if not page.glyphs and page.images and not page.broken]
    doubtful = [page.number for page in pages if page.glyphs and _doubtful(page)]
    if not available():
        if pictured and len(pictured) < len(pages):
            warnings.append(f"要读图片页上的文字，请安装文字识别组件（{_INSTALL}）")
        return list(pages), {}
    result, found = list(pages), {}
    for number, page, picture in _all_recognised(path, pages, pictured, doubtful):
        old = pages[number - 1]
        if page.glyphs and len(page.glyphs) >= len(old.glyphs) - old.private_use:
            result[number - 1], found[number] = page, picture
    warnings.extend(_said(found))
    return result, found


def _doubtful(page: Page) -> bool:
    """A text layer that may stand for little of what the page shows: a mark on a picture, codes without a meaning."""
    return page.private_use > 0.3 * len(page.glyphs) or (page.images > 0 and len(page.glyphs) < _FEW)


def _all_recognised(
    path: Path, pages: Sequence[Page], pictured: Sequence[int], doubtful: Sequence[int]
) -> Iterator[tuple[int, Page, Picture]]:
    import pypdfium2

    if not pictured and not doubtful:
        return
    document = pypdfium2.PdfDocument(path)
    try:
        whole = [n for n in doubtful if pages[n - 1].private_use or _covered(document[n - 1]) > 0.5]
        numbers, tell = sorted({*pictured, *whole}), page_progress.get()
        for done, number in enumerate(numbers, start=1):
            yield number, *_recognised(document[number - 1], pages[number - 1])
            if tell:
                tell(done, len(numbers))
    finally:
        document.close()


def _covered(handle: Any) -> float:
    """The share of the page that its largest picture covers."""
    import pypdfium2.raw as pdfium

    width, height = handle.get_size()
    largest = 0.0
    for item in handle.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        largest = max(largest, float((right - left) * (top - bottom)))
    return largest / float(max(width * height, 1.0))


def _said(found: dict[int, Picture]) -> Iterator[str]:
    if not found:
        return
    yield f"第{page_list(sorted(found))}页是图片，文字由文字识别（OCR）得到，引用前请核对原件"
    for kind, least, most, told in (
        ("识别把握不大", LEAST_SCORE, UNCERTAIN, "请对照原件核对"),
        ("认不清", 0.0, LEAST_SCORE, "没有读入"),
    ):
        by_page = {
            number: sum(least <= line.score < most and not is_leader(line.text) for line in picture.lines)
            for number, picture in found.items()
        }
        count = sum(by_page.values())
        if count:
            yield f"文字识别：第{page_list(sorted(n for n in by_page if by_page[n]))}页有 {count} 行{kind}，{told}"


def _recognised(handle: Any, page: Page) -> tuple[Page, Picture]:
    width, height = handle.get_size()
    scale = min(_RESOLUTION / 72, _MOST_PIXELS / max(width, height, 1.0))
    if min(width, height) * scale < _LEAST_PIXELS:
        return page, Picture((), 0, 0.0)
    image = handle.render(scale=scale, rev_byteorder=False).to_numpy()[:, :, :3]
    picture = look(image)
    if picture.turn % 2:
        width, height = height, width
    lines = [_scaled(line, 1 / scale) for line in picture.lines]
    kept = [line for line in lines if line.score >= LEAST_SCORE]
    result = Page(page.number, width, height, images=page.images, turn=picture.turn)
    body = _body_size(kept)
    for line in kept:
        result.glyphs.extend(_glyphs(line, body))
    if kept:
        result.strokes.extend(_strokes(image, picture, scale))
    return result, replace(picture, lines=tuple(lines))


def _scaled(line: TextLine, scale: float) -> TextLine:
    return replace(
        line, left=line.left * scale, top=line.top * scale, right=line.right * scale, bottom=line.bottom * scale
    )


def _em(character: str) -> float:
    return 1.0 if character >= "\u2000" else 0.52


def _units(text: str) -> float:
    return sum(map(_em, text))


def _size(line: TextLine) -> float:
    """Font size in points, from the width of the characters; a box is taller than they are, and unevenly so."""
    return min((line.right - line.left) / max(_units(line.text), 1.0), 0.9 * (line.bottom - line.top))


def _body_size(lines: Sequence[TextLine]) -> float:
    """The size that the text of the page is set in: the median over its characters."""
    sizes = sorted((_size(line), len(line.text)) for line in lines)
    half = sum(count for _, count in sizes) / 2
    for size, count in sizes:
        half -= count
        if half <= 0:
            return size
    return 10.5


def _glyphs(line: TextLine, body: float) -> list[Glyph]:
    """The characters spread over the box; sizes are taken for the usual ones that are nearest, as boxes jitter."""
    size = _size(line)
    size = body if abs(size - body) < 0.18 * body else min(_SIZES, key=lambda usual: abs(math.log(usual / size)))
    base = (line.top + line.bottom) / 2 + 0.36 * size
    step = (line.right - line.left) / max(_units(line.text), 0.5)
    found, left = [], line.left
    for character in line.text:
        right = left + step * _em(character)
        found.append(Glyph(character, left, right, base, size, False))
        left = right
    return found


def _strokes(image: Any, picture: Picture, scale: float) -> list[Stroke]:
    """The ruled lines of tables and frames, in points of the upright and straightened page."""
    import cv2
    import numpy as np

    upright = np.ascontiguousarray(np.rot90(image, picture.turn))
    gray = cv2.cvtColor(upright, cv2.COLOR_BGR2GRAY)
    height, width = gray.shape
    if picture.lean:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.degrees(picture.lean)), 1.0)
        gray = cv2.warpAffine(gray, matrix, (width, height), borderValue=255)
    dark = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 10)
    reach = max(8, round(_RULE * scale))
    strokes = []
    for horizontal in (True, False):
        # Thickened across, a line that climbs by a pixel now and then holds together; then only long runs are kept.
        thick = cv2.dilate(dark, np.ones((3, 1) if horizontal else (1, 3), np.uint8))
        ruled = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, reach) if horizontal else (reach, 1), np.uint8))
        count, _, boxes, _ = cv2.connectedComponentsWithStats(ruled, connectivity=8)
        for index in range(1, min(count, 3000)):
            left, top, wide, high = (float(value) / scale for value in boxes[index][:4])
            if horizontal and high < 5:
                strokes.append(Stroke(True, top + high / 2, left, left + wide))
            elif not horizontal and wide < 5:
                strokes.append(Stroke(False, left + wide / 2, top, top + high))
    return strokes


def with_confidence(source: SourceFile, pages: Sequence[Page], found: dict[int, Picture]) -> SourceFile:
    """The recognised paragraphs with the confidence of their least certain line."""
    if not found:
        return source
    boxes = {
        number: [(shown(pages[number - 1], one.left, one.top, one.right, one.bottom), one.score)
                 for one in picture.lines]
        for number, picture in found.items()
    }  # fmt: skip
    items = tuple(
        replace(item, confidence=_least(item.rectangles, boxes)) if isinstance(item, Line) else item
        for item in source.items
    )
    return replace(source, items=items)


def _least(rectangles: Sequence[Rectangle], boxes: dict[int, list[tuple[Rectangle, float]]]) -> float | None:
    scores = [
        score
        for own in rectangles
        for box, score in boxes.get(own.page, ())
        if score >= LEAST_SCORE
        and own.left <= (box.left + box.right) / 2 <= own.right
        and own.top <= (box.top + box.bottom) / 2 <= own.bottom
    ]
    return round(min(scores), 3) if scores else None
