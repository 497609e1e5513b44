"""Everything that is known of one plan, and of a workspace of plans: what the files of a report are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index.duplicates import DuplicateKind, DuplicatePair, DuplicatePassage, near_duplicates
from index.workspace import Workspace
from ingest.document import Document
from nlp.commitment import Commitments
from nlp.extract import extract
from report.coverage import Coverage, cover
from rules.context import Context, SharedPassage
from rules.engine import check
from rules.finding import Finding, Severity
from rules.profile import Profile
from rules.rule import Rule
from rules.template import Template
from rules.waiver import Waiver

Progress = Callable[[int, int, str], None]


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
) -> Analysis:
    """One text examined; `commitments` are its own where extracted before. A text that is no plan has none.

    rules: those to check by, None for the shipped ones.
    """
    if document.doc_type is None:
        return Analysis(document, Commitments(), ())
    known = extract(document) if commitments is None else commitments
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
    progress: Progress | None = None,
) -> GapReport:
    """Every text of the workspace examined, with what the plans share with each other. progress: done, of, title."""
    documents = [workspace.document(entry.id) for entry in workspace.documents()]
    shared = shared_passages(documents, near_duplicates(documents))
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
        )
        analyses.append(analysis)
    if progress:
        progress(len(documents), len(documents), "")
    coverage = cover([(one.document, one.commitments) for one in analyses if one.document.doc_type is not None])
    return GapReport(tuple(analyses), coverage, as_of, tuple(failed), template.title if template else None)


def shared_passages(
    documents: Sequence[Document], pairs: Iterable[DuplicatePair]
) -> Mapping[str, tuple[SharedPassage, ...]]:
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
