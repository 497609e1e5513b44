"""The page 条款检索: a query and filters, the clauses that fit, why they fit and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from index.filters import Filters
from index.hits import SearchHits
from ingest.document import GovernmentLevel
from report.hit_list import hit_sheet
from report.wording import CLAUSE_KINDS
from views.downloads import offer
from views.hits import hit_card
from views.markup import notice, sound, title
from views.opened import Opened, open_workspace
from views.start import show_start

FILTER_KEYS = ("region", "year", "type", "level", "kind", "bureau", "doc")
SIZES = (20, 50, 100)


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
    bureaus = _choice("责任单位", "bureau", list(opened.workspace.bureaus()))
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


def show_hits(opened: Opened, query: str, filters: Filters) -> None:
    """The hits with what was found in all, the files to take away, and what to do where there are none."""
    summary, sizes, files = st.columns([4, 2.6, 3.4], vertical_alignment="center")
    size = sizes.segmented_control(
        "显示条数", SIZES, default=SIZES[0], required=True, key="n", bind="query-params", label_visibility="collapsed",
        format_func=lambda size: f"{size} 条",
    )  # fmt: skip
    found = opened.workspace.search(query, filters, size, ignored=_taken_away(query))
    summary.html(summary_line(found))
    _show_understood(found)
    if not found.hits:
        advice = ["换一个更常用的说法，或只留下最要紧的词。"] if query else []
        if filters != Filters():
            advice.insert(0, "左侧的筛选可能太窄：去掉一项，或点“清除筛选”。")
        st.html(notice("没有符合条件的条款", advice))
        return
    with files:
        offer("检索结果", hit_sheet(found))
    if query and not any(hit.why.words or hit.why.heading_words for hit in found.hits):
        st.html('<p class="pc-hint">没有条款含有这些词，以下条款只是意思相近，仅供参考。</p>')
    labels = opened.labels()
    for rank, hit in enumerate(found.hits, start=1):
        st.html(hit_card(rank, hit, opened.document(hit.document), labels[hit.document], asked=bool(query)))


def _taken_away(query: str) -> tuple[str, ...]:
    """What this query is not to be understood as; another query starts afresh."""
    if st.session_state.get("understood_of") != query:
        st.session_state["understood_of"], st.session_state["taken_away"] = query, ()
    found: tuple[str, ...] = st.session_state["taken_away"]
    return found


def _show_understood(found: SearchHits) -> None:
    """A button for all that the query was understood as, to take it away, and one to take all of it back."""
    away = st.session_state["taken_away"]
    if not found.understood and not away:
        return
    with st.container(horizontal=True):
        for piece in found.understood:
            st.button(
                sound(piece.label), key=f"away-{piece.key}", icon=":material/close:", help="不这样理解",
                on_click=_take_away, args=(piece.key,),
            )  # fmt: skip
        if away:
            st.button("恢复对检索词的理解", key="back", icon=":material/undo:", on_click=_take_back)


def _take_away(key: str) -> None:
    st.session_state["taken_away"] = (*st.session_state["taken_away"], key)


def _take_back() -> None:
    st.session_state["taken_away"] = ()


def summary_line(found: SearchHits) -> str:
    """How many were found, in which order they stand, how many are shown."""
    order = "按相关程度排列" if found.query else "按文件顺序排列"
    shown = f"显示前 {len(found.hits)} 条" if found.found > len(found.hits) else "全部列出"
    more = f"，{order}，{shown}" if found.hits else ""
    return f'<p class="pc-summary">候选条款 <b>{found.found}</b> 条{more}</p>'
