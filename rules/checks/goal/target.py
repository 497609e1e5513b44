"""TG: can a target be checked as it is printed, and does the plan say the same of it everywhere?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from ingest.document import Document, Span
from nlp.commitment import Origin, Target
from rules.context import Context
from rules.finding import Severity
from rules.indicator import agree, normal, same_indicator, same_scope, value_text
from rules.passage import in_context, pieces, promise_span
from rules.rule import Problem, rule

MEASURABLE = "规划目标应当可量化、可评估，同一指标口径一致"
_BASED = re.compile(
    r"较|比(?![重例率值])|相比|基础上|年均|每年|平均|同比|累计|基线|“十[三四五六]五”|由[^，。；]{0,14}\d|从[^，。；]{0,14}\d|基准年|基期|以20\d\d年|期间|五年|三年|现有"
)
_YEAR = re.compile(r"到\s*(20\d\d)\s*年(?:底|末)?(?!前)")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十]+(?:个|家|项)")


@rule(
    "TG04", "change-without-baseline", title="变化幅度未见基期", each=Target, severity=Severity.WARNING, cap=2,
    authority=MEASURABLE, suggestion="写明“较某年”及该年数值。", summary="升降幅度未见基期，共{count}处。",
)  # fmt: skip
def change_without_baseline(target: Target, context: Context) -> Iterator[Problem]:
    """A fall of 15 % from an unnamed year is no target: any year can be taken."""
    if not target.change or (target.baseline is not None and target.baseline.year is not None):
        return
    if target.origin is Origin.TABLE or context.in_background(context.clause_at(target.span)):
        return
    if context.is_yearly:
        return  # against the year before
    clause = context.clause_at(target.span)
    if clause is None:
        return
    text = context.document.text
    start = text.rfind("。", clause.span.start, target.span.start)
    sentence = text[max(start, clause.span.start) : target.span.stop + 4]
    if "其中" in sentence:  # a part of what the sentence before promises, from the same base
        sentence = text[clause.span.start : target.span.stop + 4]
    if not _BASED.search(sentence):
        yield Problem(
            target, f"“{target.indicator}”的变化幅度未见基期。",
            (in_context(promise_span(target, context.document), context.document),),
            cause=target.indicator,
        )  # fmt: skip


@rule(
    "TG05", "indicator-with-two-values", title="同一指标两个目标值", each=Document, severity=Severity.ERROR, cap=8,
    authority=MEASURABLE, suggestion="核对后统一为一个目标值；口径不同的，分别注明范围。",
)  # fmt: skip
def indicator_with_two_values(document: Document, context: Context) -> Iterator[Problem]:
    """Two values for one indicator, year and scope: whichever is missed, the other was meant."""
    yield from _conflicts(context, in_tables=False)
    yield from _near_conflicts(context)


@rule(
    "TG06", "table-and-text-differ", title="指标表与正文目标值不一致", each=Document, severity=Severity.ERROR, cap=8,
    authority=MEASURABLE, suggestion="以核定的数值统一正文和指标表。",
)  # fmt: skip
def table_and_text_differ(document: Document, context: Context) -> Iterator[Problem]:
    """The table of indicators and the text are read by different people; they must agree."""
    yield from _conflicts(context, in_tables=True)


def _conflicts(context: Context, in_tables: bool) -> Iterator[Problem]:
    """One problem for each indicator and year, with every value that does not agree with another one."""
    document = context.document
    targets = [
        target for target in context.commitments.targets
        if target.year is not None and not context.in_annex(context.clause_at(target.span))
    ]  # fmt: skip
    groups: dict[tuple[int | None, str], list[Target]] = defaultdict(list)
    for one, other in combinations(targets, 2):
        mixed = (one.origin is Origin.TABLE) != (other.origin is Origin.TABLE)
        if one.year != other.year or mixed != in_tables or one.span == other.span:
            continue
        if not mixed and not _comparable_in_text(one, other, context):
            continue
        if same_indicator(one, other) and not agree(one, other) and same_scope(one, other, context):
            groups[one.year, normal(one.indicator)] += [one, other]
    for (year, _), found in groups.items():
        distinct = list(dict.fromkeys(found))
        values = "、".join(dict.fromkeys(value_text(one) for one in distinct))
        yield Problem(
            distinct[1], f"{year}年“{distinct[0].indicator}”的目标值前后不一：{values}。",
            tuple(promise_span(one, document) for one in distinct),
        )  # fmt: skip


def _near_conflicts(context: Context) -> Iterator[Problem]:
    """城市 in one place and 城镇 in the other: two scopes perhaps, or one indicator with two values."""
    document = context.document
    shares = [
        target for target in context.commitments.targets
        if target.unit in {"%", "％"} and not target.change and "城" in target.indicator
        and not context.in_annex(context.clause_at(target.span))
    ]  # fmt: skip
    for one, other in combinations(shares, 2):
        left, right = normal(one.indicator), normal(other.indicator)
        if one.year != other.year or left == right or agree(one, other) or one.clause == other.clause:
            continue
        if re.sub("城[市镇区]", "城", left) == re.sub("城[市镇区]", "城", right):
            yield Problem(
                other,
                f"“{one.indicator}”为{value_text(one)}，“{other.indicator}”为{value_text(other)}，口径相近而数值不同。",
                (promise_span(one, document), promise_span(other, document)), severity=Severity.INFO,
            )  # fmt: skip


def _comparable_in_text(one: Target, other: Target, context: Context) -> bool:
    """Amounts in two tasks may be those of two places; one of the two must be a goal of the whole plan."""
    if one.unit in {"%", "％"}:
        return True
    return any(context.in_goals(context.clause_at(target.span)) for target in (one, other))


@rule(
    "TG07", "goal-year-without-figure", title="目标年没有任何数值", each=Document, severity=Severity.INFO, cap=4,
    authority=MEASURABLE, suggestion="为该年份至少给出一项可核对的数值目标。",
    summary="有{count}处阶段目标没有任何数值。",
)  # fmt: skip
def goal_year_without_figure(document: Document, context: Context) -> Iterator[Problem]:
    """A stage of the goals that holds no figure at all cannot be told from the stage before it."""
    told = {
        target.year for target in context.commitments.targets
        if target.origin is Origin.TABLE or context.in_goals(context.clause_at(target.span))
    }  # fmt: skip
    for clause in document.clauses:
        text = document.read(clause.span)
        if not context.in_goals(clause) or context.in_box(clause):
            continue
        marks = list(_YEAR.finditer(text))
        for at, match in enumerate(marks):
            stop = marks[at + 1].start() if at + 1 < len(marks) else len(text)
            if at + 1 < len(marks) and marks[at + 1][1] == match[1]:
                continue
            promise = text[match.end() : stop]
            told_before = any(other[1] == match[1] for other in marks[:at])
            if len(promise) >= 30 and not _FIGURE.search(promise) and not told_before and int(match[1]) not in told:
                end = re.search(r"[。；]", promise)
                stop = clause.span.start + match.end() + (end.end() if end else 40)
                span = Span(clause.span.start + match.start(), stop)
                last = _last_value(context)
                if last is not None and (last.year or 0) < int(match[1]):
                    yield Problem(
                        span, f"{match[1]}年的目标没有任何数值，全文的数值目标止于{last.year}年。",
                        (*pieces(span, document), promise_span(last, document)),
                    )  # fmt: skip
                else:
                    yield Problem(span, f"{match[1]}年的目标没有任何数值。", pieces(span, document))


def _last_value(context: Context) -> Target | None:
    """The target of the latest year among those whose clause prints the year."""
    printed = [one for one in context.commitments.targets if one.year and _year_printed(one, context)]
    return max(printed, key=lambda target: target.year or 0, default=None)


@rule(
    "TG08", "target-already-reached", title="目标值不优于现状", each=Target, severity=Severity.INFO, cap=3,
    authority=MEASURABLE, suggestion="核对现状值；已达到的指标可改为保持，或提高目标值。",
    summary="目标值与表列现状值相同的指标共{count}项。",
)  # fmt: skip
def target_already_reached(target: Target, context: Context) -> Iterator[Problem]:
    """A target equal to the value that the same row reports for the base year measures no progress."""
    baseline = target.baseline
    if baseline is not None and baseline.value is not None and baseline.value == target.value and not target.change:
        unit = target.unit if target.unit != "/" else ""
        yield Problem(
            target, f"“{target.indicator}”的目标值（{target.value}{unit}）与现状值相同。",
            (promise_span(target, context.document),), cause=target.indicator,
        )  # fmt: skip


def _year_printed(target: Target, context: Context) -> bool:
    """True where the year stands with the value, and is not taken over from a heading."""
    return str(target.year) in context.document.read(context.document.clause(target.clause).span)
