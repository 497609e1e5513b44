"""A point of the superior document and what takes it up, slot by slot: value, year, base, owner, strength, scope."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from nlp.commitment import Comparator, Direction, Target
from rules.compare.fields import baseline_text
from rules.compare.modality import bare, degrees, holds_down, lets_grow, strength
from rules.compare.points import Fact, FactKind, Point
from rules.compare.text import letters, likeness, segments
from rules.indicator import level, normal, value_text

SEGMENT_SAME = 0.55  # share of words from which two segments speak of one thing
SPEAKS = 0.4  # share of a segment's words that the point has too
WORDING_SAME = 0.35  # likeness of their wording besides: 绿色债券标准 is not 发行绿色债券
PLAIN_SAME = 0.5  # likeness from which a plain promise was made a softer one
MANY = 3  # times as long, and more segments than that: a sentence that says much besides
OBJECT_SAME = 0.6  # likeness of two objects, one held down and one let grow
INDICATOR_SAME = 0.75
_COUNT = re.compile(r"[一二两三四五六七八九十]+(?:项|大|类|种|级|方面)")


class Status(StrEnum):
    KEPT = "保持"
    CONCRETE = "具体化"
    WEAKENED = "弱化"
    CONTRADICTED = "矛盾"
    DROPPED = "缺失"
    ADDED = "新增"


class Slot(StrEnum):
    VALUE = "数值"
    YEAR = "时间"
    BASELINE = "基期"
    OWNER = "责任单位"
    STRENGTH = "力度"
    SCOPE = "范围"
    NAMED = "项目地点"


@dataclass(frozen=True, slots=True)
class SlotChange:
    """What one slot says on both sides, "" where it says nothing, and what that makes of the point.

    effect: KEPT where the difference makes the promise neither weaker nor more concrete.
    """

    slot: Slot
    above: str
    draft: str
    effect: Status
    reason: str


def compare_slots(
    point: Point, takers: Sequence[Point], own: Sequence[Point], context: str, lost: Sequence[str]
) -> tuple[SlotChange, ...]:
    """The slots that differ. own: those of the takers that answer this point rather than another; context: the text of
    the takers' clauses, where a date may stand; lost: segments of the point that nothing takes up."""
    changes = [
        *_targets(point, takers),
        *_numbers(point, takers),
        *_dates(point, takers, context),
        *_strength(point, takers),
        *_added(point, takers, own),
    ]
    if lost:
        changes.append(SlotChange(Slot.SCOPE, "；".join(lost), "", Status.KEPT, "这些内容没有见到承接"))
    seen: set[tuple[Slot, str, str]] = set()
    kept = []
    for change in changes:
        key = (change.slot, change.above, change.draft)
        if key not in seen:
            seen.add(key)
            kept.append(change)
    return tuple(kept)


def same_measure(one: Target, other: Target) -> bool:
    """True when two plans measure the same thing in the same kind of unit."""
    if one.change != other.change or level(one.value, one.unit)[1] != level(other.value, other.unit)[1]:
        return False
    left, right = normal(one.indicator), normal(other.indicator)
    if min(len(left), len(right)) >= 4 and (left.endswith(right) or right.endswith(left)):
        return True
    return likeness(left, right) >= INDICATOR_SAME


def _targets(point: Point, takers: Sequence[Point]) -> Iterator[SlotChange]:
    for one in point.targets:
        for other in (target for taker in takers for target in taker.targets):
            if not same_measure(one, other):
                continue
            if one.change and one.direction and other.direction and one.direction is not other.direction:
                yield SlotChange(
                    Slot.VALUE, _said(one), _said(other), Status.CONTRADICTED, "方向相反"
                )  # fmt: skip
                continue
            yield from _levels(one, other)


