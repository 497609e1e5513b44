"""The page 规则: every rule with what it rests on and examples that fail and pass."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from report.rulebook_workbook import RULES_SHEET, rulebook_workbook
from rules import RULES
from rules.finding import Severity
from rules.profile import Profile, load_profile
from rules.rulebook import shipped
from tests.views.conftest import open_view, run, shown
from views.own_rules import NAME
from views.trying import profile_yaml


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


# --- another choice of rules ------------------------------------------------------------------------------------------


def try_out(folder: Path) -> AppTest:
    return open_view("rulebook", folder, way="试运行", as_of="2025-06-30")


def numbers(page: AppTest) -> dict[str, int]:
    found = re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", shown(page))
    return {name: int(number) for number, name in found}


def test_a_rule_left_out_takes_its_findings_along(samples: Path) -> None:
    page = try_out(samples)
    assert "选好要改的" in shown(page)
    page.multiselect(key="ignore").set_value(["WD"])
    run(page)
    families = set(re.findall(r"<td[^>]*>([A-Z]{2})\d\d</td>", shown(page)))
    assert numbers(page)["不再报"] > 0 and numbers(page)["新报"] == 0 and families == {"WD"}


def test_another_severity_and_another_threshold_are_told_apart(samples: Path) -> None:
    page = try_out(samples)
    page.multiselect(key="touch").set_value(["RS06"])
    run(page).button_group(key="severity-RS06").set_value("error")
    run(page)
    assert numbers(page)["改级别"] > 0 and numbers(page)["不再报"] == 0
    name, value = next(
        (rule.id, rule.params) for rule in RULES.values() if any(type(one) is int for one in rule.params.values())
    )
    key = next(key for key, one in value.items() if type(one) is int)
    page.multiselect(key="touch").set_value([name])
    run(page).number_input(key=f"param-{name}-{key}").set_value(value[key] + 1)
    assert "下载这份配置（YAML）" in [one.label for one in run(page).get("download_button")]


def test_the_profile_is_one_that_checks_take(tmp_path: Path) -> None:
    wanted = Profile(ignore=("WD",), severity={"RS06": Severity.ERROR})
    (tmp_path / "profile.yaml").write_bytes(profile_yaml(wanted))
    assert load_profile(tmp_path / "profile.yaml") == wanted


# --- rules of one's own -----------------------------------------------------------------------------------------------


def hand_in(folder: Path, content: bytes) -> AppTest:
    page = open_view("rulebook", folder, way="自己的规则")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.file_uploader(key="rulebook").upload(NAME, content, kind)
    return run(page)


def workbook_with(**row: str) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(rulebook_workbook(shipped())))
    sheet = workbook[RULES_SHEET]
    sheet.append([row.get(str(cell.value)) for cell in sheet[1]])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


OWN = {"编号": "WD51", "规则": "慎用<b>推进", "词语（用、隔开）": "推进", "例句（必须命中）": "推进落实。"}


def test_a_workbook_comes_back_with_a_rule_of_ones_own_and_is_tried_out(samples: Path) -> None:
    page = hand_in(samples, workbook_with(**OWN))
    html = shown(page)
    assert "WD51" in html and "慎用&lt;b&gt;推进" in html and "〔" in html
    assert "下载自己的规则（YAML）" in [one.label for one in page.get("download_button")]


def test_what_cannot_be_a_rule_is_named_by_sheet_and_row(nowhere: Path) -> None:
    assert "“措辞规则”第" in shown(hand_in(nowhere, workbook_with(**{**OWN, "级别": "很严重"})))
    assert "没有改动" in shown(hand_in(nowhere, rulebook_workbook(shipped())))
    assert "工作簿要改一处" in shown(hand_in(nowhere, b"PK\x03\x04 nothing"))
