"""A text pasted to be checked at once. It is kept nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from report.analysis import GapReport, analyse_document
from report.coverage import cover
from views.incoming import mark_of, read_content
from views.markup import alarm, notice
from views.report import TABS, show_summary, show_tab

LONGEST_TEXT = 200_000  # characters
PASTED = "粘贴的文本.txt"
_TABS = TABS[:-1]  # a single text has no regions to compare
_ASKED_TYPE = "实施方案"  # what a text is checked as that does not say what it is


def show() -> None:
    """A text checked at once; it is kept nowhere."""
    text = st.text_area(
        "粘贴文本", key="text", height=260, max_chars=LONGEST_TEXT, label_visibility="collapsed",
        placeholder="把规划的全文或一部分粘贴到这里：标题、各级小标题和段落各占一行，检查才准。",
    )  # fmt: skip
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    as_of = right.date_input("检查日期", "today", key="as_of", bind="query-params", format="YYYY-MM-DD")
    left.button("检查", type="primary", key="check")  # leaving the box is what asks; the button is where a hand goes
    if not text.strip() or as_of is None:
        st.html(notice("粘贴后点“检查”", ("只检查，不保存：关掉页面就没有了。要长期保存请上传文件。",)))
        return
    checked = st.session_state.get("pasted")
    if checked is None or checked[:2] != (text, as_of):
        with st.spinner("正在检查……"):
            checked = st.session_state["pasted"] = (text, as_of, *check_text(text, as_of))
    report, problems = checked[2:]
    for line in problems:
        st.html(alarm("请注意", (line,)))
    if report is None:
        return
    show_summary(report)
    tabs = st.tabs(_TABS, key="tab", on_change="rerun", bind="query-params")
    for name, tab in zip(_TABS, tabs, strict=True):
        if tab.open:
            with tab:
                show_tab(name, report, report, {}, single=True)


def check_text(text: str, as_of: date) -> tuple[GapReport | None, tuple[str, ...]]:
    """The text examined as a plan, and what the reader must know first."""
    document, error = read_content(PASTED, text.encode("utf-8", "replace"))
    if document is None:
        return None, (error or "",)
    problems = []
    if mark := mark_of(document, ""):
        problems.append(f"文本带有密级标志“{mark}”：涉密内容不得在非涉密计算机上处理，请立即清除。")
    if document.doc_type is None:
        problems.append(f"没有从标题认出文种，按“{_ASKED_TYPE}”检查；粘贴时带上标题，结果更准。")
        document = replace(document, doc_type=_ASKED_TYPE)
    analysis = analyse_document(document, as_of=as_of)
    return GapReport((analysis,), cover([(document, analysis.commitments)]), as_of), tuple(problems)
