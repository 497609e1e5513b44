"""What is printed on one page, in points from the top left corner of the page set upright: glyphs and ruled lines."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

# A drawing (map, chart) can hold a hundred thousand strokes; tables never do.
MAXIMUM_OBJECTS = 20_000
MAXIMUM_STROKES = 12_000
_THIN = 3.0  # points: a filled rectangle up to this thick is a ruled line
_BOLD_NAMES = ("bold", "heavy", "black", "simhei", "heiti", "fzhei", "黑体", "fzxbs", "xiaobiaosong", "小标宋")


@dataclass(slots=True)
class Glyph:
    """A printed character. `base` is its baseline, `size` its font size in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruled line: horizontal ones run from start to stop at height `at`, vertical ones stand at x = `at`."""

    horizontal: bool
    at: float
    start: float
    stop: float


@dataclass(slots=True)
class Page:
    """What is printed on a page. `private_use` counts glyphs whose code says nothing about the character."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    crowded: bool = False  # drawing too large to look for tables in
    broken: bool = False
    private_use: int = 0
    images: int = 0
    turn: int = 0  # quarter turns by which text that is printed sideways was set upright


def is_bold_name(name: str) -> bool:
    """Whether a font of that name is a heavy one, as the faces for headings are."""
    plain = name.lower()
    return any(part in plain for part in _BOLD_NAMES)


def outline_strokes(corners: list[tuple[float, float]], stroked: bool) -> list[Stroke]:
    """Straight upright pieces of one outline; a thin filled bar counts as the line it looks like."""
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    if bottom - top <= _THIN < right - left:
        return [Stroke(True, (top + bottom) / 2, left, right)]
    if right - left <= _THIN < bottom - top:
        return [Stroke(False, (left + right) / 2, top, bottom)]
    if not stroked:
        return []
    found: list[Stroke] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        if abs(y1 - y0) < 1.0 < abs(x1 - x0):
            found.append(Stroke(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < 1.0 < abs(y1 - y0):
            found.append(Stroke(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return found
