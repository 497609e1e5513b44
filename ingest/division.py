"""Places: the administrative-division table, and the place and level that a title or an issuer speaks for."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.document import GovernmentLevel

_TABLE = Path(__file__).resolve().parent / "data" / "divisions.csv"
_SUFFIX_LEVEL = (
    (
        re.compile(r"(?:开发区|高新区|示范区|工业园区|产业园区?|园区|保税区|自贸区|合作区|新区|试验区)$"),
        GovernmentLevel.PARK,
    ),
    (re.compile(r"(?:省|自治区|兵团)$"), GovernmentLevel.PROVINCE),
    (re.compile(r"(?:地区|自治州|盟|市)$"), GovernmentLevel.CITY),
    (re.compile(r"(?:县|旗|区|林区)$"), GovernmentLevel.COUNTY),
)
# 澄湾市, 墨湾经济技术开发区, 塔城地区: a place named by its suffix, at the beginning of a title
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:(?:经济技术|高新技术产业|经济|高新|工业|产业|综合|新材料|循环经济)*(?:开发区|高新区|示范区|工业园区?|产业园区?|园区|新区)"
    r"|自治区|自治州|地区|自治县|省|市|县|旗|区|盟)"
)
_NO_PLACE = re.compile(
    r"部|委|厅|局|院|^(?:关于|自治|加[快强大]|推[动进广]|促进|深化|完善|规范|优化|提升|强化|实施|开展|做好|落实|健全|国家|全国|全市|全省|全区|本市|我市|城市|绿色|工业|农村|重点|建设|支持|深入)|城市$|各地区$"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A place: its name, its GB/T 2260 code where the table has it, and its level."""

    name: str
    code: str | None
    level: GovernmentLevel


@cache
def divisions() -> tuple[Division, ...]:
    """The whole table: provinces, cities, counties."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return tuple(Division(row["name"], row["code"], level_of_code(row["code"])) for row in csv.DictReader(stream))


@cache
def _by_name() -> dict[str, Division]:
    found: dict[str, Division] = {}
    for division in divisions():  # a name that several counties share is the first of them, without a code
        known = found.get(division.name)
        found[division.name] = division if known is None else Division(known.name, None, known.level)
    return found


@cache
def _short_names() -> dict[str, Division]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        rows = [(row["short"], row["name"]) for row in csv.DictReader(stream)]
    found: dict[str, Division] = {}
    for short, name in rows:
        if len(short) >= 2:
            found.setdefault(short, _by_name()[name])
    return found


def place_named(name: str) -> Division | None:
    """The place of that name, whole or short: 塔城 is 塔城地区."""
    return _by_name().get(name) or _short_names().get(name)


@cache
def _by_last() -> dict[str, dict[int, dict[str, list[Division]]]]:
    """The table by last character, length and name of the places."""
    found: dict[str, dict[int, dict[str, list[Division]]]] = {}
    for one in divisions():
        found.setdefault(one.name[-1], {}).setdefault(len(one.name), {}).setdefault(one.name, []).append(one)
    return found


def named_in(text: str) -> Counter[Division]:
    """How often each place of the table is named in `text` by its full name; places that share a name share a count."""
    counts: Counter[Division] = Counter()
    for last, lengths in _by_last().items():
        stop = text.find(last) + 1
        while stop:
            for length, names in lengths.items():
                if stop >= length and (found := names.get(text[stop - length : stop])):
                    counts.update(found)
            stop = text.find(last, stop) + 1
    return counts


def level_of_code(code: str) -> GovernmentLevel:
    """Province, city or county, as the zeros of a six-digit code tell."""
    if code.endswith("0000"):
        return GovernmentLevel.PROVINCE
    return GovernmentLevel.CITY if code.endswith("00") else GovernmentLevel.COUNTY


def place_at(text: str) -> Division | None:
    """The lowest place named at the beginning of `text` (a title, an issuer): 江苏省苏州市… is 苏州市, 江苏… 江苏省."""
    found = _named_at(text)
    return _short_names().get(found.name, found) if found is not None else None


def _named_at(text: str) -> Division | None:
    text = text.removeprefix("中共").removeprefix("关于")
    found: Division | None = None
    at = 0
    while at < len(text):
        here = _longest(text, at)
        if here is None:
            match = _PLACE.match(text, at) if found is None else None
            if match is None or _NO_PLACE.search(match.group()):
                break
            here = Division(match.group(), None, level_of_name(match.group()) or GovernmentLevel.COUNTY)
        park = re.match(
            r"(?:国家级)?[\u4e00-\u9fff]{0,8}?(?:经济技术开发区|高新技术产业开发区|高新区|经济开发区|工业园区|产业园区|开发区|新区)",
            text[at + len(here.name) :],
        )
        other = _longest(text[at + len(here.name) :], 0) if park else None  # 甲区、乙开发区: two places
        if park and "关于" not in park.group() and other is None:
            return Division(here.name + park.group(), None, GovernmentLevel.PARK)
        found, at = here, at + len(here.name)
        if here.level is GovernmentLevel.PARK:
            break
    return found


def _longest(text: str, at: int) -> Division | None:
    for length in range(min(15, len(text) - at), 1, -1):
        division = _by_name().get(text[at : at + length])
        if division is not None:
            return division
    if at == 0:
        for length in range(min(8, len(text)), 1, -1):
            division = _short_names().get(text[:length])
            if division is not None and not re.match(r"[省市县区州盟旗]", text[length:]):
                return Division(text[:length], division.code, division.level)
    return None


def level_of_name(name: str) -> GovernmentLevel | None:
    """The level that the last word of a place name tells."""
    return next((level for pattern, level in _SUFFIX_LEVEL if pattern.search(name)), None)
