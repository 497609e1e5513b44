"""A draft against a template: what it brings is found with its place, what it lacks is named, nothing is made up."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.extract import extract
from rules.compare.outline import template_of
from rules.compare.superior import Cover
from rules.compare.template import Presence, TemplateComparison, compare_template
from rules.context import Context
from rules.template import (
    Template,
    TemplateIndicator,
    TemplateList,
    TemplateSection,
    TemplateTask,
    dump_template,
    load_template,
    template_ids,
)
from rules.yaml_file import YamlError
from tests.nlp.documents import plan

DRAFT = """霁川市绿色转型实施方案
一、发展基础
近年来建成垃圾焚烧厂一座，城区全面推行餐厨垃圾单独收运。
二、主要目标
到2025年，非化石能源消费比重达到18%左右，森林覆盖率稳步提高。
三、保障措施
市政府统筹安排专项资金。加强组织领导，各县区落实责任。
四、重点任务
（一）发展清洁能源
1.推广屋顶光伏。在学校和医院的屋顶上安装光伏板。（责任单位：市发展改革委）
2.建设储能电站。在工业园区布局储能电站，参与电网调峰。（责任单位：市发展改革委）
"""
TEMPLATE = Template(
    id="t", title="甲类方案", authority="某文件",
    sections=(
        TemplateSection(title="总体目标", aliases=("主要目标",), parts=("到2025年", "到2030年")),
        TemplateSection(title="主要任务", aliases=("重点任务",)),
        TemplateSection(title="保障措施"),
        TemplateSection(title="资金筹措", elsewhere=("专项资金",)),
        TemplateSection(title="公众参与"),
    ),
    lists=(TemplateList(title="重点项目表"),),
    indicators=(
        TemplateIndicator(name="非化石能源消费比重", aliases=("非化石能源占比",), unit="%", minimum=20),
        TemplateIndicator(name="森林覆盖率", unit="%"),
        TemplateIndicator(name="绿化覆盖率", unit="%"),
    ),
    tasks=(
        TemplateTask(title="新能源", points=("屋顶 光伏", "储能/蓄能")),
        TemplateTask(title="电网", points=("电网 调峰", "配电网", "变电站")),
        TemplateTask(title="垃圾", points=("焚烧", "餐厨")),
    ),
)  # fmt: skip


def compared(text: str = DRAFT, template: Template = TEMPLATE) -> TemplateComparison:
    """A text against a template."""
    document = plan(text)
    return compare_template(document, extract(document), template)


def test_chapters_are_found_under_their_other_names_and_elsewhere() -> None:
    found = {one.wanted.title: one for one in compared().sections}
    assert [one.presence for one in found.values()] == [
        Presence.PRESENT, Presence.PRESENT, Presence.PRESENT, Presence.ELSEWHERE, Presence.MISSING,
    ]  # fmt: skip
    assert found["总体目标"].lacking == ("到2030年",)
    place = found["资金筹措"].place
    assert place and "专项资金" in place.quote and place.path == ("三、保障措施",)


def test_a_chapter_out_of_order_is_told_once() -> None:
    assert [one.in_order for one in compared().sections].count(False) == 1
    ordered = compared(DRAFT.replace("三、保障措施", "三、主要任务").replace("四、重点任务", "四、保障措施"))
    assert all(one.in_order for one in ordered.sections)


def test_indicators_with_a_value_without_one_and_absent() -> None:
    first, second, third = compared().indicators
    assert [one.presence for one in (first, second, third)] == [Presence.PRESENT, Presence.NAMED, Presence.MISSING]
    assert first.targets == ("约18%（2025）",) and first.short and "20%" in first.national
    assert second.place and "森林覆盖率" in second.place.quote


def test_tasks_are_covered_in_part_or_absent_and_show_their_clauses() -> None:
    document = plan(DRAFT)
    new, grid, waste = compared().tasks
    assert [one.cover for one in (new, grid, waste)] == [Cover.COVERED, Cover.WEAK, Cover.ABSENT]
    assert (new.score, waste.score) == (1.0, 0.0)
    assert "配电网" in grid.reason and "变电站" in grid.reason and "调峰" not in grid.reason
    for task in (new, grid):
        for point in task.points:
            if point.place:
                words = [group.split("/") for group in point.point.split()]
                assert all(any(word in document.read(document.clause(c).span) for word in group)
                           for group in words for c in point.place.clauses)  # fmt: skip


def test_what_was_is_no_promise() -> None:
    assert compared().tasks[2].cover is Cover.ABSENT
    promised = DRAFT.replace("2.建设储能电站。", "2.建设垃圾焚烧厂。推行餐厨垃圾单独收运，")
    assert compared(promised).tasks[2].cover is Cover.COVERED


def test_a_missing_list_is_told_and_a_caption_found() -> None:
    assert compared().lists[0].presence is Presence.MISSING
    assert compared(DRAFT + "附件：重点项目表\n").lists[0].presence is Presence.PRESENT


def test_a_plan_holds_all_of_the_template_made_from_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    document = plan(DRAFT)
    commitments = extract(document)
    made = template_of(document, commitments, Context(document, commitments, date.min))
    path = tmp_path_factory.mktemp("templates") / "own.yaml"
    path.write_text(dump_template(made), encoding="utf-8")
    again = load_template(path)
    assert again == made and [one.title for one in made.sections][1:] == ["主要目标", "保障措施", "重点任务"]
    comparison = compare_template(document, commitments, again)
    assert all(one.presence is Presence.PRESENT for one in (*comparison.sections, *comparison.indicators))
    assert comparison.tasks and all(one.cover is Cover.COVERED for one in comparison.tasks)


@pytest.mark.parametrize("name", template_ids())
def test_shipped_templates_name_their_document_and_load(name: str) -> None:
    template = load_template(name)
    assert template.id == name and template.authority and (template.sections or template.tasks)
    titles = [one.title for one in (*template.sections, *template.tasks)]
    assert len(titles) == len(set(titles))
    assert compared(template=template).template is template


def test_a_template_that_asks_for_nothing_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("templates")
    (folder / "a.yaml").write_text("id: a\ntitle: 甲\nauthority: 乙\n", encoding="utf-8")
    with pytest.raises(YamlError, match="没有章节"):
        load_template(folder / "a.yaml")
    (folder / "b.yaml").write_text("id: b\ntitle: 甲\nauthority: 乙\ntasks: [{title: 丙, points: ['电网 /储能']}]\n",
                                   encoding="utf-8")  # fmt: skip
    with pytest.raises(YamlError, match="空的词"):
        load_template(folder / "b.yaml")


def test_a_heading_on_infrastructure_is_no_report_of_what_was() -> None:
    text = DRAFT.replace("（一）发展清洁能源", "（一）加快基础设施绿色升级")
    assert compared(text).tasks[0].cover is Cover.COVERED
