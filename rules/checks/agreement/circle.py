"""DU and ST: does one demand name one circle of industries wherever the plan makes it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from pydantic import Field

from ingest.division import named_in
from ingest.document import Document, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import own_words
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

AGREE = "党政机关公文处理工作条例第十九条：表述准确；同一要求前后应当一致"
_FILE = DATA / "circles.yaml"
_LONGEST = 100  # characters of a list with what is asked of it
_BEFORE, _BEHIND = 14, 30  # characters around the list in which the demand must stand
# 在钢铁、建材等行业，: those of whom the next segment asks something; 升级钢铁、建材领域工艺 has asked it already
_OPEN = re.compile(r"(?:等|行?业|领域|企业|产业|项目|重点|为|高耗能|高排放)*")
_PART = re.compile(r"区域|流域|周边|沿[江海河黄]|城市群")  # of the plan's region, which may well have rules of its own
# of one place, or of a document above: no circle of the plan's own
_NOT_ALL = re.compile(
    r"参照国家|国家[^，。；]{0,6}(?:方案|目录)|[\u4e00-\u9fff]{2,6}[市旗县盟](?:、|重点|加快|以|的|，)"
)


class _Demand(Strict):
    name: str
    words: str = Field(min_length=2)
    bars: bool = False


class _Circles(Strict):
    industries: tuple[tuple[str, ...], ...]
    wholes: dict[str, tuple[str, ...]]
    joined: str
    demands: tuple[_Demand, ...]


@cache
def _circles() -> _Circles:
    return load_strict(_FILE, _Circles)


@cache
def _industries() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """A list of industries, one industry, and the first name of each."""
    names = {name: group[0] for group in _circles().industries for name in group}
    one = "|".join(sorted(map(re.escape, names), key=lambda name: (-len(name), name)))
    other = r"(?:[^，。；：、（）]{2,6}、){0,2}"  # one that the file does not know
    listed = re.compile(rf"(?:{one})(?:{_circles().joined}{other}(?:{one}))+")
    return listed, re.compile(one), names


@dataclass(frozen=True, slots=True)
class _Circle:
    """A list of industries: the segments that show what is asked of it, the words right around it."""

    members: frozenset[str]
    span: Span
    around: str
    sentence: Sentence


def _listed(context: Context, fewest: int) -> Iterator[_Circle]:
    """Each circle of the plan with its segment and as many of those behind it in the sentence as fit."""
    listed, one, names = _industries()
    for sentence in context.sentences:
        if not context.is_ordered(sentence):
            continue
        parts = tuple(own_words(part, context.document) for part in sentence.segments)
        for at, part in enumerate(parts):
            end = max([part.stop, *(later.stop for later in parts[at:] if later.stop - part.start <= _LONGEST)])
            text = context.document.read(Span(part.start, end))
            own = context.document.read(part)
            for match in listed.finditer(own):
                members = frozenset(names[name] for name in one.findall(match.group()))
                if len(members) >= fewest and not _NOT_ALL.search(text[: match.start()]):
                    start = own.rfind(",", 0, match.start()) + 1
                    stop = (own + ",").index(",", match.end())
                    asked = text if _OPEN.fullmatch(own[match.end() : stop]) else own[:stop]
                    around = asked[max(start, match.start() - _BEFORE) : match.end() + _BEHIND]
                    yield _Circle(members, Span(part.start, end), around, sentence)


def _beyond(one: _Circle, other: _Circle) -> frozenset[str]:
    """The industries that one circle has over another; whoever has a whole has its parts."""
    wholes = _circles().wholes
    held = {part for whole in other.members for part in (whole, *wholes.get(whole, ()))}
    return frozenset(name for name in one.members if name not in held and not held & set(wholes.get(name, ())))


def _place(circle: _Circle, context: Context) -> str:
    """The part of the region that a circle is about, empty for all of it."""
    document, clause = context.document, circle.sentence.clause
    titles = (one.title for one in (document.ancestry(clause.section) if clause.section else ()))
    before = document.read(Span(clause.span.start, circle.span.start))
    own = document.title + (document.region or "")
    names = [match.group() for text in (*titles, before) for match in _PART.finditer(text)]
    return "、".join((*(place.name for place in named_in(before) if place.name not in own), *names))


def _differing(context: Context, bars: bool, fewest: int) -> Iterator[Problem]:
    found: dict[str, list[_Circle]] = {}
    for circle in _listed(context, fewest):
        for demand in _circles().demands:
            if demand.bars is bars and re.search(demand.words, circle.around):
                found.setdefault(demand.name, []).append(circle)
    for name, circles in found.items():
        apart = [
            (one, other) for one, other in combinations(circles, 2)
            if _beyond(one, other) | _beyond(other, one) and one.members & other.members
            and _place(one, context) == _place(other, context)
            and one.sentence.clause.section != other.sentence.clause.section
        ]  # fmt: skip
        if apart:
            one, other = apart[0]
            only = ("前一处", _beyond(one, other)), ("后一处", _beyond(other, one))
            said = "；".join(f"{where}多出{'、'.join(sorted(extra))}" for where, extra in only if extra)
            spans = tuple(dict.fromkeys(circle.span for pair in apart for circle in pair))
            yield Problem(other.span, f"“{name}”的行业范围前后不一：{said}。", spans[:8], cause=name)


@rule(
    "DU80", "circles-of-one-task-differ", title="同一要求布置两次而行业范围不同", each=Document, severity=Severity.INFO,
    cap=3, authority=AGREE, suggestion="并到一处写；确需分开的，写明各处的范围，或附行业（企业）名单。",
)  # fmt: skip
def circles_of_one_task_differ(document: Document, context: Context, *, fewest: int = 3) -> Iterator[Problem]:
    """Ultra-low emissions for steel, chemicals and cement here, for steel and textiles there: who has to act?"""
    if context.is_plan:
        yield from _differing(context, bars=False, fewest=fewest)


@rule(
    "ST82", "circles-of-one-condition-differ", title="同一条件的行业范围前后不一", each=Document,
    severity=Severity.INFO, cap=3, authority=AGREE, suggestion="统一行业范围；范围确有不同的，写明原因或依据的文件。",
)  # fmt: skip
def circles_of_one_condition_differ(document: Document, context: Context, *, fewest: int = 3) -> Iterator[Problem]:
    """Six industries must replace capacity in one article, four in the next: coking may or may not be approved."""
    if context.is_plan:
        yield from _differing(context, bars=True, fewest=fewest)
