"""Who issued what, for where and when: the front matter (GB/T 9704 版头, 版记) read from the lines around the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml
from pydantic import BaseModel, ConfigDict

from ingest.division import place_at
from ingest.document import Block, BlockKind, GovernmentLevel, PartialDate, Period, Section, SectionKind
from ingest.source import SourceFile

_DATA = Path(__file__).resolve().parent / "data" / "front_matter.yaml"
_HEAD_LINES = 40
_TAIL_LINES = 30
_CN_DIGIT = {**{c: i for i, c in enumerate("〇一二三四五六七八九")}, "○": 0, "零": 0, "Ο": 0, "O": 0, "0": 0}
# 塔地发改基础〔2023〕17号
_DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[（﹝【]\s*(?:20|19)\d\d\s*(?:年)?\s*[〕\]）﹞】]\s*(?:第\s*)?\d{1,5}\s*号"
)
_DATE = re.compile(
    r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?|((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})"
)
_CN_DATE = re.compile(
    r"([二一][〇○零Ο0O一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,2})\s*月(?:\s*([一二三四五六七八九十]{1,3})\s*日)?"
)
_YEARS = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—–－―~～至到]+\s*((?:19|20)\d\d)")
_FIVE_YEARS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_GOAL_YEAR = re.compile(r"(?:到|至)\s*(20\d\d)\s*年")
_SHELL = re.compile(r"^(?P<issuer>.*?)(?:关于)?(?:印发|转发|下达|公布|发布)(?P<title>.*?)的?通知$")
# （此件公开发布）, 附件, 各区人民政府：, a line that ends as sentences do
_NO_TITLE = re.compile(r"[。；！？：，]$|^（此[件文]|^各|^附件\s*\d*$|^主动公开|公开方式")
# 中共中央办公厅、国务院办公厅印发《关于…的意见》
_PROMULGATED = re.compile(r"^(?P<issuer>.*?)印发《(?P<title>[^》]*)》$")
_TAIL_BRACKET = re.compile(r"(?:（[^（）]*）|\([^()]*\))\s*$")


class FrontMatter(TypedDict):
    """The fields of Document that stand around the body; None where the text does not say."""

    title: str
    doc_number: str | None
    issuer: str | None
    issued_on: PartialDate | None
    period: Period
    region: str | None
    region_code: str | None
    level: GovernmentLevel | None
    doc_type: str | None


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    plans: tuple[str, ...]
    organs: tuple[str, ...]
    headings: tuple[str, ...]


@cache
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


@cache
def _organ() -> re.Pattern[str]:
    """A line, or the beginning of one, that is the name of a body and nothing else."""
    words = "|".join(map(re.escape, _words().organs))
    return re.compile(rf"(?:中共)?[\u4e00-\u9fff（）、 ]{{0,30}}?(?:{words})(?:（[^）]*）)?")


def find_front_matter(
    text: str, blocks: Sequence[Block], sections: Sequence[Section], source: SourceFile, name: str
) -> FrontMatter:
    """The front matter of a document whose blocks and sections are known; `name` is the file's name."""
    numbered = [s for s in sections if s.level > 0 and s.kind is not SectionKind.BOX and s.label]
    stop = numbered[0].span.start if numbered else min(len(text), 1500)
    lines = [text[b.span.start : b.span.stop].strip() for b in blocks
             if b.kind not in (BlockKind.FURNITURE, BlockKind.TABLE) and b.span.start < stop][:_HEAD_LINES]  # fmt: skip
    tail = [text[b.span.start : b.span.stop].strip() for b in blocks
            if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)][-_TAIL_LINES:]  # fmt: skip
    stem = re.sub(r"^\d+[、.]\s*", "", Path(name).stem)
    title, shell_issuer = _title(lines, source.title, stem)
    doc_type = _doc_type(title) or _doc_type(stem) or _own_name(text, sections)
    number = next(
        (m.group() for line in lines if len(line) <= 60 and "《" not in line and (m := _DOC_NUMBER.search(line))), None
    )
    issuer = _issuer(lines, tail, shell_issuer)
    issued = _issued(lines, tail)
    place = place_at(title) or (place_at(issuer) if issuer else None) or place_at(stem)
    national = place is None and bool(
        issuer and re.match(r"(?:国务院|国家|中共中央|全国|[\u4e00-\u9fff]{2,8}部(?:$|[、 办]))", issuer)
    )
    return FrontMatter(
        title=title, doc_number=re.sub(r"\s", "", number) if number else None, issuer=issuer, issued_on=issued,
        period=_period(title, text, issued, doc_type), region=place.name if place else None,
        region_code=place.code if place else None,
        level=place.level if place else GovernmentLevel.NATION if national else None, doc_type=doc_type,
    )  # fmt: skip


def _plain(title: str) -> str:
    """A title without the remarks in brackets behind it and without book marks."""
    title = re.sub(r"\s+", "", title)
    while (cut := _TAIL_BRACKET.sub("", title)) != title:
        title = cut
    return title.strip("《》〈〉")


def _doc_type(title: str) -> str | None:
    plain = _plain(title)
    return next((word for word in _words().plans if plain.endswith(word)), None)


def _own_name(text: str, sections: Sequence[Section]) -> str | None:
    """What a text whose title is lost calls itself (本规划, 本方案), if it is built as plans are."""
    built = sum(any(word in section.title for section in sections) for word in _words().headings)
    if built < 2:
        return None
    names = [match.group(1) for match in re.finditer(r"本((?:实施|行动|工作)?(?:规划|方案|计划|意见|措施))", text)]
    return max(sorted(set(names)), key=names.count) if names else "方案"


