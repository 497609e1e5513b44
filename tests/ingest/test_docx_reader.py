"""Word files made here: automatic numbers, merged cells, contents, tracked changes, boxes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest import read
from ingest.document import BlockKind, Document
from ingest.docx_numbering import print_number

LISTS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
)


def save(document: Any, folder: Path) -> Document:
    path = folder / "样例.docx"
    document.save(str(path))
    return read(path)


def number(document: Any, paragraph: Any, level: int, num_id: int = 42) -> None:
    """Put the paragraph into a Chinese multi-level list of its own."""
    part = document.part.numbering_part.element
    if not part.xpath(f'w:num[@w:numId="{num_id}"]'):
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for i, (fmt, text) in enumerate(LISTS)
        )
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{num_id}">{levels}</w:abstractNum>')
        part.insert(0, abstract)
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="{num_id}"/></w:num>'))
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def test_automatic_chinese_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    for level, text in (
        (0, "总体要求"),
        (1, "指导思想"),
        (1, "基本原则"),
        (0, "重点任务"),
        (1, "扩大供给"),
        (2, "建设食堂"),
        (2, "改造床位"),
    ):
        number(document, document.add_paragraph(text), level)
    found = [(s.level, s.label, s.title) for s in save(document, tmp_path).sections]
    assert found == [
        (1, "一、", "总体要求"), (2, "（一）", "指导思想"), (2, "（二）", "基本原则"), (1, "二、", "重点任务"),
        (2, "（一）", "扩大供给"), (3, "1.", "建设食堂"), (3, "2.", "改造床位"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("chineseCountingThousand", "十二"),
        ("ideographDigital", "一二"),
        ("decimalEnclosedCircle", "⑫"),
        ("lowerRoman", "xii"),
        ("upperLetter", "L"),
        ("decimalFullWidth", "１２"),
        ("decimalZero", "12"),
        ("none", ""),
        ("decimal", "12"),
    ],
)
def test_number_formats(style: str, printed: str) -> None:
    assert print_number(12, style) == printed


def test_merged_cells_are_filled(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、分工")
    table = document.add_table(rows=3, cols=3)
    rows = [("任务", "举措", "责任单位"), ("扩大供给", "建设食堂", "市民政局"), ("", "改造床位", "")]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(1, 2).merge(table.cell(2, 2))
    read_back = save(document, tmp_path)
    quotes = [read_back.quote(c.span).replace("\n", "") for c in read_back.clauses]
    assert quotes == ["扩大供给 | 建设食堂 | 市民政局", "扩大供给 | 改造床位 | 市民政局"]
    assert [cell.filled for cell in read_back.tables[0].rows[2]] == [True, False, True]


def test_a_column_that_word_numbers_has_its_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、分工")
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, [("序号", "任务"), ("", "建设食堂"), ("", "改造床位")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for row in (1, 2):
        number(document, table.cell(row, 0).paragraphs[0], 2)
    document.add_paragraph()
    number(document, document.paragraphs[-1], 2)
    read_back = save(document, tmp_path)
    assert [read_back.quote(c.span) for c in read_back.clauses] == ["1. | 建设食堂", "2. | 改造床位"]


def test_a_one_cell_table_is_a_box(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、任务")
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "专栏1 管网工程"
    cell.add_paragraph("1.更新供水管网")
    document.add_paragraph("框外的段落，属于任务一章。")
    read_back = save(document, tmp_path)
    assert [(s.level, s.title) for s in read_back.sections] == [(1, "任务"), (9, "管网工程")]
    assert [read_back.path(c.section)[-1] for c in read_back.clauses] == ["专栏1管网工程", "一、任务"]


def test_tracked_changes_are_accepted_with_a_warning(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("到2027年建成")
    ns = nsdecls("w")
    paragraph._p.append(parse_xml(f'<w:del {ns} w:id="1"><w:r><w:delText>十家</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {ns} w:id="2"><w:r><w:t>二十家。</w:t></w:r></w:ins>'))
    read_back = save(document, tmp_path)
    assert read_back.raw.strip() == "到2027年建成二十家。"
    assert any("修订" in warning for warning in read_back.warnings)


def test_contents_styles_are_furniture(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("TOC 1", 1)
    document.add_paragraph("一、任务 1", style="TOC 1")
    document.add_paragraph("一、任务")
    read_back = save(document, tmp_path)
    assert [b.kind for b in read_back.blocks] == [BlockKind.FURNITURE, BlockKind.HEADING]
    assert len(read_back.sections) == 1


def test_hidden_text_is_left_out_with_a_warning(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("看得见的文字。").add_run("看不见").font.hidden = True
    read_back = save(document, tmp_path)
    assert "看不见" not in read_back.raw
    assert any("隐藏" in warning for warning in read_back.warnings)
