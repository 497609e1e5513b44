"""What a plan commits somebody to: targets, tasks and projects, with who answers for them and the time due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import prod

from ingest.document import PartialDate, Span


class Role(StrEnum):
    LEAD = "lead"  # 牵头
    RESPONSIBLE = "responsible"  # 责任
    SUPPORT = "support"  # 配合


class BodyLevel(StrEnum):
    """Whom a body speaks for. Companies and groups of bodies speak for no level of government."""

    NATION = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    PARK = "园区"
    COMPANY = "企业"
    COLLECTIVE = "集体"


@dataclass(frozen=True, slots=True)
class BureauMention:
    """A body named as answering for something.

    name: as printed, without 等 and 按职责分工负责. canonical: the roster's name for the same body, None when unknown.
    collective: a group that nobody in particular answers for (各县（市、区）人民政府, 各有关部门).
    open_list: the list it stands in ends in 等, so that other bodies may be meant.
    level: whom it speaks for, None where neither its name nor its plan says so.
    functions: what it is there for (发展改革), the first its main one; empty when unknown. Bodies of two places can
    be compared where they share one: 经济发展局 of a park holds 发展改革 and 工业和信息化.
    """

    name: str
    role: Role
    span: Span
    canonical: str | None = None
    collective: bool = False
    open_list: bool = False
    level: BodyLevel | None = None
    functions: tuple[str, ...] = ()


class DeadlineKind(StrEnum):
    BY = "by"  # 2025年底前
    WITHIN = "within"  # 2024年7月至2026年12月, “十四五”期间
    EACH = "each"  # 每年
    ONGOING = "ongoing"  # 长期坚持


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due. `end` is the last day meant; it is None for each and ongoing.

    said: the words of the person who set it right; None where it is as printed at `span`.
    """

    span: Span
    kind: DeadlineKind
    start: date | None = None
    end: date | None = None
    said: str | None = None


class Comparator(StrEnum):
    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Binding(StrEnum):
    BINDING = "约束性"
    ANTICIPATORY = "预期性"


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a target is measured from (基期): the printed value, its year, or either."""

    value: Decimal | None = None
    year: int | None = None


class Origin(StrEnum):
    """Where in the plan a commitment is printed."""

    TEXT = "text"
    TABLE = "table"
    ANNEX = "annex"


class Doubt(StrEnum):
    """Why an extracted commitment should be looked at again (待核)."""

    UNCLEAR = "原文系扫描识别，字迹不清"
    VAGUE_NAME = "指标名称笼统"
    LONG_NAME = "指标名称过长"
    NO_UNIT = "未见单位"
    OVER_WHOLE = "百分比超过100"
    NO_YEAR = "未见年份"
    YEAR_INHERITED = "年份取自上文或规划期"
    UNKNOWN_BODY = "有责任单位未能识别"
    LONG_TITLE = "标题过长"
    SHORT_BODY = "正文过短"


# what each doubt leaves of the confidence
_LEFT: Mapping[Doubt, float] = {
    Doubt.UNCLEAR: 0.6, Doubt.VAGUE_NAME: 0.5, Doubt.LONG_NAME: 0.7, Doubt.NO_UNIT: 0.8, Doubt.OVER_WHOLE: 0.6,
    Doubt.NO_YEAR: 0.7, Doubt.YEAR_INHERITED: 0.95, Doubt.UNKNOWN_BODY: 0.9, Doubt.LONG_TITLE: 0.7,
    Doubt.SHORT_BODY: 0.8,
}  # fmt: skip
_SURE = 0.75  # confidence from which a commitment need not be looked at


class Slot(StrEnum):
    """What of an extracted commitment a person can set right."""

    INDICATOR = "指标"
    VALUE = "目标值"
    UNIT = "单位"
    YEAR = "目标年"
    LEAD = "牵头单位"
    RESPONSIBLE = "责任单位"
    SUPPORT = "配合单位"
    DUE = "完成时限"
    WHOLE = "整行"  # nothing to set right: somebody looked, and it is as printed


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set right. printed: what was read from the plan; stated: what holds instead. at: UTC, ISO."""

    slot: Slot
    printed: str
    stated: str
    reason: str
    author: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise that stands in one clause. `span` is the shortest passage that carries it.

    corrections: what people set right in it, already in force in the other fields; () as extracted.
    """

    id: str
    clause: str  # Clause.id
    span: Span
    bureaus: tuple[BureauMention, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    origin: Origin = Origin.TEXT
    doubts: tuple[Doubt, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the row is, 0 to 1: 1 without doubts, less with each."""
        return round(prod(_LEFT[doubt] for doubt in self.doubts), 2)

    @property
    def doubtful(self) -> bool:
        """True where somebody should look at the row (待核), and nobody has."""
        return self.confidence < _SURE and not self.corrections


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Commitment):
    """A quantified outcome promised for a time to come: one indicator, one value (or range), one year.

    value and unit are as printed, never converted. change: the value is a rise or fall (下降11%), not a level.
    """

    indicator: str
    comparator: Comparator
    value: Decimal
    value_max: Decimal | None = None
    unit: str
    year: int | None
    baseline: Baseline | None = None
    change: bool = False
    direction: Direction | None = None
    binding: Binding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Commitment):
    """The smallest titled measure that tells somebody to do something. `body` is its text after the title.

    `clauses` lists every clause that belongs to it, its own first: paragraphs without a title belong to the task above.
    """

    title: str
    body: Span
    section: str | None = None  # Section.id of the innermost section the task stands in (its own, when numbered)
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Commitment):
    """One row of an annexed list of projects."""

    number: int | None
    name: str
    owner: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    investment: Decimal | None = None
    unit: str | None = None
    group: str | None = None


class LinkKind(StrEnum):
    """How two commitments of one plan belong together."""

    CONTAINS = "contains"  # a task, and a target in its text
    REPEATS = "repeats"  # a row of an annex, and the task of the text that it repeats
    SERVED_BY = "served_by"  # a target, and a task that serves it


@dataclass(frozen=True, slots=True)
class Link:
    """Two commitments that belong together, by their ids. score: 0..1; reason: one Chinese phrase that says why."""

    kind: LinkKind
    source: str
    target: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Commitments:
    """Everything that one document commits to, each in document order.

    stages: the stages of the work (第一阶段…) as tasks with their intervals, apart from the measures of the plan.
    """

    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    projects: tuple[Project, ...] = ()
    stages: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
