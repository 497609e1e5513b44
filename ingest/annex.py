"""Where annexes begin. Three things look alike: the heading above an annex, the line of a notice that names its
annexes, and the mark above the very plan that a notice carries. Only the first is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_DIGITS = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Z](?![a-z]))"
# 附件2, 附件1-1, 附录A, 附：1.……
_LABEL = re.compile(
    rf"附\ ?(?:件|表|录|图)\ *{_DIGITS}?(?:[－-]\d{{1,2}})?|附(?=：\ *1\ *[.．、])|附\ ?\d{{1,2}}(?=[：:]?$)"
)
_SEPARATOR = re.compile(r"\ *[：:、.．]?\ *")
_LISTED = re.compile(r"\d{1,2}\ *[.．、]|（\d{1,2}）")  # 附件：1.重点任务清单
_SENTENCE_SIGN = re.compile(r"[。；！？]")
_SIGNED = re.compile(
    r"(?:[\d〇○零一二三四五六七八九]{4}\ *年.{1,8}日|（?此页无正文）?|（联系[^）]*）?|.*抄送.*|.*印发)"
    r"|[\u4e00-\u9fff、 （）]{2,60}(?:厅|局|委|会|办公室|政府|部|院|中心|领导小组|公司|行署)(?:\ *\d{4}年.*)?"
)
_TITLE_ENDS = re.compile(r"[。；：:，！？]$|^（.*）$|^\d{4}\ *年.{1,9}日?$|^第[一二三四五六七八九十]{1,3}[章条节]")

_REMARK = re.compile(r"（[^（）]{2,8}）")  # （资料性）

LONGEST_TITLE = 45
_NEAR = 4  # lines behind a list of annexes in which the notice is signed


class Paragraph(Protocol):
    """What is looked at: `outline.Candidate` is one."""

    @property
    def text(self) -> str: ...
    @property
    def table(self) -> bool: ...
    @property
    def centered(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Annex:
    """A heading of an annex: paragraphs `index` to `last` make it up."""

    index: int
    last: int
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Annexes:
    """What was found. `listed`: paragraphs that name annexes without opening one; `marks`: 附件 above the plan."""

    headings: tuple[Annex, ...]
    listed: frozenset[int]
    marks: frozenset[int]


def is_label(text: str) -> bool:
    """True for a line that begins with the label of an annex: 附件2."""
    return _LABEL.match(text) is not None


def find_annexes(paragraphs: Sequence[Paragraph], numbered: frozenset[int]) -> Annexes:
    """The annexes among `paragraphs` (furniture blanked out); `numbered`: those that a number of the outline opens.

    The plan that a notice carries as its annex is no annex: its mark stands before every numbered heading, and no
    second annex of that rank follows.
    """
    solid = [i for i, p in enumerate(paragraphs) if p.text.strip()]
    place = {index: at for at, index in enumerate(solid)}
    texts = {index: "" if paragraphs[index].table else paragraphs[index].text.strip() for index in solid}
    listed: set[int] = set()
    found: list[Annex] = []
    taken: set[int] = set()
    named: set[str] = set()  # the titles of the annexes that a notice names
    for at, index in enumerate(solid):
        match = None if index in listed or index in taken else _LABEL.match(texts[index])
        if match is None:
            last = _named_title(solid[at : at + 3], texts, named) if named and index not in listed | taken else None
            if last is not None:
                found.append(Annex(index, last, "", "".join(texts[i] for i in solid if index <= i <= last)))
                taken.update(range(index, last + 1))
            continue
        gap = _SEPARATOR.match(texts[index], match.end())
        rest = texts[index][gap.end() if gap else match.end() :]
        if len(rest) > LONGEST_TITLE or _SENTENCE_SIGN.search(rest):
            if _LISTED.match(rest):
                listed.update(_list_from(solid, texts, at, named))
            continue
        following = [texts[j] for j in solid[at + 1 : at + 1 + _NEAR]]
        if (_LISTED.match(rest) and not _numbered(match.group())) or (rest and _closes(following, texts[index])):
            listed.update(_list_from(solid, texts, at, named))
            continue
        last, title = (index, rest) if rest else _title_below(solid[at + 1 :], texts, paragraphs, numbered, index)
        taken.update(range(index, last + 1))
        found.append(Annex(index, last, re.sub(r"\ ", "", match.group()), title))
    first = min(numbered, default=len(paragraphs))
    marks = set()
    for number, annex in enumerate(found):
        more = any(_numbered(annex.label) and _numbered(other.label) for other in found[number + 1 :])
        carries = annex.index < first and any(j > annex.last for j in numbered)
        if carries and not more:
            marks.add(annex.index)
        elif place[annex.last] == len(solid) - 1:
            listed.add(annex.index)  # nothing stands below it
    headings = tuple(a for a in found if a.index not in marks and a.index not in listed)
    return Annexes(headings, frozenset(listed), frozenset(marks))


def _numbered(label: str) -> bool:
    """True for 附件1; an annex that only its title marks counts like one with a number."""
    return not label or label[-1] not in "附件表录图"


def _closes(following: Sequence[str], text: str) -> bool:
    """The line names an annex at the end of a notice: signature, date or the next entry of the list come behind it."""
    for line in following[:2]:
        match = _LABEL.match(line)
        if match:
            return True
        if line and _SIGNED.fullmatch(line):
            return True
    return not following or bool(re.search(r"\.(?:pdf|docx?|xlsx?|wps)$", text))


def _plain(title: str) -> str:
    """A title as it can be compared: without signs, blanks and the ending of a file name."""
    return re.sub(r"\W", "", re.sub(r"\.(?:pdf|docx?|xlsx?|wps)$", "", title))


def _named_title(lines: Sequence[int], texts: dict[int, str], named: set[str]) -> int | None:
    """The last of the lines that together repeat the title of a named annex; None where they do not."""
    whole = ""
    for index in lines:
        whole += _plain(texts[index])
        if whole in named:
            return index
        if not any(name.startswith(whole) for name in named):
            break
    return None


def _list_from(solid: Sequence[int], texts: dict[int, str], at: int, named: set[str]) -> list[int]:
    """The lines of a list of annexes: the one that opens it, and those that go on with its numbers."""
    lines = [solid[at]]
    number = 1
    strays = 0
    opening = _LABEL.match(texts[solid[at]])
    first = re.sub(r"^[：:\ ]*(?:\d{1,2}\ *[.．、])?", "", texts[solid[at]][opening.end() if opening else 0 :])
    if len(first) > 6:
        named.add(_plain(first))
    for index in solid[at + 1 : at + 60]:
        match = re.match(r"(?:附\ ?(?:件|表|录|图)\ *)?(\d{1,2})\ *[.．、：:]?", texts[index])
        if match and int(match[1]) == number + 1 and len(texts[index]) > match.end():
            number, strays = number + 1, 0
            lines.append(index)
            if len(texts[index]) - match.end() > 6:
                named.add(_plain(texts[index][match.end() :]))
        elif strays or not texts[index] or len(texts[index]) > LONGEST_TITLE or _LABEL.match(texts[index]):
            break
        else:
            strays += 1  # the end of a title that took two lines
    return lines


def _title_below(
    rest: Sequence[int],
    texts: dict[int, str],
    paragraphs: Sequence[Paragraph],
    numbered: frozenset[int],
    index: int,
) -> tuple[int, str]:
    """The title printed under a bare 附件: the next line, with those that are centered below it."""
    last, title = index, ""
    for index in rest[:3]:
        text = texts[index]
        if not title and _REMARK.fullmatch(text):
            continue
        whole = title + re.sub(r"\ +", "", text)
        if (
            not text
            or index in numbered
            or len(whole) > LONGEST_TITLE
            or _TITLE_ENDS.search(text)
            or _SENTENCE_SIGN.search(text)
            or _LABEL.match(text)
            or (title and not (paragraphs[index].centered and paragraphs[last].centered))
        ):
            break
        last, title = index, whole
    return last, title
