"""Where the characters of a Word file's text come from: the reader's walk once more, keeping the run of each character.

Whoever writes into a copy of the file (comments, marks) needs the way back from a span to the runs that print it.
Automatic numbers stand in no run; the text of a footnote comes from the mark in the paragraph that refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.document import Document, Span
from ingest.docx_numbering import Numbering
from ingest.docx_package import W, open_parts
from ingest.docx_reader import Runs, Walk, footnote_texts, note_key
from ingest.docx_style import Styles
from ingest.source import Grid, Line

_MARKS = frozenset({W + "footnoteReference", W + "endnoteReference"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a character is printed: a child of a run (`w:t`, or the mark of a note), and the offset in its text."""

    node: Any
    offset: int


Mark = tuple[str, Place | None]  # a character that is no blank, and its place; None for automatic numbers


def trace(path: Path, root: Any) -> tuple[Mark, ...]:
    """Every character that the reader reads below `root`, blanks left out, in the order of its text.

    root: element tree of the main part of the file at `path`, parsed by whoever is going to change it.
    """
    parts = open_parts(path)
    walk = _Trace(Styles(parts.get("styles")), Numbering.of(parts.get("numbering")), footnote_texts(parts))
    body = root.find(W + "body")
    return tuple(walk.marks_of(walk.children(body))) if body is not None else ()


def places(document: Document, marks: Iterable[Mark]) -> tuple[Place | None, ...]:
    """For each character of `document.raw` its place: None for blanks, for what joins cells, for automatic numbers.

    The text holds the traced characters in their order; what it holds besides is the joints and the repeated text of
    merged cells. Where the two differ for once, the text is taken up again at the next line that fits.
    """
    found: list[Place | None] = [None] * len(document.raw)
    traced = tuple(marks)
    printed = "".join(character for character, _ in traced)
    at = 0
    for span in _pieces(document):
        offsets = [i for i in range(span.start, span.stop) if not document.raw[i].isspace()]
        text = "".join(document.raw[i] for i in offsets)
        start = at if printed.startswith(text, at) else printed.find(text, at)
        if start < 0:
            continue
        for offset, (_, place) in zip(offsets, traced[start:], strict=False):
            found[offset] = place
        at = start + len(text)
    return tuple(found)


def _pieces(document: Document) -> Iterator[Span]:
    """The lines and cells of the text in order, each once."""
    tables = {table.span: table for table in document.tables}
    for block in document.blocks:
        table = tables.get(block.span)
        if table is None:
            yield block.span
            continue
        for row in table.rows:
            yield from (cell.span for cell in row if not cell.filled)


class _Trace(Walk):
    """The reader's walk, remembering for each line and grid the characters that it was made of."""

    def __init__(self, styles: Styles, numbering: Numbering, footnotes: dict[str, str]) -> None:
        super().__init__(styles, numbering, footnotes)
        self._made: dict[int, tuple[Line | Grid, list[Mark]]] = {}  # by identity: equal lines stand in many places
        self._found: dict[Any, Runs] = {}  # by paragraph
        self._marks: dict[int, list[Mark]] = {}  # by identity of what the runs hold
        self._notes: dict[int, list[Any]] = {}
        self._cells: list[list[list[Mark]]] = []

    def marks_of(self, items: Iterable[Line | Grid]) -> list[Mark]:
        """The characters of these lines and grids."""
        return [mark for item in items for mark in self._made[id(item)][1]]

    def runs(self, node: Any, heavy: bool, found: Runs) -> None:
        """As in the reader; the paragraph's runs are kept."""
        if node.tag == W + "p":
            self._found[node] = found
        super().runs(node, heavy, found)

    def run(self, run: Any, heavy: bool, found: Runs) -> None:
        """As in the reader; the places of its characters and the marks of notes are kept."""
        before, notes = len(found.pieces), len(found.notes)
        super().run(run, heavy, found)
        text = "".join(piece for piece, _ in found.pieces[before:])
        self._marks.setdefault(id(found), []).extend(_along(text, _characters(run)))
        if len(found.notes) > notes:
            self._notes.setdefault(id(found), []).extend(node for node in run if node.tag in _MARKS)

    def paragraph(self, node: Any, boxed: int | None, furniture: bool) -> list[Line | Grid]:
        """As in the reader; its own lines get the characters of its runs, its footnotes the place of their marks."""
        items = super().paragraph(node, boxed, furniture)
        found = self._found[node]
        own = [item for item in items if id(item) not in self._made and isinstance(item, Line)]
        lines = [line for line in own if not line.footnote]
        marks = self._marks.get(id(found), [])
        printed = sum(not sign.isspace() for line in lines for sign in line.text)
        rest = iter([("", None)] * (printed - len(marks)) + marks)
        for line in lines:
            self._keep(line, [(sign, next(rest, ("", None))[1]) for sign in line.text if not sign.isspace()])
        notes = iter([note for note in self._notes.get(id(found), ()) if note_key(note) in self.footnotes])
        for line in own:
            if line.footnote:
                note = next(notes, None)
                place = None if note is None else Place(note, 0)
                self._keep(line, [(sign, place) for sign in line.text if not sign.isspace()])
        return items

    def table(self, node: Any, boxed: int | None) -> list[Line | Grid]:
        """As in the reader; a grid gets the characters of its cells."""
        self._cells.append([])
        items = super().table(node, boxed)
        cells = self._cells.pop()
        for item in items:
            if id(item) not in self._made:
                self._keep(item, [mark for cell in cells for mark in cell])
        return items

    def cell(self, content: list[Line | Grid]) -> str:
        """As in the reader; the characters of the cell are kept."""
        self._cells[-1].append(self.marks_of(content))
        return super().cell(content)

    def _keep(self, item: Line | Grid, marks: list[Mark]) -> None:
        self._made[id(item)] = item, marks


def _characters(run: Any) -> Iterator[Mark]:
    for node in run:
        if node.tag == W + "t":
            yield from ((sign, Place(node, i)) for i, sign in enumerate(node.text or "") if not sign.isspace())
        elif node.tag == W + "noBreakHyphen":
            yield "-", Place(node, 0)


def _along(text: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    """The characters of `text` with their places; one that the run does not print as such has none."""
    waiting = list(marks)
    for sign in text:
        if sign.isspace():
            continue
        if waiting and waiting[0][0] == sign:
            yield waiting.pop(0)
        else:
            yield sign, None
