"""doc, wps, rtf and odt through LibreOffice: the same clauses as from docx, and nothing that leads out of the file."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import pytest

from ingest import Document, ReadError, office_reader, read

needs_office = [
    pytest.mark.office,
    pytest.mark.skipif(office_reader.office() is None, reason="LibreOffice is not installed"),
]
TEXT = """澄湾市推进低碳园区建设实施方案
一、总体要求
到2027年，园区单位产值能耗下降12%。
二、重点任务
（一）优化用能结构
建设屋顶光伏3.5万千瓦。（责任单位：市发展改革委、市工业和信息化局；完成时限：2026年底）
（二）完善公共设施
新建充电桩200个，更新公交车40辆。"""


def converted(source: Path, extension: str, profile: Path) -> Path:
    """The file in another format, made by LibreOffice."""
    program = office_reader.office()
    assert program
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", extension]
    subprocess.run([*command, "--outdir", source.parent, source], check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{extension}")


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One plan as docx, doc, wps, rtf and odt."""
    folder = tmp_path_factory.mktemp("office")
    word = docx.Document()
    for row in TEXT.split("\n"):
        word.add_paragraph(row)
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("指标", "2027年目标", "绿地率", "38%"), strict=True):
        cell.text = text
    word.add_paragraph("本方案自印发之日起施行。")
    source = folder / "方案.docx"
    word.save(str(source))
    for extension in ("doc", "rtf", "odt"):
        converted(source, extension, folder / "profile")
    shutil.copyfile(folder / "方案.doc", folder / "方案.wps")
    return folder


def clauses(document: Document) -> list[str]:
    return [document.read(clause.span) for clause in document.clauses]


@pytest.mark.parametrize("extension", [pytest.param(name, marks=needs_office) for name in ("doc", "wps", "rtf", "odt")])
def test_older_formats_read_as_docx_does(plans: Path, extension: str) -> None:
    old, new = read(plans / f"方案.{extension}"), read(plans / "方案.docx")
    assert clauses(old) == clauses(new)
    assert [(s.level, s.label, s.title) for s in old.sections] == [(s.level, s.label, s.title) for s in new.sections]
    assert len(old.sections) == 4
    assert old.source == f"方案.{extension}" and old.pages is None and old.title == "澄湾市推进低碳园区建设实施方案"


def test_docx_and_html_under_an_older_name_are_read_as_what_they_are(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("一、总体要求")
    word.save(str(tmp_path / "一.doc"))
    page = "<html><body><h1>澄湾市方案</h1><p>一、总体要求</p><p>" + "建设屋顶光伏。" * 9 + "</p></body></html>"
    (tmp_path / "二.doc").write_text(page, encoding="utf-8")
    assert "总体要求" in read(tmp_path / "一.doc").text
    assert "建设屋顶光伏" in read(tmp_path / "二.doc").text


def message(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    text = str(caught.value)
    assert text.startswith(f"{path.name}：") and "\n" not in text and text.endswith("。")
    return text


def test_without_libreoffice_the_message_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office_reader, "_PLACES", ())
    (tmp_path / "方案.rtf").write_bytes(rb"{\rtf1 abc}")
    said = message(tmp_path / "方案.rtf")
    assert "安装 LibreOffice" in said and "另存为 docx" in said


def test_what_is_no_document_is_never_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "文.doc").write_bytes("只是一段文字".encode())
    assert "内容不是" in message(tmp_path / "文.doc")
    with zipfile.ZipFile(tmp_path / "包.odt", "w") as package:
        package.writestr("x.xml", "<x/>")
    assert "内容不是" in message(tmp_path / "包.odt")
    with zipfile.ZipFile(tmp_path / "弹.odt", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", b" " * 30_000_000)
    assert "炸弹" in message(tmp_path / "弹.odt")


@pytest.mark.office
@pytest.mark.skipif(office_reader.office() is None, reason="LibreOffice is not installed")
def test_a_damaged_doc_is_refused_not_read_as_rubbish(plans: Path, tmp_path: Path) -> None:
    (tmp_path / "空壳.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "断.doc").write_bytes((plans / "方案.doc").read_bytes()[:2000])
    assert "打不开" in message(tmp_path / "空壳.doc")
    assert "打不开" in message(tmp_path / "断.doc")


@pytest.fixture
def visited() -> Iterator[tuple[str, list[str]]]:
    """(address of a server on this machine, the paths that were asked of it)."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


@pytest.mark.office
@pytest.mark.skipif(office_reader.office() is None, reason="LibreOffice is not installed")
def test_links_in_a_file_fetch_nothing(plans: Path, tmp_path: Path, visited: tuple[str, list[str]]) -> None:
    address, paths = visited
    secret = tmp_path / "别处.txt"
    secret.write_text("不该出现的话", encoding="utf-8")
    linked = tmp_path / "链接.odt"
    inside = (
        f'<text:section text:name="a"><text:section-source xlink:href="{secret.as_uri()}"/><text:p>甲</text:p>'
        f'</text:section><text:section text:name="b"><text:section-source xlink:href="{address}/section.txt"/>'
        "<text:p>乙</text:p></text:section><text:p><draw:frame svg:width='2cm' svg:height='2cm'>"
        f'<draw:image xlink:href="{address}/picture.png"/></draw:frame></text:p>'
    )
    with zipfile.ZipFile(plans / "方案.odt") as package, zipfile.ZipFile(linked, "w") as changed:
        for entry in package.infolist():
            content = package.read(entry)
            if entry.filename == "content.xml":
                content = content.replace(b"</office:text>", inside.encode() + b"</office:text>")
                assert address.encode() in content
            changed.writestr(entry, content)
    text = read(linked).text
    assert "完善公共设施" in text and "不该出现的话" not in text
    rich = tmp_path / "链接.rtf"
    field = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/field.png" \\d}}{{\fldrslt x}}}}'
    rich.write_text(rf"{{\rtf1 abc {field}\par {{\*\template {address}/t.dot}} def}}", encoding="ascii")
    assert "abc" in read(rich).text
    assert paths == []


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    alive = tmp_path / "alive"
    program.write_text(f"#!/bin/sh\n( while :; do date > {alive}; sleep 0.1; done ) &\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setattr(office_reader, "TIME_LIMIT", 0.5)
    (tmp_path / "慢.rtf").write_bytes(rb"{\rtf1 abc}")
    assert "没有转换完" in message(tmp_path / "慢.rtf")
    alive.unlink()
    time.sleep(0.4)
    assert not alive.exists()


@pytest.mark.office
@pytest.mark.skipif(office_reader.office() is None, reason="LibreOffice is not installed")
def test_a_real_doc_and_its_pdf_hold_the_same_clauses(shared: Path) -> None:
    old, pdf = (read(shared / "plans" / f"karamay.{extension}") for extension in ("doc", "pdf"))
    assert ["".join(text.split()) for text in clauses(old)] == ["".join(text.split()) for text in clauses(pdf)]
