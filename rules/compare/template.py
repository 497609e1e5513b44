"""A draft against a template: which chapters, lists, indicators and tasks it brings, where, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.document import Clause, ClauseKind, Document, Section, Span
from nlp.commitment import Commitments, Target
from rules.compare.alignment import in_order
from rules.compare.superior import Cover
from rules.compare.text import flat, letters
from rules.compare.versions import Place
from rules.context import Context, Sentence
from rules.indicator import normal, value_text
from rules.pairing import bare, likeness
from rules.reference import NationalTarget, national_targets
from rules.template import Template, TemplateIndicator, TemplateList, TemplateSection, TemplateTask

ALIKE = 0.75  # likeness of a heading to the title of a chapter
MET = 0.66  # share of the words of a point in one sentence from which it is met
COVERED, WEAK = 0.5, 0.0  # share of the points of a task: from the first covered, above the second in part
SHORT_LINE = 40  # characters of a line that may be the title of a list
MOST = 4  # clauses shown for a task


class Presence(StrEnum):
    PRESENT = "有"
    ELSEWHERE = "另处体现"
    NAMED = "有名无值"
    MISSING = "未见"


@dataclass(frozen=True, slots=True)
class SectionCover:
    """A chapter of the template in the draft. lacking: parts that it does not speak of; in_order: it stands where the
    template has it."""

    wanted: TemplateSection
    presence: Presence
    place: Place | None
    lacking: tuple[str, ...] = ()
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class ListCover:
    """A list or annex. lacking: columns that its table does not have; none where it is no table."""

    wanted: TemplateList
    presence: Presence
    place: Place | None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorCover:
    """An indicator with what the draft promises for it, and the national level beside it."""

    wanted: TemplateIndicator
    presence: Presence
    targets: tuple[str, ...]
    place: Place | None
    short: bool  # a value of the draft misses the reference value of the template
    national: str


@dataclass(frozen=True, slots=True)
class PointCover:
    """A point of a task: the sentence that shows it best, None where none does. share: of its words, 0 to 1."""

    point: str
    share: float
    place: Place | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of the template: how much of it the draft takes up, and where."""

    wanted: TemplateTask
    cover: Cover
    score: float
    points: tuple[PointCover, ...]
    clauses: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TemplateComparison:
    """A draft held against a template."""

    template: Template
    draft: str
    draft_title: str
    sections: tuple[SectionCover, ...]
    lists: tuple[ListCover, ...]
    indicators: tuple[IndicatorCover, ...]
    tasks: tuple[TaskLine, ...]


def compare_template(draft: Document, commitments: Commitments, template: Template) -> TemplateComparison:
    """Everything the template asks for once, in its order."""
    context = Context(draft, commitments, date.min, template)
    sentences = tuple(_spoken(context))
    return TemplateComparison(
        template=template,
        draft=draft.id,
        draft_title=draft.title,
        sections=tuple(_sections(context, template)),
        lists=tuple(_list(context, wanted) for wanted in template.lists),
        indicators=tuple(_indicator(context, wanted) for wanted in template.indicators),
        tasks=tuple(_task(draft, wanted, sentences) for wanted in template.tasks),
    )


def find_section(wanted: TemplateSection, document: Document) -> Section | None:
    """The best heading for a chapter of the template: its title or an alias stands in it."""
    names = (wanted.title, *wanted.aliases)
    for section in sorted(document.sections, key=lambda one: (one.level if one.level else 5, one.span)):
        title = bare(section.title)
        if any(bare(name) in title or likeness(name, title) >= ALIKE for name in names):
            return section
    return None


def lacking_parts(wanted: TemplateSection, document: Document, section: Section) -> tuple[str, ...]:
    """What the chapter must speak of and does not."""
    body = bare(document.read(section.span))
    return tuple(part for part in wanted.parts if bare(part) not in body and not _speaks_of(part, body))


def list_titles(context: Context) -> tuple[tuple[str, Span], ...]:
    """Everything that may be the title of a list: headings, captions, short lines."""
    document = context.document
    found = [(bare(one.title), one.heading) for one in document.sections]
    found += [(bare(document.read(table.caption)), table.caption) for table in document.tables if table.caption]
    found += [(bare(document.read(b.span)), b.span) for b in context.body_blocks if len(b.span) <= SHORT_LINE]
    return tuple(found)


def short_of(wanted: TemplateIndicator, target: Target) -> bool:
    """True for a value below the minimum or above the maximum of the template."""
    value = float(target.value)
    below = wanted.minimum is not None and value < wanted.minimum
    return below or (wanted.maximum is not None and value > wanted.maximum)


def _speaks_of(part: str, body: str) -> bool:
    """True when every second pair of characters of the part's name stands in the text."""
    return all(part[i : i + 2] in body for i in range(0, len(part) - 1, 2))


