"""Which paragraphs are headings, how deep they lie, and the tree they make (GB/T 9704: 一、 > （一） > 1. > （1） > ①).

Levels are relative: 「一、」 then 「1.」 is legal, so the parent of a heading is the nearest open one of a higher kind.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.annex import Annex, find_annexes
from ingest.bold_heading import bold_headings
from ingest.document import Section, SectionKind, Span
from ingest.enumeration import Numbered, numbered, refused
from ingest.numbering import HeadingSign, number_of, number_value

_BOX = re.compile(r"专栏\ *(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\ *[：:、.．—-]?\ *")  # 专栏1 重点工程
_UNNUMBERED = re.compile(r"前\ *言|引\ *言|序\ *言|导\ *言|绪\ *[言论]|结\ *语|结束语|后\ *记")
_RUN_IN = re.compile(r"[^。；！？：]{2,40}?。(?=.)")
_SENTENCE_SIGN = re.compile(r"[。；！？]")
_PLAN_TITLE = re.compile(r"(?:规划|纲要|方案|计划|意见|措施|办法|要点|细则)(?:（[^（）]*）)*$")
_FIGURES = re.compile(r"\d{4}年|达到|%")  # a promise, hardly a title
_CONTENTS_LINE = re.compile(r"^(.{2,60}?)[\ .．·…・]*[（\ ]?[-—–]?\ ?\d{1,3}\ ?[-—–]?）?$")
_CONTENTS_TITLE = re.compile(r"目\s*[录次]")
_LEADERS_END = frozenset("0123456789-—")
_LEADERS = re.compile(r"(?<![.．·…・])[.．·…・]{3,}+\ *[-—]?\ *\d{1,3}\ *[-—]?\ *$")

LONGEST_TITLE = 45
LONGEST_RUN_IN = 36
LONGEST_ENTRY = 100  # of a table of contents, with its leaders


_RANK = {sign: rank for rank, sign in enumerate(HeadingSign)}
# Where a file has any of these, weight alone makes no heading
_CHAPTERS = (HeadingSign.PART, HeadingSign.DIVISION, HeadingSign.CHAPTER, HeadingSign.SECTION, HeadingSign.DECIMAL,
             HeadingSign.STYLE)  # fmt: skip
_LEVEL = {HeadingSign.ANNEX: 0, HeadingSign.PART: 1, HeadingSign.DIVISION: 2, HeadingSign.CHAPTER: 1,
          HeadingSign.SECTION: 2, HeadingSign.ITEM: 3, HeadingSign.SUBITEM: 4, HeadingSign.CIRCLED: 4,
          HeadingSign.BOX: 9}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paragraph as the outline sees it: folded text, where it stands, and what the format says of it."""

    text: str
    start: int
    page: int | None = None
    style_level: int | None = None
    bold: bool = False
    centered: bool = False
    boxed: int | None = None
    table: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph, or the beginning of one, that names what follows. `end`: offset behind the title.

    An annex has its title in the paragraphs below its label: `last` is the last of them, and `end` is counted in it.
    """

    index: int  # which candidate
    sign: HeadingSign
    label: str
    title: str
    begin: int
    end: int
    run_in: bool = False
    style_level: int | None = None
    last: int | None = None

    @property
    def lines(self) -> range:
        """The candidates that the heading takes up."""
        return range(self.index, (self.index if self.last is None else self.last) + 1)


def find_headings(paragraphs: Sequence[Candidate]) -> tuple[Heading, ...]:
    """Every heading among `paragraphs`, in order; contents lines must have been taken out before.

    Numbered lines inside a 专栏 are none. Where no frame tells the end of a 专栏, it goes on to the next heading of a
    section, or to the item that continues the numbering before it.
    """
    headings: list[Heading] = []
    before = inside = 0  # the last item number of the section, and of the open 专栏 without a frame
    in_box = False
    for heading in _candidates(paragraphs):
        paragraph = paragraphs[heading.index]
        number = number_value(heading.label)
        if heading.sign is HeadingSign.BOX:
            in_box, inside = paragraph.boxed is None, 0
        elif heading.sign is HeadingSign.ITEM:
            if in_box and not (number == before + 1 and number != inside + 1):
                inside = number
                continue
            in_box, before = False, number
        elif heading.sign in (HeadingSign.SUBITEM, HeadingSign.CIRCLED):
            if in_box:
                continue
        else:
            in_box, before = False, 0
        headings.append(heading)
    return tuple(headings)


def _candidates(paragraphs: Sequence[Candidate]) -> list[Heading]:
    """What looks like a heading by itself, annexes among them."""
    found = {index: heading for index, paragraph in enumerate(paragraphs)
             if not paragraph.table and (heading := _heading(index, paragraph)) is not None}  # fmt: skip
    _judge_rows(paragraphs, found)
    counted = frozenset(index for index, heading in found.items()
                         if heading.label and heading.sign is not HeadingSign.BOX)  # fmt: skip
    annexes = find_annexes(paragraphs, counted)
    for index in annexes.listed | annexes.marks:
        found.pop(index, None)
    for annex in annexes.headings:
        for index in range(annex.index, annex.last + 1):
            found.pop(index, None)
        found[annex.index] = _annexed(annex, paragraphs)
    found.update(_second_plans(paragraphs, found))
    if not any(heading.sign in _CHAPTERS and (heading.label or heading.style_level) for heading in found.values()):
        taken = {index for annex in annexes.headings for index in range(annex.index, annex.last + 1)}
        for index, depth in bold_headings(paragraphs).items():
            if index not in taken:
                found.setdefault(index, _unnumbered(index, paragraphs[index], depth))
    return [found[index] for index in sorted(found)]


def _second_plans(paragraphs: Sequence[Candidate], found: Mapping[int, Heading]) -> dict[int, Heading]:
    """The titles of plans that follow each other in one file: each stands above a 一、 that begins to count anew."""
    openings: list[int] = []  # the 一、 of each plan
    before = sys.maxsize
    for index in sorted(found):
        sign, value = found[index].sign, number_value(found[index].label)
        if sign in (HeadingSign.ANNEX, HeadingSign.PART, HeadingSign.DIVISION):
            return {}
        if sign is HeadingSign.CHAPTER and value:
            if value == 1 and before > 1:
                openings.append(index)
            before = value
    titles: dict[int, Heading] = {}
    for opening in openings:
        for index in reversed(range(max(0, opening - 12), opening)):
            text = paragraphs[index].text.strip()
            if index in found:
                break
            if not paragraphs[index].table and len(text) <= LONGEST_TITLE and _PLAN_TITLE.search(text):
                begin = paragraphs[index].text.index(text)
                titles[index] = Heading(index, HeadingSign.ANNEX, "", text, begin, begin + len(text))
                break
    return titles if len(titles) > 1 else {}


def _judge_rows(paragraphs: Sequence[Candidate], found: dict[int, Heading]) -> None:
    """Takes out of `found` the numbered lines that are parts of a list, puts in those that their neighbours raise."""
    rows: list[Numbered] = []
    weak: dict[int, Heading] = {}
    bodies: dict[int, bool] = {}
    before: Numbered | None = None  # the numbered line right above
    for index, paragraph in enumerate(paragraphs):
        body = paragraph.text.strip()
        if paragraph.boxed is not None or not (body or paragraph.table):
            continue
        heading = found.get(index)
        if heading is None and not paragraph.table:
            loose = _numbered(index, paragraph, body, paragraph.text.index(body), loosely=True)
            if loose is not None:
                weak[index] = loose
        closed = heading is not None and not heading.run_in and body.endswith("。")
        shape = ("closed" if closed else "run_in" if heading.run_in else "title") if heading is not None else (
            "weak" if index in weak else "none")  # fmt: skip
        one = None if paragraph.table else numbered(index, body, shape)
        if before is not None:
            bodies[before.index] = heading is None if one is None else _RANK[one.sign] > _RANK[before.sign]
        if one is not None:
            rows.append(one)
            bodies[index] = False
        before = one
    lists, raised = refused(rows, bodies)
    for index in lists:
        found.pop(index, None)
    for index in raised:
        found[index] = weak[index]
    decimals = [index for index, heading in found.items() if heading.sign is HeadingSign.DECIMAL]
    if len(decimals) < 3:
        for index in decimals:
            del found[index]


def _annexed(annex: Annex, paragraphs: Sequence[Candidate]) -> Heading:
    text, below = paragraphs[annex.index].text, paragraphs[annex.last].text
    plain = not annex.title and annex.label in ("附件", "附录", "附表")
    return Heading(
        annex.index, HeadingSign.ANNEX, "" if plain else annex.label, annex.label if plain else annex.title,
        len(text) - len(text.lstrip()), len(below.rstrip()), last=annex.last,
    )  # fmt: skip


def _heading(index: int, paragraph: Candidate) -> Heading | None:
    text = paragraph.text
    begin = len(text) - len(text.lstrip())
    body = text.strip()
    if not body:
        return None
    box = _BOX.match(body)
    if box and len(body) <= LONGEST_TITLE + box.end() and not _SENTENCE_SIGN.search(body):
        return Heading(
            index,
            HeadingSign.BOX,
            box.group().strip(" ：:、.．—-"),
            body[box.end() :].strip(),
            begin,
            begin + len(body),
        )
    if paragraph.boxed is not None:
        return None
    number = number_of(body)
    if number is not None:
        return _numbered(index, paragraph, body, begin)
    if _UNNUMBERED.fullmatch(body):
        title = body.replace(" ", "")
        return Heading(index, HeadingSign.CHAPTER, "", title, begin, begin + len(body))
    if paragraph.style_level is not None and len(body) <= LONGEST_TITLE and not _SENTENCE_SIGN.search(body[:-1]):
        return _unnumbered(index, paragraph, paragraph.style_level)
    return None


def _unnumbered(index: int, paragraph: Candidate, depth: int) -> Heading:
    """A heading of that depth that bears no number."""
    body = paragraph.text.strip()
    begin = paragraph.text.index(body)
    return Heading(index, HeadingSign.STYLE, "", body.rstrip("。"), begin, begin + len(body), style_level=depth)


def _is_title(text: str, closed: bool) -> bool:
    """True for a phrase short enough to stand alone; one that a full stop closes must look less like a sentence."""
    if _SENTENCE_SIGN.search(text):
        return False
    if closed:
        return len(text) <= LONGEST_RUN_IN and text.count("，") <= 1
    return len(text) <= LONGEST_TITLE


def _numbered(index: int, paragraph: Candidate, body: str, begin: int, loosely: bool = False) -> Heading | None:
    """The heading that a numbered paragraph is or opens; `loosely`: among headings, a longer one will do."""
    number = number_of(body)
    if number is None:
        return None
    sign, label, offset = number
    rest = body[offset:]
    alone = rest.rstrip("。：:")
    if rest and not rest.endswith(("；", "，", "、")) and _is_title(alone, closed=rest.endswith("。")):
        return Heading(index, sign, label, alone.strip(), begin, begin + len(body), style_level=paragraph.style_level)
    run_in = _RUN_IN.match(rest)
    if sign is HeadingSign.DECIMAL or run_in is None or rest.startswith(("[", "（", "【")):
        return None
    title = run_in.group()[:-1]
    if loosely or (len(title) < LONGEST_RUN_IN and title.count("，") <= 2 and not _FIGURES.search(title)):
        return Heading(index, sign, label, title.strip(), begin, begin + offset + len(title), run_in=True)
    return None


def contents_lines(paragraphs: Sequence[Candidate]) -> frozenset[int]:
    """Indexes of the table of contents: a 目录 line and the entries behind it, and lines with dot leaders anywhere."""
    texts = [p.text.strip() for p in paragraphs]
    found = {i for i, text in enumerate(texts)
             if text and text[-1] in _LEADERS_END and not paragraphs[i].table and _LEADERS.search(text)}  # fmt: skip
    titles = [i for i, text in enumerate(texts) if _CONTENTS_TITLE.fullmatch(text)]
    later = {_entry(text): i for i, text in enumerate(texts) if len(text) <= LONGEST_ENTRY} if titles else {}
    for i in titles:
        found.add(i)
        for j in range(i + 1, len(paragraphs)):
            entry = _entry(texts[j])
            if paragraphs[j].table or not (entry and (j in found or later.get(entry, j) > j)):
                if not texts[j]:
                    continue
                break
            found.add(j)
    return frozenset(found)


def _entry(text: str) -> str:
    match = _CONTENTS_LINE.match(text)
    return re.sub(r"\W", "", match.group(1) if match else text)


def build_sections(headings: Sequence[Heading], paragraphs: Sequence[Candidate], stop: int) -> tuple[Section, ...]:
    """The section tree of `headings`; `stop` is the end of the text. Ids are ordinal paths: "3.2.1", boxes "3.2.b1"."""
    open_: list[tuple[float, Section]] = []  # rank, section
    made: list[Section] = []
    counts: dict[str | None, int] = {}
    for heading in headings:
        rank = heading_rank(heading, headings)
        if heading.sign is HeadingSign.DECIMAL and _counts_on(heading, open_):  # 1.1 under 1.
            rank += _RANK[HeadingSign.ITEM] - _RANK[HeadingSign.DECIMAL]
        start = paragraphs[heading.index].start + heading.begin
        if heading.sign is not HeadingSign.BOX:
            while open_ and open_[-1][0] >= rank:
                open_.pop()
        parent = next((section for r, section in reversed(open_) if section.kind is not SectionKind.BOX), None)
        parent_id = parent.id if parent else None
        counts[parent_id] = counts.get(parent_id, 0) + 1
        ordinal = f"b{counts[parent_id]}" if heading.sign is HeadingSign.BOX else str(counts[parent_id])
        kind = (SectionKind.BOX if heading.sign is HeadingSign.BOX
                else SectionKind.RUN_IN if heading.run_in else SectionKind.HEADING)  # fmt: skip
        section = Section(
            id=f"{parent_id}.{ordinal}" if parent_id else ordinal, parent=parent_id, kind=kind, level=_level(heading),
            label=heading.label, title=heading.title,
            heading=Span(start, paragraphs[heading.lines[-1]].start + heading.end), span=Span(start, stop),
            page=paragraphs[heading.index].page,
        )  # fmt: skip
        made.append(section)
        if heading.sign is not HeadingSign.BOX:
            open_.append((rank, section))
    frames = {made[i].id: _frame_end(paragraphs, heading.index) for i, heading in enumerate(headings)
              if heading.sign is HeadingSign.BOX and paragraphs[heading.index].boxed is not None}  # fmt: skip
    return _close(made, stop, frames)


def _frame_end(paragraphs: Sequence[Candidate], index: int) -> int:
    """Where the frame that the paragraph stands in ends."""
    last = index
    while last + 1 < len(paragraphs) and paragraphs[last + 1].boxed == paragraphs[index].boxed:
        last += 1
    return paragraphs[last].start + len(paragraphs[last].text)


def _counts_on(heading: Heading, open_: Sequence[tuple[float, Section]]) -> bool:
    """True for 1.1 below 1. ; not below the fourth point of 4.2."""
    first = int(re.split(r"[.．]", heading.label)[0])
    for rank, one in open_:
        if _RANK[HeadingSign.DECIMAL] <= rank < _RANK[HeadingSign.ITEM]:
            return False
        if rank == _RANK[HeadingSign.ITEM] and number_value(one.label) == first:
            return True
    return False


def heading_rank(heading: Heading, headings: Sequence[Heading]) -> float:
    """Depth order of a heading; one that only its style marks ranks with the numbered headings of that style."""
    if heading.sign is HeadingSign.STYLE:
        for other in headings:
            if other.style_level == heading.style_level and other.sign is not HeadingSign.STYLE:
                return _RANK[other.sign]
        return _RANK[HeadingSign.CHAPTER] + (heading.style_level or 1) - 1
    if heading.sign is HeadingSign.DECIMAL:
        return _RANK[heading.sign] + 0.1 * _depth(heading)
    return _RANK[heading.sign]


def _depth(heading: Heading) -> int:
    """How many numbers a decimal label has: 3 for 4.3.1."""
    return len(re.findall(r"\d+", heading.label))


def _level(heading: Heading) -> int:
    if heading.sign is HeadingSign.STYLE:
        return min(heading.style_level or 1, 4)
    if heading.sign is HeadingSign.DECIMAL:
        return min(_depth(heading), 4)
    if heading.sign is HeadingSign.ANNEX and heading.title in ("附件", "附录", "附表"):
        return 1
    return _LEVEL[heading.sign]


def _close(sections: Sequence[Section], stop: int, frames: Mapping[str, int]) -> tuple[Section, ...]:
    """Each section ends where the next one that is not below it begins, a framed 专栏 with its frame."""
    closed: list[Section] = []
    following: list[Section] = []  # the sections behind, nearest last, without those inside of nearer ones
    for section in reversed(sections):
        while following and following[-1].id.startswith(section.id + "."):
            following.pop()
        end = frames.get(section.id, following[-1].span.start if following else stop)
        closed.append(replace(section, span=Span(section.span.start, end)))
        following.append(section)
    return tuple(reversed(closed))
