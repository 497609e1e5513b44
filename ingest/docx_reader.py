"""Word files (.docx): paragraphs with automatic numbers, tables with merged cells, boxes, footnotes (ISO 29500)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.docx_numbering import Numbering
from ingest.docx_package import W, open_parts
from ingest.docx_style import ListPlace, Styles, list_place, outline_depth, switched_on
from ingest.source import Grid, GridCell, Line, SourceFile

_P, _R, _T, _TBL, _TR, _TC, _SDT = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
_PPR, _RPR, _TCPR, _VAL = W + "pPr", W + "rPr", W + "tcPr", W + "val"
_STYLE, _NUMBER, _PLACE, _OUTLINE = (W + name for name in ("pStyle", "numPr", "jc", "outlineLvl"))
_RUN_STYLE, _BOLD, _HIDDEN = (W + name for name in ("rStyle", "b", "vanish"))
_SPAN, _MERGED = W + "gridSpan", W + "vMerge"
_TAB, _HYPHEN, _BREAKS = W + "tab", W + "noBreakHyphen", frozenset({W + "br", W + "cr"})
_TRANSPARENT = frozenset(
    W + name
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "sdtContent", "customXml", "dir", "bdo")
)
_REMOVED = frozenset(W + name for name in ("del", "moveFrom"))
_NOTE_MARKS = frozenset({W + "footnoteReference", W + "endnoteReference"})
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FIELDS = frozenset({W + "fldChar", W + "instrText"})
_DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object", _MC + "AlternateContent"})
_ENDS = "。；！？："
_NOTES = {
    "changes": "文中有 {} 处未接受的修订，已按接受修订后的文字读取。",
    "pictures": "文中有 {} 张图片，图片里的文字未读取。",
    "hidden": "文中有 {} 处隐藏文字，未读取。",
    "comments": "文中有 {} 条批注，批注不属于正文，未读入。",
}


def read_docx(path: Path) -> SourceFile:
    """Every paragraph and table of the body in order, tracked changes accepted. Raises ReadError for no Word file."""
    parts = open_parts(path)
    walk = Walk(Styles(parts.get("styles")), Numbering.of(parts.get("numbering")), footnote_texts(parts))
    body = parts["document"].find(W + "body")
    items = walk.children(body) if body is not None else []
    items += _running(parts)
    warnings = tuple(text.format(walk.seen[key]) for key, text in _NOTES.items() if walk.seen[key])
    return SourceFile(tuple(items), warnings=warnings)


def footnote_texts(parts: dict[str, Any]) -> dict[str, str]:
    """Text of each footnote and endnote by its key; separators are none."""
    notes = {}
    for kind in ("footnotes", "endnotes"):
        for note in parts[kind].iter(W + kind[:-1]) if kind in parts else ():
            text = "".join(t.text or "" for t in note.iter(W + "t")).strip()
            if text and note.get(W + "type") is None:
                notes[note_key(note)] = text
    return notes


def note_key(node: Any) -> str:
    """What a note and the mark that points at it have in common; endnotes count apart from footnotes."""
    return f"{'e' if 'endnote' in node.tag else 'f'}{node.get(W + 'id')}"


def _running(parts: dict[str, Any]) -> list[Line | Grid]:
    """The lines of running heads and feet, each once: they belong to the pages, not to the text."""
    found: dict[str, Line | Grid] = {}
    for kind, root in parts.items():
        if kind.startswith(("header", "footer")):
            for paragraph in root.iter(W + "p"):
                text = "".join(piece.text or "" for piece in paragraph.iter(W + "t")).strip()
                if text:
                    found.setdefault(text, Line(text, furniture=True))
    return list(found.values())


@dataclass(slots=True)
class Runs:
    """What the runs of one paragraph hold: (text, bold) in order, text boxes, ids of footnotes."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    listed: bool = False  # text that a field puts together from the headings: a table of contents

    def weight(self) -> tuple[bool, int]:
        """(all bold, length of the bold beginning of a paragraph that goes on in normal weight)."""
        if all(heavy for piece, heavy in self.pieces if piece.strip()):
            return any(heavy for _, heavy in self.pieces), 0
        prefix = 0
        for piece, heavy in self.pieces:
            if piece.strip() and not heavy:
                break
            prefix += len(piece)
        return False, prefix


