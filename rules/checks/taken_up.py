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
    firm = {one.span for one in guides}
    work = [one for one in context.all_sentences if one.span not in firm and not context.in_background(one.clause)]
    work = [one for one in work if one.clause.section is not None]
    text = "\n".join((*(one.text for one in work), *(one.title for one in document.sections), document.title))
    of_tasks = context.tasks_by_clause
    parts = [own_words(part, document) for one in work if one.clause.id in of_tasks for part in segments(one)]
    for topic in _topics():
        if re.search(topic.taken, text):
            continue
        said = [
            _beside(at, parts_of)
            for one in guides for parts_of in [segments(one)] for at, part in enumerate(parts_of)
            if re.search(topic.said, text_of := document.read(part)) and not _WEIGHED.search(text_of)
        ]  # fmt: skip
        if said:
            near = next((part for part in parts if re.search(topic.near, document.read(part))), None)
            shown = (*dict.fromkeys(said[:2]), *((in_context(near, document),) if near else ()))
            yield Problem(said[0], f"总体要求提到{topic.name}，本文没有一项任务涉及。", shown, cause=topic.name)


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
