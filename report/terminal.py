"""Findings for a terminal: what is wrong, where it stands, which words show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from unicodedata import east_asian_width

from ingest.document import Document, Span
from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis, GapReport
from rules.finding import Evidence, Finding

MOST_SHOWN = 10  # of each severity, unless everything is asked for
MOST_QUOTES = 4
NEAR = 14  # characters printed on both sides of a passage
LONGEST_LINE = 60  # characters; a longer passage is printed without carets


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


def print_summary(report: GapReport, files: Iterable[Path]) -> str:
    """What a person wants to know first: how much was found, what is no plan or was not read, and where to look."""
    known = [analysis.commitments for analysis in report.plans]
    targets, tasks, projects = (sum(len(getattr(c, name)) for c in known) for name in ("targets", "tasks", "projects"))
    tally = "，".join(f"{SEVERITY_NAMES[severity]} {report.count(severity)}" for severity in SEVERITIES)
    lines = [
        f"共 {len(known)} 份规划：目标指标 {targets} 项，任务 {tasks} 项，项目 {projects} 个。",
        f"问题：{tally}。",
    ]
    lines += [f"{other.document.source}：不是规划类文件，只供检索。" for other in report.others]
    if report.failed:
        lines.append(f"未能读取 {len(report.failed)} 份文件，原因见上。")
    return "\n".join([*lines, "请打开：", *(f"  {path}" for path in files)]) + "\n"


def _finding(analysis: Analysis, finding: Finding) -> list[str]:
    lines = [f"  [{SEVERITY_NAMES[finding.severity]}] {finding.rule} {finding.message}"]
    if finding.clause is not None:
        path = analysis.document.path(analysis.document.clause(finding.clause).section)
        lines.append(f"      位置：{' > '.join(path) or '正文'}")
    for one in finding.evidence[:MOST_QUOTES]:
        lines += _passage(analysis.document, one)
    if len(finding.evidence) > MOST_QUOTES:
        lines.append(f"      （共 {len(finding.evidence)} 处）")
    if finding.suggestion:
        lines.append(f"      建议：{finding.suggestion}")
    return lines


def _passage(document: Document, passage: Evidence) -> list[str]:
    """The passage in its line with carets below it; one of another document, or a long one, without them."""
    quote = " ".join(passage.quote.split())
    if passage.document is not None:
        return [f"      他处：{quote}（{passage.document}）"]
    before, after = _around(document, passage.span)
    printed = " ".join(document.quote(passage.span).split())
    if not quote or quote != printed or len(quote) + len(before) + len(after) > LONGEST_LINE:
        return [f"      原文：{quote}"]
    blanks = " " * (len("      ") + _columns("原文：" + before))
    return [f"      原文：{before}{quote}{after}", f"{blanks}{'^' * _columns(quote)}"]


def _around(document: Document, span: Span) -> tuple[str, str]:
    """What is printed before and after a passage in its line, cut at a few characters."""
    text = document.text
    before = document.quote(Span(max(0, span.start - NEAR), span.start)).rpartition("\n")[2]
    after = document.quote(Span(span.stop, min(len(text), span.stop + NEAR))).partition("\n")[0]
    return " ".join(before.split()), " ".join(after.split())


def _columns(text: str) -> int:
    """Columns that a text takes on a terminal: Chinese characters and signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" or sign in "“”‘’—…·" else 1 for sign in text)
