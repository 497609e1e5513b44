"""Word files whose headings bear no number and no style: bold paragraphs of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from ingest import read
from ingest.document import Document

TEXT = "坚持稳中求进，年底前建成站点三十个，方便群众办事。"
Written = tuple[str, str]  # how a paragraph is set, and what it says: b for bold, c for centered


def word(folder: Path, paragraphs: Sequence[Written]) -> Document:
    document = docx.Document()
    for form, text in paragraphs:
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = "b" in form
        if "c" in form:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    path = folder / "样例.docx"
    document.save(str(path))
    return read(path)


def outline(document: Document) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in document.sections]


TITLE = ("bc", "云上市便民服务行动方案")


def test_bold_paragraphs_make_the_outline_where_nothing_else_does(tmp_path: Path) -> None:
    document = word(tmp_path, [
        TITLE, ("", "为方便群众，制定本方案。"), ("b", "总体要求"), ("", TEXT), ("b", "重点任务"), ("", TEXT),
        ("", TEXT), ("b", "保障措施"), ("", TEXT), ("", "云上市民政局"), ("", "2025年3月5日"),
    ])  # fmt: skip
    assert outline(document) == [(1, "总体要求"), (1, "重点任务"), (1, "保障措施")]
    assert document.title == "云上市便民服务行动方案"
    assert [document.path(clause.section)[-1:] for clause in document.clauses][2:5] == [
        ("总体要求",), ("重点任务",), ("重点任务",),
    ]  # fmt: skip


def test_centered_ones_are_the_higher(tmp_path: Path) -> None:
    document = word(tmp_path, [
        TITLE, ("bc", "总体要求"), ("b", "指导思想"), ("", TEXT), ("b", "工作目标"), ("", TEXT), ("bc", "重点任务"),
        ("b", "扩大供给"), ("", TEXT), ("", "1.建设食堂"), ("", TEXT), ("", "2.改造床位"), ("", TEXT),
    ])  # fmt: skip
    assert outline(document) == [
        (1, "总体要求"), (2, "指导思想"), (2, "工作目标"), (1, "重点任务"), (2, "扩大供给"), (3, "建设食堂"),
        (3, "改造床位"),
    ]  # fmt: skip
    assert document.title == "云上市便民服务行动方案"


def test_a_heading_right_below_the_title_is_no_part_of_it(tmp_path: Path) -> None:
    document = word(tmp_path, [
        ("bc", "云上市人民政府关于印发"), ("bc", "便民服务行动方案的通知"), ("c", "云政发〔2025〕3号"),
        ("b", "总体要求"), ("", TEXT), ("b", "保障措施"), ("", TEXT),
    ])  # fmt: skip
    assert outline(document) == [(1, "总体要求"), (1, "保障措施")]
    assert document.title == "便民服务行动方案" and document.doc_number == "云政发〔2025〕3号"


@pytest.mark.parametrize(
    "paragraphs",
    [
        [("b", "一、总体要求"), ("", TEXT), ("b", "特别提示"), ("", TEXT), ("b", "有关说明"), ("", TEXT)],
        [("b", "总体要求"), ("b", TEXT * 3), ("b", "重点任务"), ("b", TEXT * 3)],
        [("", TEXT), ("b", "什么时候办理？"), ("", TEXT), ("b", "到哪里办理？"), ("", TEXT)],
        [("", TEXT), ("b", "有关说明"), ("", TEXT)],
        [("", TEXT), ("b", "云上市民政局"), ("", "联系人见附件。"), ("b", "2025年3月5日"), ("", "印发各区。")],
    ],
    ids=["beside numbered chapters", "all is bold", "questions", "one alone", "signature"],
)
def test_weight_alone_makes_no_heading(tmp_path: Path, paragraphs: list[Written]) -> None:
    document = word(tmp_path, [TITLE, ("", "为方便群众，制定本方案。"), *paragraphs])
    assert [title for _, title in outline(document)] in ([], ["总体要求"] if paragraphs[0][1][:2] == "一、" else [])
