"""The PDF reader on small printed files (files/make_pdfs.py writes them) and on broken ones made here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.pdf_reader import page_list, read_pdf
from ingest.source import Grid, Line, ReadError, SourceFile

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def plan() -> SourceFile:
    return read_pdf(FILES / "plan.pdf")


def body(source: SourceFile) -> list[Line]:
    return [one for one in source.items if isinstance(one, Line) and not one.furniture]


def starting(source: SourceFile, start: str) -> Line:
    return next(line for line in body(source) if line.text.startswith(start))


def test_a_title_over_two_lines_is_one_centered_line(plan: SourceFile) -> None:
    title = body(plan)[0]
    assert title.text == "云岭市人民政府关于印发城市环境提升规划的通知"
    assert title.centered
    assert len(title.rectangles) == 2


def test_lines_are_joined_to_the_paragraphs_that_were_written(plan: SourceFile) -> None:
    starts = [line.text[:5] for line in body(plan) if line.boxed is None]
    assert starts == [
        "云岭市人民",
        "各区人民政",
        "现将《云岭",
        "一、总体要",
        "第甲段。坚",
        "第乙段。坚",
        "第丙段。坚",
        "第丁段。坚",
        "第戊段。坚",
        "——共建共",
        "二、主要任",
        "加快河湖治",
        "本规划所称",
        "坚持问题导",
        "三、指标",
        "表1主要指",
        "以上指标由",
    ]


def test_a_paragraph_goes_on_across_the_end_of_the_page(plan: SourceFile) -> None:
    crossing = [line for line in body(plan) if len({rectangle.page for rectangle in line.rectangles}) == 2]
    assert crossing
    assert all(line.text.endswith("。") for line in crossing)
    assert all(line.page == line.rectangles[0].page for line in crossing)


def test_page_numbers_running_heads_and_contents_are_furniture(plan: SourceFile) -> None:
    furniture = [one.text for one in plan.items if isinstance(one, Line) and one.furniture]
    assert furniture.count("云岭市城市环境提升规划") == plan.pages
    assert "—3—" in furniture
    assert "目录" in furniture
    assert sum("....." in text for text in furniture) == 3
    assert not any("....." in line.text for line in body(plan))


def test_a_frame_around_text_is_a_box_and_not_a_table(plan: SourceFile) -> None:
    boxed = [line for line in body(plan) if line.boxed == 1]
    assert [line.text[:4] for line in boxed] == ["专栏1河", "清水工程", "坚持问题"]
    assert {line.boxed for line in body(plan)} == {None, 1}


def test_a_run_in_heading_is_known_by_its_weight(plan: SourceFile) -> None:
    line = starting(plan, "加快河湖治理。")
    assert line.bold_prefix == 7
    assert not line.bold


def test_a_table_across_pages_is_one_grid_with_one_header(plan: SourceFile) -> None:
    (grid,) = [one for one in plan.items if isinstance(one, Grid)]
    assert [cell.text for cell in grid.rows[0]] == ["类别", "指标", "单位", "2025年", "2027年"]
    assert len(grid.rows) == 26
    assert len({rectangle.page for rectangle in grid.rectangles}) > 1
    merged = grid.rows[1][0]
    assert (merged.text, merged.rows, merged.columns) == ("水环境", 2, 1)
    assert [cell.text for cell in grid.rows[2]] == ["污水集中收集率", "%", "61.5", "70"]
    assert (grid.rows[-1][1].text, grid.rows[-1][1].columns) == ("2025年为基期值", 4)
    repeated = [one.text for one in plan.items if isinstance(one, Line) and one.furniture and "类别" in one.text]
    assert set(repeated) == {" ".join(cell.text for cell in grid.rows[0])}
    assert len(repeated) == len({rectangle.page for rectangle in grid.rectangles}) - 1


def test_the_cells_are_those_that_pdfplumber_finds(plan: SourceFile) -> None:
    import pdfplumber

    (grid,) = [one for one in plan.items if isinstance(one, Grid)]
    pages = sorted({rectangle.page for rectangle in grid.rectangles})
    theirs: list[list[str]] = []
    with pdfplumber.open(FILES / "plan.pdf") as printed:
        for number in pages:
            for table in printed.pages[number - 1].extract_tables():
                theirs.extend([(text or "").replace("\n", "") for text in row if text] for row in table)
    header = theirs[0]
    theirs = [header] + [row for row in theirs if row and row != header]
    ours = [[cell.text for cell in row if cell.text] for row in grid.rows]
    assert ours == theirs


def test_text_of_a_table_is_not_said_twice(plan: SourceFile) -> None:
    assert not any("细颗粒物" in line.text for line in body(plan))


def test_rectangles_lie_on_the_page_where_the_text_stands(plan: SourceFile) -> None:
    first, *_ = starting(plan, "一、总体要求").rectangles
    assert first.page == 3
    assert 0 < first.left < first.right < 454  # 16 cm
    assert 60 < first.top < first.bottom < 110  # below the margin of 2.4 cm
    assert first.bottom - first.top == pytest.approx(12, abs=1)


def test_text_without_indents_is_joined_by_the_right_margin() -> None:
    texts = [line.text for line in body(read_pdf(FILES / "flush.pdf"))]
    assert [text[:3] for text in texts] == ["一、总", *(f"第{n}项" for n in "甲乙丙丁戊己"), "二、工", "1.压", "2.严"]


def test_reading_twice_gives_the_same(plan: SourceFile) -> None:
    assert read_pdf(FILES / "plan.pdf") == plan


def test_a_locked_file_asks_for_the_password_to_be_removed() -> None:
    with pytest.raises(ReadError, match=r"locked\.pdf：.*密码"):
        read_pdf(FILES / "locked.pdf")


@pytest.mark.parametrize("share", [0.0, 0.02, 0.4])
def test_a_truncated_file_is_named_broken(tmp_path: Path, share: float) -> None:
    whole = (FILES / "plan.pdf").read_bytes()
    path = tmp_path / "残缺.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ReadError, match=r"残缺\.pdf："):
        read_pdf(path)


def test_a_word_file_called_pdf_is_named_broken(tmp_path: Path) -> None:
    path = tmp_path / "改名.pdf"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 400)
    with pytest.raises(ReadError, match="不是完整的 PDF"):
        read_pdf(path)


def test_a_picture_without_any_text_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "图片.pdf"
    path.write_bytes(make_pdf([IMAGE]))
    with pytest.raises(ReadError, match=r"图片\.pdf：没有文字层，也没有从图片中认出文字；请核对原件"):
        read_pdf(path)


def test_a_scanned_page_among_others_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "部分扫描.pdf"
    path.write_bytes(make_pdf([text_page("Plan 2025"), IMAGE, IMAGE]))
    source = read_pdf(path)
    assert source.warnings == ("第2-3页没有文字层，像是图片，页上的文字没有读入",)
    assert [line.text for line in body(source)] == ["Plan 2025"]


def test_a_drawing_of_thousands_of_strokes_is_no_table(tmp_path: Path) -> None:
    strokes = "\n".join(f"{n % 500} {n % 700} m {n % 500 + 9} {n % 700} l S" for n in range(25_000))
    path = tmp_path / "地图.pdf"
    path.write_bytes(make_pdf([f"BT /F1 12 Tf 72 720 Td (Map) Tj ET\n{strokes}"]))
    source = read_pdf(path)
    assert [line.text for line in body(source)] == ["Map"]
    assert source.warnings == ("第1页图形太多，没有在页上找表格",)


def test_a_page_shown_sideways_is_read_upright(tmp_path: Path) -> None:
    path = tmp_path / "横页.pdf"
    words = "\n".join(f"BT /F1 12 Tf 0 1 -1 0 {100 + 40 * n} 72 Tm (Row {n} of the list) Tj ET" for n in range(4))
    path.write_bytes(make_pdf([words], rotate=90))
    source = read_pdf(path)
    assert [line.text for line in body(source)] == [" ".join(f"Row {n} of the list" for n in range(4))]
    first = body(source)[0].rectangles[0]
    assert first.right - first.left > 3 * (first.bottom - first.top)
    assert first.left == pytest.approx(72, abs=1)
    assert first.bottom == pytest.approx(100, abs=3)


def test_an_underline_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "下划线.pdf"
    path.write_bytes(make_pdf([text_page("Signed here") + "\n72 716 m 200 716 l S\n72 400 m 300 400 l S"]))
    source = read_pdf(path)
    assert [type(one) for one in source.items] == [Line]


@pytest.mark.parametrize(("numbers", "said"), [([2], "2"), ([1, 2, 3, 7], "1-3、7"), ([1, 3, 4], "1、3-4")])
def test_page_lists_are_read_aloud(numbers: list[int], said: str) -> None:
    assert page_list(numbers) == said


IMAGE = "q 500 0 0 700 40 40 cm /I1 Do Q"


def text_page(text: str) -> str:
    return f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"


def make_pdf(contents: Sequence[str], rotate: int = 0) -> bytes:
    """A PDF of A4 pages with these content streams; /F1 is Helvetica, /I1 a grey dot."""
    pages = len(contents)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\nx\nendstream",
    ]
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode("latin-1")
