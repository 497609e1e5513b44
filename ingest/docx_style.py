"""What the styles of a Word file say of a paragraph or a run, through all ancestors of the style."""

from __future__ import annotations

import re
from typing import Any

from ingest.docx_package import W

_DEEPEST = 20  # styles based on styles; a longer chain is a circle


class Styles:
    """The style part of one file; None stands for a file without one."""

    def __init__(self, root: Any | None) -> None:
        nodes = [] if root is None else list(root.iter(W + "style"))
        self._nodes = {node.get(W + "styleId"): node for node in nodes}
        defaults = [n for n in nodes if n.get(W + "type") == "paragraph" and n.get(W + "default") in ("1", "true")]
        self._default = defaults[0].get(W + "styleId") if defaults else None
        # What a style says is looked up once, not for each paragraph and run.
        self._chains: dict[str | None, list[Any]] = {}
        self._values: dict[tuple[str | None, str], str | None] = {}
        self._names: dict[str | None, tuple[str, ...]] = {}
        self._lists: dict[str | None, tuple[str | None, int | None]] = {}

    def style_of(self, properties: Any | None) -> str | None:
        """The style id of a paragraph, the default one where it names none."""
        named = properties.find(W + "pStyle") if properties is not None else None
        return named.get(W + "val") if named is not None else self._default

    def heading(self, properties: Any | None, style: str | None) -> int | None:
        """Depth of a heading (1 the highest) by outline level or by the built-in names heading 1, 标题 1."""
        own = properties.find(W + "outlineLvl") if properties is not None else None
        level = own.get(W + "val") if own is not None else self._first(style, f"{W}pPr/{W}outlineLvl")
        if level is not None:
            return int(level) + 1 if level.isdigit() and int(level) < 9 else None
        for name in self._called(style):
            match = re.fullmatch(r"(?:heading|标题)\s*(\d)", name)
            if match:
                return int(match.group(1))
        return None

    def contents(self, style: str | None) -> bool:
        """True for the styles of a table of contents."""
        return any(re.match(r"toc\b|toc\d|目录", name) for name in self._called(style))

    def centered(self, properties: Any | None, style: str | None) -> bool:
        """True when the paragraph is set in the middle."""
        own = properties.find(W + "jc") if properties is not None else None
        return (own.get(W + "val") if own is not None else self._first(style, f"{W}pPr/{W}jc")) == "center"

    def bold(self, run: Any, style: str | None) -> bool:
        """True when the run is set bold, by itself or by the paragraph's style."""
        properties = run.find(W + "rPr")
        own = properties.find(W + "b") if properties is not None else None
        if own is not None:
            return own.get(W + "val") not in ("0", "false", "off")
        inherited = self._first(style, f"{W}rPr/{W}b")
        return inherited is not None and inherited not in ("0", "false", "off")

    def size(self, paragraph: Any, style: str | None) -> float | None:
        """Size of the first run in points."""
        formats = (run.find(W + "rPr") for run in paragraph.iterchildren(W + "r"))
        sizes = (found.find(W + "sz") for found in formats if found is not None)
        own = next((size for size in sizes if size is not None), None)
        value = own.get(W + "val") if own is not None else self._first(style, f"{W}rPr/{W}sz")
        return int(value) / 2 if value is not None and value.isdigit() else None

    def list_of_style(self, style: str | None) -> tuple[str | None, int | None]:
        """(list id, level) that the style gives its paragraphs."""
        if style not in self._lists:
            own = (self.list_of(node.find(f"{W}pPr/{W}numPr")) for node in self._chain(style))
            self._lists[style] = next((found for found in own if found[0] is not None), (None, None))
        return self._lists[style]

    @staticmethod
    def list_of(properties: Any | None) -> tuple[str | None, int | None]:
        """(list id, level) of a numPr element."""
        if properties is None:
            return None, None
        num_id, depth = properties.find(W + "numId"), properties.find(W + "ilvl")
        level = depth.get(W + "val", "") if depth is not None else ""
        return (num_id.get(W + "val") if num_id is not None else None), (int(level) if level.isdigit() else None)

    def _chain(self, style: str | None) -> list[Any]:
        if style not in self._chains:
            found: list[Any] = []
            at = style
            while at in self._nodes and len(found) < _DEEPEST:
                node = self._nodes[at]
                found.append(node)
                base = node.find(W + "basedOn")
                at = None if base is None else base.get(W + "val")
            self._chains[style] = found
        return self._chains[style]

    def _first(self, style: str | None, path: str) -> str | None:
        if (style, path) not in self._values:
            hits = (node.find(path) for node in self._chain(style))
            self._values[style, path] = next((str(hit.get(W + "val", "")) for hit in hits if hit is not None), None)
        return self._values[style, path]

    def _called(self, style: str | None) -> tuple[str, ...]:
        """The names of a style and of its ancestors."""
        if style not in self._names:
            names = (node.find(W + "name") for node in self._chain(style))
            self._names[style] = tuple(str(name.get(W + "val", "")).lower() for name in names if name is not None)
        return self._names[style]
