"""Numbers with their units: 15.5%以上, 1～2个, 295克标煤/千瓦时, 一至两个, never converted and never rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ingest.numbering import spelled_value
from nlp.commitment import Comparator
from nlp.lexicon import StrictModel, load_data


class _Units(StrictModel):
    multiples: tuple[str, ...]
    rates: tuple[str, ...]
    counts: tuple[str, ...]
    measures: tuple[str, ...]
    letters: tuple[str, ...]
    stuffs: tuple[str, ...]
    money: tuple[str, ...]
    extents: tuple[str, ...]
    structural: tuple[str, ...]
    unstructural: tuple[str, ...]
    spelled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed. [start, stop) is the number with unit and comparator; number and unit end at `measured`.

    comparator: what stands directly at the number (以上, ≥); None where nothing does. spelled: in Chinese numerals.
    """

    start: int
    measured: int
    stop: int
    value: Decimal
    unit: str
    value_max: Decimal | None = None
    comparator: Comparator | None = None
    spelled: bool = False

    @property
    def is_rate(self) -> bool:
        """True for shares and percentage points."""
        return self.unit in _units().rates

    @property
    def is_count(self) -> bool:
        """True for things that are counted one by one: 8家, 3万户."""
        return bool(_count_unit().fullmatch(self.unit))

    @property
    def is_extent(self) -> bool:
        """True for lengths and areas, which size works and not machines: 200公里, 万亩."""
        multiple = rf"(?:{_either(_units().multiples)})?"
        return bool(re.fullmatch(rf"{multiple}(?:{_either(_units().extents)})", self.unit))

    @property
    def is_money(self) -> bool:
        """True for sums of money."""
        return bool(re.fullmatch(rf"(?:{_either(_units().multiples)})?(?:{_either(_units().money)})", self.unit))


BEHIND = {
    "及以上": Comparator.AT_LEAST, "以上": Comparator.AT_LEAST,
    "及以下": Comparator.AT_MOST, "以下": Comparator.AT_MOST,
    "以内": Comparator.AT_MOST, "之内": Comparator.AT_MOST, "左右": Comparator.ABOUT, "上下": Comparator.ABOUT,
}  # fmt: skip
BEFORE = {
    "≥": Comparator.AT_LEAST, "≧": Comparator.AT_LEAST, ">": Comparator.AT_LEAST, "〉": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST, "≦": Comparator.AT_MOST, "<": Comparator.AT_MOST, "〈": Comparator.AT_MOST,
}  # fmt: skip
_DIGITS = r"(?<![\d.．A-Za-zＡ-Ｚ])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
# 2.2：1, 1:2: the second number is the unit
_RATIO = re.compile(r"[:：]\d+(?:\.\d+)?(?![\d:：%])")
_LATER_DIGITS = r"\d+(?:\.\d+)?"
_CHINESE = "一二两三四五六七八九十"
_TO = r"(?:～|~|-|—|–|－|至|到)"


# behind a bare number that dates or numbers something
_NO_UNIT = re.compile(r"[年月日号A-Za-z]")


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _units() -> _Units:
    units: _Units = load_data("units", _Units)
    return units


@cache
def _unit_pattern() -> str:
    """The unit of a number, its denominator included: 吨标准煤/万元."""
    units = _units()
    base = rf"(?:{_either(units.multiples)})?(?:{_either((*units.counts, *units.measures))})"
    stuff = rf"(?:{_either(units.stuffs)})?"
    letters = rf"(?:万|亿)?(?:{_either(units.letters)})(?![A-Za-z])"
    one = rf"(?:{base}{stuff}|{letters})"
    return rf"(?:{_either(units.rates)}|{one}(?:[/／·](?:{one}|人|年))*)"


@cache
def _count_unit() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(_units().multiples)})?(?:{_either(_units().counts)})")


