"""Rules of the user's own: they add to the shipped ones, replace them by id, and are refused where they cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest import read
from nlp.extract import extract
from rules import RULES, Context, check
from rules.rulebook import load_rulebook, rules_with
from rules.trial import try_out
from rules.yaml_file import YamlError

OWN = """rules:
  - id: WD51
    name: own-strongly
    title: 慎用狠抓
    kind: existence
    scope: text
    words: [狠抓]
    severity: warning
    message: 出现“{match}”。
    suggestion: 写明做什么。
    authority: 本单位的写作要求
    doc: own
    example: 狠抓落实。
typos:
  - {wrong: 低谈, right: 低碳}
bodies: [市绿色转型统筹局]
"""
PLAN = """青岚市低碳城市建设实施方案

一、重点任务
（一）推广清洁取暖。狠抓锅炉改造，建设低谈社区。（责任单位：市绿色转型统筹局）
（二）推广绿色出行。更新公交车辆，狠抓充电桩建设。（责任单位：市交通运输局）
"""


def book_at(folder: Path, text: str = OWN) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def context_of(folder: Path) -> Context:
    path = folder / "plan.txt"
    path.write_text(PLAN, encoding="utf-8")
    document = read(path)
    return Context(document, extract(document), date(2026, 1, 1))


def test_own_rules_fire_beside_the_shipped_ones(tmp_path: Path) -> None:
    context = context_of(tmp_path)
    shipped = {(one.rule, one.message) for one in check(context)}
    own = {(one.rule, one.message) for one in check(context, rules=rules_with(load_rulebook(book_at(tmp_path))))}
    assert own - shipped == {("WD51", "出现“狠抓”。"), ("ST21", "“低谈”应为“低碳”。")}
    assert shipped - own == {("RS07", "名录中没有责任单位“市绿色转型统筹局”，请核对名称。")}
    assert "WD51" not in RULES


def test_a_trial_counts_and_shows_examples(tmp_path: Path) -> None:
    trials = try_out(load_rulebook(book_at(tmp_path)), [context_of(tmp_path)])
    assert [(one.rule.id, one.before, one.hits) for one in trials] == [("WD51", 0, 2), ("ST21", 0, 1), ("RS07", 1, 0)]
    assert trials[0].plans == 1 and "狠抓" in trials[0].examples[0][1]


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("    scope: text", "    scope: text\n    colour: red", 7, "不认识的键"),
        ("example: 狠抓落实。", "example: 认真落实。", 2, "也不命中"),
        ("id: WD51", "id: RS01", 2, "已是内置规则"),
        ("bodies: [市", "bodies: [市绿色转型统筹局, 市", 16, "重复"),
        ("wrong: 低谈", "wrong: 碳", 15, "至少要有 2 个字"),
        ("    words: [狠抓]", "    words: [狠抓]\n    pattern: 狠抓", 2, "两者取一"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, said: str
) -> None:
    assert wrong in OWN
    with pytest.raises(YamlError) as error:
        load_rulebook(book_at(tmp_path, OWN.replace(wrong, right)))
    assert str(error.value).startswith(f"own.yaml:{line}：") and said in str(error.value)
