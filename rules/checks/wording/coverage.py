"""ST and NU: is what a heading, a goal or a sentence announces followed up by the text it stands over?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import Field, model_validator

from ingest.document import Document, Section, SectionKind, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.pairing import bare, grams
from rules.passage import segment_around
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

ANSWERED = "党政机关公文处理工作条例第十九条：内容完整，结构严谨，前后照应"
_NOUNS = DATA / "heading_nouns.yaml"
_OPENING_VERB = re.compile(
    r"^(?:(?:积极|大力|加快|持续|深入|扎实|有序|全面|着力|稳步|进一步|严格)+)?(?:推进|推动|推广|建立|健全|完善|实施|开展|发展|提升|提高|加强"
    r"|强化|构建|培育|优化|落实|深化|统筹|促进|规范|打造|加大|支持|鼓励|引导|做好|抓好|建设)*"
)
_LAW_PROMISED = re.compile(r"(?:完善|健全|建立|制定|构建)[^，。；]{0,16}?(法律法规|法规规章|法规|立法|法律)")
_LAW = re.compile(r"法律|法规|条例|规章|立法|办法|规定》|法》")
_ENFORCED, _STANDARDS = re.compile("执法"), re.compile("标准|制度")
_LISTED = re.compile(r"、|(?<!中)和(?!谐)")
_SEGMENT = re.compile(r"[^，。；：\n]{2,}")
_JOINTS = re.compile(r"[、和与及]")
# 集甲、乙、丙于一体的某体系
_IN_ONE = re.compile(r"集([^，。；集]{6,80}?)(?:等)?于一体的[^，。；]{0,12}体系")


@rule(
    "ST33", "heading-part-without-text", title="标题所列事项正文未见", each=Section, severity=Severity.INFO, cap=3,
    authority=ANSWERED, suggestion="补写该事项，或从标题中删去。", summary="标题所列事项在正文中未见，共{count}处。",
)  # fmt: skip
def heading_part_without_text(section: Section, context: Context, *, shortest: int = 60) -> Iterator[Problem]:
    """「落实标准、认证和统计制度」 over a text that says nothing of standards: the heading promises too much."""
    document = context.document
    if not context.is_plan or section.kind is SectionKind.BOX or section.level < 1 or len(section.title) > 40:
        return
    body = Span(section.heading.stop, section.span.stop)
    text = document.read(body)
    if len(bare(text)) < shortest:
        return
    yield from _laws_not_made(section, body, document)
    for listed in re.split("[，。；：]", section.title):
        if "、" not in listed:
            continue
        parts = [_OPENING_VERB.sub("", part) for part in _LISTED.split(listed)]
        if len(parts) < 3 or not all(2 <= len(part) <= 10 for part in parts):
            continue
        held = grams(text)
        empty = [part for part in parts if not _own(part, parts) & held and part not in text]
        if len(empty) == 1 and _own(empty[0], parts):
            kept = [_place_of(part, parts, body, document) for part in parts if part != empty[0]]
            shown = (section.heading, *dict.fromkeys(kept))
            yield Problem(section, f"标题列有“{empty[0]}”，正文未见。", shown, cause=section.id)
    yield from _nouns_unanswered(section, body, context)


class _Noun(Strict):
    """Something that a heading promises. kept: how the text under it keeps the promise; titled: the heading's words."""

    name: str = Field(min_length=2)
    titled: str | None = None
    kept: str = Field(min_length=2)
    sample: str

    @model_validator(mode="after")
    def _can_be_kept(self) -> _Noun:
        if not re.search(self.kept, self.sample):
            raise ValueError(f"“{self.name}”的各词在自己的例子“{self.sample}”里也不命中")
        return self


class _Nouns(Strict):
    nouns: tuple[_Noun, ...] = Field(min_length=1)


@cache
def _nouns() -> tuple[_Noun, ...]:
    return load_strict(_NOUNS, _Nouns).nouns


def _nouns_unanswered(section: Section, body: Span, context: Context) -> Iterator[Problem]:
    """「强化目标分解落实」 over a text that divides nothing: what the text does say is shown beside it."""
    document = context.document
    if context.in_background(context.clause_at(body)) or any(
        one.level > section.level and section.span.covers(one.span) for one in document.sections
    ):
        return
    text = document.read(body)
    lost = [
        one.name for one in _nouns()
        if re.search(one.titled or one.name, section.title) and not re.search(one.kept, text)
    ]  # fmt: skip
    if lost:
        said = [body.place(one) for one in _SEGMENT.finditer(text)][:2]
        yield Problem(section, f"标题列有“{'、'.join(lost)}”，正文未见。", (section.heading, *said), cause=section.id)


