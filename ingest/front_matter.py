"""Who issued what, for where and when: the front matter (GB/T 9704 版头, 版记) read from the lines around the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypedDict

from ingest.division import Division, named_in, place_at
from ingest.document import Block, BlockKind, GovernmentLevel, PartialDate, Period, Section, SectionKind
from ingest.official import bodies_of, joined, kind_of_plan, plain_title, words
from ingest.reported_plan import reported_plan
from ingest.secrecy import stands_above_head
from ingest.signature import DATE, STAMPED, date_of, find_publication, find_record, find_signature
from ingest.source import SourceFile

_OFTEN = 5  # times that a plan without a title says 全市 before it counts as that of the city it names most
_HEAD_LINES = 40
_TAIL_LINES = 30
# 塔地发改基础〔2023〕17号
_DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,14}[〔\[（﹝【]\s*(?:20|19)\d\d\s*(?:年)?\s*[〕\]）﹞】]\s*(?:第\s*)?\d{1,5}\s*号"
)
_BRACKETED_DATE = re.compile(r"（((?:19|20)\d\d年\d{1,2}月\d{1,2}日)）")  # …的意见（2024年3月5日）
_YEAR_AHEAD = re.compile(r"^[《“]*(?:关于)?(?:组织申报)?(?:20\d\d\s*年度?)?")  # 2024年度澄湾市…
# How a plan speaks of the place that it is for
_OWN = re.compile(r"[全我本]([省市州县区盟旗])(?![体面员额年])")
_YEARS = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—–－―~～至到]+\s*((?:19|20)\d\d)")
_FIVE_YEARS = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
# 本方案实施期为2024年至2030年
_STATED_PERIOD = re.compile(rf"(?:实施|规划|行动|计划|建设)期(?:限)?[^。；\d]{{0,6}}?{_YEARS.pattern}")
_GOAL_YEAR = re.compile(r"(?:到|至)\s*(20\d\d)\s*年")
_SHELL = re.compile(r"^(?P<issuer>.*?)(?:关于)?(?:印发|转发|下达|公布|发布)(?P<title>.*?)的?通知$")
# （此件公开发布）, 附件, 各区人民政府：, a line that ends as sentences do
_NO_TITLE = re.compile(r"[。；！？：，]$|^（此[件文]|^各|^附件\s*\d*$|^主动公开|公开方式|^文\s*件$")
# 中共中央办公厅、国务院办公厅印发《关于…的意见》
_PROMULGATED = re.compile(r"^(?P<issuer>.*?)(?:印发|出台|发布|发表)《(?P<title>[^》]*)》$")
_NUMBER_BEHIND = re.compile(rf"（{_DOC_NUMBER.pattern}）$")
_REMARK_AHEAD = re.compile(r"^（[^（）]{2,10}）")


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


def find_front_matter(
    text: str, blocks: Sequence[Block], sections: Sequence[Section], source: SourceFile, name: str
) -> FrontMatter:
    """The front matter of a document whose blocks and sections are known; `name` is the file's name."""
    numbered = [s for s in sections if s.level > 0 and s.kind is not SectionKind.BOX and s.label]
    stop = min([section.span.start for section in numbered[:1]] + _unnumbered_openings(text, blocks, sections)[:1]
               or [min(len(text), 1500)])  # fmt: skip
    lines = [text[b.span.start : b.span.stop].strip() for b in blocks
             if b.kind not in (BlockKind.FURNITURE, BlockKind.TABLE) and b.span.start < stop][:_HEAD_LINES]  # fmt: skip
    lines = [line for line in lines if not stands_above_head(line)]
    tail = [text[b.span.start : b.span.stop].strip() for b in blocks
            if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)][-_TAIL_LINES:]  # fmt: skip
    stem = re.sub(r"^\d+[、.]\s*", "", Path(name).stem)
    printed, shell_issuer = _title(lines, source.title)
    title = printed or stem
    # News may lie in a file 某某方案.
    named_type = kind_of_plan(printed or "") or (kind_of_plan(stem) if numbered else None)
    doc_type = named_type or _own_name(text, sections) or kind_of_plan(reported_plan(text, sections) or "")
    number = next(
        (m.group() for line in lines if len(line) <= 60 and "《" not in line and (m := _DOC_NUMBER.search(line))), None
    )
    everything = [text[b.span.start : b.span.stop].strip() for b in blocks
                  if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)]  # fmt: skip
    issuer, issued = _signed(lines, tail, everything, bodies_of(shell_issuer or ""))
    place = _place(title, issuer, stem, text)
    national = place is None and bool(
        issuer and re.match(r"(?:国务院|国家|中共中央|中国共产党中央|全国|[\u4e00-\u9fff]{2,8}部(?:$|[、 办]))", issuer)
    )
    return FrontMatter(
        title=title, doc_number=re.sub(r"\s", "", number) if number else None, issuer=issuer, issued_on=issued,
        period=_period(title, text, issued, doc_type), region=place.name if place else None,
        region_code=place.code if place else None,
        level=place.level if place else GovernmentLevel.NATION if national else None, doc_type=doc_type,
    )  # fmt: skip


