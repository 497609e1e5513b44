"""Who signed a paper and when: the bodies and the date below a notice, on a cover, or in the record at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import PartialDate
from ingest.numbering import spelled_value
from ingest.official import bodies_of, joined

_CN_DIGIT = {**{c: i for i, c in enumerate("〇一二三四五六七八九")}, "○": 0, "零": 0, "Ο": 0, "O": 0, "0": 0}
DATE = re.compile(
    r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?|((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})"
)
_CN_DATE = re.compile(
    r"([二一][〇○零Ο0O一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,2})\s*月(?:\s*([一二三四五六七八九十]{1,3})\s*日)?"
)
# 澄湾市水利局2024年3月5日（此件公开发布）
_DAY = r"(?P<date>20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
_GLUED = re.compile(rf"(?P<body>\D{{3,60}}?)\s*{_DAY}\s*(?:（.*）|公开方式.*)?")
# 澄政发〔2024〕3号（澄湾市人民政府2024年3月5日）, （2024年3月5日澄湾市人民政府发布）
_BELOW_TITLE = re.compile(r"(?:[^（）。]{4,20}号)?\s*（(?P<note>[^（）]*)）")
_GLUED_BEHIND = re.compile(rf"{_DAY}\s*(?P<body>\D{{3,60}}?)(?:发布|公布|印发|通过)?")
# 发布部门：澄湾市水利局    发布日期：2024.03.05   成文日期 2024-03-05
_PUBLISHER = re.compile(r"(?:发布|发文|制定|印发)(?:部门|机关|机构|单位)\s*[：:]\s*(?P<body>\S{3,40})")
_PUBLISHED = re.compile(
    r"(?:成文|发文|印发|发布)(?:日期|时间)\s*[：:]?\s*(?P<date>(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2})"
)
_RECORD = re.compile(rf"(?P<body>\D{{4,40}}?)\s*{_DAY}\s*印发")
STAMPED = re.compile(r"（(?P<body>[^（）]+?)代章）")  # whose seal stands for that of the body above
_ON_COVER = re.compile(r"(?P<body>\S{4,40}) +发 *布")  # 中华人民共和国水利部 发布
_AGENCY = re.compile(r"新华社.{0,8}?((?:19|20)\d\d年\d{1,2}月\d{1,2}日)电")
_LONGEST_DATE = 60  # characters of a line that is a date, with blanks inside
_HIGHEST = 20  # bodies that sign one paper


def date_of(line: str) -> PartialDate | None:
    """The date that a line consists of, with nothing else but brackets and 印发."""
    if len(line) > _LONGEST_DATE:
        return None
    plain = re.sub(r"^（|）$|(?:附件|印发|相关解读：?)$", "", line.strip()).strip()
    match = DATE.fullmatch(plain)
    if match:
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        return make_date(int(year), int(month), int(day) if day else None)
    match = _CN_DATE.fullmatch(plain)
    if match:
        return make_date(
            int("".join(str(_CN_DIGIT[c]) for c in match[1])),
            spelled_value(match[2]),
            spelled_value(match[3]) if match[3] else None,
        )
    return None


def make_date(year: int, month: int, day: int | None) -> PartialDate | None:
    """The date, or None where there is no such month or day."""
    return PartialDate(year, month, day) if 1 <= month <= 12 and (day is None or 1 <= day <= 31) else None


def find_signature(lines: Sequence[str]) -> tuple[tuple[str, ...], PartialDate | None]:
    """The first date that stands below (or behind) the names of bodies, and those bodies."""
    lines = [line for line in lines if not STAMPED.fullmatch(line)]
    for index, line in enumerate(lines):
        below = _BELOW_TITLE.fullmatch(line)
        whole = below["note"].strip() if below else line
        glued = _GLUED.fullmatch(whole) or _GLUED_BEHIND.fullmatch(whole)
        bodies = bodies_of(glued["body"]) if glued else ()
        date = date_of(glued["date"]) if glued and bodies else date_of(line)
        if date is None:
            continue
        above = index - 1
        while above >= 0 and len(bodies) < _HIGHEST and len(lines[above]) <= 60 and (more := bodies_of(lines[above])):
            bodies = (*more, *bodies)
            above -= 1
        if bodies:
            return bodies, date
    return (), None


def find_publication(lines: Sequence[str]) -> tuple[str | None, PartialDate | None]:
    """What the head of a web page says of the paper: 发布部门, 发布日期; the date of an agency's report at the last."""
    body = date = None
    for line in lines:
        publisher, published = _PUBLISHER.search(line) or _ON_COVER.fullmatch(line), _PUBLISHED.search(line)
        if publisher and body is None:
            body = joined(bodies_of(publisher["body"]))
        if published and date is None:
            date = date_of(re.sub(r"\s*[年月]\s*", "-", published["date"]))
    if date is None:
        agency = next((match for line in lines if (match := _AGENCY.search(line))), None)
        date = date_of(agency[1]) if agency else None
    return body, date


def find_record(lines: Sequence[str]) -> tuple[str | None, PartialDate | None]:
    """The record at the end (版记): 澄湾市人民政府办公室 2024年3月18日印发."""
    for line in reversed(lines):
        match = _RECORD.search(line) if len(line) < 70 else None
        if match:
            return joined(bodies_of(match["body"])), date_of(match["date"])
    return None, None
