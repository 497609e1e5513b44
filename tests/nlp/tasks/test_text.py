"""Which paragraphs are tasks, where they begin and end, and who answers for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Span
from nlp.commitment import Role, Task
from nlp.tasks.text import find_tasks
from tests.nlp.documents import plan

HEAD = """某市养老服务体系建设实施方案
一、总体要求
（一）指导思想。全面贯彻落实新发展理念，建设老年友好城市，让老年人生活得更有尊严。
（二）主要目标。到2025年，建成示范社区20个，护理型床位占比达到60%。
二、重点任务"""


def _titles(*items: str) -> list[str]:
    return [task.title for task in find_tasks(plan(*items))]


def _tasks(*items: str) -> tuple[Task, ...]:
    return find_tasks(plan(*items))


def test_numbered_items_are_tasks_and_aims_are_none() -> None:
    assert _titles(
        HEAD,
        """（一）扩大床位供给
支持社会力量开办养老机构。到2024年底，新增床位五百张。
（二）建设社区食堂
每个街道建设一处社区食堂，方便老年人就近用餐。
三、保障措施
（一）加强组织领导
各部门要把养老服务列入重要议事日程，认真抓好落实。""",
    ) == ["扩大床位供给", "建设社区食堂", "加强组织领导"]


def test_heading_that_runs_into_its_text() -> None:
    (task,) = _tasks(HEAD, "（一）扩大床位供给。支持社会力量开办养老机构，新增床位五百张。（责任单位：市民政局）")
    assert task.title == "扩大床位供给"
    assert [mention.name for mention in task.bureaus] == ["市民政局"]


def test_body_begins_behind_the_title() -> None:
    document = plan(HEAD, "（一）扩大床位供给。支持社会力量开办养老机构，新增床位五百张。")
    (task,) = find_tasks(document)
    assert document.quote(task.body) == "支持社会力量开办养老机构，新增床位五百张。"


def test_paragraphs_with_headings_of_their_own_are_the_tasks() -> None:
    text = """（一）完善服务网络
本节从机构和社区两个方面推进。
建设社区食堂。每个街道建设一处社区食堂，方便老年人就近用餐，价格由街道公布。
培训护理人员。依托职业院校开展培训，三年内轮训全部护理人员，提高服务水平。
对考核合格的人员给予一次性补贴，补贴由财政承担。"""
    tasks = _tasks(HEAD, text)
    assert [task.title for task in tasks] == ["建设社区食堂", "培训护理人员"]
    assert [len(task.clauses) for task in tasks] == [1, 2]


def test_paragraph_before_numbered_items_is_no_task() -> None:
    assert _titles(
        HEAD,
        """（一）完善服务网络
坚持机构、社区、居家协同推进，补齐短板。
1.建设社区食堂。每个街道建设一处社区食堂，方便老年人就近用餐。
2.培训护理人员。依托职业院校开展培训，提高服务水平。""",
    ) == ["建设社区食堂", "培训护理人员"]


def test_responsibility_on_a_line_of_its_own_belongs_to_the_task_above() -> None:
    first, second = _tasks(
        HEAD,
        """（一）建设社区食堂
每个街道建设一处社区食堂，方便老年人就近用餐。
牵头单位：市民政局
配合单位：市市场监管局
（二）培训护理人员
依托职业院校开展培训，提高服务水平。
（责任单位：市人社局、市教育局）""",
    )
    assert [(mention.name, mention.role) for mention in first.bureaus] == [
        ("市民政局", Role.LEAD),
        ("市市场监管局", Role.SUPPORT),
    ]
    assert [mention.name for mention in second.bureaus] == ["市人社局", "市教育局"]


def test_one_line_of_bodies_below_a_group_serves_the_group() -> None:
    tasks = _tasks(
        HEAD,
        """（一）完善服务网络
1.建设社区食堂。每个街道建设一处社区食堂，方便老年人就近用餐。
2.培训护理人员。依托职业院校开展培训，提高服务水平。
（责任单位：市民政局、市人社局）
（二）加强监管
建立服务质量评估制度，评估结果向社会公布。
（责任单位：市市场监管局）""",
    )
    assert [[mention.name for mention in task.bureaus] for task in tasks] == [
        ["市民政局", "市人社局"],
        ["市民政局", "市人社局"],
        ["市市场监管局"],
    ]


def test_bodies_at_the_end_of_an_opening_paragraph_serve_items_that_name_none() -> None:
    tasks = _tasks(
        HEAD,
        """（一）完善服务网络
