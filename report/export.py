"""One analysis as plain values: the exported JSON, whose shape `docs/export.schema.json` fixes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ingest.document import Clause, Document, Section
from nlp.commitment import (
    Baseline,
    BureauMention,
    Commitment,
    Correction,
    Deadline,
    Link,
    Origin,
    Project,
    Target,
    Task,
)
from report.analysis import Analysis
from report.wording import deadline_text
from rules.finding import Evidence, Finding

SCHEMA = 1


def export_analysis(analysis: Analysis) -> dict[str, Any]:
    """Everything found in one document, quoted as the file prints it. Numbers are JSON numbers, days ISO dates."""
    document, commitments = analysis.document, analysis.commitments
    return {
        "schema": SCHEMA,
        "document": _document(document),
        "sections": [_section(section) for section in document.sections],
        "clauses": [_clause(document, clause) for clause in document.clauses],
        "tasks": [_task(document, task) for task in commitments.tasks],
        "targets": [_target(document, target) for target in commitments.targets],
        "projects": [_project(project) for project in commitments.projects],
        "stages": [_task(document, stage) for stage in commitments.stages],
        "links": [_link(link) for link in commitments.links],
        "findings": [export_finding(finding) for finding in analysis.findings],
    }


def number(value: Decimal | None) -> int | float | None:
    """A printed value as JSON has it: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def commitment_path(document: Document, commitment: Commitment) -> tuple[str, ...]:
    """The headings above a commitment as printed, its own numbered heading last."""
    section = commitment.section if isinstance(commitment, Task) and commitment.section else None
    return document.path(section or document.clause(commitment.clause).section)


def headings_above(document: Document, task: Task) -> tuple[str, ...]:
    """The same without the heading that is the task's own title."""
    path = commitment_path(document, task)
    own = bool(path) and path[-1].rstrip("。").endswith(task.title)
    return path[:-1] if own else path


def findings_json(analyses: Iterable[Analysis]) -> str:
    """The findings of several documents as one JSON text."""
    values = [{"document": one.document.id, "findings": [export_finding(f) for f in one.findings]} for one in analyses]
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def export_finding(finding: Finding) -> dict[str, Any]:
    """One finding; `fingerprint` is what a waiver names."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "clause": finding.clause,
        "message": finding.message,
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    quoted: dict[str, Any] = {"clause": evidence.clause, "quote": evidence.quote}
    if evidence.document is not None:
        quoted["document"] = evidence.document
    return quoted


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "region": document.region,
        "issuer": document.issuer,
        "doc_number": document.doc_number,
        "issued": None if document.issued_on is None else str(document.issued_on),
        "period": [document.period.start, document.period.end],
        "doc_type": document.doc_type,
        "level": None if document.level is None else document.level.value,
        "source": document.source,
        "pages": document.pages,
        "warnings": list(document.warnings),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "parent": section.parent,
        "level": section.level,
        "kind": section.kind.value,
        "label": section.label,
        "title": section.title,
        "page": section.page,
    }


def _clause(document: Document, clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "section": clause.section,
        "path": list(document.path(clause.section)),
        "kind": clause.kind.value,
        "text": document.quote(clause.span).strip(),
        "page": clause.page,
    }


def _place(document: Document, commitment: Commitment) -> dict[str, Any]:
    return {
        "id": commitment.id,
        "clause": commitment.clause,
        "path": list(commitment_path(document, commitment)),
        "page": document.clause(commitment.clause).page,
    }


def _task(document: Document, task: Task) -> dict[str, Any]:
    return {
        **_place(document, task),
        "title": task.title,
        "text": document.quote(task.body).strip(),
        "bureaus": [_bureau(mention) for mention in task.bureaus],
        "deadlines": [_deadline(document, deadline) for deadline in task.deadlines],
        "source": task.origin.value,
        **_confidence(task),
    }


def _confidence(commitment: Commitment) -> dict[str, Any]:
    """How sure the row is, what makes it doubtful, and what people set right in it."""
    return {
        "confidence": commitment.confidence,
        "doubts": [doubt.value for doubt in commitment.doubts],
        "corrections": [_correction(one) for one in commitment.corrections],
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "slot": correction.slot.value,
        "printed": correction.printed,
        "stated": correction.stated,
        "reason": correction.reason,
        "author": correction.author,
        "at": correction.at,
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "kind": link.kind.value,
        "from": link.source,
        "to": link.target,
        "score": link.score,
        "reason": link.reason,
    }


def _target(document: Document, target: Target) -> dict[str, Any]:
    return {
        **_place(document, target),
        "quote": document.quote(target.span).strip(),
        "indicator": target.indicator,
        "comparator": target.comparator.value,
        "value": number(target.value),
        "value_max": number(target.value_max),
        "unit": target.unit,
        "year": target.year,
        "baseline": _baseline(target.baseline),
        "change": target.change,
        "direction": None if target.direction is None else target.direction.value,
        "binding": None if target.binding is None else target.binding.value,
        "bureaus": [_bureau(mention) for mention in target.bureaus],
        "deadlines": [_deadline(document, deadline) for deadline in target.deadlines],
        # a sentence in a cell of a task table is read as text: only figures in columns are a table's
        "source": (Origin.TABLE if target.origin is Origin.TABLE else Origin.TEXT).value,
        **_confidence(target),
    }


def _project(project: Project) -> dict[str, Any]:
    return {
        "no": project.number,
        "name": project.name,
        "owner": project.owner,
        "start": None if project.start is None else str(project.start),
        "end": None if project.end is None else str(project.end),
        "investment": number(project.investment),
        "unit": project.unit,
        "group": project.group,
        "clause": project.clause,
    }


def _bureau(mention: BureauMention) -> dict[str, Any]:
    return {
        "name": mention.name,
        "canonical": mention.canonical,
        "role": mention.role.value,
        "collective": mention.collective,
        "open_list": mention.open_list,
        "level": None if mention.level is None else mention.level.value,
        "functions": list(mention.functions),
    }


def _deadline(document: Document, deadline: Deadline) -> dict[str, Any]:
    return {
        "text": deadline_text(document, deadline),
        "start": None if deadline.start is None else deadline.start.isoformat(),
        "end": None if deadline.end is None else deadline.end.isoformat(),
        "kind": deadline.kind.value,
    }


def _baseline(baseline: Baseline | None) -> dict[str, Any] | None:
    return None if baseline is None else {"value": number(baseline.value), "year": baseline.year}
