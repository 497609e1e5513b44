"""Findings for a terminal."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from unicodedata import east_asian_width

from ingest.document import Span
from report.analysis import Analysis, GapReport
from report.terminal import MOST_QUOTES, MOST_SHOWN, print_findings
from rules.finding import Evidence, Severity
from tests.report.documents import PLAN, TITLE, analysis_of


def many(count: int, passages: int = 1) -> Analysis:
    made = analysis_of(*PLAN, warnings=("第2页有图片。",))
    evidence = tuple(Evidence(None, f"第 {place}\n处", Span(0, 4)) for place in range(passages))
    model = replace(made.findings[0], severity=Severity.WARNING, evidence=evidence)
    return replace(made, findings=tuple(replace(model, message=f"问题{place}。") for place in range(count)))


def test_what_where_and_which_words(report: GapReport) -> None:
    text = print_findings(report.plans[0])
    lines = text.splitlines()
    assert lines[0] == f"{TITLE}（plan.txt）"
    for finding in report.plans[0].findings:
        assert f"] {finding.rule} {finding.message}" in text
    assert "      位置：二、重点任务 > （三）推进绿色交通 > 1.更新公交车辆" in lines
    assert any(line.startswith("      原文：") and "适时" in line for line in lines)
    assert any(line.startswith("      建议：") for line in lines)


def test_the_tally_counts_each_severity(report: GapReport) -> None:
    one = report.plans[0]
    counts = [one.count(severity) for severity in Severity]
    assert "  错误 {}，警告 {}，提示 {}".format(*counts) in print_findings(one).splitlines()


def test_a_few_are_shown_unless_all_are_asked_for() -> None:
    found = many(MOST_SHOWN + 3)
    short, full = print_findings(found), print_findings(found, everything=True)
    assert short.count("问题") == MOST_SHOWN and "（另有警告 3 条，加 --all 列出）" in short
    assert full.count("问题") == MOST_SHOWN + 3 and "另有" not in full


def test_quotes_are_one_line_each_and_not_too_many() -> None:
    text = print_findings(many(1, passages=MOST_QUOTES + 2))
    assert text.count("原文：") == MOST_QUOTES
    assert "      原文：第 0 处\n" in text and f"（共 {MOST_QUOTES + 2} 处）" in text


def test_reading_warnings_are_passed_on() -> None:
    assert "  读取提示：第2页有图片。" in print_findings(many(0)).splitlines()


def test_carets_stand_below_the_passage(report: GapReport) -> None:
    lines = print_findings(report.plans[0], everything=True).splitlines()
    marked = [(line, below) for line, below in pairwise(lines) if set(below.strip()) == {"^"}]
    assert marked
    for line, below in marked:
        quoted = quoted_above(line, below)
        assert any(" ".join(one.quote.split()) == quoted for f in report.plans[0].findings for one in f.evidence)


def quoted_above(line: str, below: str) -> str:
    """The characters of the line that stand over the carets, a wide one on two columns."""
    columns = [sign for sign in line for _ in range(2 if east_asian_width(sign) in "WF" or sign in "“”—·" else 1)]
    over = columns[below.index("^") : below.rindex("^") + 1]
    taken, at = [], 0
    while at < len(over):
        taken.append(over[at])
        at += 2 if east_asian_width(over[at]) in "WF" or over[at] in "“”—·" else 1
    return "".join(taken)
