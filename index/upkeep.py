"""What keeps a workspace in order beside building: saying what it holds, proving that it is whole, saving space."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from index.analysis import analysis_fingerprint
from index.catalogue import WorkspaceError
from index.files import file_hash
from index.merging import merged
from index.part import Part, description
from index.snapshot import clean, current_snapshot, locked, part_folder, read_snapshot, sweep, switch
from index.store import FILE
from index.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """What a workspace holds. stale: the program reads files differently now, so the next build reads them all again.

    gone: clauses of documents that have left, whose space is still taken. size: in bytes. encoder: name of the model
    (None: the shipped one) and the width of its vectors.
    """

    documents: int
    clauses: int
    targets: int
    tasks: int
    projects: int
    parts: int
    gone: int
    size: int
    encoder: tuple[str | None, int]
    stale: bool


def status(folder: Path) -> WorkspaceStatus:
    """What the workspace in the folder holds. Raises WorkspaceError when there is none."""
    workspace = Workspace.open(folder)
    entries = workspace.documents()
    name, _, width = workspace.snapshot.encoder
    return WorkspaceStatus(
        documents=len(entries), clauses=sum(one.rows for one in entries), targets=sum(one.targets for one in entries),
        tasks=sum(one.tasks for one in entries), projects=sum(one.projects for one in entries),
        parts=len(workspace.snapshot.parts), gone=len(workspace.live) - int(workspace.live.sum()), size=_size(folder),
        encoder=(name, width), stale=workspace.snapshot.analysis != analysis_fingerprint(),
    )  # fmt: skip


def _size(folder: Path) -> int:
    """In bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def verify(folder: Path) -> tuple[str, ...]:
    """What is wrong with the workspace, a Chinese sentence each; nothing when every byte is as it was written.

    Raises WorkspaceError when there is none. It reads all files of the workspace once.
    """
    path = current_snapshot(folder)
    if path is None:
        raise WorkspaceError(f"{folder}：这里还没有工作区，请先运行 build 建立。")
    try:
        text = path.read_bytes()
        snapshot = read_snapshot(path)
    except (OSError, ValueError, KeyError, TypeError):
        return (f"快照 {path.name} 读不出来，请重新 build。",)
    if hashlib.sha256(text).hexdigest()[:16] != path.stem:
        return (f"快照 {path.name} 的内容与写入时不同，请重新 build。",)
    problems = [problem for name in snapshot.parts for problem in _part_problems(part_folder(folder, name))]
    if problems:
        return tuple(problems)
    try:
        workspace = Workspace.open(folder)
        clauses = sum(one.rows for one in snapshot.documents)
        if clauses != int(workspace.live.sum()) or clauses != sum(one.rows for one in workspace.documents()):
            return ("快照与条款的数目不一致，请删除工作区后重新 build。",)
    except WorkspaceError as error:
        return (str(error),)
    return ()


def _part_problems(folder: Path) -> list[str]:
    advice = f"请删除文件夹 {folder}，再重新 build"
    try:
        told = description(folder)
        files = dict(told["files"])
        changed = [name for name, (_, digest) in sorted(files.items()) if file_hash(folder / name) != digest]
        if changed:
            return [f"{folder.name} 中的 {'、'.join(changed)} 已损坏，{advice}。"]
        part = Part.open(folder)
        try:
            checked = part.catalogue.query("PRAGMA integrity_check")
            sizes = {len(part.vectors), len(part.words.lengths), len(part.columns.clauses), len(part.texts.starts) - 1}
            sizes.add(told["rows"])
        finally:
            part.catalogue.close()
        if checked != [("ok",)]:
            return [f"{folder.name} 中的 {FILE} 已损坏，{advice}。"]
        return [] if len(sizes) == 1 else [f"{folder.name} 的词、向量与目录条数不一致，{advice}。"]
    except (OSError, ValueError, KeyError, TypeError, EOFError, sqlite3.Error) as error:
        return [f"{folder.name} 不完整（{type(error).__name__}），{advice}。"]


def vacuum(folder: Path) -> tuple[int, int]:
    """Write the workspace anew as one part without clauses that are gone, and remove the state before.

    Returns its size before and after in bytes. Raises WorkspaceError when there is none, or while another program
    builds it. Workspaces that are open stay valid.
    """
    Workspace.open(folder)  # says what is wrong, if anything is
    with locked(folder):
        before = _size(folder)
        sweep(folder)
        path = current_snapshot(folder)
        if path is None:
            raise WorkspaceError(f"{folder}：这里还没有工作区，请先运行 build 建立。")
        old = read_snapshot(path)
        new = merged(folder, old, taken=old.parts, everything=True)
        if new != old:
            switch(folder, new)
        now = current_snapshot(folder)
        clean(folder, {now} if now else set())
    return before, _size(folder)
