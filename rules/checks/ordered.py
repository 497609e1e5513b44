"""DU: one thing that two chapters order, where neither says how it stands to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from pydantic import Field

from ingest.document import Document, Section, Span
from nlp.commitment import Task
from rules.checks.quantity import FIGURE
from rules.context import Context, segments
from rules.finding import Severity
from rules.pairing import likeness
from rules.passage import own_words
from rules.rule import Problem, rule
from rules.yaml_file import Strict, load_strict

SPARE = "党政机关公文处理工作条例第十九条：内容简洁，主题突出，篇幅简短"
_FILE = Path(__file__).resolve().parents[1] / "data" / "single_things.yaml"
_TOLD = re.compile(
    r"宣传|金融|保险|信贷|补贴|标准|研发|产业|溯源|企业、商户|贷款|奖励|政策|认证|目录|技术创新|考核|教育|培训|评价|试点"
)
_ORDERED = re.compile(
    r"推进|推动|实施|发展|推广|加快|建设|完善|提高|提升|加强|开展|鼓励|加大|强化|推行|构建|健全|支持|减少|限制|禁止|淘汰"
)


class _Thing(Strict):
    name: str
    words: str = Field(min_length=2)


class _Things(Strict):
    things: tuple[_Thing, ...] = Field(min_length=1)


@cache
def _things() -> tuple[_Thing, ...]:
    return load_strict(_FILE, _Things).things


@rule(
    "DU21", "thing-ordered-in-two-chapters", title="同一件事在不同部分布置", each=Document, severity=Severity.INFO,
    cap=8, authority=SPARE, suggestion="并到一处写，或写明两处的分工；给出一个目标值。",
    summary="同一件事在不同部分布置，共{count}件。",
)  # fmt: skip
def thing_ordered_in_two_chapters(
    document: Document, context: Context, *, most_places: int = 3, similar: float = 0.3
) -> Iterator[Problem]:  # fmt: skip
    """One thing ordered in two chapters, measured in neither: which of the two orders is to be carried out?

    More than `most_places` tasks that order it make it the theme of the plan, not a slip.
    """
    if not context.gives_orders:
        return
    tasks = [task for task in context.text_tasks if not context.in_goals(document.clause(task.clause))]
    for thing in _things():
        words = re.compile(thing.words)
        if words.search(document.title):
            continue
        places = [(task, span) for task in tasks for span in _orders_of(words, task, context)]
        chapters = {_chapter(task, document) for task, _ in places}
        if not 2 <= len({task.id for task, _ in places}) <= most_places or len(chapters) < 2 or None in chapters:
            continue
        if any(words.search(one.text) and FIGURE.search(one.text) for one in context.sentences):
            continue
        alike = [
            (one, other) for one, other in combinations(places, 2)
            if _chapter(one[0], document) != _chapter(other[0], document)
            and similar <= likeness(document.read(one[1]), document.read(other[1])) < 0.9
        ]  # fmt: skip
        if alike:
            shown = [place for place in places if any(place in pair for pair in alike)]
            names = "、".join(dict.fromkeys(f"“{task.title}”" for task, _ in shown))
            yield Problem(
                shown[1][1], f"“{thing.name}”在{names}中分别布置，均无数值，也未写明分工。",
                tuple(span for _, span in shown), cause=thing.name,
            )  # fmt: skip


def _orders_of(words: re.Pattern[str], task: Task, context: Context) -> Iterator[Span]:
    """The segments of a task that order a thing."""
    for sentence in (one for one in context.sentences_of(task) if words.search(one.text)):
        for part in (own_words(part, context.document) for part in segments(sentence)):
            text = context.document.read(part)
            if words.search(text) and _ORDERED.search(text) and not _TOLD.search(text) and task.title not in text:
                yield part


def _chapter(task: Task, document: Document) -> str | None:
    """The section that holds the section of a task."""
    above: tuple[Section, ...] = document.ancestry(task.section) if task.section else ()
    above = tuple(section for section in above if section.title != task.title)
    return above[-1].id if above else None
