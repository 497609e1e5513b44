"""OFD (GB/T 33190), the layout format of Chinese government offices: a zip of XML that places every character.

Its pages become the same glyphs and strokes that a PDF gives, so lines, paragraphs and tables are found in one way.
"""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.archive import opened
from ingest.pdf_furniture import page_list
from ingest.pdf_page import MAXIMUM_OBJECTS, MAXIMUM_STROKES, Glyph, Page, Stroke, is_bold_name, outline_strokes
from ingest.pdf_reader import laid_out
from ingest.source import ReadError, SourceFile

_POINTS = 72 / 25.4  # OFD measures in millimetres
_MOST_PAGES = 5_000
_MOST_GLYPHS = 20_000  # on a page; the densest table has some 5,000
_A4 = (0.0, 0.0, 210.0, 297.0)
_LARGEST = 5_000.0  # millimetres, a side of a page
_SCAN = "没有文字层，像是扫描件；请先做文字识别（OCR），存成带文字层的 PDF 或 Word 文档后再读。"
_BROKEN = "不是有效的 OFD 文件，或已损坏；请重新取得原件，或用 OFD 阅读器另存为 PDF 后再读。"
_CROWDED = "页数异常多，未读取；请核对文件来源。"
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_ofd(path: Path) -> SourceFile:
    """Reads the text layer of an OFD file. Raises ReadError for one that is damaged or holds pictures of text only."""
    with opened(path, "OFD") as archive:
        package = _Package(path, archive)
        pages = list(package.pages())
    if not pages:
        raise ReadError(path, _BROKEN)
    if not any(page.glyphs for page in pages):
        raise ReadError(path, _BROKEN if all(page.broken for page in pages) else _SCAN)
    broken = [page.number for page in pages if page.broken]
    return laid_out(pages, [f"第{page_list(broken)}页已损坏，没有读入"] if broken else [])


class _PartError(Exception):
    """A part of the package is missing or is no XML."""


@dataclass(slots=True)
class _Package:
    """The parts of one file, looked up as it names them and never written anywhere."""

    path: Path
    archive: zipfile.ZipFile
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self.archive.namelist()}

    def part(self, place: str) -> Any:
        """The root element of a part."""
        from lxml import etree

        name = self.names.get(place.lower())
        if name is None:
            raise _PartError(place)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            return etree.fromstring(self.archive.read(name), parser)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError):
            raise _PartError(place) from None

    def pages(self) -> Iterator[Page]:
        """Every page of every document in the file, numbered through."""
        number = 0
        try:
            places = [_place("", root) for root in _texts(self.part("OFD.xml"), "DocBody/DocRoot")]
            documents = [(place, self.part(place)) for place in places]
        except _PartError:
            raise ReadError(self.path, _BROKEN) from None
        for place, root in documents:
            shared = _Shared(self, place, root)
            for page in root.iterfind("{*}Pages/{*}Page"):
                number += 1
                if number > _MOST_PAGES:
                    raise ReadError(self.path, _CROWDED)
                try:
                    yield shared.page(_place(place, page.get("BaseLoc") or ""), number)
                except _PartError:
                    yield Page(number, 595.0, 842.0, broken=True)


