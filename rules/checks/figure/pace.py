"""NU: what is promised for each year against what is promised for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.commitment import Origin, Target
from nlp.likeness import holds
from rules.context import Context
from rules.finding import Severity
from rules.indicator import level, normal, value_text
from rules.passage import segment_around
from rules.rule import Problem, rule

_YEARLY = re.compile(r"每年|年均|逐年")
_RANGE = re.compile(r"(20\d\d)\s*年?\s*[-—–~～至到]+\s*(20\d\d)\s*年")
_RATES = {"%", "％", ""}
_SLACK = Decimal("0.1")


@rule(
    "NU40", "yearly-pace-misses-total", title="每年数量与总量对不上", each=Target, severity=Severity.INFO, cap=4,
    authority="指标应当可分解、可考核：国家发展改革委《国家级专项规划管理暂行办法》对规划目标的要求",
    suggestion="核对年数、每年数量和总量；总量含以前年度的，写明已完成多少。",
)  # fmt: skip
def yearly_pace_misses_total(target: Target, context: Context, *, similar: float = 0.7) -> Iterator[Problem]:
    """A hundred a year makes four hundred in four years, not the five hundred that the goals promise."""
    document = context.document
    pace = segment_around(target.span, document)
    counted = target.origin is Origin.TEXT and not target.change and target.unit not in _RATES
    if not counted or not _YEARLY.search(document.read(pace)):
        return
    for total in context.commitments.targets:
        if total is target or total.change or total.year is None or not _of_one_thing(target, total, similar):
            continue
        said = segment_around(total.span, document)
        years = _years(document.read(said), total.year, context)
        if years is None or years < 2 or _YEARLY.search(document.read(said)):
            continue
        reached = level(target.value, target.unit)[0] * years
        promised = level(total.value, total.unit)[0]
        if abs(reached - promised) > promised * _SLACK:
            yield Problem(
                target,
                f"“{target.indicator}”每年{value_text(target)}，{years}年合计{reached.normalize():f}{target.unit}，"
                f"与总量{value_text(total)}对不上。",
                (pace, said), cause=normal(total.indicator),
            )  # fmt: skip
            return


def _of_one_thing(one: Target, other: Target, similar: float) -> bool:
    left, right = sorted((normal(one.indicator), normal(other.indicator)), key=len)
    return len(left) >= 4 and level(one.value, one.unit)[1] == level(other.value, other.unit)[1] and (
        holds(right, left) >= similar and left[-2:] == right[-2:]
    )


def _years(text: str, last: int, context: Context) -> int | None:
    """How many years the total counts: the range printed beside it, else from the plan's first year."""
    printed = _RANGE.search(text)
    if printed:
        return int(printed[2]) - int(printed[1]) + 1
    first = context.period.start
    return last - first + 1 if first is not None and first <= last else None