class Walk:
    """One pass over a body in document order: list counters go on from paragraph to paragraph."""

    def __init__(self, styles: Styles, numbering: Numbering, footnotes: dict[str, str]) -> None:
        self.styles, self.numbering, self.footnotes = styles, numbering, footnotes
        self.boxes = 0
        self.seen: Counter[str] = Counter()
        self.fields: list[str] = []  # the instructions of the fields that are open, over the ends of paragraphs too

    def children(self, node: Any, boxed: int | None = None, furniture: bool = False) -> list[Line | Grid]:
        """Lines and grids of a body, a cell or a text box."""
        items: list[Line | Grid] = []
        for child in node:
            tag = child.tag
            if tag == _P:
                items += self.paragraph(child, boxed, furniture)
            elif tag == _TBL:
                items += self.table(child, boxed)
            elif tag == _SDT:
                gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                contents = gallery is not None and "Contents" in gallery.get(_VAL, "")
                for content in child.findall(W + "sdtContent"):
                    items += self.children(content, boxed, furniture or contents)
            elif tag in _TRANSPARENT:
                items += self.children(child, boxed, furniture)
        return items

    def paragraph(self, node: Any, boxed: int | None, furniture: bool) -> list[Line | Grid]:
        """The lines of a paragraph: its own, what its text boxes hold, and its footnotes."""
        own = _own(node, _PPR)
        named, place, level = own.get(_STYLE), own.get(_PLACE), own.get(_OUTLINE)
        style = self.styles.default if named is None else named.get(_VAL)
        inherited = self.styles.format(style)
        found = Runs()
        self.runs(node, inherited.bold or False, found)
        label = self.number(own.get(_NUMBER), style, inherited.listed)
        items: list[Line | Grid] = []
        if found.pieces:
            bold, prefix = found.weight()
            depth = inherited.heading if level is None else outline_depth(level)
            centered = inherited.centered if place is None else place.get(_VAL) == "center"
            furniture = furniture or found.listed or inherited.contents
            for part in _printed_lines("".join([piece for piece, _ in found.pieces])):
                items.append(Line(label + part, None, depth, bold, len(label) + prefix if prefix else 0, centered,
                                  furniture, boxed=boxed))  # fmt: skip
                label, prefix = "", 0
        if label and node.getparent().tag == _TC:
            items.append(Line(label))  # a column of numbers that Word counts
        for box in found.boxes:
            self.boxes += 1
            items += self.children(box, boxed=self.boxes)
        items += [Line(self.footnotes[key], footnote=True) for key in found.notes if key in self.footnotes]
        return items

    def runs(self, node: Any, heavy: bool, found: Runs) -> None:
        """Collect the runs below `node`, and the text boxes and footnote references among them.

        heavy: the style of the paragraph sets them bold.
        """
        for child in node:
            tag = child.tag
            if tag == _R:
                self.run(child, heavy, found)
            elif tag in _TRANSPARENT or tag == _SDT:
                self.seen["changes"] += tag == W + "ins"
                self.runs(child, heavy, found)
            elif tag in _REMOVED:
                self.seen["changes"] += 1

    def run(self, run: Any, heavy: bool, found: Runs) -> None:
        """One run of text in one format."""
        pieces: list[str] = []
        for child in run:
            tag = child.tag
            if tag == _T:
                pieces.append(child.text or "")
            elif tag == _RPR:
                own = {one.tag: one for one in child}
                if _HIDDEN in own and switched_on(own[_HIDDEN]):
                    self.seen["hidden"] += any((t.text or "").strip() for t in run.iter(_T))
                    return
                heavy = self._heavy(own, heavy)
            elif tag == _TAB:
                pieces.append("\t")
            elif tag in _BREAKS:
                if child.get(W + "type") in (None, "textWrapping"):
                    pieces.append("\n")
            elif tag == _HYPHEN:
                pieces.append("-")
            elif tag in _NOTE_MARKS:
                found.notes.append(note_key(child))
            elif tag == W + "commentReference":
                self.seen["comments"] += 1
            elif tag in _FIELDS:
                self.field(child)
            elif tag in _DRAWINGS:
                self.drawing(child, found.boxes)
        if pieces:
            if self.fields:
                found.listed |= any(code.lstrip().startswith("TOC") for code in self.fields)
            found.pieces.append(("".join(pieces), heavy))

    def _heavy(self, own: dict[Any, Any], inherited: bool) -> bool:
        """Whether a run is bold: by itself, by the style it names, by its paragraph's style."""
        if _BOLD in own:
            return switched_on(own[_BOLD])
        if _RUN_STYLE in own and (bold := self.styles.format(own[_RUN_STYLE].get(_VAL)).bold) is not None:
            return bold
        return inherited

    def field(self, mark: Any) -> None:
        """A field begins or ends, or says what it is."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append("")
        elif self.fields and kind == "end":
            self.fields.pop()
        elif self.fields and mark.tag == W + "instrText":
            self.fields[-1] += mark.text or ""

    def drawing(self, node: Any, boxes: list[Any]) -> None:
        """Text boxes are read, other drawings counted as pictures; of two renderings of a drawing the first counts."""
        choice = node.find(_MC + "Choice") if node.tag == _MC + "AlternateContent" else None
        held = list((choice if choice is not None else node).iter(W + "txbxContent"))
        boxes += [box for box in held if not any(a in held for a in box.iterancestors(W + "txbxContent"))]
        self.seen["pictures"] += not held

    def number(self, own: Any | None, style: str | None, inherited: ListPlace) -> str:
        """The number that Word prints in front of the paragraph, with a space where the list has one.

        own: the paragraph's numPr element; inherited: the list that its style puts it in.
        """
        num_id, depth = list_place(own)
        if num_id is None:
            num_id = inherited[0]
            if num_id is None:
                return ""
            linked = self.numbering.by_style.get(style or "")
            if depth is None:
                depth = inherited[1] if inherited[1] is not None else linked[1] if linked else 0
        return "" if num_id == "0" else self.numbering.label(num_id, depth or 0)

    def table(self, node: Any, boxed: int | None) -> list[Line | Grid]:
        """A grid and below it the notes to its cells; a table of one column is a frame around its lines (专栏)."""
        rows = [[cell for part in row.iterchildren(_TC, _SDT)
                 for cell in ([part] if part.tag == _TC else part.iter(_TC))]
                for row in node.iterchildren(_TR)]  # fmt: skip
        rows = [cells for cells in rows if cells]
        if rows and all(len(cells) == 1 for cells in rows):
            self.boxes += 1
            frame = self.boxes if boxed is None else boxed
            return [item for cells in rows for item in self.children(cells[0], boxed=frame)]
        notes: list[Line | Grid] = []
        grid: list[list[list[Any]]] = []  # a row: [text, columns, rows]
        above: dict[int, list[Any]] = {}
        for row in rows:
            line: list[list[Any]] = []
            column = 0
            for cell in row:
                columns, merged = _merge(cell)
                content = self.children(cell)
                notes += [one for one in content if isinstance(one, Line) and one.footnote]
                content = [one for one in content if not (isinstance(one, Line) and one.footnote)]
                if merged and column in above:
                    above[column][2] += 1
                else:
                    entry = [self.cell(content), columns, 1]
                    line.append(entry)
                    above[column] = entry
                column += columns
            grid.append(line)
        cells = tuple(tuple(GridCell(text, columns, height) for text, columns, height in line) for line in grid)
        return [Grid(cells, boxed=boxed), *notes]

    def cell(self, content: list[Line | Grid]) -> str:
        """The text of a cell that holds `content`; called once for each cell of the grid, in its order."""
        return "\n".join(_cell_lines(content))


def _own(node: Any, kind: str) -> dict[Any, Any]:
    """The properties that a paragraph or a cell has of its own, by their tags."""
    held = next(node.iterchildren(kind), None)
    return {} if held is None else {one.tag: one for one in held}


def _printed_lines(text: str) -> list[str]:
    """A paragraph cut at those line breaks that end a sentence; at others the line just goes on."""
    parts: list[str] = []
    for piece in text.split("\n"):
        plain = piece.strip()
        if parts and parts[-1][-1] not in _ENDS:
            parts[-1] += plain
        elif plain:
            parts.append(plain)
    return parts


def _merge(cell: Any) -> tuple[int, bool]:
    """(columns that the cell covers, whether it goes on from the cell above)."""
    own = _own(cell, _TCPR)
    span, merged = own.get(_SPAN), own.get(_MERGED)
    value = span.get(_VAL, "") if span is not None else "1"
    columns = min(int(value), 200) if value.isdecimal() else 1
    return columns, merged is not None and merged.get(_VAL) != "restart"


def _cell_lines(content: list[Line | Grid]) -> list[str]:
    """Text of a cell, the rows of a table inside it as lines."""
    lines: list[str] = []
    for item in content:
        if isinstance(item, Line):
            lines.append(item.text)
        else:
            lines += [" ".join(cell.text for cell in row if cell.text) for row in item.rows]
    return lines
