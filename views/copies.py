"""The page 查重: which plans share passages, who was first, and both sides word for word."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import streamlit as st

from index.duplicates.pair import DuplicateKind, DuplicatePair, near_duplicates
from ingest.document import Document
from report.copies import KINDS, SAME_DAY, UNKNOWN, Copies, copies_of, copies_sheet, passage_sheet
from rules.compare.text import DiffKind, Piece, flatten, word_diff
from views.choice import choose_plan, plan_ids
from views.downloads import offer_beside
from views.markup import MOST_ROWS, address, cards, difference, escape, notice, path_line, plan_address, table, title
from views.opened import Opened, open_workspace

ALL = "全部规划"
PER_PAGE = 30  # passages shown at a time


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("查重", "哪些规划之间有雷同的段落、谁在先、改了哪些字；许多地方都用的通用表述单独标出。"))
    opened = open_workspace(folder)
    plans = plan_ids(opened) if opened else []
    if opened is None or not plans:
        return
    left, right = st.columns(2)
    plan = choose_plan(left, opened, plans, ALL)
    labels = opened.labels()
    other = right.selectbox(
        "对方", ["", *(one for one in plans if one != plan)], key="with", bind="query-params", filter_mode="contains",
        format_func=lambda one: labels.get(one, ALL),
    )  # fmt: skip
    everything = _copies(opened, opened.snapshot)
    chosen = [one for one in everything if {plan, other} - {"", None} <= {one.one.id, one.other.id}]
    kinds = Counter(pair.kind for one in chosen for pair in one.pairs)
    wanted = st.pills(
        "类型", [kind.value for kind in DuplicateKind if kinds[kind]], selection_mode="multi", key="kind", wrap=True,
        bind="query-params", format_func=lambda kind: f"{KINDS[DuplicateKind(kind)]} {kinds[DuplicateKind(kind)]}",
        default=[kind.value for kind in (DuplicateKind.EXACT, DuplicateKind.NEAR) if kinds[kind]],
    )  # fmt: skip
    kept = [
        replace(one, pairs=tuple(pair for pair in one.pairs if not wanted or pair.kind in wanted)) for one in chosen
    ]
    found = sorted((one for one in kept if one.pairs), key=lambda one: (-one.letters, one.one.id, one.other.id))
    if not found:
        st.html(notice("没有雷同的段落", ("按现在的选择，规划之间没有发现雷同；可以换一份规划或换一种类型。",)))
        return
    st.html(cards((
        ("规划对", len(found), ""), ("雷同段落", sum(len(one.pairs) for one in found), ""),
        ("雷同字数", sum(one.letters for one in found), ""),
    )))  # fmt: skip
    if plan and other:
        show_passages(found[0], labels)
    else:
        show_plans(found, labels)


@st.cache_resource(max_entries=2, show_spinner="正在查找雷同的段落……")
def _copies(_opened: Opened, snapshot: str) -> tuple[Copies, ...]:
    documents = [_opened.document(entry.id) for entry in _opened.workspace.documents()]
    return copies_of(documents, near_duplicates(documents))


def show_plans(found: list[Copies], labels: dict[str, str]) -> None:
    """A line for each two plans, leading to their passages."""
    sheet = copies_sheet(found)
    more = f"，显示前 {MOST_ROWS} 行，其余请下载查看" if len(found) > MOST_ROWS else ""
    offer_beside(f"雷同字数多的在前，点标题看对照{more}", "雷同的规划", sheet)
    links = [address("copies", **{"plan": labels[one.one.id], "with": labels[one.other.id]}) for one in found]
    st.html(table(sheet, [name for name, _ in sheet.columns], links))


def show_passages(copies: Copies, labels: dict[str, str]) -> None:
    """Both sides of each passage, with what was changed from the earlier to the later one."""
    first = copies.first
    said = {UNKNOWN: "有一份没有印出日期，先后不能判断。", SAME_DAY: "两份文件日期相同，先后不能判断。"}
    order = said.get(first, f"《{first}》成文在先（{copies.one.issued_on}，另一份 {copies.other.issued_on}）。")
    offer_beside(escape(order), "雷同段落", passage_sheet([copies]))
    pages = -(-len(copies.pairs) // PER_PAGE)
    page = 1
    if pages > 1:
        page = st.number_input(f"第几页（共 {pages} 页）", 1, pages, key="n", bind="query-params", width=200)
    shown = copies.pairs[(page - 1) * PER_PAGE : page * PER_PAGE]
    st.html("".join(passage_card(copies, pair, labels) for pair in shown))


def passage_card(copies: Copies, pair: DuplicatePair, labels: dict[str, str]) -> str:
    """One passage, the earlier side on the left."""
    pieces = word_diff(flatten(pair.a.quote), flatten(pair.b.quote))
    sides = (
        (copies.one, pair.a.clause, DiffKind.ADDED), (copies.other, pair.b.clause, DiffKind.REMOVED),
    )  # fmt: skip
    html = "".join(side(document, clause, pieces, hidden, labels) for document, clause, hidden in sides)
    head = f'<span class="pc-tag">{KINDS[pair.kind]}</span><span class="pc-tag">相似度 {pair.similarity:.2f}</span>'
    return f'<article class="pc-hit pc-copy"><header>{head}</header><div class="pc-sides">{html}</div></article>'


def side(
    document: Document, clause_id: str, pieces: tuple[Piece, ...], hidden: DiffKind, labels: dict[str, str]
) -> str:
    """The passage in one of the plans."""
    clause = document.clause(clause_id)
    there = escape(plan_address(labels[document.id], clause=clause_id))
    link = f'<a class="pc-there" href="{there}" target="_self">看原文</a>'
    text = difference(piece for piece in pieces if piece.kind is not hidden)
    place = path_line(document.path(clause.section), clause.page, link)
    return f'<div><b>{escape(document.title)}</b>{place}<div class="pc-text">{text}</div></div>'