class _Shared:
    """What the pages of one document share: the size of the page, fonts and templates."""

    def __init__(self, package: _Package, place: str, root: Any) -> None:
        self.package = package
        self.box = _box(root.find("{*}CommonData/{*}PageArea/{*}PhysicalBox"), _A4)
        self.templates = {
            template.get("ID"): _place(place, template.get("BaseLoc") or "")
            for template in root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        self.bold: set[str] = set()  # ids of fonts
        for kind in ("PublicRes", "DocumentRes"):
            for resource in _texts(root, f"CommonData/{kind}"):
                self._fonts(_place(place, resource))
        self.read: dict[str, Any] = {}  # templates, which every page uses again

    def _fonts(self, place: str) -> None:
        try:
            root = self.package.part(place)
        except _PartError:
            return
        for font in root.iterfind("{*}Fonts/{*}Font"):
            name = f"{font.get('FontName') or ''} {font.get('FamilyName') or ''}"
            if font.get("Bold") == "true" or is_bold_name(name):
                self.bold.add(font.get("ID") or "")

    def page(self, place: str, number: int) -> Page:
        """One page with its templates, in points from its top left corner."""
        root = self.package.part(place)
        left, top, width, height = _box(root.find("{*}Area/{*}PhysicalBox"), self.box)
        page = Page(number, width * _POINTS, height * _POINTS)
        origin = (_POINTS, 0.0, 0.0, _POINTS, -left * _POINTS, -top * _POINTS)
        for template in root.iterfind("{*}Template"):
            held = self._template(template.get("TemplateID"))
            if held is not None:
                self._objects(page, held, origin)
        self._objects(page, root, origin)
        return page

    def _template(self, key: str | None) -> Any:
        place = self.templates.get(key)
        if place is None:
            return None
        if place not in self.read:
            try:
                self.read[place] = self.package.part(place)
            except _PartError:
                self.read[place] = None
        return self.read[place]

    def _objects(self, page: Page, root: Any, origin: _Matrix) -> None:
        for seen, item in enumerate(root.iterfind("{*}Content//*")):
            kind = item.tag.rsplit("}", 1)[-1] if isinstance(item.tag, str) else ""
            if item.get("Visible") == "false":
                continue
            if kind == "TextObject" and len(page.glyphs) < _MOST_GLYPHS:
                page.glyphs.extend(self._glyphs(page, item, origin))
            elif kind == "ImageObject":
                page.images += 1
            elif kind == "PathObject" and not page.crowded:
                page.strokes.extend(_strokes(item, origin))
                if seen > MAXIMUM_OBJECTS or len(page.strokes) > MAXIMUM_STROKES:
                    page.crowded = True
                    page.strokes.clear()

    def _glyphs(self, page: Page, item: Any, origin: _Matrix) -> Iterator[Glyph]:
        size = _number(item.get("Size"), 0.0)
        matrix = _object_matrix(item, origin)
        scale = math.hypot(matrix[2], matrix[3])
        printed = size * scale
        if not 0 < printed < _LARGEST:
            return
        bold = item.get("Font") in self.bold or _number(item.get("Weight"), 400) >= 600
        stretch = _number(item.get("HScale"), 1.0)
        x = y = 0.0
        for code in item.iterfind("{*}TextCode"):
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            text = code.text or ""
            across, down = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
            at_x, at_y = x, y
            for index, character in enumerate(text):
                width = size * stretch * (1.0 if character >= "\u2000" else 0.5)  # where the file gives no step
                widest = size * stretch  # also of a Latin letter; what goes beyond is a gap
                step = across[index] if index < len(across) else None if down else width
                left, base = _apply(matrix, at_x, at_y)
                own = step if step and 0.2 * width < step <= widest else width
                right, _ = _apply(matrix, at_x + own, at_y)
                at_x += step or 0.0
                at_y += down[index] if index < len(down) else 0.0
                if ord(character) < 0x20:
                    continue
                page.private_use += 0xE000 <= ord(character) < 0xF900 or ord(character) >= 0xF0000
                if -5 < base < page.height + 5 and -page.width < left < 2 * page.width:
                    yield Glyph(character, min(left, right), max(left, right), base, printed, bold)


def _texts(root: Any, path: str) -> Iterator[str]:
    for element in root.iterfind("/".join(f"{{*}}{name}" for name in path.split("/"))):
        if element.text and element.text.strip():
            yield element.text.strip()


def _place(base: str, location: str) -> str:
    """A part's name in the package; locations are relative to the part that names them, or absolute."""
    location = location.strip().replace("\\", "/")
    joined = location if location.startswith("/") else posixpath.join("/", posixpath.dirname(base), location)
    return posixpath.normpath(joined).lstrip("/")


def _number(text: str | None, default: float) -> float:
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def _numbers(text: str | None) -> list[float]:
    return [_number(part, 0.0) for part in (text or "").split()]


def _box(element: Any, default: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    values = _numbers(element.text if element is not None else None)
    if len(values) != 4 or not (1 < values[2] < _LARGEST and 1 < values[3] < _LARGEST):
        return default
    return values[0], values[1], values[2], values[3]


def _steps(text: str | None, count: int) -> list[float]:
    """The distances from each of `count` characters to the next; "g 3 4.2" stands for 4.2 three times."""
    steps: list[float] = []
    parts = iter((text or "").split())
    for part in parts:
        if len(steps) >= count:
            break
        if part == "g":
            times, step = _number(next(parts, None), 0.0), _number(next(parts, None), 0.0)
            steps.extend([step] * max(0, min(int(times), count - len(steps))))
        else:
            steps.append(_number(part, 0.0))
    return steps


def _object_matrix(item: Any, origin: _Matrix) -> _Matrix:
    """From the object's own coordinates to points on the page: its CTM, then the corner of its boundary."""
    corner = _numbers(item.get("Boundary"))
    own = _numbers(item.get("CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else _IDENTITY
    x, y = (corner[0], corner[1]) if len(corner) == 4 else (0.0, 0.0)
    scale = origin[0]
    return a * scale, b * scale, c * scale, d * scale, (e + x) * scale + origin[4], (f + y) * scale + origin[5]


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _strokes(item: Any, origin: _Matrix) -> Iterator[Stroke]:
    """The ruled lines of a path; one with a curve is a drawing."""
    stroked = item.get("Stroke") != "false"
    if not stroked and item.get("Fill") != "true":
        return
    if _white(item.find("{*}StrokeColor" if stroked else "{*}FillColor")):
        return
    data = item.findtext("{*}AbbreviatedData") or ""
    if len(data) > 100_000:
        return
    matrix = _object_matrix(item, origin)
    pieces: list[list[tuple[float, float]]] = []
    tokens = iter(_TOKEN.findall(data))
    for token in tokens:
        if token in ("S", "M", "L"):
            corner = _apply(matrix, _number(next(tokens, None), 0.0), _number(next(tokens, None), 0.0))
            if token != "L" or not pieces:
                pieces.append([corner])
            else:
                pieces[-1].append(corner)
        elif token == "C" and pieces:
            pieces[-1].append(pieces[-1][0])
        elif token.isalpha():
            return
    for piece in pieces:
        if len(piece) > 1:
            yield from outline_strokes(piece, stroked)


def _white(color: Any) -> bool:
    values = _numbers(color.get("Value")) if color is not None else []
    return color is not None and (color.get("Alpha") == "0" or (len(values) == 3 and min(values) >= 250))
