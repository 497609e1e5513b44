"""The page holds everything, escapes everything, and refers to nothing outside itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from ingest.document import Span
from report.analysis import GapReport
from report.coverage import CoverageCell
from report.digest import CONTEXT, SHADES, shade
from report.html_report import report_html
from rules.finding import Evidence, Finding, Severity
from tests.report.documents import PLAN, TITLE, analysis_of, report_of, sample_report

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></textarea><svg onload=alert(1)>",
    "<!-- ", "]]>", "{{ 7*7 }}{% raw %}", "&lt;b&gt;&amp;", "javascript:alert(1)",
)  # fmt: skip


def parse(report: GapReport) -> Any:
    return html.document_fromstring(report_html(report))


def words(node: Any) -> str:
    return " ".join(node.text_content().split())


@pytest.fixture(scope="module")
def page(report: GapReport) -> Any:
    return parse(report)


@pytest.fixture(scope="module")
def hostile() -> GapReport:
    """A report with hostile text in every place where a plan, its file or a finding can put some."""
    text = "".join(HOSTILE)
    made = analysis_of(
        f"{TITLE}\n一、主要任务{text}\n1.推进{text}。各县{text}完成改造。（市{text}局、市财政局）",
        [["序号", f"名称{text}"], ["1", text]],
        title=text, source=f"{text}.txt", region=text, issuer=text, doc_number=text, doc_type=text, warnings=(text,),
    )  # fmt: skip
    finding = Finding(
        "RS01", Severity.ERROR, text, Span(0, 4), None,
        (Evidence(None, text, Span(0, 4)), Evidence(None, text, Span(0, 4), text)), text,
    )  # fmt: skip
    return report_of(replace(made, findings=(finding, *made.findings)), failed=((text, text),))


def test_every_plan_has_a_section_and_a_line_in_the_overview(report: GapReport, page: Any) -> None:
    sections = page.xpath("//section[contains(@class, 'plan')]")
    assert [section.xpath("string(h2)")[1:] for section in sections] == [one.document.title for one in report.plans]
    lines = page.xpath("//section[@id='overview']//table[contains(@class, 'list')]/tbody/tr")
    assert [line.xpath("string(td[2]/a/@href)") for line in lines] == [f"#{one.get('id')}" for one in sections]


def test_numbers_of_the_overview_are_those_of_the_plans(report: GapReport, page: Any) -> None:
    lines = page.xpath("//section[@id='overview']//table[contains(@class, 'list')]/tbody/tr")
    for line, one in zip(lines, report.plans, strict=True):
        known = one.commitments
        numbers = [len(known.tasks), len(known.targets), len(known.projects), *map(one.count, Severity)]
        assert [int(cell.text) for cell in line[-6:]] == numbers


def test_links_lead_somewhere(page: Any) -> None:
    links = page.xpath("//a/@href")
    assert links and all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(page.xpath("//@id"))


def test_every_finding_is_there_with_its_passages(report: GapReport, page: Any) -> None:
    section = page.get_element_by_id("p1")
    findings = report.plans[0].findings
    assert findings
    assert sorted(words(one) for one in section.find_class("message")) == sorted(one.message for one in findings)
    quotes = {words(quote) for quote in section.iter("q")}
    assert quotes == {" ".join(passage.quote.split()) for one in findings for passage in one.evidence}
    assert {"检查依据"} == {words(one) for one in section.xpath(".//details[@class='authority']/summary")}


def test_worst_findings_come_first_and_hints_are_folded() -> None:
    made = analysis_of(*PLAN)
    error = replace(made.findings[0], severity=Severity.ERROR)
    page = parse(report_of(replace(made, findings=(*made.findings, error))))
    groups = page.xpath("//details[starts-with(@class, 'severity')]")
    assert [group.get("class").split()[1] for group in groups] == ["error", "warning", "info"]
    assert ["open" in group.attrib for group in groups] == [True, True, False]


def test_long_lists_are_folded_and_complete() -> None:
    made = analysis_of(*PLAN)
    model = made.findings[0]
    passages = tuple(Evidence(None, f"第{number}处", Span(0, 4)) for number in range(7))
    many = tuple(replace(model, message=f"问题{number}", evidence=passages) for number in range(9))
    section = parse(report_of(replace(made, findings=many))).get_element_by_id("p1")
    assert [words(one) for one in section.find_class("message")] == [f"问题{number}" for number in range(9)]
    assert len(section.xpath(".//q")) == 9 * 7
    assert words(section.xpath(".//summary[starts-with(., '其余 6')]")[0]) == "其余 6 条"
    assert words(section.xpath(".//summary[contains(., '处原文')]")[0]) == "其余 4 处原文"


def test_tables_name_what_the_plan_commits_to(report: GapReport, page: Any) -> None:
    text = words(page.get_element_by_id("p1"))
    for word in ("建设海上风电", "市自然资源局", "2025年底前", "海上风电一期项目", "850.5万元", "2023 至 2025"):
        assert word in text, word


def test_the_task_table_counts_what_tasks_lack(page: Any) -> None:
    headings = [words(one) for one in page.get_element_by_id("p1").xpath(".//summary/h3")]
    assert headings[1] == "任务分解表3 项，1 项未见责任单位，1 项未见完成时限"


def test_the_drawing_begins_with_the_most_findings() -> None:
    made = analysis_of(*PLAN)
    counts = [1, 3, 0, 2]
    page = parse(report_of(*(replace(made, findings=made.findings[:count]) for count in counts)))
    rows = page.xpath("(//table[@class='chart'])[1]/tr")
    assert [(row.xpath("string(th/a/@href)"), words(row[-1])) for row in rows] == [
        ("#p2", "3"),
        ("#p4", "2"),
        ("#p1", "1"),
    ]
    lengths = [sum(float(piece.get("width")) for piece in row.xpath(".//rect")) for row in rows]
    assert lengths == [3, 2, 1]


def test_a_plan_without_anything_says_so(page: Any) -> None:
    text = words(page.get_element_by_id("p2"))
    for line in ("未发现问题。", "本文未见量化目标。", "本文未见任务。"):
        assert line in text
    assert "项目清单" not in text


def test_failed_files_stand_on_top(page: Any) -> None:
    first = page.xpath("//main/section")[0]
    assert first.get("id") == "failed"
    assert words(first) == "未能读取的文件（1） scan.pdf没有文字层，请先做文字识别。"


def test_a_report_on_nothing_is_a_page() -> None:
    page = parse(report_of())
    assert "没有读到规划。" in words(page)
    assert not page.xpath("//section[@id='coverage' or @id='failed']")


def test_gaps_of_coverage_are_seen(report: GapReport, page: Any) -> None:
    rows = page.xpath("//table[@class='matrix']/tbody/tr")
    assert [row.xpath("string(th/text())") for row in rows] == [row.region for row in report.coverage.rows]
    for row, cells in zip(rows, report.coverage.rows, strict=True):
        for cell, count in zip(row.xpath("td"), cells.cells, strict=True):
            assert (cell.text or "", cell.get("class") == "gap") == (str(count.total or ""), count.total == 0)
    assert page.xpath("//td[@class='gap']") and page.xpath("//td[starts-with(@class, 's')]")


def test_shades_grow_with_the_number() -> None:
    shades = [shade(CoverageCell(total, 0)) for total in range(60)]
    assert shades == sorted(shades) and shades[0] == 0 and shades[1] == 1 and shades[-1] == len(SHADES)
    assert shade(CoverageCell(2, 2)) == shade(CoverageCell(4, 0))


def test_text_of_a_plan_stays_text(hostile: GapReport) -> None:
    page = parse(hostile)
    assert len(page.xpath("//script")) == 1 and len(page.xpath("//style")) == 1
    assert {node.tag for node in page.iter() if isinstance(node.tag, str)} <= {
        node.tag for node in parse(sample_report()).iter()
    }
    assert not [name for node in page.iter() for name in node.attrib if name.startswith("on") or name == "src"]
    assert page.xpath("//comment()") == []
    text = "".join(HOSTILE)
    section = page.get_element_by_id("p1")
    assert section.xpath("string(h2)") == f"1{text}"
    assert section.xpath("string((.//p[@class='message'])[1])") == text
    assert page.xpath("string(//section[@id='failed']//b)") == text
    assert section.get("data-words").startswith(text)


def test_the_page_refers_to_nothing_outside(report: GapReport, hostile: GapReport) -> None:
    for text in (report_html(report), report_html(hostile)):
        assert not re.findall(r"https?://(?!www\.w3\.org/)", text)
        assert not re.search(r"@import|url\(|<(link|iframe|object|embed|base|form|img)\b|\bfetch\(|XMLHttp", text)
        assert "default-src 'none'" in text


def test_signs_that_a_page_must_not_hold_are_left_out() -> None:
    made = analysis_of(*PLAN, title="澄湾\x00市\x1b[31m\x85方案\ufffe")
    text = report_html(report_of(made))
    assert "澄湾市[31m方案" in text
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe]", text)


def test_the_same_report_gives_the_same_bytes(report: GapReport) -> None:
    assert report_html(report) == report_html(sample_report())


def test_passages_of_another_plan_link_to_it() -> None:
    made, other = analysis_of(*PLAN), analysis_of("云岭县养老服务行动计划", "一、重点任务", "建设助餐点。")
    clause = other.document.clauses[-1]
    finding = replace(made.findings[0], evidence=(Evidence(clause.id, "建设助餐点", clause.span, "plan-2"),))
    page = parse(report_of(replace(made, findings=(finding,)), other))
    quote = page.get_element_by_id("p1").xpath(".//q/..")[0]
    assert quote.xpath("string(.//a/@href)") == "#p2"
    assert words(quote) == "建设助餐点 见《云岭县养老服务行动计划》 一、重点任务".replace(" 见", "见").replace(
        "》 ", "》"
    )


def test_a_passage_stands_among_the_words_around_it() -> None:
    text = f"{TITLE}\n一、重点任务\n1.更新公交车辆。{'全市' * 30}加快更新公交车辆，适时淘汰旧车，{'减少排放' * 20}。"
    page = parse(report_of(analysis_of(text)))
    (line,) = page.xpath("//article[contains(@class, 'rule')][h5/span='WD01']//ul[@class='quotes']/li")
    before, quote, after = line[:3]
    assert (before.get("class"), quote.tag, after.get("class")) == ("around", "q", "around")
    assert before.text.startswith("…") and after.text.endswith("…")
    assert before.text.endswith("更新公交车辆，") and f"{before.text}{quote.text}{after.text}".strip("…") in text
    assert len(before.text) == len(after.text) == CONTEXT + 1


def test_no_more_than_forty_findings_of_a_plan_are_open() -> None:
    made = analysis_of(*PLAN)
    rules = [f"RS{number:02d}" for number in range(1, 10)] + [f"ST{number:02d}" for number in range(10, 28)]
    many = tuple(
        Finding(rule, Severity.WARNING, f"第{at}处。", Span(0, 4), None, (Evidence(None, "一、", Span(0, 2)),), "改。")
        for rule in rules for at in range(4)
    )  # fmt: skip
    plan = parse(report_of(replace(made, findings=many))).xpath("//section[contains(@class, 'plan')]")[0]
    everything = plan.xpath(".//li[@class='issue']")
    folded = [one for one in everything if one.xpath("ancestor::details[not(@open)]")]
    assert len(everything) == len(many)
    assert 30 < len(everything) - len(folded) <= 40
