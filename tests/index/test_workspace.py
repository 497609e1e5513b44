"""The workspace on disk: what it holds, what it reads again, and that no reader ever sees half of it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index import build as building
from index.catalogue import WorkspaceError
from index.snapshot import current_snapshot, locked
from index.store import PartCatalogue
from index.workspace import Workspace
from ingest import read
from nlp.encoder import load_encoder
from nlp.extract import extract
from tests.index.tiny import PLANS, make_model, write_plans

A, B = PLANS
REAL = building._analyse


def test_it_holds_documents_and_commitments_as_read(workspace: Workspace, tmp_path: Path) -> None:
    for path in write_plans(tmp_path):
        document = read(path)
        assert workspace.document(path.stem) == document
        assert workspace.commitments(path.stem) == extract(document)
    assert [entry.id for entry in workspace.documents()] == sorted(PLANS)
    assert [entry.rows for entry in workspace.documents()] == [
        len(workspace.document(i).clauses) for i in sorted(PLANS)
    ]


def test_every_clause_has_one_row_everywhere(workspace: Workspace) -> None:
    rows = sum(entry.rows for entry in workspace.documents())
    assert len(workspace.vectors) == len(workspace.word_index.scores(["光伏"])) == rows
    clauses = workspace.catalogue.clauses(range(rows))
    assert [clauses[row].id for row in range(rows)] == [
        clause.id for entry in workspace.documents() for clause in workspace.document(entry.id).clauses
    ]


def test_an_unknown_document_is_said(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="没有这份文件"):
        workspace.document("无此文件")


def nothing_to_read(_: object, paths: Sequence[Path], __: object) -> Iterator[object]:
    assert not paths
    yield from ()


def broken(path: Path) -> object:
    """Stands in for the analysis of a file, in the process that reads it."""
    if path.stem == B:
        raise ValueError("too odd")
    return REAL(path)


def test_the_package_offers_the_workspace() -> None:
    import index

    assert index.Workspace is Workspace
    with pytest.raises(AttributeError):
        _ = index.Workshop


def test_unchanged_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_plans(tmp_path / "files")
    assert set(Workspace.build(paths, tmp_path / "ws").read) == {path.name for path in paths}
    monkeypatch.setattr(building, "in_order", nothing_to_read)
    report = Workspace.build(paths, tmp_path / "ws")
    assert (report.read, set(report.unchanged)) == ((), {path.name for path in paths})


def test_only_the_changed_file_is_read_and_the_rest_taken_over(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files")
    Workspace.build(paths, tmp_path / "ws")
    before = Workspace.open(tmp_path / "ws")
    write_plans(tmp_path / "files", {B: PLANS[B] + "建立养老服务人才培训基地。\n"})
    report = Workspace.build(paths, tmp_path / "ws")
    assert (report.read, report.unchanged) == ((f"{B}.txt",), (f"{A}.txt",))
    after = Workspace.open(tmp_path / "ws")
    assert after.document(A) == before.document(A)
    entry = after.catalogue.by_id[A]
    whole = load_encoder().encode([building.embedded_text(after.document(A), c) for c in after.document(A).clauses])
    assert np.array_equal(after.vectors.rows(entry.first_row, entry.first_row + entry.rows), whole.astype(np.float16))
    assert after.search("人才培训基地").hits[0].document == B


def test_the_same_files_give_the_same_snapshot(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files")
    for name in ("one", "two"):
        Workspace.build(reversed(paths), tmp_path / name)
    one, two = (current_snapshot(tmp_path / name) for name in ("one", "two"))
    assert one and two and one.name == two.name
    told = [path for path in sorted((tmp_path / "one").rglob("*")) if path.is_file() and path.name != "seen.json"]
    assert len(told) > 8
    for path in told:
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path.name


def test_a_file_that_is_gone_leaves_the_workspace(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files")
    Workspace.build(paths, tmp_path / "ws")
    report = Workspace.build(paths[:1], tmp_path / "ws")
    assert report.removed == (paths[1].name,)
    assert [entry.id for entry in Workspace.open(tmp_path / "ws").documents()] == [paths[0].stem]


def test_a_bad_file_stops_nobody(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files")
    for name, content in (("空.txt", b""), ("假.docx", b"no zip"), ("未知.xyz", b"?")):
        paths.append(tmp_path / "files" / name)
        paths[-1].write_bytes(content)
    paths.append(tmp_path / "files" / "没有.txt")
    report = Workspace.build(paths, tmp_path / "ws")
    assert {name for name, _ in report.failed} == {"空.txt", "假.docx", "未知.xyz", "没有.txt"}
    assert all(message.startswith(f"{name}：") for name, message in report.failed)
    assert len(Workspace.open(tmp_path / "ws").documents()) == 2


def test_a_reader_that_breaks_is_a_failed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_plans(tmp_path / "files")
    monkeypatch.setattr(building, "_analyse", broken)
    report = Workspace.build(paths, tmp_path / "ws")
    assert report.read == (f"{A}.txt",)
    assert report.failed[0][0] == f"{B}.txt" and "ValueError：too odd" in report.failed[0][1]


STEPS = [
    "build._vectors", "part.write_catalogue", "part.save_vectors", "part.sync_folder", "build.merged", "build.switch",
    "snapshot.write_safely", "snapshot.sync_folder", "snapshot.clean",
]  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_dies_leaves_a_whole_workspace(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old one, or from the moment on that the new one is in force, the new one."""
    paths = write_plans(tmp_path / "files")
    Workspace.build(paths, tmp_path / "ws")
    write_plans(tmp_path / "files", {B: PLANS[B] + "新的一条任务措施。\n"})

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"index.{step}", die)
        with pytest.raises(KeyboardInterrupt):
            Workspace.build(paths, tmp_path / "ws")
    switched = step in {"snapshot.sync_folder", "snapshot.clean"}
    assert ("新的一条" in Workspace.open(tmp_path / "ws").document(B).text) == switched
    assert Workspace.open(tmp_path / "ws").search("光伏").hits
    assert not list((tmp_path / "ws").rglob(".unfinished-*"))
    assert Workspace.build(paths, tmp_path / "ws").read == (() if switched else (f"{B}.txt",))
    assert len(list((tmp_path / "ws" / "parts").iterdir())) == 2  # nothing is left that no snapshot needs


