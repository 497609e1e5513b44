"""The catalogue: docs/rules.md is what the rules say of themselves, and every rule can be looked up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules import RULES, catalogue
from rules.yaml_file import YamlError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == catalogue.markdown(), "run `make docs`"


def test_every_rule_is_listed_with_its_examples() -> None:
    listed = catalogue.plain()
    assert isinstance(listed, list)
    assert {one["id"] for one in listed} == set(RULES)
    assert all(one["examples"]["fail"] and one["examples"]["pass"] for one in listed)
    assert json.loads(json.dumps(listed, ensure_ascii=False)) == listed


def test_one_rule_is_explained_in_chinese() -> None:
    said = catalogue.text("rs01")
    assert said.startswith("RS01 全文未明确责任单位（警告")
    assert "反例：" in said and "依据：" in said


def test_every_rule_has_a_line_of_its_own() -> None:
    lines = catalogue.text().splitlines()
    assert all(sum(f"  {rule_id}  " in line for line in lines) == 1 for rule_id in RULES)


def test_an_unknown_rule_is_one_sentence() -> None:
    with pytest.raises(YamlError, match="没有编号为“ZZ99”的规则"):
        catalogue.plain("ZZ99")
