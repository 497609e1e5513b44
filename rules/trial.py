"""A dry run of a rule book: how often each of its rules would fire on the plans at hand, with examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.context import Context
from rules.engine import check
from rules.rule import RULES, Rule
from rules.rulebook import RuleBook, rules_with

MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """What one rule does on a set of plans. examples: title of the plan and the passage; before: hits as shipped."""

    rule: Rule
    hits: int
    plans: int
    before: int
    examples: tuple[tuple[str, str], ...]


def try_out(book: RuleBook, contexts: Sequence[Context]) -> tuple[Trial, ...]:
    """A trial of each wording rule of the book, then of the rules that its slips and bodies change."""
    ids = [entry.id for entry in book.rules]
    ids += ["ST21"] if book.typos else []
    ids += ["RS07"] if book.bodies else []
    own = {rule.id: rule for rule in rules_with(book)}
    return tuple(_trial(own[one], contexts) for one in ids)


def _trial(rule: Rule, contexts: Sequence[Context]) -> Trial:
    found = [(context.document.title, quotes) for context in contexts if (quotes := _quotes(rule, context))]
    shipped = RULES.get(rule.id)
    before = sum(len(_quotes(shipped, context)) for context in contexts) if shipped else 0
    examples = [(title, quote) for title, quotes in found for quote in quotes[:1]]
    return Trial(rule, sum(len(quotes) for _, quotes in found), len(found), before, tuple(examples[:MOST_EXAMPLES]))


def _quotes(rule: Rule, context: Context) -> list[str]:
    """The passages at which the rule fires, those that are gathered into one finding too."""
    findings = check(context, rules=(rule,), strict=True)
    return [" ".join(passage.quote.split()) for finding in findings for passage in finding.evidence]


