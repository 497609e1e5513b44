"""Every rule has a text that passes and one that fails, as data of the package; here they run."""

from __future__ import annotations

from typing import Any

import pytest

from rules import RULES, check
from rules.example import EXAMPLES, Example, examples_of
from rules.rule import RuleError
from tests.rules.documents import context_of


def all_examples(kind: str) -> list[Any]:
    found = []
    for rule_id in sorted(RULES):
        examples = examples_of(rule_id)
        for number, example in enumerate(examples.fail if kind == "fail" else examples.passing):
            found.append(pytest.param(rule_id, example, id=f"{rule_id}-{kind}-{example.name or number}"))
    return found


def test_no_examples_are_left_of_rules_that_are_gone() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.yaml")} == set(RULES)


def test_a_rule_without_examples_is_refused() -> None:
    with pytest.raises(RuleError, match="XX01"):
        examples_of("XX01")


@pytest.mark.parametrize(("rule_id", "example"), all_examples("pass"))
def test_passing_example(rule_id: str, example: Example) -> None:
    findings = check(context_of(example), rules=[RULES[rule_id]], strict=True)
    assert [(one.message, [e.quote for e in one.evidence]) for one in findings] == []


@pytest.mark.parametrize(("rule_id", "example"), all_examples("fail"))
def test_failing_example(rule_id: str, example: Example) -> None:
    context = context_of(example)
    findings = check(context, rules=[RULES[rule_id]], strict=True)
    assert findings, f"{rule_id} found nothing"
    quotes = [evidence.quote for finding in findings for evidence in finding.evidence]
    for expected in example.quotes:
        assert any(expected in quote for quote in quotes), (expected, quotes)
    for finding in findings:
        assert finding.rule == rule_id
        assert finding.message.endswith("。")
        for evidence in finding.evidence:
            if evidence.document is None:
                assert context.document.quote(evidence.span) == evidence.quote
                assert len(evidence.quote) <= 120
