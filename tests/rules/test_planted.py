"""Every defect planted in the sample plans is found, and nothing that is right there by intention is faulted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from index.duplicates.pair import near_duplicates
from ingest import Document, read
from nlp.extract import extract
from report.analysis import shared_passages
from rules import Context, Upstream, check
from rules.finding import Finding, Severity

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PLANTED: dict[str, list[dict[str, Any]]] = yaml.safe_load((CORPUS / "planted.yaml").read_text(encoding="utf-8"))
FAMILIES = {
    "conflict": "TG NU RS DL CT ST", "count": "NU ST", "sum": "NU", "typo": "ST TG NU", "numbering": "ST",
    "missing-bureau": "RS", "missing-deadline": "DL", "body-annex-mismatch": "RS DL TG", "vague": "WD TG RS ST",
    "citation": "CT", "weaker-target": "TG", "stale-date": "DL", "duplicate": "DU", "missing-section": "ST TM",
    "copied": "DU", "foreign-place": "DU", "unquantified": "TG",
}  # fmt: skip
SUPERIOR = frozenset({"weaker-target", "citation", "missing-section"})


def fold(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


@cache
def documents() -> Mapping[str, Document]:
    return {path.name: read(path) for path in sorted(CORPUS.glob("0*.*"))}


@cache
def findings() -> Mapping[str, tuple[Finding, ...]]:
    """What is found in each sample, with its superior documents and what it shares with the others beside it."""
    plans = documents()
    shared = shared_passages(list(plans.values()), near_duplicates(list(plans.values())))
    found = {}
    for name, document in plans.items():
        above = {one["other"] for one in PLANTED["planted"] if one["plan"] == name and one["kind"] in SUPERIOR
                 and "other" in one}  # fmt: skip
        upstream = tuple(Upstream(plans[other], extract(plans[other])) for other in sorted(above))
        context = Context(document, extract(document), date(2026, 1, 15), None, upstream, shared.get(document.id, ()))
        found[name] = check(context, strict=True)
    return found


def shows(finding: Finding, quote: str) -> bool:
    """True when a quotation and the planted passage have most of the shorter one in common."""
    wanted = fold(quote)
    for evidence in finding.evidence:
        piece = fold(evidence.quote)
        blocks = SequenceMatcher(None, wanted, piece, autojunk=False).get_matching_blocks()
        if sum(block.size for block in blocks if block.size >= 3) >= 0.5 * min(len(wanted), max(len(piece), 4)):
            return True
    return False


@pytest.mark.parametrize("defect", PLANTED["planted"], ids=lambda one: one["id"])
def test_planted_defect_is_found(defect: dict[str, Any]) -> None:
    fitting = [one for one in findings()[defect["plan"]] if one.rule[:2] in FAMILIES[defect["kind"]].split()]
    if not defect["quotes"]:
        assert any(one.rule.startswith("TM") for one in fitting)
        return
    assert any(shows(one, quote) for one in fitting for quote in defect["quotes"]), [
        (one.rule, one.message) for one in findings()[defect["plan"]]
    ]


@pytest.mark.parametrize("name", sorted({one["plan"] for one in PLANTED["planted"]}))
def test_every_error_is_a_planted_defect(name: str) -> None:
    quotes = [quote for one in PLANTED["planted"] if one["plan"] == name for quote in one["quotes"]]
    for finding in findings()[name]:
        if finding.severity is Severity.ERROR:
            assert any(shows(finding, quote) for quote in quotes), (finding.rule, finding.message)


@pytest.mark.parametrize("correct", PLANTED["correct_on_purpose"], ids=lambda one: one["quotes"][0][:16])
def test_what_is_right_is_not_faulted(correct: dict[str, Any]) -> None:
    for finding in findings()[correct["plan"]]:
        if finding.severity is not Severity.INFO and finding.rule[:2] in {"NU", "TG", "DL", "DU"}:
            printed = [fold(evidence.quote) for evidence in finding.evidence]
            faulted = all(any(fold(quote) in piece for piece in printed) for quote in correct["quotes"])
            assert not faulted, (finding.rule, finding.message)
