"""What belongs to the page and not to the text: page numbers, running heads, the table of contents, footnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.pdf_lines import PrintedLine
from ingest.pdf_page import Glyph

# — 3 —   - 3 -   3   第3页   第 3 页 共 10 页   3/10   · 3 ·   ⅲ   III
_PAGE_NUMBER = re.compile(
    r"[\s\-—–－―─_~·•．.]*(?:第\s*)?(\d{1,4}|[ivxlcIVXLCⅠ-Ⅻⅰ-ⅻ]{1,6}|[０-９]{1,4})(?:\s*页)?"
    r"(?:[\s,，/]*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–－―─_~·•．.]*"
)
# 一、总体要求 ………… 3
_LEADER = re.compile(r"(?:[.．·…‥﹒・‧\-—_]\s?){4,}\s*[-—(（]?\s*(?:\d{1,4}|[ivxIVXⅠ-ⅿ]{1,5})?\s*[-—)）]?$")
# 一、总体要求 3      (contents printed with a tab instead of leaders)
_TABBED = re.compile(r".*\D\s*\d{1,3}$")
_CONTENTS = re.compile(r"目\s*[录錄次]")
_ANNEX = re.compile(r"附\s*(?:件|表|录)?\s*\d{0,2}\s*[:：]?$")  # on top of several pages, each time above another
FOOTNOTE_MARK = re.compile(r"[①-⑳]|\[\d{1,2}\]|〔\d{1,2}〕|\d{1,2}(?![\d.．、）)年月%％])|[*＊※]|注\s*[:：\d]")

_MARK = re.compile(r"([①-⑳]|\d{1,2})")
_NUMBERED_NOTE = re.compile(r"1[.．、](?!\d)")  # the first of the notes of a page, not of a list in small print


def page_furniture(pages: Sequence[list[PrintedLine]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the positions (in its list of lines) of page numbers and running heads."""
    found: list[set[int]] = [set() for _ in pages]
    shapes: dict[tuple[str, int], set[int]] = defaultdict(set)
    edges: list[list[int]] = []
    for number, lines in enumerate(pages):
        edge = sorted({*range(min(3, len(lines))), *range(max(0, len(lines) - 3), len(lines))})
        edges.append(edge)
        for position in edge:
            shapes[_shape(lines[position])].add(number)
    needed = 3 if len(pages) > 4 else 2
    for number, lines in enumerate(pages):
        height = heights[number]
        for position in _from_outside(len(lines), edges[number]):
            line = lines[position]
            outer = line.base < 0.13 * height or line.base > 0.87 * height
            if not _outermost(position, len(lines), found[number]):
                continue
            repeated = max(_times(shapes, line), 0) >= needed
            numbered = bool(_PAGE_NUMBER.fullmatch(line.text))
            if _ANNEX.match(line.text):
                continue
            if (numbered and (outer or repeated)) or (repeated and outer and len(line.text) < 60):
                found[number].add(position)
    return found


def _shape(line: PrintedLine) -> tuple[str, int]:
    return re.sub(r"\d+|[ivxIVX]+", "#", re.sub(r"\s", "", line.text)), round(line.base / 6)


def _times(shapes: dict[tuple[str, int], set[int]], line: PrintedLine) -> int:
    text, height = _shape(line)
    return len(set().union(*(shapes.get((text, height + step), set()) for step in (-1, 0, 1))))


def _from_outside(count: int, edge: list[int]) -> list[int]:
    return sorted(edge, key=lambda position: min(position, count - 1 - position))


def _outermost(position: int, count: int, taken: set[int]) -> bool:
    """Only furniture lies between the line and the edge of the page."""
    above = all(other in taken for other in range(position))
    below = all(other in taken for other in range(position + 1, count))
    return above or below


def contents_lines(pages: Sequence[list[PrintedLine]], skip: Sequence[set[int]]) -> list[set[int]]:
    """For each page the positions of the lines of a table of contents, its heading with them."""
    found: list[set[int]] = [set() for _ in pages]
    flow = [
        (number, position, line)
        for number, lines in enumerate(pages)
        for position, line in enumerate(lines)
        if position not in skip[number]
    ]
    index = 0
    while index < len(flow):
        number, position, line = flow[index]
        if is_leader(line.text):
            found[number].add(position)
        elif _CONTENTS.fullmatch(line.text):
            last = _contents_end(flow, index)
            for number, position, _ in flow[index : last + 1]:
                found[number].add(position)
            index = max(last, index)
        index += 1
    return found


def is_leader(text: str) -> bool:
    """A contents line: dots lead from a title to a page number."""
    return bool(_LEADER.search(text))


def _contents_end(flow: Sequence[tuple[int, int, PrintedLine]], start: int) -> int:
    """Index of the last line of the contents that open at `start` (start - 1 when no contents follow)."""
    last = start - 1
    strays = 0
    leaders = 0
    for index in range(start + 1, min(len(flow), start + 400)):
        text = flow[index][2].text
        leader = is_leader(text)
        leaders += leader
        if leader or (not leaders and _TABBED.fullmatch(text) and len(text) < 60 and not text.endswith("年")):
            last, strays = index, 0
        else:
            strays += 1
            if strays > 2:
                break
    return last


def footnotes(lines: Sequence[PrintedLine], skip: set[int], body: float, height: float) -> set[int]:
    """Positions of the footnotes of a page: from the first small marked line of its lower part down to its end."""
    found: set[int] = set()
    below = [p for p in range(len(lines)) if p not in skip]
    for position in reversed(below):
        line = lines[position]
        if line.size > 0.87 * body or line.base < 0.4 * height:
            break
        found.add(position)
    fine = bool(found) and lines[min(found)].size < 0.75 * body and len(found) < len(below) / 2
    while found:
        first = min(found)
        if FOOTNOTE_MARK.match(lines[first].text) or (fine and _NUMBERED_NOTE.match(lines[first].text)):
            return found
        fine = False
        found.discard(first)
    return found


def without_note_marks(glyphs: Sequence[Glyph], notes: Sequence[PrintedLine]) -> list[Glyph]:
    """The glyphs of a page without the marks that point at its footnotes.

    Read along, the 2 of a note makes 342 of 34. A mark stands raised and small behind a character, and one of the
    notes begins with it; the 2 of m² stands behind a letter.
    """
    marks = {match[1] for note in notes if (match := _MARK.match(note.text))}
    if not marks:
        return list(glyphs)
    kept: list[Glyph] = []
    raised: list[Glyph] = []  # small glyphs behind the last one kept
    for glyph in (*glyphs, None):
        if glyph is not None and kept and _MARK.fullmatch(glyph.text) and _is_raised(glyph, kept[-1], len(raised)):
            raised.append(glyph)
            continue
        if "".join(one.text for one in raised) not in marks:
            kept += raised
        raised = []
        if glyph is not None:
            kept.append(glyph)
    return kept


def _is_raised(glyph: Glyph, host: Glyph, before: int) -> bool:
    """Whether a glyph stands above the baseline of `host`, with that many other small ones between them."""
    near = -0.2 * host.size < glyph.left - host.right < (0.5 + 0.5 * before) * host.size
    lifted = 0.15 * host.size < host.base - glyph.base < 0.8 * host.size
    return near and lifted and glyph.size < 0.8 * host.size and not (host.text.isascii() and host.text.isalpha())


def page_list(numbers: Sequence[int]) -> str:
    """Page numbers as read aloud: 2、5-7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