def _title(lines: Sequence[str], given: str | None, stem: str) -> tuple[str, str | None]:
    """The plan's own title, and the issuer that a 关于印发…的通知 title names."""
    shell_title = issuer = best = None
    index = 0
    while index < len(lines):
        length, kind, title, named = _title_at(lines[index : index + 4])
        if kind == "shell":
            issuer, shell_title = issuer or named, shell_title or title
        elif kind == "title":
            best = title
        index += max(length, 1)
    if best:
        head = re.match(r"(.{2,40}?)关于(?=.{4,})", best)
        if head and _organ().fullmatch(head[1]):
            issuer = issuer or head[1]
        return best.strip("《》"), issuer
    if shell_title:
        return shell_title, issuer
    if given:
        return given.strip(), issuer
    notice = next((line for line in lines if line.endswith("通知") and len(line) < 80), None)
    return notice or stem, issuer


def _title_at(lines: Sequence[str]) -> tuple[int, str, str, str | None]:
    """The title that begins at the first of `lines`, over as many of them as belong to it.

    (number of lines, "shell" for a 关于印发…的通知 or "title" or "", the plan's title, the issuer that it names)
    """
    whole = ""
    for length, line in enumerate(lines, start=1):
        if len(line) > 60 or _NO_TITLE.search(line) or _DATE.search(line) or _DOC_NUMBER.search(line):
            break
        if length > 1 and _organ().fullmatch(lines[0]) and place_at(line) is None and not line.startswith("关于"):
            break
        whole += re.sub(r"\s+", "", line)
        shell = _SHELL.match(whole) or _PROMULGATED.match(whole)
        if shell and len(shell["title"]) > 4:
            return length, "shell", shell["title"].strip("《》"), shell["issuer"] or None
        kind = _doc_type(whole)
        if kind and len(_plain(whole)) > len(kind) and not whole.startswith(("附件", "现将", "根据", "为")):
            rest = lines[length] if length < len(lines) else ""
            remark = bool(re.fullmatch(r"（[^（）]*）", rest.strip())) and not _DATE.search(rest)
            if kind == "通知":
                return length, "", whole, None
            return length + remark, "title", whole + (rest.strip() if remark else ""), None
    return 1, "", "", None


def _issuer(lines: Sequence[str], tail: Sequence[str], shell_issuer: str | None) -> str | None:
    if shell_issuer:
        found = _organ().fullmatch(shell_issuer.strip())
        if found:
            return shell_issuer.strip()
    for group in (lines, tail):
        for line, after in zip(group, (*group[1:], ""), strict=False):
            plain = re.sub(r"\s*文\s*件$", "", line)
            letterhead = plain != line or re.fullmatch(r"文\s*件", after)
            if 4 <= len(plain) <= 60 and _organ().fullmatch(plain) and (letterhead or _date_of(after) is not None):
                return plain
    return next((line for line in (*lines, *tail) if 4 <= len(line) <= 40 and _organ().fullmatch(line)), None)


def _date_of(line: str) -> PartialDate | None:
    """The date that a line consists of, with nothing else but brackets and 印发."""
    plain = re.sub(r"^（|）$|(?:附件|印发)$", "", line.strip()).strip()
    match = _DATE.fullmatch(plain)
    if match:
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        return _date(int(year), int(month), int(day) if day else None)
    match = _CN_DATE.fullmatch(plain)
    if match:
        return _date(
            int("".join(str(_CN_DIGIT[c]) for c in match[1])),
            _number(match[2]),
            _number(match[3]) if match[3] else None,
        )
    return None


def _date(year: int, month: int, day: int | None) -> PartialDate | None:
    return PartialDate(year, month, day) if 1 <= month <= 12 and (day is None or 1 <= day <= 31) else None


def _number(text: str) -> int:
    """一 … 三十一."""
    if "十" not in text:
        return _CN_DIGIT[text]
    tens, ones = text.split("十", 1)
    return (_CN_DIGIT[tens] if tens else 1) * 10 + (_CN_DIGIT[ones] if ones else 0)


def _issued(lines: Sequence[str], tail: Sequence[str]) -> PartialDate | None:
    for line in (*lines, *tail):
        date = _date_of(line)
        if date is None:
            parts = line.split()
            date = _date_of(parts[-1]) if len(parts) == 2 and len(line) < 50 else None
        if date is not None:
            return date
    for line in reversed(tail):
        match = _DATE.search(line) if "印发" in line and len(line) < 60 else None
        if match and match[1]:
            return _date(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)
    return None


def _period(title: str, text: str, issued: PartialDate | None, doc_type: str | None) -> Period:
    years = _YEARS.search(title)
    if years:
        return Period(int(years[1]), int(years[2]))
    for words, first in _FIVE_YEARS.items():
        if words in title:
            return Period(first, first + 4)
    one = re.search(r"(20\d\d)\s*年(?!前|\d)", title)
    if one:
        return Period(int(one[1]), int(one[1]))
    if doc_type is None:
        return Period()
    goals = [int(m[1]) for m in _GOAL_YEAR.finditer(text)]
    repeated = [year for year in goals if goals.count(year) > 1 or len(goals) < 4]
    return Period(issued.year if issued else None, max(repeated) if repeated else None)
