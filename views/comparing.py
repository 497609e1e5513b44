"""The page 比对: a draft against a template, the document above it, or another version of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from report.compare.page import TONES, Cell, ComparePage, CompareTable, page_html, page_workbook
from report.compare.run import compare_pages
from rules.template import load_template, template_ids
from rules.yaml_file import YamlError
from views.choice import choose_plan, plan_ids
from views.downloads import XLSX, button
from views.markup import MOST_ROWS, cell, difference, escape, notice, title
from views.opened import Opened, open_workspace

TEMPLATE, SUPERIOR, VERSION = "与模板", "与上级文件", "与另一版本"
_NOTES = {
    TEMPLATE: "看规划有没有模板要求的章节、清单、指标和任务。",
    SUPERIOR: "上级文件的每一点要求在本稿里保持、具体化、弱化还是缺失。",
    VERSION: "两个版本之间章节、条款和指标任务改了什么，逐词对照。",
}
HTML, JSON = "text/html", "application/json"
_CREATED = date(2000, 1, 1)  # a fixed day: the same comparison gives the same bytes


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("比对", "拿一份规划与模板、上级文件或另一版本对照，缺什么、弱在哪、改了什么一目了然。"))
    opened = open_workspace(folder)
    plans = plan_ids(opened) if opened else []
    if opened is None or not plans:
        return
    way = st.segmented_control(
        "对照什么", (TEMPLATE, SUPERIOR, VERSION), default=TEMPLATE, required=True, key="way", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    st.html(f'<p class="pc-summary">{_NOTES[way]}</p>')
    left, right = st.columns(2)
    plan = choose_plan(left, opened, plans, "请选择本稿" if way != VERSION else "请选择旧版")
    template = other = None
    if way == TEMPLATE:
        titles = _templates()
        template = right.selectbox(
            "模板", list(titles), key="template", bind="query-params", format_func=lambda one: titles[one],
            filter_mode="contains",
        )  # fmt: skip
    else:
        labels = opened.labels()
        name = "上级文件" if way == SUPERIOR else "新版"
        other = right.selectbox(
            name, ["", *(one.id for one in opened.workspace.documents() if one.id != plan)], key="other",
            bind="query-params", format_func=lambda one: labels.get(one, f"请选择{name}"), filter_mode="contains",
        )  # fmt: skip
    if not plan or not (template or other):
        st.html(notice("选好两边就开始对照", ("没有要比的文件？先到“导入”页上传。",)))
        return
    try:
        page, values = _compared(opened, opened.snapshot, way, plan, other or "", template or "")
    except YamlError as error:
        st.html(notice("比不了", (str(error),)))
        return
    show_page(page, values)


@st.cache_data(show_spinner=False)
def _templates() -> dict[str, str]:
    return {name: load_template(name).title for name in template_ids()}


@st.cache_resource(max_entries=32, show_spinner="正在对照……")
def _compared(
    _opened: Opened, snapshot: str, way: str, plan: str, other: str, template: str
) -> tuple[ComparePage, dict[str, Any]]:
    documents = [_opened.document(one) for one in (plan, other) if one]
    return compare_pages(documents, superior=way == SUPERIOR, template=template or None)


def show_page(page: ComparePage, values: dict[str, Any]) -> None:
    """The comparison: what was compared, the totals, a tab a table, the files to take away."""
    sides = "".join(f"<span><i>{escape(name)}</i>{escape(text)}</span>" for name, text in page.sides)
    st.html(f'<div class="pc-facts">{sides}</div>')
    totals = "".join(
        f'<div class="pc-card pc-plain"><b>{escape(text)}</b><span>{escape(name)}</span></div>'
        for name, text in page.totals
    )
    st.html(f'<div class="pc-cards pc-small">{totals}</div>')
    with st.container(horizontal=True):
        button("下载对照（网页）", lambda: page_html(page).encode("utf-8", "replace"), f"{page.title}.html", HTML)
        button("下载对照（Excel）", lambda: page_workbook(page, _CREATED), f"{page.title}.xlsx", XLSX)
        content = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
        button("下载数据（JSON）", lambda: content.encode("utf-8", "replace"), f"{page.title}.json", JSON)
    names = {f"{one.name}（{len(one.rows)}）": one for one in page.tables}
    tabs = st.tabs(list(names), key="tab", on_change="rerun", bind="query-params")
    for one, tab in zip(names.values(), tabs, strict=True):
        if tab.open:
            with tab:
                show_table(one)


def show_table(one: CompareTable) -> None:
    """One table with a box to look something up in it."""
    if one.note:
        st.html(f'<p class="pc-summary">{escape(one.note)}</p>')
    if not one.rows:
        st.html(notice(one.empty, ()))
        return
    word = st.text_input(
        "在表内查找", key=f"find-{one.name}", label_visibility="collapsed", icon=":material/search:",
        placeholder="在表内查找：状态、章节、词语……",
    ).strip()  # fmt: skip
    rows = tuple(row for row in one.rows if not word or any(word in plain_text(value) for value in row))
    more = f"，显示前 {MOST_ROWS} 行，其余请下载查看" if len(rows) > MOST_ROWS else ""
    st.html(f'<p class="pc-summary">共 <b>{len(rows)}</b> 行{more}</p>')
    if rows:
        st.html(compare_html(replace(one, rows=rows)))


def plain_text(value: Cell) -> str:
    """What a cell says, for looking something up."""
    if isinstance(value, tuple):
        return "".join(piece.text for piece in value)
    return "" if value is None else str(value)


def compare_html(one: CompareTable) -> str:
    """The first MOST_ROWS rows as HTML; a column with nothing in it is left out."""
    chosen = [place for place in range(len(one.columns)) if any(row[place] not in (None, "", ()) for row in one.rows)]
    head = "".join(
        f'<th style="min-width:{min(one.columns[place].width, 36) * 0.26 + 2.3:.1f}em">'
        f"{escape(one.columns[place].title)}</th>"
        for place in chosen
    )
    body = "".join(
        f"<tr>{''.join(cell_html(row[place], shade=one.columns[place].shade) for place in chosen)}</tr>"
        for row in one.rows[:MOST_ROWS]
    )
    return (
        f'<div class="pc-scroll"><table class="pc-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
        "</table></div>"
    )


def cell_html(value: Cell, *, shade: bool) -> str:
    """One cell: word for word, as a shade, as a coloured word, or as text."""
    if isinstance(value, tuple):
        return f"<td>{difference(value)}</td>"
    if shade and isinstance(value, int | float):
        ink = "#FFF" if value > 0.6 else "#1F2933"
        style = f"background:rgba(31,78,121,{value * 0.75:.2f});color:{ink}"
        return f'<td class="pc-number" style="{style}">{value:.0%}</td>'
    if isinstance(value, str) and value in TONES:
        return f'<td><span class="pc-tone pc-tone-{TONES[value]}">{escape(value)}</span></td>'
    return f"<td>{cell(value)}</td>"
