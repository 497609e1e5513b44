"""Glyphs -> printed lines: characters that share a baseline, left to right, with the spaces that mean something."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from operator import attrgetter

from ingest.document import Rectangle
from ingest.pdf_page import Glyph, Page

_PLACE, _LEFT = attrgetter("base", "left"), attrgetter("left")
_BLANK = frozenset(" \u00a0\u3000\t\u2002\u2003\u2009")


@dataclass(slots=True)
class PrintedLine:
    """One line as printed. top and bottom are the em box around the baseline, in points from the page's top.

    head: the width of the first piece that cannot be broken, to judge whether it would have fitted on the line before.
    """

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    bold_prefix: int
    head: float
    rectangle: Rectangle

    @property
    def top(self) -> float:
        return self.base - 0.86 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.14 * self.size


def printed_lines(page: Page, glyphs: Iterable[Glyph] | None = None) -> list[PrintedLine]:
    """The lines of a page (or of some of its glyphs), top to bottom. Blank lines are left out."""
    chosen = page.glyphs if glyphs is None else list(glyphs)
    lines = (_line(page, row) for row in _rows(chosen))
    return sorted((line for line in lines if line), key=lambda line: (line.base, line.left))


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs grouped by baseline; small raised or lowered ones (², ₂, footnote marks) join the line they hang on."""
    rows: list[list[Glyph]] = []
    base, size = -math.inf, 0.0  # of the first glyph of the last row
    for glyph in sorted(glyphs, key=_PLACE):
        if glyph.base - base <= 0.22 * (size if size > glyph.size else glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            base, size = glyph.base, glyph.size
    # A row of small glyphs whose height lies inside a neighbour's em box is a super- or subscript of that row.
    kept: list[list[Glyph]] = []
    bases = [row[0].base for row in rows]
    sizes = [max([glyph.size for glyph in row]) for row in rows]
    for number, row in enumerate(rows):
        host = None
        for other in (number + 1, number - 1):
            if (
                0 <= other < len(rows)
                and _hangs_on(row, sizes[number], bases[other] - bases[number], sizes[other])
                and _touches(row, rows[other])
            ):
                host = other
                break
        if host is None:
            kept.append(row)
        else:
            rows[host].extend(row)
    return kept


def _hangs_on(row: list[Glyph], size: float, offset: float, host: float) -> bool:
    """Whether a row lies at the height of a super- or subscript, or of a sign set a little off the baseline."""
    if size < 0.8 * host:
        return -0.35 * host < offset < 0.62 * host
    return len(row) < 3 and abs(offset) < 0.45 * host and not any("\u4e00" <= glyph.text <= "\u9fff" for glyph in row)


def _touches(row: list[Glyph], host: list[Glyph]) -> bool:
    """True when every glyph of `row` stands beside or between glyphs of `host`, not above or below them."""
    lefts = sorted(glyph.left for glyph in host if glyph.text not in _BLANK)
    if not lefts:
        return False
    rights = sorted(glyph.right for glyph in host if glyph.text not in _BLANK)
    em = host[0].size
    for glyph in row:
        middle = (glyph.left + glyph.right) / 2
        covered = bisect_left(lefts, middle) - bisect_left(rights, middle)
        if covered > 0 or not lefts[0] - em < middle < rights[-1] + em:
            return False
    return True


def _line(page: Page, row: list[Glyph]) -> PrintedLine | None:
    row.sort(key=_LEFT)
    solid: list[Glyph] = []
    blanks: set[int] = set()  # places in `solid` with a blank before them
    last = ""
    for glyph in row:
        text = glyph.text
        if text in _BLANK:
            blanks.add(len(solid))
        elif text != last or not _overprint(solid[-1], glyph):
            solid.append(glyph)
            last = text
    if not solid:
        return None
    size = _usual_size(solid)
    # No gap below 0.12 em is ever a space; most glyphs touch.
    spaced = {n for n, (before, glyph) in enumerate(pairwise(solid), start=1)
              if glyph.left - before.right > 0.12 * before.size and _spaced(before, glyph, n in blanks)}  # fmt: skip
    pieces = [glyph.text for glyph in solid]
    for number in spaced:
        pieces[number] = " " + pieces[number]
    text = "".join(pieces)
    left, right, base = solid[0].left, max([glyph.right for glyph in solid]), _usual_base(solid, size)
    bold = sum([glyph.bold for glyph in solid]) > 0.8 * len(solid)
    return PrintedLine(
        page=page.number,
        text=text,
        left=left,
        right=right,
        base=base,
        size=size,
        bold=bold,
        bold_prefix=len(text) if bold else _bold_prefix(solid, pieces),
        head=_head(solid, spaced) - left,
        rectangle=shown(page, left, base - 0.86 * size, right, base + 0.14 * size),
    )


def _bold_prefix(glyphs: Sequence[Glyph], pieces: Sequence[str]) -> int:
    """How many characters at the beginning of a line are bold, the signs between them included."""
    if not glyphs[0].bold:
        return 0
    through = takewhile(lambda pair: pair[0].bold or not pair[0].text.isalnum(), zip(glyphs, pieces, strict=True))
    return sum(len(piece) for _, piece in through)


def _head(glyphs: Sequence[Glyph], spaced: set[int]) -> float:
    """Where the first piece ends that cannot be broken over two lines."""
    for number, (before, glyph) in enumerate(pairwise(glyphs), start=1):
        whole = (_word(before.text) and _word(glyph.text)) or glyph.text in _NO_START
        if number in spaced or not whole:
            return before.right
    return glyphs[-1].right


_NO_START = frozenset("，。、；：？！）〕》”’」』】％%,.;:?!)]}…")
_DASHES = frozenset("—–―─…-·.")
_NO_END = frozenset("（〔《“‘「『【([{")


def _word(text: str) -> bool:
    return (text.isascii() and text.isalnum()) or text in ".-%％/"


def _overprint(before: Glyph, glyph: Glyph) -> bool:
    """The same character printed twice a hair apart, which is how some programs print bold."""
    if before.text in _DASHES and before.right - before.left > 1.3 * before.size:
        return False  # one wide glyph that stands for both halves of ——
    near = 0.02 if before.text in _DASHES else 0.2  # the halves of —— and …… are often set over each other
    return (
        before.text == glyph.text
        and abs(glyph.left - before.left) < near * glyph.size
        and abs(glyph.base - before.base) < 0.2 * glyph.size
    )


def _spaced(before: Glyph, glyph: Glyph, blank: bool) -> bool:
    """Whether a space belongs between two glyphs: wide gaps always, blanks only where they are not justification."""
    gap = (glyph.left - before.right) / max(before.size, glyph.size, 1.0)
    narrow = before.text.isascii() and glyph.text.isascii()
    if narrow:
        if before.text.isdigit() and glyph.text.isdigit() and not blank:
            return gap > 0.6
        return gap > 0.6 or (gap > 0.12 and (blank or (before.text.isalpha() and glyph.text.isalpha())))
    if before.text in _NO_START or glyph.text in _NO_START or before.text in _NO_END:
        return gap > 2.0
    return gap > 0.75


def _usual_size(glyphs: list[Glyph]) -> float:
    sizes = {glyph.size for glyph in glyphs}
    if len(sizes) == 1:  # nearly always
        return round(glyphs[0].size, 1) if len(glyphs) > 2 else glyphs[0].size
    if len(glyphs) < 3:
        return max(sizes)
    return Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0]


