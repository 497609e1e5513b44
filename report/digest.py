"""What a report says, in the order it is read: shared by every format that prints one, so that all say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby

from ingest.document import Document, Span
from nlp.commitment import Commitment, Role, Slot
from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis, GapReport
from report.coverage import CoverageCell, region_name
from report.export import commitment_path, headings_above
from report.wording import (
    ORIGINS,
    baseline_text,
    bureaus_text,
    deadlines_text,
    money_text,
    period_text,
    project_span,
    review_text,
    value_text,
)
from rules import RULES
from rules.finding import Evidence, Finding, Severity
from rules.rule import FAMILIES

MOST_SHOWN = 40  # findings of a plan that a page shows before more are asked for
MOST_OF_RULE = 3  # of one rule
CONTEXT = 40  # characters shown before and behind a passage
SHADES = (1, 3, 6, 12, 25)  # a coverage cell is one step darker from each of these numbers on
Bars = tuple[tuple[Severity, int, int], ...]  # the pieces of a stacked bar: severity, start, length in findings


@dataclass(frozen=True, slots=True)
class Known:
    """A text of the report, and the id of its section where it has one."""

    document: Document
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rules with the number of its findings."""

    id: str
    title: str
    count: int
    bars: Bars


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage that shows a finding, and where it stands: another plan's title, headings, page.

    before, after: the words around it in its clause, CONTEXT characters at most.
    """

    text: str
    path: tuple[str, ...] = ()
    page: int | None = None
    title: str | None = None
    anchor: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding as the page shows it; `suggestion` is empty where all findings of its rule share one."""

    message: str
    quotes: tuple[Quote, ...]
    suggestion: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The findings of one rule and one severity in one plan. `suggestion` is what they have in common."""

    rule: str
    title: str
    family: str
    issues: tuple[Issue, ...]
    suggestion: str
    authority: str


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The findings of one severity in one plan, by rule. shown: how many of the rules are not folded away."""

    severity: Severity
    name: str
    count: int
    rules: tuple[RuleGroup, ...]
    shown: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of commitments: its cells in the order of the columns, and the place it stands in.

    review: what was set right in it, or why somebody should look at it.
    """

    cells: tuple[str, ...]
    path: tuple[str, ...]
    page: int | None
    review: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as the page shows it."""

    anchor: str
    document: Document
    region: str
    period: str
    counts: Mapping[Severity, int]
    facts: tuple[tuple[str, str], ...]
    severities: tuple[SeverityGroup, ...]
    targets: tuple[Row, ...]
    tasks: tuple[Row, ...]
    lacking: tuple[tuple[str, int], ...]  # what tasks do not name, with the number of those tasks
    projects: tuple[Row, ...]

    @property
    def findings(self) -> int:
        """Number of findings."""
        return sum(self.counts.values())


def plans(report: GapReport) -> tuple[Plan, ...]:
    """Every plan of the report, in its order."""
    known = {one.document.id: Known(one.document) for one in report.others}
    for number, one in enumerate(report.plans, start=1):
        known[one.document.id] = Known(one.document, f"p{number}")
    return tuple(_plan(one, known) for one in report.plans)


def totals(report: GapReport) -> tuple[tuple[str, int], ...]:
    """How much was read and found, each number with its name."""
    known = [one.commitments for one in report.analyses]
    return (
        ("规划", len(report.plans)),
        ("任务", sum(len(one.tasks) for one in known)),
        ("目标指标", sum(len(one.targets) for one in known)),
        ("项目", sum(len(one.projects) for one in known)),
    )


def families(report: GapReport) -> tuple[Family, ...]:
    """The families of rules that found something, the most findings first."""
    counts: dict[str, Counter[Severity]] = {}
    for one in report.plans:
        for finding in one.findings:
            counts.setdefault(finding.rule[:2], Counter())[finding.severity] += 1
    order = sorted(counts, key=lambda family: (-counts[family].total(), family))
    return tuple(
        Family(family, FAMILIES.get(family, "其他"), counts[family].total(), bars(counts[family])) for family in order
    )


def bars(counts: Mapping[Severity, int]) -> Bars:
    """The pieces of a stacked bar, worst first; none for a severity that was not found."""
    numbers = [counts.get(severity, 0) for severity in SEVERITIES]
    starts = accumulate(numbers, initial=0)
    return tuple(piece for piece in zip(SEVERITIES, starts, numbers, strict=False) if piece[2])


def shade(cell: CoverageCell) -> int:
    """How dark the cell is: 0 for a gap, up to the number of SHADES."""
    return sum(cell.total >= step for step in SHADES)


def corrections(analyses: Iterable[Analysis]) -> Iterator[tuple[str, ...]]:
    """What people set right: plan, task or target, slot, as the program read it, what holds, reason, who, which day."""
    for analysis in analyses:
        known = analysis.commitments
        named = [*((one.title, one) for one in known.tasks), *((one.indicator, one) for one in known.targets)]
        for name, commitment in named:
            for one in commitment.corrections:
                if one.slot is not Slot.WHOLE:
                    yield (
                        analysis.document.title, name, one.slot.value, one.printed or "（未读出）",
                        one.stated or "（无）", one.reason, one.author, one.at[:10],
                    )  # fmt: skip


# --- one plan ---


