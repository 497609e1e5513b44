"""What a reader hands over: the paragraphs and grids of one file in reading order, before any meaning is given to them.

A reader knows its format and nothing of plans; `assemble.py` knows plans and nothing of formats.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from ingest.document import Rectangle

# Told of every page that takes long to read (recognised characters): how many are done, of how many
page_progress: ContextVar[Callable[[int, int], None] | None] = ContextVar("page_progress", default=None)


def file_name(path: Path) -> str:
    """The file's name as a person reads it, also where the system could not decode it: a name in GB 18030 out of an old
    archive, or Chinese under a locale without any."""
    try:
        path.name.encode()
        return path.name
    except UnicodeEncodeError:
        name = os.fsencode(path.name)
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


class ReadError(Exception):
    """A file that cannot be read. The message is one Chinese sentence that names the file and what to do about it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{file_name(path)}：{reason}")
        self.path = path
        self.reason = reason


def reason(error: Exception) -> str:
    """Why a file could not be read and what to do about it, in one Chinese sentence without the name of the file."""
    if isinstance(error, ReadError):
        return error.reason
    if isinstance(error, RecursionError | MemoryError):
        return "文件结构异常庞大，未读取；请核对文件来源。"
    if isinstance(error, FileNotFoundError):
        return "找不到这个文件，请检查路径。"
    if isinstance(error, OSError):
        return f"文件打不开，请检查是否有权限、是否被别的程序占用（{error.strerror or type(error).__name__}）。"
    told = " ".join(str(error).split())[:200]
    return f"读取时出错，请把文件另存为 docx 后再试（{type(error).__name__}：{told}）。"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the file, its layout lines already joined. Automatic numbers are part of `text`, as printed.

    heading_level: 1-based depth when the format itself says "heading" (Word style, h1-h6), else None.
    furniture: page number, running head or contents line, known from the format (a TOC field, a footer part).
    boxed: the paragraph stands inside a frame (one-cell table, bordered box), as 专栏 do; the number tells boxes apart.
    """

    text: str
    page: int | None = None
    heading_level: int | None = None
    bold: bool = False
    bold_prefix: int = 0  # leading characters set bold in a paragraph that goes on in normal weight
    centered: bool = False
    furniture: bool = False
    footnote: bool = False
    boxed: int | None = None
    rectangles: tuple[Rectangle, ...] = ()
    confidence: float | None = None  # 0..1, of text recognised on a picture: that of its least certain line


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed cell: text, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed. rows[i] holds the cells that begin in row i, left to right (as in HTML)."""

    rows: tuple[tuple[GridCell, ...], ...]
    page: int | None = None
    header_rows: int | None = None  # known from the format; None: to be guessed
    boxed: int | None = None
    rectangles: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Everything a reader found in one file."""

    items: tuple[Line | Grid, ...]
    pages: int | None = None
    title: str | None = None  # only where the format carries a trustworthy one (HTML article heading)
    warnings: tuple[str, ...] = field(default=())
