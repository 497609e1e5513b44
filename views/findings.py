"""The findings of plans as a list that can be narrowed, each with the passages that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis
from report.workbook import finding_sheet
from rules.finding import Evidence, Finding, Severity
from rules.rule import FAMILIES, RULES
from views.downloads import offer
from views.markup import escape, notice, path_line, plan_address, report_address

MOST_CARDS = 40  # on a page, the gravest first: more are not read
MOST_QUOTES = 5  # of one finding before the rest is folded away
Found = tuple[Analysis, Finding]


def show_findings(plans: Sequence[Analysis], labels: Mapping[str, str], *, single: bool) -> None:
    """The findings by severity; filters by severity and by family. labels: what documents are called, by id."""
    everything = [(one, finding) for one in plans for finding in one.findings]
    if not everything:
        st.html(notice("没有发现问题", ("按现有规则检查，本次没有发现需要处理的地方。",)))
        return
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    with right:
        offer("问题清单", finding_sheet(plans, labels))
    chosen = narrow(everything, left)
    if not chosen:
        st.html(notice("没有符合筛选的问题", ("去掉一项级别或类别再看。",)))
    room = MOST_CARDS
    for severity in SEVERITIES:
        group = [found for found in chosen if found[1].severity is severity]
        if group:
            name = SEVERITY_NAMES[severity]
            st.html(f'<h2 class="pc-group pc-{severity.value}">{name}<small>{len(group)} 项</small></h2>')
            st.html("".join(finding_card(one, finding, labels, single=single) for one, finding in group[:room]))
            room = max(room - len(group), 0)
    if len(chosen) > MOST_CARDS:
        st.html(f'<p class="pc-hint">只列出前 {MOST_CARDS} 项，其余请按级别、类别筛选，或下载问题清单。</p>')


def narrow(everything: Sequence[Found], place: DeltaGenerator) -> list[Found]:
    """Those of the severities (asked in that place) and families chosen; nothing chosen lets all through."""
    severities = Counter(finding.severity for _, finding in everything)
    families = Counter(family_of(finding) for _, finding in everything)
    wanted = place.pills(
        "级别", [one for one in SEVERITIES if severities[one]], selection_mode="multi", key="severity", wrap=True,
        bind="query-params", format_func=lambda one: f"{SEVERITY_NAMES[Severity(one)]} {severities[Severity(one)]}",
    )  # fmt: skip
    asked = st.pills(
        "类别", [one for one in FAMILIES if families[one]], selection_mode="multi", key="family", wrap=True,
        bind="query-params", format_func=lambda one: f"{FAMILIES[one]} {families[one]}",
    )  # fmt: skip
    return [
        found
        for found in everything
        if (not wanted or found[1].severity in wanted) and (not asked or family_of(found[1]) in asked)
    ]


def family_of(finding: Finding) -> str:
    """The two letters of the rule's family."""
    return finding.rule[:2]


def finding_card(analysis: Analysis, finding: Finding, labels: Mapping[str, str], *, single: bool) -> str:
    """One finding: rule, message, passages with their places, suggestion, and the norm that the rule rests on."""
    rule = RULES.get(finding.rule)
    head = f'<span class="pc-rule">{escape(finding.rule)}</span><b>{escape(rule.title if rule else "")}</b>'
    family = FAMILIES.get(family_of(finding))
    head += f'<span class="pc-tag">{escape(family)}</span>' if family else ""
    plan = ""
    if not single:
        address = escape(report_address(labels[analysis.document.id]))
        plan = f'<div class="pc-plan"><a href="{address}" target="_self">{escape(analysis.document.title)}</a></div>'
    quotes = [quotation(analysis, one, labels) for one in finding.evidence]
    shown = "".join(quotes[:MOST_QUOTES])
    if len(quotes) > MOST_QUOTES:
        rest = "".join(quotes[MOST_QUOTES:])
        shown += f"<details><summary>另有 {len(quotes) - MOST_QUOTES} 处</summary>{rest}</details>"
    advice = f'<p class="pc-advice"><i>建议</i>{escape(finding.suggestion)}</p>' if finding.suggestion else ""
    norm = f'<p class="pc-norm"><i>依据</i>{escape(rule.authority)}</p>' if rule else ""
    return (
        f'<article class="pc-finding pc-{finding.severity.value}"><header>{head}</header>{plan}'
        f'<p class="pc-message">{escape(finding.message)}</p>{shown}{advice}{norm}</article>'
    )


def quotation(analysis: Analysis, evidence: Evidence, labels: Mapping[str, str]) -> str:
    """The passage as printed with its place; of another document, with that document's title."""
    label = labels.get(evidence.document or analysis.document.id)
    link = ""
    if evidence.clause and label:
        address = escape(plan_address(label, clause=evidence.clause))
        link = f'<a class="pc-there" href="{address}" target="_self">看原文</a>'
    if evidence.document:
        place = f'<div class="pc-path">《{escape(label or evidence.document)}》{link}</div>'
    elif evidence.clause:
        clause = analysis.document.clause(evidence.clause)
        place = path_line(analysis.document.path(clause.section), clause.page, link)
    else:
        place = ""
    return f"<blockquote>{escape(evidence.quote.strip())}{place}</blockquote>"
