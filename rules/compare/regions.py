"""Many regions side by side: who takes up which task, who promises what for which indicator, who stands alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Document
from nlp.commitment import Commitments, Target
from rules.compare.pairing import Embed
from rules.compare.superior import Cover, compare_superior
from rules.compare.template import compare_template
from rules.indicator import normal, value_text
from rules.reference import national_targets
from rules.template import Template

Plan = tuple[Document, Commitments]
FEW = 3  # regions, from which it can be told that one stands alone
SHARED = 2  # regions that must promise an indicator for it to be a row


class Alone(StrEnum):
    ONLY = "独有"
    LACKS = "独缺"


@dataclass(frozen=True, slots=True)
class TaskCell:
    """How far a region takes up a task. share: 0 to 1, of the best of its plans; clauses: where, in `document`."""

    cover: Cover
    share: float
    document: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of the superior document or the template with a cell a region."""

    group: str
    title: str
    cells: tuple[TaskCell, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with what the superior document and each region promise for it: value, year and binding force, ""
    where nothing."""

    name: str
    above: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standout:
    """What only one region has, or only one lacks. kind: 任务, 指标, 主题."""

    alone: Alone
    kind: str
    name: str
    region: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class RegionMatrix:
    """Regions in the order given, each with its plans (ids)."""

    regions: tuple[str, ...]
    documents: tuple[tuple[str, ...], ...]
    above_title: str
    tasks: tuple[TaskRow, ...]
    indicators: tuple[IndicatorRow, ...]
    standouts: tuple[Standout, ...]


def compare_regions(
    plans: Mapping[str, Sequence[Plan]],
    above: Plan | None = None,
    template: Template | None = None,
    embed: Embed | None = None,
) -> RegionMatrix:
    """The plans of each region against the document above them, or a template, or with neither among themselves."""
    lines: list[list[tuple[str, str, TaskCell]]] = []
    for members in plans.values():
        told = [list(_lines(plan, above, template, embed)) for plan in members]
        best = [max(some, key=lambda line: line[2].share) for some in zip(*told, strict=True)]
        lines.append(best)
    tasks = tuple(
        TaskRow(some[0][0], some[0][1], tuple(cell for _, _, cell in some)) for some in zip(*lines, strict=True)
    )
    indicators = tuple(_indicators(list(plans.values()), above))
    regions = tuple(plans)
    return RegionMatrix(
        regions=regions,
        documents=tuple(tuple(document.id for document, _ in members) for members in plans.values()),
        above_title=template.title if template else above[0].title if above else "",
        tasks=tasks,
        indicators=indicators,
        standouts=(*_alone_in_tasks(tasks, regions), *_alone_in_indicators(indicators, regions)),
    )


def stands_alone(kind: str, name: str, told: Sequence[str], regions: Sequence[str]) -> Standout | None:
    """The one region that has a thing, or the one that lacks it. told: what each region has, "" for nothing."""
    having = [number for number, one in enumerate(told) if one]
    if len(regions) >= FEW and len(having) == 1:
        return Standout(Alone.ONLY, kind, name, regions[having[0]], told[having[0]])
    if len(regions) >= FEW and len(having) == len(regions) - 1:
        lacking = next(number for number, one in enumerate(told) if not one)
        return Standout(Alone.LACKS, kind, name, regions[lacking])
    return None


def _lines(
    plan: Plan, above: Plan | None, template: Template | None, embed: Embed | None
) -> Iterator[tuple[str, str, TaskCell]]:
    """Group, title and cell of each task, the same tasks in the same order for every plan."""
    document, commitments = plan
    if template is not None:
        for line in compare_template(document, commitments, template).tasks:
            cell = TaskCell(line.cover, line.score, document.id, line.clauses)
            yield line.wanted.group, line.wanted.title, cell
    elif above is not None:
        orders = {clause for task in above[1].tasks for clause in (task.clause, *task.clauses)}
        for task in compare_superior(document, commitments, above[0], above[1], embed).tasks:
            if not orders or task.above.clauses[0] in orders:
                group = task.above.path[0] if task.above.path else ""
                yield group, task.title, TaskCell(task.cover, task.share, document.id, task.clauses)


def _indicators(plans: Sequence[Sequence[Plan]], above: Plan | None) -> Iterator[IndicatorRow]:
    """The indicators that several regions, or one region and the superior document, promise; the most shared first."""
    held = [_promises(members) for members in plans]
    set_above = _promises([above]) if above else {}
    names: dict[str, str] = {}
    for some in (set_above, *held):
        for key, targets in some.items():
            names.setdefault(key, targets[0].indicator)
    count = {key: sum(key in some for some in held) for key in names}
    for key in sorted(names, key=lambda key: (-count[key], names[key])):
        if count[key] >= SHARED or (count[key] and key in set_above):
            cells = tuple(_said(some.get(key, ())) for some in held)
            yield IndicatorRow(names[key], _said(set_above.get(key, ())), cells)


def _promises(plans: Sequence[Plan]) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = defaultdict(list)
    for _, commitments in plans:
        for target in commitments.targets:
            key = normal(target.indicator)
            if len(key) >= 4:
                found[f"{key}|{'变化' if target.change else ''}"].append(target)
    return found


def _said(targets: Sequence[Target]) -> str:
    said = []
    for target in sorted(targets, key=lambda one: one.year or 0):
        way = {"up": "提高", "down": "下降"}.get(str(target.direction), "") if target.change else ""
        notes = [str(target.year)] if target.year else []
        notes += [target.binding.value] if target.binding else []
        said.append(way + value_text(target) + (f"（{'，'.join(notes)}）" if notes else ""))
    return "；".join(dict.fromkeys(said))


def _alone_in_tasks(tasks: Sequence[TaskRow], regions: Sequence[str]) -> Iterator[Standout]:
    for row in tasks:
        told = ["" if cell.cover is Cover.ABSENT else f"{cell.cover.value} {cell.share:.0%}" for cell in row.cells]
        found = stands_alone("任务", row.title, told, regions)
        if found:
            yield found


def _alone_in_indicators(indicators: Sequence[IndicatorRow], regions: Sequence[str]) -> Iterator[Standout]:
    """An indicator that one region alone promises is told only where a national document names it, or the superior."""
    national = {normal(name) for one in national_targets() for name in (one.indicator, *one.aliases)}
    for row in indicators:
        found = stands_alone("指标", row.name, row.cells, regions)
        if found and (found.alone is Alone.LACKS or row.above or normal(row.name) in national):
            yield found
