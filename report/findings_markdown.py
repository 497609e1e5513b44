"""Findings as Markdown, for a comment on a draft or a page of notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis
from rules.finding import Finding

MOST_QUOTES = 6
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def findings_markdown(analyses: Iterable[Analysis]) -> str:
    """A chapter a document, a section a severity, an entry a finding with its passages; text never becomes markup."""
    return "\n".join(_chapter(analysis) for analysis in analyses)


def _chapter(analysis: Analysis) -> str:
    counts = Counter(finding.severity for finding in analysis.findings)
    tally = "，".join(f"{SEVERITY_NAMES[one]} {counts[one]}" for one in SEVERITIES)
    lines = [f"# {_plain(analysis.document.title)}", "", f"{_plain(analysis.document.source)}：{tally}。", ""]
    for severity, findings in groupby(analysis.findings, key=lambda finding: finding.severity):
        lines += [f"## {SEVERITY_NAMES[severity]}", ""]
        for finding in findings:
            lines += _entry(analysis, finding)
    return "\n".join(lines)


def _entry(analysis: Analysis, finding: Finding) -> list[str]:
    lines = [f"- **{finding.rule}** {_plain(finding.message)}"]
    if finding.clause is not None:
        path = analysis.document.path(analysis.document.clause(finding.clause).section)
        lines.append(f"  位置：{_plain(' > '.join(path) or '正文')}")
    for one in finding.evidence[:MOST_QUOTES]:
        lines += ["", f"  > {_plain(one.quote)}"]
    if len(finding.evidence) > MOST_QUOTES:
        lines += ["", f"  （共 {len(finding.evidence)} 处）"]
    if finding.suggestion:
        lines += ["", f"  建议：{_plain(finding.suggestion)}"]
    return [*lines, ""]


def _plain(text: str) -> str:
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))
