"""The comparison with a template on a page, in a workbook, as lines and as plain values."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from report.compare.page import page_html, page_text, page_workbook
from report.compare.run import compare_pages, write_page
from rules.yaml_file import YamlError
from tests.nlp.documents import plan

TEXT = """霁川市<b>绿色</b>转型实施方案
一、主要任务
（一）推进工业升级。推行清洁生产，建设绿色工厂，淘汰“散乱污”企业。（责任单位：市工业和信息化局）
"""


def test_every_form_tells_the_same(tmp_path: Path) -> None:
    page, values = compare_pages([plan(TEXT)], template="state-council-2021-4")
    html, text = page_html(page), page_text(page, everything=True)
    book = openpyxl.load_workbook(io.BytesIO(page_workbook(page, date(2026, 1, 2))))
    assert book.sheetnames == ["概况", "任务", "任务要点"]
    for task in values["tasks"]:
        assert task["wanted"]["title"] in html and task["wanted"]["title"] in text
    assert json.loads(json.dumps(values))["kind"] == "template"
    assert "<b>绿色</b>" not in html
    covered = [task for task in values["tasks"] if task["clauses"]]
    assert covered[0]["wanted"]["title"] == "工业绿色升级" and covered[0]["cover"] == "部分覆盖"
    assert write_page(page, values, tmp_path / "a.json", date(2026, 1, 2)).is_file()


def test_an_unknown_template_is_told_in_a_sentence() -> None:
    with pytest.raises(YamlError, match="没有名为"):
        compare_pages([plan(TEXT)], template="nirgends")
