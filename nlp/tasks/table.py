"""Rows of annexed task tables: 任务清单, 责任分工表, 改革举措清单. One row is one task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Cell, Clause, Document, Span, Table
from nlp.bureaus.mention import find_bureaus, merge_mentions, parse_cell
from nlp.column import BUREAU_COLUMNS, Column, classify_columns
from nlp.commitment import BureauMention, Deadline, Origin, Role, Task
from nlp.deadline import find_deadlines, parse_slot
from nlp.deadline_calendar import Calendar
from nlp.passage import Passage
from nlp.tasks.text import clean_title

_ROLES = {Column.LEAD: Role.LEAD, Column.RESPONSIBLE: Role.RESPONSIBLE, Column.SUPPORT: Role.SUPPORT}
_NUMBER = re.compile(
    r"^(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)]|(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.、．]|[①-⑳])\s*"
)
# columns that make a table one of targets or of projects
_FOREIGN = {Column.INDICATOR, Column.PROJECT, Column.INVESTMENT, Column.OWNER, Column.UNIT}
# columns that can say what is to be done
_WORK = {Column.TASK, Column.MEASURE, Column.GROUP, None}
_UNIT = 3  # characters that most units of measurement have at most
_SENTENCE = 28  # mean characters from which a column holds sentences, not titles


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns of a task table hold what."""

    titles: tuple[int, ...]  # left to right: the last filled one is the finest
    description: int | None
    bureaus: tuple[tuple[int, Role], ...]
    deadlines: tuple[int, ...]


def read_layout(document: Document, table: Table) -> _Layout | None:
    """The layout of a table of tasks; None for any other table."""
    columns = _read_columns(document, table)
    if _FOREIGN & set(columns) or not {Column.TASK, Column.MEASURE} & set(columns):
        return None
    bureaus = tuple((at, _ROLES[column]) for at, column in enumerate(columns) if column in BUREAU_COLUMNS)
    deadlines = tuple(at for at, column in enumerate(columns) if column is Column.DEADLINE)
    if not bureaus and not deadlines:
        return None
    work = [at for at, column in enumerate(columns) if column in _WORK and _is_text(document, table, at)]
    named = [at for at in work if columns[at] in {Column.TASK, Column.MEASURE}]
    if not named:
        return None
    description = _description(document, table, columns, work)
    titles = tuple(at for at in work if description is None or at < description)
    return _Layout(titles or tuple(named), description, bureaus, deadlines)


def _read_columns(document: Document, table: Table) -> tuple[Column | None, ...]:
    """The columns as a table of tasks means them: there 单位 is who answers, and 考核指标 what is to come out."""
    columns = classify_columns(document, table)
    if Column.TASK not in columns or Column.YEAR in columns or Column.BASELINE in columns:
        return columns
    if Column.UNIT in columns and not _holds_bodies(document, table, columns.index(Column.UNIT)):
        return columns
    meant = {Column.UNIT: Column.RESPONSIBLE, Column.INDICATOR: Column.REMARK}
    return tuple(meant.get(column, column) if column is not None else None for column in columns)


def _holds_bodies(document: Document, table: Table, column: int) -> bool:
    """True where the cells of a column are names of bodies: 市民政局, and not 万吨."""
    texts = [document.read(row[column].span) for row in table.rows[table.header_rows :]]
    return any(find_bureaus(Passage.of(f"责任单位：{text}"), document.level) for text in texts if len(text) > _UNIT)


def _description(document: Document, table: Table, columns: tuple[Column | None, ...], work: list[int]) -> int | None:
    """The column of sentences behind a column of titles; None where the titles are all there is."""
    lengths = {at: _length(document, table, at) for at in work}
    for before, at in pairwise(work):
        if lengths[at] > _SENTENCE and lengths[at] > 2 * lengths[before]:
            return at
    last = work[-1]
    titled = any(columns[at] is Column.TASK for at in work[:-1])
    return last if columns[last] is Column.MEASURE and titled else None


def _length(document: Document, table: Table, column: int) -> float:
    """Mean characters of a column's cells, merged ones counted once."""
    texts = [document.read(row[column].span) for row in table.rows[table.header_rows :] if not row[column].filled]
    return sum(map(len, texts)) / len(texts) if texts else 0.0


def _is_text(document: Document, table: Table, column: int) -> bool:
    """True for a column that holds words: no column of numbers, none that is empty."""
    texts = [document.read(row[column].span).strip() for row in table.rows[table.header_rows :]]
    return sum(len(text) > 1 and not text.isdigit() for text in texts) * 2 > len(texts)


def _title(document: Document, row: tuple[Cell, ...], layout: _Layout) -> tuple[str, Span] | None:
    """The finest named piece of work of a row: its last filled cell before the description."""
    for at in reversed(layout.titles):
        span = row[at].span
        text = clean_title(_NUMBER.sub("", re.sub(r"\s+", "", document.read(span))))
        if text and not text.isdigit():
            return text, span
    return None


def _bureaus(document: Document, row: tuple[Cell, ...], layout: _Layout) -> tuple[BureauMention, ...]:
    mentions: list[BureauMention] = []
    for at, role in layout.bureaus:
        mentions.extend(parse_cell(Passage.read(document, row[at].span), role, document.level))
    return merge_mentions(tuple(mentions))


def row_deadlines(
    document: Document, row: tuple[Cell, ...], layout: _Layout, calendar: Calendar
) -> tuple[Deadline, ...]:
    """What the columns of deadlines (完成时限) say of a row."""
    found: list[Deadline] = []
    for at in layout.deadlines:
        found.extend(parse_slot(Passage.read(document, row[at].span), calendar))
    return tuple(found)


def _is_group_row(document: Document, row: tuple[Cell, ...]) -> bool:
    """True for a row that is one cell across the table (一、优化产业结构), or holds nothing."""
    texts = {document.read(cell.span).strip() for cell in row}
    return len(texts) == 1 and len(row) > 1


def clause_rows(document: Document) -> dict[tuple[int, int], Clause]:
    """The clause of each table row, by number of the table and of the row."""
    return {
        (clause.table, clause.row): clause
        for clause in document.clauses
        if clause.table is not None and clause.row is not None
    }


def _table_tasks(
    document: Document, number: int, layout: _Layout, rows: dict[tuple[int, int], Clause], calendar: Calendar
) -> Iterator[Task]:
    table = document.tables[number]
    for at, row in enumerate(table.rows):
        clause = rows.get((number, at))
        title = _title(document, row, layout) if at >= table.header_rows and clause else None
        if clause is None or title is None or _is_group_row(document, row):
            continue
        body = row[layout.description].span if layout.description is not None else title[1]
        told = find_deadlines(Passage.read(document, body), calendar)
        slots = row_deadlines(document, row, layout, calendar)
        yield Task(
            id="",
            clause=clause.id,
            span=clause.span,
            bureaus=_bureaus(document, row, layout),
            deadlines=tuple(sorted((*told, *slots), key=lambda deadline: deadline.span)),
            origin=Origin.ANNEX,
            title=title[0],
            body=body,
            section=clause.section,
            clauses=(clause.id,),
        )


def find_table_tasks(document: Document) -> tuple[Task, ...]:
    """One task a row of every table of tasks, in document order; ids are not given yet."""
    calendar = Calendar.of(document)
    rows = clause_rows(document)
    tasks: list[Task] = []
    for number, table in enumerate(document.tables):
        layout = read_layout(document, table)
        if layout is not None:
            tasks.extend(_table_tasks(document, number, layout, rows, calendar))
    return tuple(tasks)
