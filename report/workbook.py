"""The workbook: an overview and the official tables as sheets that can be filtered, sorted and passed on.

Cells are written as what they are (text or number): text of a plan never becomes a formula or a link.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from nlp.commitment import Role
from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis, GapReport
from report.coverage import region_name
from report.export import commitment_path
from report.wording import (
    ORIGINS,
    baseline_text,
    bureaus_text,
    deadlines_text,
    decimal_text,
    last_day,
    period_text,
    value_text,
)
from rules import RULES
from rules.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_CELL = 32_767  # characters, a limit of the format
LINE_HEIGHT = 13.5  # points
MOST_LINES = 10  # shown of a long cell; a click on the cell shows the rest
CUT = "……（全文见原文件）"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
Value = str | int | float | Decimal | None
_WARNED: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: name, columns with their widths in characters, rows. `marked`: column whose severity is coloured."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]
    marked: int | None = None


def report_workbook(report: GapReport) -> bytes:
    """The bytes of report.xlsx: 总览, 目标指标表, 任务分工表, 问题清单 and, where a plan has projects, 项目清单."""
    return write_workbook(sheets(report), datetime.combine(report.as_of, datetime.min.time()))


def sheets(report: GapReport) -> tuple[Sheet, ...]:
    """The sheets of the report, in order."""
    plans = report.plans
    titles = report.titles()
    made = [_overview(report), target_sheet(plans), task_sheet(plans), finding_sheet(plans, titles)]
    projects = project_sheet(plans)
    return (*made, projects) if projects.rows else tuple(made)


def _overview(report: GapReport) -> Sheet:
    columns = (
        ("序号", 6), ("规划", 40), ("文件", 28), ("地区", 14), ("层级", 7), ("文种", 12), ("发文字号", 20),
        ("发文机关", 20), ("成文日期", 12), ("规划期", 13), ("页数", 7), ("任务", 7), ("目标", 7), ("项目", 7),
        *((SEVERITY_NAMES[severity], 7) for severity in SEVERITIES), ("读取情况", 36),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for number, analysis in enumerate(report.analyses, start=1):
        document, commitments = analysis.document, analysis.commitments
        rows.append((
            number, document.title, document.source, region_name(document),
            document.level.value if document.level else "", document.doc_type or "（非规划文本）",
            document.doc_number, document.issuer, str(document.issued_on or ""), period_text(document.period),
            document.pages, len(commitments.tasks), len(commitments.targets), len(commitments.projects),
            *(analysis.count(severity) for severity in SEVERITIES), "\n".join(document.warnings),
        ))  # fmt: skip
    for number, (name, message) in enumerate(report.failed, start=len(rows) + 1):
        rows.append((number, "（未能读取）", name, *[""] * (len(columns) - 4), message))
    return Sheet("总览", columns, tuple(rows))


def target_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """目标指标表 of these plans."""
    columns = (
        ("序号", 6), ("规划", 24), ("所在章节", 26), ("指标", 28), ("目标值", 12), ("数值", 10), ("单位", 12),
        ("目标年", 8), ("基期", 14), ("属性", 9), ("责任单位", 24), ("来源", 7), ("页码", 7), ("原文", 54),
    )  # fmt: skip
    return Sheet("目标指标表", columns, _numbered(row for one in analyses for row in _targets(one)))


def _targets(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    document = analysis.document
    for target in analysis.commitments.targets:
        yield (
            document.title, " > ".join(commitment_path(document, target)), target.indicator, value_text(target),
            target.value, target.unit, target.year, baseline_text(target.baseline),
            target.binding.value if target.binding else "", bureaus_text(target.bureaus), ORIGINS[target.origin],
            document.clause(target.clause).page, document.quote(target.span).strip(),
        )  # fmt: skip


def task_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """任务分工表 of these plans."""
    columns = (
        ("序号", 6), ("规划", 24), ("所在章节", 26), ("任务", 28), ("牵头单位", 18), ("责任单位", 24), ("配合单位", 20),
        ("完成时限", 15), ("最晚日期", 12), ("来源", 7), ("页码", 7), ("原文", 70),
    )  # fmt: skip
    return Sheet("任务分工表", columns, _numbered(row for one in analyses for row in _tasks(one)))


def _tasks(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    document = analysis.document
    for task in analysis.commitments.tasks:
        yield (
            document.title, " > ".join(commitment_path(document, task)), task.title,
            *(bureaus_text(task.bureaus, role) for role in (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)),
            deadlines_text(document, task.deadlines), last_day(task.deadlines), ORIGINS[task.origin],
            document.clause(task.clause).page, document.quote(task.body).strip(),
        )  # fmt: skip


def finding_sheet(analyses: Iterable[Analysis], titles: Mapping[str, str]) -> Sheet:
    """问题清单 of these plans. titles: by id, of documents that evidence may stand in."""
    columns = (
        ("序号", 6), ("规划", 24), ("级别", 7), ("规则", 8), ("类别", 16), ("所在章节", 26), ("页码", 7), ("问题", 40),
        ("依据原文", 60), ("建议", 30), ("规则依据", 30), ("指纹", 19),
    )  # fmt: skip
    return Sheet("问题清单", columns, _numbered(row for one in analyses for row in _findings(one, titles)), marked=2)


def _findings(analysis: Analysis, titles: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    document = analysis.document
    for finding in analysis.findings:
        clause = document.clause(finding.clause) if finding.clause else None
        rule = RULES.get(finding.rule)
        quotes = [
            (f"［{titles.get(one.document, one.document)}］" if one.document else "") + " ".join(one.quote.split())
            for one in finding.evidence
        ]
        if len(quotes) > 1:
            quotes = [f"（{place}）{quote}" for place, quote in enumerate(quotes, start=1)]
        yield (
            document.title, SEVERITY_NAMES[finding.severity], finding.rule, rule.title if rule else "",
            " > ".join(document.path(clause.section)) if clause else "", clause.page if clause else None,
            finding.message, "\n".join(quotes), finding.suggestion, rule.authority if rule else "",
            finding.fingerprint,
        )  # fmt: skip


def project_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """项目清单 of these plans."""
    columns = (
        ("序号", 6), ("规划", 24), ("类别", 18), ("编号", 7), ("项目名称", 44), ("实施主体", 26), ("开工", 10),
        ("完工", 10), ("投资", 14), ("投资单位", 10),
    )  # fmt: skip
    return Sheet("项目清单", columns, _numbered(row for one in analyses for row in _projects(one)))


def _projects(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    for project in analysis.commitments.projects:
        yield (
            analysis.document.title, project.group, project.number, project.name, project.owner,
            str(project.start or ""), str(project.end or ""), project.investment, project.unit,
        )  # fmt: skip


def _numbered(rows: Iterable[tuple[Value, ...]]) -> tuple[tuple[Value, ...], ...]:
    return tuple((number, *row) for number, row in enumerate(rows, start=1))


# --- the file ---


def cell_text(text: str) -> str:
    """Text that a cell can hold: no control characters, at most LONGEST_CELL long."""
    text = _UNPRINTABLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def looks_like_formula(text: str) -> bool:
    """True for text that a spreadsheet might take for a formula when a person edits it or opens it from a csv file."""
    return text.lstrip(" ").startswith(FORMULA_SIGNS)


def row_height(values: Iterable[Value], widths: Iterable[int]) -> float:
    """Height of a row in points that shows its longest cell, or the first MOST_LINES lines of it.

    Spreadsheets other than Excel do not fit the row to wrapped text by themselves.
    """
    cells = zip(values, widths, strict=True)
    lines = max((_lines(str(value), width) for value, width in cells if value is not None), default=1)
    return LINE_HEIGHT * min(lines, MOST_LINES) + 3


def _lines(text: str, width: int) -> int:
    """How many lines a column of that width breaks the text into; a Chinese character is two wide."""
    room = width - 1
    return sum(
        max(1, math.ceil(sum(1 + (east_asian_width(sign) in "WFA") for sign in line) / room))
        for line in text[: room * MOST_LINES].split("\n")
    )


def write_workbook(tables: Sequence[Sheet], created: datetime) -> bytes:
    """The workbook as bytes; `created` goes into its properties, so that the same tables give the same bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": "规核 规划核查结果", "created": created})
        styles = _styles(workbook)
        for table in tables:
            _write_sheet(workbook, table, styles)
    return buffer.getvalue()


