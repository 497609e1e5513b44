"""Set a manuscript as a Word file in the layout of GB/T 9704-2012: page, type sizes, page numbers, ruled tables."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from corpus.manuscript import Box, Cell, Contents, Form, Manuscript, Paragraph, Sheet


@dataclass(frozen=True, slots=True)
class Typefaces:
    """East Asian font names by use. Word falls back by itself where one is missing."""

    title: str = "方正小标宋简体"
    first: str = "黑体"
    second: str = "楷体"
    body: str = "仿宋"
    table: str = "宋体"


FREE_TYPEFACES = Typefaces("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK SC", "Noto Serif CJK SC",
                           "Noto Serif CJK SC")  # fmt: skip
_LEFT, _RIGHT, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER
_ZIP_DATE = (2024, 1, 1, 0, 0, 0)
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
_TEXT_WIDTH = Mm(156)
_SHORT = 6.2  # characters of a column that is never narrowed


def write_docx(manuscript: Manuscript, target: Path, faces: Typefaces | None = None) -> None:
    """Write the Word file; the same manuscript gives the same bytes."""
    setter = _Setter(manuscript, faces or Typefaces())
    for part in manuscript.parts:
        match part:
            case Paragraph():
                setter.paragraph(part)
            case Sheet():
                setter.sheet(part)
            case Box():
                setter.box(part)
            case Contents():
                setter.contents(part)
    buffer = io.BytesIO()
    setter.document.save(buffer)
    target.write_bytes(_dated(buffer.getvalue()))


def _dated(archive: bytes) -> bytes:
    """The same zip with one fixed date on every entry and the entries in order of name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()


