"""Whole plans that are known by heart: the draft with planted defects, and a plan whose sums are right."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from index.duplicates.pair import near_duplicates
from ingest import read
from nlp.extract import extract
from report.analysis import shared_passages
from rules import Context, Upstream, check
from rules.finding import Finding
from tests.rules.test_planted import shows

FAMILIES = {
    "copied_text": "DU", "weakened_target": "TG", "contradicting_target": "TG", "past_deadline": "DL",
    "unknown_bureau": "RS",
}  # fmt: skip


@pytest.fixture(scope="module")
def findings(shared: Path) -> tuple[Finding, ...]:
    """Missing sections are found by comparing the two versions: see tests/rules/compare."""
    names = ("anning-draft.docx", "anning.docx", "shihezi.docx", "karamay.pdf")
    draft, base, *others = (read(shared / "plans" / name) for name in names)
    plans = [draft, *others]
    passages = shared_passages(plans, near_duplicates(plans)).get(draft.id, ())
    above = Upstream(base, extract(base))
    return check(Context(draft, extract(draft), date(2026, 1, 1), None, (above,), passages), strict=True)


def test_every_planted_defect_is_found(shared: Path, findings: tuple[Finding, ...]) -> None:
    planted = json.loads((shared / "plans" / "anning-draft.defects.json").read_text(encoding="utf-8"))["defects"]
    wanted = [one for one in planted if one["kind"] in FAMILIES]
    assert len(wanted) == 7
    for one in wanted:
        fitting = [found for found in findings if found.rule.startswith(FAMILIES[one["kind"]])]
        assert any(shows(found, one["quote"]) for found in fitting), one["id"]


def test_lines_of_bodies_that_are_right_are_not_faulted(shared: Path, findings: tuple[Finding, ...]) -> None:
    planted = json.loads((shared / "plans" / "anning-draft.defects.json").read_text(encoding="utf-8"))
    unknown = [quote.quote for found in findings if found.rule == "RS07" for quote in found.evidence]
    assert unknown == planted["units"]["unknown"]


def test_sums_that_are_right_are_not_faulted(shared: Path) -> None:
    """Group counts, subtotals, totals and bodies of this plan were added up by hand: all of them are right."""
    document = read(shared / "plans" / "shihezi.docx")
    found = check(Context(document, extract(document), date(2026, 1, 1)), strict=True)
    assert not {one.rule for one in found} & {"NU08", "NU09", "NU10", "NU11", "RS08", "TG05", "TG06"}
