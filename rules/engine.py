"""Runs the rules over one plan: select, run, isolate, group, waive, rank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ingest.document import Clause, Document, Section, Span, Table
from nlp.commitment import Commitment, Project, Target, Task
from rules.context import Context
from rules.finding import Evidence, Finding, Severity
from rules.profile import Profile
from rules.rule import RULES, Anchor, Passage, Problem, Rule
from rules.waiver import Waiver, apply_waivers

LONGEST_QUOTE = 120  # characters of one quotation: a passage, never a page
MOST_EVIDENCE = 60
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check(
    context: Context, profile: Profile | None = None, waivers: Iterable[Waiver] = (), *,
    rules: Iterable[Rule] | None = None, strict: bool = False,
) -> tuple[Finding, ...]:  # fmt: skip
    """The defects of the plan, worst first, then in document order; the same input gives the same findings.

    A rule that crashes becomes a finding of its own id, so that the rest is still checked; strict raises instead.
    """
    profile = profile or Profile()
    found: list[Finding] = []
    for rule in sorted(RULES.values() if rules is None else rules, key=lambda rule: rule.id):
        if not profile.selects(rule.id):
            continue
        try:
            found.extend(_run(rule, context, profile))
        except Exception as error:
            if strict:
                raise
            found.append(_crashed(rule, error))
    kept = apply_waivers(_distinct(found), tuple(waivers), context.as_of)
    return rank(kept)


def rank(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, then by place in the document and rule."""
    return tuple(sorted(findings, key=lambda one: (_WEIGHT[one.severity], one.span, one.rule, one.message)))


def _run(rule: Rule, context: Context, profile: Profile) -> list[Finding]:
    params: dict[str, Any] = {**rule.params, **profile.params_of(rule.id)}
    problems: list[Problem] = []
    causes: set[str] = set()
    for thing in _things(rule.each, context):
        for problem in rule.check(thing, context, **params):
            if problem.cause is not None:
                if problem.cause in causes:
                    continue
                causes.add(problem.cause)
            problems.append(problem)
    severity = profile.severity.get(rule.id)
    findings = [_finding(rule, problem, context, severity) for problem in problems]
    return [_gather(rule, findings, context)] if len(findings) > rule.cap else findings


def _things(each: type, context: Context) -> Iterable[object]:
    document, commitments = context.document, context.commitments
    things: dict[type, Iterable[object]] = {
        Document: (document,), Section: document.sections, Clause: document.clauses, Table: document.tables,
        Task: commitments.tasks, Target: commitments.targets, Project: commitments.projects,
    }  # fmt: skip
    return things[each]


def _finding(rule: Rule, problem: Problem, context: Context, severity: Severity | None) -> Finding:
    span = _span(problem.anchor, context)
    passages = problem.evidence or (span,)
    evidence = tuple(_evidence(passage, context) for passage in passages[:MOST_EVIDENCE])
    clause = problem.anchor.clause if isinstance(problem.anchor, Commitment) else None
    if clause is None:
        at = context.clause_at(span)
        clause = at.id if at else None
    return Finding(
        rule.id, severity or problem.severity or rule.severity, problem.message, span, clause, evidence,
        problem.suggestion or rule.suggestion,
    )  # fmt: skip


def _span(anchor: Anchor, context: Context) -> Span:
    if isinstance(anchor, Span):
        return anchor
    if isinstance(anchor, Section):
        return anchor.heading
    return anchor.span


def _evidence(passage: Passage, context: Context) -> Evidence:
    if isinstance(passage, Evidence):
        return passage
    text = context.document.text[passage.start : passage.stop]
    start = passage.start + len(text) - len(text.lstrip())
    stop = max(start, passage.stop - (len(text) - len(text.rstrip())))
    span = Span(start, min(stop, start + LONGEST_QUOTE))
    clause = context.clause_at(span)
    return Evidence(clause.id if clause else None, context.document.quote(span), span)


def _gather(rule: Rule, findings: list[Finding], context: Context) -> Finding:
    """One finding for the plan with the list behind it: every place stays in it, neighbours as one passage."""
    first = min(findings, key=lambda one: (one.span, one.message))
    evidence = _joined(list(dict.fromkeys(passage for one in findings for passage in one.evidence)), context)
    worst = min((one.severity for one in findings), key=_WEIGHT.__getitem__)
    message = rule.summary.format(count=len(findings))
    return replace(first, message=message, severity=worst, evidence=tuple(evidence[:MOST_EVIDENCE]))


def _joined(evidence: list[Evidence], context: Context) -> list[Evidence]:
    """Passages of this document that stand side by side, a comma between them, as one where it is not too long."""
    joined: list[Evidence] = []
    for one in evidence:
        last = joined[-1] if joined else None
        near = last is not None and last.document is None and one.document is None and last.clause == one.clause
        if last is not None and near and 0 <= one.span.start - last.span.stop <= 1:
            span = Span(last.span.start, one.span.stop)
            if len(span) <= LONGEST_QUOTE:
                joined[-1] = _evidence(span, context)
                continue
        joined.append(one)
    return joined


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[tuple[str, Span, str]] = set()
    for finding in findings:
        key = (finding.rule, finding.span, finding.message)
        if key not in seen:
            seen.add(key)
            yield finding


def _crashed(rule: Rule, error: Exception) -> Finding:
    return Finding(
        "EN00", Severity.WARNING, f"规则 {rule.id}（{rule.title}）运行出错，本项未检查：{type(error).__name__}。",
        Span(0, 0), None, (), "请把原文件和这条提示反馈给维护者；其余规则的结果不受影响。",
    )  # fmt: skip
