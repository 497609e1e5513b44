"""Strict data files and longest match without word boundaries."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.column import Column, classify_header
from nlp.lexicon import DATA, LexiconError, Matcher, StrictModel, load_words, load_yaml

WORD_FILES = ("markers", "organs", "deadlines", "sections")


def test_longest_word_wins_and_negative_terms_hide_their_inside() -> None:
    matcher = Matcher(("能耗", "能耗强度", "总量"), ("非能耗",))
    text = "非能耗、能耗强度、总量"
    assert [text[span.start : span.stop] for span in matcher.find(text)] == ["能耗强度", "总量"]


def test_begins_ends_and_whole_words() -> None:
    matcher = Matcher(("指标", "目标"), ("非目标",))
    assert matcher.ends("主要目标") == "目标"
    assert matcher.ends("这是非目标") is None
    assert matcher.begins("目标值") is not None
    assert matcher.begins("值目标") is None
    assert matcher.is_word("指标")
    assert not matcher.is_word("指标体系")
    assert "主要指标" in matcher
    assert "主要内容" not in matcher


@given(st.text(alphabet="能耗强度非总量x", max_size=40))
def test_hits_are_words_in_order_and_apart(text: str) -> None:
    matcher = Matcher(("能耗", "能耗强度", "总量"), ("非能耗",))
    stop = 0
    for span in matcher.find(text):
        assert span.start >= stop
        assert matcher.is_word(text[span.start : span.stop])
        stop = span.stop


def test_empty_word_is_refused() -> None:
    with pytest.raises(LexiconError):
        Matcher(("能耗", ""))


class _Shape(StrictModel):
    name: str


@pytest.mark.parametrize("content", ["name: a\nname: b\n", "name: a\nmore: 1\n", "name: [\n", "{}\n"])
def test_bad_files_are_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"words\.yaml"):
        load_yaml(path, _Shape)


@pytest.mark.parametrize("name", WORD_FILES)
def test_shipped_word_files_load(name: str) -> None:
    assert (DATA / f"{name}.yaml").is_file()
    assert all(matcher.words for matcher in load_words(name).values())


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("序号", Column.NUMBER),
        ("责任 单位", Column.RESPONSIBLE),
        ("单位", Column.UNIT),
        ("牵头部门（单位）", Column.LEAD),
        ("配合单位", Column.SUPPORT),
        ("工作任务", Column.TASK),
        ("主要内容", Column.MEASURE),
        ("完成时限", Column.DEADLINE),
        ("总投资（亿元）", Column.INVESTMENT),
        ("2023年度投资", Column.PART_INVESTMENT),
        ("2025年目标值", Column.YEAR),
        ("2020年", Column.YEAR),
        ("建设起止年限", Column.SPAN),
        ("项目名称", Column.PROJECT),
        ("某某", None),
    ],
)
def test_headers(header: str, column: Column | None) -> None:
    assert classify_header(header) is column
