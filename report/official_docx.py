"""The gap report as a Word file in the layout of official documents (GB/T 9704-2012): A4, its margins, its type.

The package is written by hand: it has seven small parts, and the same report gives the same bytes. Where a typeface is
not installed, `fontTable.xml` names those that may stand for it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from report.analysis import GapReport
from report.official import Heading, OfficialReport, Paragraph, Part, Table, compose
from report.signs import NOT_IN_XML

PARTS = Path(__file__).resolve().parent / "data" / "official"
WIDTH = 8844  # twips: the 156 mm of type on a line
WIDE = 12755  # twips: the 225 mm of a page laid sideways
SHADES = ("F4F6F8", "DCE8F2", "B9D2E6", "8FB6D6", "5F94BF", "3A73A3")  # of a cell of the matrix, from a gap to the most
_DARK = 4  # from that shade on the number is white
_SMALL = 8  # columns: a table with more is set smaller
_NARROW = 12  # so wide is a column of the matrix, in hundredths of the line, that its words are centred


def report_docx(report: GapReport) -> bytes:
    """The bytes of report.docx."""
    return docx_bytes(compose(report), report.as_of)


def docx_bytes(made: OfficialReport, as_of: date) -> bytes:
    """A Word file of what was composed; as_of goes into its properties."""
    contents = {name: _part_file(name) for name in _names()}
    contents["word/document.xml"] = contents["word/document.xml"].replace("<!--body-->", "".join(_body(made)))
    contents["docProps/core.xml"] = _core(contents["docProps/core.xml"], made.title, as_of)
    buffer = io.BytesIO()
    day = (max(as_of.year, 1980), as_of.month, as_of.day, 0, 0, 0)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, text.encode("utf-8"))
    return buffer.getvalue()


def _names() -> tuple[str, ...]:
    """The parts of the package, its table of contents first as Word wants it."""
    return (
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml",
        "word/_rels/document.xml.rels", "word/styles.xml", "word/fontTable.xml", "word/settings.xml",
        "word/footer_odd.xml", "word/footer_even.xml",
    )  # fmt: skip


@cache
def _part_file(name: str) -> str:
    """A part as shipped: under its last name, with `relations` for the folders that zip files hide."""
    plain = {"[Content_Types].xml": "content_types.xml", "_rels/.rels": "package_relations.xml",
             "word/_rels/document.xml.rels": "document_relations.xml"}  # fmt: skip
    return (PARTS / plain.get(name, name.rpartition("/")[2])).read_text(encoding="utf-8")


def _core(text: str, title: str, as_of: date) -> str:
    return text.replace("<!--title-->", _text(title)).replace("<!--day-->", f"{as_of.isoformat()}T00:00:00Z")


def _body(report: OfficialReport) -> Iterator[str]:
    """The report upright, then its wide tables on pages laid sideways."""
    yield _paragraph("Title", _run(report.title))
    yield _paragraph("Subtitle", _run(report.subtitle))
    yield from (_part(part, WIDTH) for part in report.parts)
    if report.annexes:
        yield _paragraph("After", "", _section("upright"))
        yield from (_part(part, WIDE) for part in report.annexes)
    yield _section("sideways" if report.annexes else "upright")


def _section(way: str) -> str:
    """What a section of the file looks like: it stands behind the section."""
    return _part_file(f"section_{way}.xml").strip()


def _part(part: Part, room: int) -> str:
    if isinstance(part, Heading):
        return _paragraph(f"Heading{part.level}" if part.level else "Annex", _run(part.label + part.text))
    if isinstance(part, Paragraph):
        lead = _run(part.lead, '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>') if part.lead else ""
        return _paragraph("Quote" if part.quoted else "", lead + _run(part.text))
    return _table(part, room)


def _table(table: Table, room: int) -> str:
    whole = sum(width for _, width in table.columns)
    widths = [room * width // whole for _, width in table.columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    small = "Small" if len(table.columns) > _SMALL else ""
    head = _row([name for name, _ in table.columns], widths, f"Head{small}", head=True)
    centred = [width * 100 < _NARROW * whole for _, width in table.columns]
    rows = []
    for number, row in enumerate(table.rows):
        shades = (-1, *table.shades[number]) if table.shades else (-1,) * len(row)
        rows.append(_row(row, widths, f"Cell{small}", shades=shades, centred=centred))
    properties = (
        f'<w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
    )
    # an empty line below: two tables in a row would become one
    return f'<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{"".join(rows)}</w:tbl>{_paragraph("After", "")}'


def _row(
    cells: tuple[str, ...] | list[str],
    widths: list[int],
    style: str,
    *,
    head: bool = False,
    shades: tuple[int, ...] = (),
    centred: list[bool] | None = None,
) -> str:
    made = []
    for place, (text, width) in enumerate(zip(cells, widths, strict=True)):
        shade = shades[place] if shades else -1
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADES[shade]}"/>' if shade >= 0 else ""
        light = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>' if shade >= _DARK else ""
        middle = '<w:jc w:val="center"/>' if centred and centred[place] else ""
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>'
            f"{_paragraph(style, _run(text, light), middle)}</w:tc>"
        )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"


def _paragraph(style: str, runs: str, properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{_text(text)}</w:t></w:r>' if text else ""


def _text(text: str) -> str:
    return escape(NOT_IN_XML.sub("", " ".join(text.split("\n"))))
