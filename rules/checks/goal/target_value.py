"""TG: do the targets keep up with the documents above the plan?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp.commitment import Binding, Comparator, Direction, Target
from rules.context import Context
from rules.finding import Evidence, Severity
from rules.indicator import level, normal, same_indicator, value_text
from rules.passage import promise_span
from rules.reference import NationalTarget, national_targets
from rules.rule import Problem, rule

ABOVE = "下级规划的目标应与上级规划衔接：《中共中央 国务院关于统一规划体系更好发挥国家发展规划战略导向作用的意见》"


@rule(
    "TG09", "weaker-than-national-level", title="目标低于全国水平", each=Target, severity=Severity.INFO, cap=6,
    authority=ABOVE, suggestion="核对是否有上级分解下达的目标；有的注明依据，没有的说明理由。",
    summary="低于全国目标水平的指标共{count}项（各地目标可以不同，供核对）。",
)  # fmt: skip
def weaker_than_national_level(target: Target, context: Context) -> Iterator[Problem]:
    """Same indicator, year and kind of value as the nation's, and lower: the region may have reasons, or a slip."""
    if target.origin.value == "annex" or context.in_annex(context.clause_at(target.span)):
        return
    for national in national_targets():
        if _comparable(target, national) and Decimal(str(national.value)) > (target.value_max or target.value):
            local = "（该指标由国家向各地分解，各地数值可以不同）" if national.apart else ""
            yield Problem(
                target,
                f"“{target.indicator}”{target.year}年目标为{value_text(target)}，《{national.document}》的全国目标为"
                f"{national.value:g}{national.unit}{local}。",
                (promise_span(target, context.document),), cause=f"{normal(target.indicator)}{target.year}",
            )  # fmt: skip
            return


def _comparable(target: Target, national: NationalTarget) -> bool:
    if target.unit not in {"%", "％"} or target.year != national.year:
        return False
    falls = target.direction is Direction.DOWN
    if target.change != (national.direction is not None) or falls != (national.direction == "down"):
        return False
    if target.comparator is Comparator.AT_MOST and not target.change:
        return False
    base = target.baseline.year if target.baseline else None
    if national.base is not None and base is not None and base != national.base:
        return False
    return normal(target.indicator) in {normal(name) for name in (national.indicator, *national.aliases)}


@rule(
    "TG10", "weaker-than-superior", title="目标弱于上级文件", each=Target, severity=Severity.WARNING, cap=6,
    authority=ABOVE, suggestion="与上级文件衔接；确有差异的说明依据。", summary="弱于上级文件的目标共{count}项。",
)  # fmt: skip
def weaker_than_superior(target: Target, context: Context) -> Iterator[Problem]:
    """A lower value, or a 预期性 for a 约束性 one, than the document that this plan implements."""
    for above in context.upstream:
        for other in above.commitments.targets:
            if target.year != other.year or not same_indicator(target, other):
                continue
            mine, theirs = level(target.value_max or target.value, target.unit)[0], level(other.value, other.unit)[0]
            caps = Comparator.AT_MOST in {target.comparator, other.comparator} and not target.change
            weaker = mine > theirs if caps else mine < theirs
            softer = other.binding is Binding.BINDING and target.binding is Binding.ANTICIPATORY
            if weaker or softer:
                said = "约束性指标改为预期性" if softer and not weaker else f"为{value_text(target)}"
                evidence = Evidence(other.clause, above.document.quote(other.span)[:120], other.span, above.document.id)
                yield Problem(
                    target,
                    f"“{target.indicator}”{target.year}年目标{said}，弱于《{above.document.title}》的{value_text(other)}。",
                    (promise_span(target, context.document), evidence),
                    cause=f"{normal(target.indicator)}{target.year}",
                )  # fmt: skip
                return


@rule(
    "TG21", "later-than-superior", title="目标年份晚于上级文件", each=Target, severity=Severity.WARNING, cap=4,
    authority=ABOVE, suggestion="与上级文件的年份衔接；确有差异的说明依据。",
)  # fmt: skip
def later_than_superior(target: Target, context: Context) -> Iterator[Problem]:
    """The value that the superior document wants by an earlier year is promised for a later one only."""
    mine = [one for one in context.commitments.targets if same_indicator(one, target) and one.year is not None]
    for above in context.upstream:
        for other in above.commitments.targets:
            if other.year is None or target.year is None or target.year <= other.year:
                continue
            if not same_indicator(target, other) or any((one.year or 0) <= other.year for one in mine):
                continue
            if level(target.value, target.unit)[0] <= level(other.value, other.unit)[0] and not target.change:
                evidence = Evidence(other.clause, above.document.quote(other.span)[:120], other.span, above.document.id)
                yield Problem(
                    target,
                    f"“{target.indicator}”{target.year}年为{value_text(target)}，《{above.document.title}》要求{other.year}年"
                    f"达到{value_text(other)}。",
                    (promise_span(target, context.document), evidence), cause=normal(target.indicator),
                )  # fmt: skip
                return
