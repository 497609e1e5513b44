"""The page 导入: files handed in to the workspace, or a text pasted to be checked and not kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from index.build import BuildReport, Progress
from index.catalogue import WorkspaceError
from index.uploads import uploaded
from report.coverage import region_name
from report.spreadsheet import Sheet, Value
from views import paste
from views.incoming import EXTENSIONS, LARGEST, Incoming, look_at, take_in, take_out
from views.markup import alarm, cards, escape, notice, plain, report_address, table, title
from views.opened import Opened, try_workspace
from views.turns import BusyError

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from streamlit.runtime.uploaded_file_manager import UploadedFile

UPLOAD, PASTE = "上传文件", "粘贴文本快速检查"
MOST_FILES = 50  # of one import
BOTH, NEWER = "另存一份", "替换旧的"
_KINDS = [extension.lstrip(".") for extension in EXTENSIONS]


def show(folder: Path) -> None:
    """Draw the page."""
    st.html(title("导入", "上传规划文件存入工作区，或粘贴一段文本当场检查。文件只存在运行本程序的机器上。"))
    way = st.segmented_control(
        "方式", (UPLOAD, PASTE), default=UPLOAD, required=True, key="way", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    if way == UPLOAD:
        show_upload(folder)
    else:
        paste.show()


# --- files ------------------------------------------------------------------------------------------------------------


def show_upload(folder: Path) -> None:
    """Choose files, see what was read of them, then keep them."""
    opened = try_workspace(folder)
    if told := st.session_state.pop("told", None):
        st.html(told)
    files = st.file_uploader(
        f"选择文件，可多选，每个不超过 {LARGEST} MB", type=_KINDS, accept_multiple_files=True, max_upload_size=LARGEST,
        key=f"files-{st.session_state.setdefault('turn', 0)}",
    )  # fmt: skip
    if not files:
        st.html(notice("选好文件后先读一遍，确认以后才存入工作区", (
            "读得怎样、缺了什么、有没有密级标志，都会逐份列出来；工作区里已有的文件不会重读。",
            f"能读的格式：{'、'.join(_KINDS)}。扫描件请先做文字识别。",
        )))  # fmt: skip
    else:
        if len(files) > MOST_FILES:
            lines = (f"一次最多导入 {MOST_FILES} 份，这里只看前 {MOST_FILES} 份。文件更多时请在命令行运行 build。",)
            st.html(alarm(f"选了 {len(files)} 份文件", lines))
        show_found(folder, files[:MOST_FILES], look_at_all(files[:MOST_FILES], opened))
    show_kept(folder)


def look_at_all(files: Sequence[UploadedFile], opened: Opened | None) -> list[Incoming]:
    """Every file read, with progress; what was read before in this session is not read again."""
    titles = {entry.hash: entry.title for entry in opened.workspace.documents()} if opened else {}
    before: dict[str, Incoming] = st.session_state.get("incoming", {})
    now: dict[str, Incoming] = {}
    place = st.empty()
    for done, file in enumerate(files):
        if file.file_id not in before:
            draw_progress(place, "正在读取", done, len(files), file.name)
        one = before.get(file.file_id) or look_at(file.name, file.getvalue(), titles)
        titles.setdefault(one.hash, f"{one.name}（本次）")
        now[file.file_id] = one
    place.empty()
    st.session_state["incoming"] = now
    return list(now.values())


def draw_progress(place: DeltaGenerator, doing: str, done: int, of: int, name: str) -> None:
    """A bar with the file in hand; its name is no Markdown."""
    with place.container():
        st.html(f'<p class="pc-summary">{doing} {min(done + 1, of)}/{of}：{escape(name)}</p>')
        st.progress(done / of if of else 1.0)


def show_found(folder: Path, files: Sequence[UploadedFile], found: Sequence[Incoming]) -> None:
    """What was read of each file, what must be answered for, and the button that keeps them."""
    fit = [one for one in found if one.fit]
    unread = sum(one.error is not None for one in found)
    marked = [one for one in fit if one.mark]
    st.html(cards((
        ("读好的文件", len(fit), ""), ("带密级标志", len(marked), "error" if marked else ""),
        ("已在工作区", len(found) - len(fit) - unread, ""), ("读不了", unread, "warning" if unread else ""),
    )))  # fmt: skip
    sheet = found_sheet(found)
    st.html(table(sheet, [name for name, _ in sheet.columns]))
    chosen = {one.hash: one for one in fit}
    if marked:
        st.html(alarm("这些文件带有密级标志，尚未存入", (
            *(f"{one.name}：{one.mark}" for one in marked),
            "涉密文件不得在非涉密计算机上存储、处理。请先核对；确认可以存入的逐份勾选，不勾选的不会存入。",
        )))  # fmt: skip
        for one in marked:
            if not st.checkbox(f"确认可以存入：{plain(one.name)}", key=f"mark-{one.hash}"):
                del chosen[one.hash]
    namesakes = {one.name for one in chosen.values()} & {path.name for path in uploaded(folder)}
    newer = False
    if namesakes:
        label = f"有 {len(namesakes)} 份文件与以前导入的同名、内容不同"
        newer = st.segmented_control(label, (BOTH, NEWER), default=BOTH, required=True, key="newer") == NEWER
    if st.button(f"存入工作区（{len(chosen)} 份）", type="primary", disabled=not chosen, key="keep"):
        contents = {one.hash: file.getvalue for file, one in zip(files, found, strict=True)}
        pairs = [(one.name, contents[code]) for code, one in chosen.items()]
        try:
            built, kept = take_in(folder, pairs, building(), replace=newer)
        except (WorkspaceError, BusyError, OSError) as error:
            st.html(alarm("没有存入", (said(error),)))
            return
        tell(folder, built, kept)
        st.session_state["turn"] += 1
        st.session_state["incoming"] = {}
        st.rerun()


def building() -> Progress:
    """A place on the page for the progress of a build."""
    place = st.empty()
    return lambda done, of, name: draw_progress(place, "正在建立工作区", done, of, name)


def found_sheet(found: Sequence[Incoming]) -> Sheet:
    """One line a file: what was read of it, and what was not."""
    columns = (
        ("文件", 34), ("结果", 12), ("标题", 34), ("文种", 12), ("地区", 12), ("页数", 6), ("章节", 6), ("条款", 6),
        ("表格", 6), ("说明", 40),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for one in found:
        document = one.document
        if document is None:
            result, note = ("读不了", one.error) if one.error else ("已有", f"内容与《{one.known}》相同，不再存入")
            rows.append((one.name, result, *(None,) * 7, note))
            continue
        lines = list(document.warnings)
        if document.doc_type is None:
            lines.append("不像规划、方案一类的文本：可以检索，不作检查")
        rows.append((
            one.name, "待确认密级" if one.mark else "读好", document.title, document.doc_type, region_name(document),
            document.pages, len(document.sections), len(document.clauses), len(document.tables) or None,
            "\n".join(lines),
        ))  # fmt: skip
    return Sheet("导入", columns, tuple(rows))


def said(error: Exception) -> str:
    """The sentence for the reader."""
    if isinstance(error, OSError):
        return f"文件写不进去，请检查工作区文件夹的权限和磁盘空间（{error.strerror or type(error).__name__}）。"
    return str(error)


def tell(folder: Path, built: BuildReport, kept: Sequence[str]) -> None:
    """What the build did, to be shown once the page is drawn anew."""
    opened = try_workspace(folder)
    entries = [one for one in opened.workspace.documents() if one.file in kept] if opened else []
    columns = (("规划", 46), ("文种", 12), ("条款", 7), ("目标", 7), ("任务", 7), ("项目", 7))
    rows = tuple((one.title, one.doc_type, one.rows, one.targets, one.tasks, one.projects) for one in entries)
    labels = opened.labels() if opened else {}
    links = [report_address(labels[one.id]) if one.doc_type else "" for one in entries]
    failed = [reason for name, reason in built.failed if name in kept]
    html = notice(f"已存入 {len(entries)} 份文件", (f"工作区现有 {built.clauses} 个条款。点标题看核查报告。", *failed))
    if rows:
        html += table(Sheet("导入", columns, rows), [name for name, _ in columns], links)
    st.session_state["told"] = html


def show_kept(folder: Path) -> None:
    """The files handed in before, and the way to take them out again."""
    names = [path.name for path in uploaded(folder)]
    if not names:
        return
    with st.expander(f"以前导入的文件（{len(names)} 份）"):
        chosen = st.multiselect("移出工作区的文件", names, key="out", placeholder="选择文件", select_all=False)
        if st.button("移出工作区并删除", disabled=not chosen, key="take-out"):
            try:
                built = take_out(folder, tuple(chosen), building())
            except (WorkspaceError, BusyError, OSError) as error:
                st.html(alarm("没有移出", (said(error),)))
                return
            lines = (f"工作区现有 {built.clauses} 个条款。",)
            st.session_state["told"] = notice(f"已移出并删除 {len(chosen)} 份文件", lines)
            st.rerun()
