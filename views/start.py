"""What the search page shows before anything is asked: queries to try, and what the workspace holds."""

from __future__ import annotations

import streamlit as st

from index.workspace import Workspace
from ingest.document import GovernmentLevel
from report.coverage import NATION
from report.spreadsheet import Sheet, Value
from views.markup import notice, plain, report_address, table
from views.opened import Opened

EXAMPLES = 6  # queries offered
_EXAMPLE_LENGTH = range(5, 17)  # characters of a task's title that makes a good query


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
            st.button(plain(example), key=f"example-{number}", on_click=_ask, args=(example,))
    columns = (("文件", 46), ("地区", 14), ("文种", 12), ("年份", 8), ("条款", 7), ("任务", 7), ("目标", 7))
    rows: list[tuple[Value, ...]] = []
    for one in entries:
        region = one.region or (NATION if one.level == GovernmentLevel.NATION else "")
        rows.append((one.title, region, one.doc_type, str(one.year or ""), one.rows, one.tasks, one.targets))
    labels = opened.labels()
    links = [report_address(labels[one.id]) if one.doc_type else "" for one in entries]
    st.html(table(Sheet("文件", columns, tuple(rows)), [name for name, _ in columns], links))


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
