"""责任清单: every duty of every bureau on its sheet, and nothing on two lines."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from nlp.commitment import Role
from report import bureau_lists
from report.analysis import GapReport
from report.bureau_lists import bureau_sheets, bureau_workbook
from tests.report.documents import PLAN, TITLE, analysis_of, report_of, sample_report

OTHER = """云岭县绿色转型实施方案
一、重点任务
（一）发展清洁能源
1.建设风电场。2026年6月底前建成风电场。（责任单位：县发展改革局、县财政局、云岭供电公司）
2.改造电网。加快改造电网。（云岭供电公司负责）
"""


def sheets_of(report: GapReport) -> dict[str, list[dict[str, Any]]]:
    workbook = load_workbook(io.BytesIO(bureau_workbook(report)))
    return {
        sheet.title: [
            dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in row], strict=True))
            for row in sheet.iter_rows(min_row=2)
        ]
        for sheet in workbook
    }


def test_each_bureau_has_its_duties() -> None:
    made = sheets_of(report_of(analysis_of(*PLAN)))
    assert [*made][:2] == ["目录", "市发展改革委"]
    assert {*made} == {"目录", "市发展改革委", "市财政局", "市自然资源局", "市住房城乡建设局"}
    lead, shared = made["市发展改革委"]
    assert [lead[name] for name in ("类别", "事项", "职责", "其他单位", "完成时限", "完成日期")] == [
        "任务", "建设海上风电", "牵头", "配合：市财政局、市自然资源局", "2025年底前", datetime(2025, 12, 31),
    ]  # fmt: skip
    assert lead["依据条款"] == "二、重点任务 › （一）发展清洁能源 › 1.建设海上风电" and "页码" in lead
    assert (shared["事项"], shared["职责"]) == ("推广屋顶光伏", "责任")
    assert made["市财政局"][0]["职责"] == "配合" and "规划" not in lead


def test_a_target_is_told_with_its_task() -> None:
    text = f"{TITLE}\n一、重点任务\n1.推广光伏。2025年底前光伏装机达到20万千瓦。（市住房城乡建设局负责）"
    analysis = analysis_of(text)
    assert analysis.commitments.targets[0].bureaus
    (line,) = sheets_of(report_of(analysis))["市住房城乡建设局"]
    assert (line["类别"], line["目标值"]) == ("任务", "光伏装机 20万千瓦（2025年）")


def test_the_list_of_bureaus_counts_and_leads_to_them() -> None:
    report = report_of(analysis_of(*PLAN), analysis_of(OTHER))
    made = sheets_of(report)
    contents = {line["单位"]: line for line in made["目录"]}
    assert [contents["市发展改革委"][name] for name in ("牵头", "责任", "配合", "合计")] == [1, 1, None, 2]
    assert contents["云岭供电公司"]["合计"] == 2
    assert contents["县财政局"]["最近到期"] == datetime(2026, 6, 30) and contents["市财政局"]["最近到期"] is None
    assert {line["清单"] for line in made["目录"]} == {*made} - {"目录"}
    assert {line["规划"] for line in made["县财政局"]} == {"云岭县绿色转型实施方案"}


def test_no_duty_is_lost(report: GapReport, monkeypatch: pytest.MonkeyPatch) -> None:
    named = [(mention.canonical or mention.name, task.id) for one in report.plans for task in one.commitments.tasks
             for mention in task.bureaus]  # fmt: skip
    for most in (150, 1):  # with a sheet for each, and with most of them on the last one
        monkeypatch.setattr(bureau_lists, "MOST_SHEETS", most)
        _, *made = bureau_sheets(report)
        tasks = [row for sheet in made for row in sheet.rows if "任务" in row]
        assert len(tasks) == len(set(named)) and len(made) == min(most + 1, len({bureau for bureau, _ in named}))
    last = made[-1]
    assert last.name == "其他单位" and last.columns[1][0] == "单位" and all(row[1] for row in last.rows)


def test_who_leads_counts_once_as_leading() -> None:
    text = "1.建设电站。建设电站。（市财政局牵头，市财政局、市水利局按职责分工负责）"
    made = sheets_of(report_of(analysis_of(f"{TITLE}\n一、重点任务\n{text}")))
    assert [line["职责"] for line in made["市财政局"]] == ["牵头"]
    assert [*Role] == [Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT]


def test_a_report_without_bureaus_has_the_list_alone() -> None:
    assert sheets_of(report_of()) == {"目录": []}


def test_the_same_report_gives_the_same_bytes(report: GapReport) -> None:
    assert bureau_workbook(report) == bureau_workbook(sample_report())
