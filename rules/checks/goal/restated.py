"""TG, DU: the same promise made twice in one plan, in other words or in the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from ingest.document import Document, Span
from nlp.commitment import Comparator, Origin, Target, Task
from nlp.likeness import holds
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.indicator import agree, level, normal, value_text
from rules.passage import head, promise_span, segment_around
from rules.rule import Problem, rule

CONSISTENT = "党政机关公文处理工作条例第十九条：内容简洁，主题突出，观点鲜明，结构严谨，表述准确"
# values that many indicators share by chance
_ROUND = {0, 50, 60, 70, 75, 80, 85, 90, 95, 98, 99, 100}
_SHORTEST_TASK = 24  # characters of a task that says anything
_SHORTEST_NAME = 4  # characters of an indicator that can be told from others
_FEWEST = 5  # of a thing that is counted: five model parks and five model plants are no coincidence worth a note


@rule(
    "TG40", "promise-said-otherwise", title="同一目标前后名称或口径不同", each=Document, severity=Severity.INFO, cap=4,
    authority=CONSISTENT, suggestion="核对两处是否同一指标；是的，统一名称、范围和数值的说法。",
    summary="数值相同而名称或口径不同的目标共{count}对。",
)  # fmt: skip
def promise_said_otherwise(document: Document, context: Context, *, similar: float = 0.6) -> Iterator[Problem]:
    """Goals and tasks promise one number of nearly one thing: 高新技术企业 here, 国家高新技术企业 there.

    Either the two differ, and the number of one is wrong, or they do not, and whoever checks has two indicators.
    """
    targets = [one for one in context.commitments.targets if one.origin is Origin.TEXT and _counts(one, context)]
    told: set[tuple[str, str]] = set()
    for at, later in enumerate(targets):
        for earlier in targets[:at]:
            if earlier.clause == later.clause or not _same_number(earlier, later):
                continue
            names = normal(earlier.indicator), normal(later.indicator)
            if names in told or not _nearly(*names, similar):
                continue
            told.add(names)
            yield Problem(
                later,
                f"前文为“{earlier.indicator}”{value_text(earlier)}，此处为“{later.indicator}”{value_text(later)}，名称或口径不同。",
                tuple(segment_around(promise_span(one, document), document) for one in (earlier, later)),
                cause=f"{names[0]}{names[1]}",
            )  # fmt: skip


def _counts(target: Target, context: Context) -> bool:
    """False for background, annexes and values that meet by chance."""
    if not _in_force(target, context):
        return False
    return int(target.value) not in _ROUND if target.unit in {"%", "％", ""} else target.value >= _FEWEST


def _same_number(one: Target, other: Target) -> bool:
    """True for one value in one unit for one year, as far as the years are printed."""
    if one.change != other.change or one.direction != other.direction:
        return False
    if level(one.value, one.unit) != level(other.value, other.unit) or one.value_max != other.value_max:
        return False
    return one.year is None or other.year is None or one.year == other.year


def _nearly(left: str, right: str, similar: float) -> bool:
    """True for names that end alike and differ in what narrows them, or in one word."""
    if left == right or min(len(left), len(right)) < 4:
        return False
    short, long = sorted((left, right), key=len)
    tail = SequenceMatcher(None, left[::-1], right[::-1], autojunk=False).find_longest_match().size
    if (left[-2:] != right[-2:] and tail < 4) or any("、" in name or "等" in name for name in (left, right)):
        return False  # 钢铁、有色行业 and 水泥、玻璃行业 may owe the same
    alike = holds(long, short)
    thing = tail >= 3 and long[-1] not in "率量度"  # 高新区 of two kinds, but not the rates of two things
    if alike < (similar - 0.1 if thing else similar):
        return False
    return not re.fullmatch(r"(?:新增|新建|累计|全部|各类)*", long.replace(short, ""))


@rule(
    "TG81", "value-in-two-forms", title="同一目标的数值写法不同", each=Document, severity=Severity.INFO, cap=4,
    authority=CONSISTENT, suggestion="统一写法：下限、上下限或约数，取一种。",
    summary="同一目标的数值写法不同，共{count}对。",
)  # fmt: skip
def value_in_two_forms(document: Document, context: Context) -> Iterator[Problem]:
    """One or more here, one or two there; about thirty here, thirty at least there: met by one, missed by the other."""
    targets = [one for one in context.commitments.targets if _in_force(one, context)]
    told: set[str] = set()
    for one, other in combinations(targets, 2):
        name = normal(other.indicator)
        if one.clause == other.clause or name in told or not _one_thing(one, other) or not agree(one, other):
            continue
        forms = _form(one), _form(other)
        if forms[0] != forms[1] and _PLAIN not in forms:
            told.add(name)
            yield Problem(
                other,
                f"“{other.indicator}”前文为{value_text(one)}，此处为{value_text(other)}，允许的范围不同。",
                tuple(segment_around(promise_span(target, document), document) for target in (one, other)), cause=name,
            )  # fmt: skip


_PLAIN = "plain"  # a bare value is read as either of the others


def _form(target: Target) -> str:
    """How the value is said: a range, a bound, about, or plain."""
    if target.value_max is not None:
        return "range"
    return _PLAIN if target.comparator is Comparator.EQUAL else target.comparator.value


def _one_thing(one: Target, other: Target) -> bool:
    """True for one indicator, as far as names, years and units tell."""
    if one.change != other.change or (one.year and other.year and one.year != other.year):
        return False
    short, long = sorted((normal(one.indicator), normal(other.indicator)), key=len)
    if level(one.value, one.unit)[1] != level(other.value, other.unit)[1] or len(short) < _SHORTEST_NAME:
        return False
    return long == short or (long.endswith(short[-_SHORTEST_NAME:]) and holds(long, short) >= 0.9)


def _in_force(target: Target, context: Context) -> bool:
    clause = context.clause_at(target.span)
    return not context.in_background(clause) and not context.in_annex(clause)


@rule(
    "DU20", "task-only-repeats-goal", title="任务只是重复目标", each=Task, severity=Severity.INFO, cap=4,
    authority=CONSISTENT, suggestion="写明怎样做：抓手、项目、政策和责任单位；目标部分已有的话不必再写。",
    summary="只重复目标、没有写措施的任务共{count}项。",
)  # fmt: skip
def task_only_repeats_goal(
    task: Task, context: Context, *, share: float = 0.7, same: float = 0.85
) -> Iterator[Problem]:
    """A task whose text is the goal once more holds no measure: how the goal is reached stays open.

    share: of the task's characters that must stand in the goals; same: how much of a segment a goal must hold.
    """
    if task.origin is not Origin.TEXT or context.in_goals(context.clause_at(task.body)):
        return
    mine = [span for one in context.sentences_of(task) for span in one.segments]
    length = sum(len(span) for span in mine)
    goals = [one for one in context.sentences if context.in_goals(one.clause)]
    if length < _SHORTEST_TASK or not goals:
        return
    held = [(span, goal) for span in mine if (goal := _holding(span, goals, same, context.document))]
    if sum(len(span) for span, _ in held) >= share * length:
        span, goal = max(held, key=lambda pair: (len(pair[0]), -pair[0].start))
        yield Problem(
            task, f"任务“{task.title}”的内容在目标部分已经写过，未见措施。",
            (head(goal.span), span, head(task.body)),
        )  # fmt: skip


def _holding(span: Span, goals: list[Sentence], same: float, document: Document) -> Sentence | None:
    """The goal that says what a segment says."""
    text = document.read(span)
    best = max(goals, key=lambda goal: holds(goal.text, text))
    return best if holds(best.text, text) >= same else None