def _unnumbered_openings(text: str, blocks: Sequence[Block], sections: Sequence[Section]) -> list[int]:
    """Where sections without a number begin that have text right below them. A title, too, may be styled as one."""
    starts = {section.heading.start for section in sections
              if not section.label and section.level > 0 and kind_of_plan(section.title) is None}  # fmt: skip
    solid = [block for block in blocks if block.kind is not BlockKind.FURNITURE]
    return [block.span.start for block, below in pairwise(solid)
            if block.span.start in starts and below.kind is BlockKind.PARAGRAPH
            and "。" in text[below.span.start : below.span.stop]]  # fmt: skip


def _place(title: str, issuer: str | None, stem: str, text: str) -> Division | None:
    """The place in the title, the issuer's name or the file's name; for 省水利厅 the province that is named most."""
    places = [place for name in (title, issuer or "") if (place := place_at(_YEAR_AHEAD.sub("", name))) is not None]
    if places:
        longer = [one for one in places[1:] if one.code == places[0].code and one.name.startswith(places[0].name)]
        return (longer or places)[0]  # 徐州 in the title is 徐州市
    place = place_at(_YEAR_AHEAD.sub("", stem))
    if re.match(r"省|自治区", issuer or title):
        if place is None or place.level is not GovernmentLevel.PROVINCE:
            return _named_most(text, GovernmentLevel.PROVINCE)
    elif place is None:
        place = _named_most(text, None)
        own = [word for word in _OWN.findall(text) if place is not None and place.name.endswith(word)]
        return place if len(own) >= _OFTEN else None
    return place


def _named_most(text: str, level: GovernmentLevel | None) -> Division | None:
    """The place (of the level, if one is given) that the text names most."""
    counts = {one: count for one, count in named_in(text).items() if level in (None, one.level)}
    best = max(counts, key=lambda one: (counts[one], one.name), default=None)
    return best if best is not None and counts[best] > 1 else None


def _own_name(text: str, sections: Sequence[Section]) -> str | None:
    """What a text whose title is lost calls itself (本规划, 本方案), if it is built as plans are."""
    built = sum(any(word in section.title for section in sections) for word in words().headings)
    if built < 2:
        return None
    names = [match.group(1) for match in re.finditer(r"本((?:实施|行动|工作)?(?:规划|方案|计划|意见|措施))", text)]
    return max(sorted(set(names)), key=names.count) if names else "方案"


def _title(lines: Sequence[str], given: str | None) -> tuple[str | None, str | None]:
    """The plan's own title where one is printed, and the issuer that a 关于印发…的通知 title names."""
    shell_title = issuer = best = None
    index = 0
    while index < len(lines):
        length, kind, title, named = _title_at(lines[index : index + 4])
        if kind == "shell":
            issuer, shell_title = issuer or named, shell_title or title
        elif kind == "title":
            best = title
        index += max(length, 1)
    notice = next((line for line in lines if line.endswith("通知") and len(line) < 80), None)
    head = re.match(r"(.{2,60}?)(?:关于|出台|发布|(?=20\d\d年))(?=.{4,})", best or notice or given or "")
    if head and bodies_of(head[1]):
        issuer = issuer or head[1]
    if best:
        return _bare(best), issuer
    if shell_title:
        return _bare(shell_title), issuer
    return (given.strip() if given else None) or notice, issuer


def _bare(title: str) -> str:
    """A title without what is printed about the paper: its number, （本文有删减）, what is issued along with it."""
    title = _NUMBER_BEHIND.sub("", _REMARK_AHEAD.sub("", title))
    alone = re.match(r"《?([^《》]+)》及", title)  # 《…指南》及组织申报…
    return alone[1] if alone else title.strip("《》")


