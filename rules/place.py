"""Is a place named in a plan the plan's own, one above or below it, or somebody else's?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.division import divisions, place_at
from ingest.document import Document, Span

# names that are words as well: 城区, 郊区, 矿区, 市辖区, 东区
_COMMON = re.compile(r"^(?:城区|郊区|矿区|市辖区|.区|市中区|新城区|城中区|开发区|合作区|东城区|西城区|.{0,1}县)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the administrative table, with every code that bears its name."""

    name: str
    codes: tuple[str, ...]


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for division in divisions():
        if division.code and len(division.name) >= 3 and not _COMMON.match(division.name):
            found[division.name].append(division.code)
    return {name: tuple(codes) for name, codes in found.items()}


def _significant(code: str) -> str:
    return re.sub(r"(?:00){1,2}$", "", code)


def _related(one: str, other: str) -> bool:
    left, right = _significant(one), _significant(other)
    return left.startswith(right) or right.startswith(left)


def own_codes(document: Document) -> tuple[str, ...]:
    """The codes the plan speaks for; empty where its region is in no table."""
    if document.region_code:
        return (document.region_code,)
    for name in (document.region, document.title, document.issuer):
        place = place_at(name) if name else None
        if place is not None and place.code:
            return (place.code,)
    return ()


def own_province(document: Document) -> str | None:
    """The two digits of the plan's province, None where it is not known or the plan is the nation's."""
    codes = own_codes(document)
    return codes[0][:2] if codes else None


@cache
def _last_signs() -> tuple[re.Pattern[str], int]:
    """How names end (市, 县, 旗 …), and the length of the longest."""
    names = _by_name()
    return re.compile(f"[{''.join(sorted({name[-1] for name in names}))}]"), max(map(len, names))


def places_in(text: str) -> Iterator[tuple[Span, Place]]:
    """The places of the table named in full (昆明市, 香河县) in a text, with their range in it, the longest of each."""
    names, (last_sign, longest) = _by_name(), _last_signs()
    before = 0
    for match in last_sign.finditer(text):
        stop = match.end()
        starts = range(max(before, stop - longest), stop)
        start = next((start for start in starts if text[start:stop] in names), None)
        if start is not None:
            yield Span(start, stop), Place(text[start:stop], names[text[start:stop]])
            before = stop


def is_foreign(place: Place, document: Document) -> bool:
    """True when no place of the name is the plan's own, above it or below it."""
    own = own_codes(document)
    return bool(own) and not any(_related(code, mine) for code in place.codes for mine in own)


def is_neighbour(region: str | None, document: Document) -> bool:
    """True for a region that is neither the plan's own nor above or below it; None is the nation, above all."""
    if region is None or region == document.region:
        return False
    place = place_at(region)
    return place is None or place.code is None or not any(_related(place.code, own) for own in own_codes(document))


def foreign_place(name: str, document: Document) -> Place | None:
    """The other region that a bureau's name begins with, None for the plan's own and for names without a place."""
    for span, place in places_in(name):
        if span.start == 0 and is_foreign(place, document):
            return place
        return None
    return None
