"""Headings that a web page or a converter glued to the text before them are set free again.

「……格局基本形成。二、统筹推进合作」: only a number that goes on with the count of the headings before it, behind the
end of a sentence, opens a paragraph; an enumeration inside a sentence stays where it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.fold import fold
from ingest.numbering import HeadingSign, number_of, number_value
from ingest.source import Grid, Line

_CN = "一二三四五六七八九十"
_GLUED = re.compile(rf"(?<=[。！？”）])(?=(?:（[{_CN}]{{1,3}}）|[{_CN}]{{1,3}}、)\ *[\u4e00-\u9fff“])")
# 十二、优化政策机制（三十）完善投资政策。……
_TWO_HEADINGS = re.compile(rf"[{_CN}]{{1,3}}、[^。；！？：]{{4,40}}?(?=（[{_CN}]{{1,3}}）[\u4e00-\u9fff])")
_SIGNED_MARK = re.compile(r"(?:20\d\d)\ *年\ *\d{1,2}\ *月\ *\d{1,2}\ *日(?=\ *附件\ *\d?[：:]?$)")
_TITLE = re.compile(r"[^。；！？：]{2,40}(?:。|$)")
_COUNTED = (HeadingSign.CHAPTER, HeadingSign.SECTION)


def split_glued(items: Sequence[Line | Grid]) -> tuple[Line | Grid, ...]:
    """The same items, with headings inside of paragraphs as paragraphs of their own."""
    counts = dict.fromkeys(_COUNTED, 0)
    found: list[Line | Grid] = []
    for item in items:
        if isinstance(item, Grid) or item.furniture or item.boxed is not None or item.footnote:
            found.append(item)
            continue
        cuts = list(_cuts(fold(item.text), counts))
        places = [0, *cuts, len(item.text)]
        for start, stop in itertools.pairwise(places):
            text = item.text[start:stop].strip()
            found.append(replace(item, text=text, bold_prefix=0, centered=False) if cuts else item)
    return tuple(found)


def _cuts(text: str, counts: dict[HeadingSign, int]) -> Iterator[int]:
    """Where `text` is to be cut; `counts` holds the last number of each kind, and is brought up to date."""
    lead = len(text) - len(text.lstrip())
    _count(text[lead:], counts)
    mark = _SIGNED_MARK.match(text, lead)
    if mark:
        yield mark.end()
        return
    places = [match.start() for match in _GLUED.finditer(text)]
    two = _TWO_HEADINGS.match(text, lead)
    if two and number_of(text[lead:]) is not None:
        places = sorted({*places, two.end()})
    for place in places:
        number = number_of(text[place:])
        if number is None or number[0] not in counts:
            continue
        sign, label, offset = number
        title = _TITLE.match(text, place + offset)
        alone = title is not None and title.end() == len(text) and not text.endswith("。")
        value = number_value(label)
        first = value == 1 and (alone or (two is not None and place == two.end()))
        follows = first or (value > 1 and value == counts[sign] + 1)
        if title is not None and follows:
            _count(text[place:], counts)
            yield place


def _count(text: str, counts: dict[HeadingSign, int]) -> None:
    number = number_of(text)
    if number is None or number[0] not in counts:
        return
    sign, label, _ = number
    value = number_value(label)
    if sign is HeadingSign.CHAPTER and value == 1:
        counts[HeadingSign.SECTION] = 0
    counts[sign] = value
