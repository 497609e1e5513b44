"""The catalogue of rules for people and machines: docs/rules.md, the command `rules`, the page of the app."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ingest.document import Clause, Document, Section, Table
from nlp.commitment import Project, Target, Task
from rules.checks import loaded as loaded
from rules.example import Example, examples_of
from rules.finding import Severity
from rules.rule import FAMILIES, RULES, Rule
from rules.yaml_file import YamlError

_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}
_LOOKS_AT: dict[type, str] = {
    Document: "全文", Section: "标题", Clause: "条款", Table: "表格", Task: "任务", Target: "目标指标", Project: "项目",
}  # fmt: skip
_FACTS = {
    "title": "标题", "issued": "成文日期", "period": "规划期", "region": "地区", "level": "层级", "template": "模板",
}  # fmt: skip


def plain(rule_id: str | None = None) -> list[dict[str, Any]] | dict[str, Any]:
    """Every rule, or the one named, as JSON values. Raises YamlError for an unknown id."""
    return [_plain(rule) for rule in _ordered()] if rule_id is None else _plain(_named(rule_id))


def text(rule_id: str | None = None) -> str:
    """For the terminal: a line a rule, or everything about the one named. Raises YamlError for an unknown id."""
    if rule_id is not None:
        return _explained(_named(rule_id))
    lines: list[str] = []
    for family, rules in _families():
        lines.append(f"{family} {FAMILIES[family]}")
        lines += [f"  {rule.id}  {_SEVERITIES[rule.severity]}  {rule.title}" for rule in rules]
    return "\n".join([*lines, "", f"共 {len(RULES)} 条规则。加上编号可看说明和示例，如 rules RS01。"]) + "\n"


def markdown() -> str:
    """docs/rules.md: a table of each family, then each rule with one example that fails and one that passes."""
    parts = [
        "# 规则目录",
        "由 `python cli.py rules --markdown` 生成，请勿手改。示例随测试运行：反例必须报出问题，正例必须不报。",
        "级别：错误（文中自相矛盾或有误）、警告（应当修改或说明）、提示（供核对）。"
        "用配置文件（`--profile`）可以选用、停用规则，调整级别和参数。",
    ]
    for family, rules in _families():
        parts.append(f"## {family} {FAMILIES[family]}")
        rows = [f"| [{rule.id}](#{rule.id.lower()}) | {rule.title} | {_SEVERITIES[rule.severity]} |" for rule in rules]
        parts.append("\n".join(["| 编号 | 规则 | 级别 |", "|---|---|---|", *rows]))
        parts += [_section(rule) for rule in rules]
    return "\n\n".join(parts) + "\n"


def _ordered() -> list[Rule]:
    order = list(FAMILIES)
    return sorted(RULES.values(), key=lambda rule: (order.index(rule.family), rule.id))


def _families() -> Iterable[tuple[str, list[Rule]]]:
    for family in FAMILIES:
        rules = [rule for rule in _ordered() if rule.family == family]
        if rules:
            yield family, rules


def _named(rule_id: str) -> Rule:
    rule = RULES.get(rule_id.upper())
    if rule is None:
        raise YamlError(f"没有编号为“{rule_id}”的规则，运行 rules 可列出全部编号。")
    return rule


def _plain(rule: Rule) -> dict[str, Any]:
    examples = examples_of(rule.id)
    return {
        "id": rule.id, "name": rule.name, "title": rule.title, "family": rule.family,
        "family_name": FAMILIES[rule.family], "severity": rule.severity.value, "looks_at": _LOOKS_AT[rule.each],
        "looks_for": examples.looks_for, "why": rule.doc, "authority": rule.authority, "suggestion": rule.suggestion,
        "params": _thresholds(rule), "cap": rule.cap,
        "examples": {
            "fail": [_printed(example) for example in examples.fail],
            "pass": [_printed(example) for example in examples.passing],
        },
    }  # fmt: skip


def _explained(rule: Rule) -> str:
    examples = examples_of(rule.id)
    lines = [f"{rule.id} {rule.title}（{_SEVERITIES[rule.severity]}，{rule.name}）", examples.looks_for]
    lines += [f"{name}：{value}" for name, value in _table(rule)]
    for name, found in (("反例", examples.fail[0]), ("正例", examples.passing[0])):
        lines += [f"{name}：", *("    " + line for line in _printed(found).splitlines())]
    return "\n".join(lines) + "\n"


def _section(rule: Rule) -> str:
    examples = examples_of(rule.id)
    rows = "\n".join(f"- {name}：{value}" for name, value in [("名称", f"`{rule.name}`"), *_table(rule)])
    fail, passing = (f"```text\n{_printed(one[0])}\n```" for one in (examples.fail, examples.passing))
    return (
        f"### {rule.id}\n\n**{rule.title}**　{examples.looks_for}\n\n{rows}\n\n"
        f"反例（报出“{'”“'.join(examples.fail[0].quotes)}”）：\n\n{fail}\n\n正例：\n\n{passing}"
    )


def _table(rule: Rule) -> list[tuple[str, str]]:
    rows = [
        ("级别", _SEVERITIES[rule.severity]), ("检查对象", _LOOKS_AT[rule.each]), ("依据", rule.authority),
        ("建议", rule.suggestion),
    ]  # fmt: skip
    if params := _thresholds(rule):
        rows.append(("参数", "，".join(f"{name} = {value}" for name, value in sorted(params.items()))))
    return rows


def _thresholds(rule: Rule) -> dict[str, Any]:
    """What a profile can set; the user's own words come by a rule book."""
    return {name: value for name, value in rule.params.items() if not isinstance(value, tuple)}


def _printed(example: Example) -> str:
    """An example as a reader sees it: facts of the front matter first, tables as rows with bars."""
    facts = [
        f"{_FACTS[name]}：{_said(value)}"
        for name, value in example.facts.model_dump().items()
        if value is not None
    ]  # fmt: skip
    lines = [f"〔{'；'.join(facts)}〕"] if facts else []
    lines += _lines(example.text)
    if example.upstream is not None:
        lines += ["〔上级文件〕", *_lines(example.upstream)]
    lines += [f"〔《{one.title}》也有：{one.text}〕" for one in example.shared]
    return "\n".join(lines)


def _lines(content: str | tuple[Any, ...]) -> list[str]:
    lines: list[str] = []
    for part in (content,) if isinstance(content, str) else content:
        lines += part.splitlines() if isinstance(part, str) else [" | ".join(row) for row in part]
    return lines


def _said(value: object) -> str:
    return "—".join(str(one) for one in value if one is not None) if isinstance(value, tuple) else str(value)
