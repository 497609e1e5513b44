"""Findings for other programs, and as Markdown: nothing lost, nothing that the form cannot hold."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from ingest.document import Span
from report.analysis import Analysis, GapReport
from report.findings_markdown import findings_markdown
from report.junit import junit
from report.sarif import sarif
from rules import RULES
from rules.finding import Evidence, Finding, Severity


@pytest.fixture
def plan(report: GapReport) -> Analysis:
    return report.plans[0]


def with_one(plan: Analysis, **changes: object) -> Analysis:
    return replace(plan, findings=(replace(plan.findings[0], **changes),))


def test_sarif_holds_every_finding_with_its_passage(plan: Analysis) -> None:
    run = json.loads(sarif([plan]))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules)) and len(run["results"]) == len(plan.findings)
    for result, finding in zip(run["results"], plan.findings, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == finding.rule
        assert result["partialFingerprints"] == {"planCheck/v1": finding.fingerprint}
        region = result["locations"][0]["physicalLocation"]["region"]
        span = Span(region["charOffset"], region["charOffset"] + region["charLength"])
        assert plan.document.quote(span) == region["snippet"]["text"]
    assert {result["level"] for result in run["results"]} <= {"error", "warning", "note"}
    assert run["invocations"][0]["executionSuccessful"]


def test_sarif_names_the_file_as_a_uri(plan: Analysis) -> None:
    spaced = replace(plan, document=replace(plan.document, source="某市 方案#1.docx"))
    location = json.loads(sarif([spaced]))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"].isascii() and location["artifactLocation"]["uri"].endswith("%231.docx")


def test_a_crash_is_no_result_but_makes_the_run_fail(plan: Analysis) -> None:
    crash = Finding("EN00", Severity.WARNING, "规则 NU01 运行出错。", Span(0, 0), None, (), "")
    run = json.loads(sarif([replace(plan, findings=(crash,))]))["runs"][0]
    assert run["results"] == [] and not run["invocations"][0]["executionSuccessful"]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == crash.message
    assert ElementTree.fromstring(junit([replace(plan, findings=(crash,))])).get("errors") == "1"


def test_junit_has_a_case_a_rule_and_fails_those_that_fire(plan: Analysis) -> None:
    loud = {finding.rule for finding in plan.findings if finding.severity is not Severity.INFO}
    suite = ElementTree.fromstring(junit([plan, plan]))[0]
    assert len(suite) == len(RULES) == int(suite.get("tests", "0"))
    failed = {str(case.get("name"))[:4] for case in suite if case.find("failure") is not None}
    assert failed == loud and suite.get("failures") == str(len(loud))
    printed = "".join(suite.itertext())
    assert all(finding.message in printed for finding in plan.findings)


def test_junit_holds_what_xml_cannot(plan: Analysis) -> None:
    bad = with_one(plan, message="错\x00误\ud800<b>", severity=Severity.ERROR)
    assert ElementTree.fromstring(junit([bad])).get("failures") == "1"


def test_markdown_shows_text_as_text(plan: Analysis) -> None:
    evidence = (Evidence(None, "# 不是\n标题 <b>*粗*</b>", Span(0, 1)),)
    text = findings_markdown([with_one(plan, evidence=evidence)])
    assert "  > \\# 不是 标题 \\<b\\>\\*粗\\*\\</b\\>" in text.splitlines()
    assert text.startswith("# ") and f"**{plan.findings[0].rule}**" in text
