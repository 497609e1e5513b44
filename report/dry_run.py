"""What another profile would change: which findings of a set of plans would go, come, or weigh otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from report.analysis import SEVERITY_NAMES, Analysis, GapReport, Shared
from report.spreadsheet import Sheet, Value
from rules.context import Context
from rules.engine import check
from rules.finding import Finding
from rules.profile import Profile
from rules.rule import RULES, Rule


class Fate(StrEnum):
    """What would become of a finding."""

    GONE = "不再报"
    NEW = "新报"
    WEIGHED = "改级别"


@dataclass(frozen=True, slots=True)
class Change:
    """One finding that would be otherwise, as it would be then; one that would go as it is now."""

    analysis: Analysis
    finding: Finding
    fate: Fate


def dry_run(report: GapReport, profile: Profile, shared: Shared) -> tuple[Change, ...]:
    """The changes in order of the plans. report: by the shipped rules alone; shared: what its plans share.

    Only the rules that the profile sets otherwise run again.
    """
    touched = [RULES[name] for name in sorted({*profile.severity, *profile.params}) if profile.selects(name)]
    return tuple(change for one in report.plans for change in _changes(one, profile, touched, report, shared))


def _changes(
    one: Analysis, profile: Profile, touched: Sequence[Rule], report: GapReport, shared: Shared
) -> Iterator[Change]:
    context = Context(one.document, one.commitments, report.as_of, shared=shared.get(one.document.id, ()))
    again = {rule.id for rule in touched}
    before = {_key(finding): finding for finding in one.findings}
    after = {_key(finding): finding for finding in check(context, profile, rules=touched)}
    for key, finding in before.items():
        if (finding.rule in again and key not in after) or (
            finding.rule in RULES and not profile.selects(finding.rule)
        ):
            yield Change(one, finding, Fate.GONE)
    for key, finding in after.items():
        if key not in before:
            yield Change(one, finding, Fate.NEW)
        elif finding.severity is not before[key].severity:
            yield Change(one, finding, Fate.WEIGHED)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.fingerprint, finding.message


def change_sheet(changes: tuple[Change, ...]) -> Sheet:
    """The changes as a table."""
    columns = (
        ("规则", 8), ("名称", 24), ("变化", 9), ("级别", 8), ("规划", 30), ("问题", 40), ("原文", 50),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for one in changes:
        finding = one.finding
        rule = RULES.get(finding.rule)
        rows.append((
            finding.rule, rule.title if rule else "", one.fate.value, SEVERITY_NAMES[finding.severity],
            one.analysis.document.title, finding.message,
            "\n".join(" ".join(passage.quote.split()) for passage in finding.evidence[:3]),
        ))  # fmt: skip
    return Sheet("试运行", columns, tuple(rows))
