"""The export keeps to its published schema, and the schema is strict enough to notice when it does not."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ingest import plan_files, read
from ingest.document import Span
from nlp.commitment import (
    Baseline,
    Binding,
    BureauMention,
    Comparator,
    Deadline,
    DeadlineKind,
    Direction,
    Origin,
    Role,
    Target,
)
from report.analysis import Analysis, analyse_document
from report.export import export_analysis, number
from tests.report.documents import AS_OF, PLAN, analysis_of

ROOT = Path(__file__).resolve().parent.parent.parent
SCHEMA = json.loads((ROOT / "docs" / "export.schema.json").read_text(encoding="utf-8"))
SAMPLES = plan_files(ROOT / "corpus")


def faults(exported: dict[str, Any]) -> list[str]:
    """What the schema has against the export, after a way through JSON text."""
    values = json.loads(json.dumps(exported, ensure_ascii=False, allow_nan=False))
    found = Draft202012Validator(SCHEMA).iter_errors(values)
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message[:200]}" for fault in found]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    """The plan of our own, with a target that fills every field."""
    made = analysis_of(*PLAN)
    clause = made.document.clauses[0]
    span = Span(clause.span.start, clause.span.start + 2)
    target = Target(
        id="t999", clause=clause.id, span=span, indicator="单位地区生产总值能耗", comparator=Comparator.AT_LEAST,
        value=Decimal("13.50"), value_max=Decimal(15), unit="%", year=2025, baseline=Baseline(Decimal("0.5"), 2020),
        change=True, direction=Direction.DOWN, binding=Binding.BINDING,
        bureaus=(BureauMention("市统计局", Role.LEAD, span),),
        deadlines=(Deadline(span, DeadlineKind.BY, end=date(2025, 12, 31)),),
    )  # fmt: skip
    commitments = replace(made.commitments, targets=(*made.commitments.targets, target))
    return replace(made, commitments=commitments)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name[:2])
def test_sample_plans_keep_to_the_schema(path: Path) -> None:
    exported = export_analysis(analyse_document(read(path), as_of=AS_OF))
    assert exported["clauses"] and exported["tasks"]
    assert faults(exported) == []


def test_every_kind_of_fact_keeps_to_the_schema(analysis: Analysis) -> None:
    exported = export_analysis(analysis)
    assert all(exported[kind] for kind in ("sections", "clauses", "tasks", "targets", "projects", "findings"))
    assert faults(exported) == []


def test_a_text_that_is_no_plan_keeps_to_the_schema() -> None:
    exported = export_analysis(analysis_of("全市天气晴好。", doc_type=None))
    assert exported["tasks"] == exported["findings"] == []
    assert faults(exported) == []


def parts(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all keys of all objects; of a list, its first and its last entry."""
    if isinstance(value, list):
        ends = {0, len(value) - 1} if value else ()
        return [found for place in ends for found in parts(value[place], (*path, place))]
    if not isinstance(value, dict):
        return []
    return [found for key in value for found in ((*path, key), *parts(value[key], (*path, key)))]


def test_the_schema_misses_every_key_that_goes(analysis: Analysis) -> None:
    exported = export_analysis(analysis)
    optional = {"document"}  # of evidence: only where the passage stands in another document
    for *path, key in parts(exported):
        if key in optional and len(path) > 1:
            continue
        broken = copy.deepcopy(exported)
        holder: Any = broken
        for step in path:
            holder = holder[step]
        del holder[key]
        assert faults(broken), (*path, key)
        holder[key] = exported
        assert faults(broken), f"{(*path, key)} takes anything"


@pytest.mark.parametrize("kind", ["", "document", "sections", "tasks", "targets", "projects", "findings"])
def test_the_schema_knows_no_other_keys(kind: str, analysis: Analysis) -> None:
    exported = export_analysis(analysis)
    holder = exported[kind] if kind else exported
    (holder[0] if isinstance(holder, list) else holder)["extra"] = 1
    assert faults(exported)


def test_a_target_in_a_task_table_is_read_as_text() -> None:
    rows = [
        ["序号", "工作任务", "主要内容", "责任单位", "完成时限"],
        ["1", "建设海上风电", "加快项目建设，2025年底前海上风电装机达到50万千瓦。", "市发展改革委", "2025年12月"],
        ["2", "更新公交车辆", "加快更新公交车辆。", "市交通运输局", "2025年6月"],
    ]
    analysis = analysis_of("澄湾市绿色转型实施方案\n一、重点任务\n见附件。", "附件：重点任务分工表", rows)
    assert [target.origin for target in analysis.commitments.targets] == [Origin.ANNEX]
    exported = export_analysis(analysis)
    assert [target["source"] for target in exported["targets"]] == ["text"]
    assert {task["source"] for task in exported["tasks"]} == {"annex"}
    assert faults(exported) == []


def test_quotes_are_what_the_file_prints(analysis: Analysis) -> None:
    exported, raw = export_analysis(analysis), analysis.document.raw
    quotes = [quote["quote"] for finding in exported["findings"] for quote in finding["evidence"]]
    quotes += [target["quote"] for target in exported["targets"]]
    quotes += [deadline["text"] for task in exported["tasks"] for deadline in task["deadlines"]]
    assert quotes and [quote for quote in quotes if quote not in raw] == []


def test_ids_lead_to_what_they_name(analysis: Analysis) -> None:
    exported = export_analysis(analysis)
    clauses, sections = ({one["id"] for one in exported[kind]} for kind in ("clauses", "sections"))
    used = {one["clause"] for kind in ("tasks", "targets", "projects", "findings") for one in exported[kind]}
    assert used - {None} <= clauses
    assert {one["section"] for one in exported["clauses"]} | {one["parent"] for one in exported["sections"]} <= {
        None, *sections
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Decimal("13.50"), 13.5), (Decimal("12000"), 12000), (Decimal("1E+3"), 1000), (Decimal("-0"), 0), (None, None)],
)
def test_numbers_have_no_point_they_do_not_need(value: Decimal | None, expected: float | None) -> None:
    assert json.dumps(number(value)) == json.dumps(expected)
