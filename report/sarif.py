"""Findings as SARIF 2.1.0 (OASIS), the form in which review tools and code hosts take the results of checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from report.analysis import Analysis
from rules import RULES
from rules.finding import Evidence, Finding, Severity
from rules.rule import FAMILIES, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[Severity, str] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif(analyses: Iterable[Analysis]) -> str:
    """One run over all documents; regions count characters of the text as it was read, which is in `snippet`.

    A rule that crashed is a notification and makes the run unsuccessful.
    """
    found = [(analysis, finding) for analysis in analyses for finding in analysis.findings]
    results = [(analysis, finding) for analysis, finding in found if finding.rule in RULES]
    ids = sorted({finding.rule for _, finding in results})
    notes = [
        {"level": "error" if finding.rule == "EN00" else "warning", "message": {"text": finding.message},
         "locations": [_location(analysis, _first(finding))]}
        for analysis, finding in found if finding.rule not in RULES
    ]  # fmt: skip
    crashed = any(finding.rule == "EN00" for _, finding in found)
    run = {
        "tool": {"driver": {
            "name": "PlanCheck", "language": "zh-CN", "rules": [_rule(RULES[one]) for one in ids],
        }},
        "invocations": [{"executionSuccessful": not crashed, "toolExecutionNotifications": notes}],
        "columnKind": "unicodeCodePoints",
        "results": [_result(analysis, finding, ids.index(finding.rule)) for analysis, finding in results],
    }  # fmt: skip
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}。依据：{rule.authority}"},
        "help": {"text": rule.suggestion},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [FAMILIES[rule.family]]},
    }


def _result(analysis: Analysis, finding: Finding, index: int) -> dict[str, Any]:
    own = [one for one in finding.evidence if one.document is None] or [_first(finding)]
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": f"{finding.message}{finding.suggestion}"},
        "locations": [_location(analysis, own[0])],
        "relatedLocations": [{"id": at, **_location(analysis, one)} for at, one in enumerate(own[1:], start=1)],
        "partialFingerprints": {"planCheck/v1": finding.fingerprint},
    }


def _first(finding: Finding) -> Evidence:
    return Evidence(finding.clause, "", finding.span)


def _location(analysis: Analysis, passage: Evidence) -> dict[str, Any]:
    document = analysis.document
    clause = document.clause(passage.clause) if passage.clause else None
    path = document.path(clause.section) if clause else ()
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(document.source)},
            "region": {
                "charOffset": passage.span.start,
                "charLength": len(passage.span),
                "snippet": {"text": document.quote(passage.span)},
            },
        }
    }
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": " > ".join(path)}]
    if clause and clause.page:
        location["properties"] = {"page": clause.page}
    return location
