"""A template made from a plan: its outline, lists, indicators and tasks, for a person to edit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ingest.document import Document, Section, SectionKind
from nlp.commitment import Commitments, Task
from rules.compare.text import flat, letters, segments
from rules.context import Context
from rules.template import Template, TemplateIndicator, TemplateList, TemplateSection, TemplateTask

LONGEST = 40  # characters of a title
WORDS = 3  # of a segment that tell it apart
MOST_POINTS = 12
COMMON = 0.15  # share of the tasks in which a word tells nothing apart


def template_of(document: Document, commitments: Commitments, context: Context) -> Template:
    """What this plan holds as what others must hold. The points of its tasks are the telling words of their segments;
    they are a beginning and want a reader."""
    return Template(
        id="from-plan",
        title=document.title or document.id,
        authority=document.doc_number or document.title or document.id,
        note="由工具从这份文件整理，章节、清单、指标和任务要点都请人工核对、删改后使用。",
        sections=tuple(_sections(document)),
        lists=tuple(_lists(document)),
        indicators=tuple(_indicators(commitments)),
        tasks=tuple(_tasks(document, context)),
    )


def _sections(document: Document) -> Iterator[TemplateSection]:
    top = [one for one in document.sections if one.level <= 1 and one.kind is not SectionKind.BOX and one.title]
    for section in top:
        parts = [one.title for one in document.sections if one.parent == section.id and _is_title(one)]
        yield TemplateSection(title=section.title, parts=tuple(dict.fromkeys(parts)))


def _is_title(section: Section) -> bool:
    return section.kind is not SectionKind.BOX and 0 < len(section.title) <= LONGEST


def _lists(document: Document) -> Iterator[TemplateList]:
    seen = set()
    for table in document.tables:
        title = flat(document, [table.caption]) if table.caption else ""
        if title and title not in seen and table.header_rows:
            seen.add(title)
            header = [flat(document, [cell.span]) for cell in table.rows[table.header_rows - 1] if not cell.filled]
            yield TemplateList(title=title, columns=tuple(one for one in dict.fromkeys(header) if one))


def _indicators(commitments: Commitments) -> Iterator[TemplateIndicator]:
    named: dict[str, TemplateIndicator] = {}
    for target in commitments.targets:
        if target.indicator and target.unit and target.indicator not in named:
            named[target.indicator] = TemplateIndicator(name=target.indicator, unit=target.unit, year=target.year)
    yield from named.values()


def _tasks(document: Document, context: Context) -> Iterator[TemplateTask]:
    from nlp.segment import words

    tasks = [task for task in context.text_tasks if not context.in_background(document.clause(task.clause))]
    said = {task.id: [tuple(words(one)) for one in _segments(document, task)] for task in tasks}
    seen = Counter(word for some in said.values() for word in {word for one in some for word in one})
    for task in tasks:
        points = tuple(dict.fromkeys(_points(said[task.id], seen, len(tasks))))[:MOST_POINTS]
        title = letters(task.title)[:LONGEST]
        path = document.path(task.section)
        if points and title:
            yield TemplateTask(title=title, group=path[0] if path else "", points=points)


def _segments(document: Document, task: Task) -> tuple[str, ...]:
    return segments(flat(document, [task.body]))


def _points(said: Sequence[Sequence[str]], seen: Mapping[str, int], tasks: int) -> Iterator[str]:
    """The rarest words of each segment, in the order of the text."""
    most = max(2, math.ceil(COMMON * tasks))
    for one in said:
        telling = [word for word in dict.fromkeys(one) if len(word) > 1 and "/" not in word and seen[word] <= most]
        rarest = set(sorted(telling, key=lambda word: (seen[word], -len(word), word))[:WORDS])
        if rarest:
            yield " ".join(word for word in telling if word in rarest)
