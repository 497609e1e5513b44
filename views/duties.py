"""The page 责任: which body owes what by when, over all plans or in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from nlp.commitment import Role, Target
from report.duty import Due, Duty, duties_of, duty_sheet
from report.spreadsheet import Sheet, Value
from report.wording import ROLES
from views import charts
from views.choice import choose_day, choose_plan, plan_ids
from views.downloads import offer, offer_beside
from views.markup import MOST_ROWS, address, cards, notice, plan_address, table, title
from views.opened import Opened, open_workspace
from views.report import only, show_downloads

ALL_PLANS, ALL_BODIES = "全部规划", "全部单位"
MOST_PLANS = 15  # lines of the timeline
_COLOURS = {Due.PAST.value: charts.ORANGE, Due.SOON.value: "#E69F00", Due.LATER.value: charts.BLUE}
_COLUMNS = ("任务或目标", "种类", "角色", "完成时限", "最晚日期", "到期情况", "地区", "规划", "页码", "核对")
_FILES = ("bureaus.xlsx", "deadlines.ics")
_TITLES = 4  # named in a circle's words


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("责任", "哪个单位要做什么、什么时候完成：牵头、责任、配合分开统计，按时限排列。"))
    opened = open_workspace(folder)
    plans = plan_ids(opened) if opened else []
    if opened is None or not plans:
        return
    left, middle, right = st.columns([3, 3, 1.2])
    plan = choose_plan(left, opened, plans, ALL_PLANS)
    as_of = choose_day(right)
    if as_of is None:
        return
    known = _duties(opened, opened.version, as_of)
    everything = [one for one in known if not plan or one.analysis.document.id == plan]
    bodies = Counter(duty.body for duty in everything)
    names = sorted(bodies, key=lambda body: (-bodies[body], body))
    body = middle.selectbox(
        "单位", ["", *names], key="body", bind="query-params", filter_mode="contains",
        format_func=lambda one: one or ALL_BODIES,
    )  # fmt: skip
    if not everything:
        st.html(notice("没有读到任务和目标", ("换一份规划，或到“规划原文”核对。",)))
        return
    shown = narrow([one for one in everything if not body or one.body == body])
    if not shown:
        st.html(notice("没有符合筛选的事项", ("去掉一项角色或到期情况再看。",)))
        return
    counts = Counter(one.due for one in shown)
    st.html(cards([("事项", len(shown), ""), *((due.value, counts[due], style(due)) for due in Due)]))
    report = opened.report(as_of)
    with st.container(horizontal=True):
        show_downloads(only(report, plan) if plan else report, opened.labels().get(plan, ALL_PLANS), _FILES)
    show_timeline(shown, as_of, opened.labels())
    if body:
        show_duties(shown, opened.labels())
    else:
        show_bodies(shown, opened.labels().get(plan, ""))


@st.cache_resource(max_entries=4, show_spinner=False)
def _duties(_opened: Opened, version: str, as_of: date) -> tuple[Duty, ...]:
    return duties_of(_opened.report(as_of).plans, as_of)


def style(due: Due) -> str:
    """How the number of what is due then is coloured."""
    return {Due.PAST: "error", Due.SOON: "warning", Due.LATER: "info"}.get(due, "")


def narrow(duties: Sequence[Duty]) -> list[Duty]:
    """Those of the roles and times due chosen; nothing chosen lets all through."""
    left, right = st.columns([2, 5])
    roles = Counter(one.role for one in duties if one.role)
    dues = Counter(one.due for one in duties)
    wanted = left.pills(
        "角色", [role.value for role in Role if roles[role]], selection_mode="multi", key="role", wrap=True,
        bind="query-params", format_func=lambda role: f"{ROLES[Role(role)]} {roles[Role(role)]}",
    )  # fmt: skip
    asked = right.pills(
        "到期情况", [due.value for due in Due if dues[due]], selection_mode="multi", key="due", wrap=True,
        bind="query-params", format_func=lambda due: f"{due} {dues[Due(due)]}",
    )  # fmt: skip
    return [one for one in duties if (not wanted or one.role in wanted) and (not asked or one.due in asked)]


def show_timeline(duties: Sequence[Duty], as_of: date, labels: dict[str, str]) -> None:
    """What is due when, a line a plan, those with the nearest day first."""
    groups: dict[tuple[str, date], dict[tuple[str, str], Duty]] = {}
    for one in duties:
        if one.end:
            key = (labels[one.analysis.document.id], one.end)
            groups.setdefault(key, {}).setdefault((one.commitment.id, one.what), one)
    plans = list(dict.fromkeys(plan for plan, _ in groups))[:MOST_PLANS]
    rows: list[charts.Row] = []
    for (plan, end), found in groups.items():
        if plan in plans:
            names = [one.what for one in found.values()]
            more = f" 等 {len(names)} 项" if len(names) > _TITLES else ""
            rows.append({
                "规划": plan, "最晚日期": end.isoformat(), "日期": end.isoformat(), "项数": len(names),
                "到期情况": next(iter(found.values())).due.value, "事项": "；".join(names[:_TITLES]) + more,
            })  # fmt: skip
    if rows:
        st.altair_chart(charts.timeline(rows, as_of, _COLOURS), width="stretch", theme=None)
        note = f"，只画最早到期的 {MOST_PLANS} 份规划" if len(plans) == MOST_PLANS else ""
        st.html(f'<p class="pc-summary">圆越大，同一天到期的事项越多；虚线是检查日期{note}。</p>')


def show_bodies(duties: Sequence[Duty], plan: str) -> None:
    """A line a body. plan: what the list calls the plan chosen, "" for all."""
    groups: dict[str, list[Duty]] = {}
    for one in duties:
        groups.setdefault(one.body, []).append(one)
    columns = (
        ("单位", 26), ("牵头", 7), ("责任", 7), ("配合", 7), ("其中目标", 9), (Due.PAST.value, 8),
        (Due.SOON.value, 11), ("最近到期", 12), ("涉及规划", 9),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    links = []
    for body, group in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        roles, dues = Counter(one.role for one in group), Counter(one.due for one in group)
        ahead = [one.end for one in group if one.end and one.due is not Due.PAST]
        rows.append((
            body, *(roles[role] for role in (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)),
            sum(isinstance(one.commitment, Target) for one in group), dues[Due.PAST], dues[Due.SOON],
            min(ahead).isoformat() if ahead else "", len({one.analysis.document.id for one in group}),
        ))  # fmt: skip
        links.append(address("duties", body=body, **({"plan": plan} if plan else {})))
    sheet = Sheet("各单位责任", columns, tuple(rows))
    offer("各单位责任", sheet)
    st.html(table(sheet, [name for name, _ in columns], links))


def show_duties(duties: Sequence[Duty], labels: dict[str, str]) -> None:
    """A line a task or target of one body, each leading to its passage."""
    sheet = duty_sheet(duties)
    more = f"，显示前 {MOST_ROWS} 项，其余请下载查看" if len(duties) > MOST_ROWS else ""
    offer_beside(f"共 <b>{len(duties)}</b> 项{more}", "责任清单", sheet)
    links = [plan_address(labels[one.analysis.document.id], clause=one.commitment.clause) for one in duties]
    st.html(table(sheet, _COLUMNS, links, folded="原文"))
