"""Who is told to do what: each list of bodies with the work that stands before it.

A task may have several: 「推进甲。（市甲局负责）推进乙。（市乙局负责）」 is one task and two duties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Document, Span
from nlp.bureaus.mention import find_bureaus
from nlp.commitment import BodyLevel, BureauMention, Role, Task
from nlp.passage import Passage

_GAP = 12  # characters between the names of one list
_OPENING = "（〔(【["
_CLOSING = re.compile(r"[^（）()〔〕\n]{0,60}[）)〕】\]]?")


@dataclass(frozen=True, slots=True)
class Duty:
    """Work of a task and the bodies of one list. `listed` is the list with its brackets."""

    task: Task
    work: Span
    listed: Span
    bodies: tuple[BureauMention, ...]

    @property
    def named(self) -> frozenset[str]:
        """The bodies that answer, each by one name, without those that only assist and without 各有关部门."""
        return frozenset(one.canonical or one.name for one in self.bodies if _answers(one))

    @property
    def first(self) -> str | None:
        """The body that answers first: the one marked 牵头, else the one that stands first."""
        ranked = sorted((one for one in self.bodies if _answers(one)), key=lambda one: one.role is not Role.LEAD)
        return (ranked[0].canonical or ranked[0].name) if ranked else None

    @property
    def supporting(self) -> frozenset[str]:
        """The bodies that only assist."""
        return frozenset(one.canonical or one.name for one in self.bodies if one.role is Role.SUPPORT)

    @property
    def functions(self) -> frozenset[str]:
        """What the bodies of the list are there for, those that assist included."""
        return frozenset(function for one in self.bodies for function in one.functions)


def _answers(mention: BureauMention) -> bool:
    return not mention.collective and mention.role is not Role.SUPPORT and mention.level is not BodyLevel.COLLECTIVE


def duties_of(document: Document, tasks: tuple[Task, ...]) -> tuple[Duty, ...]:
    """The duties of tasks of the text, in document order; tasks whose bodies stand in prose only have none."""
    return tuple(duty for task in tasks if task.bureaus for duty in _duties(document, task))


def _duties(document: Document, task: Task) -> Iterator[Duty]:
    text = document.text
    begun = task.span.start
    for clause in dict.fromkeys((task.clause, *task.clauses)):
        span = document.clause(clause).span
        run: list[BureauMention] = []
        mentions = [
            one for one in find_bureaus(Passage.read(document, span), document.level) if begun <= one.span.start
        ]
        for mention in (*mentions, None):
            if mention is not None and (not run or mention.span.start - run[-1].span.stop <= _GAP):
                run.append(mention)
                continue
            listed = _list_span(run, text)
            if listed is not None and listed.start > begun:
                yield Duty(task, Span(begun, listed.start), listed, tuple(run))
                begun = listed.stop
            run = [mention] if mention is not None else []


def _list_span(run: list[BureauMention], text: str) -> Span | None:
    """The brackets around a run of names, or the line that it makes up; None for names in prose."""
    if not run:
        return None
    start, stop = run[0].span.start, run[-1].span.stop
    opened = max(text.rfind(sign, max(0, start - _GAP), start) for sign in _OPENING)
    line = max(text.rfind("\n", 0, start), text.rfind("。", 0, start)) + 1
    marked = re.search(r"责任|牵头|负责", text[line:start]) and start - line <= _GAP + 4
    if opened < 0 and not marked:
        return None
    closed = _CLOSING.match(text, stop)
    return Span(opened if opened >= 0 else line, closed.end() if closed and opened >= 0 else stop)
