"""The page 规划原文: one text with what was found in it marked; for a pdf also its pages as printed, places framed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from ingest.document import Clause, Document, Rectangle
from report.analysis import Analysis
from views.annotated import offer_annotated
from views.choice import choose_day, choose_plan
from views.facsimile import NoPictureError, page_picture
from views.findings import finding_card
from views.markup import escape, notice, plan_address, report_address, title
from views.opened import Opened, open_workspace
from views.reading import FINDING, MARKS, Reading, findings_by_section, marks, outline, overlapping, parts, pieces
from views.report import facts

TEXT, PRINTED = "文本", "原页面"
# Brings the passage that the reader came for into sight; a script of our own without a word of any document
_SCROLL = """<script>
(() => { const seek = (left) => { const at = document.querySelector('.pc-focus');
  if (at) at.scrollIntoView({block: 'center'}); else if (left) setTimeout(() => seek(left - 1), 100); };
  seek(30); })();
</script>"""


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("规划原文", "左边是提纲，右边是全文；目标、任务、单位、时限和问题都标在原处，点开可看说明。"))
    opened = open_workspace(folder)
    if opened is None:
        return
    left, right = st.columns([4, 1])
    chosen = choose_plan(left, opened, [one.id for one in opened.workspace.documents()], on_change=forget_place)
    as_of = choose_day(right)
    if as_of is None:
        return
    [analysis] = [one for one in opened.report(as_of).analyses if one.document.id == chosen]
    label = opened.labels()[chosen]
    document = analysis.document
    clause = asked_clause(document)
    st.html(facts(analysis))
    views = (TEXT, PRINTED) if document.source.lower().endswith(".pdf") else (TEXT,)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = TEXT
        if len(views) > 1:
            view = st.segmented_control("显示", views, default=TEXT, required=True, key="view", bind="query-params")
        kinds = st.pills(
            "标出", list(MARKS), default=list(MARKS), selection_mode="multi", key="marks", bind="query-params",
            format_func=lambda kind: MARKS[kind],
        )  # fmt: skip
        if document.doc_type:
            st.html(f'<a class="pc-more" href="{escape(report_address(label))}" target="_self">看核查报告</a>')
            offer_annotated(opened, analysis, as_of)
    reading = Reading(
        analysis, marks(analysis, kinds), clause.span if clause else None,
        lambda page: plan_address(label, view=PRINTED, page=page),
        partial(finding_card, analysis, labels=opened.labels(), single=True), FINDING in kinds,
    )  # fmt: skip
    st.html(f'<div class="pc-legend">{legend(kinds)}</div>')
    if view == PRINTED:
        show_printed(opened, reading, clause)
    else:
        show_text(label, reading, clause)
        if clause:
            st.html(_SCROLL, unsafe_allow_javascript=True)


def forget_place() -> None:
    """Another plan: the place in the one before means nothing in it."""
    for name in ("clause", "part", "page"):
        st.query_params.pop(name, None)
        st.session_state.pop(name, None)


def asked_clause(document: Document) -> Clause | None:
    """The clause that the address names, if the document has it."""
    asked = st.query_params.get("clause", "")
    return next((clause for clause in document.clauses if clause.id == asked), None)


def legend(kinds: Sequence[str]) -> str:
    """What the colours mean."""
    return "".join(f'<span class="pc-m pc-m-{kind}">{MARKS[kind]}</span>' for kind in kinds)


# --- text -------------------------------------------------------------------------------------------------------------


def show_text(label: str, reading: Reading, clause: Clause | None) -> None:
    """Outline and text; a very long plan in parts."""
    document = reading.analysis.document
    portions = parts(pieces(document))
    number = 0
    if len(portions) > 1:
        start = clause.span.start if clause else 0
        here = max(n for n, portion in enumerate(portions) if portion[0].span.start <= start or n == 0)
        number = st.selectbox(
            "全文较长，分段显示", range(len(portions)), index=here, key="part", bind="query-params",
            format_func=lambda n: f"第 {n + 1} 段，共 {len(portions)} 段",
        )  # fmt: skip
    portion = portions[number]
    if not portion:
        st.html(notice("这份文件没有可显示的文字", document.warnings))
        return
    left, right = st.columns([3, 9])
    first = {clause.section: clause.id for clause in reversed(document.clauses)}
    left.html(outline(document, portion, lambda section: plan_address(label, clause=first.get(section, "")),
                      findings_by_section(reading.analysis)))  # fmt: skip
    right.html(reading.text(portion))


# --- pages as printed -------------------------------------------------------------------------------------------------


def show_printed(opened: Opened, reading: Reading, clause: Clause | None) -> None:
    """A page of the file with the lines framed in which something was found, and its text beside it."""
    document = reading.analysis.document
    path = opened.original(document.id)
    if path is None:
        st.html(notice("原文件不在原处，或已经改过", ("请放回原文件，或重新运行 build；“文本”仍可查看。",)))
        return
    pages = document.pages or 1
    start = min(clause.page or 1, pages) if clause else 1
    page = st.number_input("页", 1, pages, start, key="page", bind="query-params", width=160)
    found = [piece for piece in pieces(document) if piece.page == page]
    left, right = st.columns([6, 5])
    try:
        picture = _picture(path, page, frames(reading.analysis, reading, page, clause))
    except NoPictureError as error:
        left.html(notice("这一页画不出来", (str(error),)))
    else:
        left.image(picture, width="stretch")
    with right:
        if found:
            st.html(reading.text(found))
        else:
            st.html(notice("这一页没有读到文字", ("可能是图片或空白页，请看左边的原页面。",)))


def frames(
    analysis: Analysis, reading: Reading, page: int, clause: Clause | None
) -> tuple[tuple[Rectangle, bool], ...]:
    """The lines of the clauses on the page in which something is marked, and those of the one the reader came for."""
    found: dict[Rectangle, bool] = {}
    for one in analysis.document.clauses:
        focused = clause is not None and one.id == clause.id
        lines = [place for place in one.rectangles if place.page == page]
        if lines and (focused or overlapping(reading.known, one.span)):
            found.update((place, focused or found.get(place, False)) for place in lines)
    return tuple(found.items())


@st.cache_data(max_entries=64, show_spinner="正在画出原页面……")
def _picture(path: Path, page: int, places: tuple[tuple[Rectangle, bool], ...]) -> bytes:
    return page_picture(path, page, places)