def _usual_base(glyphs: list[Glyph], size: float) -> float:
    if len({glyph.base for glyph in glyphs}) == 1 and abs(glyphs[0].size - size) < 0.1 * size:
        return glyphs[0].base
    own = sorted(glyph.base for glyph in glyphs if abs(glyph.size - size) < 0.1 * size)
    return own[len(own) // 2] if own else glyphs[0].base


def shown(page: Page, left: float, top: float, right: float, bottom: float) -> Rectangle:
    """A rectangle of the upright frame as it lies on the page that a viewer shows."""
    x0, y0, x1, y1 = left, top, right, bottom
    width, height = page.width, page.height
    for _ in range(page.turn):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return Rectangle(page.number, round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))


def joined(before: str, after: str) -> str:
    """Two pieces of one paragraph put together: a space only between words of Latin letters or numbers."""
    if not before or not after:
        return before + after
    if before[-1] == "-" and len(before) > 1 and before[-2].isascii() and before[-2].isalpha() and after[0].islower():
        return before[:-1] + after
    first, second = before[-1], after[0]
    if first.isascii() and second.isascii() and first not in "(-/" and second not in ").,;:%-/":
        if first.isdigit() and second.isdigit():
            return before + after  # a number broken by the end of the line
        return before + " " + after
    return before + after