坚持机构、社区、居家协同推进，补齐短板。（责任单位：市民政局）
1.建设社区食堂。每个街道建设一处社区食堂，方便老年人就近用餐。
2.培训护理人员。依托职业院校开展培训，提高服务水平。""",
    )
    assert [[mention.name for mention in task.bureaus] for task in tasks] == [["市民政局"], ["市民政局"]]


def test_bodies_in_a_heading_are_no_part_of_the_title() -> None:
    (task,) = _tasks(HEAD, "（一）建设社区食堂（责任单位：市民政局）\n每个街道建设一处社区食堂，方便老年人就近用餐。")
    assert task.title == "建设社区食堂"
    assert [mention.name for mention in task.bureaus] == ["市民政局"]


def test_default_about_leads_is_applied() -> None:
    first, second = _tasks(
        "各牵头单位（无牵头单位的，责任单位即为牵头单位）要抓好落实。",
        HEAD,
        """（一）建设社区食堂。每个街道建设一处社区食堂。（责任单位：市民政局）
（二）培训护理人员。依托职业院校开展培训。（牵头单位：市人社局；责任单位：市教育局）""",
    )
    assert [mention.role for mention in first.bureaus] == [Role.LEAD]
    assert [mention.role for mention in second.bureaus] == [Role.LEAD, Role.RESPONSIBLE]


def test_project_descriptions_and_boxes_hold_no_tasks() -> None:
    assert _titles(
        HEAD,
        """（一）建设社区食堂。每个街道建设一处社区食堂，方便老年人就近用餐。
专栏1 社区食堂建设
建设社区食堂三十处，改造厨房二十处。
三、重点项目
（一）康养产业项目
康养小镇占地三百亩，总投资五亿元，建设周期三年。""",
    ) == ["建设社区食堂"]


def test_deadlines_of_title_and_text() -> None:
    (task,) = _tasks(HEAD, "（一）2024年底前建成康复中心\n2023年6月底前完成选址，到2025年覆盖所有县。")
    assert [str(deadline.end) for deadline in task.deadlines] == ["2024-12-31", "2023-06-30", "2025-12-31"]


def test_every_span_lies_inside_the_task() -> None:
    document = plan(
        HEAD,
        "（一）建设社区食堂\n到2024年底，每个街道建设一处社区食堂。\n（责任单位：市民政局、市财政局）",
    )
    (task,) = find_tasks(document)
    facts = [*(mention.span for mention in task.bureaus), *(deadline.span for deadline in task.deadlines)]
    assert len(facts) == 3
    assert all(task.span.covers(span) for span in facts)
    assert task.span.covers(task.body)
    assert document.clause(task.clause).id in task.clauses


SENTENCES = (
    "到2024年底，每个街道建设一处社区食堂，方便老年人就近用餐。",
    "（责任单位：市民政局，各县（市、区）人民政府）",
    "牵头单位：市财政局",
    "培训护理人员。依托职业院校开展培训，三年内轮训全部护理人员，提高服务水平，每年考核一次。",
    "（二）加强监管（市市场监管局负责）",
    "1.完善标准。2023年6月底前修订服务标准。（市民政局牵头，市市场监管局配合）",
    "专栏1 社区食堂建设",
    "三、保障措施",
)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12))
def test_any_order_of_paragraphs_keeps_facts_inside_the_text(lines: list[str]) -> None:
    document = plan(HEAD, "（一）完善服务网络", "\n".join(lines))
    whole = Span(0, len(document.text))
    for task in find_tasks(document):
        assert task.title
        assert task.span.covers(task.body)
        assert task.clause == task.clauses[0]
        for mention in task.bureaus:
            assert whole.covers(mention.span)
            assert document.read(mention.span) == mention.name
        for deadline in task.deadlines:
            assert any(document.clause(clause).span.covers(deadline.span) for clause in task.clauses) or (
                task.section is not None and document.section(task.section).heading.covers(deadline.span)
            )


def test_appending_text_leaves_earlier_tasks_alone() -> None:
    body = "（一）建设社区食堂\n每个街道建设一处社区食堂，方便老年人就近用餐。（责任单位：市民政局）"
    first = _tasks(HEAD, body)
    longer = _tasks(HEAD, body, "（二）培训护理人员\n依托职业院校开展培训，提高服务水平。（责任单位：市人社局）")
    assert longer[: len(first)] == first


def test_an_article_of_rules_is_a_task_only_where_somebody_is_named() -> None:
    rules = """澄湾市社区食堂管理办法
一、监督管理
（一）适用对象。本市开办的社区食堂适用本办法，经营者依法登记，接受监督检查。
（二）日常检查。社区食堂的后厨由街道每季度检查，发现问题当场改正。（责任单位：市民政局）"""
    assert _titles(rules) == ["日常检查"]


@pytest.mark.parametrize("heading", ["一、充分认识建设社区食堂的重要意义", "一、深刻把握做好养老服务的紧迫性"])
def test_a_heading_about_significance_is_no_task(heading: str) -> None:
    document = plan(f"澄湾市社区食堂建设实施方案\n{heading}\n建设社区食堂关系老年人生活，各地要高度重视。")
    assert find_tasks(document) == ()
