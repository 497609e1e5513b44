"""DU and ST: does one demand name one circle of industries wherever the plan makes it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from pydantic import Field

from ingest.document import Document, Span
from rules.context import Context, Sentence, segments
from rules.finding import Severity
from rules.passage import own_words
from rules.rule import Problem, rule
from rules.yaml_file import Strict, load_strict

AGREE = "党政机关公文处理工作条例第十九条：表述准确；同一要求前后应当一致"
_FILE = Path(__file__).resolve().parents[1] / "data" / "circles.yaml"
_LONGEST = 100  # characters of a list with what is asked of it
_BEFORE, _BEHIND = 14, 30  # characters around the list in which the demand must stand
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
        parts = tuple(own_words(part, context.document) for part in segments(sentence))
        for at, part in enumerate(parts):
            stop = max([part.stop, *(later.stop for later in parts[at:] if later.stop - part.start <= _LONGEST)])
            text = context.document.read(Span(part.start, stop))
            for match in listed.finditer(context.document.read(part)):
                members = frozenset(names[name] for name in one.findall(match.group()))
                if len(members) >= fewest and not _NOT_ALL.search(text[: match.start()]):
                    around = text[max(0, match.start() - _BEFORE) : match.end() + _BEHIND]
                    yield _Circle(members, Span(part.start, stop), around, sentence)


def _differing(context: Context, bars: bool, fewest: int) -> Iterator[Problem]:
    found: dict[str, list[_Circle]] = {}
    for circle in _listed(context, fewest):
        for demand in _circles().demands:
            if demand.bars is bars and re.search(demand.words, circle.around):
                found.setdefault(demand.name, []).append(circle)
    for name, circles in found.items():
        apart = [
            (one, other) for one, other in combinations(circles, 2)
            if one.members != other.members and one.members & other.members
            and one.sentence.clause.section != other.sentence.clause.section
        ]  # fmt: skip
        if apart:
            one, other = apart[0]
            only = ("前一处", one.members - other.members), ("后一处", other.members - one.members)
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
