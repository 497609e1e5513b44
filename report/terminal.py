"""Findings for a terminal: what is wrong, where it stands, which words show it."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis
from rules.finding import Finding

MOST_SHOWN = 10  # of each severity, unless everything is asked for
MOST_QUOTES = 4


def print_findings(analysis: Analysis, everything: bool = False) -> str:
    """The findings of one plan as lines of text, worst first; without `everything` a few of each severity."""
    document = analysis.document
    counts = Counter(finding.severity for finding in analysis.findings)
    tally = "，".join(f"{SEVERITY_NAMES[severity]} {counts[severity]}" for severity in SEVERITIES)
    lines = [f"{document.title}（{document.source}）", f"  {tally}"]
    lines += [f"  读取提示：{warning}" for warning in document.warnings]
    for severity, group in groupby(analysis.findings, key=lambda finding: finding.severity):
        findings = list(group)
        shown = findings if everything else findings[:MOST_SHOWN]
        for finding in shown:
            lines += _finding(analysis, finding)
        if len(findings) > len(shown):
            lines.append(f"  （另有{SEVERITY_NAMES[severity]} {len(findings) - len(shown)} 条，加 --all 列出）")
    return "\n".join(lines) + "\n"


def _finding(analysis: Analysis, finding: Finding) -> list[str]:
    lines = [f"  [{SEVERITY_NAMES[finding.severity]}] {finding.rule} {finding.message}"]
    if finding.clause is not None:
        path = analysis.document.path(analysis.document.clause(finding.clause).section)
        lines.append(f"      位置：{' > '.join(path) or '正文'}")
    quotes = [" ".join(one.quote.split()) for one in finding.evidence]
    lines += [f"      原文：{quote}" for quote in quotes[:MOST_QUOTES]]
    if len(quotes) > MOST_QUOTES:
        lines.append(f"      （共 {len(quotes)} 处）")
    if finding.suggestion:
        lines.append(f"      建议：{finding.suggestion}")
    return lines