def _styles(workbook: Any) -> dict[str, Any]:
    font = {"font_name": "宋体", "font_size": 10, "valign": "top", "border": 1, "border_color": "#C8CDD3"}
    return {
        "head": workbook.add_format({
            **font, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "align": "center",
            "valign": "vcenter", "text_wrap": True,
        }),
        "text": workbook.add_format({**font, "text_wrap": True}),
        # quote_prefix: stays text even after a person has edited the cell
        "quoted": workbook.add_format({**font, "text_wrap": True, "quote_prefix": True}),
        "number": workbook.add_format({**font, "align": "center"}),
        "error": workbook.add_format({**font, "align": "center", "bold": True, "font_color": "#A3212B"}),
        "warning": workbook.add_format({**font, "align": "center", "font_color": "#8A5A00"}),
        "info": workbook.add_format({**font, "align": "center", "font_color": "#3F5B78"}),
    }  # fmt: skip


def _write_sheet(workbook: Any, table: Sheet, styles: dict[str, Any]) -> None:
    sheet = workbook.add_worksheet(table.name)
    marks = {SEVERITY_NAMES[severity]: styles[style] for severity, style in _WARNED.items()}
    for column, (title, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, styles["head"])
    sheet.set_row(0, 26)
    for row, values in enumerate(table.rows, start=1):
        sheet.set_row(row, row_height(values, [width for _, width in table.columns]))
        for column, value in enumerate(values):
            style = marks.get(str(value)) if column == (table.marked or -2) else None
            _write_cell(sheet, row, column, value, styles, style)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _write_cell(sheet: Any, row: int, column: int, value: Value, styles: dict[str, Any], style: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, styles["text"])
    elif isinstance(value, str):
        text = cell_text(value)
        sheet.write_string(row, column, text, style or styles["quoted" if looks_like_formula(text) else "text"])
    elif isinstance(value, Decimal) and len(decimal_text(value)) > 15:  # more digits than a spreadsheet number keeps
        sheet.write_string(row, column, decimal_text(value), styles["text"])
    else:
        sheet.write_number(row, column, float(value), styles["number"])
