"""The checks, one module a family; importing this package registers them all."""

from rules.checks import (
    citation,
    deadline,
    duplicate,
    number,
    numeral,
    responsibility,
    structure,
    target,
    target_value,
    template,
    typography,
)
from rules.patterns import load_wording

loaded = (
    citation, deadline, duplicate, number, numeral, responsibility, structure, target, target_value, template,
    typography, load_wording(),
)  # fmt: skip
