"""The page 问题: what is wrong in all plans, one by one, by rule or by plan, and what was decided of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from report.analysis import SEVERITIES, SEVERITY_NAMES
from report.decision import DecisionBook, State
from report.ledger import LedgerError
from report.spreadsheet import Sheet, Value
from rules.rule import RULES
from views.annotated import offer_annotated
from views.choice import choose_day, choose_plan, plan_ids
from views.deciding import Decided, decided_sheet, decision_line, show_single, show_trail
from views.downloads import offer
from views.findings import Found, finding_card, narrow
from views.markup import address, alarm, cards, notice, table, title
from views.opened import open_workspace

ALL = "全部规划"
EACH, BY_RULE, BY_PLAN, TRAIL = "逐条", "按规则", "按规划", "处理记录"
PER_PAGE = 20


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("问题", "逐条核对检查发现的问题：采纳、不采纳或交办，写明理由；重建工作区后处理结果仍然保留。"))
    opened = open_workspace(folder)
    plans = plan_ids(opened) if opened else []
    if opened is None or not plans:
        return
    left, right = st.columns([4, 1])
    plan = choose_plan(left, opened, plans, ALL)
    as_of = choose_day(right)
    if as_of is None:
        return
    book = DecisionBook(folder)
    try:
        decided = book.latest()
    except LedgerError as error:
        st.html(alarm("处理记录打不开", (str(error),)))
        return
    labels = opened.labels()
    analyses = [one for one in opened.report(as_of).plans if not plan or one.document.id == plan]
    everything = sorted(
        ((one, finding) for one in analyses for finding in one.findings),
        key=lambda found: SEVERITIES.index(found[1].severity),
    )
    show_counts(everything, decided)
    if plan:
        offer_annotated(opened, analyses[0], as_of)
    way = st.segmented_control(
        "查看方式", (EACH, BY_RULE, BY_PLAN, TRAIL), default=EACH, required=True, key="by", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    if way == TRAIL:
        show_trail(book, everything, labels, plan)
    elif not everything:
        st.html(notice("没有发现问题", ("按现有规则检查，没有发现需要处理的地方。",)))
    elif way == BY_RULE:
        show_by_rule(everything, decided)
    elif way == BY_PLAN:
        show_by_plan(everything, decided, labels)
    else:
        show_each(book, everything, decided, labels, as_of)


def state_of(found: Found, decided: Decided) -> State:
    """Where the finding stands."""
    decision = decided.get((found[0].document.id, found[1].fingerprint))
    return decision.state if decision else State.OPEN


def show_counts(everything: Sequence[Found], decided: Decided) -> None:
    """How many of each severity, and how many of them somebody has dealt with."""
    severities = Counter(finding.severity for _, finding in everything)
    states = Counter(state_of(found, decided) for found in everything)
    counts = [(SEVERITY_NAMES[one], severities[one], one.value) for one in SEVERITIES]
    st.html(cards([*counts, *((state.value, states[state], "") for state in State)]))


# --- one by one -------------------------------------------------------------------------------------------------------


def show_each(
    book: DecisionBook, everything: Sequence[Found], decided: Decided, labels: Mapping[str, str], as_of: date
) -> None:
    """The findings that the filters let through, a page at a time; or the one that the address names, to be decided."""
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    chosen = narrow(everything, left)
    rules = sorted({finding.rule for _, finding in everything})
    with right:
        wanted = st.multiselect(
            "规则", rules, key="rule", bind="query-params", format_func=rule_name, placeholder="不限", select_all=False
        )
    states = Counter(state_of(found, decided) for found in everything)
    asked = middle.pills(
        "处理情况", [state.value for state in State if states[state]], selection_mode="multi", key="state",
        bind="query-params", format_func=lambda state: f"{state} {states[State(state)]}",
    )  # fmt: skip
    chosen = [
        found for found in chosen
        if (not wanted or found[1].rule in wanted) and (not asked or state_of(found, decided) in asked)
    ]  # fmt: skip
    fingerprint, of = st.query_params.get("finding"), st.query_params.get("of")
    single = [
        found for found in everything
        if found[1].fingerprint == fingerprint and of in (None, labels[found[0].document.id])
    ]  # fmt: skip
    if single:
        st.button("返回列表", on_click=_back, icon=":material/arrow_back:")
        show_single(book, single, labels, as_of)
        return
    if not chosen:
        st.html(notice("没有符合筛选的问题", ("去掉一项级别、类别、规则或处理情况再看。",)))
        return
    number, files = st.columns([3, 2], vertical_alignment="bottom")
    pages = -(-len(chosen) // PER_PAGE)
    page = number.number_input(f"第几页（共 {pages} 页）", 1, pages, key="n", bind="query-params", width=200)
    with files:
        offer("问题清单", decided_sheet(chosen, decided, labels))
    for analysis, finding in chosen[(page - 1) * PER_PAGE : page * PER_PAGE]:
        decision = decided.get((analysis.document.id, finding.fingerprint))
        st.html(finding_card(analysis, finding, labels, single=False) + decision_line(decision))
        key = f"decide-{analysis.document.id}-{finding.fingerprint}-{finding.span.start}-{finding.message}"
        st.button("处理", key=key, on_click=_ask, args=(labels[analysis.document.id], finding.fingerprint))


def rule_name(rule_id: str) -> str:
    """Id and title of a rule."""
    rule = RULES.get(rule_id)
    return f"{rule_id} {rule.title}" if rule else rule_id


def _ask(label: str, fingerprint: str) -> None:
    st.query_params.update({"finding": fingerprint, "of": label})


def _back() -> None:
    for name in ("finding", "of"):
        st.query_params.pop(name, None)


# --- together ---------------------------------------------------------------------------------------------------------


def show_by_rule(everything: Sequence[Found], decided: Decided) -> None:
    """A line a rule, the one with the most open findings first."""
    groups: dict[str, list[Found]] = {}
    for found in everything:
        groups.setdefault(found[1].rule, []).append(found)
    columns = (("规则", 8), ("名称", 40), ("级别", 8), ("问题", 8), ("待处理", 8), ("涉及规划", 8))
    rows: list[tuple[Value, ...]] = []
    for rule, group in sorted(groups.items(), key=lambda pair: (-open_count(pair[1], decided), pair[0])):
        worst = min((finding.severity for _, finding in group), key=SEVERITIES.index)
        name = RULES[rule].title if rule in RULES else ""
        concerned = len({analysis.document.id for analysis, _ in group})
        rows.append((rule, name, SEVERITY_NAMES[worst], len(group), open_count(group, decided), concerned))
    links = [address("findings", rule=rule_name(str(row[0]))) for row in rows]
    show_table(Sheet("按规则", columns, tuple(rows)), links)


def show_by_plan(everything: Sequence[Found], decided: Decided, labels: Mapping[str, str]) -> None:
    """A line a plan, the one with the most open findings first."""
    groups: dict[str, list[Found]] = {}
    for found in everything:
        groups.setdefault(found[0].document.id, []).append(found)
    columns = (("规划", 60), *((SEVERITY_NAMES[one], 8) for one in SEVERITIES), ("待处理", 8), ("已处理", 8))
    rows: list[tuple[Value, ...]] = []
    links = []
    for plan, group in sorted(groups.items(), key=lambda pair: (-open_count(pair[1], decided), pair[0])):
        counts = Counter(finding.severity for _, finding in group)
        left = open_count(group, decided)
        rows.append((labels[plan], *(counts[one] for one in SEVERITIES), left, len(group) - left))
        links.append(address("findings", plan=labels[plan]))
    show_table(Sheet("按规划", columns, tuple(rows)), links)


def open_count(group: Sequence[Found], decided: Decided) -> int:
    """How many nobody has dealt with."""
    return sum(state_of(found, decided) is State.OPEN for found in group)


def show_table(sheet: Sheet, links: Sequence[str]) -> None:
    """The table with its downloads."""
    offer(f"问题{sheet.name}", sheet)
    st.html(table(sheet, [name for name, _ in sheet.columns], links))
