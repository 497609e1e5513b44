"""The measures of a page's text area: margins, body size, leading. Joining lines is judged against them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.pdf_lines import PrintedLine


@dataclass(frozen=True, slots=True)
class Measure:
    """Text area of a page (or of a frame on it), in points. indented: paragraphs open with an indent."""

    left: float
    right: float
    size: float
    leading: float
    indented: bool

    def indent(self, line: PrintedLine) -> float:
        """How far the line begins from the left margin, in ems of the line."""
        return (line.left - self.left) / max(line.size, 1.0)

    def shortfall(self, line: PrintedLine) -> float:
        """How far the line ends before the right margin, in points."""
        return self.right - line.right


def body_size(lines: Sequence[PrintedLine]) -> float:
    """The font size that most characters have; 10.5 points for no text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.5


def measures(pages: Sequence[Sequence[PrintedLine]]) -> list[Measure]:
    """One measure a page. Pages with too few lines to be measured take that of the whole file."""
    everything = [line for lines in pages for line in lines]
    size = body_size(everything)
    body = [[line for line in lines if abs(line.size - size) < 0.12 * size] for lines in pages]
    whole = _measure([line for lines in body for line in lines], size, None)
    if whole is None:
        whole = Measure(0.0, 600.0, size, 1.8 * size, True)
    sides = [_measure([line for lines in body[start::2] for line in lines], size, whole) or whole for start in (0, 1)]
    found = []
    for number, lines in enumerate(body):
        side = sides[number % 2]
        own = _measure(lines, size, side) if len(lines) >= 6 else None
        found.append(replace(own or side, indented=whole.indented, leading=(own or side).leading))
    return found


def small_measures(pages: Sequence[Sequence[PrintedLine]]) -> list[Measure | None]:
    """For pages with text in another size than the file's, a notice or a 专栏 without a frame: the measure of that."""
    size = body_size([line for lines in pages for line in lines])
    return [_small_measure([line for line in lines if abs(line.size - size) >= 0.12 * size]) for lines in pages]


def _small_measure(lines: Sequence[PrintedLine]) -> Measure | None:
    own = body_size(lines)
    same = [line for line in lines if abs(line.size - own) < 0.12 * own]
    measure = _measure(same, own, None) if len(same) >= 8 else None
    full = sum(1 for line in same if measure is not None and measure.shortfall(line) < 1.5 * own)
    return measure if full > 0.5 * len(same) else None


def frame_measure(lines: Sequence[PrintedLine]) -> Measure:
    """The measure of the lines inside one frame."""
    size = body_size(lines)
    own = _measure(lines, size, None)
    if own is None:
        left, right = min(line.left for line in lines), max(line.right for line in lines)
        return Measure(left, right, size, 1.6 * size, True)
    return own


def _measure(lines: Sequence[PrintedLine], size: float, fallback: Measure | None) -> Measure | None:
    if not lines:
        return None
    rights = sorted(line.right for line in lines)
    # Full lines pile up at the right margin; a few longer ones hang their punctuation out.
    right = _pile(rights, size, from_right=True)
    full = [line for line in lines if line.right > right - 1.5 * size]
    if len(full) < 3 and fallback is not None:
        return None
    pool = full if len(full) >= 3 else list(lines)
    left = _pile(sorted(line.left for line in pool), size, from_right=False)
    if fallback is not None:
        # A page of nothing but first lines looks as if its margin stood at the indent.
        step = (left - fallback.left) / size
        if 1.4 < step < 2.6 and abs(right - fallback.right) < size:
            left = fallback.left
        elif right - left < 0.75 * (fallback.right - fallback.left):
            return None
    openers = sum(1 for line in lines if 1.3 < (line.left - left) / size < 3.2)
    flush = sum(1 for line in lines if abs(line.left - left) < 0.6 * size)
    indented = openers >= 0.08 * (openers + flush) and openers > 1 if openers + flush else True
    return Measure(left, right, size, _leading(lines, size), indented)


def _pile(places: list[float], size: float, *, from_right: bool) -> float:
    """The outermost place where several lines end (or begin)."""
    if from_right:
        places = [-place for place in reversed(places)]
    needed = max(2, round(0.06 * len(places))) if len(places) > 3 else 1
    for number, place in enumerate(places):
        near = 0
        for other in places[number:]:
            if other - place > 0.6 * size:
                break
            near += 1
        if near >= needed:
            return -place if from_right else place
    return -places[0] if from_right else places[0]


def _leading(lines: Sequence[PrintedLine], size: float) -> float:
    steps = Counter(
        round(after.base - before.base)
        for before, after in itertools.pairwise(lines)
        if before.page == after.page and 0.9 * size < after.base - before.base < 3.5 * size
    )
    return float(steps.most_common(1)[0][0]) if steps else 1.8 * size
