"""The numbers that open headings: 一、 （一） 1. （1） ①, 第一章, 4.3.1, and what they count."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_CN = "一二三四五六七八九十百零〇"
_CN_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"两": 2}
_UNIT = "[万亿千百]|元|吨|米|个|倍|平方|立方|公[里顷斤]|年|月|日|度|度电|小时|分|[%％℃]|亩|家|项|人|千瓦|标"
_NUMBER = re.compile(
    rf"""
    (?P<part>第[{_CN}\d]{{1,4}}(?:[篇编章]|部分?)[\ 、：]*)  # 第一章 总则
  | (?P<division>第[{_CN}\d]{{1,4}}节[\ 、：]*)            # 第一节
  | (?P<chapter>[{_CN}]{{1,4}}[、．.]\ *)                  # 一、
  | (?P<section>（[{_CN}]{{1,4}}）[、．.]?\ *|[㈠-㈩]\ *)   # （一）
  | (?P<decimal>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}}[.．、]?\ *(?=[\u4e00-\u9fff“《])(?!{_UNIT}))  # 4.3.1
  | (?P<item>\d{{1,2}}(?:[．、]|\.(?!\d)|\.(?=20\d\d年))\ *)  # 1.
  | (?P<subitem>（\d{{1,2}}）[、．.]?\ *|\d{{1,2}}）\ *|[⑴-⒇]\ *)  # （1）
  | (?P<circled>[①-⑳]\ *)
    """,
    re.VERBOSE,
)


class HeadingSign(StrEnum):
    """What marks a heading, from the highest to the lowest."""

    ANNEX = "annex"
    PART = "part"
    DIVISION = "division"
    CHAPTER = "chapter"
    SECTION = "section"
    DECIMAL = "decimal"
    ITEM = "item"
    SUBITEM = "subitem"
    CIRCLED = "circled"
    BOX = "box"
    STYLE = "style"


def number_of(text: str) -> tuple[HeadingSign, str, int] | None:
    """The numbering sign that `text` opens with: its kind, the label as printed, the offset behind it."""
    match = _NUMBER.match(text)
    if match is None or match.lastgroup is None:
        return None
    return HeadingSign(match.lastgroup), match.group().strip(" 　"), match.end()


def number_value(label: str) -> int:
    """The number that a label prints: 3 for 三、, （三）, 3., 4.3 and ③; 0 where there is none."""
    label = re.sub(r"^\d{1,2}[.．](?=\d)|(?<=\d)[.．、]$", "", label.strip())
    label = re.split(r"[.．](?=\d)", label)[-1]
    plain = re.sub(r"[第篇编章部分节（）、．.\s]", "", label)
    if plain.isdigit() and plain.isascii():
        return int(plain)
    if len(plain) == 1 and plain not in _CN and unicodedata.category(plain) == "No":
        return int(unicodedata.numeric(plain))
    return spelled_value(plain)


def spelled_value(text: str) -> int:
    """The number below a thousand that Chinese numerals spell: 2 for 两, 31 for 三十一; 0 where they spell none."""
    total = 0
    for part, factor in zip(text.split("百", 1), (100, 1), strict=True) if "百" in text else ((text, 1),):
        if "十" in part:
            tens, ones = part.split("十", 1)
            value = (_CN_DIGITS.get(tens.lstrip("零"), 1) * 10) + _CN_DIGITS.get(ones, 0)
        else:
            value = _CN_DIGITS.get(part.lstrip("零"), 0)
        total += value * factor
    return total
