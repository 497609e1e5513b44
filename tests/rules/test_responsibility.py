"""How grave it is that a plan names nobody depends on what kind of document it is."""

from __future__ import annotations

import pytest

from rules import check
from rules.example import Example, Facts
from rules.finding import Severity
from tests.rules.documents import context_of

TASKS = """一、主要任务
（一）推广清洁取暖
加快老旧锅炉改造，完善供热管网。
（二）建设绿色码头
推进岸电设施建设，提高使用率。
（三）发展生态农业
推广节水灌溉，减少化肥用量。
"""


@pytest.mark.parametrize(
    ("title", "more", "severity"),
    [
        ("澄湾市绿色转型实施方案", "", Severity.WARNING),
        ("关于推动绿色转型的指导意见", "", Severity.INFO),
        ("澄湾市绿色转型实施方案", "（四）落实责任\n另行制定任务分工方案，逐项推进。\n", Severity.INFO),
    ],
)
def test_a_plan_that_leaves_the_bodies_to_another_paper_is_asked_more_softly(
    title: str, more: str, severity: Severity
) -> None:
    context = context_of(Example(text=TASKS + more, facts=Facts(title=title)))
    found = [one for one in check(context) if one.rule == "RS01"]
    assert [one.severity for one in found] == [severity]
