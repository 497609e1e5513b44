"""The page 规则: every rule with what it rests on and examples that fail and pass."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from rules import RULES
from tests.views.conftest import open_view, run, shown


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """The rules are there without a workspace."""
    return tmp_path / "nothing"


def test_every_rule_is_listed_and_leads_to_its_page(nowhere: Path) -> None:
    html = shown(open_view("rulebook", nowhere))
    links = re.findall(r'href="rules\?rule=([^"]+)"', html)
    assert len(links) == len(RULES)
    assert "反例" in shown(open_view("rulebook", nowhere, rule=unquote(links[0])))


def test_the_list_can_be_searched_and_narrowed(nowhere: Path) -> None:
    page = open_view("rulebook", nowhere)
    page.text_input(key="word").set_value("牵头")
    rows = shown(run(page)).count("<tr>") - 1
    assert 0 < rows < len(RULES)
    page.text_input(key="word").set_value("没有这个词<b>")
    html = shown(run(page))
    assert "没有符合条件的规则" in html and "<tr>" not in html


@pytest.mark.parametrize("rule", ["RS01", "NU01", "DU05", "WD03"])
def test_a_rule_shows_texts_that_fail_with_the_place_marked_and_texts_that_pass(nowhere: Path, rule: str) -> None:
    html = shown(open_view("rulebook", nowhere, rule=f"{rule} {RULES[rule].title}"))
    assert RULES[rule].title in html and "依据" in html and "正例" in html
    assert html.count('class="pc-sample') >= 2 and "<mark>" in html
