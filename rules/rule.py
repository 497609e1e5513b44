"""What a rule is, and the registry of all rules: written once, read by the engine, the catalogue and the views."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ingest.document import Clause, Document, Section, Span, Table
from nlp.commitment import Commitment, Project, Target, Task
from rules.finding import Evidence, Severity

ID_PATTERN = re.compile(r"[A-Z]{2}\d{2}")  # RS01
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "RS": "责任单位", "DL": "完成时限", "TG": "目标指标", "NU": "数字核算", "ST": "结构与文字",
        "TM": "模板对照", "DU": "重复与照搬", "WD": "措辞", "CT": "引用依据", "EN": "检查过程",
    }
)  # fmt: skip

Anchor = Span | Clause | Section | Table | Commitment
Passage = Span | Evidence


class RuleError(ValueError):
    """A rule that cannot be: a duplicate id, a dead pattern, an unknown word. The message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule yields: where, what, and which passages show it; the engine makes the finding of it.

    evidence: spans of this document, or ready `Evidence` for passages of other documents; empty: the anchor itself.
    suggestion, severity: where this case needs other ones than the rule's.
    cause: problems of one cause (the same pair of passages, the same number) become one finding, the first seen.
    """

    anchor: Anchor
    message: str
    evidence: tuple[Passage, ...] = ()
    suggestion: str | None = None
    severity: Severity | None = None
    cause: str | None = None


Check = Callable[..., Iterable[Problem]]
EACH: tuple[type, ...] = (Document, Section, Clause, Table, Task, Target, Project)


@dataclass(frozen=True, slots=True)
class Rule:
    """One check with everything a reader needs to judge it.

    each: what the engine hands the check, one at a time. cap: more problems than this become one finding with the
    list behind it. summary: that one finding's message, `{count}` being the number of places.
    """

    id: str
    name: str
    title: str
    severity: Severity
    authority: str
    suggestion: str
    each: type
    check: Check
    doc: str
    summary: str
    cap: int = 5
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def family(self) -> str:
        """The two letters that say what the rule looks after."""
        return self.id[:2]


_RULES: dict[str, Rule] = {}
RULES: Mapping[str, Rule] = MappingProxyType(_RULES)


def register(one: Rule) -> Rule:
    """Add a rule to the registry. Raises RuleError for a malformed id, an id or name met before, an unknown `each`."""
    if not ID_PATTERN.fullmatch(one.id) or one.family not in FAMILIES:
        raise RuleError(f"规则编号 {one.id} 不合格式，应为族代码加两位数字。")
    if one.id in _RULES:
        raise RuleError(f"规则编号 {one.id} 重复。")
    if any(one.name == other.name for other in _RULES.values()):
        raise RuleError(f"规则名 {one.name} 重复。")
    if one.each not in EACH:
        raise RuleError(f"规则 {one.id} 的检查对象 {one.each.__name__} 无从取得。")
    if not all((one.title, one.authority, one.suggestion, one.doc)):
        raise RuleError(f"规则 {one.id} 缺少名称、依据、建议或说明。")
    _RULES[one.id] = one
    return one


def rule(
    rule_id: str, name: str, *, title: str, each: type, severity: Severity, authority: str, suggestion: str,
    summary: str | None = None, cap: int = 5,
) -> Callable[[Check], Check]:  # fmt: skip
    """Make a rule of a function `check(thing, context, *, parameter=default)`; its docstring says what and why."""

    def make(check: Check) -> Check:
        params = {
            parameter.name: parameter.default
            for parameter in inspect.signature(check).parameters.values()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        }
        register(Rule(
            rule_id, name, title, severity, authority, suggestion, each, check, inspect.getdoc(check) or "",
            summary or f"{title}，共{{count}}处。", cap, MappingProxyType(params),
        ))  # fmt: skip
        return check

    return make
