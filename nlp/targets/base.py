"""What a figure is measured from: 比2020年, 较上年, 由2020年的60%提高到."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.commitment import Baseline
from nlp.quantity import Quantity
from nlp.targets.name import clean_name

# 比2020年, 较上年, 与2020年相比, 在2022年基础上: what a change is measured from
_BASE = re.compile(
    r"(?:(?:(?<!占)相?比|较|相较于?|相对于?)(?:(?P<year>20\d\d)年?(?:水平|年?[底末])?|(?P<before>上年末?|上年底|去年|上一年|年初))"
    r"(?:度|同期|水平)?"
    r"|(?:与|在|以|同)(?P<other>20\d\d)年(?:水平)?(?:相比|的?基础上|为基[期准]))$"
)
BASE_ANYWHERE = re.compile(
    r"(?:(?<!占)相?比|较|相较于?|相对于?)(?P<year>20\d\d)年|(?:与|同|和)(?P<other>20\d\d)年(?:水平)?相?比|在(?P<third>20\d\d)年(?:的)?基础上"
)
YEAR_ON_YEAR = re.compile(r"同比|比增")  # measured from the year before
# what has been read already, or is no name: 由2020年的60%提高到 2025年的
WHENCE = re.compile(
    r"(?:由|从)(?:20\d\d年[底末]?的?)?(?:目前的?|现在的?|现有的?)?\d[^，。；]{0,10}?"
    r"(?=提高|提升|上升|增加|增长|扩大|降|下降|减少|压减|缩短|到|至)"
)
# 由2020年的, before the first of two numbers
FROM = re.compile(r"(?:由|从)(?:(?P<year>20\d\d)年(?:[底末])?的?)?(?:目前的?|现在的?|现有的?|原来的?)?$")
# the first number of 由2020年的60%提高到80%
_VALUE_BEFORE = re.compile(
    r"(?:由|从)(?:(?P<year>20\d\d)年(?:[底末])?的?)?(?:目前的?|现在的?|现有的?)?(?P<value>\d+(?:\.\d+)?)"
    r"[^\d，。；]{0,10}(?:20\d\d年[底末]?的?)?$"
)
_WINDOW = 40  # characters before a number in which the one that it grows from is looked for


def find_base(text: str, start: int, core: str, year_before: int | None) -> tuple[Baseline | None, str]:
    """What the figure of a phrase is measured from, and the name in `core` without it.

    The phrase begins at `start` of the sentence `text`. year_before: what 上年 means.
    """
    match = _BASE.search(core)
    if match:
        printed = match["year"] or match["other"]
        return Baseline(year=int(printed) if printed else year_before), core[: match.start()]
    here = BASE_ANYWHERE.search(core)
    if here:
        return Baseline(year=base_year(here)), core[: here.start()] + core[here.end() :]
    earlier = BASE_ANYWHERE.search(text, 0, start)
    if earlier is None:
        return None, core
    since = text[earlier.end() : start]
    told = clean_name(core) and since.endswith("，") and any(sign.isdigit() for sign in since)  # …降低5%，造林10万亩
    return (Baseline(year=base_year(earlier)) if not told and "，" not in since.rstrip("，") else None), core


def base_year(match: re.Match[str]) -> int:
    """The year of a match of BASE_ANYWHERE."""
    return int(match["year"] or match["other"] or match["third"])


def base_with_value(base: Baseline | None, text: str, quantity: Quantity) -> Baseline | None:
    """The base with the value that the text prints for it: 60 of 由2020年的60%提高到80%."""
    match = _VALUE_BEFORE.search(text[max(0, quantity.start - _WINDOW) : quantity.start])
    if match is None:
        return base
    year = int(match["year"]) if match["year"] else base.year if base else None
    return Baseline(Decimal(match["value"]), year)