def _title_at(lines: Sequence[str]) -> tuple[int, str, str, str | None]:
    """The title that begins at the first of `lines`, over as many of them as belong to it.

    (number of lines, "shell" for a 关于印发…的通知 or "title" or "", the plan's title, the issuer that it names)
    """
    whole = ""
    for length, line in enumerate(lines, start=1):
        plain = _NUMBER_BEHIND.sub("", line)
        if len(plain) > 60 or _NO_TITLE.search(plain) or DATE.search(plain) or _DOC_NUMBER.search(plain):
            break
        if length > 1 and bodies_of(lines[0]) and place_at(line) is None and not line.startswith("关于"):
            break
        whole += re.sub(r"\s+", "", plain)
        shell = _SHELL.match(whole) or _PROMULGATED.match(whole)
        if shell and len(shell["title"]) > 4:
            return length, "shell", shell["title"], shell["issuer"] or None
        kind = kind_of_plan(whole)
        if kind and len(plain_title(whole)) > len(kind) and not whole.startswith(("附件", "现将", "根据", "为")):
            rest = lines[length] if length < len(lines) else ""
            remark = bool(re.fullmatch(r"（[^（）]*）", rest.strip())) and not DATE.search(rest)
            if kind == "通知":
                return length, "", whole, None
            if length > 1 and bodies_of(lines[0]) and not lines[1].startswith("关于"):
                whole = whole[len(re.sub(r"\s+", "", lines[0])) :]  # the issuer above the title is no part of it
            return length + remark, "title", whole + (rest.strip() if remark else ""), None
    return 1, "", "", None


def _letterhead(lines: Sequence[str]) -> tuple[str, ...]:
    """The bodies named in the red head of the paper: 澄湾市水利局文件; 文件 may stand between the lines of several."""
    for index, line in enumerate(lines):
        if not re.search(r"文\s*件$", line):
            continue
        own = re.sub(r"\s*文\s*件$", "", line)
        if own and not bodies_of(own):
            continue
        above, below = index, index + 1
        while above > 0 and bodies_of(lines[above - 1]):
            above -= 1
        while below < len(lines) and bodies_of(lines[below]):
            below += 1
        around = (*lines[above:index], own, *lines[index + 1 : below])
        if found := tuple(body for one in around for body in bodies_of(one)):
            return found
    return ()


def _standing_alone(lines: Sequence[str]) -> tuple[str, ...]:
    """The bodies on the first lines that hold nothing else."""
    found: tuple[str, ...] = ()
    for line in lines:
        here = bodies_of(line) if 4 <= len(line) <= 60 else ()
        if found and not here:
            break
        found += here
    return found


def _lone_date(lines: Sequence[str]) -> PartialDate | None:
    for line in lines:
        date = date_of(line)
        if date is None:
            parts = line.split()
            date = date_of(parts[-1]) if len(parts) == 2 and len(line) < 50 else None
        if date is not None:
            return date
    return None


def _signed(
    lines: Sequence[str], tail: Sequence[str], everything: Sequence[str], named: tuple[str, ...]
) -> tuple[str | None, PartialDate | None]:
    """Issuer and date, from the surest place to the weakest."""
    signed, date = find_signature(lines)
    if not signed:
        signed, date = find_signature(everything)
    letterhead = _letterhead(lines)
    ahead = named or letterhead
    stamped = any((match := STAMPED.fullmatch(line)) and match["body"] in ahead for line in lines)
    if signed and ahead and (stamped or (place_at(ahead[0]) is None and place_at(signed[0]) is not None)):
        ahead = signed  # 省政府 in the title, 澄江省人民政府 below
    for more in (letterhead, signed):
        if len(more) > len(ahead) and set(ahead) <= set(more):
            ahead = more  # a title names the first of several
    body, published = find_publication((*lines, *tail))
    recorder, recorded = find_record(tail)
    bracketed = next((match for line in lines[:8] if (match := _BRACKETED_DATE.search(line))), None)
    issued = (_lone_date(lines) or date or (date_of(bracketed[1]) if bracketed else None) or published
              or _lone_date(tail) or recorded)  # fmt: skip
    if issued and recorded and issued.day is None and (issued.year, issued.month) == (recorded.year, recorded.month):
        issued = recorded  # the month on the cover, the day in the record
    return joined(ahead) or body or joined(_standing_alone((*lines, *tail))) or recorder, issued


def _period(title: str, text: str, issued: PartialDate | None, doc_type: str | None) -> Period:
    years = _YEARS.search(title)
    if years:
        return Period(int(years[1]), int(years[2]))
    for name, first in _FIVE_YEARS.items():
        if name in title:
            return Period(first, first + 4)
    one = re.search(r"(20\d\d)\s*年(?!前|\d)", title)
    if one:
        return Period(int(one[1]), int(one[1]))
    if doc_type is None:
        return Period()
    if stated := _STATED_PERIOD.search(text):
        return Period(int(stated[1]), int(stated[2]))
    goals = [int(m[1]) for m in _GOAL_YEAR.finditer(text)]
    repeated = [year for year in goals if goals.count(year) > 1 or len(goals) < 4]
    return Period(issued.year if issued else None, max(repeated) if repeated else None)
