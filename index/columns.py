"""What clauses are filtered and counted by, as arrays over all rows of the workspace: one pass, no SQL.

Names (of bureaus, of headings) are numbers into a list, so that a filter looks at each name once and not at each row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ARRAYS, NAMES = "columns.npz", "columns.json"
TABLES = ("clauses", "bureaus", "deadlines", "indicators")
LISTS = ("kinds", "paths", "bureaus", "roles", "indicators")


@dataclass(frozen=True, slots=True)
class Columns:
    """clauses: a line a row: number of document (-1: gone), kind, path, whether it has a target, whether a task.
    bureaus: row, name as printed, canonical (-1: none), role. deadlines: row, last day as an ordinal. indicators: row,
    name. names: what the numbers stand for; a path is the JSON list of its headings."""

    clauses: NDArray[np.int32]  # [rows, 5]
    bureaus: NDArray[np.int32]  # [n, 4]
    deadlines: NDArray[np.int32]  # [n, 2]
    indicators: NDArray[np.int32]  # [n, 2]
    names: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> Columns:
        """The columns of the catalogue of one part."""
        numbers: dict[str, dict[str, int]] = {name: {} for name in LISTS}

        def number(kind: str, name: str | None) -> int:
            return -1 if name is None else numbers[kind].setdefault(name, len(numbers[kind]))

        sql = "SELECT document, kind, path, has_target, has_task FROM clause ORDER BY row"
        clauses = [(d, number("kinds", k), number("paths", p), *flags) for d, k, p, *flags in connection.execute(sql)]
        sql = "SELECT row, name, canonical, role FROM bureau ORDER BY rowid"
        bureaus = [
            (row, number("bureaus", name), number("bureaus", canonical), number("roles", role))
            for row, name, canonical, role in connection.execute(sql)
        ]
        sql = "SELECT row, end FROM deadline WHERE end IS NOT NULL ORDER BY rowid"
        deadlines = [(row, date.fromisoformat(end).toordinal()) for row, end in connection.execute(sql)]
        sql = "SELECT row, name FROM indicator ORDER BY rowid"
        indicators = [(row, number("indicators", name)) for row, name in connection.execute(sql)]
        names = {kind: tuple(found) for kind, found in numbers.items()}
        return cls(_table(clauses, 5), _table(bureaus, 4), _table(deadlines, 2), _table(indicators, 2), names)

    def save(self, folder: Path) -> None:
        """Write the columns into the folder."""
        import numpy as np

        np.savez(
            folder / ARRAYS,
            clauses=self.clauses, bureaus=self.bureaus, deadlines=self.deadlines, indicators=self.indicators,
        )  # fmt: skip
        with (folder / NAMES).open("w", encoding="utf-8") as stream:
            json.dump(self.names, stream, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, folder: Path) -> Columns:
        """What `save` wrote into the folder."""
        import numpy as np

        names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS) as arrays:
            clauses, bureaus, deadlines, indicators = (arrays[name] for name in TABLES)
        return cls(clauses, bureaus, deadlines, indicators, {kind: tuple(names[kind]) for kind in LISTS})

    @classmethod
    def join(cls, parts: Sequence[Columns], documents: Sequence[NDArray[np.int32]]) -> Columns:
        """The columns of several parts, one behind the other; `documents`: the number in the workspace of each document
        of a part, -1 for those that are gone, whose bureaus, deadlines and indicators are left out."""
        import numpy as np

        numbers: dict[str, dict[str, int]] = {name: {} for name in LISTS}
        tables: list[list[NDArray[np.int32]]] = [[_table([], width)] for width in (5, 4, 2, 2)]
        start = 0
        for part, document in zip(parts, documents, strict=True):
            new = {
                kind: np.array([numbers[kind].setdefault(n, len(numbers[kind])) for n in part.names[kind]] + [-1])
                for kind in LISTS
            }  # number -1, for none, takes the last place and stays -1
            clauses = part.clauses.copy()
            clauses[:, 0] = document[clauses[:, 0]] if len(document) else -1
            clauses[:, 1], clauses[:, 2] = new["kinds"][clauses[:, 1]], new["paths"][clauses[:, 2]]
            tables[0].append(clauses)
            renamed = ((1, "bureaus"), (2, "bureaus"), (3, "roles")), (), ((1, "indicators"),)
            for place, (table, columns) in enumerate(
                zip((part.bureaus, part.deadlines, part.indicators), renamed, strict=True), start=1
            ):
                alive = table[clauses[table[:, 0], 0] >= 0]
                for column, kind in columns:
                    alive[:, column] = new[kind][alive[:, column]]
                alive[:, 0] += start
                tables[place].append(alive)
            start += len(clauses)
        clauses, bureaus, deadlines, kept = (np.concatenate(table) for table in tables)
        return cls(clauses, bureaus, deadlines, kept, {kind: tuple(found) for kind, found in numbers.items()})

    def shown_bureaus(self, rows: NDArray[np.int64] | None = None) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Row and name (the canonical one if any) of every mention of a bureau, only in these rows if given."""
        import numpy as np

        found = self.bureaus
        if rows is not None:
            mask = np.zeros(len(self.clauses), dtype=bool)
            mask[rows] = True
            found = found[mask[found[:, 0]]]
        return found[:, 0], np.where(found[:, 2] >= 0, found[:, 2], found[:, 1])


@dataclass(frozen=True, slots=True)
class Values:
    """One field of all documents: the values that it has, and for each document the number of its own."""

    names: tuple[Any, ...]
    numbers: NDArray[np.int32]

    @classmethod
    def of(cls, values: Iterable[Any]) -> Values:
        """The field with these values, one a document; None is a value too."""
        import numpy as np

        known: dict[Any, int] = {}
        numbers = np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int32)
        return cls(tuple(known), numbers)

    def among(self, wanted: Container[Any]) -> NDArray[np.bool_]:
        """Which documents have one of the values."""
        import numpy as np

        return np.array([name in wanted for name in self.names], dtype=bool)[self.numbers]


def _table(lines: list[tuple[Any, ...]], width: int) -> NDArray[np.int32]:
    import numpy as np

    return np.array(lines, dtype=np.int32).reshape(-1, width)
