"""The gap report as one page: every style, script and drawing is inside the file, and nothing in it calls out.

This module says what stands where; `data/report.html.j2` lays it out. Texts of plans are escaped by the template.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from report import digest
from report.analysis import SEVERITIES, SEVERITY_NAMES, GapReport
from report.signs import NOT_SHOWN

if TYPE_CHECKING:
    from jinja2 import Template

DATA = Path(__file__).resolve().parent / "data"
MOST_BARS = 12  # plans in the drawing; the table below it has them all


def report_html(report: GapReport) -> str:
    """The text of report.html; the same report gives the same text."""
    plans = digest.plans(report)
    worst = sorted((plan for plan in plans if plan.findings), key=lambda plan: -plan.findings)
    return _template().render(
        report=report,
        plans=plans,
        totals=digest.totals(report),
        names=SEVERITY_NAMES,
        severities=[(severity, SEVERITY_NAMES[severity], report.count(severity)) for severity in SEVERITIES],
        families=digest.families(report),
        failed=[(name, message.removeprefix(f"{name}：")) for name, message in report.failed],
        bars=[(plan, digest.bars(plan.counts)) for plan in worst[:MOST_BARS]],
        matrix=[(row, [(cell, digest.shade(cell)) for cell in row.cells]) for row in report.coverage.rows],
        css=_asset("report.css"),
        script=_asset("report.js"),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(DATA, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    return environment.get_template("report.html.j2")


def _printable(value: Any) -> Any:
    """What the page can hold: text without the control characters that HTML forbids."""
    return NOT_SHOWN.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _asset(name: str) -> Markup:
    return Markup((DATA / name).read_text(encoding="utf-8"))
