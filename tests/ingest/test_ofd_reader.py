"""OFD: characters placed by GB/T 33190 become paragraphs, tables and pages as in a PDF."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest import ReadError, read
from ingest.document import BlockKind
from tests.ingest.files.make_ofd import LEFT, TOP, Sheet, write_ofd

LONG = (
    "到2027年，园区单位产值能耗比2024年下降12%，建成屋顶光伏3.5万千瓦，新增充电桩200个，"
    "公共机构能源消费总量得到控制，绿色出行比例达到70%以上，再生水利用率明显提高。"
)
TASK = "建设屋顶光伏3.5万千瓦。（责任单位：市发展改革委；完成时限：2026年底）"


def message(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    text = str(caught.value)
    assert text.startswith(f"{path.name}：") and "\n" not in text and text.endswith("。")
    return text


@pytest.mark.parametrize("how", ["delta", "group", "none"])
def test_lines_become_paragraphs_with_their_pages(tmp_path: Path, how: str) -> None:
    first, second = Sheet(), Sheet()
    first.text("澄湾市推进低碳园区建设实施方案", 62, TOP - 12, font=2)
    first.paragraph("一、总体要求", font=2)
    for _ in range(4):
        first.paragraph(LONG, how=how)
    first.paragraph("二、重点任务", font=2)
    second.paragraph("（一）优化用能结构")
    second.paragraph(TASK)
    second.paragraph(LONG)
    document = read(write_ofd(tmp_path / "方案.ofd", [first, second]))
    assert document.title == "澄湾市推进低碳园区建设实施方案" and document.pages == 2 and document.warnings == ()
    assert [(s.level, s.label, s.title, s.page) for s in document.sections] == [
        (1, "一、", "总体要求", 1),
        (1, "二、", "重点任务", 1),
        (2, "（一）", "优化用能结构", 2),
    ]
    texts = [document.read(clause.span) for clause in document.clauses]
    assert [text for text in texts if text.startswith("到2027年")] == [LONG] * 5
    assert TASK in texts
    block = next(b for b in document.blocks if document.quote(b.span) == "一、总体要求")
    assert block.rectangles[0].page == 1 and block.rectangles[0].left == pytest.approx((LEFT + 11.28) * 72 / 25.4, 0.01)


def test_ruled_lines_become_a_table(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.paragraph("主要目标如下。")
    sheet.grid([["指标", "2024年", "2027年"], ["绿地率", "35%", "38%"]], width=50)
    sheet.paragraph("以上目标按年考核。")
    document = read(write_ofd(tmp_path / "表.ofd", [sheet]))
    (table,) = document.tables
    assert [[document.read(cell.span) for cell in row] for row in table.rows] == [
        ["指标", "2024年", "2027年"],
        ["绿地率", "35%", "38%"],
    ]
    assert table.page == 1


def test_a_template_on_every_page_is_furniture(tmp_path: Path) -> None:
    template = Sheet()
    template.text("澄湾市人民政府办公室", 80, 15)
    sheets = []
    for number in range(4):
        sheet = Sheet()
        sheet.paragraph(f"{'一二三四'[number]}、第{number + 1}项工作")
        sheet.paragraph(LONG)
        sheet.text(f"—{number + 1}—", 100, 280)
        sheets.append(sheet)
    document = read(write_ofd(tmp_path / "页眉.ofd", sheets, template))
    furniture = [document.read(b.span) for b in document.blocks if b.kind is BlockKind.FURNITURE]
    assert furniture.count("澄湾市人民政府办公室") == 4 and "—1—" in furniture
    assert len(document.sections) == 4


def test_pictures_of_text_are_said(tmp_path: Path) -> None:
    scan, typed = Sheet(), Sheet()
    scan.picture()
    typed.paragraph(LONG)
    assert "没有文字层" in message(write_ofd(tmp_path / "扫描.ofd", [scan]))
    mixed = read(write_ofd(tmp_path / "半.ofd", [typed, scan]))
    assert any("第2页没有文字层" in warning for warning in mixed.warnings)


def test_a_missing_page_is_a_warning_and_the_rest_is_read(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.paragraph(LONG)
    whole = write_ofd(tmp_path / "整.ofd", [sheet, sheet])
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(tmp_path / "缺.ofd", "w") as cut:
        for entry in package.infolist():
            if "Page_1" not in entry.filename:
                cut.writestr(entry, package.read(entry))
    document = read(tmp_path / "缺.ofd")
    assert document.pages == 2 and any("第2页已损坏" in warning for warning in document.warnings)


LOL = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 9))


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("OFD", "<x/>"),
        ("OFD", "不是XML"),
        ("OFD", f'<!DOCTYPE x [<!ENTITY a0 "ha">{LOL}]><x>&a8;</x>'),
        ("Document", "<a>" * 3000 + "</a>" * 3000),
        ("Content", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'),
    ],
)
def test_hostile_parts_are_one_line(tmp_path: Path, part: str, content: str) -> None:
    sheet = Sheet()
    sheet.paragraph(LONG)
    message(write_ofd(tmp_path / "坏.ofd", [sheet], **{part: content}))


def test_absurd_numbers_cost_nothing(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.objects.append(
        '<ofd:TextObject Boundary="0 0 nan inf" Size="5"><ofd:TextCode X="30" Y="50" DeltaX="g 999999999999 5">甲乙'
        '</ofd:TextCode></ofd:TextObject><ofd:TextObject Size="1e300"><ofd:TextCode>丙</ofd:TextCode></ofd:TextObject>'
        '<ofd:PathObject Boundary="1 1 1 1"><ofd:AbbreviatedData>M 1 L 2 B x</ofd:AbbreviatedData></ofd:PathObject>'
    )
    sheet.paragraph(LONG)
    document = read(write_ofd(tmp_path / "怪.ofd", [sheet]))
    assert "屋顶光伏" in document.text and "甲乙" in document.text


def test_another_archive_and_a_bomb_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "别的.ofd", "w") as package:
        package.writestr("x.xml", "<x/>")
    assert "不是有效的 OFD" in message(tmp_path / "别的.ofd")
    with zipfile.ZipFile(tmp_path / "弹.ofd", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("OFD.xml", b" " * 30_000_000)
    assert "炸弹" in message(tmp_path / "弹.ofd")
    (tmp_path / "假.ofd").write_bytes("不是压缩包".encode())
    assert "OFD" in message(tmp_path / "假.ofd")
