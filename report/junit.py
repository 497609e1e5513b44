"""Findings as JUnit XML: a suite a document, a case a rule, so that any build server shows what fails."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterable

from report.analysis import SEVERITY_NAMES, Analysis
from report.signs import NOT_IN_XML
from rules import RULES
from rules.finding import Finding, Severity
from rules.rule import FAMILIES


def junit(analyses: Iterable[Analysis]) -> str:
    """Errors and warnings fail their case, information stands in its output, a crash of a rule is an error."""
    suites = ElementTree.Element("testsuites", name="PlanCheck")
    for analysis in analyses:
        suites.append(_suite(analysis))
    for count in ("tests", "failures", "errors"):
        suites.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    ElementTree.indent(suites, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _suite(analysis: Analysis) -> ElementTree.Element:
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in analysis.findings:
        by_rule[finding.rule].append(finding)
    ids = sorted({*RULES, *by_rule})
    suite = ElementTree.Element("testsuite", name=_plain(analysis.document.source))
    for one in ids:
        title = RULES[one].title if one in RULES else FAMILIES["EN"]
        case = ElementTree.SubElement(suite, "testcase", classname=FAMILIES[one[:2]], name=f"{one} {title}")
        for finding in by_rule[one]:
            _outcome(case, finding)
    suite.set("tests", str(len(ids)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in suite)))
    suite.set("errors", str(sum(case.find("error") is not None for case in suite)))
    return suite


def _outcome(case: ElementTree.Element, finding: Finding) -> None:
    lines = [finding.message, *(f"原文：{' '.join(one.quote.split())}" for one in finding.evidence), finding.suggestion]
    text = _plain("\n".join(lines))
    if finding.severity is Severity.INFO:
        out = case.find("system-out")
        out = ElementTree.SubElement(case, "system-out") if out is None else out
        out.text = f"{out.text}\n\n{text}" if out.text else text
        return
    kind = "error" if finding.rule == "EN00" else "failure"
    ElementTree.SubElement(
        case, kind, type=SEVERITY_NAMES[finding.severity], message=_plain(finding.message)
    ).text = text  # fmt: skip


def _plain(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)
