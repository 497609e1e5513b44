"""The search page as a reader meets it: real workspaces, real searches, the real script."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from index.workspace import Workspace
from tests.views.conftest import Page, build, open_view, run, shown


def hits(html: str) -> list[str]:
    """The cards of the hits."""
    return re.findall(r'<article class="pc-hit">.*?</article>', html, re.S)


def test_a_query_in_the_address_gives_marked_hits_with_place_and_reason(samples: Path, search_page: Page) -> None:
    cards = hits(shown(search_page(samples, q="充电桩")))
    assert len(cards) == 20
    assert "<mark>充电桩</mark>" in cards[0]
    assert 'class="pc-path"' in cards[0]
    assert re.search(r"相同的词：[^<]*充电桩.*意思相近度 \d\.\d\d", cards[0])
    assert 'class="pc-here"' in cards[0] and 'class="pc-near"' in cards[0]
    assert any(re.search(r"第 \d+ 页", card) for card in cards)


def test_a_query_can_be_typed(samples: Path, search_page: Page) -> None:
    page = search_page(samples)
    page.text_input(key="q").set_value("  养老机构床位  ")
    assert "<mark>" in shown(run(page))


def test_every_hit_leads_to_the_report_of_its_plan(samples: Path, search_page: Page, report_page: Page) -> None:
    card = hits(shown(search_page(samples, q="充电桩")))[0]
    address = re.search(r'href="report\?plan=([^"]+)"', card)
    title = re.search(r'target="_self">([^<]+)</a>', card)
    assert address and title
    page = report_page(samples, plan=unquote(address[1]))
    assert page.selectbox(key="plan").value
    assert unquote(address[1]) == title[1]


def test_filters_narrow_and_can_be_taken_back(samples: Path, search_page: Page) -> None:
    page = search_page(samples, q="建设")
    region = page.multiselect(key="region").options[0]
    page.multiselect(key="region").set_value([region])
    cards = hits(shown(run(page)))
    assert cards and all(f'<span class="pc-tag">{region}</span>' in card for card in cards)
    next(button for button in page.button if button.label == "清除筛选").click()
    assert len(set(re.findall(r"pc-rank.*?</b><span class=\"pc-tag\">(.*?)</span>", shown(run(page))))) > 1


def test_what_the_query_names_is_shown_and_can_be_taken_away(samples: Path, search_page: Page) -> None:
    region = search_page(samples, q="建设").multiselect(key="region").options[0]
    page = search_page(samples, q=f"{region}建设")
    cards = hits(shown(page))
    assert cards and all(f'<span class="pc-tag">{region}</span>' in card for card in cards)
    next(button for button in page.button if button.label == f"只看地区“{region}”").click()
    cards = hits(shown(run(page)))
    assert not all(f'<span class="pc-tag">{region}</span>' in card for card in cards)
    next(button for button in page.button if button.label == "恢复对检索词的理解").click()
    assert all(f'<span class="pc-tag">{region}</span>' in card for card in hits(shown(run(page))))


def test_filters_alone_list_what_they_let_through(samples: Path, search_page: Page) -> None:
    page = search_page(samples, kind="表格行", n="50 条")
    html = shown(page)
    cards = hits(html)
    assert len(cards) == 50
    assert all("表格行</span>" in card and "意思相近度" not in card for card in cards)
    assert "按文件顺序排列" in html


def test_without_a_query_the_page_offers_some_that_have_answers(samples: Path, search_page: Page) -> None:
    page = search_page(samples)
    assert "从一个问题开始" in shown(page)
    examples = [button for button in page.button if button.key and button.key.startswith("example-")]
    assert len(examples) == 6
    label = examples[0].label
    examples[0].click()
    cards = hits(shown(run(page)))
    assert label in re.sub("<[^>]+>", "", cards[0])


def test_where_filters_leave_nothing_the_page_says_what_to_loosen(samples: Path, search_page: Page) -> None:
    page = search_page(samples, q="充电桩")
    page.multiselect(key="type").set_value(["三年行动计划"])
    page.multiselect(key="level").set_value(["园区"])
    html = shown(run(page))
    assert not hits(html)
    assert "没有符合条件的条款" in html and "清除筛选" in html


def test_words_that_no_clause_has_are_owned_up_to(samples: Path, search_page: Page) -> None:
    assert "只是意思相近" in shown(search_page(samples, q="蒸汽机车博物馆"))


def test_text_of_a_plan_never_becomes_markup(hostile: Path, search_page: Page) -> None:
    html = shown(search_page(hostile, q="节能改造<script>alert(9)</script>"))
    assert hits(html)
    for tag in ("<script", "<img", "<b on"):
        assert tag not in html.lower()
    assert "&lt;img src=x onerror=alert(3)&gt;" in html


def test_a_cell_of_thousands_of_characters_is_shown_whole(hostile: Path, search_page: Page) -> None:
    html = re.sub("<[^>]+>", "", shown(search_page(hostile, q="绿色矿山")))
    assert "建设绿色矿山，" * 700 in html


def test_without_a_workspace_files_can_be_handed_in_at_once(tmp_path: Path, search_page: Page) -> None:
    page = search_page(tmp_path / "nothing")
    assert page.get("file_uploader") and "选好文件后先读一遍" in shown(page)


def test_without_a_workspace_the_page_gives_the_command(tmp_path: Path) -> None:
    html = shown(open_view("search", tmp_path / "nothing"))
    assert 'href="import"' in html
    assert "还没有工作区" in html
    assert f"python cli.py build corpus --workspace &quot;{tmp_path / 'nothing'}&quot;" in html


def test_a_damaged_workspace_is_said_in_one_line(tmp_path: Path, hostile: Path, search_page: Page) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(hostile, folder)
    for catalogue in folder.glob("parts/*/catalogue.sqlite"):
        catalogue.write_bytes(b"nothing")
    assert "已损坏" in shown(search_page(folder))


def test_a_workspace_built_anew_is_noticed(tmp_path: Path, search_page: Page) -> None:
    plan = tmp_path / "方案.txt"
    plan.write_text("云上市绿色发展实施方案\n\n一、重点任务\n\n1.完善充电网络。建设充电桩100个。\n", encoding="utf-8")
    folder = build([plan], tmp_path / "workspace")
    page = search_page(folder, q="充电桩")
    assert "100个" in shown(page)
    plan.write_text("云上市绿色发展实施方案\n\n一、重点任务\n\n1.完善充电网络。建设充电桩200个。\n", encoding="utf-8")
    Workspace.build([plan], folder)
    assert "200个" in shown(run(page))


@pytest.mark.parametrize("query", ["", " ", "％", "'\"; DROP TABLE clause", "\u200b", "a" * 200, "𠮷野家", "?"])
def test_no_query_breaks_the_page(samples: Path, search_page: Page, query: str) -> None:
    assert "没能显示" not in shown(search_page(samples, q=query))


def test_a_page_that_fails_says_so_in_a_sentence(
    samples: Path, search_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        raise ZeroDivisionError(folder)

    monkeypatch.setattr("views.search.show", fail)
    html = shown(search_page(samples))
    assert "没能显示" in html and "ZeroDivision" not in html


def test_the_order_can_be_chosen(samples: Path, search_page: Page) -> None:
    cards = hits(shown(search_page(samples, q="建设", sort="新的在前")))
    years = [re.findall(r"(\d{4})年</span>", card) for card in cards]
    dated = [int(year[0]) for year in years if year]
    assert dated and dated == sorted(dated, reverse=True)


def test_a_hit_leads_to_the_clauses_like_it(samples: Path, search_page: Page) -> None:
    first = hits(shown(search_page(samples, q="充电桩")))[0]
    found = re.search(r'href="\?like=([^&]+)&amp;of=([^"]+)"', first)
    assert found
    page = search_page(samples, like=unquote(found[1]), of=unquote(found[2]))
    html = shown(page)
    assert "与这一条相近的条款" in html and len(hits(html)) == 20
    next(button for button in page.button if button.label == "返回检索").click()
    assert "从一个问题开始" in shown(run(page))
    assert "已不在原处" in shown(search_page(samples, like="没有", of=unquote(found[2])))


def test_headings_indicators_and_days_narrow_too(samples: Path, search_page: Page) -> None:
    page = search_page(samples, q="建设", indicator="比重")
    few = shown(page)
    page.text_input(key="indicator").set_value("")
    everything = shown(run(page))
    assert 0 < count(few) < count(everything)
    assert 0 < count(shown(search_page(samples, q="建设", section="保障"))) < count(everything)
    late = search_page(samples, q="建设", **{"from": "2030-01-01"})
    assert 0 < count(shown(late)) < count(everything)
    next(button for button in late.button if button.label == "清除筛选").click()
    assert count(shown(run(late))) == count(everything)


def count(html: str) -> int:
    found = re.search(r"候选条款 <b>(\d+)</b>", html)
    return int(found[1]) if found else 0
