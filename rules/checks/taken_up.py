"""ST: matters that principles and goals name, and that no task takes up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from ingest.document import Document, Span
from rules.context import Context, Sentence, segments
from rules.finding import Severity
from rules.passage import in_context, own_words, widened
from rules.rule import Problem, rule
from rules.yaml_file import Strict, load_strict

_FILE = Path(__file__).resolve().parents[1] / "data" / "topics.yaml"
_WEIGHED = re.compile(r"(?:统筹|综合|充分)考虑|维度|处理好")  # what is borne in mind need not be ordered
_GUIDES = re.compile(r"原则|目标|总体要求|总体思路|指导思想|总体布局")


class _Topic(Strict):
    name: str
    said: str = Field(min_length=2)
    taken: str = Field(min_length=1)
    near: str = Field(min_length=1)
    sample: str

    @model_validator(mode="after")
    def _can_fire(self) -> _Topic:
        if not re.search(self.said, self.sample) or not re.compile(f"{self.taken}|{self.near}"):
            raise ValueError(f"“{self.name}”的表达式在自己的例子“{self.sample}”里不命中")
        return self


class _Topics(Strict):
    topics: tuple[_Topic, ...] = Field(min_length=1)


@cache
def _topics() -> tuple[_Topic, ...]:
    return load_strict(_FILE, _Topics).topics


@rule(
    "ST95", "topic-without-task", title="总体要求提到的事项任务未涉及", each=Document, severity=Severity.INFO, cap=4,
    authority="党政机关公文处理工作条例第十九条：内容完整，结构严谨，前后照应",
    suggestion="补写落实该事项的任务，或从原则、目标中删去。", summary="原则、目标提到而任务未涉及的事项共{count}项。",
)  # fmt: skip
def topic_without_task(document: Document, context: Context, *, least_tasks: int = 5) -> Iterator[Problem]:
    """Principles that put the closing of old capacity first, and tasks none of which closes any."""
    if not context.gives_orders or len(context.text_tasks) < least_tasks:
        return
    guides = [one for one in context.sentences if _guides(one, context)]
    said_above = {one.span for one in guides}
    below = [
        one for one in context.all_sentences
        if one.span not in said_above and one.clause.section is not None and not context.in_background(one.clause)
    ]  # fmt: skip
    text = "\n".join((*(one.text for one in below), *(one.title for one in document.sections), document.title))
    for topic in _topics():
        said = [] if re.search(topic.taken, text) else [*_said(topic, guides, document)]
        if said:
            near = _nearest(topic, below, context)
            shown = (*dict.fromkeys(said[:2]), *((near,) if near else ()))
            yield Problem(said[0], f"总体要求提到{topic.name}，本文没有一项任务涉及。", shown, cause=topic.name)


def _said(topic: _Topic, guides: list[Sentence], document: Document) -> Iterator[Span]:
    """Where principles and goals name a topic, with what they put beside it."""
    for sentence in guides:
        parts = segments(sentence)
        for at, part in enumerate(parts):
            text = document.read(part)
            if re.search(topic.said, text) and not _WEIGHED.search(text):
                yield _beside(at, parts)


def _nearest(topic: _Topic, sentences: list[Sentence], context: Context) -> Span | None:
    """What the tasks speak of instead."""
    for sentence in sentences:
        if sentence.clause.id not in context.tasks_by_clause:
            continue
        for part in (own_words(one, context.document) for one in segments(sentence)):
            if re.search(topic.near, context.document.read(part)):
                return in_context(part, context.document)
    return None


def _beside(at: int, parts: tuple[Span, ...], longest: int = 80) -> Span:
    """A segment between its neighbours: what else the principle puts beside it."""
    whole = Span(parts[max(0, at - 1)].start, parts[min(at + 1, len(parts) - 1)].stop)
    return whole if len(whole) <= longest else widened(at, parts)


def _guides(sentence: Sentence, context: Context) -> bool:
    """True for principles and goals, which are no tasks themselves."""
    clause = sentence.clause
    if clause.section is None or clause.id in context.tasks_by_clause or context.in_background(clause):
        return False
    return any(_GUIDES.search(one.title) for one in context.document.ancestry(clause.section))
