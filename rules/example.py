"""The examples of a rule: what it is for in Chinese, texts that it must find fault with, texts that it must let pass.

They are data of the package, not of the tests: the catalogue prints them, and the tests run the very same ones.
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from rules.rule import RULES, RuleError
from rules.yaml_file import DATA, Strict, load_strict

EXAMPLES = DATA / "examples"

Rows = tuple[tuple[str, ...], ...]


class Facts(Strict):
    """Front matter that the text of an example does not print. region: name and GB/T 2260 code."""

    title: str | None = None
    issued: date | str | None = None
    period: tuple[int | None, int | None] | None = None
    region: tuple[str, str] | None = None
    level: str | None = None
    template: str | None = None


class Shared(Strict):
    """A passage of the example that also stands in another document."""

    text: str
    title: str = "某市方案"
    region: str | None = None
    similarity: float = 1.0
    boilerplate: bool = False


class Example(Strict):
    """One text: paragraphs, and tables as lists of rows. quotes: what a finding on a failing text must quote."""

    name: str = ""
    text: str | tuple[str | Rows, ...]
    quotes: tuple[str, ...] = ()
    facts: Facts = Facts()
    upstream: str | tuple[str | Rows, ...] | None = None
    shared: tuple[Shared, ...] = ()


class Examples(Strict):
    """looks_for: one Chinese sentence on what the rule looks for and why it matters."""

    looks_for: str = Field(min_length=10)
    fail: tuple[Example, ...] = Field(min_length=1)
    passing: tuple[Example, ...] = Field(min_length=1, alias="pass")


def examples_of(rule_id: str) -> Examples:
    """The examples of a rule. Raises RuleError for a rule without them, YamlError for a file that is none."""
    path = EXAMPLES / f"{rule_id}.yaml"
    if rule_id not in RULES or not path.is_file():
        raise RuleError(f"规则 {rule_id} 没有示例文件 {path.name}。")
    found = load_strict(path, Examples)
    if not all(example.quotes for example in found.fail):
        raise RuleError(f"{path.name}：反例没有写明应当引出的文字（quotes）。")
    return found
