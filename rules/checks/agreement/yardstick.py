"""ST: is one thing measured by one yardstick, and one duty asked in one strength, throughout the plan?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import Field, model_validator

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.passage import in_context, own_words
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

AGREE = "党政机关公文处理工作条例第十九条：表述准确；同一要求前后应当一致"
_FILE = DATA / "yardsticks.yaml"
_FAR = re.compile(r"20(?:3\d|[4-6]\d)年|“十[五六七]五”")  # what is asked for then may well be more
_TOLD = re.compile(r"已(?:经)?(?:达到|接近|处于)|占比|产能比例|的比例|列入|介于|奖励|支持")
_STATE = re.compile(r"在建|拟建|新建|新上|新增|改扩建|准入(?!值)")
# what is only encouraged, single kinds of works, and how a yardstick itself is drawn up
_OF_SOME = re.compile(r"鼓励|引导|支持|工厂|园区|数据中心|产品|建筑|冶炼|机组|设备|确定|制定|修订|划定|编制|领跑者")
_NEAR = "[^，。；、]{0,6}?"  # between what is replaced and how
_MOST = 10  # passages of one finding


class _Yardstick(Strict):
    name: str
    words: str = Field(min_length=2)
    sample: str

    @model_validator(mode="after")
    def _can_fire(self) -> _Yardstick:
        if not re.search(self.words, self.sample):
            raise ValueError(f"表达式在自己的例子“{self.sample}”里不命中")
        return self


class _Strength(Strict):
    name: str
    matter: str
    sample: str


class _Yardsticks(Strict):
    matter: str
    asked: str
    yardsticks: tuple[_Yardstick, ...]
    strengths: tuple[_Strength, ...]
    lax: str
    strict: str

    @model_validator(mode="after")
    def _can_fire(self) -> _Yardsticks:
        for one in self.strengths:
            if not re.search(f"{one.matter}{_NEAR}{self.lax}", one.sample):
                raise ValueError(f"“{one.name}”的表达式在自己的例子“{one.sample}”里不命中")
        return self


@cache
def _words() -> _Yardsticks:
    return load_strict(_FILE, _Yardsticks)


@rule(
    "ST80", "yardsticks-differ", title="能效以几种标尺衡量", each=Document, severity=Severity.INFO,
    authority=AGREE, suggestion="统一能效要求的标尺；不同对象用不同标尺的，分别写明对象和数值。",
)  # fmt: skip
def yardsticks_differ(document: Document, context: Context, *, least: int = 2) -> Iterator[Problem]:
    """国际先进水平 here, 标杆水平 there, 限额先进值 in a third place: a project can meet one and miss the others.

    What is new, under way and there already is looked at apart: each may have a yardstick of its own.
    """
    if not context.is_plan:
        return
    words, found = _words(), dict[str, dict[frozenset[str], list[Span]]]()
    for sentence in context.sentences:
        near = re.search(words.matter, sentence.text) and not _FAR.search(sentence.text)
        if not near or not context.is_ordered(sentence) or _OF_SOME.search(sentence.text):
            continue
        state = _STATE.search(sentence.text)
        of = "" if state is None else "在建" if state.group() == "在建" else "新建"
        for part in (own_words(part, document) for part in sentence.segments):
            text = document.read(part)
            names = frozenset(one.name for one in words.yardsticks if re.search(one.words, text))
            if names and re.search(words.asked, text) and not _TOLD.search(text):
                found.setdefault(of, {}).setdefault(names, []).append(part)
    for measured in found.values():
        told = {name for names in measured for name in names}
        places = [in_context(span, document) for spans in measured.values() for span in spans[:2]]
        if len(measured) < least:
            continue
        yield Problem(
            min(places), f"能效要求分别以{'、'.join(sorted(told))}为准，标尺不一。", tuple(sorted(places))[:_MOST]
        )


@rule(
    "ST81", "replaced-or-reduced", title="同一替代要求宽严不一", each=Document, severity=Severity.INFO, cap=2,
    authority=AGREE, suggestion="统一为“减量”或“等量或减量”；不同地区、行业要求不同的，分别写明范围。",
)  # fmt: skip
def replaced_or_reduced(document: Document, context: Context) -> Iterator[Problem]:
    """Coal may be replaced one for one in one place and must be reduced in another: which of the two is checked?"""
    if not context.is_plan:
        return
    for one in _words().strengths:
        lax: list[Span] = []
        strict: list[Span] = []
        for sentence in context.sentences:
            if not context.is_ordered(sentence):
                continue
            for part in (own_words(part, document) for part in sentence.segments):
                text = document.read(part)
                if re.search(f"{one.matter}{_NEAR}{_words().lax}", text):
                    lax.append(part)
                elif re.search(f"{one.matter}{_NEAR}{_words().strict}", text):
                    strict.append(part)
        if lax and strict:
            shown = (in_context(span, document) for span in (*lax[:4], *strict[:4]))
            yield Problem(strict[0], f"{one.name}一处可以等量，一处只许减量。", tuple(shown), cause=one.name)
