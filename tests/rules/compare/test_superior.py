"""A draft beside the document above it: what became of each promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.encoder import load_encoder
from nlp.extract import extract
from rules.compare.slots import Status
from rules.compare.superior import PointPair, compare_superior
from tests.nlp.documents import plan

OTHERS = "有序发展再制造。\n完善小区充电桩的管理办法。\n"


def compared(above: str, draft: str) -> PointPair:
    """The pair of the first promise of the text above, or the one that the draft alone makes where `above` is empty."""
    texts = [f"甲州市绿色转型实施方案\n一、重点任务\n{one}{OTHERS}" for one in (above, draft)]
    ours, theirs = (replace(plan(text), region=name, region_code=code) for text, name, code in zip(
        texts, ("全国", "桂林市"), (None, "450300"), strict=True))  # fmt: skip
    found = compare_superior(theirs, extract(theirs), ours, extract(ours), load_encoder().encode)
    said = (above or draft).strip()
    return next(
        pair
        for pair in found.pairs
        for place in ((pair.above,) if above else pair.draft)
        if place and place.quote.startswith(said[:8])
    )


@pytest.mark.parametrize(
    ("above", "draft", "status"),
    [
        ("推进既有公共建筑节能改造。\n", "推进既有公共建筑节能改造。\n", Status.KEPT),
        ("推进既有公共建筑节能改造。\n", "推进既有公共建筑节能改造，到2025年完成改造60万平方米。\n", Status.CONCRETE),
        ("推进既有公共建筑节能改造。\n", "鼓励既有公共建筑节能改造。\n", Status.WEAKENED),
        ("严禁新建燃煤锅炉。\n", "鼓励新建燃煤锅炉。\n", Status.CONTRADICTED),
        ("加快海上风电基地建设，发展风机制造。\n", "", Status.DROPPED),
        ("", "推广桑蚕养殖和丝绸加工。\n", Status.ADDED),
        # a number that only counts what it names makes nothing concrete, nor does a word that is also a county
        ("全面落实行政执法制度。\n", "全面落实行政执法三项制度。\n", Status.KEPT),
        ("推行清洁生产审核制度。\n", "推行清洁生产审核制度，促进资源节约。\n", Status.KEPT),
        ("推进农村生活污水治理。\n", "推进农村生活污水治理，重点建设资源县污水处理厂。\n", Status.CONCRETE),
        # the figure is gone
        ("完成燃煤机组超低排放改造3000万千瓦。\n", "完成燃煤机组超低排放改造任务。\n", Status.WEAKENED),
    ],
)  # fmt: skip
def test_what_became_of_a_promise(above: str, draft: str, status: Status) -> None:
    assert compared(above, draft).status is status


def test_a_weaker_word_is_shown_with_both_quotes() -> None:
    pair = compared("推进既有公共建筑节能改造。\n", "鼓励既有公共建筑节能改造。\n")
    (change,) = (change for change in pair.slots if change.effect is Status.WEAKENED)
    assert (change.above, change.draft) == ("推进既有公共建筑节能改造", "鼓励既有公共建筑节能改造")


def test_another_wording_of_the_same_is_taken_up() -> None:
    pair = compared("提升交通系统智能化水平。\n", "发展智慧交通，推动车路协同和智能化交通管理。\n")
    assert pair.draft and pair.status is not Status.DROPPED


def test_what_is_attached_is_no_promise() -> None:
    above = plan(f"甲州市绿色转型实施方案\n一、重点任务\n{OTHERS}附件：1.重点行业节能降碳行动方案（2021—2025年）\n")
    found = compare_superior(above, extract(above), above, extract(above))
    assert not any(pair.above and pair.above.quote.startswith("附件") for pair in found.pairs)