def _plan(analysis: Analysis, known: Mapping[str, Known]) -> Plan:
    document = analysis.document
    return Plan(
        anchor=known[document.id].anchor or "",
        document=document,
        region=region_name(document),
        period=period_text(document.period),
        counts={severity: analysis.count(severity) for severity in SEVERITIES},
        facts=tuple(_facts(document)),
        severities=tuple(_by_severity(analysis, known)),
        targets=tuple(_target_rows(analysis)),
        tasks=tuple(_task_rows(analysis)),
        lacking=(
            ("未见责任单位", sum(not task.bureaus for task in analysis.commitments.tasks)),
            ("未见完成时限", sum(not task.deadlines for task in analysis.commitments.tasks)),
        ),
        projects=tuple(_project_rows(analysis)),
    )


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    facts = (
        ("地区", region_name(document)),
        ("层级", document.level.value if document.level else ""),
        ("文种", document.doc_type or ""),
        ("发文字号", document.doc_number or ""),
        ("发文机关", document.issuer or ""),
        ("成文日期", str(document.issued_on or "")),
        ("规划期", period_text(document.period)),
        ("篇幅", f"{document.pages}页" if document.pages else ""),
        ("文件", document.source),
    )
    yield from (fact for fact in facts if fact[1])


def _by_severity(analysis: Analysis, known: Mapping[str, Known]) -> Iterator[SeverityGroup]:
    left = MOST_SHOWN
    for severity in SEVERITIES:
        found = [finding for finding in analysis.findings if finding.severity is severity]
        by_rule = groupby(sorted(found, key=lambda finding: finding.rule), key=lambda finding: finding.rule)
        groups = tuple(_rule_group(rule, list(members), analysis.document, known) for rule, members in by_rule)
        if groups:
            seen = tuple(accumulate(min(len(group.issues), MOST_OF_RULE) for group in groups))
            shown = sum(total <= left for total in seen)
            left -= seen[shown - 1] if shown else 0
            yield SeverityGroup(severity, SEVERITY_NAMES[severity], len(found), groups, shown)


def _rule_group(rule_id: str, findings: list[Finding], document: Document, known: Mapping[str, Known]) -> RuleGroup:
    rule = RULES.get(rule_id)
    suggestions = {finding.suggestion for finding in findings}
    common = suggestions.pop() if len(suggestions) == 1 else ""
    issues = tuple(
        Issue(
            finding.message,
            tuple(_quote(one, document, known) for one in finding.evidence),
            "" if common else finding.suggestion,
        )
        for finding in findings
    )
    title = rule.title if rule else FAMILIES.get(rule_id[:2], "")
    return RuleGroup(rule_id, title, rule_id[:2], issues, common, rule.authority if rule else "")


def _quote(evidence: Evidence, document: Document, known: Mapping[str, Known]) -> Quote:
    text = " ".join(evidence.quote.split())
    if evidence.document is None:
        return Quote(text, *_place(document, evidence.clause, evidence.span), None, None, *_around(evidence, document))
    other = known.get(evidence.document)
    if other is None:
        return Quote(text, title=evidence.document)
    place = _place(other.document, evidence.clause, evidence.span)
    return Quote(text, *place, other.document.title, other.anchor, *_around(evidence, other.document))


def _around(evidence: Evidence, document: Document) -> tuple[str, str]:
    """The words before and behind a passage in its clause, marked where they are cut."""
    clause = document.clause(evidence.clause) if evidence.clause is not None else None
    if clause is None or not clause.span.covers(evidence.span):
        return "", ""
    start = max(clause.span.start, evidence.span.start - CONTEXT)
    stop = min(clause.span.stop, evidence.span.stop + CONTEXT)
    before = " ".join(document.raw[start : evidence.span.start].split())
    after = " ".join(document.raw[evidence.span.stop : stop].split())
    return (
        "…" + before if before and start > clause.span.start else before,
        after + "…" if after and stop < clause.span.stop else after,
    )


def _place(document: Document, clause: str | None, span: Span) -> tuple[tuple[str, ...], int | None]:
    """Headings and page of a passage; a passage that stands in no clause is a heading itself."""
    if clause is not None:
        at = document.clause(clause)
        return document.path(at.section), at.page
    around = next((one for one in document.sections if one.heading.covers(span)), None)
    return (document.path(around.parent), around.page) if around else ((), None)


def _place_of(document: Document, commitment: Commitment) -> tuple[tuple[str, ...], int | None]:
    return commitment_path(document, commitment), document.clause(commitment.clause).page


def _target_rows(analysis: Analysis) -> Iterator[Row]:
    document = analysis.document
    for target in analysis.commitments.targets:
        cells = (
            target.indicator, value_text(target), target.unit, f"{target.year}年" if target.year else "",
            baseline_text(target.baseline), target.binding.value if target.binding else "",
            bureaus_text(target.bureaus), ORIGINS[target.origin],
        )  # fmt: skip
        yield Row(cells, *_place_of(document, target), review_text(target))


def _task_rows(analysis: Analysis) -> Iterator[Row]:
    document = analysis.document
    for task in analysis.commitments.tasks:
        cells = (
            task.title, *(bureaus_text(task.bureaus, role) for role in (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)),
            deadlines_text(document, task.deadlines), ORIGINS[task.origin],
        )  # fmt: skip
        page = document.clause(task.clause).page
        yield Row(cells, headings_above(document, task), page, review_text(task))


def _project_rows(analysis: Analysis) -> Iterator[Row]:
    document = analysis.document
    for project in analysis.commitments.projects:
        cells = (
            "" if project.number is None else str(project.number), project.name, project.owner or "",
            project_span(project), money_text(project), project.group or "",
        )  # fmt: skip
        yield Row(cells, *_place_of(document, project))
