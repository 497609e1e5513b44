"""The checks, one module a family; importing this package registers them all."""

import rules.checks.citation
import rules.checks.deadline
import rules.checks.duplicate
import rules.checks.number
import rules.checks.numeral
import rules.checks.responsibility
import rules.checks.structure
import rules.checks.target
import rules.checks.target_value
import rules.checks.template
import rules.checks.typography
from rules.patterns import load_wording

loaded = load_wording()
