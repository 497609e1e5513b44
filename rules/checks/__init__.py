"""The checks, one module a family; importing this package registers them all."""

from rules.checks import citation as citation
from rules.checks import deadline as deadline
from rules.checks import duplicate as duplicate
from rules.checks import number as number
from rules.checks import numeral as numeral
from rules.checks import responsibility as responsibility
from rules.checks import structure as structure
from rules.checks import target as target
from rules.checks import target_value as target_value
from rules.checks import template as template
from rules.checks import typography as typography
from rules.patterns import load_wording

loaded = load_wording()
