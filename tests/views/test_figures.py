"""The pages 总览, 指标 and 责任: numbers, charts and tables over all plans."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from index.workspace import Workspace
from report.analysis import GapReport, analyse
from report.decision import DecisionBook, State
from report.duty import duties_of
from report.series import series_of
from tests.views.conftest import open_view, run, shown

DAY = date(2025, 6, 30)
PAGES = ("overview", "indicators", "duties")


@pytest.fixture(scope="module")
def report(samples: Path) -> GapReport:
    """What the pages are drawn from."""
    return analyse(Workspace.open(samples), as_of=DAY)


def open_page(page: str, folder: Path, **address: str) -> AppTest:
    return open_view(page, folder, **{"as_of": "2025-06-30"} | address)


def charts(page: AppTest) -> list[list[dict[str, Any]]]:
    """The rows that each chart of the page draws, wherever Streamlit puts them: in the drawing or beside it."""
    import pyarrow

    found = []
    for one in page.get("vega_lite_chart"):
        drawing = json.loads(one.proto.spec)
        layers = (drawing, *drawing.get("layer", ()))
        rows = [row for layer in layers for row in layer.get("data", {}).get("values", ())]
        tables = filter(None, (one.proto.data.data, *(named.data.data for named in one.proto.datasets)))
        found.append(rows + [row for table in tables for row in pyarrow.ipc.open_stream(table).read_all().to_pylist()])
    return found


def links(page: AppTest, name: str) -> list[dict[str, str]]:
    found = re.findall(rf'href="{name}\?([^"]+)"', shown(page))
    return [{key: one[0] for key, one in parse_qs(urlsplit("?" + link.replace("&amp;", "&")).query).items()}
            for link in found]  # fmt: skip


def test_the_indicator_of_the_most_regions_is_shown_first(samples: Path, report: GapReport) -> None:
    page = open_page("indicators", samples)
    series = series_of(report.plans)
    assert page.selectbox(key="indicator").value == series[0].label
    [chart] = charts(page)
    assert {row["地区"] for row in chart} == {point.region for point in series[0].points}
    assert shown(page).count("<tr>") - 1 == len(series[0].points)


def test_an_indicator_and_a_year_can_be_chosen(samples: Path, report: GapReport) -> None:
    chosen = next(one for one in series_of(report.plans) if len({p.target.year for p in one.points}) > 1)
    page = open_page("indicators", samples, indicator=chosen.label)
    year = page.button_group(key="year").options[0]
    page.button_group(key="year").set_value([getattr(year, "content", year)])
    [chart] = charts(run(page))
    assert len({row["目标年"] for row in chart}) == 1


def test_an_indicator_leads_to_its_passage(samples: Path) -> None:
    address = links(open_page("indicators", samples), "plan")[0]
    assert "pc-focus" in shown(open_page("plan", samples, **address))


def test_all_bodies_are_listed_and_lead_to_their_duties(samples: Path, report: GapReport) -> None:
    page = open_page("duties", samples)
    bodies = {one.body for one in duties_of(report.plans, DAY)}
    addresses = links(page, "duties")
    assert {one["body"] for one in addresses} == bodies
    own = open_page("duties", samples, body=addresses[0]["body"])
    wanted = [one for one in duties_of(report.plans, DAY) if one.body == addresses[0]["body"]]
    assert f"共 <b>{len(wanted)}</b> 项" in shown(own)
    assert "pc-focus" in shown(open_page("plan", samples, **links(own, "plan")[0]))


def test_duties_can_be_narrowed_by_role_and_time(samples: Path) -> None:
    page = open_page("duties", samples, body="市发展改革委")
    everything = shown(page).count("<tr>")
    page.button_group(key="role").set_value(["lead"])
    assert 1 < shown(run(page)).count("<tr>") < everything


def test_the_timeline_draws_each_day_once_a_plan(samples: Path) -> None:
    [chart] = charts(open_page("duties", samples))
    rows = [row for row in chart if "规划" in row]
    assert rows and len({(row["规划"], row["最晚日期"]) for row in rows}) == len(rows)


def test_the_overview_counts_what_nobody_has_dealt_with(tmp_path: Path, samples: Path, report: GapReport) -> None:
    import shutil

    folder = tmp_path / "ws"
    shutil.copytree(samples, folder)
    before = re.search(r"<b>(\d+)</b><span>未处理错误", shown(open_page("overview", folder)))
    analysis = next(one for one in report.plans if one.findings and one.findings[0].severity.value == "error")
    DecisionBook(folder).record(analysis.document.id, analysis.findings[0], State.ACCEPTED, "确实如此", "张三")
    after = re.search(r"<b>(\d+)</b><span>未处理错误", shown(open_page("overview", folder)))
    assert before and after and int(after[1]) == int(before[1]) - 1


def test_the_overview_lists_every_plan_and_draws_both_charts(samples: Path, report: GapReport) -> None:
    page = open_page("overview", samples)
    assert len(charts(page)) == 2
    assert len(links(page, "report")) == len(report.plans)
    assert "pc-matrix" in shown(page)


@pytest.mark.parametrize("page", PAGES)
def test_text_of_a_plan_never_becomes_markup(hostile: Path, page: str) -> None:
    opened = open_page(page, hostile)
    html = shown(opened).lower()
    for tag in ("<script", "<img", "<b on"):
        assert tag not in html
    assert charts(opened)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_workspace_the_page_says_what_to_do(tmp_path: Path, page: str) -> None:
    assert "还没有工作区" in shown(open_page(page, tmp_path / "nothing"))


@pytest.mark.parametrize("page", PAGES)
def test_without_plans_the_page_says_so(tmp_path: Path, page: str) -> None:
    from tests.views.conftest import build

    news = tmp_path / "新闻.txt"
    news.write_text("今天天气很好，大家都去公园散步。\n", encoding="utf-8")
    assert "没有规划" in shown(open_page(page, build([news], tmp_path / "ws")))


@pytest.mark.parametrize("page", PAGES)
def test_a_plan_without_numbers_leaves_no_page_broken(tmp_path: Path, page: str) -> None:
    from tests.views.conftest import build

    plan = tmp_path / "方案.txt"
    plan.write_text("云上市绿色发展实施方案\n\n一、总体要求\n\n坚持绿色发展。\n", encoding="utf-8")
    assert "pc-notice" in shown(open_page(page, build([plan], tmp_path / "ws")))
