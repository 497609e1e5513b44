"""Upkeep: what a workspace says of itself, and that no changed byte goes unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.catalogue import WorkspaceError
from index.upkeep import status, vacuum, verify
from index.workspace import Workspace
from tests.index.tiny import PLANS, make_model, write_plans


def test_status_counts_what_it_holds(workspace: Workspace) -> None:
    found = status(workspace.folder)
    found_targets = sum(len(workspace.commitments(name).targets) for name in PLANS)
    assert (found.documents, found.parts, found.gone, found.stale) == (2, 1, 0, False)
    assert found.targets == found_targets > 0 and found.encoder[0] is None
    assert found.clauses == len(workspace.vectors) and found.size > 10_000


def test_status_names_the_model(tmp_path: Path) -> None:
    from nlp.encoder import load_encoder

    model = str(make_model(tmp_path / "m", ["光伏", "养老"], width=8))
    Workspace.build(write_plans(tmp_path / "files"), tmp_path / "ws", load_encoder(model))
    assert status(tmp_path / "ws").encoder == (model, 8)


def test_a_changed_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    Workspace.build(write_plans(tmp_path / "files"), tmp_path / "ws")
    assert verify(tmp_path / "ws") == ()
    files = sorted(path for path in (tmp_path / "ws").rglob("*.*") if path.name not in {"seen.json", "build.lock"})
    assert len(files) > 8
    for path in files:
        whole = path.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            [problem] = verify(tmp_path / "ws")
            assert problem.endswith("build。"), path
        path.write_bytes(whole[:-1])
        assert len(verify(tmp_path / "ws")) == 1, path
        path.unlink()
        assert len(verify(tmp_path / "ws")) == 1, path
        path.write_bytes(whole)
    assert verify(tmp_path / "ws") == ()


def test_the_advice_of_verify_helps(tmp_path: Path) -> None:
    import shutil

    paths = write_plans(tmp_path / "files")
    Workspace.build(paths, tmp_path / "ws")
    [part] = (tmp_path / "ws" / "parts").iterdir()
    vectors = part / "vectors.npy"
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"\x01")
    [problem] = verify(tmp_path / "ws")
    assert "vectors.npy" in problem and str(part) in problem
    shutil.rmtree(part)
    assert Workspace.build(paths, tmp_path / "ws").read
    assert verify(tmp_path / "ws") == ()


def test_where_there_is_none_it_is_said(tmp_path: Path) -> None:
    for upkeep in (status, verify, vacuum):
        with pytest.raises(WorkspaceError, match="还没有工作区"):
            upkeep(tmp_path)
