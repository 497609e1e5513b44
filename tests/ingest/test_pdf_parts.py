"""The steps of the PDF reader by themselves: glyphs to lines, rulings to cells, cut tables, furniture, paragraphs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Rectangle
from ingest.pdf_furniture import contents_lines, footnotes, is_leader, page_furniture, without_note_marks
from ingest.pdf_lines import PrintedLine, joined, printed_lines
from ingest.pdf_measure import Measure, measures
from ingest.pdf_page import Glyph, Page, Stroke
from ingest.pdf_paragraphs import is_centered, paragraphs
from ingest.pdf_ruling import lattices
from ingest.pdf_table import PageGrid, appended, continues
from ingest.source import Grid, GridCell

PAGE = Page(1, 595.0, 842.0)
CHINESE = st.text(alphabet="坚持以人民为中心推进绿色低碳发展水平显著提升", min_size=1, max_size=30)


def glyphs(text: str, left: float = 90.0, base: float = 100.0, size: float = 16.0, gap: float = 0.0) -> list[Glyph]:
    """Full-width characters take an em, the others half of one."""
    found = []
    for character in text:
        width = size / 2 if character.isascii() else size
        found.append(Glyph(character, left, left + width, base, size, False))
        left += width + gap
    return found


def line(text: str, left: float = 90.0, base: float = 100.0, size: float = 16.0, page: int = 1) -> PrintedLine:
    (found,) = printed_lines(Page(page, 595.0, 842.0), glyphs(text, left, base, size))
    return found


# lines


def test_blanks_of_justification_are_dropped() -> None:
    (found,) = printed_lines(PAGE, glyphs("到 2030 年 前", gap=1.0))
    assert found.text == "到2030年前"


def test_a_wide_gap_stays_a_space() -> None:
    (found,) = printed_lines(PAGE, glyphs("第一章") + glyphs("总则", left=90 + 5 * 16))
    assert found.text == "第一章 总则"


def test_english_words_stay_apart() -> None:
    (found,) = printed_lines(PAGE, glyphs("Plan of 2025"))
    assert found.text == "Plan of 2025"


def test_an_index_joins_the_line_that_it_hangs_on() -> None:
    dioxide = glyphs("CO") + glyphs("2", left=106, base=103, size=8) + glyphs("排放", left=110)
    (found,) = printed_lines(PAGE, dioxide)
    assert found.text == "CO2排放"
    assert found.size == 16.0


@pytest.mark.parametrize(
    ("host", "mark", "notes", "text"),
    [
        ("占比71%", "2", ["2按常住人口计算"], "占比71%，提高"),
        ("占比71%", "12", ["12按常住人口计算"], "占比71%，提高"),
        ("占比71%", "②", ["②按常住人口计算"], "占比71%，提高"),
        ("占比71%", "2", ["1按常住人口计算"], "占比71%2，提高"),
        ("面积30m", "2", ["2按常住人口计算"], "面积30m2，提高"),
        ("占比71%", "2", [], "占比71%2，提高"),
    ],
)
def test_the_mark_of_a_footnote_is_no_part_of_a_number(host: str, mark: str, notes: list[str], text: str) -> None:
    row = glyphs(host)
    row += glyphs(mark, left=row[-1].right, base=94, size=8)
    row += glyphs("，提高", left=row[-1].right)
    kept = without_note_marks(row, [line(note, base=740, size=9) for note in notes])
    assert [found.text for found in printed_lines(PAGE, kept)] == [text]


def test_small_print_on_the_line_is_no_mark() -> None:
    row = [*glyphs("表"), *glyphs("2", left=106, size=8), *glyphs("所示", left=110)]
    assert without_note_marks(row, [line("2按常住人口计算", base=740, size=9)]) == row


def test_bold_printed_twice_is_read_once() -> None:
    twice = glyphs("总体要求") + [
        Glyph(g.text, g.left + 0.4, g.right + 0.4, g.base, g.size, False) for g in glyphs("总体要求")
    ]
    (found,) = printed_lines(PAGE, twice)
    assert found.text == "总体要求"


def test_a_double_dash_stays_double_when_its_halves_overlap() -> None:
    dashes = [Glyph("—", 90, 106, 100, 16, False), Glyph("—", 92, 108, 100, 16, False)]
    (found,) = printed_lines(PAGE, dashes + glyphs("共享", left=110))
    assert found.text == "——共享"


@given(CHINESE)
def test_the_order_of_drawing_does_not_matter(text: str) -> None:
    drawn = glyphs(text)
    (forward,) = printed_lines(PAGE, drawn)
    (backward,) = printed_lines(PAGE, drawn[::-1])
    assert forward == backward
    assert forward.text == text


@pytest.mark.parametrize(
    ("before", "after", "together"),
    [
        ("推进绿色", "低碳发展", "推进绿色低碳发展"),
        ("the green", "plan", "the green plan"),
        ("develop-", "ment", "development"),
        ("达到20", "25年", "达到2025年"),
        ("新增PM", "设备", "新增PM设备"),
        ("", "一、", "一、"),
    ],
)
def test_pieces_are_joined(before: str, after: str, together: str) -> None:
    assert joined(before, after) == together


# paragraphs

MEASURE = Measure(left=90.0, right=506.0, size=16.0, leading=30.0, indented=True)  # 26 characters wide


def texts(lines: list[PrintedLine], measure: Measure = MEASURE) -> list[str]:
    return [found.line().text for found in paragraphs([(one, measure) for one in lines])]


def typeset(text: str, base: float = 100.0, indent: int = 2) -> list[PrintedLine]:
    """A paragraph as a printer sets it: an indent, then 26 characters a line."""
    first = 26 - indent
    pieces = [text[:first], *(text[n : n + 26] for n in range(first, len(text), 26))]
    return [line(piece, 90.0 + 16 * indent * (n == 0), base + 30 * n) for n, piece in enumerate(pieces)]


@given(st.lists(st.tuples(CHINESE, CHINESE), min_size=2, max_size=6))
def test_paragraphs_come_back_as_they_were_set(written: list[tuple[str, str]]) -> None:
    whole = [f"{start}，{more * 3}。" for start, more in written]
    base, lines = 100.0, []
    for text in whole:
        lines.extend(typeset(text, base))
        base = lines[-1].base + 30
    assert texts(lines) == whole


def test_a_number_wrapped_inside_a_sentence_opens_no_paragraph() -> None:
    text = "各地要分步落实有关工作安排并及时报送进展情况，其中：" + "（一）巡查到位，责任到人；（二）整改到位。"
    assert texts(typeset(text)) == [text]


def test_without_indents_a_number_after_a_full_stop_opens_one() -> None:
    flush = Measure(90.0, 506.0, 16.0, 30.0, indented=False)
    lines = [line("坚" * 25 + "。"), line("（一）加强领导。", base=130)]
    assert texts(lines, flush) == ["坚" * 25 + "。", "（一）加强领导。"]
    assert texts([line("坚" * 26), line("（一）加强领导。", base=130)], flush) == ["坚" * 26 + "（一）加强领导。"]


def test_a_paragraph_goes_on_overleaf() -> None:
    lines = [line("坚" * 24, left=122, base=700), line("持。", base=80, page=2)]
    assert texts(lines) == ["坚" * 24 + "持。"]
    assert [one.page for one in paragraphs([(one, MEASURE) for one in lines])[0].line().rectangles] == [1, 2]


def test_text_broken_for_a_wider_page_is_mended() -> None:
    lines = [line("坚" * 24, left=122), line("持以", base=130), line("人" * 20 + "。", base=160)]
    assert texts(lines) == ["坚" * 24 + "持以" + "人" * 20 + "。"]


def test_a_title_of_two_lines_is_one_and_a_date_below_is_not_part_of_it() -> None:
    title = [
        line("云岭市城市环境", left=298 - 77, size=22),
        line("提升规划", left=298 - 44, base=134, size=22),
        line("2025年6月", left=298 - 49.5, base=168, size=22),
    ]
    assert texts(title) == ["云岭市城市环境提升规划", "2025年6月"]


@pytest.mark.parametrize(("left", "centered"), [(298 - 48, True), (122, False), (90, False)])
def test_centered_lines(left: float, centered: bool) -> None:
    assert is_centered(line("表1主要指标", left=left), MEASURE) is centered


def test_measures_tell_indented_text_from_flush_text() -> None:
    def page(indent: int) -> list[PrintedLine]:
        return [one for n in range(5) for one in typeset("坚" * 70 + "。", 100 + 120 * n, indent)]

    (indented,) = measures([page(2)])
    (flush,) = measures([page(0)])
    assert (indented.left, indented.right, indented.indented) == (90.0, 506.0, True)
    assert (flush.left, flush.right, flush.indented) == (90.0, 506.0, False)


# furniture


def book(count: int) -> list[list[PrintedLine]]:
    return [
        [
            line("云岭市城市环境提升规划", base=50, size=9, page=n),
            line(f"第{n}节" + "坚持" * n, base=100, page=n),
            line("推进" * 9, base=400 + n, page=n),
            line(f"— {n} —", left=280, base=800, size=9, page=n),
        ]
        for n in range(1, count + 1)
    ]


def test_running_heads_and_page_numbers_are_found() -> None:
    assert page_furniture(book(6), [842.0] * 6) == [{0, 3}] * 6


@pytest.mark.parametrize("number", ["— 3 —", "- 3 -", "3", "第3页 共10页", "第 3 页", "3/10", "·3·", "ⅲ", "－13－"])
def test_page_numbers_in_all_their_dress(number: str) -> None:
    lines = [line("坚持以人民为中心", base=400), line(number, left=280, base=800, size=9)]
    assert page_furniture([lines], [842.0]) == [{1}]


def test_a_number_in_the_middle_of_the_page_is_text() -> None:
    assert page_furniture([[line("坚持", base=100), line("3", base=400)]], [842.0]) == [set()]


@pytest.mark.parametrize(
    ("text", "leader"),
    [("一、总体要求..........3", True), ("（一）指导思想…………………（12）", True), ("等等……", False), ("2.5万吨", False)],
)
def test_contents_lines_have_leaders(text: str, leader: bool) -> None:
    assert is_leader(text) is leader


def test_contents_without_leaders_end_where_the_text_begins() -> None:
    lines = [
        line("目录", base=80),
        line("一、总体要求 1", base=110),
        line("二、重点任务 3", base=140),
        line("一、总体要求", base=170),
        line("坚持以人民为中心。", base=200),
        line("推进绿色低碳发展。", base=230),
    ]
    assert contents_lines([lines], [set()]) == [{0, 1, 2}]


def test_a_small_marked_line_at_the_foot_is_a_footnote() -> None:
    lines = [line("坚持以人民为中心。", base=600), line("①城区是指建成区。", base=740, size=9)]
    assert footnotes(lines, set(), 16.0, 842.0) == {1}
    assert footnotes([line("城区是指建成区。", base=740, size=9)], set(), 16.0, 842.0) == set()


# ruled lines


def across(at: float, start: float = 100, stop: float = 400) -> Stroke:
    return Stroke(True, at, start, stop)


def down(at: float, start: float = 100, stop: float = 190) -> Stroke:
    return Stroke(False, at, start, stop)


def test_a_ruled_table_has_its_cells() -> None:
    strokes = [across(100), across(130), across(160), across(190), *map(down, (100, 200, 300, 400))]
    (found,) = lattices(strokes)
    assert len(found.cells) == 9
    assert not found.one_column


def test_a_missing_piece_of_line_merges_cells() -> None:
    strokes = [across(100), across(130, 200), across(160), *(down(x, 100, 160) for x in (100, 200, 400))]
    (found,) = lattices(strokes)
    assert [(c.column, c.row, c.columns, c.rows) for c in found.cells] == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_table_without_outer_verticals_has_its_outer_columns() -> None:
    (found,) = lattices([across(100), across(130), across(160), down(200, 100, 160), down(300, 100, 160)])
    assert found.xs == (100, 200, 300, 400)
    assert len(found.cells) == 6


def test_a_frame_is_one_column_and_a_rule_is_nothing() -> None:
    (frame,) = lattices([across(100), across(190), down(100), down(400)])
    assert frame.one_column
    assert lattices([across(100), across(300)]) == []


def test_dashed_and_doubled_lines_are_one() -> None:
    dashes = [across(130.5, x, x + 8) for x in range(100, 400, 10)]
    (found,) = lattices(
        [across(100), across(101.5), *dashes, across(160), *(down(x, 100, 160) for x in (100, 250, 400))]
    )
    assert len(found.cells) == 4


# tables cut by the end of a page


def grid(rows: list[list[str | GridCell]], page: int, xs: tuple[float, ...] = (0, 100, 200, 300)) -> PageGrid:
    cells = tuple(tuple(c if isinstance(c, GridCell) else GridCell(c) for c in row) for row in rows)
    place = Rectangle(page, xs[0], 0, xs[-1], 90)
    return PageGrid(Grid(cells, page, rectangles=(place,)), xs, 0, 90, page)


HEAD: list[str | GridCell] = ["类别", "指标", "目标"]


def cells(found: PageGrid) -> list[list[tuple[str, int, int]]]:
    return [[(cell.text, cell.columns, cell.rows) for cell in row] for row in found.grid.rows]


def test_a_repeated_header_is_dropped() -> None:
    first, second = grid([HEAD, ["水", "优良比例", "86"]], 1), grid([HEAD, ["气", "优良天数", "88"]], 2)
    assert continues(first, second)
    both = appended(first, second)
    assert [row[0][0] for row in cells(both)] == ["类别", "水", "气"]
    assert both.repeated == ((2, " ".join(HEAD)),)


def test_a_merged_cell_goes_on_overleaf() -> None:
    first = grid([HEAD, [GridCell("水", rows=2), "优良比例", "86"], ["收集率", "70"]], 1)
    second = grid([[GridCell("", rows=2), "回用率", "30"], ["漏损率", "9"], ["气", "优良天数", "88"]], 2)
    joined_rows = cells(appended(first, second))
    assert joined_rows[1][0] == ("水", 1, 4)
    assert joined_rows[3] == [("回用率", 1, 1), ("30", 1, 1)]
    assert joined_rows[5][0] == ("气", 1, 1)


def test_a_row_cut_in_two_is_one_row() -> None:
    first = grid([HEAD, ["水", "污水集中", "完成省下达指"]], 1)
    second = grid([HEAD, ["", "", "标"], ["气", "优良天数", "88"]], 2)
    assert cells(appended(first, second))[1:] == [
        [("水", 1, 1), ("污水集中", 1, 1), ("完成省下达指标", 1, 1)],
        [("气", 1, 1), ("优良天数", 1, 1), ("88", 1, 1)],
    ]


def test_a_row_whose_cells_are_all_cut_shows_it_in_one_of_them() -> None:
    first = grid([HEAD, [GridCell("水", rows=2), "优良", "达到八成。"], ["《节水条", "修订"]], 1)
    second = grid([[GridCell("", rows=2), "例》", "完成"], ["漏损率", "9"]], 2)
    joined_rows = cells(appended(first, second))
    assert joined_rows[2] == [("《节水条例》", 1, 1), ("修订完成", 1, 1)]
    assert joined_rows[1][0] == ("水", 1, 3)


def test_a_long_cell_with_nothing_beside_it_goes_on_behind_a_full_stop() -> None:
    edges = (0.0, 50.0, 150.0, 400.0, 500.0)
    head: list[str | GridCell] = ["序号", "项目", "内容", "投资"]
    first = grid([head, ["1", "管网", "更新二十公里。", "2.1"]], 1, edges)
    rest: list[str | GridCell] = ["", "", "预期成效：漏损下降。", ""]
    second = grid([rest, ["2", "泵站", "改造三座。", "0.8"]], 2, edges)
    joined_rows = cells(appended(first, second))
    assert [row[2][0] for row in joined_rows[1:]] == ["更新二十公里。预期成效：漏损下降。", "改造三座。"]
    group: list[str | GridCell] = [GridCell("1", rows=2), "管网", "更新二十公里。", "2.1"]
    grouped = grid([head, group, ["巡查", "每周一次。", ""]], 1, edges)
    assert len(cells(appended(grouped, second))) == 5


def test_a_finer_second_page_widens_the_first() -> None:
    first = grid([HEAD, ["水", "优良比例", "86"]], 1)
    second = grid([["气", "PM2.5", "年均", "28"]], 2, (0, 100, 150, 200, 300))
    assert continues(first, second)
    assert cells(appended(first, second))[0] == [("类别", 1, 1), ("指标", 2, 1), ("目标", 1, 1)]


def test_another_table_is_not_a_continuation() -> None:
    assert not continues(grid([HEAD], 1), grid([["甲", "乙", "丙"]], 2, (0, 60, 250, 300)))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=6))
def test_joining_keeps_every_text(heights: list[int]) -> None:
    rows: list[list[str | GridCell]] = []
    for number, height in enumerate(heights):
        for step in range(height):
            lead: list[str | GridCell] = [GridCell(f"组{number}", rows=height)] if step == 0 else []
            rows.append([*lead, f"名{number}-{step}", f"值{number}-{step}。"])
    second = grid([["末", "末名", "末值"]], 2)
    whole = appended(grid([HEAD, *rows], 1), second)
    said = [cell.text for row in whole.grid.rows for cell in row]
    assert said == [
        *HEAD,
        *(c.text if isinstance(c, GridCell) else c for row in rows for c in row),
        "末",
        "末名",
        "末值",
    ]
    assert all(a.rows <= len(whole.grid.rows) for a, _ in pairwise([c for row in whole.grid.rows for c in row]))
