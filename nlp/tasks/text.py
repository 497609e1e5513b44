"""The tasks of the running text: the smallest titled measures that tell somebody to do something.

A task is the lowest numbered item with its text; where that item holds several paragraphs that each open with a heading
of their own, each of these is one. Rows of annexed tables are `task_table.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ingest.document import Clause, ClauseKind, Document, Section, SectionKind, Span
from nlp.bureaus.default import LeadDefault, find_lead_default
from nlp.bureaus.mention import duty_at_end, ends_in_duty, find_bureaus, is_duty_line, merge_mentions
from nlp.commitment import BureauMention, Deadline, Origin, Task
from nlp.deadline import find_deadlines
from nlp.deadline_calendar import Calendar
from nlp.passage import Passage
from nlp.section_kind import heads_tasks, is_container, names_measure, sets_rules

_BODY_KINDS = {ClauseKind.PARAGRAPH, ClauseKind.LIST_ITEM}
# 推动甲，鼓励建设乙和丙。 before a good deal of text
_LONG_RUN_IN = re.compile(r"\s*(?P<title>[^。；：:;\d%《》]{4,34}|[^。；：:;%《》]{4,24})。(?=.{30})")
_TITLE_END = re.compile(r"[\s。．：:；;，,]+$")
_CAPTION = re.compile(r"(?:表|图|附表|附图|续表)\s*[\d一二三四五六七八九十]|(?:单位|注)[：:]")
_FEWEST_RUN_INS = 2  # one paragraph with a heading of its own does not divide its section


@dataclass(slots=True)
class _Draft:
    """A task while its paragraphs are gathered. `start` is where its heading begins, `behind` where its text begins."""

    title: str
    start: int
    behind: int
    section: Section
    clauses: list[Clause] = field(default_factory=list)

    @property
    def stop(self) -> int:
        return max([self.behind, *(clause.span.stop for clause in self.clauses)])


def clean_title(title: str) -> str:
    """A heading without its full stop, white space at its ends, and a bracket of responsible bodies."""
    plain = _TITLE_END.sub("", title).strip()
    duty = duty_at_end(plain)
    return plain if duty is None else _TITLE_END.sub("", plain[:duty]).strip()


def _bodies(document: Document) -> dict[str, list[Clause]]:
    """The paragraphs of each section, tables and boxes left out."""
    bodies: dict[str, list[Clause]] = {}
    for clause in document.clauses:
        if clause.section is not None and clause.kind in _BODY_KINDS and clause.table is None:
            bodies.setdefault(clause.section, []).append(clause)
    return bodies


def _leaves(document: Document) -> Iterator[Section]:
    """Numbered sections without a numbered section below them; boxes count for nothing."""
    parents = {section.parent for section in document.sections if section.kind is not SectionKind.BOX}
    for section in document.sections:
        if section.id not in parents and section.kind is not SectionKind.BOX and section.level > 0:
            yield section


def _opens(document: Document, clause: Clause) -> bool:
    """True where more than a line of bodies stands behind the first sentence: only then is that a heading."""
    if clause.run_in is None:
        return False
    rest = Passage.of(document.read(Span(clause.run_in.stop, clause.span.stop)).lstrip(" 。．：:\n"))
    return not is_duty_line(rest)


def _run_ins(document: Document, clauses: list[Clause]) -> dict[str, Span]:
    """The heading of each paragraph that opens with one. Beside such paragraphs a longer first sentence is one too."""
    found = {clause.id: clause.run_in for clause in clauses if clause.run_in is not None and _opens(document, clause)}
    if found:
        for clause in clauses:
            match = _LONG_RUN_IN.match(document.read(clause.span)) if clause.run_in is None else None
            if match and names_measure(match["title"]):
                found[clause.id] = clause.span.place(match, "title")
    return found


def _has_text(document: Document, draft: _Draft) -> bool:
    """True where more stands behind a heading than the caption of a table."""
    for clause in draft.clauses:
        if clause.span.stop > draft.behind:
            text = document.read(Span(max(clause.span.start, draft.behind), clause.span.stop)).strip(" 。：:\n")
            if text and not _CAPTION.match(text):
                return True
    return False


def _drafts(document: Document, section: Section, clauses: list[Clause]) -> list[_Draft]:
    """The tasks of one lowest section."""
    run_ins = _run_ins(document, clauses)
    if len(run_ins) < _FEWEST_RUN_INS:
        if is_container(section.title) and len(clauses) <= 1:
            return []
        draft = _Draft(clean_title(section.title), section.heading.start, section.heading.stop, section, clauses)
        return [draft] if draft.title and _has_text(document, draft) else []
    drafts: list[_Draft] = []
    for clause in clauses:
        heading = run_ins.get(clause.id)
        if heading is not None:
            title = clean_title(document.read(heading))
            drafts.append(_Draft(title, clause.span.start, heading.stop, section, [clause]))
        elif drafts:
            drafts[-1].clauses.append(clause)
    return drafts


def _facts(
    document: Document, draft: _Draft, calendar: Calendar
) -> tuple[tuple[BureauMention, ...], tuple[Deadline, ...]]:
    """Who answers for a task and when it is due, read paragraph by paragraph, its own heading included."""
    bureaus: list[BureauMention] = []
    deadlines: list[Deadline] = []
    spans = [clause.span for clause in draft.clauses]
    heading = draft.section.heading
    if not any(span.covers(heading) for span in spans) and draft.start == heading.start:
        spans.insert(0, heading)
    for span in spans:
        passage = Passage.read(document, span)
        bureaus.extend(find_bureaus(passage, document.level))
        deadlines.extend(find_deadlines(passage, calendar))
    return merge_mentions(tuple(bureaus)), tuple(sorted(deadlines, key=lambda deadline: deadline.span))


def _task(document: Document, draft: _Draft, calendar: Calendar) -> Task:
    bureaus, deadlines = _facts(document, draft, calendar)
    stop = draft.stop
    body = Span(min(draft.behind, stop), stop)
    lead = re.match(r"[\s。．：:；;]*", document.read(body))
    if lead:
        body = Span(body.start + lead.end(), stop)
    return Task(
        id="",
        clause=draft.clauses[0].id,
        span=Span(draft.start, stop),
        bureaus=bureaus,
        deadlines=deadlines,
        origin=Origin.TEXT,
        title=draft.title,
        body=body,
        section=draft.section.id,
        clauses=tuple(clause.id for clause in draft.clauses),
    )


def _duty_of_heading(document: Document, section: Section) -> tuple[BureauMention, ...]:
    """Bodies that the heading of a group names for all its items: （一）推进改造（责任单位：A）."""
    return find_bureaus(Passage.read(document, section.heading), document.level)


def _share_with_group(document: Document, tasks: list[Task], bodies: dict[str, list[Clause]]) -> list[Task]:
    """Gives a group's items the bodies that stand once: in its heading, before its first item or below its last."""
    groups: dict[str | None, list[int]] = {}
    for index, task in enumerate(tasks):
        section = document.section(task.section) if task.section else None
        own = section is not None and task.span.start == section.heading.start
        groups.setdefault(section.parent if section and own else task.section, []).append(index)
    shared = list(tasks)
    for group, members in groups.items():
        if group is None:
            continue
        nobody = not any(tasks[index].bureaus for index in members)
        above = _shared_above(document, document.section(group), bodies, nobody)
        last = tasks[members[-1]]
        tail = document.clause(last.clauses[-1]) if len(last.clauses) > 1 or len(members) > 1 else None
        below: tuple[BureauMention, ...] = ()
        others_name_none = all(not tasks[index].bureaus for index in members[:-1])
        if tail is not None and len(members) > 1 and others_name_none and tail.id != last.clause:
            passage = Passage.read(document, tail.span)
            if is_duty_line(passage):
                below = find_bureaus(passage, document.level)
        for index in members:
            if not shared[index].bureaus and (above or below):
                shared[index] = replace(shared[index], bureaus=merge_mentions((*above, *below)))
    return shared


