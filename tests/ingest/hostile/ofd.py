"""Hostile and broken OFD files."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.files.make_ofd import NAMESPACE, Sheet, write_ofd
from tests.ingest.hostile.register import EITHER, LAUGHS, OUTSIDE, READ, SENTENCE, content, hostile, zipped


def ofd(name: str, fate: str, drawing: str = "", **parts: str) -> None:
    """Register a file of one page with a sentence on it, `drawing` added and `parts` replaced."""

    @hostile(name, fate)
    def make(path: Path) -> None:
        sheet = Sheet()
        sheet.paragraph(SENTENCE)
        if drawing:
            sheet.objects.append(drawing)
        write_ofd(path, [sheet], **parts)


def text(settings: str, words: str = "甲乙") -> str:
    code = f"<ofd:TextCode {settings}>{words}</ofd:TextCode>"
    return f'<ofd:TextObject ID="9" Boundary="0 0 99 9" Font="1" Size="5">{code}</ofd:TextObject>'


def path_of(steps: str) -> str:
    data = f"<ofd:AbbreviatedData>{steps}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="9" Boundary="0 0 99 99">{data}</ofd:PathObject>'


def page(inside: str) -> str:
    return f"<ofd:Page {NAMESPACE}>{inside}</ofd:Page>"


def document(box: str, pages: int) -> str:
    area = f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    listed = '<ofd:Page BaseLoc="Pages/Page_0/Content.xml"/>' * pages
    return f"<ofd:Document {NAMESPACE}>{area}<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"


def root(inside: str) -> str:
    return f"<ofd:OFD {NAMESPACE}>{inside}</ofd:OFD>"


ofd("实体膨胀.ofd", "损坏", OFD=LAUGHS + root("&a9;"))
ofd("外部实体.ofd", "没有文字层", Content=OUTSIDE + page("&a9;"))
ofd("极深.ofd", "损坏", Content=page("<ofd:Layer>" * 50_000 + "</ofd:Layer>" * 50_000))
ofd("越界路径.ofd", "损坏", OFD=root("<ofd:DocBody><ofd:DocRoot>../../../etc/passwd</ofd:DocRoot></ofd:DocBody>"))
ofd("万页.ofd", "页数异常", Document=document("0 0 210 297", 9000))
ofd("巨页.ofd", READ, Document=document("0 0 1e300 nan", 1))
ofd("模板循环.ofd", "没有文字层", Content=page('<ofd:Template TemplateID="9"/>'))
ofd("间距极多.ofd", READ, text('X="0" Y="5" DeltaX="g 2000000000 5.6"'))
ofd("坐标乱写.ofd", READ, text('X="nan" Y="inf" DeltaX="1e999 -1e999 x"'))
ofd("字海.ofd", EITHER, text('X="0" Y="5" DeltaX="g 200000 0.001"', "字" * 200_000))
ofd("线海.ofd", READ, path_of("M 0 0 L 9 9 " * 50_000))
content("截断.ofd", "损坏", lambda: zipped({"OFD.xml": "<x/>" * 900})[:150])
content("炸弹.ofd", "炸弹", lambda: zipped({"OFD.xml": b" " * 30_000_000}))
