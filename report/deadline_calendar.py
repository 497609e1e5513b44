"""deadlines.ics: the day on which each task and project is due, for any calendar program (RFC 5545).

Written by hand: the format is a dozen lines, and the same report is to give the same bytes, which libraries that stamp
the hour and draw identifiers do not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.document import PartialDate
from nlp.commitment import Role, Task
from report.analysis import Analysis, GapReport
from report.export import commitment_path
from report.wording import ROLES, bureaus_text, clause_text, deadline_text, review_text, target_text
from report.workbook import targets_by_clause

LONGEST_LINE = 75  # octets of a line, its end not counted; what is longer is folded
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing that is due on one day. key: what it is known by, the same from one report to the next."""

    day: date
    plan: str
    key: str
    summary: str
    description: str


def report_calendar(report: GapReport) -> bytes:
    """The bytes of deadlines.ics."""
    stamp = f"{report.as_of:%Y%m%d}T000000Z"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//PlanCheck//PlanCheck//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape('规划任务完成时限')}",
    ]  # fmt: skip
    for due in sorted(one for analysis in report.plans for one in dues(analysis)):
        lines += [
            "BEGIN:VEVENT", f"UID:{hashlib.sha256(due.key.encode('utf-8', 'replace')).hexdigest()[:32]}@plancheck",
            f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{escape(due.summary)}",
            f"DESCRIPTION:{escape(due.description)}", f"CATEGORIES:{escape(due.plan)}", "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def dues(analysis: Analysis) -> Iterator[Due]:
    """The tasks of a plan on each day by which something of them is due, and its projects on the day they end."""
    document = analysis.document
    promised = targets_by_clause(analysis)
    for task in analysis.commitments.tasks:
        clause = document.clause(task.clause)
        page = f"，第{clause.page}页" if clause.page else ""
        targets = [one for name in dict.fromkeys((task.clause, *task.clauses)) for one in promised.get(name, ())]
        days: dict[date, list[str]] = {}
        for deadline in task.deadlines:
            if deadline.end is not None:
                days.setdefault(deadline.end, []).append(deadline_text(document, deadline))
        for day, printed in days.items():
            told = [
                f"规划：《{document.title}》",
                *(f"{ROLES[role]}单位：{names}" for role in Role if (names := bureaus_text(task.bureaus, role))),
                f"完成时限：{'；'.join(dict.fromkeys(printed))}",
                *(f"目标：{target_text(one)}" for one in targets),
                *(f"核对：{'；'.join(told.split(chr(10)))}" for one in (task, *targets) if (told := review_text(one))),
                f"依据条款：{clause_text(document, clause, commitment_path(document, task))}{page}",
            ]
            key = "\n".join((document.id, task.id, task.title, day.isoformat()))
            yield Due(day, document.title, key, f"{task.title}{_who(task)}", "\n".join(told))
    for project in analysis.commitments.projects:
        if project.end is not None:
            clause = document.clause(project.clause)
            page = f"，第{clause.page}页" if clause.page else ""
            told = [f"规划：《{document.title}》", f"实施主体：{project.owner}" if project.owner else "",
                    f"完工：{project.end}", f"依据条款：{clause_text(document, clause)}{page}"]  # fmt: skip
            key = "\n".join((document.id, project.id, project.name, str(project.end)))
            owner = f"（{project.owner}）" if project.owner else ""
            summary = f"完工：{project.name}{owner}"
            yield Due(latest(project.end), document.title, key, summary, "\n".join(filter(None, told)))


def latest(day: PartialDate) -> date:
    """The last day that a printed date can mean."""
    if day.day is not None:
        return day.earliest
    month = day.month or 12
    following = date(day.year + 1, 1, 1) if month == 12 else date(day.year, month + 1, 1)
    return following - timedelta(days=1)


def _who(task: Task) -> str:
    names = bureaus_text(task.bureaus, Role.LEAD) or bureaus_text(task.bureaus, Role.RESPONSIBLE)
    return f"（{names}）" if names else ""


def escape(text: str) -> str:
    """Text as a value: no sign of it means anything to the format."""
    plain = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> bytes:
    """A line with its end, broken where it is too long, never inside of a character."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        octets = sign.encode("utf-8")
        room = LONGEST_LINE - (1 if pieces else 0)  # what goes on begins with a space
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
