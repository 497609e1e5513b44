"""Passages that stand in several plans, on a page and in a workbook."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl

from index.duplicates.pair import near_duplicates
from report.compare.duplicates import duplicates_page
from report.compare.page import page_html, page_text, page_workbook
from tests.index.duplicates.test_pair import COPIED, EDITED, own, plan


def test_clusters_shares_and_the_difference_are_shown(tmp_path: Path) -> None:
    plans = [plan(tmp_path, "甲", f"{own(1)}。{COPIED}。"), plan(tmp_path, "乙", f"{own(2)}。{EDITED}。")]
    page = duplicates_page(plans, near_duplicates(plans))
    html = page_html(page)
    assert "<del>逐" in html and "<ins>稳" in html
    assert plans[0].id in html and plans[1].id in page_text(page)
    book = openpyxl.load_workbook(io.BytesIO(page_workbook(page, date(2026, 1, 2))))
    assert book.sheetnames == ["概况", "各规划的构成", "雷同段落组", "同一规划内的重复", "套话"]
    assert book["雷同段落组"]["A2"].value == 2
