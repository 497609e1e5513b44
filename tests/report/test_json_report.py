"""The report as JSON: an overview that adds up, and analyses in the shape of the export."""

from __future__ import annotations

import json
from dataclasses import replace

from report.analysis import GapReport
from report.export import export_analysis
from report.json_report import report_json, report_values
from tests.report.documents import PLAN, analysis_of, report_of, sample_report


def test_the_overview_adds_up(report: GapReport) -> None:
    values = report_values(report)
    overview, analyses = values["overview"], values["analyses"]
    assert (overview["plans"], overview["other_texts"]) == (2, 1)
    for kind in ("tasks", "targets", "projects"):
        assert overview[kind] == sum(len(one[kind]) for one in analyses) > 0
    severities = [finding["severity"] for one in analyses for finding in one["findings"]]
    assert overview["findings"] == {name: severities.count(name) for name in ("error", "warning", "info")}
    assert values["failed"] == [{"file": "scan.pdf", "message": "scan.pdf：没有文字层，请先做文字识别。"}]


def test_analyses_are_exports(report: GapReport) -> None:
    assert report_values(report)["analyses"] == [export_analysis(one) for one in report.analyses]


def test_the_matrix_is_square_and_names_its_plans(report: GapReport) -> None:
    coverage = report_values(report)["coverage"]
    assert {len(row["cells"]) for row in coverage["regions"]} == {len(coverage["topics"])}
    assert sorted(name for row in coverage["regions"] for name in row["documents"]) == ["plan-1", "plan-2"]


def test_text_is_readable_and_always_utf8() -> None:
    made = analysis_of(*PLAN)
    broken = replace(made, document=replace(made.document, source="\udcff.txt"))
    text = report_json(report_of(broken))
    assert "绿色转型" in text
    assert json.loads(text.encode("utf-8"))["analyses"][0]["document"]["source"] == "?.txt"


def test_the_same_report_gives_the_same_text(report: GapReport) -> None:
    assert report_json(report) == report_json(sample_report())
