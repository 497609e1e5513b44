"""The commands that keep a workspace in order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import CLEAN, FAULTY, call, write_text

Captured = pytest.CaptureFixture[str]


def test_status_verify_and_vacuum(tmp_path: Path, capsys: Captured) -> None:
    folder, place = tmp_path / "in", ("--workspace", tmp_path / "ws")
    folder.mkdir()
    write_text(folder / "公园.txt", CLEAN)
    write_text(folder / "小区.txt", FAULTY)
    assert call(capsys, "build", folder, *place)[0] == 0
    (folder / "公园.txt").unlink()
    assert call(capsys, "build", folder, *place)[0] == 0
    code, out, _ = call(capsys, "status", *place, "--json")
    told = json.loads(out)
    assert code == 0 and told["documents"] == 1 and told["gone"] > 0 and told["size"] > 0
    assert f"条款 {told['clauses']} 条" in call(capsys, "status", *place)[1]
    assert call(capsys, "verify", *place)[:2] == (0, "工作区完好。\n")
    assert "整理后" in call(capsys, "vacuum", *place)[1]
    assert json.loads(call(capsys, "status", *place, "--json")[1])["gone"] == 0
    sizes = json.loads(call(capsys, "vacuum", *place, "--json")[1])
    assert sizes["before"] == sizes["after"] > 0


def test_verify_exits_2_where_a_file_is_damaged(tmp_path: Path, capsys: Captured) -> None:
    folder, place = tmp_path / "in", ("--workspace", tmp_path / "ws")
    folder.mkdir()
    write_text(folder / "公园.txt", CLEAN)
    call(capsys, "build", folder, *place)
    [damaged] = (tmp_path / "ws" / "parts").glob("*/vectors.npy")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    code, out, err = call(capsys, "verify", *place)
    assert code == 2 and not out and "vectors.npy" in err and err.count("\n") == 1
    assert json.loads(call(capsys, "verify", *place, "--json")[1])["problems"]


@pytest.mark.parametrize("command", ["status", "verify", "vacuum"])
def test_no_workspace_is_one_line(command: str, tmp_path: Path, capsys: Captured) -> None:
    code, _, err = call(capsys, command, "--workspace", tmp_path)
    assert code == 2 and "还没有工作区" in err and err.count("\n") == 1
