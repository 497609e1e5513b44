"""Rows of numbers say what a plain count in Python says."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates import rows
from index.duplicates.rows import Marked, among, distinct, maybe_repeated, ranges, repeated, rolling

letters = st.lists(st.integers(0x4E00, 0x4E08), max_size=60)
small = st.lists(st.integers(0, 30), max_size=60)


@given(letters, st.integers(1, 12))
def test_equal_runs_of_letters_have_equal_numbers_and_others_have_not(row: list[int], length: int) -> None:
    numbers = rolling(np.array(row, dtype=np.uint32), length).tolist()
    runs = [tuple(row[at : at + length]) for at in range(len(row) - length + 1)]
    assert len(numbers) == len(runs)
    assert len(set(numbers)) == len(set(runs)) == len(set(zip(numbers, runs, strict=True)))


@pytest.mark.parametrize("length", [1, 5, 20])
def test_runs_over_the_border_of_a_block_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    row = np.random.default_rng(1).integers(0x4E00, 0x9FFF, 500).astype(np.uint32)
    whole = rolling(row, length)
    monkeypatch.setattr(rows, "_BLOCK", 37)
    assert rolling(row, length).tolist() == whole.tolist()


@given(small, st.integers(2, 5))
def test_nothing_that_stands_often_is_missed(numbers: list[int], times: int) -> None:
    count = Counter(numbers)
    row = np.array(numbers, dtype=np.uint64)
    maybe = maybe_repeated(row, times).tolist()
    assert all(told for number, told in zip(numbers, maybe, strict=True) if count[number] >= times)
    assert repeated(np.sort(row), times).tolist() == sorted(one for one, often in count.items() if often >= times)
    assert distinct(row).tolist() == sorted(count)


def test_a_number_that_stands_once_among_thousands_is_mostly_told() -> None:
    row = np.random.default_rng(2).integers(0, 1 << 63, 10_000).astype(np.uint64)
    assert maybe_repeated(row, 2).mean() < 0.5


@given(st.lists(st.integers(0, 1 << 12).map(lambda number: number << 5), max_size=40), small)
def test_known_values_are_told_from_others_with_the_same_upper_bits(known: list[int], values: list[int]) -> None:
    ordered = np.array(sorted(set(known)), dtype=np.uint32)
    asked = [*values, *known[:10], *(number + 1 for number in known[:10])]
    assert among(np.array(asked, dtype=np.uint32), ordered).tolist() == [one in set(known) for one in asked]


@given(st.lists(st.booleans(), min_size=1, max_size=40).filter(any), st.data())
def test_marked_places_are_found_from_any_other(row: list[bool], data: st.DataObject) -> None:
    marked, places = Marked.of(np.array(row)), [at for at, told in enumerate(row) if told]
    start = data.draw(st.integers(0, len(row)))
    stop = data.draw(st.integers(start, len(row)))
    at, end = np.array([start]), np.array([stop])
    assert marked.between(at, end).tolist() == [sum(row[start:stop])]
    assert marked.next(at).tolist() == [places[min(bisect_left(places, start), len(places) - 1)]]
    assert marked.last(end).tolist() == [places[max(bisect_left(places, stop) - 1, 0)]]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=10))
def test_ranges_are_those_of_python(pieces: list[tuple[int, int]]) -> None:
    start = np.array([begin for begin, _ in pieces], dtype=np.int64)
    stop = np.array([begin + size for begin, size in pieces], dtype=np.int64)
    assert ranges(start, stop).tolist() == [at for begin, size in pieces for at in range(begin, begin + size)]
