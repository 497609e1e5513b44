"""Pages taken apart: text in a second size, frames drawn over headings, heads of annexes, notes in small print."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from ingest.pdf_flow import flow_items, sheet
from ingest.pdf_furniture import footnotes, page_furniture
from ingest.pdf_measure import Measure, small_measures
from ingest.pdf_page import Glyph, Page, Stroke
from ingest.pdf_paragraphs import paragraphs
from ingest.source import Line
from tests.ingest.test_pdf_parts import glyphs, line, texts, typeset


def set_page(rows: list[tuple[str, float, float, float]], strokes: list[Stroke] | None = None) -> Page:
    """A page of lines (text, left, base, size)."""
    drawn: list[Glyph] = list(chain.from_iterable(glyphs(text, left, base, size) for text, left, base, size in rows))
    return Page(1, 595.0, 842.0, glyphs=drawn, strokes=strokes or [])


def read(page: Page) -> list[Line]:
    return [item for item in flow_items([sheet(page)]) if isinstance(item, Line)]


def frame(left: float, top: float, right: float, bottom: float) -> list[Stroke]:
    return [
        Stroke(True, top, left, right), Stroke(True, bottom, left, right),
        Stroke(False, left, top, bottom), Stroke(False, right, top, bottom),
    ]  # fmt: skip


def test_text_in_a_second_size_is_joined_by_its_own_margins() -> None:
    large = [("坚" * 26, 90.0, 100.0 + 30 * n, 16.0) for n in range(12)]
    small = [("持" * 29 + "、", 90.0, 480.0 + 20 * n, 12.0) for n in range(9)] + [
        ("到底。", 90.0, 660.0, 12.0)
    ]
    found = [item.text for item in read(set_page(large + small))]
    assert found[-1] == ("持" * 29 + "、") * 9 + "到底。"


def test_a_page_in_one_size_has_no_second_measure() -> None:
    assert small_measures([[line("坚" * 26, base=100 + 30 * n) for n in range(12)]]) == [None]


def test_a_heading_under_the_edge_of_a_frame_is_outside_of_it() -> None:
    rows = [("专栏1 改造工程", 200.0, 120.0, 12.0)]
    rows += [("推进加装电梯工程建设。", 110.0, 145.0 + 20 * n, 12.0) for n in range(4)]
    heading = ("（二）完善配套设施", 120.0, 226.0, 16.0)
    one = sheet(set_page([*rows, heading, ("建设停车场。", 120.0, 260.0, 16.0)], frame(90, 100, 500, 232)))
    assert sorted(one.framed) == [0, 1, 2, 3, 4]
    assert one.lines[5].text == "（二）完善配套设施"


def test_a_bold_heading_that_fills_its_line_ends_there() -> None:
    heading = replace(line("第二章 " + "健全服务体系提升服务能力保障服务质量扩大服务供给"), bold=True, bold_prefix=28)
    assert heading.right > 490
    body = line("深入推进各项工作，加快补齐", left=122, base=130)
    assert texts([heading, body]) == [heading.text, body.text]


def test_the_date_of_a_signature_ends_its_paragraph() -> None:
    flush = Measure(90.0, 506.0, 16.0, 30.0, indented=True)
    signed = typeset("请认真执行，" * 8 + "并于三日内报送有关情况，签发日期2024年3月4日")
    lines = [*signed, line("公开方式：主动公开", base=signed[-1].base + 30)]
    assert [one.line().text for one in paragraphs([(one, flush) for one in lines])][-1] == "公开方式：主动公开"


def test_marks_of_annexes_are_no_running_heads() -> None:
    pages = [
        [line(f"附件{n}", base=60, page=n), line("推进" * 9, base=400 + n, page=n), line("坚持" * n, base=500, page=n)]
        for n in range(1, 7)
    ]
    assert page_furniture(pages, [842.0] * 6) == [set()] * 6


def test_notes_numbered_with_a_point_are_footnotes_but_lists_in_small_print_are_not() -> None:
    body = [line("坚持以人民为中心。", base=100 + 30 * n) for n in range(6)]
    notes = [line("1.城区是指建成区。", base=720, size=10), line("2.其余为郊区。", base=740, size=10)]
    assert footnotes([*body, *notes], set(), 16.0, 842.0) == {6, 7}
    heading = line("重点工程", base=700, size=10)
    assert footnotes([*body, heading, *notes], set(), 16.0, 842.0) == set()
    assert footnotes([body[0], *notes], set(), 16.0, 842.0) == set()
