"""Files that cannot be read, among others that can: a clear line each, and nothing half done."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

import cli
from report.files import FORMS
from tests.command_line import CLEAN, DAY, FAULTY, ROOT, call, run, write_docx, write_text

NEWS = """梧桐市举行春季植树活动

本报讯 3月12日上午，梧桐市在城北苗圃举行植树活动，两百多名市民种下了八百株香樟。
记者从现场了解到，活动持续了两个小时。
"""


def zip_bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 30_000_000)
    return path


def scan(path: Path) -> Path:
    """A page without any text, as of a picture."""
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(str(path))
    document.close()
    return path


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans and a news text among everything that cannot be read."""
    folder = tmp_path_factory.mktemp("mixed")
    samples = ROOT / "tests" / "ingest" / "files"
    write_text(folder / "好1.txt", CLEAN)
    write_docx(folder / "好2.docx", *FAULTY.split("\n"))
    write_text(folder / "新闻.txt", NEWS)
    (folder / "空.txt").write_bytes(b"")
    (folder / "其实是pdf.docx").write_bytes((samples / "plan.pdf").read_bytes())
    (folder / "旧版.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (folder / "加密.pdf").write_bytes((samples / "locked.pdf").read_bytes())
    (folder / "断.pdf").write_bytes((samples / "plan.pdf").read_bytes()[:3000])
    (folder / "假.docx").write_bytes("这不是压缩包".encode())
    zip_bomb(folder / "炸弹.docx")
    scan(folder / "扫描.pdf")
    return folder


BAD = {"空.txt", "其实是pdf.docx", "旧版.doc", "加密.pdf", "断.pdf", "假.docx", "炸弹.docx", "扫描.pdf"}


def bad_lines(err: str) -> dict[str, str]:
    """The file that each line on standard error begins with, and the rest of the line."""
    return dict(line.split("：", 1) for line in err.splitlines())


def test_a_report_goes_on_past_bad_files(mixed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run("report", mixed, "-o", out, *DAY)
    assert done.returncode == 2
    lines = bad_lines(done.stderr.decode())
    assert set(lines) == BAD
    assert all(line.endswith("。") for line in lines.values())
    said = done.stdout.decode()
    assert "共 2 份规划" in said and "新闻.txt：不是规划类文件，只供检索。" in said and "未能读取 8 份文件" in said
    assert {path.name for path in out.iterdir()} == {*(form.file for form in FORMS), "workspace"}
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]
    html = (out / "report.html").read_text(encoding="utf-8")
    assert [name for name in BAD if name not in html] == []


def test_check_and_export_name_the_bad_file(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "check", mixed, "--json", *DAY)
    assert code == 2 and set(bad_lines(err)) == BAD
    assert [one["document"] for one in json.loads(out)] == ["好1", "好2", "新闻"]
    code, out, err = call(capsys, "export", mixed / "断.pdf")
    assert (code, out) == (2, "") and err.startswith("断.pdf：") and err.count("\n") == 1


def test_a_failed_export_leaves_the_old_file_alone(mixed: Path, tmp_path: Path) -> None:
    output = write_text(tmp_path / "旧.json", "{}")
    assert cli.main(["export", str(mixed / "断.pdf"), "-o", str(output)]) == 2
    assert output.read_text(encoding="utf-8") == "{}" and list(tmp_path.iterdir()) == [output]


def test_nothing_but_bad_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    code, out, err = call(capsys, "build", tmp_path, "--workspace", tmp_path / "ws")
    assert code == 2 and out == "" and "空.txt：" in err
    assert not list((tmp_path / "ws").glob(".*"))
