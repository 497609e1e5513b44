"""Tables of plain text, and lines that only look like rows of one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.source import Grid
from ingest.text_table import is_rule, with_grids
from tests.ingest.conftest import Plan


def tables(text: str) -> list[list[list[str]]]:
    found = [one for one in with_grids(text.split("\n")) if isinstance(one, Grid)]
    return [[[cell.text for cell in row] for row in one.rows] for one in found]


WHOLE = [["序号", "指标", "单位", "2025年"], ["1", "绿道", "公里", "30"], ["2", "充电桩", "个", "560"]]


@pytest.mark.parametrize(
    "text",
    [
        "序号\t指标\t单位\t2025年\n1\t绿道\t公里\t30\n2\t充电桩\t个\t560",
        "\t序号\t指标\t单位\t2025年\n\t1\t绿道\t公里\t30\n\t2\t充电桩\t个\t560",
        "序号\t\t指标\t单位\t2025年\n1\t\t绿道\t\t公里\t30\n2\t充电桩\t\t个\t560",
        "| 序号 | 指标 | 单位 | 2025年 |\n|---|:--|---|--:|\n| 1 | 绿道 | 公里 | 30 |\n| 2 | 充电桩 | 个 | 560 |",
        "序号 | 指标 | 单位 | 2025年\n1 | 绿道 | 公里 | 30\n2 | 充电桩 | 个 | 560",
        "┌──┬──┬──┬──┐\n│序号│指标│单位│2025年│\n├──┼──┼──┼──┤\n│1│绿道│公里│30│\n│2│充电桩│个│560│\n└──┴──┴──┴──┘",
        "序号    指标      单位    2025年\n1       绿道      公里    30\n2       充电桩    个      560",
        "　序号　　指标　　单位　　2025年\n　1　　绿道　　公里　　30\n　2　　充电桩　　个　　560",
    ],
    ids=["tabs", "set in by a tab", "tabs that set columns", "markdown", "signs", "drawn", "blanks", "wide blanks"],
)
def test_a_table_is_read_with_its_cells(text: str) -> None:
    assert tables(f"表1 主要指标\n{text}\n正文从这里开始。") == [WHOLE]


def test_a_sign_that_is_meant_as_such_stays_in_its_cell() -> None:
    assert tables("|甲|乙|\n|---|---|\n|一|二\\|三|\n|四|五\\|")[0][1:] == [["一", "二|三"], ["四", "五|"]]


def test_blank_cells_keep_their_place() -> None:
    assert tables("任务\t单位\t时限\n绿道\t\t2025年\n食堂\t市民政局")[0][1:] == [
        ["绿道", "", "2025年"],
        ["食堂", "市民政局", ""],
    ]
    set_by_blanks = (
        "指标      单位    2024年    2025年\n绿道      公里    20        30\n充电桩              320       560"
    )
    assert tables(set_by_blanks)[0][2] == ["充电桩", "", "320", "560"]


def test_a_head_set_wide_has_as_many_cells_as_the_rows_below_it() -> None:
    assert tables("指  标      单  位      2025年\n绿道        公里        30\n充电桩      个          560")[0][0] == [
        "指  标", "单  位", "2025年",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求\t1\n二、重点任务\t3\n三、保障措施\t9",
        "1.\t建设社区食堂\n2.\t改造护理床位\n3.\t培训护理人员",
        "第一条\t为规范管理，制定本办法。\n第二条\t本办法适用于本市。\n第三条\t本办法自公布之日起施行。",
        "\n".join(["澄湾市水利局    澄湾市财政局    澄湾市教育局"] * 3),
        "组  长：张  三  市长\n副组长：李  四  副市长\n成  员：王  五  局长",
        "联系人：张三\t电话：12345\n正文从这里开始。",
        "\t为深入贯彻有关要求，制定本方案。\n\t本方案适用于全市。\n\t本方案自印发之日起施行。",
        "甲|乙\n丙丁",
    ],
    ids=["contents", "list", "articles", "signatures", "names", "one line", "indents", "lone sign"],
)  # fmt: skip
def test_what_only_looks_like_a_table_stays_lines(text: str) -> None:
    assert list(with_grids(text.split("\n"))) == text.split("\n")


def test_the_rows_of_a_text_file_are_clauses(plan: Plan) -> None:
    document = plan("一、目标\n表1 指标\n指标\t单位\t2025年\n绿道\t公里\t30\n食堂\t个\t12\n二、保障\n加强领导。")
    assert [document.quote(c.span) for c in document.clauses] == [
        "表1 指标",
        "绿道 | 公里 | 30",
        "食堂 | 个 | 12",
        "加强领导。",
    ]
    caption = document.tables[0].caption
    assert caption is not None and document.quote(caption) == "表1 指标"


@given(st.lists(st.text(alphabet="甲乙12.、：|│\\\t　 -—年", max_size=20), max_size=12))
def test_no_sign_is_lost(lines: list[str]) -> None:
    kept = []
    for one in with_grids(lines):
        kept += [one] if isinstance(one, str) else [cell.text for row in one.rows for cell in row]
    assert sorted(_solid("".join(kept))) == sorted(_solid("".join(lines)))


def _solid(text: str) -> str:
    return re.sub(r"[\s|│\\]", "", text)


@pytest.mark.parametrize(
    ("line", "rule"), [("|---|:-:|", True), ("────", True), ("- 3 -", False), ("-" * 50_000 + "甲", False)]
)
def test_rules_say_nothing(line: str, rule: bool) -> None:
    assert is_rule(line) is rule
