"""News that tells what a plan says is told from plans, from the letters that send them out, and from other news."""

from __future__ import annotations

import pytest

from ingest.reported_plan import reported_plan
from nlp.extract import extract
from tests.nlp.documents import plan

NEWS = (
    "近日，澄湾市政府印发《澄湾市节水行动实施方案》，部署今后三年的节水工作。\n"
    "方案明确，到2025年，节水灌溉面积达到30万亩；城镇供水管网漏损率降到9%。\n"
    "方案要求，各县落实配套资金。"
)


def test_news_of_a_plan_is_taken_for_a_plan_of_that_kind() -> None:
    document = plan(NEWS)
    assert reported_plan(document.text, document.sections) == "澄湾市节水行动实施方案"
    assert document.doc_type == "实施方案"


def test_figures_that_the_news_tells_are_promises() -> None:
    found = [(one.indicator, str(one.value), one.year) for one in extract(plan(NEWS)).targets]
    assert found == [("节水灌溉面积", "30", 2025), ("城镇供水管网漏损率", "9", 2025)]


@pytest.mark.parametrize(
    "text",
    [
        "近日，澄湾市召开节水会议，传达《澄湾市节水行动实施方案》的精神。\n会议要求，各县抓紧春灌。",
        "近日，澄湾市政府印发《澄湾市节水行动实施方案》。\n居民纷纷表示支持，社区挂出了宣传画。",
        "近日，作家出版了小说《远山》，出版社发布《新书计划》。\n书中提出，人要爱护河流。",
        "现将《澄湾市节水行动实施方案》印发给你们，请认真贯彻执行。\n方案提出的任务由市水利局牵头。",
        "澄湾市节水行动实施方案\n一、总体要求\n近日印发《云岭省节水规划》。规划明确，坚持节水优先。\n二、主要任务\n修缮管网。",
        "近日，澄湾市政府印发《澄湾市供水管理办法》。\n办法规定，用户按月缴费。",
    ],
)
def test_other_texts_are_no_news_of_a_plan(text: str) -> None:
    document = plan(text)
    assert reported_plan(document.text, document.sections) is None
