"""One indicator over all plans: the targets that speak of the same thing in the same kind of unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from nlp.commitment import Direction, Target
from report.analysis import Analysis
from report.coverage import region_name
from report.export import commitment_path
from report.spreadsheet import Sheet, Value
from report.wording import baseline_text, bureaus_text, review_text, value_text
from rules.indicator import level, normal

_CHANGES: Mapping[Direction | None, str] = {Direction.UP: "，增幅", Direction.DOWN: "，降幅"}


@dataclass(frozen=True, slots=True)
class Point:
    """One target of one plan. value: in the unit of its series."""

    analysis: Analysis
    target: Target
    value: Decimal

    @property
    def region(self) -> str:
        """The place that the plan speaks for."""
        return region_name(self.analysis.document)


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator: the name that most plans give it, the unit it is compared in, its targets by region and year.

    change: the values are rises or falls (which, direction says), not levels.
    """

    name: str
    unit: str
    change: bool
    direction: Direction | None
    points: tuple[Point, ...]

    @property
    def label(self) -> str:
        """Name and unit as a list of indicators shows them."""
        kind = _CHANGES.get(self.direction, "，变化幅度") if self.change else ""
        return f"{self.name}（{self.unit or '无单位'}{kind}）"

    @property
    def regions(self) -> int:
        """Number of places that set it."""
        return len({point.region for point in self.points})


def series_of(analyses: Iterable[Analysis]) -> tuple[Series, ...]:
    """Every indicator of these plans, those of the most regions first."""
    groups: dict[tuple[str, str, bool, Direction | None], list[Point]] = {}
    for analysis in analyses:
        for target in analysis.commitments.targets:
            value, unit = level(target.value, target.unit)
            name = normal(target.indicator) or target.indicator
            direction = target.direction if target.change else None
            groups.setdefault((name, unit, target.change, direction), []).append(Point(analysis, target, value))
    found = []
    for (_, unit, change, direction), points in groups.items():
        names = Counter(point.target.indicator for point in points)
        name = min(names, key=lambda one: (-names[one], len(one), one))
        points.sort(key=lambda one: (one.region, one.target.year or 0, one.analysis.document.id, one.target.span))
        found.append(Series(name, unit, change, direction, tuple(points)))
    return tuple(sorted(found, key=lambda one: (-one.regions, -len(one.points), one.label)))


def series_sheet(series: Series) -> Sheet:
    """The indicator as a table, a line a target."""
    columns = (
        ("地区", 16), ("规划", 40), ("指标", 26), ("目标值", 12), ("单位", 10), ("目标年", 8), ("基期", 14),
        ("属性", 9), ("责任单位", 24), ("所在章节", 30), ("页码", 7), ("核对", 20), ("原文", 60),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for point in series.points:
        document, target = point.analysis.document, point.target
        rows.append((
            point.region, document.title, target.indicator, value_text(target), target.unit, target.year,
            baseline_text(target.baseline), target.binding.value if target.binding else "",
            bureaus_text(target.bureaus), " > ".join(commitment_path(document, target)),
            document.clause(target.clause).page, review_text(target), document.quote(target.span).strip(),
        ))  # fmt: skip
    return Sheet("指标", columns, tuple(rows))
