"""Folding keeps the length, and with it every span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.fold import fold


@given(st.text())
def test_length_is_kept(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_width_radicals_and_spaces() -> None:
    assert fold("２０２５年下降１３．５％（⾊\u3000）(A)") == "2025年下降13.5%（色 ）（A）"


def test_ideographs_above_the_basic_plane() -> None:
    assert fold("\U0002f804\U0002f8b2\U00020000") == "你成\U00020000"


def test_numbering_signs_are_parsed_not_folded() -> None:
    assert fold("①㈠⑴") == "①㈠⑴"


def test_half_width_signs_between_chinese_words_are_widened_and_those_in_numbers_kept() -> None:
    assert fold("完成造林300万亩,抚育500万亩;到2025年,覆盖率达41%,蓄积量增长") == (
        "完成造林300万亩，抚育500万亩；到2025年，覆盖率达41%，蓄积量增长"
    )
    assert fold("投资1,200万元，12:30前，见http://x.cn") == "投资1,200万元，12:30前，见http://x.cn"