def _levels(one: Target, other: Target) -> Iterator[SlotChange]:
    left, right = level(one.value, one.unit)[0], level(other.value, other.unit)[0]
    if one.year and other.year and one.year != other.year:
        if other.year > one.year and not _better(one, right, left):
            yield SlotChange(Slot.YEAR, _said(one), _said(other), Status.WEAKENED, "达到的时间推迟")
        return
    bases = [target.baseline.year for target in (one, other) if target.baseline and target.baseline.year]
    if one.change and len(set(bases)) > 1:
        yield SlotChange(
            Slot.BASELINE, baseline_text(one), baseline_text(other), Status.KEPT, "基期不同，数值不能直接相比"
        )
    elif left != right:
        worse = not _better(one, right, left)
        reason = "低于上级的要求" if worse else "高于上级的要求"
        yield SlotChange(Slot.VALUE, _said(one), _said(other), Status.WEAKENED if worse else Status.CONCRETE, reason)
    elif other.comparator is Comparator.ABOUT and one.comparator is not Comparator.ABOUT:
        yield SlotChange(Slot.VALUE, _said(one), _said(other), Status.WEAKENED, "数值相同，但改成了约数")


def _better(target: Target, value: Decimal, than: Decimal) -> bool:
    """True when a value goes further than another, in the direction in which the indicator is to go."""
    falls = target.comparator is Comparator.AT_MOST or (target.direction is Direction.DOWN and not target.change)
    return value <= than if falls else value >= than


def _said(target: Target) -> str:
    year = f"（{target.year}年）" if target.year else ""
    return f"{target.indicator}{value_text(target)}{year}"


def _numbers(point: Point, takers: Sequence[Point]) -> Iterator[SlotChange]:
    """A number of the point in a segment that is taken up without any number."""
    answered = [one for one in point.targets if any(same_measure(one, other) for t in takers for other in t.targets)]
    spoken = [letters(target.indicator) for target in answered]
    for fact in point.facts:
        if fact.kind is not FactKind.NUMBER:
            continue
        segment = next((one for one in segments(point.text) if fact.text in one), "")
        if any(name in letters(segment) for name in spoken):
            continue
        answer, share = best_segment(segment, takers)
        if share >= 0.35 and not re.search(r"\d|[一二三四五六七八九十两]+(?:个|家|批次)", answer):
            yield SlotChange(Slot.VALUE, segment, answer, Status.WEAKENED, "上级有数量，这里没有")


def _dates(point: Point, takers: Sequence[Point], context: str) -> Iterator[SlotChange]:
    own = [fact.text for fact in point.facts if fact.kind is FactKind.DATE]
    if not own or point.targets:
        return
    years = {year for text in own for year in re.findall(r"20\d\d", text)}
    answered = set(re.findall(r"20\d\d", context))
    if years and answered and not years & answered and min(answered) > max(years):
        dates = "、".join(fact.text for taker in takers for fact in taker.facts if fact.kind is FactKind.DATE)
        if dates:
            yield SlotChange(Slot.YEAR, "、".join(own), dates, Status.WEAKENED, "时间推迟")
    elif years and not answered:
        yield SlotChange(Slot.YEAR, "、".join(own), "", Status.WEAKENED, "上级有时限，这里没有")


def _strength(point: Point, takers: Sequence[Point]) -> Iterator[SlotChange]:
    """Segments that speak of one thing with unlike strength, or hold down what the other lets grow."""
    for segment in segments(point.text):
        answer, share = best_segment(segment, takers)
        if share < SEGMENT_SAME or likeness(bare(segment), bare(answer)) < WORDING_SAME:
            continue
        yield from _degrees(segment, answer)
        down, up = (holds_down(segment), lets_grow(answer)), (lets_grow(segment), holds_down(answer))
        for left, right in (down, up):
            if left and right and likeness(bare(segment), bare(answer)) >= OBJECT_SAME:
                yield SlotChange(Slot.STRENGTH, segment, answer, Status.CONTRADICTED, f"上级“{left}”，这里“{right}”")
                break
        else:
            ours, theirs = strength(segment), strength(answer)
            if theirs.rank > ours.rank:
                if (
                    theirs.rank == ours.rank + 1
                    and not ours.word
                    and likeness(bare(segment), bare(answer)) < PLAIN_SAME
                ):
                    continue  # a plain promise beside other words: no word was put in its place
                named = any(fact.text in answer for taker in takers for fact in taker.facts)
                reason = f"力度由“{ours.word or ours.name}”降为“{theirs.word}”"
                reason += "，但落到了具体的对象" if named else ""
                yield SlotChange(Slot.STRENGTH, segment, answer, Status.KEPT if named else Status.WEAKENED, reason)
            elif theirs.rank < ours.rank:
                reason = f"力度由“{ours.word or ours.name}”升为“{theirs.word or theirs.name}”"
                yield SlotChange(Slot.STRENGTH, segment, answer, Status.KEPT, reason)


