"""DU: one thing that two chapters order, where neither says how it stands to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from pydantic import Field

from ingest.document import Document, Section, Span
from nlp.commitment import Task
from rules.checks.goal.quantity import FIGURE
from rules.context import Context
from rules.finding import Severity
from rules.pairing import likeness
from rules.passage import in_context, own_words
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

SPARE = "党政机关公文处理工作条例第十九条：内容简洁，主题突出，篇幅简短"
_FILE = DATA / "single_things.yaml"
_TOLD = re.compile(
    r"宣传|金融|保险|信贷|补贴|标准|研发|产业|溯源|企业、商户|贷款|奖励|政策(?!工具)|认证|目录|技术创新|考核|教育|培训|评价|试点(?!市场)|学科|人才培养|科研|关键技术|技术领域|先进技术|技术合作|立法|生态圈|融资|攻关|供应商|购物袋"
)
_ORDERED = re.compile(
    r"推进|推动|实施|发展|推广|加快|建设|完善|提高|提升|加强|开展|鼓励|加大|强化|推行|构建|健全|支持|减少|限制|禁止|淘汰|使用|倡导|建立|拓宽|扩大"
)


_SAFEGUARD = re.compile("保障|实施|组织|措施|政策")


class _Thing(Strict):
    name: str
    words: str = Field(min_length=2)
    near: bool = False


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
    document: Document, context: Context, *, most_places: int = 3, similar: float = 0.3, near: float = 0.18
) -> Iterator[Problem]:  # fmt: skip
    """One thing ordered in two chapters, measured in neither: which of the two orders is to be carried out?

    More than `most_places` tasks that order it make it the theme of the plan, not a slip. similar: likeness of two
    orders; near: of the words around a thing whose name already says what is done with it.
    """
    if not context.gives_orders:
        return
    tasks = [task for task in context.text_tasks if not context.in_goals(document.clause(task.clause))]
    rooms = _rooms(tasks, document)
    for thing in _things():
        words = re.compile(thing.words)
        if words.search(document.title):
            continue
        places = [(task, span) for task in tasks for span in _orders_of(words, task, context)]
        chapters = {rooms[task.id] for task, _ in places}
        if not 2 <= len({task.id for task, _ in places}) <= most_places or len(chapters) < 2 or None in chapters:
            continue
        if any(words.search(one.text) and FIGURE.search(one.text) for one in context.sentences):
            continue
        around, least = (words, near) if thing.near else (None, similar)
        alike = [
            (one, other) for one, other in combinations(places, 2)
            if rooms[one[0].id] != rooms[other[0].id]
            and least <= _alike(one[1], other[1], around, document) < 0.9
        ]  # fmt: skip
        if alike:
            shown = [place for place in places if any(place in pair for pair in alike)]
            names = "、".join(dict.fromkeys(f"“{task.title}”" for task, _ in shown))
            yield Problem(
                shown[1][1], f"“{thing.name}”在{names}中分别布置，均无数值，也未写明分工。",
                tuple(dict.fromkeys(in_context(span, document) for _, span in shown)), cause=thing.name,
            )  # fmt: skip


def _alike(one: Span, other: Span, words: re.Pattern[str] | None, document: Document) -> float:
    """How like two orders are, as a whole or, given the words of the thing, in what stands around it."""
    texts = document.read(one), document.read(other)
    whole = likeness(*texts)
    return whole if words is None else max(whole, min(likeness(*(_around(text, words) for text in texts)), 0.89))


def _around(text: str, words: re.Pattern[str], reach: int = 6) -> str:
    match = words.search(text)
    return text[max(0, match.start() - reach) : match.end() + reach] if match else text


def _orders_of(words: re.Pattern[str], task: Task, context: Context) -> Iterator[Span]:
    """The segments of a task that order a thing."""
    for sentence in (one for one in context.sentences_of(task) if words.search(one.text)):
        for part in (own_words(part, context.document) for part in sentence.segments):
            text = context.document.read(part)
            if words.search(text) and _ORDERED.search(text) and not _TOLD.search(text) and task.title not in text:
                yield part


def _chapter(task: Task, document: Document) -> str | None:
    """The section that holds the section of a task."""
    above: tuple[Section, ...] = document.ancestry(task.section) if task.section else ()
    above = tuple(section for section in above if section.title != task.title)
    return above[-1].id if above else None


def _rooms(tasks: list[Task], document: Document) -> dict[str, str | None]:
    """In which part of the plan each task stands: its chapter, or itself where one chapter holds all the work."""
    chapters = {task.id: _chapter(task, document) for task in tasks}
    working = {chapters[task.id] for task in tasks if not _SAFEGUARD.search(_title(chapters[task.id], document))}
    return {task: task if len(working) == 1 and at in working else at for task, at in chapters.items()}


def _title(section: str | None, document: Document) -> str:
    return document.section(section).title if section else ""
