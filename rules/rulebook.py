"""Rules that people write without programming: wording rules, slips of the pen and bodies in one YAML file.

The shipped wording rules are such a file; a file of one's own adds to them, and an entry with the id of a shipped
wording rule stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import Field, model_validator

from rules.patterns import WordingRule, wording_rule
from rules.rule import RULES, Rule, register
from rules.yaml_file import DATA, Strict, YamlError, line_of, load_strict

WORDING = DATA / "wording.yaml"
TYPOS = DATA / "typos.yaml"


class Typo(Strict):
    """A word that is written wrong, and how it is written. unless: a longer word in which the letters are right."""

    wrong: str = Field(min_length=2)
    right: str = Field(min_length=1)
    unless: str | None = None

    @model_validator(mode="after")
    def _can_fire(self) -> Typo:
        if self.wrong in self.right:
            raise ValueError(f"“{self.wrong}”就在正确写法“{self.right}”里，会误报")
        if self.unless and self.unless in self.wrong:
            raise ValueError(f"“{self.wrong}”总被 unless 排除，永不命中")
        return self


class RuleBook(Strict):
    """One file of rules. bodies: names of bodies that the shipped roster does not hold."""

    rules: tuple[WordingRule, ...] = ()
    typos: tuple[Typo, ...] = ()
    bodies: tuple[str, ...] = ()


def load_rulebook(path: Path) -> RuleBook:
    """The rule book in the file. Raises YamlError with `file:line` for an unknown key, a double, a dead rule."""
    book = load_strict(Path(path), RuleBook)
    for part, problem, at in doubles(book):
        raise YamlError(f"{path.name}:{line_of(path, (part, at))}：{problem}，请改正。")
    return book


def doubles(book: RuleBook) -> Iterable[tuple[str, str, int]]:
    """What stands twice in a book: its part, what is wrong, and its place in the part."""
    columns = {
        "rules": [("编号", [one.id for one in book.rules]), ("名称", [one.name for one in book.rules])],
        "typos": [("错字", [one.wrong for one in book.typos])],
        "bodies": [("单位", list(book.bodies))],
    }
    for part, keys in columns.items():
        for label, values in keys:
            for at, value in enumerate(values):
                if value in values[:at]:
                    yield part, f"{label}“{value}”重复", at
    wording = {one.id for one in load_strict(WORDING, RuleBook).rules}
    for at, one in enumerate(book.rules):
        if one.id in RULES and one.id not in wording:
            yield "rules", f"编号 {one.id} 已是内置规则，不能改写", at


def load_wording() -> tuple[Rule, ...]:
    """Registers the shipped wording rules. Raises YamlError or RuleError for an entry that cannot be a rule."""
    return tuple(register(wording_rule(entry)) for entry in load_rulebook(WORDING).rules)


def rules_with(book: RuleBook) -> tuple[Rule, ...]:
    """The shipped rules with those of the book added, or in the place of those whose id they bear."""
    own = {entry.id: wording_rule(entry) for entry in book.rules}
    extended = {**RULES, **own}
    for rule_id, name, values in (("ST21", "more", book.typos), ("RS07", "known", book.bodies)):
        params = MappingProxyType({**extended[rule_id].params, name: values})
        extended[rule_id] = replace(extended[rule_id], params=params)
    return tuple(rule for _, rule in sorted(extended.items()))


def changed(book: RuleBook) -> RuleBook:
    """What of the book is not shipped word for word: all that a file of one's own has to hold."""
    known = shipped()
    return RuleBook(
        rules=tuple(one for one in book.rules if one not in known.rules),
        typos=tuple(one for one in book.typos if one not in known.typos),
        bodies=book.bodies,
    )


def shipped() -> RuleBook:
    """The wording rules and slips that come with the program."""
    return RuleBook(rules=load_rulebook(WORDING).rules, typos=load_rulebook(TYPOS).typos)


def merged(base: RuleBook, own: RuleBook) -> RuleBook:
    """The base with the entries of one's own, in the place of those whose id or wrong word they bear."""
    rules = {one.id: one for one in (*base.rules, *own.rules)}
    typos = {one.wrong: one for one in (*base.typos, *own.typos)}
    bodies = dict.fromkeys((*base.bodies, *own.bodies))
    return RuleBook(rules=tuple(rules.values()), typos=tuple(typos.values()), bodies=tuple(bodies))


def rulebook_yaml(book: RuleBook) -> str:
    """The book as YAML that `load_rulebook` takes back."""
    values = {name: part for name, part in book.model_dump(mode="json", exclude_defaults=True).items() if part}
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=110)
    return "# 自己的规则，由 rules import-xlsx 写成，也可以直接修改\n" + text
