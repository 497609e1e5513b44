"""Read the readable source of a sample plan: YAML front matter, then one paragraph or directive a line.

`# ` title, `## ` 一、, `### ` （一）, `#### ` 1. alone on its line; `**bold**text` a run-in heading. `|a|b|` is a table
row: rows above `|---|` are its header, `<` continues the cell to the left and `^` the cell above. `:box` … `:end` is a
专栏, `:contents` … `:end` a table of contents (`heading|page`), `:word text` any other paragraph of a `Form`. Every
other line is body text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\. ?")  # "三、" "（二）" "4. "
_RUN_IN = re.compile(r"\*\*(?P<bold>[^*]+)\*\*(?P<rest>.*)")  # "**1. 优化结构。**严格……"


class Form(StrEnum):
    """How a paragraph is printed."""

    MASTHEAD = "masthead"  # 发文机关标志
    NUMBER = "number"  # 发文字号
    TITLE = "title"
    TO = "to"  # 主送机关
    HEADING = "heading"
    BODY = "body"
    SIGN = "sign"  # 署名、成文日期
    CENTRE = "centre"
    CAPTION = "caption"
    UNIT = "unit"  # （单位：万元）above a table
    ANNEX = "annex"  # 附件1
    COPY = "copy"  # 抄送、印发
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed paragraph. `number` is the printed number of a heading or run-in heading, part of `text`."""

    form: Form
    text: str = ""
    level: int = 0
    bold: int = 0  # leading characters in bold: a run-in heading

    @property
    def number(self) -> str:
        found = _NUMBER.match(self.text) if self.form is Form.HEADING or self.bold else None
        return found.group() if found else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The top left corner of a printed cell."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A ruled table."""

    cells: tuple[Cell, ...]
    height: int
    width: int
    header_rows: int


@dataclass(frozen=True, slots=True)
class Box:
    """A framed 专栏: its first paragraph is its title."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents as printed."""

    entries: tuple[tuple[str, str], ...]


Part = Paragraph | Sheet | Box | Contents


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One sample plan before it is set in its format."""

    file: str
    automatic: bool  # heading numbers are made by Word
    issued: str  # ISO date: the date of the file's properties
    author: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The title of the plan: the first one that is not the title of a covering notice."""
        titles = [part.text for part in self.parts if isinstance(part, Paragraph) and part.form is Form.TITLE]
        return next(title for title in titles if not title.endswith("的通知"))

    def lines(self) -> tuple[str, ...]:
        """Everything that is printed, in reading order, a paragraph or a cell a line."""
        printed: list[str] = []
        for part in self.parts:
            match part:
                case Paragraph():
                    printed.append(part.text)
                case Sheet():
                    printed.extend(cell.text for cell in part.cells)
                case Box():
                    printed.extend(paragraph.text for paragraph in part.paragraphs)
                case Contents():
                    printed.extend(heading + page for heading, page in part.entries)
        return tuple(line for line in printed if line)


def read_manuscript(path: Path) -> Manuscript:
    """Parse one source. Raises ValueError with file and line where it is malformed."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    head = yaml.safe_load(front)
    return Manuscript(
        file=head["file"],
        automatic=bool(head.get("automatic", False)),
        issued=str(head["issued"]),
        author=head["author"],
        parts=tuple(_parts(body.split("\n"), path)),
    )


def _parts(lines: list[str], path: Path) -> list[Part]:
    parts: list[Part] = []
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        stop = position + 1
        if line.startswith("|"):
            while stop < len(lines) and lines[stop].startswith("|"):
                stop += 1
            parts.append(_sheet(lines[position:stop], path))
        elif line in (":box", ":contents"):
            stop = lines.index(":end", position)
            inside = [text.strip() for text in lines[position + 1 : stop] if text.strip()]
            if line == ":box":
                parts.append(Box(tuple(_paragraph(text) for text in inside)))
            else:
                parts.append(Contents(tuple((text.split("|")[0], text.split("|")[1]) for text in inside)))
            stop += 1
        elif line:
            parts.append(_paragraph(line))
        position = stop
    return parts


def _paragraph(line: str) -> Paragraph:
    if line.startswith("#"):
        marks, text = line.split(" ", 1)
        return Paragraph(Form.TITLE, text) if marks == "#" else Paragraph(Form.HEADING, text, level=len(marks) - 1)
    if line.startswith(":"):
        form, _, text = line[1:].partition(" ")
        return Paragraph(Form(form), text)
    run_in = _RUN_IN.fullmatch(line)
    if run_in:
        return Paragraph(Form.BODY, run_in["bold"] + run_in["rest"], level=3, bold=len(run_in["bold"]))
    return Paragraph(Form.BODY, line)


def _sheet(lines: list[str], path: Path) -> Sheet:
    header_rows = next((index for index, line in enumerate(lines) if line.startswith("|---")), 0)
    grid = [
        [text.strip() for text in line.strip().strip("|").split("|")] for line in lines if not line.startswith("|---")
    ]
    width = len(grid[0])
    if any(len(row) != width for row in grid):
        raise ValueError(f"{path.name}：表格各行列数不等：{next(row for row in grid if len(row) != width)}")
    cells = []
    for top, row in enumerate(grid):
        for left, text in enumerate(row):
            if text in ("<", "^"):
                continue
            columns = next((step for step in range(1, width - left) if row[left + step] != "<"), width - left)
            rows = next((step for step in range(1, len(grid) - top) if grid[top + step][left] != "^"), len(grid) - top)
            cells.append(Cell(top, left, text, rows, columns))
    return Sheet(tuple(cells), len(grid), width, header_rows)
