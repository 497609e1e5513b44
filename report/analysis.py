"""Everything that is known of one plan, and of a workspace of plans: what the files of a report are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.duplicates.pair import DuplicateKind, DuplicatePair, DuplicatePassage, near_duplicates
from index.workspace import Workspace
from ingest.document import Document
from nlp.commitment import Commitments
from nlp.extract import extract
from report.correction import CorrectionBook, InForce, Recorded, with_corrections
from report.coverage import Coverage, cover
from rules.context import Context, SharedPassage
from rules.engine import check
from rules.finding import Finding, Severity
from rules.profile import Profile
from rules.rule import Rule
from rules.template import Template
from rules.waiver import Waiver

Progress = Callable[[int, int, str], None]
Shared = Mapping[str, tuple[SharedPassage, ...]]

SEVERITIES = tuple(Severity)  # worst first
SEVERITY_NAMES: Mapping[Severity, str] = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text with what it commits to and what is wrong with it. Findings: worst first, then by place."""

    document: Document
    commitments: Commitments
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Number of findings of that severity."""
        return sum(finding.severity is severity for finding in self.findings)


@dataclass(frozen=True, slots=True)
class GapReport:
    """The analyses of a set of texts in order of their ids, and the files that could not be read with the reason."""

    analyses: tuple[Analysis, ...]
    coverage: Coverage
    as_of: date
    failed: tuple[tuple[str, str], ...] = ()
    template: str | None = None  # title of the template that the plans were held against

    @property
    def plans(self) -> tuple[Analysis, ...]:
        """Those that are plans; other texts can be searched and yield nothing else."""
        return tuple(one for one in self.analyses if one.document.doc_type is not None)

    @property
    def others(self) -> tuple[Analysis, ...]:
        """The texts that are no plans."""
        return tuple(one for one in self.analyses if one.document.doc_type is None)

    def count(self, severity: Severity) -> int:
        """Number of findings of that severity in all plans."""
        return sum(one.count(severity) for one in self.analyses)

    def titles(self) -> dict[str, str]:
        """The title of each document by its id."""
        return {one.document.id: one.document.title for one in self.analyses}


def analyse_document(
    document: Document,
    *,
    as_of: date,
    profile: Profile | None = None,
    template: Template | None = None,
    waivers: Iterable[Waiver] = (),
    rules: Sequence[Rule] | None = None,
    shared: Iterable[SharedPassage] = (),
    commitments: Commitments | None = None,
    corrections: Iterable[Recorded] = (),
) -> Analysis:
    """One text examined; `commitments` are its own where extracted before. A text that is no plan has none.

    rules: those to check by, None for the shipped ones. corrections: what people set right in this text, in force.
    """
    if document.doc_type is None:
        return Analysis(document, Commitments(), ())
    known = with_corrections(document, extract(document) if commitments is None else commitments, corrections)
    context = Context(document, known, as_of, template, shared=tuple(shared))
    return Analysis(document, known, check(context, profile, tuple(waivers), rules=rules))


def analyse(
    workspace: Workspace,
    *,
    as_of: date,
    profile: Profile | None = None,
    template: Template | None = None,
    waivers: Iterable[Waiver] = (),
    rules: Sequence[Rule] | None = None,
    failed: Iterable[tuple[str, str]] = (),
    corrections: InForce | None = None,
    shared: Shared | None = None,
    progress: Progress | None = None,
) -> GapReport:
    """Every text of the workspace examined, with what the plans share with each other. progress: done, of, title.

    corrections: what people set right, None for what the workspace holds. shared: as `shared_in` finds it, where that
    is known. Raises LedgerError where the corrections cannot be read.
    """
    documents = [workspace.document(entry.id) for entry in workspace.documents()]
    held = CorrectionBook(workspace.folder).in_force() if corrections is None else corrections
    if shared is None:
        shared = shared_in(documents)
    waivers = tuple(waivers)
    analyses = []
    for done, document in enumerate(documents):
        if progress:
            progress(done, len(documents), document.title)
        analysis = analyse_document(
            document,
            as_of=as_of,
            profile=profile,
            template=template,
            waivers=waivers,
            rules=rules,
            shared=shared.get(document.id, ()),
            commitments=workspace.commitments(document.id),
            corrections=held.get(document.id, ()),
        )
        analyses.append(analysis)
    if progress:
        progress(len(documents), len(documents), "")
    return GapReport(tuple(analyses), _coverage(analyses), as_of, tuple(failed), template.title if template else None)


def recheck(report: GapReport, corrections: InForce, shared: Shared) -> GapReport:
    """The report with these corrections in force: only the texts that they concern are examined again.

    report: without corrections, by the shipped rules alone. shared: of the same texts.
    """
    analyses = tuple(
        analyse_document(
            one.document, as_of=report.as_of, shared=shared.get(one.document.id, ()), commitments=one.commitments,
            corrections=corrections[one.document.id],
        )
        if one.document.id in corrections else one
        for one in report.analyses
    )  # fmt: skip
    return replace(report, analyses=analyses, coverage=_coverage(analyses))


def _coverage(analyses: Iterable[Analysis]) -> Coverage:
    return cover([(one.document, one.commitments) for one in analyses if one.document.doc_type is not None])


def shared_in(documents: Sequence[Document]) -> Shared:
    """For each of these texts what it shares with the others."""
    return shared_passages(documents, near_duplicates(documents))


def shared_passages(documents: Sequence[Document], pairs: Iterable[DuplicatePair]) -> Shared:
    """For each document what it shares with the others, as the rules are to see it."""
    by_id = {document.id: document for document in documents}
    found: dict[str, list[SharedPassage]] = {}

    def add(own: DuplicatePassage, other: DuplicatePassage, pair: DuplicatePair) -> None:
        document = by_id[other.document]
        passage = SharedPassage(
            span=own.span,
            other_document=document.id,
            other_title=document.title,
            other_region=document.region,
            other_issued=document.issued_on,
            other_clause=other.clause,
            other_quote=other.quote,
            similarity=pair.similarity,
            boilerplate=pair.kind is DuplicateKind.BOILERPLATE,
        )
        found.setdefault(own.document, []).append(passage)

    for pair in pairs:
        if pair.a.document != pair.b.document:
            add(pair.a, pair.b, pair)
            add(pair.b, pair.a, pair)
    return {key: tuple(passages) for key, passages in found.items()}
