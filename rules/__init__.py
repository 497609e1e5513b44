"""Checks: `check(context)` gives the findings of one plan (see docs/rules.md for what is looked for)."""

from rules.checks import loaded as loaded
from rules.context import Context, SharedPassage, Upstream
from rules.engine import check
from rules.rule import RULES

__all__ = ["RULES", "Context", "SharedPassage", "Upstream", "check"]