def _degrees(segment: str, answer: str) -> Iterator[SlotChange]:
    for ours, theirs, falls in degrees(segment, answer):
        effect = Status.WEAKENED if falls else Status.KEPT
        yield SlotChange(Slot.STRENGTH, segment, answer, effect, f"程度由“{ours}”{'降' if falls else '升'}为“{theirs}”")


def _added(point: Point, takers: Sequence[Point], own: Sequence[Point]) -> Iterator[SlotChange]:
    """What is concrete in the draft and is not in the superior text: of takers that answer another point better, or
    that say much besides, only what stands in a segment that speaks of this one."""
    slots = {
        FactKind.NUMBER: Slot.VALUE, FactKind.DATE: Slot.YEAR, FactKind.OWNER: Slot.OWNER, FactKind.NAMED: Slot.NAMED,
    }  # fmt: skip
    said = letters(point.text)
    levels = [
        target.span
        for taker in takers
        for target in taker.targets
        if any(same_measure(one, target) for one in point.targets)
    ]
    for kind, slot in slots.items():
        texts = [
            fact.text
            for taker in takers
            for fact in taker.facts
            if fact.kind is kind
            and not _mere_count(fact)
            and not (kind is FactKind.NUMBER and any(span.covers(fact.span) for span in levels))
            and (_is_about if taker in own else _speaks_of)(point, taker, fact.text)
        ]
        new = [text for text in dict.fromkeys(texts) if letters(text) not in said and not _same_year(text, said)]
        if new:
            yield SlotChange(slot, "", "、".join(new), Status.CONCRETE, "上级没有的" + slot.value)


def _mere_count(fact: Fact) -> bool:
    """True for a number that only counts what the words name: 三项制度, 两大体系."""
    return fact.kind is FactKind.NUMBER and bool(_COUNT.fullmatch(fact.text))


def _speaks_of(point: Point, taker: Point, text: str) -> bool:
    near = (segment for segment in segments(taker.text) if text in segment)
    return any(best_segment(segment, (point,))[1] >= SPEAKS for segment in near)


def _is_about(point: Point, taker: Point, text: str) -> bool:
    """True unless the sentence of the draft says much besides, and the segment that holds these words, or to which they
    are the head, shares no word with the point."""
    parts = segments(taker.text)
    if len(letters(taker.text)) <= MANY * len(letters(point.text)) or len(parts) <= MANY:
        return True
    near = [part for part in parts if text in part]
    near += [after for part, after in pairwise(parts) if letters(part) == letters(text)]  # 到2025年，……
    return any(len(word) > 1 for part in near for word in _search_words(part) & _search_words(point.text))


def _same_year(text: str, said: str) -> bool:
    years = re.findall(r"20\d\d", text)
    return bool(years) and all(year in said for year in years)


def best_segment(segment: str, takers: Sequence[Point]) -> tuple[str, float]:
    """The segment of the draft that shares most of the words of a segment, and how much of them."""
    wanted = _search_words(segment)
    best, most = "", 0.0
    for answer in (one for taker in takers for one in segments(taker.text)):
        offered = _search_words(answer)
        total = sum(len(word) for word in wanted)
        share = sum(len(word) for word in wanted & offered) / total if total else 0.0
        if share > most:
            best, most = answer, share
    return best, most


@lru_cache(maxsize=16384)
def _search_words(text: str) -> frozenset[str]:
    from nlp.segment import search_words

    return frozenset(search_words(text))


def status_of(changes: Sequence[SlotChange], covered: float, narrow: float) -> Status:
    """What the slots make of a point together: contradicted, weakened, made concrete, or kept.

    A point of which less than `narrow` is taken up is weakened, unless what is taken up was made concrete.
    """
    effects = {change.effect for change in changes}
    for status in (Status.CONTRADICTED, Status.WEAKENED, Status.CONCRETE):
        if status in effects:
            return status
    return Status.WEAKENED if covered < narrow else Status.KEPT
