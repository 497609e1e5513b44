"""DL: was the plan issued in time, and are its figures of a year that still counts?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.rule import Problem, rule

_PERIOD = re.compile(r"(20\d\d)\s*年?\s*[-—–~～至]+\s*(20\d\d)\s*年?")
_CAPTION_YEARS = re.compile(r"(20\d\d)\s*年?\s*[-—–~～至]+\s*(20\d\d)\s*年|(20\d\d)年")
_SPELT = dict(zip("〇零○Ｏ一二三四五六七八九", "0000123456789", strict=True))
_SPELT_DATE = re.compile(
    r"二[〇零○Ｏ]二[〇零○Ｏ一二三四五六七八九]年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)


@rule(
    "DL14", "issued-late-in-period", title="印发时规划期已过去较久", each=Document, severity=Severity.INFO,
    authority="规划应当在规划期开始前后编制印发", suggestion="说明已过年份的进展，或相应调整目标和进度。",
)  # fmt: skip
def issued_late_in_period(
    document: Document, context: Context, *, years: int = 2, month: int = 6
) -> Iterator[Problem]:  # fmt: skip
    """A plan for five years that is issued when two of them are over, and does not say what they brought.

    month: the first one in which the plan for a single year is late.
    """
    if context.is_yearly:
        yield from _late_in_year(document, context, month)
        return
    issued, period = document.issued_on, context.period
    if issued is None or period.start is None or period.end is None or issued.year - period.start < years:
        return
    spans = [Span(m.start(), m.end()) for m in _PERIOD.finditer(document.text) if int(m[1]) == period.start]
    printed = printed_date(document, issued.year)
    passages = tuple(span for span in (printed, spans[0] if spans else None) if span is not None)
    if passages:
        yield Problem(
            passages[0], f"规划期为{period.start}—{period.end}年，{issued}成文时已过去{issued.year - period.start}年。",
            passages,
        )  # fmt: skip


def _late_in_year(document: Document, context: Context, month: int) -> Iterator[Problem]:
    """The plan for a year that comes when half of it is over: what was done without it, and what is left to do?"""
    issued = document.issued_on
    if not context.gives_orders or issued is None or issued.month is None or issued.year != context.period.start:
        return
    printed = printed_date(document, issued.year)
    if issued.month >= month and printed is not None:
        yield Problem(
            printed, f"本文是{issued.year}年度的安排，{issued}成文，当年已过去{issued.month - 1}个月。",
            (printed,),
        )  # fmt: skip


def printed_date(document: Document, year: int) -> Span | None:
    """Where the day of issue is printed: the date spelt out, else the last one in figures."""
    for match in _SPELT_DATE.finditer(document.text):
        if "".join(_SPELT.get(sign, "") for sign in match.group()[:4]) == str(year):
            return Span(match.start(), match.end())
    last = None
    for match in re.finditer(rf"{year}年\d{{1,2}}月(?:\d{{1,2}}日)?", document.text):
        last = Span(match.start(), match.end())
    return last


@rule(
    "DL15", "data-out-of-date", title="所列数据年份较早", each=Document, severity=Severity.INFO, cap=2,
    authority="公文数据应当准确、及时", suggestion="补充最近年份的数据。",
)  # fmt: skip
def data_out_of_date(document: Document, context: Context, *, years: int = 3) -> Iterator[Problem]:
    """A table of past figures that stops years before the plan was issued hides where the plan starts."""
    if document.issued_on is None:
        return
    for table in document.tables:
        if table.caption is None:
            continue
        caption = document.read(table.caption)
        found = [int(m[2] or m[3]) for m in _CAPTION_YEARS.finditer(caption)]
        header = [int(y) for row in table.rows[: table.header_rows] for cell in row
                  for y in re.findall(r"^(20\d\d)年?$", document.read(cell.span).strip())]  # fmt: skip
        if found and len(header) >= 3 and document.issued_on.year - max(*found, *header) > years:
            yield Problem(
                table.caption, f"表中数据止于{max(*found, *header)}年，{document.issued_on.year}年成文时已过去较久。",
                (table.caption,),
            )  # fmt: skip
