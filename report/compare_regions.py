"""Regions side by side as a page: tasks, indicators and topics as heat maps, and who stands alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.compare_page import Cell, Column, ComparePage, CompareTable
from report.coverage import Coverage, cover, region_name
from rules.compare.regions import Plan, RegionMatrix, Standout, stands_alone

NAME = 12  # width of a column that bears the name of a region


@dataclass(frozen=True, slots=True)
class RegionComparison:
    """What the page shows: the matrix and the topics; standouts of both."""

    matrix: RegionMatrix
    topics: Coverage
    standouts: tuple[Standout, ...]


def by_region(plans: Sequence[Plan]) -> Mapping[str, tuple[Plan, ...]]:
    """The plans of each region, regions from the highest level down, then by code."""
    rows = cover(plans).rows
    return {row.region: tuple(plan for plan in plans if region_name(plan[0]) == row.region) for row in rows}


def with_topics(matrix: RegionMatrix, plans: Sequence[Plan]) -> RegionComparison:
    """The matrix with the topics beside it."""
    topics = cover(plans)
    alone = []
    for number, topic in enumerate(topics.topics):
        told = [f"{row.cells[number].total} 项" if row.cells[number].total else "" for row in topics.rows]
        found = stands_alone("主题", topic, told, [row.region for row in topics.rows])
        alone += [found] if found else []
    return RegionComparison(matrix, topics, (*matrix.standouts, *alone))


def regions_page(comparison: RegionComparison) -> ComparePage:
    """The page of all regions."""
    matrix = comparison.matrix
    plans = sum(len(members) for members in matrix.documents)
    tables = (
        _tasks(matrix) if matrix.tasks else None, _alone(comparison), _indicators(matrix), _topics(comparison.topics),
        _members(matrix),
    )  # fmt: skip
    return ComparePage(
        title="各地区对照",
        sides=((("对照依据", matrix.above_title),) if matrix.above_title else ())
        + (("地区", f"{len(matrix.regions)} 个，规划 {plans} 份"),),
        totals=(
            ("任务", str(len(matrix.tasks))),
            ("指标", str(len(matrix.indicators))),
            ("主题", str(len(comparison.topics.topics))),
            ("独有", str(sum(one.alone.value == "独有" for one in comparison.standouts))),
            ("独缺", str(sum(one.alone.value == "独缺" for one in comparison.standouts))),
        ),
        tables=tuple(table for table in tables if table is not None),
    )


def _tasks(matrix: RegionMatrix) -> CompareTable:
    columns = (Column("部分", 24), Column("任务", 36), *(Column(one, NAME, shade=True) for one in matrix.regions))
    rows: list[tuple[Cell, ...]] = [
        (row.group, row.title, *(cell.share for cell in row.cells)) for row in matrix.tasks
    ]
    note = "格中是该地区承接这项任务的份额，取各份规划中最高的；0 是未见承接。颜色越深承接越多。"
    return CompareTable("任务矩阵", columns, tuple(rows), note)


def _alone(comparison: RegionComparison) -> CompareTable:
    columns = (Column("结果", 8), Column("类别", 8), Column("事项", 40), Column("地区", 18), Column("内容", 50))
    rows = tuple((one.alone.value, one.kind, one.name, one.region, one.told) for one in comparison.standouts)
    note = "独有：只有这个地区有；独缺：其他地区都有，只有这个地区没有。三个以上地区才判断。"
    return CompareTable("独有独缺", columns, rows, note)


def _indicators(matrix: RegionMatrix) -> CompareTable:
    columns = (Column("指标", 36), Column("对照依据", 20), *(Column(one, 20) for one in matrix.regions))
    rows = tuple((row.name, row.above, *row.cells) for row in matrix.indicators)
    note = "列出两个以上地区提出的指标，以及对照依据中有而至少一个地区提出的指标；括号里是年份和约束性、预期性。"
    return CompareTable("指标矩阵", columns, rows, note)


def _topics(topics: Coverage) -> CompareTable:
    columns = (Column("主题", 24), *(Column(row.region, NAME, shade=True) for row in topics.rows))
    totals = [sum(cell.total for cell in row.cells) for row in topics.rows]
    rows: list[tuple[Cell, ...]] = []
    for number, topic in enumerate(topics.topics):
        counts = [row.cells[number].total for row in topics.rows]
        rows.append((topic, *(round(one / all_, 4) if all_ else 0.0 for one, all_ in zip(counts, totals, strict=True))))
    note = "格中是该地区的任务和指标中属于这个主题的份额，颜色越深份额越大。"
    return CompareTable("主题矩阵", columns, tuple(rows), note)


def _members(matrix: RegionMatrix) -> CompareTable:
    columns = (Column("地区", 18), Column("规划", 80))
    rows = tuple((name, "\n".join(some)) for name, some in zip(matrix.regions, matrix.documents, strict=True))
    return CompareTable("地区和规划", columns, rows)
