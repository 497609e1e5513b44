"""Findings in other forms and rules of one's own, as a user meets them on the command line."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import openpyxl
import pytest

from report.rulebook_workbook import RULES_SHEET
from tests.command_line import DAY, FAULTY, call, write_text

ROW = {"编号": "WD51", "规则": "慎用居住条件", "词语（用、隔开）": "居住条件", "例句（必须命中）": "居住条件"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    return write_text(tmp_path / "plans" / "方案 1.txt", FAULTY)


def test_every_form_holds_the_same_findings(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "check", plan, "--json", *DAY)
    found = json.loads(out)[0]["findings"]
    assert code == 1 and out == call(capsys, "check", plan, "--format", "json", *DAY)[1]
    sarif = json.loads(call(capsys, "check", plan, "--format", "sarif", *DAY)[1])
    assert [one["ruleId"] for one in sarif["runs"][0]["results"]] == [one["rule"] for one in found]
    junit = "".join(ElementTree.fromstring(call(capsys, "check", plan, "--format", "junit", *DAY)[1]).itertext())
    markdown = call(capsys, "check", plan, "--format", "markdown", *DAY)[1].replace("\\", "")
    assert all(one["message"] in junit and one["message"] in markdown for one in found)


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "check", "--explain", "rs01")
    assert (code, out) == (0, call(capsys, "rules", "RS01")[1]) and "依据" in out
    assert call(capsys, "check", "--explain", "XX99")[0] == 2


def test_own_rules_go_through_a_workbook(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, workspace, own = tmp_path / "规则.xlsx", tmp_path / "工作区", tmp_path / "own.yaml"
    assert call(capsys, "build", plan.parent, "--workspace", workspace)[0] == 0
    assert call(capsys, "rules", "export-xlsx", "-o", book)[0] == 0
    workbook = openpyxl.load_workbook(book)
    titles = [str(cell.value) for cell in workbook[RULES_SHEET][1]]
    workbook[RULES_SHEET].append([ROW.get(title) for title in titles])
    workbook.save(book)
    code, out, err = call(capsys, "rules", "import-xlsx", book, "--workspace", workspace)
    assert code == 0 and "WD51 慎用居住条件：命中 1 处，1 份规划" in out and "居住条件" in out.splitlines()[2]
    assert "什么也没有写" in err and not own.exists()
    assert call(capsys, "rules", "import-xlsx", book, "--workspace", workspace, "--accept", "-o", own)[0] == 0
    assert "出现“居住条件”。" in call(capsys, "check", plan, "--rules", own, "--all", *DAY)[1]
    assert call(capsys, "rules", "export-xlsx", "--rules", own, "-o", tmp_path / "2.xlsx")[0] == 0
    assert call(capsys, "rules", "import-xlsx", tmp_path / "2.xlsx", "--workspace", workspace)[1] == out


@pytest.mark.parametrize("arguments", [("import-xlsx",), ("import-xlsx", "规则.xlsx")])
def test_what_is_missing_is_said(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = call(capsys, "rules", *arguments)
    assert (code, out) == (2, "") and err.startswith("缺少")
