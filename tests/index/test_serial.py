"""Dataclasses to JSON and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import serial
from ingest.document import PartialDate, Span


class Kind(StrEnum):
    ONE = "one"
    TWO = "two"


@dataclass(frozen=True, slots=True)
class Leaf:
    span: Span
    kind: Kind
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    name: str
    leaves: tuple[Leaf, ...]
    pair: tuple[int, str]
    due: date | None
    issued: PartialDate | None = None
    number: float = 0.0
    fine: bool = False


LEAVES = st.builds(
    Leaf,
    st.builds(lambda start, length: Span(start, start + length), st.integers(0, 99), st.integers(0, 99)),
    st.sampled_from(Kind),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False),
)
TREES = st.builds(
    Tree,
    st.text(),
    st.lists(LEAVES, max_size=3).map(tuple),
    st.tuples(st.integers(), st.text()),
    st.none() | st.dates(),
    st.none() | st.just(PartialDate(2025, 9)),
    st.floats(allow_nan=False),
    st.booleans(),
)


@given(TREES)
def test_what_is_stored_comes_back(tree: Tree) -> None:
    assert serial.load(Tree, serial.dump(tree)) == tree


@pytest.mark.parametrize(
    "text", ['["a"]', '[1,[],[1,"b"],null,null,0,false]', "{}", "null", '["a",[[[0,1],"no",null]]]']
)
def test_foreign_text_is_refused(text: str) -> None:
    with pytest.raises((TypeError, ValueError)):
        serial.load(Tree, text)


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to store"):
        serial.dump(object())
