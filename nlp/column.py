"""What the columns of an annexed table hold, told by their header words: plans name one column in many ways."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache

from pydantic import RootModel

from ingest.document import Document, Table
from nlp.lexicon import LexiconError, StrictModel, load_data


class Column(StrEnum):
    NUMBER = "number"
    GROUP = "group"
    TASK = "task"
    MEASURE = "measure"
    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    PROJECT = "project"
    OWNER = "owner"
    SPAN = "span"  # 建设周期: start and end in one cell
    START = "start"
    END = "end"
    INVESTMENT = "investment"
    PART_INVESTMENT = "part_investment"
    SCALE = "scale"
    SITE = "site"
    INDICATOR = "indicator"
    UNIT = "unit"
    BINDING = "binding"
    CHANGE = "change"
    BASELINE = "baseline"
    REMARK = "remark"
    YEAR = "year"  # 2025年: told by the digits, never by a word


BUREAU_COLUMNS = frozenset({Column.LEAD, Column.RESPONSIBLE, Column.SUPPORT})


# kinds that a header names completely, whatever stands above it
_PLAIN = BUREAU_COLUMNS | {Column.OWNER, Column.START, Column.END, Column.DEADLINE, Column.INVESTMENT}


class _HeaderWords(StrictModel):
    exact: tuple[str, ...]
    contains: tuple[str, ...] = ()


class _ColumnFile(RootModel[dict[Column, _HeaderWords]]):
    pass


# 2025年, 2025年目标值, 2020年（基期）
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?")
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_SIGNS = re.compile(r"[\s\d、.．:：/／\-—]+")


@cache
def _exact_words() -> dict[str, Column]:
    words: dict[str, Column] = {}
    for column, header in load_data("table_columns", _ColumnFile).root.items():
        for word in header.exact:
            key = _SIGNS.sub("", _BRACKETED.sub("", word))
            if words.setdefault(key, column) is not column:
                raise LexiconError(f"table_columns.yaml：表头“{word}”同时属于 {words[key]} 与 {column}")
    return words


@cache
def _contained_words() -> tuple[tuple[str, Column], ...]:
    pairs = [
        (word, column)
        for column, header in load_data("table_columns", _ColumnFile).root.items()
        for word in header.contains
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


@lru_cache(maxsize=4096)
def classify_header(header: str) -> Column | None:
    """What a column headed so holds: 牵头部门（单位） -> lead; None for words that the list does not know.

    A header with a year in it is a YEAR column unless its other words are known exactly.
    """
    words = _SIGNS.sub("", _BRACKETED.sub("", header))
    exact = _exact_words().get(words)
    if exact is not None:
        return exact
    if _YEAR.search(header):
        return Column.YEAR
    return next((column for word, column in _contained_words() if word in words), None)


def header_text(document: Document, table: Table, column: int) -> str:
    """The header words above a column, those of several header rows in one string, each cell once."""
    parts: list[str] = []
    for row in table.rows[: table.header_rows]:
        text = document.read(row[column].span).strip()
        if text and text not in parts:
            parts.append(text)
    return "".join(parts)


def classify_columns(document: Document, table: Table) -> tuple[Column | None, ...]:
    """One Column (or None) for each column of the table; all None where the table has no header row."""
    if not table.rows:
        return ()
    width = len(table.rows[0])
    return tuple(_classify_column(document, table, column) for column in range(width))


def _classify_column(document: Document, table: Table, column: int) -> Column | None:
    joined = header_text(document, table, column)
    if not joined:
        return None
    own = classify_header(document.read(table.rows[table.header_rows - 1][column].span).strip())
    if own in _PLAIN:  # 配合单位 below 责任单位: the lower header says more
        return own
    kind = classify_header(joined)
    if kind is not None and kind is not Column.YEAR:
        return kind
    # 项目概况 over 建设周期: the lowest header row names the column most exactly
    for row in reversed(table.rows[: table.header_rows]):
        lowest = classify_header(document.read(row[column].span).strip())
        if lowest is not None:
            return lowest
    return kind
