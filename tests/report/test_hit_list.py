"""Hits to take away: each with its citation."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from index.hits import SearchHit, SearchHits, Why
from index.workspace import Workspace
from ingest.document import Span
from report.hit_list import citation, hit_sheet, hits_file

DAY = date(2025, 1, 31)
PLAN = """青川市碳达峰实施方案
青川市人民政府
2022年3月5日
一、重点任务
（一）建设屋顶光伏。=2+3，2025年底前完成。
"""


def hit(**told: object) -> SearchHit:
    given: dict[str, object] = {"title": "碳达峰方案", "path": (), "page": None, **told}
    return SearchHit(
        document="a", clause="0/1", kind="paragraph", text="文", score=1.0, why=Why((), (), 0, 0), span=Span(0, 1),
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "《碳达峰方案》"),
        ({"title": "《碳达峰方案》", "issued": "2025"}, "《碳达峰方案》（2025年）"),
        ({"issued": "2025-09", "issuer": "市政府"}, "《碳达峰方案》（市政府，2025年9月）"),
        (
            {"doc_number": "青政〔2022〕3号", "issued": "2022-03-05", "path": ("一、总则", "（一）目的"), "page": 7},
            "《碳达峰方案》（青政〔2022〕3号，2022年3月5日），一、总则 > （一）目的，第7页",
        ),
    ],
)
def test_a_citation_says_what_is_known(told: dict[str, object], expected: str) -> None:
    assert citation(hit(**told)) == expected


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> SearchHits:
    folder = tmp_path_factory.mktemp("hits")
    (folder / "方案.txt").write_text(PLAN, encoding="utf-8")
    Workspace.build([folder / "方案.txt"], folder / "ws")
    return Workspace.open(folder / "ws").search("屋顶光伏")


def test_the_sheet_has_a_line_a_hit(found: SearchHits) -> None:
    sheet = hit_sheet(found)
    assert [row[7] for row in sheet.rows] == [hit.text for hit in found.hits] and found.hits
    assert sheet.rows[0][-1] == citation(found.hits[0]) and "青川市人民政府" in str(sheet.rows[0][-1])


def test_word_and_workbook_hold_every_hit(found: SearchHits, tmp_path: Path) -> None:
    import docx
    import openpyxl

    text = "\n".join(one.text for one in docx.Document(io.BytesIO(hits_file(found, ".docx", DAY))).paragraphs)
    cells = [
        str(cell.value)
        for row in openpyxl.load_workbook(io.BytesIO(hits_file(found, ".xlsx", DAY))).active
        for cell in row
    ]
    for one in found.hits:
        assert one.text in text and citation(one) in text
        assert one.text in cells and citation(one) in cells
    assert "2025年1月31日" in text and "屋顶光伏" in text
    for form in (".docx", ".xlsx"):
        assert hits_file(found, form, DAY) == hits_file(found, form, DAY)
    with pytest.raises(ValueError, match=r"\.pdf"):
        hits_file(found, ".pdf", DAY)
