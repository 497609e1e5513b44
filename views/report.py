"""The page 规划核查报告: one plan or all of them, what is wrong, what is promised, by whom, by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis, GapReport
from report.coverage import cover, region_name
from report.files import FORMS, Form
from report.spreadsheet import Sheet, Value
from report.wording import period_text
from report.workbook import project_sheet, target_sheet, task_sheet
from views.annotated import offer_annotated
from views.choice import choose_day, choose_plan, plan_ids
from views.downloads import button, offer
from views.findings import show_findings
from views.markup import MOST_ROWS, cards, coverage_matrix, escape, notice, report_address, table, title
from views.opened import open_workspace

ALL = "全部规划总览"
OVERVIEW, FINDINGS, TARGETS, TASKS, PROJECTS, COVERAGE = "总览", "问题", "目标指标", "任务分工", "项目", "覆盖情况"
TABS = (FINDINGS, TARGETS, TASKS, PROJECTS, COVERAGE)
_TARGET_COLUMNS = ("指标", "目标值", "单位", "目标年", "基期", "属性", "责任单位", "核对", "依据条款", "页码")
_TASK_COLUMNS = ("任务", "牵头单位", "责任单位", "配合单位", "完成时限", "核对", "依据条款", "页码")
_FOLDED = "原文"  # under the first column, to be unfolded
_PROJECT_COLUMNS = ("项目名称", "类别", "编号", "实施主体", "开工", "完工", "投资", "投资单位")


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("规划核查报告", "对照规则检查每份规划，列出问题和原文依据，汇总目标指标、任务分工和项目。"))
    opened = open_workspace(folder)
    if opened is None:
        return
    left, right = st.columns([4, 1])
    labels = opened.labels()
    plans = plan_ids(opened)
    if not plans:
        return
    plan = choose_plan(left, opened, plans, ALL)
    as_of = choose_day(right)
    if as_of is None:
        return
    report = opened.report(as_of)
    shown = report if not plan else only(report, plan)
    show_summary(shown)
    with st.container(horizontal=True):
        show_downloads(shown, labels.get(plan, ALL))
        if plan:
            offer_annotated(opened, shown.plans[0], as_of)
    tabs = TABS if plan else (OVERVIEW, *TABS)
    for name, tab in zip(tabs, st.tabs(tabs, key="tab", on_change="rerun", bind="query-params"), strict=True):
        if tab.open:
            with tab:
                show_tab(name, shown, report, labels, single=bool(plan))


def only(report: GapReport, plan: str) -> GapReport:
    """The report of that plan alone."""
    chosen = tuple(one for one in report.analyses if one.document.id == plan)
    coverage = cover([(one.document, one.commitments) for one in chosen])
    return replace(report, analyses=chosen, coverage=coverage, failed=())


def show_summary(report: GapReport) -> None:
    """The numbers that a reader wants first; for a single plan what is known of it too."""
    plans = report.plans
    counts = [(SEVERITY_NAMES[one], report.count(one), one.value) for one in SEVERITIES]
    known = [one.commitments for one in plans]
    counts += [
        ("目标指标", sum(len(one.targets) for one in known), ""),
        ("任务", sum(len(one.tasks) for one in known), ""),
        ("项目", sum(len(one.projects) for one in known), ""),
    ]
    if len(report.analyses) > 1:
        counts.insert(0, ("规划", len(plans), ""))
        st.html(cards(counts))
        return
    st.html(cards(counts))
    st.html(facts(plans[0]))


def facts(analysis: Analysis) -> str:
    """The front matter of a plan in one line, and what could not be read of it."""
    document = analysis.document
    known = (
        ("地区", region_name(document)), ("文种", document.doc_type), ("发文字号", document.doc_number),
        ("发文机关", document.issuer), ("成文日期", document.issued_on), ("规划期", period_text(document.period)),
        ("文件", document.source),
    )  # fmt: skip
    line = "".join(f"<span><i>{name}</i>{escape(value)}</span>" for name, value in known if value)
    warnings = "".join(f"<p>读取提示：{escape(one)}</p>" for one in document.warnings)
    return f'<div class="pc-facts">{line}</div>' + (f'<div class="pc-hint">{warnings}</div>' if warnings else "")


def show_downloads(report: GapReport, label: str, files: Sequence[str] = ()) -> None:
    """The files of the report, each made when asked for. files: these only, () for all."""
    for form in FORMS:
        if not files or form.file in files:
            button(f"下载{form.title}", partial(form.make, report), file_name(label, form), form.kind)


def file_name(label: str, form: Form) -> str:
    """A name that every file system takes: what the file is, and which plan it tells of."""
    kept = "".join(sign for sign in label if sign.isalnum() or sign in "（）“”—－-_〔〕")
    what = form.title.partition("（")[0].replace("报告", "核查报告")
    return f"{what}-{kept[:60] or '规划'}{Path(form.file).suffix}"


# --- tabs -------------------------------------------------------------------------------------------------------------


def show_tab(name: str, shown: GapReport, report: GapReport, labels: Mapping[str, str], *, single: bool) -> None:
    """What stands under that tab."""
    plans = shown.plans
    if name == OVERVIEW:
        show_overview(shown, labels)
    elif name == FINDINGS:
        show_findings(plans, labels, single=single)
    elif name == TARGETS:
        show_sheet(target_sheet(plans), _TARGET_COLUMNS, "没有读到量化的目标指标。", single=single)
    elif name == TASKS:
        show_sheet(task_sheet(plans), _TASK_COLUMNS, "没有读到任务。", single=single)
    elif name == PROJECTS:
        show_sheet(project_sheet(plans), _PROJECT_COLUMNS, "没有读到附表中的项目清单。", single=single)
    else:
        note = "格中数字是该领域任务和目标的合计，颜色越深越多；空白表示未见相关内容。"
        st.html(f'<p class="pc-summary">{note}</p>')
        st.html(coverage_matrix(report.coverage, shown.coverage if single else None))


def show_overview(report: GapReport, labels: Mapping[str, str]) -> None:
    """All plans in a table, each with a link to its own page. labels: what the list of plans calls them."""
    columns = (
        ("规划", 46), ("地区", 16), ("文种", 14), ("规划期", 22), ("目标", 6), ("任务", 6), ("项目", 6),
        *((SEVERITY_NAMES[one], 6) for one in SEVERITIES),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            one.document.title, region_name(one.document), one.document.doc_type, period_text(one.document.period),
            len(one.commitments.targets), len(one.commitments.tasks), len(one.commitments.projects),
            *(one.count(severity) for severity in SEVERITIES),
        )
        for one in report.plans
    ]  # fmt: skip
    links = [report_address(labels[one.document.id]) for one in report.plans]
    sheet = Sheet(OVERVIEW, columns, tuple(rows))
    st.html(table(sheet, [name for name, _ in columns], links))
    if report.others:
        names = "、".join(one.document.title for one in report.others)
        note = f"另有 {len(report.others)} 份非规划文本，可以检索，不作检查：{names}"
        st.html(f'<p class="pc-summary">{escape(note)}</p>')


def show_sheet(sheet: Sheet, columns: Sequence[str], empty: str, *, single: bool) -> None:
    """A table with a box to look something up in it, and the whole of it to take away."""
    if not sheet.rows:
        st.html(notice(empty, ()))
        return
    left, right = st.columns([3, 2], vertical_alignment="center")
    word = left.text_input(
        "在表内查找", key=f"find-{sheet.name}", label_visibility="collapsed", icon=":material/search:",
        placeholder="在表内查找：单位、指标、年份……",
    ).strip()  # fmt: skip
    with right:
        offer(sheet.name, sheet)
    rows = tuple(row for row in sheet.rows if not word or any(word in str(value) for value in row))
    more = f"，显示前 {MOST_ROWS} 行，其余请下载查看" if len(rows) > MOST_ROWS else ""
    st.html(f'<p class="pc-summary">共 <b>{len(rows)}</b> 行{more}</p>')
    if rows:
        st.html(table(replace(sheet, rows=rows), columns if single else [*columns, "规划"], folded=_FOLDED))
