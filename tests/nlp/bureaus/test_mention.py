"""Responsibility in all its notations: cases as data, and what must hold for any list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import GovernmentLevel
from nlp.bureaus.default import find_lead_default
from nlp.bureaus.mention import duty_at_end, find_bureaus, is_duty_line, merge_mentions, parse_cell
from nlp.bureaus.name import Care, split_names
from nlp.bureaus.roster import canonical_bureau
from nlp.commitment import Role
from nlp.passage import Passage

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "bureaus.yaml").read_text(encoding="utf-8")
)
BODIES = (
    "市发展改革委",
    "市住房和城乡建设局",
    "文化和旅游局",
    "各县（市、区）人民政府",
    "高新区管委会",
    "市交通委（市公交办）",
    "省委宣传部",
    "团市委",
    "市供电公司",
    "市政务服务和数字化局",
    "人民银行某市中心支行",
    "市直各有关部门",
)


def _read(text: str) -> list[str]:
    return [f"{mention.name}:{mention.role}" for mention in find_bureaus(Passage.of(text), GovernmentLevel.CITY)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_notation(case: dict[str, Any]) -> None:
    assert _read(case["text"]) == case["bodies"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_span_shows_the_name(case: dict[str, Any]) -> None:
    text = "　" + case["text"]
    for mention in find_bureaus(Passage.of(text, 0), GovernmentLevel.CITY):
        assert text[mention.span.start : mention.span.stop] == mention.name


def test_white_space_inside_a_list_changes_nothing() -> None:
    assert _read("加快建设。（责任单位：市发展\n改革委、市财 政局）") == [
        "市发展改革委:responsible",
        "市财政局:responsible",
    ]


@given(st.lists(st.sampled_from(BODIES), min_size=1, max_size=6, unique=True), st.sampled_from("、，；,"))
def test_splitting_a_joined_list_gives_the_list(names: list[str], separator: str) -> None:
    text = separator.join(names)
    assert [name.text for name in split_names(text, 0, len(text), Care.LISTED)] == names


@given(st.text(alphabet="（）()〔〕、，。；责任单位：牵头市局委等和负责配合2年", max_size=60))
def test_any_text_yields_spans_inside_itself(text: str) -> None:
    for mention in find_bureaus(Passage.of(text), None):
        assert 0 <= mention.span.start < mention.span.stop <= len(text)


def test_open_list_and_collectives_are_marked() -> None:
    first, second, group = find_bureaus(
        Passage.of("（市民政局、市财政局等负责，各区人民政府落实）"), GovernmentLevel.CITY
    )
    assert (first.open_list, second.open_list, group.open_list) == (True, True, False)
    assert (first.collective, second.collective, group.collective) == (False, False, True)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("市发改委", "市发展改革委"),
        ("发展改革委", "市发展改革委"),
        ("某某市发展和改革局", "市发展改革委"),
        ("省经信厅", "省工业和信息化厅"),
        ("工业和信息化部", "工业和信息化部"),
        ("市环保局", "市生态环境局"),
        ("自治区住房城乡建设厅", "省住房城乡建设厅"),
        ("区发改局", "县发展改革委"),
        ("市市场监管局", "市市场监管局"),
        ("市交通委（市公交办）", "市交通运输局"),
        ("人行某市中心支行", "人民银行"),
        ("市人民政府办公室", "市政府办公室"),
        ("团市委", "市团委"),
        ("高新区专项工作组", None),
        ("市发展改革委和市财政局", None),
        ("科技农业局", "市科技局"),
    ],
)
def test_canonical(name: str, canonical: str | None) -> None:
    assert canonical_bureau(name, GovernmentLevel.CITY) == canonical


def test_dropped_prefix_takes_the_level_of_the_name_before() -> None:
    mentions = find_bureaus(Passage.of("（责任单位：省科技厅、发展改革委）"), GovernmentLevel.CITY)
    assert [mention.canonical for mention in mentions] == ["省科技厅", "省发展改革委"]


def test_cell_with_one_name_a_line_and_a_broken_name() -> None:
    mentions = parse_cell(Passage.of("市发展改革委\n市住房和城\n乡建设局\n各区政府"), Role.LEAD, GovernmentLevel.CITY)
    assert [mention.name for mention in mentions] == ["市发展改革委", "市住房和城乡建设局", "各区政府"]
    assert {mention.role for mention in mentions} == {Role.LEAD}


def test_cell_with_roles_of_its_own() -> None:
    mentions = parse_cell(Passage.of("牵头单位：市民政局 配合单位：市财政局"), Role.RESPONSIBLE, GovernmentLevel.CITY)
    assert [(mention.name, mention.role) for mention in mentions] == [
        ("市民政局", Role.LEAD),
        ("市财政局", Role.SUPPORT),
    ]


@pytest.mark.parametrize("filler", ["", "—", "无", "/", "长期"])
def test_cell_without_a_body(filler: str) -> None:
    assert parse_cell(Passage.of(filler), Role.LEAD) == ()


def test_merging_keeps_the_strongest_role() -> None:
    mentions = find_bureaus(
        Passage.of("（责任单位：市水务局，配合单位：市财政局）。（市财政局牵头）"), GovernmentLevel.CITY
    )
    assert {mention.name: mention.role for mention in merge_mentions(mentions)} == {
        "市水务局": Role.RESPONSIBLE,
        "市财政局": Role.LEAD,
    }


def test_default_makes_the_responsible_lead() -> None:
    mentions = find_bureaus(Passage.of("（责任单位：市水务局，配合单位：市财政局）"), GovernmentLevel.CITY)
    default = find_lead_default("牵头单位（无牵头单位的，责任单位即为牵头单位，下同）要倒排工期。")
    assert [mention.role for mention in default.apply(mentions)] == [Role.LEAD, Role.SUPPORT]
    first = find_lead_default("列首位的为牵头单位。")
    assert [mention.role for mention in first.apply(mentions)] == [Role.LEAD, Role.SUPPORT]
    assert find_lead_default("各牵头单位要倒排工期。").apply(mentions) == mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（责任单位：市民政局）", True),
        ("牵头单位：市民政局", True),
        ("（市民政局牵头，市财政局配合）", True),
        ("建设食堂。（责任单位：市民政局）", False),
        ("（一）建设食堂", False),
    ],
)
def test_duty_line(text: str, expected: bool) -> None:
    assert is_duty_line(Passage.of(text)) is expected


@pytest.mark.parametrize(
    ("title", "start"),
    [
        ("建设食堂（市民政局牵头）", 4),
        ("建设食堂（市民政局）", 4),
        ("建设食堂（一期）", None),
        ("建设食堂（含配套设施）", None),
        ("建设食堂", None),
    ],
)
def test_bracket_of_bodies_behind_a_title(title: str, start: int | None) -> None:
    assert duty_at_end(title, GovernmentLevel.CITY) == start
