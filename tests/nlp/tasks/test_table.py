"""Rows of annexed task tables."""

from __future__ import annotations

from ingest.source import GridCell
from nlp.commitment import Origin, Role
from nlp.tasks.table import find_table_tasks
from tests.nlp.documents import plan

LONG = "依托现有场地改造厨房和餐厅，引入社会餐饮企业运营，由街道公示菜品价格和卫生检查结果"


def test_one_task_a_row_with_roles_and_deadlines_from_the_columns() -> None:
    document = plan(
        "某市养老服务实施方案",
        "附件",
        [
            ["序号", "重点任务", "工作内容", "牵头单位", "配合单位", "完成时限"],
            ["1", "建设社区食堂", LONG, "市民政局", "市财政局、市市场监管局", "2024年底"],
            ["2", "培训护理人员", LONG + "。到2023年，轮训一千人", "市人社局", "各县（市、区）政府", "长期坚持"],
        ],
    )
    first, second = find_table_tasks(document)
    assert first.title == "建设社区食堂"
    assert first.origin is Origin.ANNEX
    assert [(mention.name, mention.role) for mention in first.bureaus] == [
        ("市民政局", Role.LEAD),
        ("市财政局", Role.SUPPORT),
        ("市市场监管局", Role.SUPPORT),
    ]
    assert [str(deadline.end) for deadline in first.deadlines] == ["2024-12-31"]
    assert [str(deadline.end or deadline.kind) for deadline in second.deadlines] == ["2023-12-31", "ongoing"]
    assert second.bureaus[1].collective
    assert document.quote(first.body) == LONG


def test_finest_named_cell_before_the_description_is_the_title() -> None:
    document = plan(
        "某市养老服务实施方案",
        [
            ["序号", GridCell("工作内容", columns=2), "重点工作任务", "责任部门"],
            ["1", GridCell("完善服务网络", rows=2), "社区食堂", LONG, GridCell("市民政局", rows=2)],
            ["2", "家庭床位", LONG],
        ],
    )
    tasks = find_table_tasks(document)
    assert [task.title for task in tasks] == ["社区食堂", "家庭床位"]
    assert [[mention.name for mention in task.bureaus] for task in tasks] == [["市民政局"], ["市民政局"]]


def test_two_rows_of_headers() -> None:
    tall = (
        GridCell("序号", rows=2),
        GridCell("重点任务", rows=2),
        GridCell("责任单位", columns=2),
        GridCell("时限", rows=2),
    )
    rows = [tall, ["牵头单位", "配合单位"], ["1", "建设社区食堂", "市民政局", "市财政局", "2024年底"]]
    (task,) = find_table_tasks(plan("某市养老服务实施方案", rows))
    assert [(mention.name, mention.role) for mention in task.bureaus] == [
        ("市民政局", Role.LEAD),
        ("市财政局", Role.SUPPORT),
    ]


def test_a_plain_unit_column_names_who_answers() -> None:
    document = plan(
        "某市养老服务实施方案",
        [["序号", "重点任务", "考核指标", "单位"], ["1", "建设社区食堂", "建成20处", "市民政局"]],
    )
    (task,) = find_table_tasks(document)
    assert (task.title, [mention.name for mention in task.bureaus]) == ("建设社区食堂", ["市民政局"])


def test_group_rows_are_no_tasks() -> None:
    document = plan(
        "某市养老服务实施方案",
        [
            ["序号", "工作任务", "责任单位", "完成时限"],
            [GridCell("一、完善服务网络", columns=4)],
            ["1", "建设社区食堂", "市民政局", "2024年"],
        ],
    )
    assert [task.title for task in find_table_tasks(document)] == ["建设社区食堂"]


def test_tables_of_targets_and_projects_are_no_tasks() -> None:
    document = plan(
        "某市养老服务实施方案",
        [["序号", "指标", "单位", "2025年", "责任单位"], ["1", "护理型床位占比", "%", "60", "市民政局"]],
        [["序号", "项目名称", "主要内容", "责任单位", "总投资（万元）"], ["1", "康复中心", "新建", "市民政局", "300"]],
    )
    assert find_table_tasks(document) == ()
