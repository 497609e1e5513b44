"""Bad input: one clear Chinese sentence that names the file."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import ReadError, plan_files, read
from ingest.registry import READERS, reader_of


def empty(path: Path) -> Path:
    path = path / "空.docx"
    path.write_bytes(b"")
    return path


def blank(path: Path) -> Path:
    path = path / "空白.txt"
    path.write_text(" \n　\n", encoding="utf-8")
    return path


def no_zip(path: Path) -> Path:
    path = path / "假.docx"
    path.write_bytes("这不是压缩包".encode())
    return path


def truncated(path: Path) -> Path:
    whole = path / "整.docx"
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("word/document.xml", "<a/>" * 500)
    cut = path / "断.docx"
    cut.write_bytes(whole.read_bytes()[:150])
    return cut


def other_zip(path: Path) -> Path:
    path = path / "表格.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")
    return path


def bomb(path: Path) -> Path:
    path = path / "炸弹.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    return path


def entities(path: Path) -> Path:
    path = path / "实体.docx"
    lol = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 9))
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", f'<!DOCTYPE x [<!ENTITY a0 "ha">{lol}]><Types>&a8;</Types>')
        package.writestr("word/document.xml", "<a/>")
    return path


def entities_in_the_body(path: Path) -> Path:
    path = path / "正文实体.docx"
    with zipfile.ZipFile(path, "w") as package:
        name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        package.writestr("word/document.xml", f'<!DOCTYPE x [<!ENTITY a "ha">]><w:document {name}>&a;</w:document>')
    return path


def encrypted(path: Path) -> Path:
    path = path / "加密.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    return path


def misnamed(path: Path) -> Path:
    path = path / "其实是.docx"
    path.write_bytes(b"%PDF-1.7\n")
    return path


def unknown(path: Path) -> Path:
    path = path / "图.xyz"
    path.write_bytes(b"abc")
    return path


def missing(path: Path) -> Path:
    return path / "没有.docx"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (empty, "空的"),
        (blank, "没有文字"),
        (no_zip, "不是有效的 docx"),
        (truncated, "不是有效的 docx"),
        (other_zip, "没有 Word 正文"),
        (bomb, "炸弹"),
        (entities, "损坏"),
        (entities_in_the_body, "损坏"),
        (encrypted, "加密"),
        (misnamed, "内容却是PDF"),
        (unknown, "读不了"),
        (missing, "找不到"),
    ],
)
def test_one_sentence_that_names_the_file(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    path = make(tmp_path)
    with pytest.raises(ReadError) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(f"{path.name}：") and words in message and "\n" not in message


def test_plan_files_are_documents_and_no_readme(tmp_path: Path) -> None:
    for name in ("b.docx", "a.pdf", "~$b.docx", ".c.txt", "d.yaml", "e.HTML", "README.md", "f.doc"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in plan_files(tmp_path)] == ["a.pdf", "b.docx", "e.HTML", "f.doc"]


@pytest.mark.parametrize("extension", sorted(READERS))
def test_every_extension_has_a_reader(extension: str) -> None:
    assert callable(reader_of(extension))


def test_no_reader_is_imported_before_a_file_is_read() -> None:
    code = "import sys, ingest; print(*sorted(name for name in sys.modules if name.endswith('_reader')))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == ""
