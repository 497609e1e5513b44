"""Writes the PDF fixtures of this folder: python tests/ingest/files/make_pdfs.py (needs LibreOffice and Noto CJK).

plan.pdf    a title, contents, indented paragraphs across pages, a 专栏, a table with merged cells across pages
flush.pdf   the same kind of text set without any indent
locked.pdf  flush.pdf behind a password
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HERE = Path(__file__).parent
SENTENCE = (
    "坚持问题导向和系统观念，围绕河湖治理、噪声防治、园林养护三件事，"
    "把责任落到岗位、把进度落到月份、把成效落到群众身边。"
)
ROWS = [
    ("水环境", "地表水优良比例", "%", "80", "86"),
    ("水环境", "污水集中收集率", "%", "61.5", "70"),
    ("大气环境", "细颗粒物年均浓度", "微克/立方米", "33", "28"),
    ("大气环境", "空气质量优良天数比例", "%", "84", "88"),
    ("固体废物", "生活垃圾回收利用率", "%", "30", "38"),
    ("固体废物", "一般工业固体废物综合利用率", "%", "72", "80"),
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan, flush = Path(folder) / "plan.docx", Path(folder) / "flush.docx"
        write_plan(plan)
        write_flush(flush)
        convert(plan, "pdf")
        convert(flush, "pdf")
        locked = flush.with_name("locked.docx")
        flush.rename(locked)
        options = (
            '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"x"}}'
        )
        convert(locked, f"pdf:writer_pdf_Export:{options}")


def convert(path: Path, target: str) -> None:
    command = ["soffice", "--headless", "--convert-to", target, "--outdir", str(HERE), str(path)]
    subprocess.run(command, check=True, capture_output=True)


def new_document() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(16), Cm(21)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.4)
    return document


def write(document: Any, text: str, size: float = 12, indent: bool = True, bold: str = "", center: bool = False) -> Any:
    """A paragraph; `bold` is a run set bold before the text."""
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_after, shape.space_before, shape.line_spacing = Pt(0), Pt(0), Pt(size * 1.7)
    if indent and not center:
        shape.first_line_indent = Pt(2 * size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if center else WD_ALIGN_PARAGRAPH.JUSTIFY
    for part, heavy in ((bold, True), (text, False)):
        if part:
            style(paragraph.add_run(part), size, heavy)
    return paragraph


def style(run: Any, size: float, bold: bool = False) -> None:
    run.font.size, run.bold, run.font.name = Pt(size), bold, "Noto Serif CJK SC"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Noto Serif CJK SC")


def field(paragraph: Any, code: str, size: float) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        style(run, size)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)


def write_plan(path: Path) -> None:
    document = new_document()
    head = document.sections[0].header.paragraphs[0]
    style(head.add_run("云岭市城市环境提升规划"), 9)
    foot = document.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style(foot.add_run("— "), 9)
    field(foot, "PAGE", 9)
    style(foot.add_run(" —"), 9)
    write(document, "云岭市人民政府关于印发城市环境", 20, center=True)
    write(document, "提升规划的通知", 20, center=True)
    write(document, "各区人民政府，市政府各部门：", indent=False)
    write(document, "现将《云岭市城市环境提升规划》印发给你们，请结合实际认真贯彻执行。")
    contents = write(document, "目录", 16, center=True)
    contents.paragraph_format.page_break_before = True
    for title, page in (("一、总体要求", 3), ("二、主要任务", 3), ("三、指标", 5)):
        line = write(document, f"{title}\t{page}", indent=False)
        line.paragraph_format.tab_stops.add_tab_stop(Cm(11), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    heading = write(document, "一、总体要求")
    heading.paragraph_format.page_break_before = True
    for number in range(5):
        write(
            document,
            f"第{'甲乙丙丁戊'[number]}段。"
            + SENTENCE * (2 + number % 2)
            + "到2027年，城区公园绿地服务半径覆盖率达到85%以上，让居民出门三百米见绿、五百米见园。",
        )
    write(document, "——共建共享。" + SENTENCE)
    write(document, "二、主要任务")
    write(document, SENTENCE + "具体包括：（一）巡查到位；（二）整改到位。", bold="加快河湖治理。")
    write(document, "本规划所称城区，是指建成区。①" + SENTENCE)
    box(document, "专栏1 河湖治理重点工程", ("清水工程。整治黑臭水体12条，新建截污管网46公里。", SENTENCE))
    write(document, SENTENCE * 3)
    write(document, "三、指标")
    write(document, "表1 主要指标", 10.5, center=True)
    table(document)
    write(document, "以上指标由各责任部门分年度细化。")
    document.save(str(path))


def box(document: Any, title: str, paragraphs: tuple[str, ...]) -> None:
    frame = document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
    first = frame.paragraphs[0]
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    style(first.add_run(title), 10.5, bold=True)
    for text in paragraphs:
        write(frame, text, 10.5)


def table(document: Any) -> None:
    grid = document.add_table(rows=1, cols=5, style="Table Grid")
    mark = OxmlElement("w:tblHeader")
    grid.rows[0]._tr.get_or_add_trPr().append(mark)
    fill(grid.rows[0].cells, ("类别", "指标", "单位", "2025年", "2027年"))
    for texts in ROWS * 4:
        fill(grid.add_row().cells, texts)
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for first in range(1, 25, 2):
        grid.cell(first + 1, 0).paragraphs[0].clear()
        grid.cell(first, 0).merge(grid.cell(first + 1, 0))
    last = grid.add_row().cells
    fill(last, ("注", "", "", "", ""))
    merged = last[1].merge(last[4])
    style(merged.paragraphs[0].add_run("2025年为基期值"), 10.5)


def fill(cells: Any, texts: tuple[str, ...]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(6)
        style(paragraph.add_run(text), 10.5)


def write_flush(path: Path) -> None:
    document = new_document()
    write(document, "一、总体要求", indent=False)
    for number in range(6):
        write(document, f"第{'甲乙丙丁戊己'[number]}项工作安排。" + SENTENCE * 2, indent=False)
    write(document, "二、工作要求", indent=False)
    write(document, "1.压实责任。" + SENTENCE, indent=False)
    write(document, "2.严格考核。" + SENTENCE, indent=False)
    document.save(str(path))


if __name__ == "__main__":
    main()
