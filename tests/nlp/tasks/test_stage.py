"""Stages of work: their names, their intervals, and what is none."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.commitment import DeadlineKind
from nlp.extract import extract
from nlp.tasks.stage import find_stages
from tests.nlp.documents import plan

FRONT = "澄湾市社区食堂建设实施方案\n（2024年2月20日）\n一、重点任务\n（一）建设食堂\n建设社区食堂20个。\n二、实施步骤"


@pytest.mark.parametrize(
    ("text", "title", "start", "end"),
    [
        ("（一）动员部署阶段（2024年3月—4月）。制定方案。", "动员部署阶段", date(2024, 3, 1), date(2024, 4, 30)),
        ("第一阶段（2024年3月至2025年6月）：全面摸底，建立台账。", "第一阶段", date(2024, 3, 1), date(2025, 6, 30)),
        ("——试点阶段（3月—8月）。选取两个社区试点。", "试点阶段", date(2024, 3, 1), date(2024, 8, 31)),
        ("第二阶段：全面推进（2025年底前）。推广试点经验。", "第二阶段：全面推进", None, date(2025, 12, 31)),
        ("1.总结评估阶段。2025年12月底前完成评估，形成长效机制。", "总结评估阶段", None, date(2025, 12, 31)),
    ],
)
def test_a_stage_is_planned_for_an_interval(text: str, title: str, start: date | None, end: date) -> None:
    document = plan(FRONT, text)
    (stage,) = find_stages(document)
    (deadline,) = stage.deadlines
    assert (stage.id, stage.title, deadline.start, deadline.end) == ("s001", title, start, end)
    assert deadline.kind is (DeadlineKind.WITHIN if start else DeadlineKind.BY)
    assert document.read(stage.body)


def test_stages_in_sections_of_their_own_hold_their_paragraphs() -> None:
    document = plan(
        FRONT,
        "（一）准备阶段（2024年3月—4月）\n制定方案。\n明确分工。（责任单位：市民政局）\n"
        "（二）实施阶段（2024年5月—2025年10月）\n推进建设。",
    )
    first, second = find_stages(document)
    assert "明确分工" in document.read(first.body) and "推进建设" not in document.read(first.body)
    assert [one.name for one in first.bureaus] == ["市民政局"] and second.title == "实施阶段"


def test_stages_are_no_measures_of_the_plan() -> None:
    found = extract(plan(FRONT, "（一）准备阶段（2024年3月—4月）\n制定方案，明确分工，落实责任。"))
    assert [task.title for task in found.tasks] == ["建设食堂"]
    assert [stage.title for stage in found.stages] == ["准备阶段"]


@pytest.mark.parametrize(
    "text",
    ["现阶段，社区食堂仍然不足。", "立足新发展阶段，2025年底前建成。", "第一阶段已完成。", "分阶段推进，2025年完成。"],
)
def test_what_only_speaks_of_a_stage_is_none(text: str) -> None:
    assert find_stages(plan(FRONT, text)) == ()
