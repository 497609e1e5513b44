"""The user's own file with comments, offered on every page that shows the findings of one plan."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.uploads import build_with_uploads
from index.workspace import Workspace
from tests.views.conftest import open_view

LABEL = "下载带批注的原文件（Word 批注）"


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A workspace of one sample plan in Word, which lies beside it."""
    plan = min((root / "corpus").rglob("*.docx"))
    shutil.copy(plan, tmp_path / "方案.docx")
    build_with_uploads([tmp_path / "方案.docx"], tmp_path / "ws")
    return tmp_path / "ws"


def labels(page: AppTest) -> list[str]:
    return [one.label for one in page.get("download_button")]


@pytest.mark.parametrize("view", ["plan", "report", "problems"])
def test_the_copy_is_offered_while_the_file_lies_there(folder: Path, view: str) -> None:
    address = {"as_of": "2025-06-30", "plan": title_of(folder)}
    assert LABEL in labels(open_view(view, folder, **address))


def title_of(folder: Path) -> str:
    return Workspace.open(folder).documents()[0].title


def test_nothing_is_offered_for_a_file_that_has_gone(folder: Path) -> None:
    (folder.parent / "方案.docx").unlink()
    assert LABEL not in labels(open_view("plan", folder, as_of="2025-06-30"))


def test_a_format_without_comments_gets_none(hostile: Path) -> None:
    assert not [label for label in labels(open_view("plan", hostile)) if "批注" in label]
