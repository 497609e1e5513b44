"""Every rule has a text that passes and one that fails, in cases/<id>.yaml; the failing one shows what it quotes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rules import RULES, check
from tests.rules.documents import context_of

CASES = Path(__file__).resolve().parent / "cases"


def load(rule_id: str) -> dict[str, list[dict[str, Any]]]:
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load((CASES / f"{rule_id}.yaml").read_text(encoding="utf-8"))
    return content


def all_cases() -> list[Any]:
    return [
        pytest.param(path.stem, kind, case, id=f"{path.stem}-{kind}-{case.get('name', number)}")
        for path in sorted(CASES.glob("*.yaml"))
        for kind, cases in load(path.stem).items()
        for number, case in enumerate(cases)
    ]


def test_every_rule_has_both_kinds_of_case() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(RULES)
    for rule_id in RULES:
        assert set(load(rule_id)) == {"fail", "pass"}, rule_id
        assert all(load(rule_id).values()), rule_id


@pytest.mark.parametrize(("rule_id", "kind", "case"), all_cases())
def test_case(rule_id: str, kind: str, case: dict[str, Any]) -> None:
    context = context_of(case["text"], case.get("facts"), case.get("upstream"), case.get("shared"))
    findings = check(context, rules=[RULES[rule_id]], strict=True)
    if kind == "pass":
        assert [(one.message, [e.quote for e in one.evidence]) for one in findings] == []
        return
    assert findings, f"{rule_id} found nothing"
    quotes = [evidence.quote for finding in findings for evidence in finding.evidence]
    for expected in case["quotes"]:
        assert any(expected in quote for quote in quotes), (expected, quotes)
    for finding in findings:
        assert finding.rule == rule_id
        assert finding.message.endswith("。")
        for evidence in finding.evidence:
            if evidence.document is None:
                assert context.document.quote(evidence.span) == evidence.quote
                assert len(evidence.quote) <= 120
