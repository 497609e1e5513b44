"""Facts as one line of text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ingest.document import PartialDate, Period, Span
from nlp.commitment import (
    Baseline,
    BureauMention,
    Comparator,
    Deadline,
    DeadlineKind,
    Direction,
    Project,
    Role,
    Target,
)
from report.wording import (
    baseline_text,
    bureaus_text,
    deadlines_text,
    decimal_text,
    last_day,
    money_text,
    period_text,
    project_span,
    value_text,
)
from tests.nlp.documents import plan

HERE = Span(0, 1)


def target(**fields: Any) -> Target:
    known = {"comparator": Comparator.EQUAL, "value": Decimal(18), "unit": "%", "year": 2025, **fields}
    return Target(id="t1", clause="1/1", span=HERE, indicator="占比", **known)


def project(**fields: Any) -> Project:
    return Project(id="p1", clause="1/1", span=HERE, number=1, name="项目", **fields)


@pytest.mark.parametrize(
    ("value", "text"),
    [("13.50", "13.5"), ("100", "100"), ("1E+3", "1000"), ("0.10", "0.1"), ("-0.5", "-0.5"), ("5.00", "5")],
)
def test_numbers(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "18"),
        ({"comparator": Comparator.AT_LEAST}, "≥18"),
        ({"comparator": Comparator.AT_MOST, "value_max": None}, "≤18"),
        ({"comparator": Comparator.ABOUT}, "约18"),
        ({"value": Decimal(1), "value_max": Decimal(2)}, "1～2"),
        ({"change": True, "direction": Direction.DOWN}, "下降18"),
        ({"change": True, "direction": Direction.UP, "comparator": Comparator.AT_LEAST}, "上升≥18"),
        ({"change": True}, "变化18"),
    ],
)
def test_values(fields: dict[str, Any], text: str) -> None:
    assert value_text(target(**fields)) == text


@pytest.mark.parametrize(
    ("baseline", "text"),
    [
        (None, ""),
        (Baseline(Decimal("12.50"), 2020), "12.5（2020年）"),
        (Baseline(None, 2020), "2020年"),
        (Baseline(Decimal(3)), "3"),
    ],
)
def test_baselines(baseline: Baseline | None, text: str) -> None:
    assert baseline_text(baseline) == text


def test_bureaus_by_role_each_once() -> None:
    mentions = (
        BureauMention("市财政局", Role.LEAD, HERE),
        BureauMention("市水务局", Role.SUPPORT, HERE),
        BureauMention("市水务局", Role.SUPPORT, HERE),
        BureauMention("市林业局", Role.SUPPORT, HERE, open_list=True),
    )
    assert bureaus_text(mentions, Role.LEAD) == "市财政局"
    assert bureaus_text(mentions, Role.SUPPORT) == "市水务局、市林业局等"
    assert bureaus_text(mentions, Role.RESPONSIBLE) == ""
    assert bureaus_text(mentions) == "市财政局、市水务局、市林业局等"


def test_deadlines_as_printed_and_their_last_day() -> None:
    document = plan("2025年底前、每年")
    by = Deadline(Span(0, 7), DeadlineKind.BY, end=date(2025, 12, 31))
    each = Deadline(Span(8, 10), DeadlineKind.EACH)
    assert deadlines_text(document, (by, each, by)) == "2025年底前；每年"
    assert last_day((by, each)) == date(2025, 12, 31)
    assert last_day((each,)) is None


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(), ""),
        (Period(2021, 2025), "2021—2025年"),
        (Period(None, 2030), "至2030年"),
        (Period(2024, None), "2024年起"),
        (Period(2024, 2024), "2024年"),
    ],
)
def test_periods(period: Period, text: str) -> None:
    assert period_text(period) == text


def test_projects_in_time_and_money() -> None:
    assert project_span(project(start=PartialDate(2024, 6), end=PartialDate(2026))) == "2024-06 至 2026"
    assert project_span(project(end=PartialDate(2026, 12))) == "至 2026-12"
    assert project_span(project()) == ""
    assert money_text(project(investment=Decimal("850.50"), unit="万元")) == "850.5万元"
    assert money_text(project()) == ""
