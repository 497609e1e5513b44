"""The page 条款检索: a query and filters, the clauses that fit, why they fit and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from index.filters import Filters
from index.hits import SearchHits
from index.search import Sort
from ingest.document import GovernmentLevel
from report.hit_list import hit_sheet, hits_file
from report.wording import CLAUSE_KINDS
from views.downloads import offer
from views.hits import hit_card
from views.markup import escape, notice, path_line, sound, title
from views.opened import Opened, open_workspace
from views.start import show_start

CHOICES = ("region", "year", "type", "level", "kind", "bureau", "doc")  # keys of the filters to choose from
WORDS = ("section", "indicator")  # of those to write
DAYS = ("from", "to")  # of those that are a day
SIZES = (20, 50, 100)
SORTS = {Sort.SCORE: "按相关程度", Sort.DATE: "新的在前", Sort.PLACE: "按地区"}


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
    if like := asked_like(opened):
        show_like(opened, like, filters)
    elif not query.strip() and filters == Filters():
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
    section = st.text_input("所在章节含有", key="section", bind="query-params", max_chars=60, placeholder="保障措施")
    indicator = st.text_input("指标名称含有", key="indicator", bind="query-params", max_chars=60, placeholder="能耗")
    left, right = st.columns(2)
    first = left.date_input("时限不早于", None, key="from", bind="query-params", format="YYYY-MM-DD")
    last = right.date_input("不晚于", None, key="to", bind="query-params", format="YYYY-MM-DD")
    if any(st.session_state.get(key) for key in (*CHOICES, *WORDS, *DAYS)):
        st.button("清除筛选", on_click=_clear)
    return Filters(
        region=regions or None, year=tuple(map(int, chosen_years)) or None, doc_type=types or None,
        level=chosen_levels or None, kind=kinds or None, bureau=bureaus or None, document=documents or None,
        section=section.strip() or None, indicator=indicator.strip() or None, due_from=first, due_to=last,
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
    st.session_state.update({**{key: [] for key in CHOICES}, **dict.fromkeys(WORDS, ""), **dict.fromkeys(DAYS)})


def asked_like(opened: Opened) -> tuple[str, str] | None:
    """The document and the clause whose like the address asks for."""
    clause, label = st.query_params.get("like"), st.query_params.get("of")
    found = [name for name, called in opened.labels().items() if called == label]
    return (found[0], clause) if found and clause else None


def show_like(opened: Opened, like: tuple[str, str], filters: Filters) -> None:
    """The clauses most like one, which stands above them."""
    st.button("返回检索", on_click=_back, icon=":material/arrow_back:")
    document = opened.document(like[0])
    clause = next((one for one in document.clauses if one.id == like[1]), None)
    if clause is None:
        st.html(notice("这一条已不在原处", ("文件改过以后重建了工作区，请重新检索。",)))
        return
    text = escape(document.quote(clause.span).strip())
    place = path_line(document.path(clause.section), clause.page)
    tag = f'<span class="pc-tag">{escape(opened.labels()[like[0]])}</span>'
    st.html(
        f'<article class="pc-hit pc-asked"><header><b>与这一条相近的条款</b>{tag}</header>'
        f'{place}<div class="pc-text">{text}</div></article>'
    )
    orders, sizes = st.columns([3, 2])
    size, sort = choose_order(sizes, orders)
    found = opened.workspace.more_like(*like, filters, size, sort=sort)
    show_found(opened, found, filters, asked=False)


def show_hits(opened: Opened, query: str, filters: Filters) -> None:
    """The hits with what was found in all, the files to take away, and what to do where there are none."""
    summary, orders, sizes = st.columns([4.4, 3.2, 2.4], vertical_alignment="center")
    size, sort = choose_order(sizes, orders)
    found = opened.workspace.search(query, filters, size, ignored=_taken_away(query), sort=sort)
    summary.html(summary_line(found, sort))
    _show_understood(found)
    show_found(opened, found, filters, asked=bool(query))


def choose_order(sizes: DeltaGenerator, orders: DeltaGenerator) -> tuple[int, Sort]:
    """How many hits are to be shown, and in which order."""
    size = sizes.segmented_control(
        "显示条数", SIZES, default=SIZES[0], required=True, key="n", bind="query-params", label_visibility="collapsed",
        format_func=lambda size: f"{size} 条",
    )  # fmt: skip
    sort = orders.segmented_control(
        "排列", list(SORTS), default=Sort.SCORE, required=True, key="sort", bind="query-params",
        label_visibility="collapsed", format_func=lambda one: SORTS[one],
    )  # fmt: skip
    return size, sort


def show_found(opened: Opened, found: SearchHits, filters: Filters, *, asked: bool) -> None:
    """The hits as cards, with the files of them; what to do where there are none. asked: a query stands behind them."""
    if not found.hits:
        advice = ["换一个更常用的说法，或只留下最要紧的词。"] if found.query else []
        if filters != Filters():
            advice.insert(0, "左侧的筛选可能太窄：去掉一项，或点“清除筛选”。")
        st.html(notice("没有符合条件的条款", advice))
        return
    offer("检索结果", hit_sheet(found), lambda: hits_file(found, ".docx"))
    if asked and not any(hit.why.words or hit.why.heading_words for hit in found.hits):
        st.html('<p class="pc-hint">没有条款含有这些词，以下条款只是意思相近，仅供参考。</p>')
    labels = opened.labels()
    for rank, hit in enumerate(found.hits, start=1):
        st.html(hit_card(rank, hit, opened.document(hit.document), labels[hit.document], asked=asked))


def _back() -> None:
    for name in ("like", "of"):
        st.query_params.pop(name, None)


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


def summary_line(found: SearchHits, sort: Sort) -> str:
    """How many were found, in which order they stand, how many are shown."""
    order = f"{SORTS[sort]}排列" if found.query or sort is not Sort.SCORE else "按文件顺序排列"
    shown = f"显示前 {len(found.hits)} 条" if found.found > len(found.hits) else "全部列出"
    more = f"，{order.replace('在前排列', '在前')}，{shown}" if found.hits else ""
    return f'<p class="pc-summary">候选条款 <b>{found.found}</b> 条{more}</p>'
