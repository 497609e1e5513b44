"""Regions side by side on a page and in a workbook."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from ingest.document import Document
from report.compare.page import page_html, page_text, page_workbook
from report.compare.run import region_pages
from rules.yaml_file import YamlError
from tests.nlp.documents import plan

TEXT = """{}绿色转型实施方案
一、重点任务
（一）推进工业升级。推行清洁生产，建设绿色工厂。
（二）发展绿色金融。扩大绿色信贷。
"""


def place(name: str) -> Document:
    return replace(plan(TEXT.format(name)), region=name)


def test_the_heat_map_is_in_every_form() -> None:
    drafts = [place(name) for name in ("甲市", "乙市", "丙市")]
    page, values = region_pages(drafts, template="state-council-2021-4")
    html = page_html(page)
    assert 'class="heat"' in html and all(f"<th>{name}</th>" in html for name in ("甲市", "乙市", "丙市"))
    sheet = openpyxl.load_workbook(io.BytesIO(page_workbook(page, date(2026, 1, 2))))["任务矩阵"]
    assert [cell.value for cell in sheet[1]][2:] == list(values["matrix"]["regions"]) and sheet.conditional_formatting
    assert "甲市" in page_text(page) and json.loads(json.dumps(values))["kind"] == "regions"
    news = replace(place("丁市"), doc_type=None)
    assert region_pages([*drafts, news], template="state-council-2021-4")[1] == values


def test_one_measure_at_a_time() -> None:
    with pytest.raises(YamlError, match="只给一项"):
        region_pages([place("甲市")], above=place("乙省"), template="state-council-2021-4")
