"""What year a plan means where it prints none: 12月底前, 年内, and whether a bare 2021年 is promise or history."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from ingest.document import Document, PartialDate

_TITLE_YEAR = re.compile(r"(20\d\d)年")
_TITLE_RANGE = re.compile(r"(20\d\d)年?\s*[-—－–~～至到]+\s*(20\d\d)年?")
_PLAN_OF_TITLE = re.compile(r"[“\"「]?十([一二三四五六七])五[”\"」]?")
_ORDINALS = "一二三四五六七八九"


def five_year_plan(ordinal: str) -> tuple[int, int]:
    """First and last year of the plan: 四 (“十四五”) -> 2021, 2025."""
    start = 1956 + 5 * (10 + _ORDINALS.index(ordinal))
    return start, start + 4


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Calendar:
    """The time frame of one plan.

    issued: 成文日期. first, last: the years it covers. single: the one year that a yearly plan is for.
    """

    issued: PartialDate | None = None
    first: int | None = None
    last: int | None = None
    single: int | None = None

    @classmethod
    def of(cls, document: Document) -> Calendar:
        """The time frame that a document's front matter and title give."""
        first, last = document.period.start, document.period.end
        single = first if first is not None and first == last else None
        title = re.sub(r"《[^》]*》", "", document.title)
        if not _TITLE_RANGE.search(title) and not _PLAN_OF_TITLE.search(title):
            years = _TITLE_YEAR.findall(title)
            if len(years) == 1 and not re.search(rf"{years[0]}年(?:前|底|远景|碳达峰)", title):
                single = single or int(years[0])
        return cls(document.issued_on, first, last, single)

    @property
    def present(self) -> int | None:
        """The year the plan speaks from: what lies before it is history."""
        if self.issued is not None:
            return self.issued.year
        return self.single or self.first

    def year_of_month(self, month: int) -> int | None:
        """The year meant by a month without one: of the yearly plan, else the next such month after the issue."""
        if self.single is not None:
            return self.single
        if self.issued is not None:
            late = self.issued.month is not None and month < self.issued.month
            return self.issued.year + 1 if late else self.issued.year
        return self.first

    def is_history(self, year: int) -> bool:
        """True for a year that lies before the plan's own time."""
        present = self.present
        starts = [year_ for year_ in (present, self.first) if year_ is not None]
        return bool(starts) and year < min(starts)
