"""Targets: quantified outcomes promised for a time to come, of running text and of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.document import Clause, Document, Section, Span
from ingest.reported_plan import reported_plan
from nlp.commitment import Origin, Target, Task
from nlp.deadline_calendar import Calendar
from nlp.passage import Passage
from nlp.section_kind import names_measure, without_verb
from nlp.targets.phrase import words
from nlp.targets.place import Place, Standing
from nlp.targets.table import read_layout, table_targets
from nlp.targets.text import text_targets
from nlp.targets.year import YearBook, last_due
from nlp.tasks import table as task_table

# a paragraph that opens with the name of a project
_PROJECT = re.compile(r"\s*[^。；：，]{4,60}项目(?:建设)?(?:[（(][^）)]{1,20}[)）])?[。：]")
# 总建筑面积10万平方米以上的项目: tells which projects are meant, and describes none
_WHICH = re.compile(r"[^，。；：]{0,20}(?:以上|以下|及以上|及以下|超过|达到|不足)[^，。；：]{0,4}的")
_BRACKETED = re.compile(r"[（(〔\[][^（()）]*[)）〕\]]|\s")


def extract_targets(document: Document, tasks: tuple[Task, ...]) -> tuple[Target, ...]:
    """Every promised number with its indicator and year, in document order, with ids g001, g002, …

    Texts that set rules or call for applications promise none. A target of the text answers to the bodies of the task
    that it stands in (`tasks`), a row of a table to its own.
    """
    if document.title in words()["rule_texts"]:
        return ()
    years = YearBook(document, Calendar.of(document))
    found = _with_bureaus(_find(document, years), tasks)
    ranked = sorted(found, key=lambda target: target.span)
    return tuple(replace(target, id=f"g{number:03d}") for number, target in enumerate(ranked, start=1))


def _find(document: Document, years: YearBook) -> Iterator[Target]:
    tables = [read_layout(document, table, years, _headings(document, table.span)) for table in document.tables]
    tasks = [task_table.read_layout(document, table) for table in document.tables]
    for clause in document.clauses:
        chain = document.ancestry(clause.section)
        if any(_is_excluded(section) for section in chain):
            continue
        place = Place(clause, _standing(document, clause, chain), Origin.TEXT, _topic(chain))
        if clause.table is None or clause.row is None:
            yield from text_targets(Passage.read(document, clause.span), place, years)
            continue
        table, targets, rows = document.tables[clause.table], tables[clause.table], tasks[clause.table]
        if targets is not None:
            yield from table_targets(document, table, targets, clause.row, clause)
        elif rows is not None and clause.row >= table.header_rows:
            row = table.rows[clause.row]
            due = last_due(task_table.row_deadlines(document, row, rows, years.calendar))
            for at in sorted({*rows.titles, *([rows.description] if rows.description is not None else [])}):
                if not row[at].filled and row[at].span.start < row[at].span.stop:
                    yield from text_targets(
                        Passage.read(document, row[at].span), replace(place, origin=Origin.ANNEX, due=due), years
                    )


def _headings(document: Document, span: Span) -> str:
    """The titles above a place, the innermost first."""
    above = [section for section in document.sections if section.span.covers(span)]
    return " ".join(section.title for section in reversed(above))


def _topic(chain: tuple[Section, ...]) -> str:
    """What the innermost section is about: 既有建筑改造 of 实施既有建筑改造; "" where it tells to do nothing."""
    title = _plain(chain[-1]) if chain else ""
    return without_verb(title) or ""


def _plain(section: Section) -> str:
    return _BRACKETED.sub("", section.title)


def _standing(document: Document, clause: Clause, chain: tuple[Section, ...]) -> Standing:
    """What the figures of a clause are taken for."""
    if not chain and reported_plan(document.text, document.sections) is not None:
        return Standing.PROMISE
    if not chain or any(_is_background(section) for section in chain):
        return Standing.BACKGROUND
    text = document.read(clause.span)
    if _PROJECT.match(text) or _describes_project(text) or _plain(chain[-1]).endswith("项目"):
        return Standing.PROJECT
    return Standing.PROMISE


def _describes_project(text: str) -> bool:
    """True for a paragraph that gives the sizes of one project."""
    return any(_WHICH.match(text, mark.stop) is None for mark in words()["project_marks"].find(text))


def _is_background(section: Section) -> bool:
    """True for a heading above what has been: figures there are promised only where a date to come says so."""
    title = _plain(section)
    return title in words()["background"] and not names_measure(title) and "目标" not in title


def _is_excluded(section: Section) -> bool:
    """True for a heading above figures that define, estimate or describe single projects."""
    return words()["excluded"].ends(_plain(section)) is not None


def _with_bureaus(targets: Iterator[Target], tasks: tuple[Task, ...]) -> Iterator[Target]:
    """Targets of the text with the bodies of the task around them."""
    by_clause: dict[str, list[Task]] = {}
    for task in tasks:
        for clause in task.clauses:
            by_clause.setdefault(clause, []).append(task)
    for target in targets:
        around = [] if target.origin is Origin.TABLE else by_clause.get(target.clause, [])
        holder = next((task for task in reversed(around) if task.span.start <= target.span.start), None)
        yield replace(target, bureaus=holder.bureaus) if holder and holder.bureaus else target
