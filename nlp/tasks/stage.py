"""Stages of the work (第一阶段, 动员部署阶段（2024年3月—4月）) as tasks with the interval that each is planned for.

They are kept apart from the measures of a plan: a stage says when work is done, not what is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ingest.document import Clause, ClauseKind, Document, Section, SectionKind, Span
from nlp.bureaus.mention import find_bureaus
from nlp.commitment import Deadline, DeadlineKind, Task
from nlp.deadline import find_deadlines, parse_slot
from nlp.deadline_calendar import Calendar
from nlp.passage import Passage

# 第一阶段：动员部署（2024年3月—4月）。 · （二）全面推进阶段（4月至10月）： · ——试点阶段，2024年底前
_STAGE = re.compile(
    r"(?P<label>[（(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)、.．]|[—－-]{1,2}|[①-⑩])?"
    r"(?P<title>第[一二三四五六七八九十]阶段(?:[:：—-]{0,2}[^，。；：:（(]{2,16})?|[^，。；：:（(第]{2,14}(?<!现)(?<!新)阶段)"
    r"(?:[（(](?P<when>[^（()）]{2,40})[)）]|(?=[。：:，]))"
)
_BODY_KINDS = {ClauseKind.PARAGRAPH, ClauseKind.LIST_ITEM}
_DASH = re.compile(r"[-—－–~～至到]")
_LEAD = re.compile(r"[\s。．：:；;，,]*")


def find_stages(document: Document) -> tuple[Task, ...]:
    """The stages of a plan in document order, ids s001, s002, …; one that names no time is left out."""
    calendar = Calendar.of(document)
    found = [stage for clause in document.clauses if (stage := _stage(document, clause, calendar)) is not None]
    ranked = sorted(found, key=lambda task: task.span)
    return tuple(replace(task, id=f"s{number:03d}") for number, task in enumerate(ranked, start=1))


def _stage(document: Document, clause: Clause, calendar: Calendar) -> Task | None:
    """The stage that a paragraph opens, with the paragraphs that follow it in a section of its own."""
    if clause.kind not in _BODY_KINDS or clause.table is not None:
        return None
    section = document.section(clause.section) if clause.section else None
    if section is not None and section.kind is SectionKind.BOX:
        return None
    headed = section is not None and _opens(document, section, clause)
    span = section.span if section is not None and headed else clause.span
    passage = Passage.read(document, span)
    match = _STAGE.match(passage.text)
    if match is None or not (match["when"] or match["label"] or match["title"].startswith("第")):
        return None  # 立足新发展阶段，…
    deadlines = _interval(_part(passage, *match.span("when")), calendar) if match["when"] else ()
    deadlines = deadlines or find_deadlines(_sentence(passage, match.end()), calendar)
    bounding = tuple(one for one in deadlines if one.kind in {DeadlineKind.BY, DeadlineKind.WITHIN})
    if not bounding:
        return None
    behind = passage.places[match.end() - 1] + 1
    lead = _LEAD.match(document.text, behind, span.stop)
    body = Span(lead.end() if lead else behind, span.stop) if behind < span.stop else Span(behind, behind)
    return Task(
        id="",
        clause=clause.id,
        span=Span(passage.places[match.start("title")], span.stop),
        bureaus=find_bureaus(passage, document.level),
        deadlines=bounding,
        title=match["title"],
        body=body,
        section=clause.section,
        clauses=tuple(one.id for one in _clauses(document, span)),
    )


def _opens(document: Document, section: Section, clause: Clause) -> bool:
    """True where the heading of the paragraph's section is the stage, and the paragraph its first."""
    if not _STAGE.match(Passage.read(document, section.heading).text):
        return False
    return next(_clauses(document, section.span), None) == clause


def _clauses(document: Document, span: Span) -> Iterator[Clause]:
    return (one for one in document.clauses if span.covers(one.span))


def _part(passage: Passage, start: int, stop: int) -> Passage:
    return Passage(passage.text[start:stop], passage.places[start:stop])


def _sentence(passage: Passage, start: int) -> Passage:
    """The first sentence behind the title, up to its full stop."""
    begin = start + len(passage.text[start:]) - len(passage.text[start:].lstrip("。：:，"))
    stop = passage.text.find("。", begin)
    return _part(passage, begin, stop if stop >= 0 else len(passage.text))


def _interval(slot: Passage, calendar: Calendar) -> tuple[Deadline, ...]:
    """What a bracket behind a title says; two months with a dash between them are one interval: 3月—4月."""
    found = tuple(one for one in parse_slot(slot, calendar) if one.end is not None)
    if len(found) == 2 and found[0].end and found[1].end and found[0].end < found[1].end and _DASH.search(slot.text):
        first = found[0].end
        span = Span(found[0].span.start, found[1].span.stop)
        return (Deadline(span, DeadlineKind.WITHIN, date(first.year, first.month, 1), found[1].end),)
    return found
