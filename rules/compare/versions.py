"""Two versions of one plan: what was taken out, put in, reworded and moved, and what every commitment became."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Document, Section, Span
from nlp.commitment import Commitment, Commitments, Project, Target, Task
from rules.compare.alignment import Match, Side, in_order, match_clauses, match_sections
from rules.compare.fields import fields, name_of, nearness
from rules.compare.text import Piece, flat, letters, word_diff


class Change(StrEnum):
    REMOVED = "删除"
    ADDED = "新增"
    EDITED = "修改"
    MOVED = "移动"
    RENAMED = "改名"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in one version: the headings above it, its clauses, and the words as printed."""

    path: tuple[str, ...]
    clauses: tuple[str, ...]
    quote: str
    span: Span
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that is no longer there, is new, has another title, or stands elsewhere; its whole text counts."""

    change: Change
    old: Place | None
    new: Place | None
    clauses: int  # how many clauses stand in it


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause that is gone, new, reworded or moved. `diff` is word for word; within: heading of a section that was
    removed or added as a whole, so that its clauses are no changes of their own."""

    change: Change
    old: Place | None
    new: Place | None
    diff: tuple[Piece, ...] = ()
    moved: bool = False
    within: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing said of a commitment that is another in the new version; "" where nothing is said.

    inherited: it stands in another clause, which speaks for several commitments.
    """

    field: str
    old: str
    new: str
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """A target, task or project that is gone, new, or promises something else."""

    change: Change
    kind: str  # 目标, 任务, 项目
    name: str
    old: Place | None
    new: Place | None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions held side by side. unchanged: clauses that are the same on both sides, moved ones among them."""

    old: str
    new: str
    old_title: str
    new_title: str
    sections: tuple[SectionChange, ...]
    clauses: tuple[ClauseChange, ...]
    commitments: tuple[CommitmentChange, ...]
    unchanged: int

    @property
    def own_clauses(self) -> tuple[ClauseChange, ...]:
        """The changed clauses without those of sections that were removed or added as a whole."""
        return tuple(one for one in self.clauses if one.within is None)


KINDS: Mapping[type[Commitment], str] = {Target: "目标", Task: "任务", Project: "项目"}


def compare_versions(
    old: Document, new: Document, old_commitments: Commitments, new_commitments: Commitments
) -> VersionComparison:
    """What became of every section, clause and commitment of the old version, and what is new."""
    left, right = Side(old), Side(new)
    matches = match_clauses(left, right)
    became = match_sections(old, new, matches)
    gone, come = _lone_sections(old, new, matches, became)
    clauses = tuple(_clause_changes(left, right, matches, became, gone, come))
    return VersionComparison(
        old=old.id,
        new=new.id,
        old_title=old.title,
        new_title=new.title,
        sections=tuple(_section_changes(old, new, became, gone, come)),
        clauses=clauses,
        commitments=tuple(_commitment_changes(old, new, old_commitments, new_commitments, matches)),
        unchanged=sum(bool(m.old and m.new) and _same(left, right, m) for m in matches),
    )


def _same(left: Side, right: Side, match: Match) -> bool:
    return "".join(left.keys[i] for i in match.old) == "".join(right.keys[j] for j in match.new) and _signs(
        left, match.old
    ) == _signs(right, match.new)


def _signs(side: Side, places: Sequence[int]) -> str:
    """The text without blanks; signs count, where the letters are the same."""
    return "".join(side.texts[place] for place in places).replace(" ", "")


def _place(document: Document, places: Sequence[int]) -> Place | None:
    if not places:
        return None
    clauses = [document.clauses[place] for place in places]
    return Place(
        path=document.path(clauses[0].section),
        clauses=tuple(clause.id for clause in clauses),
        quote=flat(document, [clause.span for clause in clauses]),
        span=Span(clauses[0].span.start, clauses[-1].span.stop),
        page=clauses[0].page,
    )


def _section_place(document: Document, section: Section) -> Place:
    clauses = tuple(clause.id for clause in document.clauses if section.span.covers(clause.span))
    return Place(document.path(section.parent), clauses, flat(document, [section.heading]), section.heading,
                 section.page)  # fmt: skip