def test_leftovers_of_a_killed_build_are_swept(tmp_path: Path) -> None:
    leftovers = [tmp_path / "ws" / ".unfinished-current", tmp_path / "ws" / "parts" / ".unfinished-abc" / "rows.npy"]
    for leftover in leftovers:
        leftover.parent.mkdir(parents=True, exist_ok=True)
        leftover.write_bytes(b"half")
    Workspace.build(write_plans(tmp_path / "files"), tmp_path / "ws")
    assert not list((tmp_path / "ws").rglob(".unfinished-*"))


def test_readers_go_on_while_it_is_built_anew(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files")
    Workspace.build(paths, tmp_path / "ws")
    reader = Workspace.open(tmp_path / "ws")
    expected = reader.search("屋顶光伏")
    for text in ("开展植树造林。", "治理荒漠化土地。", "开展植树造林和防沙治沙。"):
        write_plans(tmp_path / "files", {A: f"青川市实施方案\n一、任务\n{text}\n"})
        Workspace.build(paths, tmp_path / "ws")
    assert len(list((tmp_path / "ws" / "snapshots").iterdir())) == 2
    assert reader.search("屋顶光伏") == expected
    assert "植树造林" in Workspace.open(tmp_path / "ws").document(A).text


@pytest.mark.skipif(os.name == "nt", reason="flock")
def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    with locked(tmp_path / "ws"), pytest.raises(WorkspaceError, match="另一个程序"):
        Workspace.build([], tmp_path / "ws")


def test_another_model_means_new_vectors(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files")
    small = load_encoder(str(make_model(tmp_path / "m", ["光伏", "养老", "取暖"], width=8)))
    Workspace.build(paths, tmp_path / "ws")
    report = Workspace.build(paths, tmp_path / "ws", encoder=small)
    assert report.read == ()  # only the vectors are made anew
    reopened = Workspace.open(tmp_path / "ws")
    assert reopened.vectors.width == 8 and reopened.encoder == small
    with pytest.raises(WorkspaceError, match="另一个模型"):
        Workspace.open(tmp_path / "ws", load_encoder()).search("光伏")


def test_files_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    text = PLANS[A].encode()
    paths = []
    for name in ("x/a.txt", "x/a.md", "y/a.md", "b.txt"):
        paths.append(tmp_path / name)
        paths[-1].parent.mkdir(exist_ok=True)
        paths[-1].write_bytes(text)
    Workspace.build(paths, tmp_path / "ws")
    workspace = Workspace.open(tmp_path / "ws")
    assert [entry.id for entry in workspace.documents()] == ["a.md", "a.md~2", "a.txt", "b"]
    assert workspace.document("a.md~2").id == "a.md~2"


def test_no_files_make_an_empty_workspace(tmp_path: Path) -> None:
    Workspace.build([], tmp_path / "ws")
    assert Workspace.open(tmp_path / "ws").search("光伏").hits == ()


def test_no_workspace_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="还没有工作区"):
        Workspace.open(tmp_path / "nowhere")


@pytest.mark.parametrize("damage", ["catalogue.sqlite", "vectors.npy", "columns.npz", "part.json", "bounds.npy"])
def test_a_damaged_workspace_is_said_and_can_be_built_again(damage: str, tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files")
    Workspace.build(paths, tmp_path / "ws")
    [part] = (tmp_path / "ws" / "parts").iterdir()
    (part / damage).write_bytes(bytes((part / damage).stat().st_size))
    if damage != "part.json":  # which only builds read
        with pytest.raises(WorkspaceError, match="重新 build"):
            Workspace.open(tmp_path / "ws")
    assert Workspace.build(paths, tmp_path / "ws").read
    assert Workspace.open(tmp_path / "ws").search("光伏").hits


def test_a_document_that_another_version_wrote_is_said(tmp_path: Path) -> None:
    Workspace.build(write_plans(tmp_path / "files"), tmp_path / "ws")
    [part] = (tmp_path / "ws" / "parts").iterdir()
    with sqlite3.connect(part / "catalogue.sqlite") as connection:
        connection.execute("UPDATE body SET commitments = ?", [zlib.compress(b'[["another shape"]]')])
    catalogue = PartCatalogue(part)
    with pytest.raises(WorkspaceError, match=r"ws：.*另一版本.*重新 build"):
        catalogue.commitments(0)
    catalogue.close()


def test_a_removed_snapshot_is_said(tmp_path: Path) -> None:
    Workspace.build(write_plans(tmp_path / "files"), tmp_path / "ws")
    shutil.rmtree(tmp_path / "ws" / "snapshots")
    with pytest.raises(WorkspaceError, match="重新 build"):
        Workspace.open(tmp_path / "ws")


def test_the_pointer_cannot_lead_out_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "current").write_text("../../elsewhere\n", encoding="utf-8")
    assert current_snapshot(tmp_path / "ws") == tmp_path / "ws" / "snapshots" / "elsewhere.json"


def test_progress_names_each_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    paths = write_plans(tmp_path / "files")
    Workspace.build(paths, tmp_path / "ws", progress=lambda *step: seen.append(step))
    assert seen[0] == (0, 2, "") and {step[2] for step in seen[1:]} == {path.name for path in paths}
    assert [step[0] for step in seen] == [0, 1, 2] and {step[1] for step in seen} == {2}
