"""What is decided of findings: one finding with its form, the line below its card, the trail of all decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import streamlit as st

from report.analysis import Analysis
from report.decision import LONGEST, Decision, DecisionBook, State, waiver_file
from report.ledger import LedgerError
from report.spreadsheet import Sheet, Value
from report.workbook import finding_sheet
from rules.finding import Finding
from views.downloads import button, offer
from views.findings import Found, finding_card
from views.markup import alarm, escape, notice, table

Decided = Mapping[tuple[str, str], Decision]
YAML = "application/yaml"
_CHOICES = (State.ACCEPTED.value, State.REJECTED.value, State.ASSIGNED.value, State.OPEN.value)
_HOLDS = timedelta(days=365)  # how long a rejection holds unless said otherwise
_BEIJING = timedelta(hours=8)
_USER_HEADERS = ("X-Forwarded-User", "Remote-User", "X-Auth-Request-User")  # how a proxy says who sits there
_STYLES = {State.ACCEPTED: "warning", State.REJECTED: "info", State.ASSIGNED: "error"}


def decision_line(decision: Decision | None) -> str:
    """What was decided, by whom and why."""
    if decision is None or decision.state is State.OPEN:
        return ""
    whom = f"给 {decision.assignee}" if decision.assignee else ""
    until = f"，至 {decision.due.isoformat()}" if decision.due else ""
    said = f"{decision.author}（{beijing(decision.at)}）{whom}{until}：{decision.reason}"
    return f'<p class="pc-decided pc-{_STYLES[decision.state]}"><b>{decision.state.value}</b>{escape(said)}</p>'


def beijing(at: str) -> str:
    """The moment as people in China read it."""
    return (datetime.fromisoformat(at) + _BEIJING).strftime("%Y-%m-%d %H:%M")


def show_single(book: DecisionBook, single: Sequence[Found], labels: Mapping[str, str], as_of: date) -> None:
    """One finding with what was decided of it before, and the form that decides it."""
    analysis, finding = single[0]
    document = analysis.document.id
    st.html("".join(finding_card(one, other, labels, single=False) for one, other in single if one is analysis))
    with st.form("decision", border=True):
        first, second, third = st.columns([3, 2, 2])
        state = first.radio("决定", _CHOICES, horizontal=True, key="decision")
        author = second.text_input("处理人", value=who(), key="author", max_chars=60)
        label = "期限（不采纳到何日有效，交办到何日完成）"
        due = third.date_input(label, as_of + _HOLDS, key="due", format="YYYY-MM-DD")
        hint = "为什么采纳、不采纳，或者要求怎样改"
        reason = st.text_area("理由", key="reason", max_chars=LONGEST, height=90, placeholder=hint)
        assignee = st.text_input("交办给（单位或人，交办时填）", key="assignee", max_chars=60)
        if st.form_submit_button("保存", type="primary"):
            try:
                book.record(document, finding, State(state), reason, author, assignee=assignee, due=due)
            except LedgerError as error:
                st.html(alarm("没有保存", (str(error),)))
            else:
                st.session_state["who"] = author
                st.rerun()
    before = book.trail(document, finding.fingerprint)
    if before:
        sheet = trail_sheet(before, labels, {(document, finding.fingerprint)})
        st.html(table(sheet, ["时间", "决定", "理由", "处理人", "交办给", "期限"]))


def who() -> str:
    """Who sits at the page, where a proxy in front of it says so or they said it before."""
    known = next((st.context.headers[name] for name in _USER_HEADERS if st.context.headers.get(name)), "")
    return str(st.session_state.get("who", known))[:60]


def show_trail(book: DecisionBook, everything: Sequence[Found], labels: Mapping[str, str], plan: str) -> None:
    """Every decision ever made, newest first, and the rejections as a file of waivers."""
    trail = book.trail(plan or None)
    if not trail:
        st.html(notice("还没有处理记录", ("在“逐条”里点“处理”，写明决定和理由，就会记在这里。",)))
        return
    present = {(analysis.document.id, finding.fingerprint) for analysis, finding in everything}
    sheet = trail_sheet(trail, labels, present)
    with st.container(horizontal=True, horizontal_alignment="right"):
        button("导出豁免文件（YAML）", lambda: waiver_file(book.latest().values()), "waivers.yaml", YAML)
        offer("处理记录", sheet)
    st.html(table(sheet, [name for name, _ in sheet.columns]))


def trail_sheet(trail: Sequence[Decision], labels: Mapping[str, str], present: set[tuple[str, str]]) -> Sheet:
    """The decisions as a table. present: the findings that the checks still report."""
    columns = (
        ("时间", 16), ("规划", 30), ("规则", 8), ("问题", 40), ("决定", 8), ("理由", 36), ("处理人", 10),
        ("交办给", 14), ("期限", 12), ("现状", 10), ("指纹", 19),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            beijing(one.at), labels.get(one.document, one.document), one.rule, one.message, one.state.value, one.reason,
            one.author, one.assignee, one.due.isoformat() if one.due else "",
            "仍在" if (one.document, one.fingerprint) in present else "不再出现", one.fingerprint,
        )
        for one in trail
    ]  # fmt: skip
    return Sheet("处理记录", columns, tuple(rows))


def decided_sheet(chosen: Sequence[Found], decided: Decided, labels: Mapping[str, str]) -> Sheet:
    """问题清单 with what was decided of each."""
    groups: dict[str, tuple[Analysis, list[Finding]]] = {}
    for analysis, finding in chosen:
        groups.setdefault(analysis.document.id, (analysis, []))[1].append(finding)
    sheet = finding_sheet([replace(one, findings=tuple(found)) for one, found in groups.values()], labels)
    decisions = [
        decided.get((one.document.id, finding.fingerprint)) for one, found in groups.values() for finding in found
    ]
    added = (("处理", 8), ("理由", 30), ("处理人", 10), ("交办给", 14), ("期限", 12))
    rows = tuple(
        (*row, *(
            (one.state.value, one.reason, one.author, one.assignee, one.due.isoformat() if one.due else "")
            if one else (State.OPEN.value, "", "", "", "")
        ))
        for row, one in zip(sheet.rows, decisions, strict=True)
    )  # fmt: skip
    return replace(sheet, columns=(*sheet.columns, *added), rows=rows)
