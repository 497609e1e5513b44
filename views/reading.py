"""The text of a plan as HTML: its blocks in order, what was found in them marked, findings unfolding below."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from ingest.document import BlockKind, Document, Section, SectionKind, Span, Table
from nlp.commitment import Project, Target, Task
from report.analysis import SEVERITY_NAMES, Analysis
from report.wording import ROLES, deadlines_text, value_text
from rules.finding import Finding
from rules.rule import RULES
from views.markup import escape

TARGET, TASK, BUREAU, DEADLINE, FINDING = "target", "task", "bureau", "deadline", "finding"
MARKS: Mapping[str, str] = {TARGET: "目标", TASK: "任务", BUREAU: "单位", DEADLINE: "时限", FINDING: "问题"}
LONGEST_PART = 80_000  # characters of a plan on a page
_LONGEST_TITLE = 80  # characters of a task's title


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place of the text, what stands there, and the words about it."""

    span: Span
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, heading or row of a table. row: index of the row in its table."""

    span: Span
    kind: BlockKind
    page: int | None = None
    table: int | None = None
    row: int | None = None


def pieces(document: Document) -> tuple[Piece, ...]:
    """What people read of the document, in order; page numbers, running heads and the contents are left out."""
    tables = {table.span.start: number for number, table in enumerate(document.tables)}
    pages = {(clause.table, clause.row): clause.page for clause in document.clauses if clause.table is not None}
    found = []
    for block in document.blocks:
        number = tables.get(block.span.start) if block.kind is BlockKind.TABLE else None
        if block.kind is BlockKind.FURNITURE:
            continue
        if number is None:
            found.append(Piece(block.span, block.kind, block.page))
            continue
        for place, row in enumerate(document.tables[number].rows):
            if row:
                span = Span(row[0].span.start, row[-1].span.stop)
                found.append(Piece(span, block.kind, pages.get((number, place), block.page), number, place))
    return tuple(found)


def parts(found: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """The pieces in portions that a page can carry."""
    portions: list[list[Piece]] = [[]]
    length = 0
    for piece in found:
        if length + len(piece.span) > LONGEST_PART and portions[-1]:
            portions.append([])
            length = 0
        portions[-1].append(piece)
        length += len(piece.span)
    return tuple(tuple(portion) for portion in portions)


def marks(analysis: Analysis, kinds: Iterable[str]) -> tuple[Mark, ...]:
    """Everything of these kinds that is known of a place of the plan."""
    document, known, wanted = analysis.document, analysis.commitments, set(kinds)
    found = [
        *(Mark(one.span, TARGET, target_note(one)) for one in known.targets),
        *(Mark(title_span(one), TASK, f"任务：{one.title}") for one in known.tasks),
    ]
    for one in (*known.targets, *known.tasks, *known.projects):
        found += [Mark(b.span, BUREAU, f"{ROLES[b.role]}单位：{b.canonical or b.name}") for b in one.bureaus]
        found += [
            Mark(d.span, DEADLINE, deadline_note(document, one, d.end)) for d in one.deadlines if d.span != one.span
        ]  # set right where none is printed: it has no place of its own
    for finding in analysis.findings:
        found += [Mark(span, FINDING, f"{finding.rule} {finding.message}") for span in finding_spans(finding)]
    return tuple(sorted({mark for mark in found if mark.kind in wanted and len(mark.span)}))


def target_note(target: Target) -> str:
    """The target in a line."""
    year = f"（{target.year}年）" if target.year else ""
    return f"目标：{target.indicator} {value_text(target)}{target.unit}{year}"


def deadline_note(document: Document, one: Target | Task | Project, end: object) -> str:
    """The time due in a line."""
    return f"时限：{end or deadlines_text(document, one.deadlines)}"


def title_span(task: Task) -> Span:
    """Where the title of a task is printed."""
    start = task.span.start
    return Span(start, max(start, min(task.body.start, start + _LONGEST_TITLE)))


def finding_spans(finding: Finding) -> list[Span]:
    """The places of this plan that show the finding."""
    own = [one.span for one in finding.evidence if one.document is None]
    return own or [finding.span]


def overlapping(known: Iterable[Mark], span: Span) -> list[Mark]:
    """The marks that share a character with the span."""
    return [mark for mark in known if mark.span.start < span.stop and span.start < mark.span.stop]


def drawn(document: Document, span: Span, known: Sequence[Mark]) -> str:
    """The passage with its marks; where marks overlap, the place bears them all. known: in order of their spans."""
    near = overlapping(known, span)
    cuts = {span.start, span.stop}
    for mark in near:
        cuts |= {max(mark.span.start, span.start), min(mark.span.stop, span.stop)}
    places = sorted(cuts)
    html = []
    for start, stop in pairwise(places):
        here = [mark for mark in near if mark.span.start <= start and stop <= mark.span.stop]
        text = escape(document.raw[start:stop])
        if here:
            names = " ".join(f"pc-m-{kind}" for kind in dict.fromkeys(mark.kind for mark in here))
            notes = escape("\n".join(dict.fromkeys(mark.note for mark in here)))
            text = f'<span class="pc-m {names}" title="{notes}">{text}</span>'
        html.append(text)
    return "".join(html)


# --- the page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """How a plan is shown: what is marked, which clause the reader came for, where a page leads to."""

    analysis: Analysis
    known: Sequence[Mark]
    focus: Span | None
    page_address: Callable[[int], str]
    card: Callable[[Finding], str]
    noted: bool = True  # findings unfold below their passages

    @cached_property
    def sections(self) -> Mapping[int, Section]:
        """The headings by where they begin."""
        return {section.heading.start: section for section in self.analysis.document.sections}

    def text(self, portion: Sequence[Piece]) -> str:
        """These pieces as HTML, with a line where a new page begins."""
        if not portion:
            return ""
        here = Span(portion[0].span.start, max(piece.span.stop for piece in portion))
        near = overlapping(self.known, here)
        findings = list(self._findings(portion)) if self.noted else []
        html: list[str] = []
        page: int | None = None
        for (leaf, table), group in groupby(portion, key=lambda piece: (piece.page, piece.table)):
            run = list(group)
            if leaf is not None and leaf != page:
                address = escape(self.page_address(leaf))
                html.append(f'<div class="pc-leaf"><a href="{address}" target="_self">第 {leaf} 页</a></div>')
                page = leaf
            if table is not None:
                html.append(self._table(self.analysis.document.tables[table], run, near))
                html += [self._note(one) for piece in run for at, one in findings if at == piece]
                continue
            for piece in run:
                html.append(self._paragraph(piece, near))
                html += [self._note(one) for at, one in findings if at == piece]
        return f'<div class="pc-reading">{"".join(html)}</div>'

    def _findings(self, portion: Sequence[Piece]) -> Iterator[tuple[Piece, Finding]]:
        """Each finding with the piece that it begins in; one about the whole plan stands at the first piece."""
        starts = [piece.span.start for piece in portion]
        first = starts[0] == pieces(self.analysis.document)[0].span.start  # the part that the plan begins with
        for finding in self.analysis.findings:
            at = bisect_right(starts, finding.span.start) - 1
            if at >= 0 and (at + 1 < len(starts) or finding.span.start < portion[-1].span.stop):
                yield portion[at], finding
            elif at < 0 and first:
                yield portion[0], finding

    def _note(self, finding: Finding) -> str:
        rule = RULES.get(finding.rule)
        head = f"{SEVERITY_NAMES[finding.severity]} {finding.rule} {rule.title if rule else ''}"
        return (
            f'<details class="pc-note pc-{finding.severity.value}"><summary>{escape(head)}</summary>'
            f"{self.card(finding)}</details>"
        )

    def _paragraph(self, piece: Piece, near: Sequence[Mark]) -> str:
        text = drawn(self.analysis.document, piece.span, near)
        section = self.sections.get(piece.span.start)
        anchor = f' id="s-{escape(section.id)}"' if section else ""
        classes = [f"pc-{piece.kind.value}"]
        if section and piece.kind is BlockKind.HEADING:
            classes.append(f"pc-level{min(section.level, 4) if section.kind is not SectionKind.BOX else 4}")
        if self._focused(piece):
            classes.append("pc-focus")
        return f'<p{anchor} class="{" ".join(classes)}">{text}</p>'

    def _table(self, table: Table, run: Sequence[Piece], near: Sequence[Mark]) -> str:
        document = self.analysis.document
        head = body = ""
        numbers = [piece.row for piece in run if piece.row is not None]
        shown = [*range(min(table.header_rows, numbers[0])), *numbers] if numbers else []
        focused = {piece.row for piece in run if self._focused(piece)}
        for number in shown:
            tag = "th" if number < table.header_rows else "td"
            cells = "".join(f"<{tag}>{drawn(document, cell.span, near)}</{tag}>" for cell in table.rows[number])
            row = f"<tr{' class=pc-focus' if number in focused else ''}>{cells}</tr>"
            head, body = (head + row, body) if tag == "th" else (head, body + row)
        return (
            f'<div class="pc-scroll pc-grid"><table class="pc-table"><thead>{head}</thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    def _focused(self, piece: Piece) -> bool:
        return self.focus is not None and piece.span.start < self.focus.stop and self.focus.start < piece.span.stop



def outline(
    document: Document, portion: Sequence[Piece], address: Callable[[str], str], counts: Mapping[str, int]
) -> str:
    """The headings as a list that leads to them. address: of a section that stands in another part of the plan.

    counts: findings by section, shown behind its heading.
    """
    start, stop = (portion[0].span.start, portion[-1].span.stop) if portion else (0, 0)
    lines = []
    for section in document.sections:
        inside = start <= section.heading.start < stop
        link = f"#s-{section.id}" if inside else address(section.id)
        count = counts.get(section.id, 0)
        badge = f"<b>{count}</b>" if count else ""
        level = 4 if section.kind is SectionKind.BOX else max(1, min(section.level, 4))
        text = escape(f"{section.label}{section.title}")
        lines.append(f'<a class="pc-level{level}" href="{escape(link)}" target="_self">{text}{badge}</a>')
    return f'<nav class="pc-outline">{"".join(lines)}</nav>'


def findings_by_section(analysis: Analysis) -> Mapping[str, int]:
    """How many findings stand under each heading, those of its clauses only."""
    document = analysis.document
    found: dict[str, int] = defaultdict(int)
    for finding in analysis.findings:
        section = document.clause(finding.clause).section if finding.clause else None
        if section:
            found[section] += 1
    return found
