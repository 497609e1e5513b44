"""What the styles of a Word file say of a paragraph or a run, through all ancestors of the style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.docx_package import W

_DEEPEST = 20  # styles based on styles; a longer chain is a circle
_VAL = W + "val"
_OFF = ("0", "false", "off")
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)")
_CONTENTS = re.compile(r"toc\b|toc\d|目录")

ListPlace = tuple[str | None, int | None]  # id of a list, level in it


@dataclass(frozen=True, slots=True)
class Format:
    """What a style gives its paragraphs, or the runs that name it.

    heading: depth, 1 the highest, by outline level or by the built-in names heading 1, 标题 1.
    contents: the style is one of a table of contents. bold: None where nothing is said of it.
    """

    heading: int | None = None
    contents: bool = False
    centered: bool = False
    bold: bool | None = None
    listed: ListPlace = (None, None)


class Styles:
    """The style part of one file; None stands for a file without one."""

    def __init__(self, root: Any | None) -> None:
        nodes = [] if root is None else list(root.iter(W + "style"))
        self._nodes = {node.get(W + "styleId"): node for node in nodes}
        defaults = [n for n in nodes if n.get(W + "type") == "paragraph" and n.get(W + "default") in ("1", "true")]
        self.default: str | None = defaults[0].get(W + "styleId") if defaults else None  # of paragraphs without one
        self._formats: dict[str | None, Format] = {}

    def format(self, style: str | None) -> Format:
        """What the style says; worked out once, not for each paragraph and run."""
        found = self._formats.get(style)
        if found is None:
            found = self._formats[style] = _format(self._chain(style))
        return found

    def _chain(self, style: str | None) -> list[Any]:
        found: list[Any] = []
        while style in self._nodes and len(found) < _DEEPEST:
            node = self._nodes[style]
            found.append(node)
            base = node.find(W + "basedOn")
            style = None if base is None else base.get(_VAL)
        return found


def _format(chain: list[Any]) -> Format:
    def first(path: str) -> Any | None:
        return next((hit for node in chain if (hit := node.find(path)) is not None), None)

    names = [str(name.get(_VAL, "")).lower() for node in chain if (name := node.find(W + "name")) is not None]
    level, place, weight = first(f"{W}pPr/{W}outlineLvl"), first(f"{W}pPr/{W}jc"), first(f"{W}rPr/{W}b")
    named = next((int(match[1]) for name in names if (match := _HEADING.fullmatch(name))), None)
    lists = (list_place(node.find(f"{W}pPr/{W}numPr")) for node in chain)
    return Format(
        heading=named if level is None else outline_depth(level),
        contents=any(_CONTENTS.match(name) for name in names),
        centered=place is not None and place.get(_VAL) == "center",
        bold=None if weight is None else switched_on(weight),
        listed=next((one for one in lists if one[0] is not None), (None, None)),
    )


def switched_on(toggle: Any) -> bool:
    """What an element says that is there to switch something on (`w:b`): on, unless it says off."""
    return toggle.get(_VAL) not in _OFF


def outline_depth(level: Any) -> int | None:
    """Depth of a heading (1 the highest) of an outlineLvl element; None for text of the body."""
    value = level.get(_VAL, "")
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else None


def list_place(properties: Any | None) -> ListPlace:
    """(list id, level) of a numPr element."""
    if properties is None:
        return None, None
    num_id, depth = properties.find(W + "numId"), properties.find(W + "ilvl")
    level = depth.get(_VAL, "") if depth is not None else ""
    return (num_id.get(_VAL) if num_id is not None else None), (int(level) if level.isdecimal() else None)
