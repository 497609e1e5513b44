"""Which paragraphs are headings: cases as data, through the real text reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.document import SectionKind
from ingest.docx_numbering import chinese
from ingest.numbering import number_value
from tests.ingest.conftest import Plan

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "outline.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_headings(case: dict[str, Any], plan: Plan) -> None:
    found = [[s.level, s.label, s.title] for s in plan(case["text"]).sections]
    assert found == case["headings"]


def test_the_tree_follows_the_signs(plan: Plan) -> None:
    document = plan("一、甲类任务\n（一）子任务\n1.小任务\n文字。\n二、乙类任务\n1.另一任务\n文字。")
    paths = [document.path(s.id) for s in document.sections]
    assert paths[2] == ("一、甲类任务", "（一）子任务", "1.小任务")
    assert paths[4] == ("二、乙类任务", "1.另一任务")


def test_a_numbered_sentence_with_nothing_below_it_is_a_clause_too(plan: Plan) -> None:
    text = "一、任务\n（一）完善设施。\n1.建设充电桩100个。\n2.改造站台50座。\n（二）加强领导。\n压实责任，狠抓落实。"
    document = plan(text)
    assert [s.label for s in document.sections] == ["一、", "（一）", "1.", "2.", "（二）"]
    clauses = [(document.path(c.section)[-1], document.quote(c.span)) for c in document.clauses]
    assert clauses == [
        ("1.建设充电桩100个", "1.建设充电桩100个。"), ("2.改造站台50座", "2.改造站台50座。"),
        ("（二）加强领导", "压实责任，狠抓落实。"),
    ]  # fmt: skip


def test_a_run_in_heading_ends_at_its_full_stop(plan: Plan) -> None:
    document = plan("一、任务\n（一）优化线网。新增线路三条。")
    section = document.sections[1]
    assert section.kind is SectionKind.RUN_IN
    assert document.quote(section.heading) == "（一）优化线网"


@pytest.mark.parametrize("number", [1, 9, 10, 11, 20, 25, 99, 100, 103, 110, 120])
def test_numbers_are_read_as_word_prints_them(number: int) -> None:
    assert number_value(f"（{chinese(number)}）") == number
