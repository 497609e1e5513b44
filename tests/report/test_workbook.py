"""The workbook: right sheets, whole tables, and text that stays text whatever sign it begins with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ingest.document import PartialDate
from report.analysis import GapReport
from report.spreadsheet import (
    CUT,
    LINE_HEIGHT,
    LONGEST_CELL,
    LONGEST_NAME,
    MOST_LINES,
    Measure,
    Sheet,
    SheetLink,
    Value,
    cell_text,
    row_height,
    sheet_names,
    write_workbook,
)
from report.workbook import report_workbook
from rules.finding import Severity
from tests.report.documents import PLAN, TITLE, analysis_of, report_of, sample_report

DAY = datetime(2026, 1, 15)
SHEETS = ("总览", "任务分解表", "目标指标表", "指标对照表", "问题清单", "覆盖矩阵")
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
    assert opened(report_workbook(report)).sheetnames == [*SHEETS, "项目清单"]


def test_without_projects_there_is_no_sheet_for_them() -> None:
    assert opened(report_workbook(report_of())).sheetnames == [*SHEETS]


def test_every_sheet_can_be_filtered_and_read_while_scrolling(report: GapReport) -> None:
    for sheet in opened(report_workbook(report)):
        assert sheet.freeze_panes in {"B2", "C2", "E2"}
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
        assert int(sheet.page_setup.paperSize) == 9 and sheet.title in sheet.oddHeader.center.text
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
    head, *rows = values_of(opened(report_workbook(report))["任务分解表"])
    assert len(rows) == sum(len(one.commitments.tasks) for one in report.plans)
    first = dict(zip(head, rows[0], strict=True))
    assert first["任务"] == "建设海上风电" and first["规划"] == TITLE
    assert [first[name] for name in ("牵头单位", "责任单位", "配合单位")] == [
        "市发展改革委",
        None,
        "市财政局、市自然资源局",
    ]
    assert (first["完成时限"], first["完成日期"]) == ("2025年底前", datetime(2025, 12, 31))
    assert first["依据条款"] == "二、重点任务 › （一）发展清洁能源 › 1.建设海上风电"


def test_a_task_has_the_targets_that_stand_in_it() -> None:
    text = f"{TITLE}\n一、重点任务\n1.推广光伏。2025年底前光伏装机达到20万千瓦。（市住建局负责）\n2.更新公交。更新。"
    head, *rows = values_of(opened(report_workbook(report_of(analysis_of(text))))["任务分解表"])
    assert [row[head.index("目标值")] for row in rows] == ["光伏装机 20万千瓦（2025年）", None]


def test_targets_have_numbers_to_count_with(report: GapReport) -> None:
    head, *rows = values_of(opened(report_workbook(report))["目标指标表"])
    targets = [target for one in report.plans for target in one.commitments.targets]
    assert [row[head.index("数值")] for row in rows] == [float(target.value) for target in targets]
    assert [row[head.index("指标")] for row in rows] == [target.indicator for target in targets]


def test_indicators_by_region_and_year() -> None:
    plans = [
        analysis_of(f"{place}绿色转型实施方案\n一、主要目标\n{text}", region=place)
        for place, text in (
            ("澄湾市", "到2025年，森林覆盖率达到58%以上，单位地区生产总值能耗比2020年下降13.5%。"),
            ("云岭县", "到2025年，森林覆盖率达到61%。到2030年，森林覆盖率达到62.5%，新建充电桩300～500个。"),
        )
    ]
    sheet = opened(report_workbook(report_of(*plans)))["指标对照表"]
    head, *rows = sheet.iter_rows()
    names = [cell.value for cell in head]
    assert names[names.index("基期") + 1 : names.index("依据条款")] == ["2025年", "2030年"]
    lines = [dict(zip(names, row, strict=True)) for row in rows]
    assert [line["地区"].value for line in lines][:2] == ["澄湾市", "云岭县"]
    assert lines[0]["指标"].value == "森林覆盖率" and "B2:B3" in map(str, sheet.merged_cells.ranges)
    first, second = (line["2025年"] for line in lines[:2])
    assert (first.value, second.value, lines[1]["2030年"].value) == (58, 61, 62.5)
    assert first.number_format == '"≥"General' and second.number_format == "General"
    by_name = {line["指标"].value: line for line in lines[2:]}
    fall = next(line for name, line in by_name.items() if "能耗" in name)
    assert (fall["2025年"].value, fall["2025年"].number_format) == (13.5, '"下降"General')
    assert (fall["基期"].value, fall["依据条款"].value) == ("2020年", "一、主要目标")
    assert next(line for name, line in by_name.items() if "充电桩" in name)["2030年"].value == "300～500"
    assert len(lines) == 4


def test_the_coverage_is_told_region_by_region(report: GapReport) -> None:
    head, *rows = values_of(opened(report_workbook(report))["覆盖矩阵"])
    assert head[2:] == [*report.coverage.topics]
    assert [row[0] for row in rows] == [row.region for row in report.coverage.rows]
    for row, known in zip(rows, report.coverage.rows, strict=True):
        assert [count or 0 for count in row[2:]] == [cell.total for cell in known.cells]


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
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    suspects = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert {cell.value for cell in suspects} >= {"=1+1", "@x.txt", "+1", "-1", task.title, "=2+2", "@now()", "=3+3"}
    assert all(cell.quotePrefix for cell in suspects)


def test_long_cells_are_cut_with_a_note() -> None:
    fits, long = "长" * LONGEST_CELL, "长" * (LONGEST_CELL + 1)
    cells = written(fits, long)
    assert cells[0].value == fits
    assert len(cells[1].value) == LONGEST_CELL and cells[1].value.endswith(CUT)


def test_days_are_days_as_precise_as_printed() -> None:
    cells = written(date(2025, 12, 31), PartialDate(2025, 6), PartialDate(2025), date(1899, 5, 1))
    assert [cell.value for cell in cells] == [
        datetime(2025, 12, 31), datetime(2025, 6, 1), datetime(2025, 1, 1), "1899-05-01",
    ]  # fmt: skip
    assert [cell.number_format for cell in cells[:3]] == ["yyyy-mm-dd", "yyyy-mm", "yyyy"]


def test_numbers_with_a_word_before_them_count() -> None:
    cells = written(Measure(Decimal("13.5"), "下降"), Measure(Decimal(3), ""), Measure(Decimal(10**17 + 1), "≥"))
    assert [cell.value for cell in cells] == [13.5, 3, f"≥{10**17 + 1}"]


def test_a_link_leads_to_a_sheet() -> None:
    name = "甲'局"
    tables = [Sheet("目录", (("单位", 9),), ((SheetLink(name),),)), Sheet(name, (("列", 9),), ())]
    cell = opened(write_workbook(tables, DAY))["目录"]["A2"]
    assert (cell.value, cell.hyperlink.location) == (name, "'甲''局'!A1")


@given(st.lists(st.text(st.sampled_from("甲乙aA[]:*?/\\'\x00（2）"), max_size=40), max_size=8))
def test_any_names_make_sheets(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= LONGEST_NAME for name in names)
    if names:
        assert opened(write_workbook([Sheet(name, (("列", 9),), ()) for name in names], DAY)).sheetnames == [*names]


def test_what_is_not_printed_does_not_heighten_a_row() -> None:
    rows = (("短", "长" * 90),)
    heights = [
        opened(write_workbook([Sheet("表", (("甲", 9), ("乙", 9)), rows, printed=printed)], DAY))["表"]
        .row_dimensions[2].height for printed in (None, 1)
    ]  # fmt: skip
    assert heights[0] > 5 * heights[1]


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


# --- cells that look like one -----------------------------------------------------------------------------------------


def test_equal_neighbours_look_like_one_cell_and_keep_their_values() -> None:
    rows = (("一", "甲"), ("一", "甲"), ("一", "乙"), ("二", "乙"), ("", "乙"), ("", "乙"))
    content = write_workbook([Sheet("表", (("章", 9), ("节", 9)), rows, merged=(0, 1))], DAY)
    sheet = opened(content)["表"]
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A2:A4", "B2:B3", "B6:B7"}
    every = load_workbook(io.BytesIO(content), read_only=True)["表"]
    assert [tuple(value or "" for value in row) for row in every.iter_rows(min_row=2, values_only=True)] == list(rows)
    assert sheet.auto_filter.ref == "A1:B7"


def test_tasks_of_one_chapter_stand_together(report: GapReport) -> None:
    sheet = load_workbook(io.BytesIO(report_workbook(report)), read_only=True)["任务分解表"]
    head, *rows = (list(row) for row in sheet.iter_rows(values_only=True))
    chapters = [row[head.index("所属章节")] for row in rows]
    assert chapters == ["（一）发展清洁能源", "（一）发展清洁能源", "（三）推进绿色交通"]
    assert "C2:C3" in map(str, opened(report_workbook(report))["任务分解表"].merged_cells.ranges)
