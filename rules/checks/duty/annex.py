"""DL and RS: what the annexed table of tasks leaves out of the text, and what it adds to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from nlp.commitment import DeadlineKind, Task
from rules.context import Context
from rules.finding import Severity
from rules.pairing import bare, holds, likeness, matching_tasks
from rules.passage import segment_after
from rules.rule import Problem, rule

AGREED = "附件是正文的组成部分，内容应与正文一致：党政机关公文格式（GB/T 9704—2012）7.3.4"
_PART = re.compile(r"[^。；|\n]{12,}[。；]?")


@rule(
    "DL11", "date-lost-in-annex", title="正文的时限未列入附表", each=Document, severity=Severity.WARNING,
    authority=AGREED, suggestion="把正文的时限补入附表相应任务。",
)  # fmt: skip
def date_lost_in_annex(document: Document, context: Context) -> Iterator[Problem]:
    """Dates that the text sets and the rows of the same task drop, in a table that keeps the dates of other tasks."""
    if not any(row.deadlines for row in context.annex_tasks):
        return
    lost: list[Span] = []
    titles: list[str] = []
    for task in context.text_tasks:
        rows = matching_tasks(task, context)
        due = [one for one in task.deadlines if one.kind in {DeadlineKind.BY, DeadlineKind.WITHIN}]
        if not rows or not due or any(row.deadlines for row in rows):
            continue
        titles.append(task.title)
        lost += [segment_after(one.span, task.body.stop, document) for one in due]
    if lost:
        named = "、".join(f"“{title}”" for title in titles[:3])
        more = "等" if len(titles) > 3 else ""
        yield Problem(lost[0], f"正文为{named}{more}规定的{len(lost)}个时限，附表相应行中未见。", tuple(lost[:12]))


@rule(
    "RS15", "annex-adds-work", title="附表所列工作正文未见", each=Task, severity=Severity.INFO, cap=3,
    authority=AGREED, suggestion="在正文补写该项工作，或从附表删去。",
    summary="附表所列工作在正文中未见，共{count}处。",
)  # fmt: skip
def annex_adds_work(task: Task, context: Context, *, known: float = 0.45) -> Iterator[Problem]:
    """A row of the annex that sets work of which the text of its own task, and of all others, says nothing."""
    if task not in context.annex_tasks or len(context.text_tasks) < 3:
        return
    bodies = [one for one in matching_tasks(task, context) if likeness(one.title, task.title) >= 0.8]
    if not bodies:
        return
    document = context.document
    for match in _PART.finditer(document.read(task.body)):
        part = match.group()
        if len(bare(part)) < 12 or holds(context.text_of_tasks, part) >= known + 0.3:
            continue
        if max(holds(document.read(one.body), part) for one in context.text_tasks) >= known:
            continue
        span = task.body.place(match)
        yield Problem(
            span, f"附表任务“{task.title}”中的这项工作正文未见。", (span, *_nearest(part, bodies[0], document))
        )


def _nearest(part: str, body: Task, document: Document) -> tuple[Span, ...]:
    """What the text says in its place: its sentence that has most in common with the row."""
    found = [(likeness(part, match.group()), match) for match in _PART.finditer(document.read(body.body))]
    if not found:
        return ()
    _, match = max(found, key=lambda pair: (pair[0], -pair[1].start()))
    start = body.body.start + match.start()
    return (Span(start, min(body.body.start + match.end(), start + 100)),)