def _heads_the_page(document: Document, clause: Clause) -> bool:
    """True for what stands above the first numbered heading."""
    return clause.section is None or clause.id.startswith("0/")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A sentence, its letters, and those of its clause with the headings above it: what it goes on speaking of."""

    sentence: Sentence
    text: str
    around: str


def _spoken(context: Context) -> Iterator[_Spoken]:
    document = context.document
    around: dict[str, str] = {}
    for sentence in context.all_sentences:
        clause = sentence.clause
        if context.in_background(clause) or _heads_the_page(document, clause):
            continue
        if clause.id not in around:
            headings = "".join(document.path(clause.section)[1:])
            around[clause.id] = letters(headings + document.read(clause.span)).lower()
        yield _Spoken(sentence, letters(sentence.text).lower(), around[clause.id])


def _sections(context: Context, template: Template) -> Iterator[SectionCover]:
    document = context.document
    found = [find_section(wanted, document) for wanted in template.sections]
    placed = [section.span.start for section in found if section is not None and section.level <= 1]
    kept = in_order(placed)
    ordered = {placed[index] for index in kept}
    for wanted, section in zip(template.sections, found, strict=True):
        if section is not None:
            in_place = section.level > 1 or section.span.start in ordered
            yield SectionCover(wanted, Presence.PRESENT, _heading(document, section),
                               lacking_parts(wanted, document, section), in_place)  # fmt: skip
            continue
        words = wanted.elsewhere or wanted.parts
        shown = next((one for one in context.sentences if any(word in one.text for word in words)), None)
        presence = Presence.ELSEWHERE if shown else Presence.MISSING
        yield SectionCover(wanted, presence, _place(document, shown.clause, shown.span) if shown else None)


def _list(context: Context, wanted: TemplateList) -> ListCover:
    document = context.document
    names = [bare(name) for name in (wanted.title, *wanted.aliases)]
    span = next((span for title, span in list_titles(context) if any(name in title for name in names)), None)
    if span is None:
        return ListCover(wanted, Presence.MISSING, None)
    table = next((one for one in document.tables if one.span.start >= span.start), None)
    lacking: tuple[str, ...] = ()
    if wanted.columns and table is not None:
        header = bare("".join(document.read(cell.span) for row in table.rows[: table.header_rows] for cell in row))
        lacking = tuple(column for column in wanted.columns if not _speaks_of(column, header))
    clause = context.clause_at(span)
    path = document.path(clause.section) if clause else ()
    page = clause.page if clause else None
    return ListCover(wanted, Presence.PRESENT, Place(path, (), flat(document, [span]), span, page), lacking)


def _indicator(context: Context, wanted: TemplateIndicator) -> IndicatorCover:
    document = context.document
    names = {normal(name) for name in (wanted.name, *wanted.aliases)}
    targets = [one for one in context.commitments.targets if normal(one.indicator) in names]
    said = tuple(dict.fromkeys(f"{value_text(one)}（{one.year or '未写年份'}）" for one in targets))
    level = "；".join(_level(one) for one in national_targets() if _is_of(one, names))
    short = any(one.unit == wanted.unit and short_of(wanted, one) for one in targets)
    if targets:
        place = _place(document, document.clause(targets[0].clause), targets[0].span)
        return IndicatorCover(wanted, Presence.PRESENT, said, place, short, level)
    for sentence in context.all_sentences:
        if any(bare(name) in bare(sentence.text) for name in (wanted.name, *wanted.aliases)):
            place = _place(document, sentence.clause, sentence.span)
            return IndicatorCover(wanted, Presence.NAMED, (), place, False, level)
    return IndicatorCover(wanted, Presence.MISSING, (), None, False, level)


def _is_of(target: NationalTarget, names: set[str]) -> bool:
    return any(normal(name) in names for name in (target.indicator, *target.aliases))


def _level(target: NationalTarget) -> str:
    ways = {"up": "提高", "down": "下降", None: ""}
    base = f"比{target.base}年" if target.base else ""
    return f"{target.year}年{base}{ways[target.direction]}{target.value:g}{target.unit}（《{target.document}》）"


def _task(draft: Document, wanted: TemplateTask, sentences: Sequence[_Spoken]) -> TaskLine:
    points = tuple(_point(draft, point, sentences) for point in wanted.points)
    score = sum(point.share for point in points if point.place) / len(points)
    cover = Cover.COVERED if score >= COVERED else Cover.WEAK if score > WEAK else Cover.ABSENT
    weight: dict[str, float] = {}
    for point in points:
        if point.place:
            weight[point.place.clauses[0]] = weight.get(point.place.clauses[0], 0) + point.share
    clauses = tuple(sorted(weight, key=lambda name: (-weight[name], name)))[:MOST]
    missing = [point.point for point in points if point.place is None]
    reason = f"{len(points)} 个要点中见到 {len(points) - len(missing)} 个"
    reason += f"，未见：{'；'.join(missing)}" if missing and len(missing) < len(points) else ""
    return TaskLine(wanted, cover, round(score, 4), points, clauses, reason)


def _point(draft: Document, point: str, sentences: Sequence[_Spoken]) -> PointCover:
    """The sentence with the last word of the point whose clause, or the headings above it, hold the others too; of
    several the one that holds most itself, of equals the shortest, which speaks of it alone."""
    groups = [[letters(word).lower() for word in group.split("/")] for group in point.split()]
    best: tuple[float, int, Sentence] | None = None
    for one in sentences:
        if not any(word in one.text for word in groups[-1]):
            continue
        said = sum(any(word in one.around for word in group) for group in groups)
        here = sum(any(word in one.text for word in group) for group in groups)
        share = said / len(groups)
        if share >= MET and (best is None or (share + here, -len(one.text)) > best[:2]):
            best = (share + here, -len(one.text), one.sentence)
    if best is None:
        return PointCover(point, 0.0, None)
    sentence = best[2]
    return PointCover(point, 1.0, _place(draft, sentence.clause, sentence.span))


def _heading(document: Document, section: Section) -> Place:
    return Place(document.path(section.id), (), flat(document, [section.heading]), section.heading, section.page)


def _place(document: Document, clause: Clause, span: Span) -> Place:
    inner = clause.span if clause.kind is ClauseKind.TABLE_ROW else span
    return Place(document.path(clause.section), (clause.id,), flat(document, [inner]), inner, clause.page)
