"""Rules in a workbook: out and back unchanged, and every mistake named by its sheet and row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report.rulebook_workbook import BODIES_SHEET, RULES_SHEET, TYPOS_SHEET, read_rulebook_workbook, rulebook_workbook
from rules.rulebook import RuleBook, changed, load_rulebook, rulebook_yaml, shipped
from rules.yaml_file import YamlError

ROW = {"编号": "WD51", "规则": "慎用强化", "词语（用、隔开）": "强化推进、狠抓", "例句（必须命中）": "狠抓落实。"}


def edited(folder: Path, **sheets: list[dict[str, Any]]) -> Path:
    """The shipped workbook with rows of one's own below."""
    path = folder / "规则.xlsx"
    path.write_bytes(rulebook_workbook(shipped()))
    workbook = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        titles = [cell.value for cell in workbook[name][1]]
        for row in rows:
            workbook[name].append([row.get(str(title)) for title in titles])
    workbook.save(path)
    return path


def test_out_and_back_changes_nothing(tmp_path: Path) -> None:
    path = edited(tmp_path)
    assert read_rulebook_workbook(path) == shipped()
    assert changed(read_rulebook_workbook(path)) == RuleBook()
    assert rulebook_workbook(shipped()) == rulebook_workbook(shipped())


def test_own_rows_become_a_file_that_is_read_back(tmp_path: Path) -> None:
    path = edited(tmp_path, **{RULES_SHEET: [ROW], TYPOS_SHEET: [{"错误写法": "低谈", "正确写法": "低碳"}],
                               BODIES_SHEET: [{"单位名称": "市绿色办公室"}]})  # fmt: skip
    book = changed(read_rulebook_workbook(path))
    assert [one.id for one in book.rules] == ["WD51"] and book.rules[0].words == ("强化推进", "狠抓")
    (tmp_path / "own.yaml").write_text(rulebook_yaml(book), encoding="utf-8")
    assert load_rulebook(tmp_path / "own.yaml") == book


@pytest.mark.parametrize(
    ("sheet", "row", "said"),
    [
        (RULES_SHEET, {**ROW, "编号": "WD01"}, "编号“WD01”重复"),
        (RULES_SHEET, {**ROW, "编号": "RS01"}, "编号 RS01 已是内置规则"),
        (RULES_SHEET, {**ROW, "编号": "十"}, "应为族代码"),
        (RULES_SHEET, {**ROW, "例句（必须命中）": "认真落实。"}, "也不命中"),
        (RULES_SHEET, {**ROW, "词语（用、隔开）": None}, "两者取一"),
        (RULES_SHEET, {**ROW, "词语（用、隔开）": None, "表达式（与词语二选一）": "(狠抓"}, "表达式有误"),
        (RULES_SHEET, {**ROW, "级别": "严重"}, "级别没有“严重”，可选错误、警告、提示"),
        (TYPOS_SHEET, {"错误写法": "秸杆", "正确写法": "秸秆"}, "错字“秸杆”重复"),
        (TYPOS_SHEET, {"错误写法": "低碳", "正确写法": "低碳化"}, "会误报"),
    ],
)
def test_a_mistake_is_named_by_sheet_and_row(tmp_path: Path, sheet: str, row: dict[str, Any], said: str) -> None:
    path = edited(tmp_path, **{sheet: [row]})
    last = openpyxl.load_workbook(path)[sheet].max_row
    with pytest.raises(YamlError) as error:
        read_rulebook_workbook(path)
    assert said in str(error.value) and f"规则.xlsx：“{sheet}”第{last}行" in str(error.value)


def test_an_unknown_column_sheet_or_file_is_refused(tmp_path: Path) -> None:
    path = edited(tmp_path)
    workbook = openpyxl.load_workbook(path)
    workbook[RULES_SHEET].cell(1, 30, "备注")
    workbook.save(path)
    with pytest.raises(YamlError, match="第1行：不认识的列“备注”"):
        read_rulebook_workbook(path)
    workbook.create_sheet("草稿")
    workbook.save(path)
    with pytest.raises(YamlError, match="不认识的工作表“草稿”"):
        read_rulebook_workbook(path)
    (tmp_path / "坏.xlsx").write_bytes(b"PK not a workbook")
    with pytest.raises(YamlError, match="不是能读的 xlsx"):
        read_rulebook_workbook(tmp_path / "坏.xlsx")
    with pytest.raises(YamlError, match="打不开"):
        read_rulebook_workbook(tmp_path / "没有.xlsx")
