"""Links: what belongs together in one plan, how surely and why."""

from __future__ import annotations

from nlp.commitment import Commitments, LinkKind
from nlp.encoder import load_encoder
from nlp.extract import extract
from nlp.link import find_links
from tests.nlp.documents import Rows, plan

FRONT = "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）"
TASKS = (
    "二、重点任务\n（一）建设社区食堂\n加快布局社区食堂，到2025年建成社区食堂120个，方便老年人就近就餐。\n"
    "（二）培训护理人员\n依托职业院校开展护理员轮训，提高持证上岗水平。\n"
    "（三）改造养老床位\n推进养老床位适老化改造，增加护理型床位供给。"
)
INDICATORS: Rows = [
    ["指标", "单位", "2020年", "2025年", "属性"],
    ["护理型床位占比", "%", "40", "55", "预期性"],
    ["社区食堂数量", "个", "60", "120", "预期性"],
    ["人均预期寿命", "岁", "79", "80", "预期性"],
]
ROWS: Rows = [
    ["序号", "工作任务", "责任单位", "完成时限"],
    ["1", "建设社区食堂", "市民政局", "2025年底前"],
    ["2", "依托职业院校开展护理员轮训，提高持证上岗水平", "市人力资源社会保障局", "2025年底前"],
    ["3", "开展信用评价", "市市场监管局", "2024年底前"],
]


def made() -> Commitments:
    """A plan with goals, tasks and an annex that lists tasks."""
    return extract(plan(FRONT + "\n一、主要目标", INDICATORS, TASKS, "附件：重点任务分工表", ROWS))


def pairs(found: Commitments, kind: LinkKind) -> list[tuple[str, str]]:
    """What is linked, by titles and indicators."""
    names = {one.id: one.indicator for one in found.targets} | {one.id: one.title for one in found.tasks}
    return [(names[link.source], names[link.target]) for link in found.links if link.kind is kind]


def test_a_task_contains_the_targets_of_its_text() -> None:
    assert pairs(made(), LinkKind.CONTAINS) == [("建设社区食堂", "社区食堂")]


def test_a_row_repeats_the_task_of_the_same_title_or_the_same_text() -> None:
    found = made()
    assert pairs(found, LinkKind.REPEATS) == [
        ("建设社区食堂", "建设社区食堂"),
        ("依托职业院校开展护理员轮训，提高持证上岗水平", "培训护理人员"),
    ]
    reasons = [link.reason for link in found.links if link.kind is LinkKind.REPEATS]
    assert reasons == ["标题相同", "正文含有该行的文字"]


def test_a_goal_is_served_by_the_tasks_that_speak_of_it_and_by_no_other() -> None:
    found = made()
    assert pairs(found, LinkKind.SERVED_BY) == [("护理型床位占比", "改造养老床位"), ("社区食堂数量", "建设社区食堂")]
    assert all(0 < link.score <= 1 and link.reason for link in found.links)
    assert "护理型床位" in next(link.reason for link in found.links if link.kind is LinkKind.SERVED_BY)


def test_vectors_can_be_blended_in() -> None:
    document = plan(FRONT + "\n一、主要目标", INDICATORS, TASKS)
    found = extract(document)
    blended = find_links(document, found, load_encoder().encode)
    scores = {(link.source, link.target): link.score for link in found.links}
    assert {(link.source, link.target) for link in blended} <= set(scores) | {
        (goal.id, task.id) for goal in found.targets for task in found.tasks
    }
    assert any(link.score != scores.get((link.source, link.target)) for link in blended)


def test_a_plan_without_tasks_has_no_links() -> None:
    assert extract(plan(FRONT + "\n一、主要目标", INDICATORS)).links == ()
