"""The whole of a plan: ids, order, and what a text that is no plan commits to."""

from __future__ import annotations

from dataclasses import replace

from nlp.commitment import Commitments, Origin
from nlp.extract import extract
from tests.nlp.documents import plan

DOCUMENT = plan(
    """某市养老服务体系建设实施方案
一、重点任务
（一）建设社区食堂。到2025年底，建成社区食堂30处，方便老年人就近用餐。（责任单位：市民政局）
（二）培训护理人员。依托职业院校开展培训，提高服务水平。（责任单位：市人社局）""",
    "附件1 重点任务分工表",
    [["序号", "工作任务", "责任单位", "完成时限"], ["1", "建设社区食堂", "市民政局", "2025年底"]],
    "附件2 重点项目表",
    [["序号", "项目名称", "建设单位", "总投资（万元）"], ["1", "康复中心", "某公司", "1200"]],
)


def test_everything_in_document_order_with_ids() -> None:
    found = extract(DOCUMENT)
    assert [(task.id, task.title, task.origin) for task in found.tasks] == [
        ("t001", "建设社区食堂", Origin.TEXT),
        ("t002", "培训护理人员", Origin.TEXT),
        ("t003", "建设社区食堂", Origin.ANNEX),
    ]
    assert [(project.id, project.name) for project in found.projects] == [("p001", "康复中心")]
    clauses = {clause.id for clause in DOCUMENT.clauses}
    assert {one.clause for one in (*found.tasks, *found.projects, *found.targets)} <= clauses


def test_the_same_document_gives_the_same_facts() -> None:
    assert extract(DOCUMENT) == extract(DOCUMENT)


def test_a_text_that_is_no_plan_commits_nobody() -> None:
    assert extract(replace(DOCUMENT, doc_type=None)) == Commitments()
