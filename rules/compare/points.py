"""The points of a plan: its sentences that promise something, each with what is concrete in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ingest.division import divisions
from ingest.document import Clause, ClauseKind, Document, Span
from nlp.bureaus.mention import find_bureaus, is_duty_line
from nlp.commitment import Commitments, DeadlineKind, Target
from nlp.deadline import find_deadlines
from nlp.deadline_calendar import Calendar
from nlp.passage import Passage
from nlp.quantity import find_quantities
from rules.compare.text import flat, letters
from rules.context import split_sentences
from rules.yaml_file import DATA, Strict, load_strict

_COMMON = DATA / "common_places.yaml"
SHORTEST = 6  # letters of a sentence that says something
SIGNED = 20  # letters up to which a line without a full stop is a signature, a date or a caption
_STOP = re.compile(r"[。；！？;!?][”’）)]*$")
_ANNEX = re.compile(r"附件[0-9一二三四五六七八九十]*[：:]")  # what is attached, no promise
_QUOTED = re.compile(r"“[^”]*”")
# kinds of area, no names: 新城, 城中区
_KIND = re.compile(r"^(?:.区|新城.?|开发区?|合作区?|城中区?)$")

# 恩施土家族苗族自治州 -> 恩施, 宜昌市 -> 宜昌
_SUFFIX = re.compile(
    r"(?:(?:土家|苗|藏|羌|彝|回|蒙古|哈萨克|柯尔克孜|朝鲜|白|傣|景颇|傈僳|壮|哈尼|布依|侗|黎|瑶|水|满|维吾尔|纳西|拉祜|佤|畲|仡佬"
    r"|普米|独龙|怒|裕固|土|撒拉|保安|东乡|达斡尔|鄂温克|鄂伦春|塔吉克|锡伯|毛南|仫佬|布朗)族?|各族)*"
    r"(?:自治[州县旗]|地区|林区|市|县|区|旗|盟)$"
)


class FactKind(StrEnum):
    NUMBER = "数值"
    DATE = "时间"
    OWNER = "责任单位"
    NAMED = "项目地点"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something in a sentence that can be checked: a quantity, a date, a body that answers, a named place."""

    kind: FactKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence (or table row) of a plan that promises something."""

    clause: str
    place: int  # of the clause among the clauses of the plan
    path: tuple[str, ...]
    span: Span
    text: str
    facts: tuple[Fact, ...] = ()
    targets: tuple[Target, ...] = ()


def points(document: Document, commitments: Commitments) -> tuple[Point, ...]:
    """The points in order. Headings, letterheads, signatures and the lines that only name bodies are none."""
    headings = {section.id: section.heading for section in document.sections}
    calendar = Calendar.of(document)
    by_clause: dict[str, list[Target]] = {}
    for target in commitments.targets:
        by_clause.setdefault(target.clause, []).append(target)
    found = []
    for place, clause in enumerate(document.clauses):
        if clause.section is None or _no_text(document, clause):
            continue
        for span in _sentences(document, clause):
            heading = headings[clause.section]
            if heading.covers(span) or (clause.run_in and clause.run_in.stop + 1 >= span.stop):
                continue
            inner = Span(max(span.start, heading.stop), span.stop) if heading.stop > span.start else span
            text = flat(document, [inner]).lstrip("。：: ")
            if len(letters(text)) < SHORTEST or (len(letters(text)) < SIGNED and not _STOP.search(text)):
                continue
            if is_duty_line(Passage.read(document, inner)) or _ANNEX.match(text):
                continue
            own = tuple(target for target in by_clause.get(clause.id, ()) if inner.covers(target.span))
            path = document.path(clause.section)
            facts = tuple(_with_values(document, own, _facts(document, inner, calendar)))
            found.append(Point(clause.id, place, path, inner, text, facts, own))
    return tuple(found)


def _no_text(document: Document, clause: Clause) -> bool:
    """True for what stands under the title page: a title and an addressee are no section of their own."""
    return clause.id.startswith("0/") and clause.section is not None and not document.section(clause.section).label


def _sentences(document: Document, clause: Clause) -> Iterator[Span]:
    if clause.kind is not ClauseKind.TABLE_ROW:
        yield from (sentence.span for sentence in split_sentences(document, clause))
    elif clause.table is not None and (clause.row or 0) >= document.tables[clause.table].header_rows:
        yield clause.span


def owners(document: Document, clause: str) -> tuple[str, ...]:
    """The bodies that a clause names, each once, in order; groups that nobody answers for left out."""
    passage = Passage.read(document, document.clause(clause).span)
    named = [one.name for one in find_bureaus(passage, document.level) if not one.collective]
    return tuple(dict.fromkeys(named))


def _with_values(document: Document, targets: Iterable[Target], facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts, and the values of targets that have no unit to be known by (PUE不高于1.3)."""
    known = tuple(facts)
    yield from known
    for target in targets:
        if not target.unit:
            text = flat(document, [target.span])
            value = re.search(re.escape(str(target.value)), text)
            if value:
                yield Fact(FactKind.NUMBER, value.group(), target.span)


def _facts(document: Document, span: Span, calendar: Calendar) -> Iterator[Fact]:
    passage = Passage.read(document, span)
    quoted = [match.span() for match in _QUOTED.finditer(passage.text)]
    dates = [
        one.span
        for one in find_deadlines(passage, calendar)
        if one.kind in {DeadlineKind.BY, DeadlineKind.WITHIN} and one.end is not None
    ]
    yield from (Fact(FactKind.DATE, flat(document, [one]), one) for one in dates)
    for quantity in find_quantities(passage.text):
        place = passage.span(quantity.start, quantity.stop)
        inside = any(start <= quantity.start < stop for start, stop in quoted)
        if quantity.unit and not inside and not any(date.covers(place) for date in dates):
            yield Fact(FactKind.NUMBER, flat(document, [place]), place)
    for one in find_bureaus(passage, document.level):
        if not one.collective:
            yield Fact(FactKind.OWNER, one.name, one.span)
    names = _places(document.region_code[:2] if document.region_code else "", document.region or "")
    if names:
        for match in names.finditer(passage.text):
            place = passage.span(match.start(), match.end())
            yield Fact(FactKind.NAMED, match.group(), place)


class _Common(Strict):
    names: frozenset[str]


@cache
def _common_places() -> frozenset[str]:
    return load_strict(_COMMON, _Common).names


@cache
def _places(province: str, own: str) -> re.Pattern[str] | None:
    """The places inside a province, under full and short names, without the region that the plan is for itself."""
    if not province:
        return None
    names: set[str] = set()
    for one in divisions():
        if one.code and one.code.startswith(province) and not one.code.endswith("0000") and one.name != own:
            names |= {one.name, _SUFFIX.sub("", one.name)}
    names = {name for name in names if len(name) > 1 and name not in own and not _KIND.match(name)} - _common_places()
    return re.compile("|".join(sorted(names, key=lambda name: (-len(name), name)))) if names else None
