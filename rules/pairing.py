"""Which row of an annexed table repeats which task of the text."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Span
from nlp.commitment import Task
from nlp.likeness import bare as bare
from nlp.likeness import grams as grams
from nlp.likeness import holds as holds
from nlp.likeness import likeness as likeness
from rules.context import Context

_SIMILAR = 0.8


def matching_tasks(task: Task, context: Context) -> tuple[Task, ...]:
    """The tasks on the other side (text or annex) that bear the same title, or whose text holds this one's."""
    others = context.text_tasks if task in context.annex_tasks else context.annex_tasks
    if not others:
        return ()
    titled = tuple(one for one in others if likeness(one.title, task.title) >= _SIMILAR)
    if titled:
        return titled
    body = context.document.read(task.body)
    if len(bare(body)) < 20:
        return ()
    if task in context.annex_tasks:
        return tuple(one for one in others if holds(context.document.read(one.body), body) >= 0.9)[:1]
    return tuple(one for one in others if holds(body, context.document.read(one.body)) >= 0.9)


@dataclass(frozen=True, slots=True)
class Measure:
    """The sentence of the text that sets what a row of the annex lists, and the task that it stands in."""

    task: Task
    sentence: Span
    segment: Span  # the part of the sentence that is nearest to the row


def measure_of(row: Task, context: Context, *, known: float = 0.55, clear: float = 0.12) -> Measure | None:
    """Where the text sets the work that a row names by its outcome (建成基础库); None where no sentence stands out.

    known: share of the row's title that the sentence must hold; clear: by how much it must surpass other tasks.
    """
    if len(bare(row.title)) < 6:
        return None
    document = context.document
    best: list[tuple[float, Measure]] = []
    for task in context.text_tasks:
        found = [
            (holds(task.title + "，" + sentence.text, row.title) + holds(sentence.text, row.title), sentence)
            for sentence in context.sentences_of(task)
        ]  # fmt: skip
        if not found:
            continue
        score, sentence = max(found, key=lambda pair: (pair[0], -pair[1].span.start))
        parts = sentence.segments
        alike = {part: likeness(document.read(part), row.title) for part in parts}
        near = max(parts, key=lambda part: (alike[part], -part.start), default=sentence.span)
        best.append((score / 2, Measure(task, sentence.span, near)))
    best.sort(key=lambda pair: (-pair[0], pair[1].sentence))
    if not best or best[0][0] < known or (len(best) > 1 and best[0][0] - best[1][0] < clear):
        return None
    return best[0][1]
