"""What the pages keep between two clicks: the open workspace, its documents and its report, until it is built anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from index.catalogue import DocumentEntry, WorkspaceError
from index.snapshot import current_snapshot
from index.uploads import original
from index.workspace import Workspace
from ingest.document import Document
from report.analysis import GapReport, Shared, analyse, recheck, shared_in
from report.correction import CorrectionBook, InForce
from report.ledger import LedgerError
from views.markup import notice, sound


@dataclass(frozen=True, slots=True)
class Opened:
    """A workspace with the name of its snapshot, which changes with every build, and what people set right in it."""

    workspace: Workspace
    snapshot: str
    corrections: InForce

    @property
    def version(self) -> str:
        """Changes with every build and with every correction."""
        numbers = sorted(str(one.number) for held in self.corrections.values() for one in held)
        return f"{self.snapshot} {' '.join(numbers)}"

    def document(self, document_id: str) -> Document:
        """The whole document."""
        found: Document = _document(self.workspace, self.snapshot, document_id)
        return found

    def original(self, document_id: str) -> Path | None:
        """The file that the document was read from; None where it has gone or changed since."""
        entry = next(one for one in self.workspace.documents() if one.id == document_id)
        found: Path | None = _original(self.workspace.folder, entry)
        return found

    def labels(self) -> dict[str, str]:
        """What each document is called in lists, by id: its title, with the id where two have the same."""
        entries = self.workspace.documents()
        times = Counter(entry.title for entry in entries)
        return {one.id: sound(one.title if times[one.title] == 1 else f"{one.title}（{one.id}）") for one in entries}

    def shared(self) -> Shared:
        """For each document what it shares with the others."""
        found: Shared = _shared(self.workspace, self.snapshot)
        return found

    def report(self, as_of: date) -> GapReport:
        """Every plan checked as of that day, with what people set right in force."""
        with st.spinner(f"正在检查 {len(self.workspace.documents())} 份文件，文件多时需要几十秒……"):
            return self.checked(as_of)

    def checked(self, as_of: date) -> GapReport:
        """The same, without a word on the page."""
        found: GapReport = _report(self.workspace, self.snapshot, as_of)
        return _rechecked(self, self.version, as_of) if self.corrections else found


def open_workspace(folder: Path) -> Opened | None:
    """The workspace as it stands now; where it cannot be opened, a notice on the page and None."""
    snapshot = current_snapshot(folder)
    if snapshot is None:
        command = f'python cli.py build corpus --workspace "{folder}"'
        lines = ("到“导入”页上传文件；或在命令行运行下面的命令建立（corpus 换成存放规划的文件夹），完成后刷新本页。",)
        st.html(notice(f"{folder} 里还没有工作区", lines, command))
        st.html('<a class="pc-more" href="import" target="_self">去导入文件</a>')
        return None
    try:
        opened = _opened(folder, snapshot)
    except (WorkspaceError, LedgerError) as error:
        st.html(notice("工作区打不开", (str(error),)))
        return None
    if not opened.workspace.documents():
        st.html(notice("工作区里没有文件", ("到“导入”页上传文件；或把规划放进文件夹，重新运行 build，然后刷新本页。",)))
        return None
    return opened


def try_workspace(folder: Path) -> Opened | None:
    """The workspace as it stands now, without a word where there is none that can be opened."""
    snapshot = current_snapshot(folder)
    try:
        return None if snapshot is None else _opened(folder, snapshot)
    except (WorkspaceError, LedgerError):
        return None


def _opened(folder: Path, snapshot: Path) -> Opened:
    return Opened(_workspace(folder, str(snapshot)), str(snapshot), CorrectionBook(folder).in_force())


@st.cache_resource(max_entries=2, show_spinner="正在打开工作区……")
def _workspace(folder: Path, snapshot: str) -> Workspace:
    return Workspace.open(folder)


@st.cache_resource(max_entries=256, show_spinner=False)
def _document(_workspace: Workspace, snapshot: str, document_id: str) -> Document:
    return _workspace.document(document_id)


@st.cache_data(max_entries=512, ttl=60, show_spinner=False)
def _original(folder: Path, entry: DocumentEntry) -> Path | None:
    return original(folder, entry)


@st.cache_resource(max_entries=4, show_spinner=False)
def _report(_workspace: Workspace, snapshot: str, as_of: date) -> GapReport:
    return analyse(_workspace, as_of=as_of, corrections={}, shared=_shared(_workspace, snapshot))


@st.cache_resource(max_entries=2, show_spinner=False)
def _shared(_workspace: Workspace, snapshot: str) -> Shared:
    return shared_in([_document(_workspace, snapshot, entry.id) for entry in _workspace.documents()])


@st.cache_resource(max_entries=4, show_spinner=False)
def _rechecked(_opened: Opened, version: str, as_of: date) -> GapReport:
    workspace, snapshot = _opened.workspace, _opened.snapshot
    return recheck(_report(workspace, snapshot, as_of), _opened.corrections, _shared(workspace, snapshot))
