"""The whole gap report as one JSON document: the overview, the coverage and every analysis in its exported form."""

from __future__ import annotations

import json
from typing import Any

from report.analysis import SEVERITIES, GapReport
from report.export import SCHEMA, export_analysis


def report_values(report: GapReport) -> dict[str, Any]:
    """The report as plain values; analyses have the shape of `docs/export.schema.json`."""
    return {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "template": report.template,
        "overview": {
            "plans": len(report.plans),
            "other_texts": len(report.others),
            "tasks": sum(len(one.commitments.tasks) for one in report.analyses),
            "targets": sum(len(one.commitments.targets) for one in report.analyses),
            "projects": sum(len(one.commitments.projects) for one in report.analyses),
            "findings": {severity.value: report.count(severity) for severity in SEVERITIES},
        },
        "failed": [{"file": name, "message": message} for name, message in report.failed],
        "coverage": {
            "topics": list(report.coverage.topics),
            "regions": [
                {
                    "region": row.region,
                    "documents": list(row.documents),
                    "cells": [{"tasks": cell.tasks, "targets": cell.targets} for cell in row.cells],
                }
                for row in report.coverage.rows
            ],
        },
        "analyses": [export_analysis(analysis) for analysis in report.analyses],
    }


def report_json(report: GapReport) -> str:
    """The text of `report.json`; lone surrogates, which no UTF-8 file can hold, become the replacement sign."""
    text = json.dumps(report_values(report), ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"
