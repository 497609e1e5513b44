"""Where the files of a workspace lie, and files that are handed in to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.catalogue import WorkspaceError
from index.files import digest, listed
from index.uploads import build_with_uploads, discard, original, rebuild, safe_name, store, uploaded
from index.workspace import Workspace
from tests.index.tiny import write_plans

PLAN = "云上市绿色发展实施方案\n\n一、重点任务\n\n1.完善充电网络。建设充电桩100个。（责任单位：市交通运输局）\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace of the two tiny plans."""
    build_with_uploads(write_plans(tmp_path / "files"), tmp_path / "ws")
    return tmp_path / "ws"


def sources(folder: Path) -> set[str]:
    return {entry.file for entry in Workspace.open(folder).documents()}


def test_a_file_handed_in_joins_the_others_without_their_being_read_again(folder: Path) -> None:
    before = sources(folder)
    store(folder, "新方案.txt", PLAN.encode())
    built = rebuild(folder)
    assert built.read == ("新方案.txt",)
    assert set(built.unchanged) == before
    assert sources(folder) == before | {"新方案.txt"}


def test_a_later_build_keeps_what_was_handed_in(folder: Path, tmp_path: Path) -> None:
    store(folder, "新方案.txt", PLAN.encode())
    build_with_uploads((tmp_path / "files").iterdir(), folder)
    assert "新方案.txt" in sources(folder)
    assert all(path.name != "新方案.txt" for path in listed(folder) or ())


def test_a_file_handed_in_can_be_taken_out(folder: Path) -> None:
    before = sources(folder)
    store(folder, "新方案.txt", PLAN.encode())
    rebuild(folder)
    assert discard(folder, "新方案.txt") and not discard(folder, "../files.json")
    assert rebuild(folder).removed == ("新方案.txt",)
    assert sources(folder) == before


def test_a_workspace_can_begin_with_a_file_handed_in(tmp_path: Path) -> None:
    store(tmp_path / "ws", "新方案.txt", PLAN.encode())
    assert rebuild(tmp_path / "ws").read == ("新方案.txt",)


def test_nothing_is_dropped_because_its_file_is_not_there(folder: Path, tmp_path: Path) -> None:
    next((tmp_path / "files").iterdir()).unlink()
    with pytest.raises(WorkspaceError, match="1 份原文件不在原处"):
        rebuild(folder)
    (folder / "files.json").unlink()
    with pytest.raises(WorkspaceError, match="没有记下原文件"):
        rebuild(folder)


def test_two_files_of_one_name_are_told_apart_or_replaced(tmp_path: Path) -> None:
    first = store(tmp_path, "方案.txt", b"1")
    second = store(tmp_path, "方案.txt", b"2")
    assert (first.name, second.name) == ("方案.txt", "方案（2）.txt")
    store(tmp_path, "方案.txt", b"3", replace=True)
    assert first.read_bytes() == b"3"
    assert uploaded(tmp_path) == tuple(sorted((first, second)))


def test_the_file_of_a_document_is_found_until_it_changes(folder: Path, tmp_path: Path) -> None:
    entry = Workspace.open(folder).documents()[0]
    path = original(folder, entry)
    assert path and digest(path.read_bytes()) == entry.hash
    path.write_text("别的内容", encoding="utf-8")
    assert original(folder, entry) is None


@example("../../etc/passwd")
@example("..\\..\\a.docx")
@example("CON.docx")
@example("0\r\ud7fc\r0")  # a sign that no system knows between white space
@example("a\u202ecod.exe.docx")
@example("=cmd|'/C calc'!A0.docx")
@example("规" * 300 + ".docx")
@example(".")
@given(st.text(max_size=60) | st.text("./\\:规aAcon~$ \u200b", max_size=20))
def test_a_name_leads_nowhere_else_and_fits_every_system(name: str) -> None:
    safe = safe_name(name)
    assert safe and safe not in (".", "..") and Path(safe).name == safe
    assert len(safe.encode()) < 200
    assert not set(safe) & set('<>:"/\\|?*')
    assert not safe.startswith((".", "~$")) and safe.isprintable()
    assert safe_name(safe) == safe


def test_a_good_name_stays() -> None:
    assert safe_name("云上市“十四五”规划（草案）v1.2.docx") == "云上市“十四五”规划（草案）v1.2.docx"
