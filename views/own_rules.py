"""The part 自己的规则 of the page 规则: the wording rules out as a workbook, and back in with a trial on the plans."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from index.files import digest
from ingest.archive import opened as opened_archive
from ingest.source import ReadError
from report.rulebook_workbook import read_rulebook_workbook, rulebook_workbook
from report.spreadsheet import Sheet, Value
from rules.context import Context
from rules.rulebook import RuleBook, changed, rulebook_yaml, shipped
from rules.trial import Trial, try_out
from rules.yaml_file import YamlError
from views.downloads import XLSX, button
from views.markup import alarm, cards, notice, table
from views.opened import Opened

YAML = "application/yaml"
LARGEST = 5  # megabytes of a workbook of rules
NAME = "规则.xlsx"
OUT, BACK, ACCEPTED = "下载规则工作簿", "传回改好的工作簿", "下载自己的规则（YAML）"


def show(opened: Opened | None) -> None:
    """The workbook to edit, the edited one to try out, and the file of rules to check by."""
    st.html(notice("用 Excel 改写措辞规则、错别字和单位名录", (
        "1. 下载工作簿，改一行或加一行：措辞规则写词语和例句，错别字写错误和正确的写法，单位名录写名录里没有的单位。",
        "2. 传回来：逐行核对格式，错在哪个表哪一行会说明，并在工作区的规划上试运行。",
        "3. 满意后下载自己的规则；命令行 check、report 用 --rules 指定它。",
    )))  # fmt: skip
    button(OUT, lambda: rulebook_workbook(shipped()), NAME, XLSX)
    file = st.file_uploader(BACK, type=["xlsx"], max_upload_size=LARGEST, key="rulebook")
    if file is None:
        return
    try:
        book = read_back(file.getvalue())
    except (YamlError, ReadError) as error:
        st.html(alarm("工作簿要改一处", (str(error),)))
        return
    if book == RuleBook():
        st.html(notice("与自带的规则相同", ("工作簿里没有改动，不必保存。",)))
        return
    st.html(cards((("措辞规则", len(book.rules), ""), ("错别字", len(book.typos), ""), ("单位", len(book.bodies), ""))))
    button(ACCEPTED, lambda: rulebook_yaml(book).encode("utf-8", "replace"), "my-rules.yaml", YAML)
    if opened is None:
        return
    trials = _trials(opened, opened.version, digest(file.getvalue()), book)
    sheet = trial_sheet(trials)
    st.html(table(sheet, [name for name, _ in sheet.columns]))


def read_back(content: bytes) -> RuleBook:
    """What of the workbook is not shipped. Raises YamlError naming sheet and row, ReadError for what is no workbook."""
    with tempfile.TemporaryDirectory(prefix="plancheck-") as folder:
        path = Path(folder) / NAME
        path.write_bytes(content)
        with opened_archive(path, "xlsx"):
            pass  # what would burst is refused before it is read
        return changed(read_rulebook_workbook(path))


@st.cache_resource(max_entries=8, show_spinner="正在工作区的规划上试运行……")
def _trials(_opened: Opened, version: str, content: str, _book: RuleBook) -> tuple[Trial, ...]:
    contexts = [
        Context(_opened.document(entry.id), _opened.workspace.commitments(entry.id), date.min)
        for entry in _opened.workspace.documents() if entry.doc_type
    ]  # fmt: skip
    return try_out(_book, contexts)


def trial_sheet(trials: Sequence[Trial]) -> Sheet:
    """How often each rule fires, and where for example."""
    columns = (("规则", 8), ("名称", 26), ("命中", 7), ("涉及规划", 9), ("改动前", 8), ("例子", 70))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.rule.id, one.rule.title, one.hits, one.plans, one.before,
            "\n".join(f"〔{title}〕{quote}" for title, quote in one.examples) or "在这个工作区里从不命中，请核对。",
        )
        for one in trials
    )  # fmt: skip
    return Sheet("试运行", columns, rows)
