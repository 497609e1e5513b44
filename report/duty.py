"""Who owes what by when: one line for each body named with each task and target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nlp.commitment import DeadlineKind, Role, Target, Task
from report.analysis import Analysis
from report.coverage import region_name
from report.export import commitment_path
from report.spreadsheet import Sheet, Value
from report.wording import ROLES, deadlines_text, review_text, value_text

NOBODY = "（未写明单位）"
_SOON = timedelta(days=365)


class Due(StrEnum):
    """How far off the time due is, seen from the day of the check."""

    PAST = "已到期"
    SOON = "一年内到期"
    LATER = "一年后到期"
    RECURRING = "周期性或长期"
    UNSAID = "未写明时限"


@dataclass(frozen=True, slots=True)
class Duty:
    """What one body owes. body: the roster's name where the roster holds it. role None: the plan names nobody."""

    body: str
    role: Role | None
    what: str
    analysis: Analysis
    commitment: Task | Target
    end: date | None
    due: Due


def duties_of(analyses: Iterable[Analysis], as_of: date) -> tuple[Duty, ...]:
    """Every duty of these plans, those due first at the head; what has no time due at the end."""
    found = [duty for analysis in analyses for duty in _duties(analysis, as_of)]
    return tuple(sorted(found, key=lambda one: (one.end or date.max, one.body, one.analysis.document.id,
                                                one.commitment.span, one.what)))  # fmt: skip


def _duties(analysis: Analysis, as_of: date) -> Iterator[Duty]:
    known = analysis.commitments
    both: tuple[Task | Target, ...] = (*known.tasks, *known.targets)
    for one in both:
        end = max((deadline.end for deadline in one.deadlines if deadline.end), default=None)
        if end is None and isinstance(one, Target) and one.year:
            end = date(one.year, 12, 31)
        due = _due(one, end, as_of)
        what = one.title if isinstance(one, Task) else f"{one.indicator} {value_text(one)}{one.unit}"
        bodies = dict.fromkeys((mention.canonical or mention.name, mention.role) for mention in one.bureaus)
        for body, role in bodies or ((NOBODY, None),):
            yield Duty(body, role, what, analysis, one, end, due)


def _due(one: Task | Target, end: date | None, as_of: date) -> Due:
    if end is None:
        recurring = any(deadline.kind in {DeadlineKind.EACH, DeadlineKind.ONGOING} for deadline in one.deadlines)
        return Due.RECURRING if recurring else Due.UNSAID
    if end < as_of:
        return Due.PAST
    return Due.SOON if end <= as_of + _SOON else Due.LATER


def duty_sheet(duties: Iterable[Duty]) -> Sheet:
    """The duties as a table."""
    columns = (
        ("任务或目标", 36), ("种类", 7), ("单位", 18), ("角色", 7), ("完成时限", 16), ("最晚日期", 15),
        ("到期情况", 12), ("地区", 14), ("规划", 32), ("所在章节", 30), ("页码", 7), ("核对", 20), ("原文", 70),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for one in duties:
        document, commitment = one.analysis.document, one.commitment
        passage = commitment.body if isinstance(commitment, Task) else commitment.span
        rows.append((
            one.what, "任务" if isinstance(commitment, Task) else "目标", one.body, ROLES[one.role] if one.role else "",
            deadlines_text(document, commitment.deadlines), one.end.isoformat() if one.end else "", one.due.value,
            region_name(document), document.title, " > ".join(commitment_path(document, commitment)),
            document.clause(commitment.clause).page, review_text(commitment), document.quote(passage).strip(),
        ))  # fmt: skip
    return Sheet("责任清单", columns, tuple(rows))
