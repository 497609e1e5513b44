"""Word files made here: lists, what stands beside the text, and what hides in it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest import read
from ingest.document import BlockKind, Document
from ingest.docx_numbering import Numbering, print_number
from ingest.docx_reader import read_docx
from ingest.source import Line

NS = nsdecls("w")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def save(document: Any, folder: Path) -> Document:
    path = folder / "样例.docx"
    document.save(str(path))
    return read(path)


def add(document: Any, xml: str) -> Any:
    """A paragraph of raw runs at the end."""
    paragraph = document.add_paragraph()
    for node in parse_xml(f"<w:p {NS}>{xml}</w:p>"):
        paragraph._p.append(node)
    return paragraph


def with_part(document: Any, folder: Path, kind: str, xml: str) -> Document:
    """The file with one more part, which python-docx does not write."""
    plain, path = folder / "plain.docx", folder / "样例.docx"
    document.save(str(plain))
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{kind}.xml"/></Relationships>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", relation.encode())
            new.writestr(entry.filename, content)
        new.writestr(f"word/{kind}.xml", xml)
    return read(path)


def lists(levels: str, nums: str = "") -> Numbering:
    """A numbering part with one abstract list."""
    num = nums or '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    abstract = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    return Numbering.of(parse_xml(f"<w:numbering {NS}>{abstract}{num}</w:numbering>"))


def level(depth: int, style: str, text: str, more: str = "") -> str:
    return (f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
            f'<w:lvlText w:val="{text}"/></w:lvl>')  # fmt: skip


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (10, "chineseCounting", "十"), (21, "chineseCountingThousand", "二十一"), (3, "chineseLegalSimplified", "叁"),
        (35, "decimalEnclosedCircle", "㉟"), (4, "decimalEnclosedParen", "⑷"), (4, "decimalEnclosedFullstop", "⒋"),
        (2, "ideographTraditional", "乙"), (3, "ideographZodiac", "寅"), (5, "ideographEnclosedCircle", "㊄"),
        (99, "ideographTraditional", "99"),
    ],
)  # fmt: skip
def test_more_number_formats(number: int, style: str, printed: str) -> None:
    assert print_number(number, style) == printed


def test_levels_print_the_levels_above_them() -> None:
    found = lists(level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert [found.label("1", depth) for depth in (0, 1, 1, 0, 1)] == ["第一章", "1.1", "1.2", "第二章", "2.1"]


def test_a_count_restarts_as_the_list_says() -> None:
    going_on = lists(level(0, "decimal", "%1.") + level(1, "decimal", "（%2）", '<w:lvlRestart w:val="0"/>'))
    assert [going_on.label("1", depth) for depth in (0, 1, 0, 1)] == ["1.", "（1）", "2.", "（2）"]
    below = level(2, "decimal", "%3）", '<w:lvlRestart w:val="1"/>')
    of_the_first = lists(level(0, "decimal", "%1.") + level(1, "decimal", "（%2）") + below)
    assert [of_the_first.label("1", depth) for depth in (0, 1, 2, 1, 2, 0, 2)] == [
        "1.", "（1）", "1）", "（2）", "2）", "2.", "1）"]  # fmt: skip


def test_a_list_starts_anew_or_is_defined_anew() -> None:
    nums = ('<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
            '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
            f'{level(0, "chineseCounting", "%1、")}</w:lvlOverride></w:num>')  # fmt: skip
    found = lists(level(0, "decimal", "%1."), nums)
    assert [found.label(num, 0) for num in ("1", "1", "2", "2", "3")] == ["1.", "2.", "5.", "6.", "七、"]


@pytest.mark.parametrize(("style_id", "name"), [("1", "heading 1"), ("2", "heading 1"), ("a5", "标题 1")])
def test_headings_by_the_styles_of_chinese_programs(tmp_path: Path, style_id: str, name: str) -> None:
    document = docx.Document()
    document.styles.element.append(parse_xml(
        f'<w:style {NS} w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/></w:style>'))  # fmt: skip
    paragraph = add(document, "<w:r><w:t>总体要求</w:t></w:r>")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:pStyle {NS} w:val="{style_id}"/>'))
    document.add_paragraph("坚持统筹规划，突出重点任务。")
    assert [(s.level, s.title) for s in save(document, tmp_path).sections] == [(1, "总体要求")]


def test_bold_paragraphs_with_typed_numbers_are_headings(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("一、重点任务", "（一）扩大供给"):
        document.add_paragraph().add_run(text).bold = True
    document.add_paragraph("建设社区食堂二十家。")
    found = save(document, tmp_path)
    assert [(s.level, s.label) for s in found.sections] == [(1, "一、"), (2, "（一）")]
    assert [found.path(c.section) for c in found.clauses] == [("一、重点任务", "（一）扩大供给")]


def test_text_of_a_table_inside_a_cell_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "任务", "安排", "扩大供给"
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "首批", "十家"
    found = save(document, tmp_path)
    assert [" ".join(found.quote(c.span).split()) for c in found.clauses] == ["扩大供给 | 首批 十家"]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    ns = ('xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
          'xmlns:v="urn:schemas-microsoft-com:vml"')  # fmt: skip
    held = "<w:txbxContent><w:p><w:r><w:t>框里写着一句话。</w:t></w:r></w:p></w:txbxContent>"
    add(document, f"<w:r><mc:AlternateContent {ns}><mc:Choice Requires='wps'><w:drawing>{held}</w:drawing></mc:Choice>"
                  f"<mc:Fallback><w:pict>{held}</w:pict></mc:Fallback></mc:AlternateContent></w:r>")  # fmt: skip
    assert save(document, tmp_path).raw.count("框里写着一句话。") == 1


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_behind_the_paragraph_that_they_are_tied_to(tmp_path: Path, kind: str) -> None:
    document = docx.Document()
    add(document, f'<w:r><w:t>建成二十家。</w:t></w:r><w:r><w:{kind}Reference w:id="3"/></w:r>')
    document.add_paragraph("后一段文字在这里。")
    line = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:{kind}>'
    note = f'<w:{kind} w:id="3"><w:p><w:r><w:t>按常住人口计算。</w:t></w:r></w:p></w:{kind}>'
    notes = f"<w:{kind}s {NS}>{line}{note}</w:{kind}s>"
    found = with_part(document, tmp_path, f"{kind}s", notes)
    assert [found.quote(b.span) for b in found.blocks] == ["建成二十家。", "按常住人口计算。", "后一段文字在这里。"]
    assert found.blocks[1].kind is BlockKind.FOOTNOTE


def test_a_note_to_a_cell_stands_below_the_table(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("指标", "2025年", "绿道增长", "5%"), strict=True):
        cell.text = text
    mark = parse_xml(f'<w:r {NS}><w:footnoteReference w:id="3"/></w:r>')
    table.cell(1, 0).paragraphs[0]._p.append(mark)
    note = '<w:footnote w:id="3"><w:p><w:r><w:t>与上年相比。</w:t></w:r></w:p></w:footnote>'
    found = with_part(document, tmp_path, "footnotes", f"<w:footnotes {NS}>{note}</w:footnotes>")
    assert [found.quote(c.span) for c in found.clauses] == ["绿道增长 | 5%", "与上年相比。"]
    assert found.blocks[1].kind is BlockKind.FOOTNOTE


def test_running_heads_and_feet_are_furniture(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("建成社区食堂二十家。")
    document.sections[0].header.paragraphs[0].text = "澄湾市人民政府文件"
    document.sections[0].footer.paragraphs[0].text = "内部资料"
    found = save(document, tmp_path)
    furniture = [found.quote(b.span) for b in found.blocks if b.kind is BlockKind.FURNITURE]
    assert sorted(furniture) == ["内部资料", "澄湾市人民政府文件"]
    assert [found.quote(c.span) for c in found.clauses] == ["建成社区食堂二十家。"]


def test_a_contents_field_without_styles_is_furniture(tmp_path: Path) -> None:
    document = docx.Document()
    begin = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="separate"/></w:r>')  # fmt: skip
    add(document, begin + "<w:r><w:t>总体要求</w:t></w:r>")
    add(document, '<w:r><w:t>保障措施</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
    add(document, '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
                  '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>建成二十家。</w:t></w:r>'
                  '<w:r><w:fldChar w:fldCharType="end"/></w:r>')  # fmt: skip
    found = save(document, tmp_path)
    assert [b.kind for b in found.blocks] == [BlockKind.FURNITURE, BlockKind.FURNITURE, BlockKind.PARAGRAPH]


def test_comments_are_kept_aside_with_a_warning(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, '<w:r><w:t>建成二十家。</w:t></w:r><w:r><w:commentReference w:id="1"/></w:r>')
    note = f'<w:comments {NS}><w:comment w:id="1"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment></w:comments>'
    found = with_part(document, tmp_path, "comments", note)
    assert found.raw.strip() == "建成二十家。"
    assert any("1 条批注" in warning for warning in found.warnings)


def lines_of(xml: str, folder: Path) -> list[Line]:
    """The lines that the reader makes of one paragraph of raw runs; the style Strong sets its runs bold."""
    document = docx.Document()
    add(document, xml)
    path = folder / "样例.docx"
    document.save(str(path))
    return [one for one in read_docx(path).items if isinstance(one, Line)]


@pytest.mark.parametrize(
    ("properties", "bold"),
    [
        ("<w:b/>", True), ('<w:b w:val="1"/>', True), ('<w:b w:val="0"/>', False), ("", False),
        ('<w:rStyle w:val="Strong"/>', True), ('<w:rStyle w:val="Strong"/><w:b w:val="false"/>', False),
    ],
)  # fmt: skip
def test_weight_comes_from_the_run_or_from_the_style_that_it_names(properties: str, bold: bool, tmp_path: Path) -> None:
    (line,) = lines_of(f"<w:r><w:rPr>{properties}</w:rPr><w:t>发展目标</w:t></w:r>", tmp_path)
    assert line.bold is bold


@pytest.mark.parametrize(("value", "text"), [("", "可见"), (' w:val="0"', "可见藏起")])
def test_hidden_text_that_says_off_is_shown(value: str, text: str, tmp_path: Path) -> None:
    hidden = f"<w:r><w:rPr><w:vanish{value}/></w:rPr><w:t>藏起</w:t></w:r>"
    (line,) = lines_of(f"<w:r><w:t>可见</w:t></w:r>{hidden}", tmp_path)
    assert line.text == text
