"""Which body a name means: its level and functions, whatever a region calls it."""

from __future__ import annotations

import pytest

from ingest.document import GovernmentLevel
from nlp.bureaus.mention import find_bureaus
from nlp.bureaus.roster import _bodies, _roster, identify
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
    ("name", "canonical", "functions"),
    [
        ("县住建和交通局", "县住房城乡建设局", ("住房城乡建设", "交通运输")),
        ("区教科局", "县教育局", ("教育", "科技")),
        ("市教委", "市教育局", ("教育",)),
        ("园区卫健体局", "园区卫生健康委", ("卫生健康", "体育")),
        ("县林业发展中心", "县林草中心", ("林草",)),
        ("市综合交通运输事业发展中心", "市交通运输中心", ("交通运输",)),
        ("市农业综合行政执法支队", "市农业农村执法队伍", ("农业农村",)),
        ("市生态环境局东湾分局", "市生态环境局", ("生态环境",)),
        ("县公安局交警大队", "县公安局", ("公安",)),
        ("省农科院", "省农业农村研究院", ("农业农村", "科技")),
        ("自治区党委宣传部", "省委宣传部", ("宣传",)),
        ("东湾镇人民政府", "乡镇政府", ("人民政府",)),
        ("市库区移民局", "市移民安置局", ("移民安置",)),
    ],
)
def test_names_that_no_list_holds_are_taken_apart(name: str, canonical: str, functions: tuple[str, ...]) -> None:
    identity = identify(name, GovernmentLevel.CITY)
    assert (identity.canonical, identity.functions) == (canonical, functions)


@pytest.mark.parametrize("name", ["市建局", "市发展改革委和市财政局", "市民政府", "改造中心"])
def test_what_only_looks_put_together_stays_unknown(name: str) -> None:
    assert identify(name, GovernmentLevel.CITY).canonical is None


@pytest.mark.parametrize(
    ("name", "level"),
    [("东湾区殡葬中心", "县"), ("省评估中心", "省"), ("澄湾文旅集团有限公司", "企业"), ("气候处", None)],
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
