"""Which headings make their text a report of what was, or a chapter of goals."""

from __future__ import annotations

import pytest

from rules.context import Context
from rules.example import Example
from tests.rules.documents import context_of


def _under(title: str) -> tuple[Context, str]:
    context = context_of(Example(text=f"一、主要内容\n（一）{title}\n全市河道保持清洁。\n二、其他\n其他事项。"))
    return context, next(one.id for one in context.document.clauses if "河道" in context.document.read(one.span))


@pytest.mark.parametrize(
    ("title", "background"),
    [("治理成效", True), ("应对洪水的基础与形势", True), ("巩固提升治理成效", False), ("夯实治理基础", False)],
)
def test_a_heading_that_orders_something_is_no_report(title: str, background: bool) -> None:
    context, clause = _under(title)
    assert context.in_background(context.document.clause(clause)) is background


@pytest.mark.parametrize(
    ("title", "goals"),
    [("总体目标", True), ("指导方针和发展目标", True), ("强化目标分解落实", False), ("完善目标考核体系", False)],
)
def test_a_heading_that_orders_something_with_goals_is_no_chapter_of_goals(title: str, goals: bool) -> None:
    context, clause = _under(title)
    assert context.in_goals(context.document.clause(clause)) is goals
