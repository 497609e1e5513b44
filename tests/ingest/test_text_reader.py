"""Plain text in every encoding that an office holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import ReadError, read

TEXT = "一、总体要求\n到2027年，建成社区食堂二十家。\n二、保障措施\n加强督导。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_document(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    document = read(path)
    assert [s.title for s in document.sections] == ["总体要求", "保障措施"]
    assert document.quote(document.clauses[0].span) == "到2027年，建成社区食堂二十家。"


def test_markdown_headings(tmp_path: Path) -> None:
    path = tmp_path / "方案.md"
    path.write_text("# 澄湾市方案\n\n## 总体要求\n\n坚持创新，突出重点。\n", encoding="utf-8")
    assert [s.title for s in read(path).sections][-1] == "总体要求"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "乱码.txt"
    path.write_bytes(bytes(range(0x80, 0x100)) * 3 + b"\xff\x00\xff")
    with pytest.raises(ReadError, match=r"乱码\.txt：.*编码"):
        read(path)