class _Setter:
    def __init__(self, manuscript: Manuscript, faces: Typefaces) -> None:
        self.document = docx.Document()
        self.faces = faces
        self.new_page = False
        self.last: Form | None = None
        self.automatic = manuscript.automatic
        self._properties(manuscript)
        self._page()
        self._styles()
        if self.automatic:
            self.number_id = self._numbering()

    def paragraph(self, part: Paragraph) -> Any:
        """Append one paragraph to the body."""
        faces, form = self.faces, part.form
        if form is Form.BREAK:
            self.new_page = True
            return None
        if form is Form.HEADING:
            return self._heading(part)
        made = self.document.add_paragraph()
        made.paragraph_format.page_break_before = self.new_page or None
        previous, self.last, self.new_page = self.last, form, False
        text, face, size = part.text, faces.body, 16.0
        match form:
            case Form.TITLE:
                made.alignment, face, size = _CENTRE, faces.title, 22.0
                made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(14)
                made.paragraph_format.line_spacing = Pt(33)
            case Form.MASTHEAD:
                made.alignment, face, size = _CENTRE, faces.title, 36.0
                made.paragraph_format.line_spacing = Pt(50)
                made.paragraph_format.space_before = Pt(40)
            case Form.NUMBER:
                made.alignment = _CENTRE
                if previous is Form.MASTHEAD:
                    made.paragraph_format.space_before = Pt(20)
                    _rule(made)
            case Form.CENTRE:
                made.alignment = _CENTRE
            case Form.TO:
                pass
            case Form.SIGN:
                made.alignment = _RIGHT
                made.paragraph_format.right_indent = Pt(48)
                made.paragraph_format.space_before = Pt(0 if previous is Form.SIGN else 42)
            case Form.CAPTION:
                made.alignment, face, size = _CENTRE, faces.first, 14.0
                made.paragraph_format.keep_with_next = True
            case Form.UNIT:
                made.alignment, size = _RIGHT, 12.0
                made.paragraph_format.keep_with_next = True
            case Form.ANNEX:
                if "：" in part.text:
                    made.paragraph_format.first_line_indent = Pt(32)
                    made.paragraph_format.keep_with_next = True  # no page with nothing but a signature
                else:
                    face = faces.first
            case Form.COPY:
                size = 14.0
            case _:
                made.paragraph_format.first_line_indent = Pt(32)
        bold = part.bold
        if self.automatic and part.number:
            self._automatic(made, 2)
            text, bold = text[len(part.number) :], bold - len(part.number)
        if bold:
            self._run(made, text[:bold], face, size, bold=True)
            text = text[bold:]
        run = self._run(made, text, face, size)
        if form is Form.MASTHEAD:
            run.font.color.rgb = RGBColor(0xE6, 0x00, 0x12)
        return made

    def sheet(self, part: Sheet) -> None:
        """Append a ruled table with merged cells; its header rows repeat on every page."""
        table = self._grid(part.height, part.width)
        for cell in part.cells:
            made = table.cell(cell.row, cell.column)
            if cell.rows > 1 or cell.columns > 1:
                made = made.merge(table.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
            self._cell(made, cell, header=cell.row < part.header_rows)
        for index, width in enumerate(_widths(part)):
            table.columns[index].width = width
            for row in table.rows:
                row.cells[index].width = width
        for row in table.rows[: part.header_rows]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def box(self, part: Box) -> None:
        """Append a 专栏: a table of one cell."""
        cell = self._grid(1, 1).cell(0, 0)
        cell.width = _TEXT_WIDTH
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="F2F7FB"/>')
        cell._tc.get_or_add_tcPr().append(shade)
        for index, source in enumerate(part.paragraphs):
            made = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            face = self.faces.first if index == 0 else self.faces.body
            made.alignment = _CENTRE if index == 0 else _LEFT
            made.paragraph_format.line_spacing = Pt(22)
            made.paragraph_format.first_line_indent = Pt(0 if index == 0 else 28)
            if source.bold:
                self._run(made, source.text[: source.bold], face, 14, bold=True)
            self._run(made, source.text[source.bold :], face, 14)

    def contents(self, part: Contents) -> None:
        """Append a table of contents as Word keeps it: a TOC field around its last result."""
        field = None
        for index, (heading, page) in enumerate(part.entries):
            made = self.document.add_paragraph(style="toc 1" if "（" not in heading[:1] else "toc 2")
            made.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            if index == 0:
                _field(made, "begin")
                made.add_run()._r.append(parse_xml(
                    f'<w:instrText {nsdecls("w")} xml:space="preserve"> TOC \\o "1-2" </w:instrText>'))  # fmt: skip
                _field(made, "separate")
            self._run(made, f"{heading}\t{page}", self.faces.body, 14)
            field = made
        if field is not None:
            _field(field, "end")

    def _heading(self, part: Paragraph) -> Any:
        made = self.document.add_paragraph(style=f"Heading {part.level}")
        text = part.text
        if self.automatic and part.number:
            text = text[len(part.number) :]
            self._automatic(made, part.level - 1)
        made.paragraph_format.first_line_indent = Pt(32)
        face = (self.faces.first, self.faces.second, self.faces.body)[part.level - 1]
        self._run(made, text, face, 16, bold=part.level == 3)
        return made

    def _automatic(self, made: Any, depth: int) -> None:
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{self.number_id}"/></w:numPr>'
        made._p.get_or_add_pPr().insert_element_before(parse_xml(xml), "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _run(self, made: Any, text: str, face: str, size: float, bold: bool = False) -> Any:
        run = made.add_run(text)
        run.font.size, run.font.bold, run.font.name = Pt(size), bold or None, "Times New Roman"
        if face.startswith("Noto"):
            run.font.name = face
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
        return run

    def _cell(self, made: Any, cell: Cell, header: bool) -> None:
        paragraph = made.paragraphs[0]
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        paragraph.alignment = _LEFT if len(cell.text) > 14 and not header else _CENTRE
        made.vertical_alignment = 1
        self._run(paragraph, cell.text, self.faces.first if header else self.faces.table, 10.5)

    def _grid(self, height: int, width: int) -> Any:
        table = self.document.add_table(height, width, style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        return table

    def _properties(self, manuscript: Manuscript) -> None:
        core, day = self.document.core_properties, datetime.fromisoformat(manuscript.issued)
        core.title, core.author, core.last_modified_by = manuscript.title, manuscript.author, manuscript.author
        core.created = core.modified = day
        core.comments, core.revision = "", 1

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(25)
        self.document.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
            made = footer.paragraphs[0]
            made.alignment = side
            self._run(made, "— ", self.faces.table, 14)
            _field(made, "begin")
            made.add_run()._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>PAGE</w:instrText>"))
            _field(made, "separate")
            self._run(made, "1", self.faces.table, 14)
            _field(made, "end")
            self._run(made, " —", self.faces.table, 14)

    def _styles(self) -> None:
        styles = self.document.styles
        normal = styles["Normal"]
        normal.font.size, normal.font.name = Pt(16), "Times New Roman"
        normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), self.faces.body)
        normal.paragraph_format.line_spacing = Pt(27.5)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        for level in (1, 2, 3):
            style = styles[f"Heading {level}"]
            style.font.color.rgb, style.font.bold, style.font.size = RGBColor(0, 0, 0), False, Pt(16)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        for level in (1, 2):
            style = styles.add_style(f"toc {level}", 1)
            style.base_style = normal
            style.paragraph_format.left_indent = Pt(28 * (level - 1))

    def _numbering(self) -> int:
        """Add a three-level list in Chinese official numbering; returns its numId."""
        root = self.document.part.numbering_part.element
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr>'
            f'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:lvl>'
            for depth, (kind, text) in enumerate(_LEVELS)
        )
        kind = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>'
                         f"{levels}</w:abstractNum>")  # fmt: skip
        root.insert(0, kind)
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        return 90


def _field(made: Any, kind: str) -> None:
    made.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))


def _rule(made: Any) -> None:
    """The red line below the masthead."""
    line = '<w:bottom w:val="single" w:sz="18" w:space="6" w:color="E60012"/>'
    xml = f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"
    made._p.get_or_add_pPr().insert_element_before(parse_xml(xml), "w:spacing", "w:ind", "w:jc", "w:rPr")


def _widths(part: Sheet) -> list[int]:
    """Give short columns what keeps their words on one line and share the rest by the longest text of each column."""
    longest = [2.0] * part.width
    for cell in part.cells:
        if cell.columns == 1:
            printed = sum(0.55 if character.isascii() else 1.0 for character in cell.text)
            if cell.row < part.header_rows and printed > 4:
                printed /= 2  # a heading may take two lines
            longest[cell.column] = max(longest[cell.column], min(printed, 20.0))
    share = [0.0 if length <= _SHORT else length for length in longest]
    fixed = [int(Mm(length * 3.8 + 5)) if length <= _SHORT else 0 for length in longest]
    rest = _TEXT_WIDTH - sum(fixed)
    return [width or int(rest * part_of / sum(share)) for width, part_of in zip(fixed, share, strict=True)]
