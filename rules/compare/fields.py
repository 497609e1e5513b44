"""What can be told of a commitment in words: field by field, so that two versions of it can be held side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ingest.document import Span
from nlp.commitment import BureauMention, Commitment, Deadline, DeadlineKind, Direction, Project, Role, Target, Task
from rules.compare.text import flatten, letters, likeness
from rules.indicator import normal, value_text

ROLES: Mapping[Role, str] = {Role.LEAD: "牵头", Role.RESPONSIBLE: "责任", Role.SUPPORT: "配合"}
DIRECTIONS: Mapping[Direction, str] = {Direction.UP: "提高", Direction.DOWN: "下降"}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said of a commitment, and where: `spans` are empty where it is not printed by itself."""

    name: str
    text: str
    spans: tuple[Span, ...] = ()


def fields(one: Commitment) -> tuple[Field, ...]:
    """Everything that is said of a commitment, in the order in which a person would ask."""
    if isinstance(one, Target):
        own: tuple[Field, ...] = (
            Field("指标", flatten(one.indicator), (one.span,)),
            Field("目标值", value_text(one), (one.span,)),
            Field("目标年", str(one.year or ""), (one.span,)),
            Field("基期", baseline_text(one), (one.span,)),
            Field("方向", DIRECTIONS[one.direction] if one.change and one.direction else "", (one.span,)),
            Field("属性", one.binding or "", (one.span,)),
        )
    elif isinstance(one, Task):
        own = (Field("任务", flatten(one.title), (one.span,)),)
    elif isinstance(one, Project):
        money = f"{one.investment}{one.unit or ''}" if one.investment is not None else ""
        own = (
            Field("项目", flatten(one.name), (one.span,)),
            Field("实施主体", flatten(one.owner or ""), (one.span,)),
            Field("起止", "—".join(str(day) for day in (one.start, one.end) if day), (one.span,)),
            Field("投资", money, (one.span,)),
        )
    else:
        own = ()
    return (
        *own,
        Field("责任单位", bureaus_text(one.bureaus), tuple(body.span for body in one.bureaus)),
        Field("时限", deadlines_text(one.deadlines), tuple(day.span for day in one.deadlines)),
    )


def baseline_text(target: Target) -> str:
    """What a target is measured from: 2020年12.5%."""
    if target.baseline is None:
        return ""
    year = f"{target.baseline.year}年" if target.baseline.year else ""
    return year + (f"{target.baseline.value}{target.unit}" if target.baseline.value is not None else "")


def bureaus_text(bureaus: Sequence[BureauMention]) -> str:
    """The bodies by role, in one order whatever the order of print is within a role."""
    parts = []
    for role, said in ROLES.items():
        names = sorted({flatten(one.name) for one in bureaus if one.role is role})
        if names:
            parts.append((f"{said}：" if role is not Role.RESPONSIBLE else "") + "、".join(names))
    return "；".join(parts)


def deadlines_text(deadlines: Sequence[Deadline]) -> str:
    """When the thing is due, each date once."""
    said = {DeadlineKind.EACH: "每年", DeadlineKind.ONGOING: "长期"}
    found = []
    for one in deadlines:
        days = [day.isoformat() for day in (one.start, one.end) if day]
        found.append("至".join(days) or said.get(one.kind, ""))
    return "；".join(dict.fromkeys(sorted(found)))


def name_of(one: Commitment) -> str:
    """What a person would call the commitment."""
    if isinstance(one, Target):
        return flatten(one.indicator)
    if isinstance(one, Task):
        return flatten(one.title)
    return flatten(one.name) if isinstance(one, Project) else one.id


def nearness(one: Commitment, other: Commitment, at_home: Callable[[Commitment, Commitment], bool]) -> float:
    """How likely two commitments are two versions of one: 0 (never) to 2. at_home: they stand in matched clauses."""
    if type(one) is not type(other):
        return 0.0
    if isinstance(one, Target) and isinstance(other, Target):
        left, right = normal(one.indicator) or one.indicator, normal(other.indicator) or other.indicator
        alike = likeness(left, right)
        if one.change != other.change or (alike < 1 and one.unit != other.unit):
            alike -= 0.3
        if one.year != other.year:
            alike -= 0.15
        if one.value != other.value:
            alike -= 0.1
    else:
        alike = 1.0 if letters(name_of(one)) == letters(name_of(other)) else likeness(name_of(one), name_of(other))
    home = at_home(one, other)
    return alike + (0.5 if home else 0.0) if alike >= (0.45 if home else 0.75) else 0.0
