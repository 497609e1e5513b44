"""Regions side by side: the same tasks and indicators for each, and who stands alone."""

from __future__ import annotations

from dataclasses import replace

from nlp.extract import extract
from rules.compare.regions import Alone, Plan, RegionMatrix, compare_regions, stands_alone
from rules.compare.superior import Cover
from rules.template import Template, TemplateTask
from tests.nlp.documents import plan

TEMPLATE = Template(
    id="t", title="甲", authority="乙",
    tasks=(TemplateTask(title="光伏", points=("光伏",)), TemplateTask(title="储能", points=("储能",))),
)  # fmt: skip
SOLAR = "1.推广屋顶光伏。在学校和医院的屋顶上安装光伏板，优先使用本地组件。\n"
STORE = "2.建设储能电站。在工业园区布局储能电站，参与电网调峰。\n"
SHARE = "3.优化能源结构。到2025年，非化石能源消费比重达到{}%以上。\n"


def region(name: str, *parts: str) -> tuple[str, list[Plan]]:
    text = f"{name}绿色转型实施方案\n一、重点任务\n（一）发展清洁能源\n" + "".join(parts)
    document = replace(plan(text), region=name)
    return name, [(document, extract(document))]


def matrix(*regions: tuple[str, list[Plan]]) -> RegionMatrix:
    return compare_regions(dict(regions), template=TEMPLATE)


def test_every_region_has_a_cell_for_every_task() -> None:
    found = matrix(region("甲市", SOLAR, STORE), region("乙市", SOLAR), region("丙市", SOLAR))
    assert [(row.title, [cell.share for cell in row.cells]) for row in found.tasks] == [
        ("光伏", [1, 1, 1]), ("储能", [1, 0, 0]),
    ]  # fmt: skip
    assert found.tasks[1].cells[1].cover is Cover.ABSENT and found.tasks[0].cells[0].clauses


def test_the_best_plan_of_a_region_counts() -> None:
    name, first = region("甲市", SOLAR)
    _, second = region("甲市", STORE)
    found = matrix((name, [*first, *second]), region("乙市", SOLAR))
    assert [row.cells[0].share for row in found.tasks] == [1, 1]
    assert [row.cells[0].document for row in found.tasks] == [plans[0][0].id for plans in (first, second)]


def test_who_stands_alone() -> None:
    found = matrix(region("甲市", SOLAR, STORE), region("乙市", SOLAR), region("丙市", STORE.replace("储能", "热力")))
    told = {(one.alone, one.kind, one.name, one.region) for one in found.standouts}
    assert told == {(Alone.ONLY, "任务", "储能", "甲市"), (Alone.LACKS, "任务", "光伏", "丙市")}
    assert stands_alone("任务", "甲", ["有", ""], ["甲", "乙"]) is None
    assert stands_alone("任务", "甲", ["有", "有", "有"], ["甲", "乙", "丙"]) is None


def test_indicators_with_value_and_year_and_the_superior_beside_them() -> None:
    _, [above] = region("丁省", SHARE.format(20))
    regions = dict([region("甲市", SHARE.format(18)), region("乙市", SHARE.format(22)), region("丙市", SOLAR)])
    found = compare_regions(regions, above=above)
    row = next(row for row in found.indicators if "非化石能源" in row.name)
    assert row.above == "不低于20%（2025）"
    assert row.cells == ("不低于18%（2025）", "不低于22%（2025）", "")
    assert (Alone.LACKS, "丙市") in {(one.alone, one.region) for one in found.standouts if one.kind == "指标"}
    assert [row.title for row in found.tasks] == ["3.优化能源结构"]
    assert [cell.cover for cell in found.tasks[0].cells][:2] == [Cover.COVERED, Cover.COVERED]
