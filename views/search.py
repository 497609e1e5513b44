"""The page 条款检索: a query and filters, the clauses that fit, why they fit and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from index.search import Filters, SearchHits
from index.workspace import Workspace
from ingest.document import GovernmentLevel
from report.wording import CLAUSE_KINDS
from report.workbook import Sheet, Value
from views.downloads import offer
from views.hits import hit_card, hit_sheet
from views.markup import notice, report_address, sound, table, title
from views.opened import Opened, open_workspace

FILTER_KEYS = ("region", "year", "type", "level", "kind", "bureau", "doc")
SIZES = (20, 50, 100)
EXAMPLES = 6  # queries offered where none is asked
_EXAMPLE_LENGTH = range(5, 17)  # characters of a task's title that makes a good query


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("条款检索", "按词和意思在全部规划中查找条款，可按地区、年份、文种、单位缩小范围。"))
    opened = open_workspace(folder)
    if opened is None:
        return
    with st.container(horizontal=True):
        query = st.text_input(
            "检索词", key="q", bind="query-params", max_chars=200, label_visibility="collapsed",
            placeholder="输入词语或一句话，例如：充电设施建设目标、谁负责碳排放统计", icon=":material/search:",
        )  # fmt: skip
        st.button("检索", type="primary")  # leaving the box is what asks; the button is where a hand goes
    with st.sidebar:
        filters = choose_filters(opened)
    if not query.strip() and filters == Filters():
        show_start(opened)
    else:
        show_hits(opened, query.strip(), filters)


def choose_filters(opened: Opened) -> Filters:
    """The filters in the sidebar, every one of them part of the address."""
    entries = opened.workspace.documents()
    years = sorted({entry.year for entry in entries if entry.year}, reverse=True)
    levels = [level.value for level in GovernmentLevel if any(entry.level == level.value for entry in entries)]
    labels = opened.labels()
    st.html('<h2 class="pc-side">筛选</h2>')
    regions = _choice("地区（含下级）", "region", sorted({entry.region for entry in entries if entry.region}))
    chosen_years = _choice("印发年份", "year", [str(year) for year in years])
    types = _choice("文种", "type", sorted({entry.doc_type for entry in entries if entry.doc_type}))
    chosen_levels = _choice("层级", "level", levels)
    kinds = _choice("条款类型", "kind", list(CLAUSE_KINDS), CLAUSE_KINDS)
    bureaus = _choice("责任单位", "bureau", _bureaus(opened.workspace))
    documents = _choice("规划", "doc", list(labels), labels)
    if any(st.session_state.get(key) for key in FILTER_KEYS):
        st.button("清除筛选", on_click=_clear)
    return Filters(
        region=regions or None, year=tuple(map(int, chosen_years)) or None, doc_type=types or None,
        level=chosen_levels or None, kind=kinds or None, bureau=bureaus or None, document=documents or None,
    )  # fmt: skip


def _choice(label: str, key: str, options: list[str], names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What is chosen of the options; nothing is drawn where there is nothing to choose."""
    if not options:
        return ()
    shown = names or {}
    chosen = st.multiselect(
        label, options, key=key, bind="query-params", placeholder="不限", select_all=False, filter_mode="contains",
        format_func=lambda option: sound(shown.get(option) or option),
    )  # fmt: skip
    return tuple(chosen)


def _clear() -> None:
    for key in FILTER_KEYS:
        st.session_state[key] = []


def _bureaus(workspace: Workspace) -> list[str]:
    """The bodies that answer for something, those with the most clauses first."""
    sql = "SELECT coalesce(canonical, name) AS body FROM bureau GROUP BY body ORDER BY count(DISTINCT row) DESC, body"
    return [name for (name,) in workspace.catalogue.query(sql)]


# --- without a query --------------------------------------------------------------------------------------------------


def show_start(opened: Opened) -> None:
    """What can be asked: queries made of the plans' own tasks, and what the workspace holds."""
    entries = opened.workspace.documents()
    clauses = sum(entry.rows for entry in entries)
    lines = (
        f"工作区现有 {len(entries)} 份文件、{clauses} 个条款。在上面输入检索词，或点下面的例子试一试。",
        "不输入检索词、只用左侧的筛选，可以列出全部符合条件的条款。",
    )
    st.html(notice("从一个问题开始", lines))
    with st.container(horizontal=True):
        for number, example in enumerate(examples(opened.workspace)):
            st.button(sound(example), key=f"example-{number}", on_click=_ask, args=(example,))
    columns = (("文件", 46), ("地区", 14), ("文种", 12), ("年份", 8), ("条款", 7), ("任务", 7), ("目标", 7))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (one.title, one.region, one.doc_type, str(one.year or ""), one.rows, one.tasks, one.targets) for one in entries
    )
    labels = opened.labels()
    links = [report_address(labels[one.id]) if one.doc_type else "" for one in entries]
    st.html(table(Sheet("文件", columns, rows), [name for name, _ in columns], links))


def examples(workspace: Workspace) -> tuple[str, ...]:
    """Titles of tasks out of plans spread over the workspace."""
    entries = [entry for entry in workspace.documents() if entry.tasks]
    chosen = entries[:: max(1, len(entries) // EXAMPLES)][:EXAMPLES]
    found: dict[str, None] = {}
    for entry in chosen:
        titles = [task.title for task in workspace.commitments(entry.id).tasks if len(task.title) in _EXAMPLE_LENGTH]
        if titles:
            found[titles[len(titles) // 2]] = None
    return tuple(found)


def _ask(query: str) -> None:
    st.session_state["q"] = query


# --- hits -------------------------------------------------------------------------------------------------------------


def show_hits(opened: Opened, query: str, filters: Filters) -> None:
    """The hits with what was found in all, the files to take away, and what to do where there are none."""
    size = st.session_state.get("n") or SIZES[0]
    found = opened.workspace.search(query, filters, size)
    if not found.hits:
        advice = ["换一个更常用的说法，或只留下最要紧的词。"] if query else []
        if filters != Filters():
            advice.insert(0, "左侧的筛选可能太窄：去掉一项，或点“清除筛选”。")
        st.html(notice("没有符合条件的条款", advice))
        return
    show_summary(found)
    if query and not any(hit.why.words or hit.why.heading_words for hit in found.hits):
        st.html('<p class="pc-hint">没有条款含有这些词，以下条款只是意思相近，仅供参考。</p>')
    labels = opened.labels()
    for rank, hit in enumerate(found.hits, start=1):
        address = report_address(labels[hit.document]) if hit.doc_type else None
        st.html(hit_card(rank, hit, opened.document(hit.document), address, asked=bool(query)))


def show_summary(found: SearchHits) -> None:
    """How many were found, how many to show, and the files to take away."""
    summary, sizes, buttons = st.columns([5, 2, 4], vertical_alignment="center")
    shown = f"显示前 {len(found.hits)} 条" if found.found > len(found.hits) else "全部列出"
    order = "按相关程度排列" if found.query else "按文件顺序排列"
    summary.html(f'<p class="pc-summary">候选条款 <b>{found.found}</b> 条，{order}，{shown}</p>')
    sizes.segmented_control(
        "显示条数", SIZES, default=SIZES[0], required=True, key="n", bind="query-params", label_visibility="collapsed",
        format_func=lambda size: f"{size} 条",
    )  # fmt: skip
    with buttons:
        offer("检索结果", hit_sheet(found))
