"""What a query names that the workspace knows: a place, a year, a body, an indicator.

Each becomes a filter or a boost that the user sees and can take away. A name makes a filter only where some documents
or clauses answer to it and others do not, and never where the user has chosen a filter of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.filters import Filters, allowed_rows, choices
from ingest.division import place_named
from nlp.bureaus.roster import identify
from nlp.commitment import Role
from nlp.lexicon import StrictModel, load_yaml
from nlp.segment import lower, search_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.contents import Contents

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?度?")
_BODY = re.compile(r"[\u4e00-\u9fff]{2,14}?(?:局|委|办|厅|部|会|院|室|队|中心|公司|政府)")
_KIND = re.compile(r"(?:特别行政区|自治[区州县旗]|地区|新区|开发区|[省市县区州盟旗镇乡])$")  # a short name goes without
_PLACE_LENGTHS = range(9, 1, -1)  # characters of a name of a place, the longest first
_BODY_LENGTHS = range(15, 2, -1)


class Field(StrEnum):
    """What was understood."""

    REGION = "region"
    ISSUED = "issued"
    YEAR = "year"
    BUREAU = "bureau"
    INDICATOR = "indicator"


class Effect(StrEnum):
    """What it does: a filter leaves clauses out, a boost moves them up."""

    FILTER = "filter"
    BOOST = "boost"


_EFFECTS = {Effect.FILTER: "只看", Effect.BOOST: "优先"}
_FIELDS = {
    Field.REGION: "地区", Field.ISSUED: "印发年份", Field.YEAR: "完成年份", Field.BUREAU: "单位",
    Field.INDICATOR: "指标",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Understood:
    """A piece of the query that was understood. text: as typed. values: the names or years that it stands for."""

    field: Field
    effect: Effect
    text: str
    values: tuple[str | int, ...]
    role: Role | None = None

    @property
    def label(self) -> str:
        """What it does, as a user reads it: 只看地区“塔城”."""
        return f"{_EFFECTS[self.effect]}{_FIELDS[self.field]}“{self.text}”"

    @property
    def key(self) -> str:
        """What tells it from the others of its query, to take it away by."""
        return f"{self.field}:{self.text}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was understood: what is still ranked by, the filters with those added, the pieces."""

    text: str
    filters: Filters
    pieces: tuple[Understood, ...]


class _Duty(StrictModel):
    words: tuple[str, ...]
    role: Role | None = None


class _Words(StrictModel):
    issued: tuple[str, ...]
    duties: tuple[_Duty, ...]
    quantities: tuple[str, ...]


@cache
def _words() -> _Words:
    return load_yaml(Path(__file__).resolve().parent / "data" / "query.yaml", _Words)


def understand(workspace: Contents, text: str, filters: Filters, ignored: Collection[str] = ()) -> Reading:
    """What the text of a query names. ignored: keys of pieces that were taken away; they stay words."""
    pieces: list[Understood] = []
    for find in (_regions, _issued, _bureaus, _years, _indicators):
        pieces += [piece for piece in find(workspace, text, filters) if piece.key not in ignored]
    filtered = filters
    rest = text
    for piece in pieces:
        if piece.effect is Effect.FILTER:
            filtered = _with(filtered, piece)
            if piece.field in (Field.REGION, Field.ISSUED):
                rest = rest.replace(piece.text, " ")
    if filtered != filters:
        rows = allowed_rows(workspace, filtered)
        if rows is not None and not len(rows):  # each name is known, but not together
            pieces = [piece for piece in pieces if piece.effect is Effect.BOOST]
            filtered, rest = filters, text
    return Reading(rest.strip() if search_words(rest) else text, filtered, tuple(pieces))


def _with(filters: Filters, piece: Understood) -> Filters:
    names = tuple(str(value) for value in piece.values)
    if piece.field is Field.REGION:
        return replace(filters, region=(*choices(filters.region), *names))
    if piece.field is Field.ISSUED:
        return replace(filters, year=(*choices(filters.year), *(int(value) for value in piece.values)))
    return replace(filters, bureau=(*choices(filters.bureau), *names), role=piece.role)


def _regions(workspace: Contents, text: str, filters: Filters) -> Iterator[Understood]:
    """塔城 where some plans are of 塔城地区 or of a place inside it, and some are not."""
    if filters.region is not None:
        return
    known = workspace.document_values["region"].names
    short = _short_names(known)
    at = 0
    while at < len(text):
        piece = None
        for length in _PLACE_LENGTHS:
            name = text[at : at + length]
            if len(name) == length and (named := _places_named(name, known, short)):
                rows = allowed_rows(workspace, Filters(region=tuple(named)))
                if rows is not None and 0 < len(rows) < int(workspace.live.sum()):
                    piece = Understood(Field.REGION, Effect.FILTER, name, tuple(sorted(named)))
                break
        if piece:
            yield piece
        at += len(piece.text) if piece else 1


