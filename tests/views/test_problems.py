"""The page 问题: narrowing, deciding, the trail; and what was decided stands after a rebuild."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from index.uploads import rebuild
from report.decision import DecisionBook, State
from tests.views.conftest import open_view, run, shown

PLAN = "霁川市减碳先行区建设实施方案"


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """A copy of the samples' workspace that decisions can be written to."""
    shutil.copytree(samples, tmp_path / "ws")
    return tmp_path / "ws"


def open_page(folder: Path, **address: str) -> AppTest:
    return open_view("problems", folder, **{"as_of": "2025-06-30"} | address)


def cards(page: AppTest) -> list[str]:
    return re.findall(r'<article class="pc-finding[^"]*">.*?</article>', shown(page), re.S)


def links(page: AppTest) -> list[dict[str, str]]:
    found = re.findall(r'href="findings\?([^"]+)"', shown(page))
    return [{name: values[0] for name, values in parse_qs(urlsplit("?" + one.replace("&amp;", "&")).query).items()}
            for one in found]  # fmt: skip


def decide(page: AppTest, state: State, reason: str = "确实遗漏", author: str = "张三", assignee: str = "") -> AppTest:
    page.radio(key="decision").set_value(state.value)
    page.text_input(key="author").set_value(author)
    page.text_area(key="reason").set_value(reason)
    page.text_input(key="assignee").set_value(assignee)
    next(button for button in page.button if button.label == "保存").click()
    return run(page)


def ask(page: AppTest) -> AppTest:
    next(button for button in page.button if button.label == "处理").click()
    return run(page)


def test_worst_come_first_a_page_at_a_time(samples: Path) -> None:
    page = open_page(samples)
    first = cards(page)
    assert len(first) == 20 and "pc-error" in first[0]
    page.number_input(key="n").set_value(2)
    assert not set(cards(run(page))) & set(first)


def test_filters_narrow(samples: Path) -> None:
    page = open_page(samples, plan=PLAN)
    everything = len(cards(page))
    page.button_group(key="severity").set_value(["error"])
    errors = cards(run(page))
    assert 0 < len(errors) < everything and all("pc-error" in card for card in errors)
    rule = page.multiselect(key="rule").options[0]
    only = cards(open_page(samples, plan=PLAN, rule=rule))
    assert only and all(rule.split()[0] in card for card in only)


@pytest.mark.parametrize("by", ["按规则", "按规划"])
def test_groups_count_all_and_lead_to_the_list(samples: Path, by: str) -> None:
    page = open_page(samples, by=by)
    addresses = links(page)
    assert len(addresses) > 3
    assert cards(open_page(samples, **addresses[0]))


def test_a_finding_is_decided_and_stays_so_after_a_rebuild(folder: Path) -> None:
    page = ask(open_page(folder, plan=PLAN))
    assert len(cards(page)) == 1
    page = decide(page, State.ASSIGNED, assignee="市交通运输局")
    assert "市交通运输局" in shown(page)
    next(button for button in page.button if button.label == "返回列表").click()
    assert "给 市交通运输局" in shown(run(page))
    rebuild(folder)
    again = shown(open_page(folder, plan=PLAN))
    assert 'class="pc-decided pc-error"' in again and "<b>1</b><span>交办</span>" in again


def test_a_decision_needs_a_reason(folder: Path) -> None:
    page = decide(ask(open_page(folder, plan=PLAN)), State.ACCEPTED, reason="")
    assert "没有保存" in shown(page) and "理由" in shown(page)
    assert not DecisionBook(folder).trail()


def test_decided_findings_can_be_left_out(folder: Path) -> None:
    page = decide(ask(open_page(folder, plan=PLAN)), State.REJECTED, reason="另有文件规定")
    page = open_page(folder, plan=PLAN)
    everything = len(cards(page))
    page.button_group(key="state").set_value(["待处理"])
    assert len(cards(run(page))) == everything - 1


def test_the_trail_tells_who_decided_what_and_hands_out_waivers(folder: Path) -> None:
    assert "还没有处理记录" in shown(open_page(folder, by="处理记录"))
    decide(ask(open_page(folder, plan=PLAN)), State.REJECTED, reason="另有<b>文件</b>规定", author="李四")
    page = open_page(folder, by="处理记录")
    html = shown(page)
    assert "李四" in html and "另有&lt;b&gt;文件" in html and "仍在" in html
    assert "导出豁免文件（YAML）" in [one.label for one in page.get("download_button")]


def test_a_finding_can_be_sent_as_a_link(folder: Path) -> None:
    page = ask(open_page(folder, plan=PLAN))
    address = {name: "".join(page.query_params[name]) for name in ("finding", "of")}
    assert re.fullmatch("[0-9a-f]{16}", address["finding"]) and address["of"] == PLAN
    assert len(cards(open_page(folder, **address))) == 1
    assert len(cards(open_page(folder, finding="0" * 16))) == 20


def test_text_of_a_plan_never_becomes_markup(hostile: Path) -> None:
    html = shown(open_page(hostile)).lower()
    assert "pc-finding" in html
    for tag in ("<script", "<img", "<b on"):
        assert tag not in html


def test_without_a_workspace_the_page_says_what_to_do(tmp_path: Path) -> None:
    assert "还没有工作区" in shown(open_page(tmp_path / "nothing"))


def test_a_damaged_book_of_decisions_is_said_in_a_sentence(folder: Path) -> None:
    (folder / "decisions.sqlite").write_bytes(b"nothing" * 200)
    assert "处理记录打不开" in shown(open_page(folder))
