"""TG: things that a plan counts: is there a number at all, and does the number say what is gained?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import Field

from ingest.document import Document, Span
from nlp.commitment import Origin
from rules.checks.goal.lever import measured_texts
from rules.checks.goal.quantity import FIGURE
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import in_context, own_words, promise_span, segment_around, shortened
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_FILE = DATA / "selections.yaml"
_AREA = re.compile(r"\d[\d.]*(?:万|亿)?平方米")
_PIECES = frozenset("个座台项套处")
_KNOWLEDGE = re.compile(r"技术|标准|专利|课题|人才|平台")  # counted in pieces by its nature
_BY_VILLAGES = re.compile(r"(?:治理|处理|管控|覆盖|普及)率")  # what a number of villages adds to
_URGED = re.compile(r"^(?:积极)?(?:鼓励|支持|引导|倡导|督促|指导)")
_LONGEST = 110  # characters of a passage from the work to its area


class _Selections(Strict):
    units: str = Field(min_length=2)
    before: str
    behind: str
    not_here: str
    together: tuple[tuple[str, str], ...]
    facilities: str
    sized: str
    works: str
    saved: str


@cache
def _words() -> _Selections:
    return load_strict(_FILE, _Selections)


@cache
def _selected() -> re.Pattern[str]:
    words = _words()
    units = re.sub(r"\s+", "", words.units)
    end = r"(?=[，。；、和及与等”）]|$|活动|工作|行动|建设|遴选|评选|创建|征集|认定)"
    return re.compile(
        rf"(?:{words.before})[^，。；：]{{0,24}}?({units}){end}|({units})[^，。；：]{{0,4}}(?:{words.behind}){end}"
    )


@rule(
    "TG90", "selection-without-number", title="遴选、创建未写数量", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="写明本期遴选、创建多少个，或达到多大比例。",
)  # fmt: skip
def selection_without_number(
    document: Document, context: Context, *, fewest: int = 2, most: int = 16
) -> Iterator[Problem]:  # fmt: skip
    """Model units, front runners and green plants that are to be selected, none of them with a number anywhere."""
    if not context.gives_orders:
        return
    measured = measured_texts(context)
    found: list[Span] = []
    for sentence in context.sentences:
        if sentence.clause.id not in context.tasks_by_clause or not _ordered(sentence, context):
            continue
        urged = False
        for part in (own_words(one, document) for one in sentence.segments):
            text = document.read(part)
            urged = urged or bool(_URGED.search(text))  # what follows is what others are urged to
            match = _selected().search(text)
            if urged or match is None or FIGURE.search(text) or re.search(_words().not_here, text):
                continue
            unit = re.sub("[“”]", "", match[1] or match[2])
            counted = any(unit in other for other in measured) or any(_of_one_name(unit, other) for other in measured)
            in_full = re.search(rf"(?:全面|全部)(?:建成|完成|达到)[^，。；]{{0,6}}{unit}", sentence.text)
            if not counted and not in_full and not _is_title(part, context):
                found.append(part)
    if len(found) >= fewest:
        yield Problem(
            found[0], f"要遴选、创建的单位、项目未写数量，共{len(found)}处，如“{document.quote(found[0])}”。",
            tuple(dict.fromkeys(in_context(part, document) for part in found[:most])),
        )  # fmt: skip


def _of_one_name(unit: str, counted: str) -> bool:
    """True where the text counts the units under their common name: 绿色制造示范单位 are green plants and parks."""
    return any(re.fullmatch(one, unit) and re.search(whole, counted) for one, whole in _words().together)


def _ordered(sentence: Sentence, context: Context) -> bool:
    clause = sentence.clause
    return not (context.in_goals(clause) or context.in_background(clause) or context.in_annex(clause))


def _is_title(part: Span, context: Context) -> bool:
    """True for the heading of a task: what stands below it may give the number."""
    clause = context.clause_at(part)
    titles = (task.title for task in context.tasks_by_clause.get(clause.id if clause else "", ()))
    return any(title and title in context.document.read(part) for title in titles)


@rule(
    "TG91", "number-without-size", title="只有个数或面积，没有容量和效果", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="补写装机、处理能力或节能量，说明这些项目对总目标有多大贡献。",
)  # fmt: skip
def number_without_size(document: Document, context: Context, *, most: int = 8) -> Iterator[Problem]:
    """A hundred solar roofs of no size, a million square metres renovated to no standard: what they bring is open."""
    if not context.gives_orders:
        return
    found = [*_pieces(context), *_areas(context)]
    if found:
        said = document.quote(found[0])
        said = shortened(said, 40)
        yield Problem(found[0], f"“{said}”只有个数或面积，没有容量和效果，看不出对目标的贡献。", tuple(found[:most]))


def _pieces(context: Context) -> Iterator[Span]:
    """Facilities that are counted in pieces where their sentence gives no size, those of one sentence as one."""
    spans: dict[Span, Span] = {}
    by_villages = bool(_BY_VILLAGES.search(context.document.text))
    for target in context.commitments.targets:
        clause = context.clause_at(target.span)
        if target.origin is not Origin.TEXT or target.unit not in _PIECES or context.in_background(clause):
            continue
        if context.in_annex(clause) or not re.search(_words().facilities, target.indicator):
            continue
        if _KNOWLEDGE.search(target.indicator) or (by_villages and re.search("村.*污水|污水.*村", target.indicator)):
            continue
        sentence = next((one for one in context.sentences if one.span.covers(target.span)), None)
        if sentence is None or re.search(_words().sized, sentence.text):
            continue
        part = segment_around(promise_span(target, context.document), context.document)
        before = spans.get(sentence.span, part)
        spans[sentence.span] = Span(min(before.start, part.start), max(before.stop, part.stop))
    yield from spans.values()


def _areas(context: Context) -> Iterator[Span]:
    """Renovations for energy that are counted in square metres, in a plan that nowhere says what they are to save."""
    words = _words()
    if any(re.search("节能率|节能量", one.text) for one in context.sentences):
        return
    for sentence in context.sentences:
        work, area = re.search(words.works, sentence.text), _AREA.search(sentence.text)
        if not work or not area or not _ordered(sentence, context) or re.search(words.saved, sentence.text):
            continue
        first = segment_around(sentence.span.place(work), context.document)
        last = segment_around(sentence.span.place(area), context.document)
        whole = Span(min(first.start, last.start), max(first.stop, last.stop))
        yield whole if len(whole) <= _LONGEST else last
