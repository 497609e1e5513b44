"""Pictures of the printed fixtures, as a scanner leaves them: what is read, what is warned of, what is fetched."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from ingest import Document, ReadError, read, scan_reader, scan_text
from ingest.document import BlockKind
from ingest.pdf_page import Glyph, Page
from ingest.pdf_reader import read_pdf
from ingest.scan_text import Picture, TextLine, as_printed

FILES = Path(__file__).parent / "files"
TEXT, TABLE = 3, 5  # pages of plan.pdf


def scanned(path: Path, pages: Sequence[int], pictured: Sequence[int], turn: int = 0) -> Path:
    """Pages of plan.pdf as a PDF; those in `pictured` as pictures at 150 dots an inch, turned by degrees clockwise."""
    import pypdfium2

    source, target = pypdfium2.PdfDocument(FILES / "plan.pdf"), pypdfium2.PdfDocument.new()
    for number in pages:
        if number not in pictured:
            target.import_pages(source, [number - 1])
            continue
        width, height = source[number - 1].get_size()
        picture = pypdfium2.PdfImage.new(target)
        picture.set_bitmap(source[number - 1].render(scale=150 / 72, rotation=turn))
        if turn % 180:
            width, height = height, width
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = target.new_page(width, height)
        page.insert_obj(picture)
        page.gen_content()
    target.save(str(path))
    return path


def signs(text: str) -> str:
    return re.sub(r"\s", "", text)


def paragraphs(document: Document, page: int) -> list[str]:
    return [
        signs(document.read(block.span))
        for block in document.blocks
        if block.page == page and block.kind is not BlockKind.FURNITURE
    ]


@pytest.fixture(scope="module")
def printed() -> Document:
    return read(FILES / "plan.pdf")


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A page of text, a page with a table, both pictures; between them a page that has its text."""
    return read(scanned(tmp_path_factory.mktemp("scan") / "扫描.pdf", (TEXT, 4, TABLE), (TEXT, TABLE)))


def test_a_scanned_page_reads_as_it_was_printed(scan: Document, printed: Document) -> None:
    found, right = paragraphs(scan, 1), paragraphs(printed, TEXT)
    assert len(found) == len(right)
    assert Levenshtein.distance("".join(found), "".join(right)) <= 0.01 * len("".join(right))
    assert scan.pages == 3 and [section.label for section in scan.sections] == ["一、", "二、", "专栏1", "三、"]


def test_a_ruled_table_is_found_on_the_picture(scan: Document, printed: Document) -> None:
    table = next(one for one in scan.tables if one.page == 3)
    cells = [[signs(scan.read(cell.span)) for cell in row] for row in table.rows]
    assert {len(row) for row in cells} == {5}
    assert ["水环境", "地表水优良比例", "%", "80", "86"] in cells


def test_the_confidence_of_what_was_recognised_is_kept(scan: Document) -> None:
    recognised = [block for block in scan.blocks if block.page == 1 and block.kind is not BlockKind.FURNITURE]
    assert all(block.confidence is not None and 0.5 <= block.confidence <= 1 for block in recognised)
    assert all(block.confidence is None for block in scan.blocks if block.page == 2)
    assert scan.warnings[0] == "第1、3页是图片，文字由文字识别（OCR）得到，引用前请核对原件"


@pytest.mark.slow
def test_a_page_fed_in_upside_down_is_read_upright(tmp_path: Path, printed: Document) -> None:
    document = read(scanned(tmp_path / "倒.pdf", [TABLE], [TABLE], turn=180))
    assert "地表水优良比例" in document.text


def test_nothing_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    scan_text._engine.cache_clear()
    assert "指标" in read(scanned(tmp_path / "离线.pdf", [TABLE], [TABLE])).text


def test_without_the_extra_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_reader, "available", lambda: False)
    with pytest.raises(ReadError, match=r"缺件\.pdf：.*扫描件.*pip install -r requirements-ocr\.txt"):
        read_pdf(scanned(tmp_path / "缺件.pdf", [TEXT], [TEXT]))
    source = read_pdf(scanned(tmp_path / "半缺.pdf", (TEXT, 4), [TEXT]))
    assert "第1页没有文字层，像是图片，页上的文字没有读入" in source.warnings
    assert any("pip install -r requirements-ocr.txt" in warning for warning in source.warnings)


@pytest.mark.parametrize(
    ("characters", "private", "images", "doubtful"),
    [(300, 200, 0, True), (300, 20, 0, False), (5, 0, 1, True), (5, 0, 0, False), (300, 0, 1, False)],
)
def test_a_text_layer_that_says_little_is_doubted(characters: int, private: int, images: int, doubtful: bool) -> None:
    page = Page(1, 595, 842, images=images, private_use=private)
    page.glyphs.extend([Glyph("\ue001", 0, 1, 0, 12, False)] * characters)
    assert scan_reader._doubtful(page) is doubtful


def test_doubtful_lines_are_counted_and_unreadable_ones_left_out() -> None:
    def line(score: float, text: str = "河湖治理") -> TextLine:
        return TextLine(text, score, 0, 0, 1, 1)

    said = list(
        scan_reader._said(
            {
                2: Picture((line(0.99), line(0.8)), 0, 0),
                3: Picture((line(0.7), line(0.2)), 0, 0),
                4: Picture((line(0.6, "………………"),), 0, 0),
            }
        )
    )
    assert said[1:] == [
        "文字识别：第2-3页有 2 行识别把握不大，请对照原件核对",
        "文字识别：第3页有 1 行认不清，没有读入",
    ]


@pytest.mark.parametrize(
    ("recognised", "as_set"),
    [
        ("规划(2021-2025年)", "规划（2021-2025年）"),
        ("到2025年,建成:一批", "到2025年，建成：一批"),
        ("2021一2025年", "2021—2025年"),
        ("一一坚持系统观念。", "——坚持系统观念。"),
        ("一一对应落实", "一一对应落实"),
        ("“甲一乙一丙”走廊", "“甲—乙—丙”走廊"),
        ("落实到位。·", "落实到位。"),
        ("GB/T 2260, v1.5 (draft)", "GB/T 2260, v1.5 (draft)"),
        ("比例为1:2.5", "比例为1:2.5"),
    ],
)
def test_signs_are_set_as_in_print(recognised: str, as_set: str) -> None:
    assert as_printed(recognised) == as_set
