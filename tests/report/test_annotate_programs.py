"""Annotated copies in an office program: they open, and it counts as many comments as there are findings."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from ingest import read
from ingest.document import Span
from nlp.commitment import Commitments
from report.analysis import Analysis, analyse_document
from report.annotate import annotate
from rules.finding import Finding, Severity
from tests.report.word_files import paragraph, plain, run, table, text_box, write_word

pytestmark = [pytest.mark.slow, pytest.mark.office]
AS_OF = date(2026, 1, 15)
_ANNOTATION = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def converted(files: list[Path], form: str, folder: Path) -> list[Path]:
    """The files as LibreOffice writes them in another format."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice")
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form,
               "--outdir", str(folder), *map(str, files)]  # fmt: skip
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    return [folder / f"{path.stem}.{form.partition(':')[0]}" for path in files]


def test_libreoffice_finds_comments_wherever_they_stand(tmp_path: Path) -> None:
    notes = '<w:footnote w:id="2">' + plain("注内文字。") + "</w:footnote>"
    inside = (
        f'<w:hyperlink w:anchor="a">{run("链接文字")}</w:hyperlink>',
        f'<w:ins w:id="6" w:author="x">{run("增补文字")}</w:ins>',
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件文字')}</w:sdtContent></w:sdt>",
        f'<w:fldSimple w:instr="REF a">{run("引用文字")}</w:fldSimple>',
        f"<w:smartTag>{run('标记文字')}</w:smartTag>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF b</w:instrText></w:r>',
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("域内文字")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        text_box(plain("框内文字。")),
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
    )
    body = plain("澄湾市绿色转型实施方案") + paragraph(run("前"), *inside) + table([plain("表内文字"), plain("另格")])
    path = write_word(tmp_path / "a.docx", body, {"footnotes": notes})
    document = read(path)
    spans = [Span(match.start(), match.end()) for match in re.finditer("..文字", document.raw)]
    found = tuple(Finding("ST12", Severity.WARNING, document.quote(one), one, None, (), "") for one in spans)
    path.write_bytes(annotate(path, Analysis(document, Commitments(), found), AS_OF))
    (made,) = converted([path], "odt", tmp_path)
    with zipfile.ZipFile(made) as package:
        told = ["".join(note.itertext()) for note in etree.fromstring(package.read("content.xml")).iter(_ANNOTATION)]
    said = [re.search("】(..文字)", text) for text in told]
    assert sorted(one[1] for one in said if one) == sorted(document.quote(one) for one in spans)
    assert len(spans) == len(inside) == 9


def test_libreoffice_opens_them_and_counts_the_comments(root: Path, shared: Path, tmp_path: Path) -> None:
    plans = sorted([*(root / "corpus").glob("*.docx"), *(shared / "plans").glob("*.docx")])
    files, originals, counts = [], [], []
    for number, path in enumerate(plans):
        analysis = analyse_document(read(path), as_of=AS_OF)
        files.append(tmp_path / f"{number}.docx")
        files[-1].write_bytes(annotate(path, analysis, AS_OF))
        originals.append(Path(shutil.copy(path, tmp_path / f"{number}-original.docx")))
        counts.append(len(analysis.findings))
    seen = []
    for made in converted(files, "odt", tmp_path):
        with zipfile.ZipFile(made) as package:
            notes = list(etree.fromstring(package.read("content.xml")).iter(_ANNOTATION))
        assert {note.findtext(_CREATOR) for note in notes} == {"PlanCheck"}
        seen.append(len(notes))
    assert seen == counts and len(counts) > 5
    for made in converted(files, "pdf", tmp_path):
        assert made.read_bytes().startswith(b"%PDF") and len(read(made).raw) > 1000
    plain = converted([*files, *originals], "txt:Text (encoded):UTF8", tmp_path)
    texts = [path.read_text(encoding="utf-8-sig") for path in plain]
    assert texts[: len(files)] == texts[len(files) :] and all(len(text) > 1000 for text in texts)
