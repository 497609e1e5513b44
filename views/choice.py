"""Which plan, and as of which day: asked for at the head of several pages, part of their address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from views.markup import notice
from views.opened import Opened


def plan_ids(opened: Opened) -> list[str]:
    """The ids of the plans; where there are none, a notice on the page."""
    plans = [one.id for one in opened.workspace.documents() if one.doc_type]
    if not plans:
        st.html(notice("工作区里没有规划", ("这里的文件都不是规划、方案、意见一类的文本，可以检索，不作检查。",)))
    return plans


def choose_plan(
    place: DeltaGenerator, opened: Opened, plans: list[str], empty: str = "",
    on_change: Callable[[], None] | None = None,
) -> str:  # fmt: skip
    """The plan chosen. empty: what the choice of none is called; without it one is always chosen."""
    labels = opened.labels()
    chosen: str | None = place.selectbox(
        "规划", [*([""] if empty else []), *plans], key="plan", bind="query-params",
        format_func=lambda one: labels.get(one, empty), filter_mode="contains", on_change=on_change,
    )  # fmt: skip
    return chosen or ""


def choose_day(place: DeltaGenerator) -> date | None:
    """The day of the check; where none is given, a notice on the page."""
    chosen: date | None = place.date_input("检查日期", "today", key="as_of", bind="query-params", format="YYYY-MM-DD")
    if chosen is None:
        st.html(notice("请选择检查日期", ("完成时限是否已过，以这一天为准。",)))
    return chosen
