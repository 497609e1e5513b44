"""What must hold of every document: nothing lost, spans in order, one text."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest import read
from ingest.document import BlockKind, ClauseKind, SectionKind
from tests.ingest.conftest import Plan

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["一、总体要求", "（一）目标", "1.任务", "专栏1 工程", "附件1", "目录", "- 3 -", "（二）安排。每年一次。"]
        ),
        st.text(alphabet="甲乙丙丁年月0123456789。，；（）|　 ", min_size=1, max_size=60),
    ),
    min_size=1,
    max_size=25,
).filter(lambda lines: any(line.strip() for line in lines))  # a file of blanks is refused: test_reader says so


def _solid(text: str) -> str:
    """Without blanks, and without the signs that part the cells of a row."""
    return re.sub(r"[\s|]", "", text)


@given(LINES)
def test_every_line_is_placed_once(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        document = read(path)
    assert _solid(document.raw) == _solid("".join(lines))
    starts = [block.span.start for block in document.blocks]
    assert starts == sorted(starts)
    alone = [s.heading for s in document.sections if s.kind is not SectionKind.RUN_IN]
    for block in document.blocks:
        if block.kind is BlockKind.FURNITURE or not document.quote(block.span).strip():
            continue
        if block.kind is BlockKind.TABLE:
            (table,) = (one for one in document.tables if one.span == block.span)
            assert sum(c.table is not None and block.span.covers(c.span) for c in document.clauses) == (
                len(table.rows) - table.header_rows
            )
            continue
        as_clause = sum(block.span.covers(c.span) and bool(len(c.span)) for c in document.clauses)
        as_heading = sum(block.span.covers(h) or h.covers(block.span) for h in alone)
        assert as_clause + as_heading == 1, document.quote(block.span)


@given(LINES)
def test_sections_nest_and_clauses_lie_in_theirs(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        document = read(path)
    assert len({s.id for s in document.sections}) == len(document.sections)
    assert len({c.id for c in document.clauses}) == len(document.clauses)
    for section in document.sections:
        assert section.span.covers(section.heading)
        if section.parent is not None and section.kind is not SectionKind.BOX:
            assert document.section(section.parent).span.covers(section.span)
    for clause in document.clauses:
        if clause.section is not None:
            assert document.section(clause.section).span.covers(clause.span)


def test_a_clause_is_a_paragraph_with_its_run_in_heading(plan: Plan) -> None:
    document = plan("一、重点任务\n加快平台建设。建成统一的数据平台，年底前投入使用，覆盖全部部门。\n")
    clause = document.clauses[0]
    assert clause.kind is ClauseKind.PARAGRAPH and clause.run_in is not None
    assert document.quote(clause.run_in) == "加快平台建设"
    assert document.path(clause.section) == ("一、重点任务",)


def test_box_paragraphs_belong_to_the_box(plan: Plan) -> None:
    document = plan("一、任务\n专栏1 管网工程\n更新管网二十公里。\n二、保障\n加强领导。")
    assert [c.kind for c in document.clauses] == [ClauseKind.BOX, ClauseKind.PARAGRAPH]
    assert document.path(document.clauses[0].section)[-1] == "专栏1管网工程"


def test_a_paragraph_said_again_further_down_is_no_line_of_the_contents(plan: Plan) -> None:
    duty = "各有关单位要把任务逐项列入年度计划，明确进度和负责人员，按季度报送情况；" * 3
    document = plan(f"目录\n一、任务\n二、保障\n{duty}\n一、任务\n开展普查。\n二、保障\n{duty}")
    assert [document.quote(c.span) for c in document.clauses] == [duty, "开展普查。", duty]
