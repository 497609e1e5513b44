"""What a clause must be to count at all, and which rows of a workspace are that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from ingest.division import place_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.columns import Columns, Values
    from index.contents import Contents

FACETS = ("region", "year", "doc_type", "level", "kind", "bureau")
Choice = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a clause must be to count at all; None or () asks nothing. Several values of one field: any of them.

    region: name or GB/T 2260 code, the places inside it count too. year: of issue. kind: of clause. section: words that
    a heading above holds. bureau: name as printed or canonical, in the given role if any. due_from, due_to: some
    deadline of the clause ends between them. indicator: words that the name of a target holds.
    """

    region: Choice = None
    year: int | tuple[int, ...] | None = None
    kind: Choice = None
    doc_type: Choice = None
    level: Choice = None
    document: Choice = None
    section: Choice = None
    bureau: Choice = None
    role: Choice = None
    indicator: Choice = None
    due_from: date | None = None
    due_to: date | None = None
    has_target: bool | None = None
    has_task: bool | None = None
    has_bureau: bool | None = None


def choices(value: Any) -> tuple[Any, ...]:
    """The values asked for in one field of the filters."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def allowed_rows(workspace: Contents, filters: Filters) -> NDArray[np.int64] | None:
    """The rows that pass every filter, rising; None when nothing is asked and no row is gone."""
    import numpy as np

    if not any(choices(getattr(filters, field.name)) for field in fields(filters)):
        return None if bool(workspace.live.all()) else np.flatnonzero(workspace.live)
    columns = workspace.columns
    passing = np.append(_passing(workspace, filters), False)
    mask: NDArray[np.bool_] = passing[columns.clauses[:, 0]]  # rows that are gone are of document -1, the last
    if kinds := choices(filters.kind):
        mask &= np.isin(columns.clauses[:, 1], _numbers(columns, "kinds", kinds))
    if words := choices(filters.section):
        asked = [json.dumps(word, ensure_ascii=False)[1:-1] for word in words]
        paths = [number for number, path in enumerate(columns.names["paths"]) if any(word in path for word in asked)]
        mask &= np.isin(columns.clauses[:, 2], paths)
    for column, flag in ((3, filters.has_target), (4, filters.has_task)):
        if flag is not None:
            mask &= columns.clauses[:, column] == int(flag)
    if filters.has_bureau is not None:
        answered = np.zeros(len(mask), dtype=bool)
        answered[columns.bureaus[:, 0]] = True
        mask &= answered == filters.has_bureau
    for rows in _facts(columns, filters):
        here = np.zeros(len(mask), dtype=bool)
        here[rows] = True
        mask &= here
    found: NDArray[np.int64] = np.flatnonzero(mask)
    return found


def _numbers(columns: Columns, kind: str, names: Iterable[str]) -> list[int]:
    wanted = set(names)
    return [number for number, name in enumerate(columns.names[kind]) if name in wanted]


def _facts(columns: Columns, filters: Filters) -> Iterable[NDArray[np.int32]]:
    """For each thing asked of a commitment, the rows that have such a one."""
    import numpy as np

    names, roles = choices(filters.bureau), choices(filters.role)
    if names or roles:
        table = columns.bureaus
        if names:
            numbers = _numbers(columns, "bureaus", names)
            table = table[np.isin(table[:, 1], numbers) | np.isin(table[:, 2], numbers)]
        if roles:
            table = table[np.isin(table[:, 3], _numbers(columns, "roles", roles))]
        yield table[:, 0]
    if words := choices(filters.indicator):
        told = [
            number for number, name in enumerate(columns.names["indicators"]) if any(word in name for word in words)
        ]
        yield columns.indicators[np.isin(columns.indicators[:, 1], told), 0]
    if filters.due_from is not None or filters.due_to is not None:
        first = (filters.due_from or date.min).toordinal()
        last = (filters.due_to or date.max).toordinal()
        days = columns.deadlines[:, 1]
        yield columns.deadlines[(days >= first) & (days <= last), 0]


def _passing(workspace: Contents, filters: Filters) -> NDArray[np.bool_]:
    """Which documents pass what is asked of documents."""
    import numpy as np

    found = workspace.document_values
    mask = np.ones(len(workspace.documents()), dtype=bool)
    for name, choice in (("year", filters.year), ("doc_type", filters.doc_type), ("level", filters.level),
                         ("id", filters.document)):  # fmt: skip
        if wanted := choices(choice):
            mask &= found[name].among(wanted)
    if regions := choices(filters.region):
        codes = _codes(found, regions)
        inside = {code for code in found["region_code"].names if code and codes and code.startswith(codes)}
        mask &= found["region"].among(regions) | found["region_code"].among(inside)
    return mask


def _codes(found: Mapping[str, Values], asked: tuple[Any, ...]) -> tuple[str, ...]:
    """The codes of the regions asked for, without the zeros that stand for everything inside."""
    told = set(zip(found["region"].numbers.tolist(), found["region_code"].numbers.tolist(), strict=True))
    pairs = ((found["region"].names[region], found["region_code"].names[code]) for region, code in told)
    codes = {code for region, code in pairs if code and {region, code} & set(asked)}
    codes |= {code for code in asked if code.isdigit()}
    codes |= {place.code for name in asked if (place := place_at(name)) and place.code and place.name == name}
    return tuple(sorted(_stem(code) for code in codes))


def _stem(code: str) -> str:
    """A code without its empty pairs: 650000 -> 65, 659000 -> 6590, 530181 whole."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def facets(workspace: Contents, rows: NDArray[np.int64]) -> dict[str, dict[str, int]]:
    """How many of the clauses in the rows carry each value; the most frequent first."""
    import numpy as np

    columns = workspace.columns
    counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    if not len(rows):
        return counts

    def add(name: str, value: object, times: int) -> None:
        if value is not None:
            counts[name][str(value)] = counts[name].get(str(value), 0) + times

    documents = columns.clauses[rows, 0]
    for name in ("region", "year", "doc_type", "level"):
        values = workspace.document_values[name]
        for number, times in _counted(values.numbers[documents]):
            add(name, values.names[number], times)
    for number, times in _counted(columns.clauses[rows, 1]):
        add("kind", columns.names["kinds"][number], times)
    mentions = np.stack(columns.shown_bureaus(rows), axis=1)
    for number, times in _counted(np.unique(mentions, axis=0)[:, 1]):
        add("bureau", columns.names["bureaus"][number], times)
    return {name: dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))) for name, found in counts.items()}


def _counted(numbers: NDArray[np.int32]) -> Iterable[tuple[int, int]]:
    import numpy as np

    values, times = np.unique(numbers, return_counts=True)
    return zip(values.tolist(), times.tolist(), strict=True)
