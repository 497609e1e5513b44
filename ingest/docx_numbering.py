"""The numbers that Word prints before list paragraphs, Chinese ones too, from numbering.xml (ISO 29500 §17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ingest.docx_package import W

_LARGEST = 32_767  # that Word counts to
_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))  # ① … ㊿
_SIGNS = {
    "decimalEnclosedCircle": _CIRCLED, "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": "".join(map(chr, range(0x2474, 0x2488))),  # ⑴
    "decimalEnclosedFullstop": "".join(map(chr, range(0x2488, 0x249C))),  # ⒈
    "ideographEnclosedCircle": "".join(map(chr, range(0x3280, 0x328A))),  # ㊀
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}  # fmt: skip
_ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN_SIGNS = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")


def chinese(number: int) -> str:
    """一 … 九十九, 一百 …: counting as headings do."""
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number < 100:
        return _DIGITS[number // 10] + "十" + (_DIGITS[number % 10] if number % 10 else "")
    rest = number % 100
    tail = "" if not rest else ("零" + _DIGITS[rest] if rest < 10 else ("一" if rest < 20 else "") + chinese(rest))
    return _DIGITS[number // 100 % 10] + "百" + tail


def _letter(number: int, first: str) -> str:
    return chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _whole(value: str | None, default: int) -> int:
    """The number that an attribute holds; `default` where it holds none that Word would print."""
    return int(value) if value and re.fullmatch(r"\d{1,5}", value) and int(value) <= _LARGEST else default


def _roman(number: int) -> str:
    out = ""
    for value, sign in zip(_ROMAN_VALUES, _ROMAN_SIGNS, strict=True):
        while number >= value:
            out, number = out + sign, number - value
    return out


def print_number(number: int, style: str) -> str:
    """`number` in the numFmt `style` of Word."""
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return chinese(number)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(number).translate(_LEGAL)
    if 1 <= number <= len(_SIGNS.get(style, "")):
        return _SIGNS[style][number - 1]
    if style in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join("〇一二三四五六七八九"[int(d)] for d in str(number))
    if style == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(d)) for d in str(number))
    if style == "decimalZero":
        return f"{number:02d}"
    if style in ("lowerLetter", "upperLetter"):
        return _letter(number, "a" if style == "lowerLetter" else "A")
    if style in ("lowerRoman", "upperRoman"):
        return _roman(number).lower() if style == "lowerRoman" else _roman(number)
    if style in ("none", "bullet"):
        return ""
    return str(number)


@dataclass(slots=True)
class _Level:
    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    paragraph_style: str | None = None
    plain: bool = False  # prints the numbers of all levels as 1, 2, 3 (1.1 below 第一章)


@dataclass(slots=True)
class Numbering:
    """Counters of every list of one file; `label` must be called once a paragraph, in document order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # abstract id -> level -> definition
    abstract_of: dict[str, str] = field(default_factory=dict)  # num id -> abstract id
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    own: dict[str, dict[int, _Level]] = field(default_factory=dict)  # num id -> levels that it defines anew
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)  # paragraph style -> num id, level
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, root: Any | None) -> Numbering:
        """Read the root element of numbering.xml; None when the file has no such part."""
        self = cls()
        if root is None:
            return self
        links: dict[str, str] = {}
        for abstract in root.iter(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId")
            link = abstract.find(W + "numStyleLink")
            if link is not None:
                links[key] = link.get(W + "val")
            self.levels[key] = {_whole(level.get(W + "ilvl"), 0): _level(level) for level in abstract.iter(W + "lvl")}
        style_owner = {a.find(W + "styleLink").get(W + "val"): a.get(W + "abstractNumId")
                       for a in root.iter(W + "abstractNum") if a.find(W + "styleLink") is not None}  # fmt: skip
        for key, style in links.items():
            if style in style_owner:
                self.levels[key] = self.levels[style_owner[style]]
        for num in root.iter(W + "num"):
            key, target = num.get(W + "numId"), num.find(W + "abstractNumId")
            if target is None:
                continue
            self.abstract_of[key] = target.get(W + "val")
            for override in num.iter(W + "lvlOverride"):
                start = override.find(W + "startOverride")
                level = override.find(W + "lvl")
                if level is not None:
                    self.own.setdefault(key, {})[_whole(override.get(W + "ilvl"), 0)] = _level(level)
                if start is not None:
                    depth = _whole(override.get(W + "ilvl"), 0)
                    self.overrides[key, depth] = _whole(start.get(W + "val"), 1)
        for key, abstract_id in self.abstract_of.items():
            for depth, definition in self.levels.get(abstract_id, {}).items():
                if definition.paragraph_style:
                    self.by_style.setdefault(definition.paragraph_style, (key, depth))
        return self

    def label(self, num_id: str, depth: int) -> str:
        """The number that Word prints for the next paragraph of that list and level; "" for bullets and no list."""
        abstract_id = self.abstract_of.get(num_id)
        if abstract_id is None or depth not in self.levels.get(abstract_id, {}):
            return ""
        levels, counts = self.levels[abstract_id] | self.own.get(num_id, {}), self._counts.setdefault(abstract_id, {})
        if num_id not in self._seen:
            self._seen.add(num_id)
            for (key, level), start in self.overrides.items():
                if key == num_id:
                    counts[level] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            restart = levels[deeper].restart if deeper in levels else 0
            if restart is None or depth < restart:  # lvlRestart counts levels from 1; 0: the count goes on
                del counts[deeper]
        if levels[depth].style == "bullet":
            return ""

        def number(match: re.Match[str]) -> str:
            level = int(match.group(1)) - 1
            definition = levels.get(level, _Level())
            style = "decimal" if levels[depth].plain else definition.style
            return print_number(counts.get(level, definition.start), style)

        return re.sub(r"%(\d)", number, levels[depth].text)


def _level(node: Any) -> _Level:
    def value(name: str) -> str | None:
        child = node.find(W + name)
        return None if child is None else child.get(W + "val")

    restart = value("lvlRestart")
    return _Level(value("numFmt") or "decimal", value("lvlText") or "", _whole(value("start"), 1),
                  None if restart is None else _whole(restart, 0), value("pStyle"),
                  node.find(W + "isLgl") is not None)  # fmt: skip
