"""Numbers with their units."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.quantity import find_quantities, is_unit, spelled_number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("达到15.5%以上", [("15.5", None, "%", ">=")]),
        ("1～2个", [("1", "2", "个", None)]),
        ("降至295克标煤/千瓦时", [("295", None, "克标煤/千瓦时", None)]),
        ("2500kgce/t以下", [("2500", None, "kgce/t", "<=")]),
        ("12,500.5万吨左右", [("12500.5", None, "万吨", "~")]),
        ("≥91.1", [("91.1", None, "", ">=")]),
        ("＞85%".replace("＞", ">"), [("85", None, "%", ">=")]),
        ("100余家", [("100", None, "家", ">=")]),
        ("一至两个、三家", [("1", "2", "个", None), ("3", None, "家", None)]),
        ("200万立方米/日", [("200", None, "万立方米/日", None)]),
        ("到2025年12月，第3期，一个平台，5G基站", []),
    ],
)
def test_quantities(text: str, said: list[tuple[str, str | None, str, str | None]]) -> None:
    found = [
        (str(one.value), str(one.value_max) if one.value_max else None, one.unit, one.comparator)
        for one in find_quantities(text)
        if one.unit or one.comparator
    ]
    assert found == said


@pytest.mark.parametrize(("words", "number"), [("两", 2), ("十", 10), ("十五", 15), ("二十", 20), ("三十六", 36)])
def test_spelled_numbers(words: str, number: int) -> None:
    assert spelled_number(words) == number


def test_units() -> None:
    assert is_unit("％") and is_unit("微克/立方米") and is_unit("μg/m³")
    assert not is_unit("PM2.5") and not is_unit("一、二类")


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.sampled_from(["%", "万吨", "家", "亿千瓦时", "公里"]))
def test_a_printed_number_is_read_back(value: Decimal, unit: str) -> None:
    (found,) = find_quantities(f"达到{value}{unit}以上。")
    assert (found.value, found.unit) == (value, unit)


@given(st.text(max_size=80))
def test_places_lie_in_the_text_in_order(text: str) -> None:
    found = list(find_quantities(text))
    assert all(0 <= one.start < one.measured <= one.stop <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
