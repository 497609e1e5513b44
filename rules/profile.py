"""One optional profile.yaml: which rules run, how severe they are, which thresholds they use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, field_validator, model_validator

from rules.finding import Severity
from rules.rule import FAMILIES, RULES
from rules.yaml_file import Strict, load_strict


class Profile(Strict):
    """Overrides only: what it does not name stays as the rules have it.

    select, ignore: rule ids or families ("RS"); ignore wins. template: id of the template to hold the plan against.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = Field(default_factory=dict)
    params: dict[str, dict[str, Any]] = Field(default_factory=dict)
    template: str | None = None

    @field_validator("select", "ignore")
    @classmethod
    def _known_rules_or_families(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in RULES and name not in FAMILIES:
                raise ValueError(f"没有编号为“{name}”的规则")
        return names

    @field_validator("severity", "params")
    @classmethod
    def _known_rules(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in values:
            if name not in RULES:
                raise ValueError(f"没有编号为“{name}”的规则")
        return values

    @model_validator(mode="after")
    def _known_params(self) -> Profile:
        for name, params in self.params.items():
            for key, value in params.items():
                if key not in RULES[name].params:
                    raise ValueError(f"规则 {name} 没有参数“{key}”")
                default = RULES[name].params[key]
                number = isinstance(default, int | float) and isinstance(value, int | float)
                if type(value) is not type(default) and not (number and not isinstance(value, bool)):
                    raise ValueError(f"规则 {name} 的参数“{key}”应为 {type(default).__name__}")
        return self

    def selects(self, rule_id: str) -> bool:
        """True when the rule is to run."""
        family = rule_id[:2]
        if rule_id in self.ignore or family in self.ignore:
            return False
        return not self.select or rule_id in self.select or family in self.select

    def params_of(self, rule_id: str) -> dict[str, Any]:
        """The thresholds that this profile sets for the rule."""
        return self.params.get(rule_id, {})


def load_profile(path: Path) -> Profile:
    """The profile in the file. Raises YamlError with `file:line` for an unknown rule, key or parameter."""
    return load_strict(Path(path), Profile)