def _shared_above(
    document: Document, section: Section, bodies: dict[str, list[Clause]], nobody: bool
) -> tuple[BureauMention, ...]:
    """Bodies in a group's heading, or on a line of their own between the heading and the first item.

    nobody: no item names a body itself, so that those at the end of the opening paragraph are meant for all.
    """
    mentions = list(_duty_of_heading(document, section))
    for clause in bodies.get(section.id, ()):
        passage = Passage.read(document, clause.span)
        opening = not _opens(document, clause) and not clause.span.covers(section.heading)
        if opening and (is_duty_line(passage) or (nobody and ends_in_duty(passage))):
            mentions.extend(find_bureaus(passage, document.level))
    return tuple(mentions)


def _apply_default(tasks: Iterable[Task], default: LeadDefault) -> Iterator[Task]:
    for task in tasks:
        bureaus = default.apply(task.bureaus)
        yield task if bureaus is task.bureaus else replace(task, bureaus=bureaus)


def find_tasks(document: Document) -> tuple[Task, ...]:
    """The tasks of the running text in document order, each with its bodies and deadlines; ids are not given yet."""
    calendar = Calendar.of(document)
    bodies = _bodies(document)
    tasks = [
        _task(document, draft, calendar)
        for section in _leaves(document)
        if section.id in bodies and heads_tasks(document, section)
        for draft in _drafts(document, section, bodies[section.id])
    ]
    shared = _share_with_group(document, tasks, bodies)
    if sets_rules(document):  # an article is a task only where somebody is named for it
        shared = [task for task in shared if task.bureaus]
    return tuple(_apply_default(shared, find_lead_default(document.text)))
