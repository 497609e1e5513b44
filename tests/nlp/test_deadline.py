"""Time in all its notations: cases as data, and what must hold for any date."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import PartialDate
from nlp.commitment import Deadline, DeadlineKind
from nlp.deadline import find_deadlines, parse_slot
from nlp.deadline_calendar import Calendar, five_year_plan, month_end
from nlp.passage import Passage

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "deadlines.yaml").read_text(encoding="utf-8")
)
PLAN = Calendar(issued=PartialDate(2022, 5), first=2021, last=2025)


def _show(text: str, deadline: Deadline) -> str:
    quote = text[deadline.span.start : deadline.span.stop]
    return f"{quote}|{deadline.kind}|{deadline.start or '-'}|{deadline.end or '-'}"


@pytest.mark.parametrize("case", CASES, ids=[case.get("text", case.get("slot")) for case in CASES])
def test_notation(case: dict[str, Any]) -> None:
    text = case.get("text") or case["slot"]
    read = find_deadlines if "text" in case else parse_slot
    assert [_show(text, deadline) for deadline in read(Passage.of(text), PLAN)] == case["due"]


@given(st.integers(2022, 2060), st.integers(1, 12))
def test_parsing_a_written_deadline_is_the_identity(year: int, month: int) -> None:
    (found,) = find_deadlines(Passage.of(f"{year}年{month}月底前完成建设。"), PLAN)
    assert (found.kind, found.end) == (DeadlineKind.BY, month_end(year, month))


@given(st.dates(date(2022, 6, 1), date(2059, 12, 31)))
def test_parsing_a_written_day_is_the_identity(day: date) -> None:
    (found,) = find_deadlines(Passage.of(f"{day.year}年{day.month}月{day.day}日前报送材料。"), PLAN)
    assert found.end == day


@given(st.text(alphabet="到2025年底前12月日至—-“十四五”期间每季度，。《》", max_size=50))
def test_any_text_yields_spans_inside_itself(text: str) -> None:
    found = find_deadlines(Passage.of(text), PLAN)
    assert all(0 <= deadline.span.start < deadline.span.stop <= len(text) for deadline in found)
    assert all(left.span.stop <= right.span.start for left, right in pairwise(found))


def test_day_that_no_calendar_has_is_none() -> None:
    assert find_deadlines(Passage.of("2023年2月30日前完成。"), PLAN) == ()


def test_yearly_plan_gives_its_own_year() -> None:
    (found,) = find_deadlines(Passage.of("3月底前完成。"), Calendar(PartialDate(2022, 5), single=2022))
    assert found.end == date(2022, 3, 31)


def test_month_without_any_year_is_left_out() -> None:
    assert find_deadlines(Passage.of("3月底前完成。"), Calendar()) == ()


@pytest.mark.parametrize(("ordinal", "years"), [("一", (2006, 2010)), ("四", (2021, 2025)), ("五", (2026, 2030))])
def test_five_year_plans(ordinal: str, years: tuple[int, int]) -> None:
    assert five_year_plan(ordinal) == years


def test_months_of_a_yearly_plan_need_no_suffix() -> None:
    yearly = Calendar(PartialDate(2022, 3), first=2022, last=2022, single=2022)
    found = find_deadlines(Passage.of("9月完成验收，上半年印发方案。去年上半年增长8%。"), yearly)
    assert [str(deadline.end) for deadline in found] == ["2022-09-30", "2022-06-30"]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("6—9月开展专项检查。", date(2022, 6, 1), date(2022, 9, 30)),
        ("4月至10月开展巡查。", date(2022, 4, 1), date(2022, 10, 31)),
        ("今年完成改造10万户。", None, date(2022, 12, 31)),
        ("今年以来增长8%。", None, None),
        ("9月至6月不通航。", None, None),
    ],
)
def test_spans_of_months_and_the_year_itself_in_a_yearly_plan(text: str, start: date | None, end: date | None) -> None:
    yearly = Calendar(PartialDate(2022, 3), first=2022, last=2022, single=2022)
    found = find_deadlines(Passage.of(text), yearly)
    assert [(one.start, one.end) for one in found] == ([(start, end)] if end else [])


def test_a_bare_year_to_come_between_who_and_what() -> None:
    (found,) = find_deadlines(Passage.of("乡镇水源地2024年完成保护区划定。"), PLAN)
    assert found.end == date(2024, 12, 31)
