"""The gap report as Markdown. What comes from a plan is escaped: it is never markup."""

from __future__ import annotations

import re

from report.analysis import GapReport
from report.official import Heading, Paragraph, Part, compose
from report.signs import NOT_SHOWN

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LIST_SIGN = re.compile(r"^(\s*)([-+]|\d+(?=[.)]\s))")  # what would open a list at the beginning of a line


def report_markdown(report: GapReport) -> str:
    """The text of report.md; the same report gives the same text."""
    made = compose(report)
    parts = [f"# {escape(made.title)}", escape(made.subtitle), *map(_part, (*made.parts, *made.annexes))]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Text as one line that any reader of Markdown shows as it is."""
    line = " ".join(NOT_SHOWN.sub("", text).split())
    return _LIST_SIGN.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", line))


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        gap = " " if part.label.endswith(".") else ""
        return f"{'#' * (max(part.level, 1) + 1)} {escape(part.label)}{gap}{escape(part.text)}"
    if isinstance(part, Paragraph):
        lead = f"**{escape(part.lead)}** " if part.lead else ""
        return ("> " if part.quoted else "") + lead + escape(part.text)
    head = [name for name, _ in part.columns]
    lines = [_row(head), _row(["---"] * len(head), plain=True), *(_row(row) for row in part.rows)]
    return "\n".join(lines)


def _row(cells: list[str] | tuple[str, ...], *, plain: bool = False) -> str:
    return f"| {' | '.join(cells if plain else map(escape, cells))} |"
