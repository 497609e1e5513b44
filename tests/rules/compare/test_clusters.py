"""Groups of like tasks: found without a list of topics, named by their own words, the same each time."""

from __future__ import annotations

from dataclasses import replace

from nlp.encoder import load_encoder
from nlp.extract import extract
from rules.compare.clusters import Cluster, cluster_tasks
from rules.compare.regions import Plan
from tests.nlp.documents import plan

PLACES = ("城东", "城西", "城南", "城北", "老城", "新城")
SEWAGE = "{}.完善{}污水管网。改造雨污合流管网，提高生活污水收集率，扩建污水处理厂。\n"
TRAINING = "{}.培训{}养老护理人员。组织养老护理员职业培训，发放护理员岗位补贴，评定护理等级。\n"


def region(name: str, *tasks: str) -> tuple[str, list[Plan]]:
    lines = [task.format(number, where) for task in tasks for number, where in enumerate(PLACES, start=1)]
    document = replace(plan(f"{name}公共服务实施方案\n一、重点任务\n（一）办好实事\n" + "".join(lines)), region=name)
    return name, [(document, extract(document))]


def clusters(*regions: tuple[str, list[Plan]]) -> tuple[Cluster, ...]:
    return cluster_tasks(dict(regions), load_encoder().encode)


def test_like_tasks_form_groups_named_by_what_sets_them_apart() -> None:
    regions = region("甲市", SEWAGE, TRAINING), region("乙市", SEWAGE), region("丙市", SEWAGE)
    found = clusters(*regions)
    care = [one for one in found if "护理" in one.name or "养老" in one.name]
    water = [one for one in found if "污水" in one.name or "管网" in one.name]
    assert care and water and len(care) + len(water) == len(found)
    assert all(one.counts[1:] == (0, 0) and "护理" in one.example for one in care)
    assert all("污水" in one.example for one in water)
    assert clusters(*regions) == found


def test_a_few_tasks_are_no_groups() -> None:
    assert clusters(region("甲市", SEWAGE), region("乙市", SEWAGE)) == ()
