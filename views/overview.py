"""The page 总览: what the workspace holds, where the open problems are, what is due next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from ingest.document import GovernmentLevel
from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis, GapReport
from report.coverage import region_name
from report.decision import DecisionBook, State
from report.duty import Due, Duty, duties_of, duty_sheet
from report.ledger import LedgerError
from rules.finding import Severity
from views import charts
from views.choice import choose_day, plan_ids
from views.markup import cards, coverage_matrix, notice, plan_address, table, title
from views.opened import open_workspace
from views.report import show_overview

MOST_PLANS, MOST_REGIONS, MOST_DUTIES = 15, 20, 15  # lines of each list
_COLOURS = {SEVERITY_NAMES[Severity.ERROR]: charts.ORANGE, SEVERITY_NAMES[Severity.WARNING]: "#E69F00",
            SEVERITY_NAMES[Severity.INFO]: charts.SKY}  # fmt: skip
_LEVELS = {level.value: colour for level, colour in zip(GovernmentLevel, charts.SEQUENCE, strict=False)}
_UNKNOWN = "未识别"


def show(folder: Path) -> None:
    """Draw the page."""
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    left.html(title("总览", "工作区里有哪些规划、还有多少问题没处理、接下来什么到期。"))
    opened = open_workspace(folder)
    if opened is None or not plan_ids(opened):
        return
    as_of = choose_day(right)
    if as_of is None:
        return
    report = opened.report(as_of)
    labels = opened.labels()
    open_findings = undecided(report.plans, folder)
    known = [one.commitments for one in report.plans]
    st.html(cards([
        ("规划", len(report.plans), ""), ("地区", len({region_name(one.document) for one in report.plans}), ""),
        ("任务", sum(len(one.tasks) for one in known), ""), ("目标指标", sum(len(one.targets) for one in known), ""),
        *((f"未处理{SEVERITY_NAMES[one]}", sum(counts[one] for counts in open_findings.values()), one.value)
          for one in SEVERITIES),
    ]))  # fmt: skip
    left, right = st.columns(2, gap="large")
    with left:
        show_problems(report, open_findings, labels)
    with right:
        show_regions(report.plans)
    show_next(report, labels, as_of)
    st.html('<h2 class="pc-group pc-info">各地覆盖领域<small>任务和目标的合计，颜色越深越多</small></h2>')
    st.html(coverage_matrix(report.coverage))
    st.html('<h2 class="pc-group pc-info">全部规划</h2>')
    show_overview(report, labels)


def undecided(plans: Sequence[Analysis], folder: Path) -> dict[str, Counter[Severity]]:
    """How many findings of each severity nobody has dealt with, by plan."""
    try:
        decided = DecisionBook(folder).latest()
    except LedgerError:
        decided = {}
    settled = {key for key, decision in decided.items() if decision.state is not State.OPEN}
    return {
        one.document.id: Counter(
            finding.severity for finding in one.findings if (one.document.id, finding.fingerprint) not in settled
        )
        for one in plans
    }


def show_problems(
    report: GapReport, open_findings: dict[str, Counter[Severity]], labels: dict[str, str]
) -> None:
    """The plans with the most open problems, the worst first."""
    worst = sorted(
        (one for one in report.plans if open_findings[one.document.id].total()),
        key=lambda one: ([-open_findings[one.document.id][severity] for severity in SEVERITIES], one.document.id),
    )[:MOST_PLANS]
    st.html(f'<h2 class="pc-group pc-error">未处理问题较重的规划<small>前 {len(worst)} 份</small></h2>')
    if not worst:
        st.html(notice("没有未处理的问题", ()))
        return
    rows: list[charts.Row] = [
        {"规划": labels[one.document.id], "级别": SEVERITY_NAMES[severity],
         "问题": open_findings[one.document.id][severity], "rank": rank}
        for one in worst for rank, severity in enumerate(SEVERITIES) if open_findings[one.document.id][severity]
    ]  # fmt: skip
    st.altair_chart(charts.bars(rows, "规划", "问题", "级别", _COLOURS), width="stretch", theme=None)


def show_regions(plans: Sequence[Analysis]) -> None:
    """How many plans each place has, by level of government."""
    counts = Counter(
        (region_name(one.document), one.document.level.value if one.document.level else _UNKNOWN) for one in plans
    )
    totals: Counter[str] = Counter()
    for (region, _), count in counts.items():
        totals[region] += count
    shown = sorted(totals, key=lambda region: (-totals[region], region))[:MOST_REGIONS]
    st.html(f'<h2 class="pc-group pc-info">各地区规划数<small>前 {len(shown)} 个地区，共 {len(totals)} 个</small></h2>')
    colours = {**_LEVELS, _UNKNOWN: charts.GREY}
    present = {level for _, level in counts}
    order = list(colours)
    rows: list[charts.Row] = [
        {"地区": region, "层级": level, "规划数": count, "rank": order.index(level)}
        for (region, level), count in sorted(counts.items(), key=lambda pair: (-totals[pair[0][0]], pair[0]))
        if region in shown
    ]  # fmt: skip
    used = {level: colour for level, colour in colours.items() if level in present}
    st.altair_chart(charts.bars(rows, "地区", "规划数", "层级", used), width="stretch", theme=None)


def show_next(report: GapReport, labels: dict[str, str], as_of: date) -> None:
    """What is due next, once for each task or target."""
    ahead: dict[tuple[str, str, str], Duty] = {}
    for one in duties_of(report.plans, as_of):
        if one.due in {Due.SOON, Due.LATER}:
            ahead.setdefault((one.analysis.document.id, one.commitment.id, one.what), one)
    nearest = list(ahead.values())[:MOST_DUTIES]
    if nearest:
        st.html(f'<h2 class="pc-group pc-warning">接下来到期<small>最近 {len(nearest)} 项</small></h2>')
        links = [plan_address(labels[one.analysis.document.id], clause=one.commitment.clause) for one in nearest]
        columns = ("任务或目标", "单位", "角色", "完成时限", "最晚日期", "地区", "规划")
        st.html(table(duty_sheet(nearest), columns, links))
