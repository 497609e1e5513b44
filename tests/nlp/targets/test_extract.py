"""Targets: sentences and tables as data, and how they hang together in a plan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlp.commitment import Binding, Comparator, Direction, Origin, Target
from nlp.extract import extract
from nlp.targets.extract import extract_targets
from tests.nlp.documents import plan

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "targets.yaml").read_text(encoding="utf-8"))
FRONT = "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）\n一、主要目标"


def targets(*content: Any) -> tuple[Target, ...]:
    return extract_targets(plan(FRONT, *content), ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_sentence(case: dict[str, Any]) -> None:
    found = targets(case["text"])
    said = [(one.indicator, one.comparator, one.value, one.unit, one.year) for one in found]
    assert said == [(one[0], one[1], Decimal(str(one[2])), one[3], one[4]) for one in case["targets"]]
    for target, wanted in zip(found, case["targets"], strict=True):
        more = wanted[5] if len(wanted) > 5 else {}
        assert target.change == ("change" in more)
        assert target.direction == (Direction(more["change"]) if "change" in more else None)
        if "base" in more:
            assert target.baseline is not None
            assert (target.baseline.year, target.baseline.value) == (more["base"], more.get("from"))
        if "top" in more:
            assert target.value_max == more["top"]


def test_a_table_gives_one_target_a_row_and_target_year() -> None:
    found = targets(
        "表1 主要指标",
        [
            ["序号", "指标", "单位", "2020年现状值", "2023年", "2025年", "属性", "责任单位"],
            ["1", "护理床位占比", "%", "40", "≥50", "55以上", "约束性", "市民政局、市卫生健康委"],
            ["2", "社区食堂（个）", "/", "—", "80", "120", "预期性", "市民政局"],
            ["3", "单位产值水耗累计降幅", "%", "", "", "12", "预期性", "市水利局"],
            ["4", "满意度", "分", "80", "完成上级下达任务", "90", "预期性", "各县（市、区）"],
        ],
    )
    said = [(one.indicator, str(one.comparator), one.value, one.unit, one.year, one.change) for one in found]
    assert said == [
        ("护理床位占比", ">=", 50, "%", 2023, False),
        ("护理床位占比", ">=", 55, "%", 2025, False),
        ("社区食堂", "=", 80, "个", 2023, False),
        ("社区食堂", "=", 120, "个", 2025, False),
        ("单位产值水耗累计降幅", "=", 12, "%", 2025, True),
        ("满意度", "=", 90, "分", 2025, False),
    ]
    first = found[0]
    assert first.baseline is not None and (first.baseline.value, first.baseline.year) == (40, 2020)
    assert first.binding is Binding.BINDING and first.origin is Origin.TABLE
    assert [mention.name for mention in first.bureaus] == ["市民政局", "市卫生健康委"]
    assert found[2].baseline is None


def test_a_title_row_over_the_header_and_values_without_a_year() -> None:
    found = targets(
        [
            ["专栏1 2025年主要目标", "专栏1 2025年主要目标", "专栏1 2025年主要目标"],
            ["类别", "单位", "目标值"],
            ["社区食堂覆盖率", "%", "70"],
            ["养老服务", "养老服务", "养老服务"],
            ["护理员人数", "人", "约3000"],
        ],
    )
    assert [(one.indicator, str(one.comparator), one.value, one.unit, one.year) for one in found] == [
        ("社区食堂覆盖率", "=", 70, "%", 2025),
        ("护理员人数", "~", 3000, "人", 2025),
    ]


def test_places_on_the_rows_become_part_of_the_indicator() -> None:
    found = targets(
        "2025年社区食堂建设任务",
        [["序号", "县（市、区）", "2025年社区食堂目标（个）"], ["1", "东湾区", "30"], ["2", "西湾县", "12"]],
    )
    assert [(one.indicator, one.value, one.unit) for one in found] == [
        ("东湾区社区食堂目标", 30, "个"),
        ("西湾县社区食堂目标", 12, "个"),
    ]


def test_a_name_in_two_columns_is_joined_and_a_footnote_is_no_digit() -> None:
    found = targets(
        "表1 主要指标",
        [
            ["指标", "指标", "2020年", "2025年"],
            ["主要污染物减排量（吨）", "氨氮", "—", "494[1]"],
            ["主要污染物减排量（吨）", "其中：氮氧化物", "—", "[820]"],
            ["护理床位占比（%）", "护理床位占比（%）", "40", "55"],
        ],
    )
    assert [(one.indicator, one.value, one.unit) for one in found] == [
        ("氨氮减排量", 494, "吨"),
        ("氮氧化物减排量", 820, "吨"),
        ("护理床位占比", 55, "%"),
    ]


def test_places_alone_are_told_by_what_their_section_is_about() -> None:
    found = targets(
        "（一）实施食堂适老化改造\n东湾区、西湾县各完成4万平方米。\n（二）其他\n东湾区、西湾县各完成4万平方米。"
    )
    assert [(one.indicator, one.value) for one in found] == [("东湾区食堂适老化改造", 4), ("西湾县食堂适老化改造", 4)]


def test_a_mere_size_is_told_by_what_its_section_is_about() -> None:
    (found,) = targets("（一）统筹推进地热利用\n探索分散供热，新增装机3万千瓦。")
    assert (found.indicator, found.value, found.unit) == ("地热利用新增装机", 3, "万千瓦")


def test_a_table_of_what_has_been_reached_promises_nothing() -> None:
    assert not targets(
        "表1 “十三五”主要指标完成情况",
        [["指标", "单位", "2015年", "2020年"], ["社区食堂覆盖率", "%", "20", "42"]],
    )


def test_a_year_is_inherited_from_paragraph_then_section_then_plan() -> None:
    found = targets(
        "（一）近期目标\n到2023年，服务体系基本健全。覆盖率达到50%。\n持证率达到70%。\n（二）其他目标\n满意度达到90%。"
    )
    assert [one.year for one in found] == [2023, 2023, 2025]


def test_background_promises_only_where_a_date_to_come_says_so() -> None:
    document = plan(
        "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）\n一、发展基础",
        "社区食堂覆盖率达到42%，护理床位占比为40%。到2025年，覆盖率达到70%。",
    )
    assert [(one.indicator, one.value) for one in extract_targets(document, ())] == [("覆盖率", 70)]


@pytest.mark.parametrize("heading", ["一、建设基础", "一、发展现状", "二、改革成效"])
def test_what_a_plan_builds_on_is_no_promise(heading: str) -> None:
    document = plan(
        "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）\n" + heading,
        "到2021年，社区食堂覆盖率达到42%，护理床位占比达到40%。",
    )
    assert extract_targets(document, ()) == ()


def test_a_row_of_an_annex_takes_its_year_from_the_column_of_deadlines() -> None:
    found = targets(
        [
            ["序号", "工作任务", "责任单位", "完成时限"],
            ["1", "社区食堂覆盖率达到50%", "市民政局", "2023年底前"],
            ["2", "到2024年，护理床位占比达到40%", "市民政局", "2025年12月"],
        ],
    )
    assert [(one.indicator, one.year) for one in found] == [("社区食堂覆盖率", 2023), ("护理床位占比", 2024)]


def test_a_paragraph_takes_its_year_from_what_it_prints_as_time_due() -> None:
    (target,) = targets("建成社区食堂120个。（责任单位：市民政局；完成时限：2024年12月）")
    assert (target.indicator, target.year) == ("社区食堂", 2024)


def test_sizes_of_one_project_are_no_targets() -> None:
    assert not targets("城北康养中心建设项目。新建床位300张，处理规模提升至500吨/日，总建筑面积2万平方米。")


def test_a_target_in_the_text_answers_to_the_bodies_of_its_task() -> None:
    commitments = extract(
        plan(
            "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）\n一、重点任务\n（一）建设社区食堂\n"
            "到2025年，建成社区食堂120个。（责任单位：市民政局、市财政局）\n"
            "（二）培训护理员\n开展护理员轮训。"
        )
    )
    (target,) = commitments.targets
    assert target.id == "g001"
    assert [mention.name for mention in target.bureaus] == ["市民政局", "市财政局"]
    assert target.deadlines and target.deadlines[0].end is not None


def test_the_quote_carries_the_year_where_it_stands_near() -> None:
    document = plan(FRONT, "到2025年，护理床位占比达到55%以上，医养签约率达到90%。")
    first, second = extract_targets(document, ())
    assert document.quote(first.span) == "到2025年，护理床位占比达到55%以上"
    assert document.quote(second.span).endswith("医养签约率达到90%")


def test_rule_texts_promise_nothing() -> None:
    document = plan("澄湾市社区食堂补贴资金管理办法\n一、标准\n设施完好率不低于90%。")
    assert extract_targets(document, ()) == ()


@given(
    st.text(
        alphabet="到2025年覆盖率达比下降分别均0123.%个家、，。；（）《》以上不低于建成新增由从提高至【】", max_size=60
    )
)
def test_any_text_is_read_and_every_target_lies_in_it(text: str) -> None:
    document = plan(FRONT, text or "无")
    for target in extract_targets(document, ()):
        assert document.clause(target.clause).span.covers(target.span)
        assert target.indicator and target.comparator in Comparator
        assert target.value_max is None or target.value_max > target.value


def test_year_on_year_is_measured_from_the_year_before_in_a_plan_of_one_year() -> None:
    text = "一、年度目标\n养老贷款余额突破8亿元，同比增长20%以上；床位使用率达到70%。"
    yearly = extract_targets(plan("澄湾市2021年公共服务工作要点\n（2021年3月1日）", text), ())
    assert [one.baseline and one.baseline.year for one in yearly] == [None, 2020, None]
    (_, growth, _) = targets(text)  # a plan of five years: of which year it is the year before, nobody says
    assert growth.change and growth.baseline is None


def test_a_column_of_growth_over_the_year_before_has_it_for_its_base() -> None:
    found = extract_targets(
        plan(
            "澄湾市2021年公共服务工作要点\n（2021年3月1日）",
            "附件\n2021年各区养老投入预期目标",
            [
                ["县区", "2021年预期目标总量（亿元）", "2021年预期目标比增（%）"],
                ["东湾区", "21", "9"],
                ["西湾区", "12", "8"],
            ],
        ),
        (),
    )
    based = [(one.value, one.baseline and one.baseline.year) for one in found]
    assert based == [(21, None), (9, 2020), (12, None), (8, 2020)]
