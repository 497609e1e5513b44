"""指标对照表: indicator by region by year, so that plans can be held against each other at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from ingest.document import Document
from nlp.commitment import Direction, Target
from report.analysis import Analysis
from report.coverage import region_name
from report.spreadsheet import Measure, Sheet, Value
from report.wording import baseline_text, clause_text, review_text, value_prefix, value_text
from rules.indicator import normal

_Key = tuple[str, str, bool, Direction | None]  # indicator, unit, whether a change is meant, and which way
NO_YEAR = 0


def indicator_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """A row for each indicator of each plan, a column for each year; what most plans promise stands first."""
    found: dict[_Key, dict[str, list[Target]]] = {}
    documents: dict[str, Document] = {}
    for analysis in analyses:
        documents[analysis.document.id] = analysis.document
        for target in analysis.commitments.targets:
            key = normal(target.indicator) or target.indicator, target.unit, target.change, target.direction
            found.setdefault(key, {}).setdefault(analysis.document.id, []).append(target)
    places = {name: number for number, name in enumerate(documents)}
    years = sorted({one.year or NO_YEAR for held in found.values() for targets in held.values() for one in targets})
    rows: list[tuple[Value, ...]] = []
    for key in sorted(found, key=lambda key: (-len(found[key]), key[0], key[1], key[2], key[3] or "")):
        for name in sorted(found[key], key=places.__getitem__):
            rows.append((len(rows) + 1, *_row(documents[name], found[key][name], years)))
    columns = (
        ("序号", 6), ("指标", 30), ("单位", 11), ("地区", 12), ("规划", 24), ("属性", 8), ("基期", 13),
        *((f"{year}年" if year else "未写年份", 10) for year in years), ("依据条款", 30), ("页码", 8),
        ("核对", 20),
    )  # fmt: skip
    return Sheet("指标对照表", columns, tuple(rows), frozen=4, merged=(1, 2))


def _row(document: Document, targets: Sequence[Target], years: Sequence[int]) -> tuple[Value, ...]:
    first = targets[0]
    clauses = [document.clause(name) for name in dict.fromkeys(target.clause for target in targets)]
    pages = dict.fromkeys(str(clause.page) for clause in clauses if clause.page)
    return (
        first.indicator, first.unit, region_name(document), document.title,
        next((target.binding.value for target in targets if target.binding), ""),
        "；".join(dict.fromkeys(filter(None, (baseline_text(target.baseline) for target in targets)))),
        *(_cell([target for target in targets if (target.year or NO_YEAR) == year]) for year in years),
        "；".join(dict.fromkeys(clause_text(document, clause) for clause in clauses)),
        int(next(iter(pages))) if len(pages) == 1 else "、".join(pages),
        "\n".join(dict.fromkeys(filter(None, map(review_text, targets)))),
    )  # fmt: skip


def _cell(targets: Sequence[Target]) -> Value:
    """One value as a number; two that differ, or a stretch from one to another, as they are printed."""
    values = list(dict.fromkeys(value_text(target) for target in targets))
    if not values:
        return None
    if len(values) == 1 and targets[0].value_max is None:
        return Measure(Decimal(targets[0].value), value_prefix(targets[0]))
    return "；".join(values)
