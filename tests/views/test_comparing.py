"""The pages 比对 and 查重: two texts side by side."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.views.conftest import HOSTILE, build, open_view, run, shown

CITY, PROVINCE = "霁川市减碳先行区建设实施方案", "云澜省减碳先行区建设实施方案"


def tab(page: AppTest, name: str) -> str:
    page.session_state["tab"] = name
    return shown(run(page))


def test_nothing_is_compared_before_both_sides_are_chosen(samples: Path) -> None:
    assert "选好两边就开始对照" in shown(open_view("comparing", samples))


def test_a_draft_is_held_against_a_template(samples: Path) -> None:
    page = open_view("comparing", samples, plan=CITY)
    html = shown(page)
    assert "pc-tone" in html and CITY in html
    labels = [one.label for one in page.get("download_button")]
    assert labels == ["下载对照（网页）", "下载对照（Excel）", "下载数据（JSON）"]


def test_a_draft_is_held_against_the_document_above_it(samples: Path) -> None:
    page = open_view("comparing", samples, way="与上级文件", plan=CITY, other=PROVINCE)
    assert 'class="pc-cards pc-small"' in shown(page) and "<table" in shown(page)


def test_two_versions_show_what_was_taken_out_and_put_in(tmp_path: Path) -> None:
    old = "云上市绿色发展实施方案\n\n一、重点任务\n\n1.完善充电网络。建设充电桩100个，覆盖全部乡镇和主要公路。\n"
    plans = [tmp_path / "旧版.txt", tmp_path / "新版.txt"]
    for path, text in zip(plans, (old, old.replace("100个", "200个")), strict=True):
        path.write_text(text, encoding="utf-8")
    folder = build(plans, tmp_path / "ws")
    page = open_view("comparing", folder, way="与另一版本")
    page.selectbox(key="plan").set_value("旧版")
    run(page).selectbox(key="other").set_value("新版")
    html = shown(run(page)) + tab(page, "条款变化（1）")
    assert re.search(r"<del>[^<]*100[^<]*</del><ins>[^<]*200[^<]*</ins>", html)


def test_a_table_of_the_comparison_can_be_searched(samples: Path) -> None:
    page = open_view("comparing", samples, plan=CITY)
    box = next(one for one in page.text_input if str(one.key).startswith("find-"))
    before = shown(page).count("<tr>")
    box.set_value("没有这样的词")
    assert shown(run(page)).count("<tr>") < before


def links(html: str) -> list[dict[str, str]]:
    found = re.findall(r'href="copies\?([^"]+)"', html)
    return [{name: values[0] for name, values in parse_qs(urlsplit("?" + one.replace("&amp;", "&")).query).items()}
            for one in found]  # fmt: skip


def test_plans_that_share_passages_lead_to_both_sides(samples: Path) -> None:
    addresses = links(shown(open_view("copies", samples)))
    assert addresses
    html = shown(open_view("copies", samples, **addresses[0]))
    assert 'class="pc-sides"' in html and html.count("看原文") >= 2
    passage = re.search(r'href="plan\?([^"]+)"', html)
    assert passage
    asked = {name: values[0] for name, values in parse_qs(passage[1].replace("&amp;", "&")).items()}
    assert "pc-focus" in shown(open_view("plan", samples, as_of="2025-06-30", **asked))


def test_set_phrases_are_left_out_unless_asked_for(samples: Path) -> None:
    page = open_view("copies", samples)
    assert "boilerplate" not in page.button_group(key="kind").value


def test_one_plan_alone_shares_nothing(hostile: Path) -> None:
    assert "没有雷同的段落" in shown(open_view("copies", hostile))


def test_texts_of_plans_never_become_markup(tmp_path: Path) -> None:
    plans = [tmp_path / "甲.txt", tmp_path / "乙.txt"]
    for path, name in zip(plans, ("云上市", "霁川市"), strict=True):
        path.write_text(HOSTILE.replace("云上市", name), encoding="utf-8")
    folder = build(plans, tmp_path / "ws")
    page = open_view("comparing", folder, way="与另一版本")
    page.selectbox(key="plan").set_value("甲")
    run(page).selectbox(key="other").set_value("乙")
    html = shown(run(page))
    copies = open_view("copies", folder)
    html += shown(copies)
    copies.selectbox(key="plan").set_value("甲")
    run(copies).selectbox(key="with").set_value("乙")
    html += shown(run(copies))
    assert "pc-sides" in html
    for tag in ("<script", "<img", "<b on"):
        assert tag not in html.lower()


@pytest.mark.parametrize("page", ["comparing", "copies"])
def test_without_a_workspace_the_page_says_what_to_do(tmp_path: Path, page: str) -> None:
    assert "还没有工作区" in shown(open_view(page, tmp_path / "nothing"))
