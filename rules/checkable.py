"""The words of what can be checked (quantities, outcomes, works, steps), as data/checkable.yaml lists them."""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field, model_validator

from rules.yaml_file import DATA, Strict, load_strict

CHECKABLE = DATA / "checkable.yaml"


class WordGroup(Strict):
    """Alternatives of one regular expression. sample: a text that they must find, so that no group is dead."""

    words: tuple[str, ...] = Field(min_length=1)
    sample: str

    @property
    def expression(self) -> str:
        """The alternatives as one group of an expression, in the order of the file."""
        return f"(?:{'|'.join(self.words)})"

    @model_validator(mode="after")
    def _can_fire(self) -> WordGroup:
        try:
            found = re.search(self.expression, self.sample)
        except re.error as error:
            raise ValueError(f"表达式有误：{error}") from error
        if found is None:
            raise ValueError(f"各词在自己的例子“{self.sample}”里也不命中")
        return self


class Checkable(Strict):
    """Every group of the file; see the comments there."""

    heads: WordGroup
    bare_heads: WordGroup
    fields: WordGroup
    movers: WordGroup
    changes: WordGroup
    manners: WordGroup
    not_promised: WordGroup
    generic: WordGroup
    other_matters: WordGroup
    outcomes: WordGroup
    work_verbs: WordGroup
    work_objects: WordGroup
    work_ends: WordGroup
    make_verbs: WordGroup
    documents: WordGroup
    lists: WordGroup
    systems: WordGroup
    step_verbs: WordGroup
    step_ends: WordGroup
    set_verbs: WordGroup
    set_values: WordGroup


@cache
def checkable() -> Checkable:
    """The words, read once."""
    return load_strict(CHECKABLE, Checkable)