def _laws_not_made(section: Section, body: Span, document: Document) -> Iterator[Problem]:
    """「完善法律法规体系」 over measures none of which touches a law: the nearest is to enforce those there are."""
    promised = _LAW_PROMISED.search(section.title)
    text = document.read(body)
    if promised is None or _LAW.search(text):
        return
    found = list(_ENFORCED.finditer(text)) or list(_STANDARDS.finditer(text))
    shown = dict.fromkeys(segment_around(body.place(one), document) for one in (*found[:1], *found[-2:]))
    yield Problem(section, f"标题列有“{promised[1]}”，正文没有法律法规的制定、修订或落实。", (section.heading, *shown))


def _place_of(part: str, parts: list[str], body: Span, document: Document) -> Span:
    """The segment of the text that has most of what is special to a part."""
    own = _own(part, parts)
    found = [body.place(one) for one in _SEGMENT.finditer(document.read(body))]
    return max(found, key=lambda span: (len(own & grams(document.read(span))), -span.start))


def _own(part: str, parts: list[str]) -> frozenset[str]:
    """The pairs of characters of a part that no other part of the list has."""
    return grams(part).difference(*(grams(other) for other in parts if other is not part))


_SCOPED = re.compile(
    r"(既有|存量|老旧|在用|现有|新建)((?:居住|公共|城镇|公共机构)?[\u4e00-\u9fff]{2,5}?)(?:的|节能|绿色|改造|治理|更新|提升|升级|整治|、|和|$)"
)
_STANDING = ("既有", "存量", "老旧", "在用", "现有")


@rule(
    "ST70", "heading-for-other-stock", title="标题限于既有或新建，正文写到另一类", each=Section, severity=Severity.INFO,
    authority=ANSWERED, suggestion="把另一类的要求移到相应任务，或改写标题。", cap=3,
)  # fmt: skip
def heading_for_other_stock(section: Section, context: Context) -> Iterator[Problem]:
    """「加强既有建筑改造」 over rules for new buildings: whoever looks for those will not find them there."""
    match = _SCOPED.search(section.title)
    if match is None or section.level < 1 or not context.is_plan:
        return
    own, thing = match[1], match[2][-4:]
    others = ("新建",) if own in _STANDING else ("既有", "存量")
    if any(word in section.title for word in (*others, "新改扩建", "新（改、扩）建")):
        return
    document = context.document
    body = Span(section.heading.stop, section.span.stop)
    other = re.compile(rf"(?:{'|'.join(others)})(?!筑)[^，。；、和]{{0,8}}{re.escape(thing)}")
    found = [segment_around(body.place(one), document) for one in other.finditer(document.read(body))]
    if found:
        yield Problem(
            section, f"标题限于“{own}”，正文{len(found)}处写到{others[0]}的{thing}。", (section.heading, *found[:4])
        )  # fmt: skip


@rule(
    "NU19", "announced-parts-dropped", title="所列各项只有一部分有下文", each=Document, severity=Severity.INFO, cap=3,
    authority=ANSWERED, suggestion="补写其余各项的措施和目标，或按实际内容改写。",
)  # fmt: skip
def announced_parts_dropped(document: Document, context: Context) -> Iterator[Problem]:
    """「构建集甲、乙、丙、丁于一体的体系」 in a task that then speaks of 甲 and 乙 only."""
    for task in context.text_tasks:
        sentences = context.sentences_of(task)
        for sentence in sentences:
            match = _IN_ONE.search(sentence.text)
            if match is None:
                continue
            parts = [part for part in _JOINTS.split(match[1]) if part]
            rest = "".join(one.text for one in sentences if one is not sentence)
            kept = [part for part in parts if part[:2] in rest]
            lost = [part for part in parts if part[:2] not in rest]
            if len(kept) >= 2 and len(lost) >= 2:
                span = sentence.span.place(match)
                yield Problem(
                    span, f"宣布{len(parts)}项，下文只涉及{'、'.join(kept)}，未见{'、'.join(lost)}。",
                    (segment_around(span, document), *_spoken_of(kept, sentences, sentence, document)),
                )  # fmt: skip


def _spoken_of(
    kept: list[str], sentences: tuple[Sentence, ...], announced: Sentence, document: Document
) -> Iterator[Span]:  # fmt: skip
    """The last place of the task that speaks of each part, which is where its goals stand."""
    found = []
    for part in kept:
        for one in reversed(sentences):
            at = one.text.rfind(part[:2])
            if one is not announced and at >= 0:
                found.append(segment_around(Span(one.span.start + at, one.span.start + at + 2), document))
                break
    yield from dict.fromkeys(found)
