"""Which body a name means: its level and functions, whatever a region calls it."""

from __future__ import annotations

import pytest

from ingest.document import GovernmentLevel
from nlp.bureau import find_bureaus
from nlp.bureau_roster import _bodies, _roster, identify
from nlp.commitment import BodyLevel
from nlp.passage import Passage


@pytest.mark.parametrize(
    ("name", "level", "functions"),
    [
        ("国家发展改革委", "国家", ("发展改革",)),
        ("省发展和改革委员会", "省", ("发展改革",)),
        ("发改局", "市", ("发展改革",)),
        ("区发改局", "县", ("发展改革",)),
        ("高新区经发局", "园区", ("发展改革", "工业和信息化")),
        ("开发区规划建设局", "园区", ("住房城乡建设", "自然资源")),
        ("市经信局", "市", ("工业和信息化",)),
        ("市文化广电旅游体育局", "市", ("文化和旅游", "广电", "体育")),
        ("县教育体育局", "县", ("教育", "体育")),
        ("团市委", "市", ("共青团",)),
        ("中央宣传部", "国家", ("宣传",)),
        ("中国气象局", "国家", ("气象",)),
        ("省市场监管局", "省", ("市场监管",)),
        ("人民银行某市中心支行", "国家", ("金融",)),
        ("国网某市供电公司", "企业", ("供电",)),
        ("东湾开发区管委会", "园区", ("园区管理",)),
        ("市广播电视台", "市", ("新闻媒体",)),
    ],
)
def test_bodies_of_different_regions_can_be_compared(name: str, level: str, functions: tuple[str, ...]) -> None:
    identity = identify(name, GovernmentLevel.CITY)
    assert (identity.level, identity.functions) == (level, functions)
    assert identity.canonical is not None


@pytest.mark.parametrize(
    ("name", "level"),
    [("东湾区环卫中心", "县"), ("省评估中心", "省"), ("澄湾水务集团有限公司", "企业"), ("气候处", None)],
)
def test_an_unknown_name_is_kept_with_the_level_it_shows(name: str, level: str | None) -> None:
    identity = identify(name, GovernmentLevel.CITY)
    assert (identity.canonical, identity.level, identity.functions) == (None, level, ())


def test_mentions_carry_level_and_functions() -> None:
    text = "（责任单位：省科技厅、发展改革委，各县（市、区）人民政府）"
    first, second, group = find_bureaus(Passage.of(text), GovernmentLevel.CITY)
    assert (first.level, first.functions) == (BodyLevel.PROVINCE, ("科技",))
    assert (second.level, second.functions) == (BodyLevel.PROVINCE, ("发展改革",))
    assert (group.level, group.functions, group.canonical) == (BodyLevel.COLLECTIVE, (), None)


def test_every_joined_name_is_one_that_the_roster_reads() -> None:
    roster = _roster()
    words = _bodies()[1]
    known = {function.name for function in roster.functions} | {"园区管理"}
    known |= {one.function for one in (*roster.kinds, *roster.offices)}
    for word, functions in roster.joined.items():
        assert word in words, word
        assert set(functions) <= known, word
    for function in roster.functions:
        assert set(function.holds) <= known, function.name