def _lone_sections(
    old: Document, new: Document, matches: Sequence[Match], became: Mapping[str, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """The sections that were removed, and those that are new, with all that stands in them."""
    back = set(became.values())
    gone = frozenset(section.id for section in old.sections if section.id not in became)
    come = frozenset(section.id for section in new.sections if section.id not in back)
    return gone, come


def _section_changes(
    old: Document, new: Document, became: Mapping[str, str], gone: frozenset[str], come: frozenset[str]
) -> Iterator[SectionChange]:
    """In order of the new version; of sections removed or added with all below them only the top one is told."""
    for section in old.sections:
        if section.id in gone and section.parent not in gone:
            place = _section_place(old, section)
            yield SectionChange(Change.REMOVED, place, None, len(place.clauses))
    pairs = [(old.section(one), new.section(other)) for one, other in became.items()]
    for one, other in pairs:
        if letters(one.title) != letters(other.title):
            place = _section_place(new, other)
            yield SectionChange(Change.RENAMED, _section_place(old, one), place, len(place.clauses))
    for one, other in pairs:
        if became.get(one.parent or "") != other.parent and not (one.parent in gone and other.parent in come):
            place = _section_place(new, other)
            yield SectionChange(Change.MOVED, _section_place(old, one), place, len(place.clauses))
    children: dict[str | None, list[tuple[Section, Section]]] = {}
    for one, other in pairs:
        if became.get(one.parent or "") == other.parent:
            children.setdefault(one.parent, []).append((one, other))
    for siblings in children.values():
        siblings.sort(key=lambda pair: pair[0].span)
        kept = in_order([other.span.start for _, other in siblings])
        for index, (one, other) in enumerate(siblings):
            if index not in kept:
                place = _section_place(new, other)
                yield SectionChange(Change.MOVED, _section_place(old, one), place, len(place.clauses))
    for section in new.sections:
        if section.id in come and section.parent not in come:
            place = _section_place(new, section)
            yield SectionChange(Change.ADDED, None, place, len(place.clauses))


def _clause_changes(
    left: Side,
    right: Side,
    matches: Sequence[Match],
    became: Mapping[str, str],
    gone: frozenset[str],
    come: frozenset[str],
) -> Iterator[ClauseChange]:
    old, new = left.document, right.document
    paired = sorted((m for m in matches if m.old and m.new), key=lambda m: m.old[0])
    homes: dict[str | None, list[Match]] = {}
    astray: set[Match] = set()
    for match in paired:
        ours, theirs = old.clauses[match.old[0]].section, new.clauses[match.new[0]].section
        if (became.get(ours) if ours else None) == theirs:
            homes.setdefault(theirs, []).append(match)
        elif not (ours in gone and theirs in come):
            astray.add(match)
    for group in homes.values():
        kept = in_order([match.new[0] for match in group])
        astray |= {match for index, match in enumerate(group) if index not in kept}
    for match in matches:
        before, after = _place(old, match.old), _place(new, match.new)
        if before is None and after is not None:
            within = _top(new, new.clauses[match.new[0]].section, come)
            yield ClauseChange(Change.ADDED, None, after, within=within)
        elif after is None and before is not None:
            within = _top(old, old.clauses[match.old[0]].section, gone)
            yield ClauseChange(Change.REMOVED, before, None, within=within)
        elif before and after:
            moved = match in astray
            if not _same(left, right, match):
                diff = word_diff(before.quote, after.quote)
                yield ClauseChange(Change.EDITED, before, after, diff, moved)
            elif moved:
                yield ClauseChange(Change.MOVED, before, after, moved=True)


def _top(document: Document, section: str | None, lone: frozenset[str]) -> str | None:
    """The heading of the outermost section around a clause that was removed or added as a whole."""
    for one in document.ancestry(section):
        if one.id in lone:
            return f"{one.label}{one.title}"
    return None


def _commitment_changes(
    old: Document, new: Document, ours: Commitments, theirs: Commitments, matches: Sequence[Match]
) -> Iterator[CommitmentChange]:
    became = {old.clauses[i].id: frozenset(new.clauses[j].id for j in m.new) for m in matches for i in m.old}
    order = {clause.id: place for place, clause in enumerate(new.clauses)}
    left, right = Side(old), Side(new)
    same = [match for match in matches if match.old and match.new and _same(left, right, match)]
    # what is printed as before is no change, though another clause may now let it count for something else
    same_old = frozenset(old.clauses[i].id for match in same for i in match.old)
    same_new = frozenset(new.clauses[j].id for match in same for j in match.new)

    def at_home(one: Commitment, other: Commitment) -> bool:
        return other.clause in became.get(one.clause, ())

    sides: tuple[tuple[Sequence[Commitment], Sequence[Commitment]], ...] = (
        (ours.targets, theirs.targets), (ours.tasks, theirs.tasks), (ours.projects, theirs.projects),
    )  # fmt: skip
    for before, after in sides:
        pairs = _pair(before, after, at_home)
        changes: list[tuple[tuple[int, int], CommitmentChange]] = []
        for i, one in enumerate(before):
            if i not in pairs and not _clauses(one) <= same_old:
                place = _commitment_place(old, one)
                near = min((order[c] for c in became.get(one.clause, ())), default=len(order))
                changes.append(((near, 0), _lone(Change.REMOVED, one, place)))
        for i, j in pairs.items():
            changed = tuple(_field_changes(old, new, before[i], after[j], same_new))
            if changed:
                kind, name = KINDS[type(after[j])], name_of(after[j])
                sides_of = (_commitment_place(old, before[i]), _commitment_place(new, after[j]))
                told = CommitmentChange(Change.EDITED, kind, name, *sides_of, changed)
                changes.append(((order[after[j].clause], 1), told))
        taken = set(pairs.values())
        for j, other in enumerate(after):
            if j not in taken and not _clauses(other) <= same_new:
                place = _commitment_place(new, other)
                changes.append(((order[other.clause], 2), _lone(Change.ADDED, other, place)))
        yield from (change for _, change in sorted(changes, key=lambda pair: pair[0]))


def _clauses(one: Commitment) -> frozenset[str]:
    return frozenset((one.clause, *(one.clauses if isinstance(one, Task) else ())))


def _pair(
    before: Sequence[Commitment], after: Sequence[Commitment], at_home: Callable[[Commitment, Commitment], bool]
) -> dict[int, int]:
    """The most likely pairs first; of equals those that keep the order."""
    candidates = []
    for i, one in enumerate(before):
        for j, other in enumerate(after):
            near = nearness(one, other, at_home)
            if near > 0:
                drift = abs(i / len(before) - j / len(after))
                candidates.append((-round(near, 3), drift, i, j))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _commitment_place(document: Document, one: Commitment) -> Place:
    clause = document.clause(one.clause)
    return Place(document.path(clause.section), (clause.id,), flat(document, [one.span]), one.span, clause.page)


def _lone(change: Change, one: Commitment, place: Place) -> CommitmentChange:
    said = tuple(field for field in fields(one)[1:] if field.text)
    changed = tuple(
        FieldChange(field.name, field.text, "") if change is Change.REMOVED else FieldChange(field.name, "", field.text)
        for field in said
    )
    old, new = (place, None) if change is Change.REMOVED else (None, place)
    return CommitmentChange(change, KINDS[type(one)], name_of(one), old, new, changed)


def _field_changes(
    old: Document, new: Document, one: Commitment, other: Commitment, unchanged: frozenset[str]
) -> Iterator[FieldChange]:
    for before, after in zip(fields(one), fields(other), strict=True):
        if before.text.replace(" ", "") != after.text.replace(" ", ""):
            outside = [
                span
                for document, commitment, field in ((old, one, before), (new, other, after))
                for span in field.spans
                if not document.clause(commitment.clause).span.covers(span)
            ]
            printed = len(before.spans) + len(after.spans)
            inherited = 0 < len(outside) == printed or other.clause in unchanged
            yield FieldChange(before.name, before.text, after.text, inherited)
