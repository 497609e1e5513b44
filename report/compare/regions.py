"""Regions side by side as a page: tasks, indicators and topics as heat maps, and who stands alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.compare.page import Cell, Column, ComparePage, CompareTable
from report.coverage import Coverage, cover, region_name
from rules.compare.clusters import Cluster, cluster_tasks
from rules.compare.pairing import Embed
from rules.compare.regions import Plan, RegionMatrix, Standout, stands_alone

NAME = 12  # width of a column that bears the name of a region


@dataclass(frozen=True, slots=True)
class RegionComparison:
    """What the page shows: the matrix, the topics of the taxonomy, the groups found without it; standouts of all."""

    matrix: RegionMatrix
    topics: Coverage
    clusters: tuple[Cluster, ...]
    standouts: tuple[Standout, ...]


def by_region(plans: Sequence[Plan]) -> Mapping[str, tuple[Plan, ...]]:
    """The plans of each region, regions from the highest level down, then by code."""
    rows = cover(plans).rows
    return {row.region: tuple(plan for plan in plans if region_name(plan[0]) == row.region) for row in rows}


def with_topics(matrix: RegionMatrix, plans: Sequence[Plan], embed: Embed) -> RegionComparison:
    """The matrix with the topics and the groups of like tasks beside it."""
    topics, clusters = cover(plans), cluster_tasks(by_region(plans), embed)
    counted = [
        *(("主题", topic, [row.cells[at].total for row in topics.rows]) for at, topic in enumerate(topics.topics)),
        *(("归并主题", cluster.name, list(cluster.counts)) for cluster in clusters),
    ]
    regions = [row.region for row in topics.rows]
    alone = [
        found for kind, name, counts in counted
        if (found := stands_alone(kind, name, [f"{one} 项" if one else "" for one in counts], regions))
    ]
    return RegionComparison(matrix, topics, clusters, (*matrix.standouts, *alone))


def regions_page(comparison: RegionComparison) -> ComparePage:
    """The page of all regions."""
    matrix = comparison.matrix
    plans = sum(len(members) for members in matrix.documents)
    tables = (
        _tasks(matrix) if matrix.tasks else None, _alone(comparison), _indicators(matrix), _topics(comparison.topics),
        _clusters(comparison.clusters, matrix.regions), _members(matrix),
    )  # fmt: skip
    return ComparePage(
        title="各地区对照",
        sides=((("对照依据", matrix.above_title),) if matrix.above_title else ())
        + (("地区", f"{len(matrix.regions)} 个，规划 {plans} 份"),),
        totals=(
            ("任务", str(len(matrix.tasks))),
            ("指标", str(len(matrix.indicators))),
            ("主题", str(len(comparison.topics.topics))),
            ("归并主题", str(len(comparison.clusters))),
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


def _clusters(clusters: Sequence[Cluster], regions: Sequence[str]) -> CompareTable | None:
    if not clusters:
        return None
    columns = (
        Column("归并主题", 24), Column("最典型的任务", 36), *(Column(one, NAME, shade=True) for one in regions)
    )  # fmt: skip
    totals = [sum(cluster.counts[at] for cluster in clusters) for at in range(len(regions))]
    rows: list[tuple[Cell, ...]] = [
        (
            cluster.name, cluster.example,
            *(round(one / all_, 4) if all_ else 0.0 for one, all_ in zip(cluster.counts, totals, strict=True)),
        )
        for cluster in clusters
    ]  # fmt: skip
    note = (
        "不靠事先定好的主题表：把各地区的任务按意思归并，用组里特有的词命名；格中是该地区的任务中属于这一组的份额，颜色越深份额越大。"
    )
    return CompareTable("归并主题矩阵", columns, tuple(rows), note)


def _members(matrix: RegionMatrix) -> CompareTable:
    columns = (Column("地区", 18), Column("规划", 80))
    rows = tuple((name, "\n".join(some)) for name, some in zip(matrix.regions, matrix.documents, strict=True))
    return CompareTable("地区和规划", columns, rows)
