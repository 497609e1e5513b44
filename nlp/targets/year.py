"""The year a figure is promised for: the nearest date before it, else that of the paragraph, the section, the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ingest.document import Clause, Document, SectionKind, Span
from nlp.commitment import Deadline, DeadlineKind
from nlp.deadline import find_deadlines, slot_deadlines
from nlp.deadline_calendar import Calendar, five_year_plan
from nlp.passage import Passage

# 2025年 that nothing is measured from; 较2020年 is no year of a promise
_YEAR = re.compile(r"(?<![较比与同由从自在])(20\d\d)(?=年)(?!年(?:以来|起|度|的?基础|水平|相比|版|第|\d+月\d+日))")
# “十四五”新增装机: the period that a figure adds up over, no deadline of the task
_BARE_PLAN = re.compile(r"“?十([一二三四五六七])五”?(?=新增|累计|全省|全市|全县|全区|力争|实现|建成|完成)")
_GOAL = re.compile(r"到(20\d\d)年(?!代)")
_OPENING = 3  # characters between the heading of a box and its first paragraph at most
_FAR = 10  # years from which a plan's end is a far prospect (远景目标)
_PLAN = re.compile(r"“?十([一二三四五六七])五”?(?:规划)?(?:期|末|时期|期间|目标)")


@dataclass(slots=True)
class YearBook:
    """The years that a plan names, looked up from the inside out while its clauses are read in order."""

    document: Document
    calendar: Calendar
    _last: dict[str | None, Deadline | int] = field(default_factory=dict)
    _goal: int | None = None

    def deadlines(self, passage: Passage) -> tuple[Deadline, ...]:
        """The dates of a passage that something is due at or within."""
        found = _bounding(find_deadlines(passage, self.calendar))
        taken = [one.span for one in found]
        spans = [(match, passage.span(*match.span())) for match in _BARE_PLAN.finditer(passage.text)]
        more = [
            Deadline(span, DeadlineKind.WITHIN, date(first, 1, 1), date(last, 12, 31))
            for match, span in spans
            for first, last in [five_year_plan(match[1])]
            if not any(one.covers(span) for one in taken) and not self.calendar.is_history(last)
        ]
        return tuple(sorted((*found, *more), key=lambda one: one.span)) if more else found

    def slot(self, passage: Passage) -> Deadline | None:
        """The last date behind 完成时限： in a passage, meant for figures that no other date stands before."""
        return last_due(slot_deadlines(passage, self.calendar))

    def remember(self, clause: Clause, deadline: Deadline) -> None:
        """The last date of a paragraph holds for those that follow it in the same section."""
        section = self.document.ancestry(clause.section)[-1:]
        if section and section[0].kind is SectionKind.BOX and clause.span.start > section[0].heading.stop + _OPENING:
            return  # what a box lists stands side by side: only its opening holds for the rest
        self._last[clause.section] = deadline

    def inherited(self, clause: Clause) -> int | None:
        """The year of a figure whose own paragraph names none."""
        for section in reversed(self.document.ancestry(clause.section)):
            known = self._last.get(section.id)
            if isinstance(known, Deadline) and known.end:
                return known.end.year
            named = self.named(section.title)
            if named is not None:
                return named
        return self.of_plan()

    def named(self, title: str) -> int | None:
        """The year that a heading or caption names."""
        years = [int(year) for year in _YEAR.findall(title)]
        coming = [year for year in years if not self.calendar.is_history(year)]
        if coming:
            return coming[-1]
        plan = _PLAN.search(title)
        return five_year_plan(plan[1])[1] if plan and not self.calendar.is_history(five_year_plan(plan[1])[1]) else None

    def of_plan(self) -> int | None:
        """The year that the plan ends in; where it looks far ahead, the first year that it sets goals for."""
        last, present = self.calendar.last, self.calendar.present
        if last is not None and present is not None and last - present >= _FAR:
            return self.first_goal(present, last)
        return last or self.calendar.single

    def first_goal(self, present: int, last: int) -> int:
        """The first year after the present that the text sets goals for: 2025 of 到2025年…，到2035年…."""
        if self._goal is None:
            printed = (int(match[1]) for match in _GOAL.finditer(self.document.text))
            self._goal = next((year for year in printed if present < year < last), last)
        return self._goal

    def is_over(self, year: int, background: bool) -> bool:
        """True for a year of the past; above what has been also for one between the plan's first and its issue."""
        present = self.calendar.present
        return self.calendar.is_history(year) or (background and present is not None and year < present)

    def past_year(self, text: str) -> int | None:
        """Where in the text the last year stands that is history, None where there is none."""
        found = [match.start() for match in _YEAR.finditer(text) if self.calendar.is_history(int(match[1]))]
        return found[-1] if found else None


def _bounding(deadlines: tuple[Deadline, ...]) -> tuple[Deadline, ...]:
    return tuple(one for one in deadlines if one.kind in {DeadlineKind.BY, DeadlineKind.WITHIN} and one.end)


def last_due(deadlines: tuple[Deadline, ...]) -> Deadline | None:
    """The last of some deadlines that names a day; None where none does."""
    bounding = _bounding(deadlines)
    return bounding[-1] if bounding else None


def nearest(deadlines: tuple[Deadline, ...], place: int, since: int) -> Deadline | None:
    """The last date that begins in [since, place)."""
    before = [one for one in deadlines if since <= one.span.start < place]
    return before[-1] if before else None


def covers(deadlines: tuple[Deadline, ...], span: Span) -> Deadline | None:
    """The date that stands inside the span, if any."""
    return next((one for one in deadlines if span.covers(one.span)), None)
