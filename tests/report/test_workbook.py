"""The workbook: right sheets, whole tables, and text that stays text whatever sign it begins with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from report.analysis import GapReport
from report.workbook import (
    CUT,
    LINE_HEIGHT,
    LONGEST_CELL,
    MOST_LINES,
    Sheet,
    Value,
    cell_text,
    report_workbook,
    row_height,
    write_workbook,
)
from rules.finding import Severity
from tests.report.documents import PLAN, TITLE, analysis_of, report_of, sample_report

DAY = datetime(2026, 1, 15)
FORMULAS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", '=HYPERLINK("#A1","看")', " =1", "{=1}", "＝1+1",
)  # fmt: skip


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def written(*values: Value) -> Any:
    """The cells of one row, written and read again."""
    table = Sheet("表", tuple(("列", 10) for _ in values), (tuple(values),))
    return opened(write_workbook([table], DAY))["表"][2]


def values_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def formulas(content: bytes) -> Iterable[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return [name for name in sheets if b"<f" in archive.read(name) or b"<hyperlink" in archive.read(name)]


def test_the_sheets_in_their_order(report: GapReport) -> None:
    assert opened(report_workbook(report)).sheetnames == ["总览", "目标指标表", "任务分工表", "问题清单", "项目清单"]


def test_without_projects_there_is_no_sheet_for_them() -> None:
    assert opened(report_workbook(report_of())).sheetnames == ["总览", "目标指标表", "任务分工表", "问题清单"]


def test_every_sheet_can_be_filtered_and_read_while_scrolling(report: GapReport) -> None:
    for sheet in opened(report_workbook(report)):
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"


def test_the_overview_lists_plans_other_texts_and_failures(report: GapReport) -> None:
    head, *rows = values_of(opened(report_workbook(report))["总览"])
    lines = [dict(zip(head, row, strict=True)) for row in rows]
    assert [line["规划"] for line in lines] == [*(one.document.title for one in report.analyses), "（未能读取）"]
    plan = report.plans[0]
    assert [lines[0][name] for name in ("任务", "目标", "项目")] == [
        len(plan.commitments.tasks), len(plan.commitments.targets), len(plan.commitments.projects),
    ]  # fmt: skip
    assert [lines[0][name] for name in ("错误", "警告", "提示")] == [plan.count(one) for one in Severity]
    assert lines[2]["文种"] == "（非规划文本）"
    assert lines[3]["文件"] == "scan.pdf" and "文字识别" in lines[3]["读取情况"]


def test_tasks_with_their_bureaus_and_times(report: GapReport) -> None:
    head, *rows = values_of(opened(report_workbook(report))["任务分工表"])
    assert len(rows) == sum(len(one.commitments.tasks) for one in report.plans)
    first = dict(zip(head, rows[0], strict=True))
    assert first["任务"] == "建设海上风电" and first["规划"] == TITLE
    assert [first[name] for name in ("牵头单位", "责任单位", "配合单位")] == [
        "市发展改革委",
        None,
        "市财政局、市自然资源局",
    ]
    assert (first["完成时限"], first["最晚日期"]) == ("2025年底前", "2025-12-31")


def test_targets_have_numbers_to_count_with(report: GapReport) -> None:
    head, *rows = values_of(opened(report_workbook(report))["目标指标表"])
    targets = [target for one in report.plans for target in one.commitments.targets]
    assert [row[head.index("数值")] for row in rows] == [float(target.value) for target in targets]
    assert [row[head.index("指标")] for row in rows] == [target.indicator for target in targets]


def test_findings_with_all_their_passages(report: GapReport) -> None:
    head, *rows = values_of(opened(report_workbook(report))["问题清单"])
    findings = [finding for one in report.plans for finding in one.findings]
    assert findings and [row[head.index("指纹")] for row in rows] == [finding.fingerprint for finding in findings]
    for row, finding in zip(rows, findings, strict=True):
        passages = row[head.index("依据原文")]
        assert all(" ".join(one.quote.split()) in passages for one in finding.evidence)


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_signs_stay_text(text: str) -> None:
    cell = written(text)[0]
    assert (cell.value, cell.data_type) == (cell_text(text), "s")
    assert cell.quotePrefix == (text.strip()[0] in "=+-@")


def test_formulas_in_a_plan_stay_text() -> None:
    made = analysis_of(*PLAN, title="=1+1", source="@x.txt", issuer="+1", warnings=("-1",))
    task = replace(made.commitments.tasks[0], title='=HYPERLINK("https://example.org","看")')
    made = replace(made, commitments=replace(made.commitments, tasks=(task,)))
    finding = replace(made.findings[0], message="=2+2", suggestion="@now()")
    content = report_workbook(report_of(replace(made, findings=(finding,)), failed=(("=3+3", "-4"),)))
    assert not formulas(content)
    cells = [cell for sheet in opened(content) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    suspects = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert {cell.value for cell in suspects} >= {"=1+1", "@x.txt", "+1", "-1", task.title, "=2+2", "@now()", "=3+3"}
    assert all(cell.quotePrefix for cell in suspects)


def test_long_cells_are_cut_with_a_note() -> None:
    fits, long = "长" * LONGEST_CELL, "长" * (LONGEST_CELL + 1)
    cells = written(fits, long)
    assert cells[0].value == fits
    assert len(cells[1].value) == LONGEST_CELL and cells[1].value.endswith(CUT)


def test_control_characters_are_left_out() -> None:
    assert written("一\x00二\x1b[1m三\x7f\ufffe四\r\n五\ud800")[0].value == "一二[1m三四\n五"


def test_numbers_are_numbers_as_long_as_none_of_them_is_lost() -> None:
    cells = written(3, Decimal("13.50"), Decimal("-0.5"), Decimal("1234567890123456789"), None, "")
    assert [cell.value for cell in cells] == [3, 13.5, -0.5, "1234567890123456789", None, None]


@given(st.text(st.characters(), max_size=200))
def test_any_text_fits_a_cell(text: str) -> None:
    kept = cell_text(text)
    assert cell_text(kept) == kept
    kept.encode("utf-8")
    assert set(kept) <= set(text) | {"\n"}


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        (("短",), 1),
        ((None,), 1),
        (("字" * 5,), 1),
        (("字" * 6,), 2),
        (("abcdefghijk",), 1),
        (("一\n二\n三",), 3),
        (("字" * 900,), MOST_LINES),
    ],
)
def test_rows_are_as_high_as_their_text(values: tuple[Value, ...], lines: int) -> None:
    assert row_height(values, [12]) == pytest.approx(LINE_HEIGHT * lines + 3)


def test_the_same_report_gives_the_same_bytes(report: GapReport) -> None:
    assert report_workbook(report) == report_workbook(sample_report())