@cache
def _pattern() -> re.Pattern[str]:
    unit, units = _unit_pattern(), _units()
    more = "(?P<more>余|多)?"
    structural = rf"(?!{_either(units.unstructural)})(?:{_either(units.structural)})"
    signs = "".join(BEFORE)
    behind = rf"(?P<behind>{_either(tuple(BEHIND))})?"
    return re.compile(
        rf"(?P<sign>[{signs}]=?)?(?P<value>{_DIGITS})(?:(?P<first>{unit})?{_TO}(?P<top>{_LATER_DIGITS}))?{more}"
        rf"(?P<unit>{unit})?(?!{structural}){more.replace('more', 'later')}{behind}"
    )


@cache
def _spelled() -> re.Pattern[str]:
    """一至两个, 两家, 十余个: a count in Chinese numerals, never 一个 alone."""
    return re.compile(
        rf"(?<![第{_CHINESE}百千万])(?P<value>[{_CHINESE}]{{1,3}})(?:(?:至|到|—|-)(?P<top>[{_CHINESE}]{{1,2}}))?"
        rf"(?P<unit>{_either(_units().spelled)})(?!业|际|别|性|头|体|化|面|力|点|例如|们)"
        rf"(?P<behind>{_either(tuple(BEHIND))})?"
    )


def decimal(text: str) -> Decimal:
    """The number of 12,500.5."""
    return Decimal(text.replace(",", ""))


def spelled_number(text: str) -> Decimal:
    """The number that Chinese numerals below a hundred spell: 两 -> 2, 十五 -> 15."""
    return Decimal(spelled_value(text if "十" in text else text[-1]))  # 三四个: at most four


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text without white space, in order. Years, dates and bare ordinals are none."""
    found = [*_printed(text), *_in_words(text)]
    return iter(sorted(found, key=lambda quantity: quantity.start))


def _printed(text: str) -> Iterator[Quantity]:
    for match in _pattern().finditer(text):
        unit = match["unit"] or ""
        dated = unit in {"年", "月", "日"} and not _is_span_of_years(match)
        if dated or (not unit and _NO_UNIT.match(text, match.end("value"))):
            continue
        if match["top"] and match["first"] and not unit:
            unit = match["first"]
        if match["value"].startswith("0") and match["value"].isdigit() and len(match["value"]) > 1:
            continue
        ratio = _RATIO.match(text, match.end("value")) if not unit and match["top"] is None else None
        if ratio is not None:
            yield Quantity(match.start(), ratio.end(), ratio.end(), decimal(match["value"]), ratio.group())
            continue
        behind = match["behind"]
        comparator = BEHIND[behind] if behind else None
        if match["sign"]:
            comparator = BEFORE[match["sign"][0]]
        elif comparator is None and (match["more"] or match["later"]):
            comparator = Comparator.AT_LEAST
        value, top = decimal(match["value"]), decimal(match["top"]) if match["top"] else None
        if top is not None and top <= value:
            top = None
        yield Quantity(
            match.start(), match.end("unit") if match["unit"] else match.end("value"), match.end(),
            value, unit, top, comparator,
        )  # fmt: skip


def _is_span_of_years(match: re.Match[str]) -> bool:
    """True for 11.3年 of schooling: a fraction of a year dates nothing."""
    return match["unit"] == "年" and "." in match["value"]


def _in_words(text: str) -> Iterator[Quantity]:
    for match in _spelled().finditer(text):
        value = spelled_number(match["value"])
        top = spelled_number(match["top"]) if match["top"] else None
        if top is None and value == 1:
            continue
        comparator = BEHIND[match["behind"]] if match["behind"] else None
        yield Quantity(
            match.start(), match.end("unit"), match.end(), value, match["unit"], top, comparator, spelled=True
        )


@cache
def _whole_unit() -> re.Pattern[str]:
    return re.compile(_unit_pattern())


def is_unit(text: str) -> bool:
    """True for a text that is a unit and nothing else: %, μg/m³, 吨/万元."""
    return bool(_whole_unit().fullmatch(text.replace("％", "%")))