def _places_named(name: str, known: Collection[str | None], short: Mapping[str, Collection[str]]) -> set[str]:
    """The places that a name means: 塔城 is 塔城地区, and 石河子 also 石河子经济技术开发区 where plans are of it."""
    found = {*short.get(name, ())}
    if place := place_named(name):
        found |= {place.name, *(one for one in known if one and one.startswith(name))}
    return found


@lru_cache(maxsize=4)
def _short_names(known: tuple[str | None, ...]) -> dict[str, set[str]]:
    """The places that plans are of, by name and by name without 省, 市, 县."""
    found: dict[str, set[str]] = {}
    for name in known:
        if name:
            for form in {name, _KIND.sub("", name)}:
                if len(form) > 1:
                    found.setdefault(form, set()).add(name)
    return found


def _issued(workspace: Contents, text: str, filters: Filters) -> Iterator[Understood]:
    """2021年印发的."""
    if filters.year is not None:
        return
    known = set(workspace.document_values["year"].names)
    for match in _YEAR.finditer(text):
        said = next((word for word in _words().issued if text.startswith(word, match.end())), None)
        if said and int(match[1]) in known:
            yield Understood(Field.ISSUED, Effect.FILTER, match.group() + said, (int(match[1]),))


def _years(workspace: Contents, text: str, filters: Filters) -> Iterator[Understood]:
    """Any other year: what is due in it moves up."""
    issued = {piece.values[0] for piece in _issued(workspace, text, replace(filters, year=None))}
    if filters.due_from is None and filters.due_to is None:
        for match in _YEAR.finditer(text):
            if int(match[1]) not in issued:
                yield Understood(Field.YEAR, Effect.BOOST, match.group().strip(), (int(match[1]),))


def _bureaus(workspace: Contents, text: str, filters: Filters) -> Iterator[Understood]:
    """A body that answers for something: a filter where its duties are asked for, else a boost."""
    if filters.bureau is not None:
        return
    duty = next((duty for duty in _words().duties if any(word in text for word in duty.words)), None)
    effect, role = (Effect.FILTER, duty.role) if duty else (Effect.BOOST, None)
    at = 0
    while at < len(text):
        step = 1
        for length in _BODY_LENGTHS:
            name = text[at : at + length]
            if len(name) == length and (names := _bodies_named(workspace, name)):
                if role and not _has_role(workspace, names, role):
                    role = None
                yield Understood(Field.BUREAU, effect, name, names, role)
                step = length
                break
        at += step


def _has_role(workspace: Contents, names: tuple[str, ...], role: Role) -> bool:
    rows = allowed_rows(workspace, Filters(bureau=names, role=role))
    return rows is None or len(rows) > 0


def _bodies_named(workspace: Contents, name: str) -> tuple[str, ...]:
    """The bodies of the workspace that a name means: the name itself, with a place before it, or by the roster."""
    if not _BODY.fullmatch(name):
        return ()
    meant = identify(name)
    found = []
    for known in workspace.columns.names["bureaus"]:
        same = meant.functions and identify(known).functions == meant.functions
        if known.endswith(name) or (same and meant.level in (None, identify(known).level)):
            found.append(known)
    return tuple(sorted(found))


def _indicators(workspace: Contents, text: str, filters: Filters) -> Iterator[Understood]:
    """A quantity that is asked for: targets whose names hold all the words move up, or all targets where none do."""
    asked = next((word for word in _words().quantities if word in text), None)
    if asked is None or filters.indicator is not None or filters.has_target is not None:
        return
    rest = _YEAR.sub(" ", text)
    content = [word for word in search_words(rest) if word not in _words().quantities]
    for region in _regions(workspace, text, replace(filters, region=None)):
        content = [word for word in content if word not in region.text]
    names = workspace.columns.names["indicators"]
    values = tuple(name for name in names if content and all(word in lower(name) for word in content))
    yield Understood(Field.INDICATOR, Effect.BOOST, asked, tuple(sorted(values)))


def boosted(workspace: Contents, piece: Understood, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the rows a boost moves up."""
    import numpy as np

    columns = workspace.columns
    mask = np.zeros(len(columns.clauses), dtype=bool)
    if piece.field is Field.YEAR:
        [year] = piece.values
        first, last = (date(int(year), month, day).toordinal() for month, day in ((1, 1), (12, 31)))
        days = columns.deadlines[:, 1]
        mask[columns.deadlines[(days >= first) & (days <= last), 0]] = True
    elif piece.field is Field.BUREAU:
        found = allowed_rows(workspace, Filters(bureau=tuple(str(value) for value in piece.values)))
        mask[found] = True
    elif piece.values:
        wanted = set(piece.values)
        numbers = [i for i, name in enumerate(columns.names["indicators"]) if name in wanted]
        mask[columns.indicators[np.isin(columns.indicators[:, 1], numbers), 0]] = True
    else:
        mask = columns.clauses[:, 3] > 0
    return mask[rows]
