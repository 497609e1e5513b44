"""The page 指标: one indicator over all regions, as a chart and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st

from report.analysis import Analysis
from report.series import Point, Series, series_of, series_sheet
from report.wording import baseline_text, value_text
from rules.indicator import level
from views import charts
from views.choice import choose_day, plan_ids
from views.downloads import offer_beside
from views.markup import notice, plan_address, table, title
from views.opened import Opened, open_workspace

NO_YEAR = "未写明"
_COLUMNS = ("地区", "规划", "指标", "目标值", "单位", "目标年", "基期", "属性", "责任单位", "所在章节", "页码", "核对")


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("指标", "同一个指标，各地定了多少、到哪一年、从什么水平起步。"))
    opened = open_workspace(folder)
    if opened is None or not plan_ids(opened):
        return
    left, right = st.columns([4, 1])
    as_of = choose_day(right)
    if as_of is None:
        return
    found = {one.label: one for one in _series(opened, opened.version, as_of)}
    if not found:
        st.html(notice("没有读到量化的目标指标", ("工作区里的规划没有写出带数值的目标。",)))
        return
    chosen = left.selectbox(
        f"指标（共 {len(found)} 个，地区多的在前）", list(found), key="indicator", bind="query-params",
        filter_mode="contains",
    )  # fmt: skip
    series = found[chosen]
    years = sorted({year_of(point) for point in series.points})
    wanted: list[str] = []
    if len(years) > 1:
        wanted = st.pills("目标年", years, selection_mode="multi", key="year", bind="query-params")
    points = tuple(point for point in series.points if not wanted or year_of(point) in wanted)
    show_series(replace(series, points=points), opened.labels())


@st.cache_resource(max_entries=4, show_spinner=False)
def _series(_opened: Opened, version: str, as_of: date) -> tuple[Series, ...]:
    plans: Sequence[Analysis] = _opened.report(as_of).plans
    return series_of(plans)


def year_of(point: Point) -> str:
    """The year of the target as the page names it."""
    return str(point.target.year or NO_YEAR)


def show_series(series: Series, labels: dict[str, str]) -> None:
    """Chart and table of one indicator."""
    sheet = series_sheet(series)
    offer_beside(f"<b>{series.regions}</b> 个地区的 <b>{len(series.points)}</b> 个目标", "指标", sheet)
    if not series.points:
        st.html(notice("没有这一年的目标", ("去掉一个年份再看。",)))
        return
    st.altair_chart(charts.dots([row_of(point) for point in series.points], series.unit), width="stretch", theme=None)
    links = [plan_address(labels[one.analysis.document.id], clause=one.target.clause) for one in series.points]
    st.html(table(sheet, _COLUMNS, links, folded="原文"))


def row_of(point: Point) -> charts.Row:
    """The point as the chart takes it."""
    target = point.target
    base = target.baseline.value if target.baseline else None
    return {
        "地区": point.region, "规划": point.analysis.document.title, "指标": target.indicator,
        "目标值": float(point.value), "原值": f"{value_text(target)}{target.unit}", "目标年": year_of(point),
        "基期": baseline_text(target.baseline),
        "基期值": float(level(base, target.unit)[0]) if base is not None and not target.change else None,
    }  # fmt: skip
