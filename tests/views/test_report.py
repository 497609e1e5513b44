"""The report page: the overview of all plans, one plan with its findings and tables, and the files to take away."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.workspace import Workspace
from report.analysis import GapReport, analyse
from report.files import FORMS
from tests.views.conftest import Page, run, shown
from views.report import file_name, only

TABS = ("问题", "目标指标", "任务分工", "项目", "覆盖情况")


@pytest.fixture(scope="module")
def report(samples: Path) -> GapReport:
    """What the page is drawn from."""
    return analyse(Workspace.open(samples), as_of=date(2025, 6, 30))


@pytest.fixture
def page(samples: Path, report_page: Page) -> AppTest:
    """The report of the plan with projects."""
    return report_page(samples, plan="霁川市减碳先行区建设实施方案")


def open_tab(page: AppTest, name: str) -> str:
    """What the page shows once that tab is chosen."""
    page.session_state["tab"] = name
    return shown(run(page))


def test_the_overview_lists_every_plan_with_its_findings(samples: Path, report: GapReport, report_page: Page) -> None:
    html = shown(report_page(samples))
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.S)
    assert body
    rows = body[1].count("<tr>")
    assert rows == len(report.plans)
    for analysis in report.plans:
        assert analysis.document.title in body[1]


def test_a_plan_shows_every_finding_with_its_passage(page: AppTest, report: GapReport) -> None:
    html = shown(page)
    [analysis] = [one for one in report.analyses if one.document.title == "霁川市减碳先行区建设实施方案"]
    assert analysis.findings
    assert html.count('<article class="pc-finding') == len(analysis.findings)
    assert "<blockquote>" in html and "建议" in html and "依据" in html
    assert html.index("错误<small>") < html.index("警告<small>")


def test_findings_can_be_narrowed(page: AppTest) -> None:
    everything = shown(page).count('<article class="pc-finding')
    page.button_group(key="severity").set_value(["error"])
    errors = shown(run(page))
    assert 0 < errors.count('<article class="pc-finding pc-error') < everything
    assert "pc-finding pc-warning" not in errors


@pytest.mark.parametrize(
    ("tab", "columns"),
    [
        ("目标指标", ("指标", "目标值", "单位")),
        ("任务分工", ("任务", "牵头单位", "完成时限")),
        ("项目", ("项目名称", "实施主体", "投资")),
        ("覆盖情况", ("地区", "本规划")),
    ],
)
def test_each_tab_shows_its_table(page: AppTest, tab: str, columns: tuple[str, ...]) -> None:
    html = open_tab(page, tab)
    assert "<table" in html
    for column in columns:
        assert f">{column}</th>" in html


def test_a_table_can_be_searched(page: AppTest) -> None:
    whole = open_tab(page, "任务分工").count("<tr>")
    page.text_input(key="find-任务分解表").set_value("市生态环境局")
    html = shown(run(page))
    assert 1 < html.count("<tr>") < whole


def test_the_page_hands_out_the_report_and_each_table(page: AppTest) -> None:
    labels = [button.label for button in page.get("download_button")]
    commented = "下载带批注的原文件（Word 批注）"
    assert labels == [*(f"下载{form.title}" for form in FORMS), commented, "下载 Excel", "下载 CSV"]


def test_the_files_hold_the_plan_that_is_shown(report: GapReport) -> None:
    from openpyxl import load_workbook

    plan = report.plans[0].document
    one = only(report, plan.id)
    made = {form.file: form.make(one) for form in FORMS}
    assert [analysis["document"]["id"] for analysis in json.loads(made["report.json"])["analyses"]] == [plan.id]
    assert plan.title in made["report.html"].decode() and plan.title in made["report.md"].decode()
    sheet = load_workbook(io.BytesIO(made["report.xlsx"]))["总览"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [plan.title]


def test_text_of_a_plan_never_becomes_markup(hostile: Path, report_page: Page) -> None:
    page = report_page(hostile)
    everything = shown(page) + "".join(open_tab(page, tab) for tab in TABS)
    for tag in ("<script", "<img", "<b on"):
        assert tag not in everything.lower()
    assert "&lt;script&gt;" in everything


def test_without_a_workspace_the_page_gives_the_command(tmp_path: Path, report_page: Page) -> None:
    assert "python cli.py build" in shown(report_page(tmp_path / "nothing"))


def test_a_file_is_named_so_that_every_system_takes_it() -> None:
    word, bureaus = FORMS[1], FORMS[4]
    assert file_name('a/b\\c:"d"<规划>（2024—2025年）', word) == "核查报告-abcd规划（2024—2025年）.docx"
    assert file_name("", bureaus) == "责任清单-规划.xlsx"
