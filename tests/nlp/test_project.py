"""Rows of annexed project lists."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import PartialDate
from ingest.source import GridCell
from nlp.project import find_projects, parse_amount, parse_dates
from tests.nlp.documents import plan

HEADER = ["序号", "项目名称", "实施主体", "建设内容", "建设期限", "投资规模（亿元）"]


def test_rows_groups_and_totals() -> None:
    document = plan(
        "某市养老服务实施方案",
        [
            HEADER,
            [GridCell("项目合计（2）", columns=5), "3.5"],
            ["（一）", GridCell("机构建设（1）", columns=4), "2"],
            ["1", "康复中心项目", "某市康养（集团）有限公司", "新建床位三百张", "2024.06—2025.12", "2"],
            ["（二）", GridCell("设施改造（1）", columns=4), "1.5"],
            ["2", "社区食堂改造项目", "各街道办事处", "改造厨房", "2025年3月至9月", "1.5"],
        ],
    )
    first, second = find_projects(document)
    assert (first.number, first.name, first.owner) == (1, "康复中心项目", "某市康养（集团）有限公司")
    assert (first.start, first.end) == (PartialDate(2024, 6), PartialDate(2025, 12))
    assert (first.investment, first.unit, first.group) == (Decimal(2), "亿元", "机构建设")
    assert (second.start, second.end, second.group) == (PartialDate(2025, 3), PartialDate(2025, 9), "设施改造")


def test_start_and_end_in_columns_of_their_own() -> None:
    document = plan(
        "某市养老服务实施方案",
        [
            ["序号", "项目名称", "建设单位", "开工时间", "竣工时间", "总投资", "责任单位"],
            ["1", "康复中心", "某公司", "2024年", "2025年6月", "1,200万元", "市民政局"],
        ],
    )
    (project,) = find_projects(document)
    assert (project.start, project.end) == (PartialDate(2024), PartialDate(2025, 6))
    assert (project.investment, project.unit, project.owner) == (Decimal(1200), "万元", "某公司")


def test_a_table_of_other_things_holds_no_projects() -> None:
    assert find_projects(plan("某市方案", [["序号", "姓名", "职务"], ["1", "某人", "组长"]])) == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2025.6-2026.12", ("2025-06", "2026-12")),
        ("2025年6月至2026年12月", ("2025-06", "2026-12")),
        ("2025-2027", ("2025", "2027")),
        ("2025年", ("2025",)),
        ("2025/06/01", ("2025-06-01",)),
        ("2023-06", ("2023-06",)),
        ("待定", ()),
    ],
)
def test_dates(text: str, dates: tuple[str, ...]) -> None:
    assert tuple(map(str, parse_dates(text))) == dates


@given(st.integers(2000, 2099), st.integers(1, 12), st.integers(2000, 2099), st.integers(1, 12))
def test_written_periods_are_read_back(y1: int, m1: int, y2: int, m2: int) -> None:
    assert parse_dates(f"{y1}年{m1}月—{y2}年{m2}月") == (PartialDate(y1, m1), PartialDate(y2, m2))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("75.98", "75.98", None), ("1,200万元", "1200", "万元"), ("约3亿元", "3", "亿元")],
)
def test_amounts(text: str, value: str, unit: str | None) -> None:
    assert parse_amount(text) == (Decimal(value), unit)


def test_no_amount() -> None:
    assert parse_amount("待定") == (None, None)


def test_unit_in_a_line_above_the_table() -> None:
    document = plan(
        "某市养老服务实施方案",
        "重点项目表",
        "单位：万元",
        [["序号", "项目名称", "建设单位", "总投资"], ["1", "康复中心", "某公司", "1200"]],
    )
    assert [project.unit for project in find_projects(document)] == ["万元"]
