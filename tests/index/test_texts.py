"""Exact search: what a comparison of every text would find, over all parts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.texts import Texts, exact_form, merge_texts, save_texts
from index.workspace import Workspace

TEXTS = st.lists(st.text("光伏屋顶 \n，aA１1é", max_size=12), max_size=8)
SOUGHT = st.text("光伏屋顶，a1é", min_size=1, max_size=3)


@given(TEXTS, TEXTS, SOUGHT)
@example(["光光光"], [], "光光")
@example(["光", "伏"], [], "光伏")  # no text goes on in the next
def test_rows_are_those_that_hold_the_text(first: list[str], second: list[str], sought: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("a", "b", "merged")]
        for folder in folders:
            folder.mkdir()
        save_texts(folders[0], first)
        save_texts(folders[1], second)
        kept = [(0, 0, len(first))], [(1, len(first), len(second) - 1)] if second else []
        merge_texts(folders[2], list(zip(folders[:2], kept, strict=True)))
        for folder, texts in zip(folders, (first, second, first + second[1:]), strict=True):
            expected = [row for row, text in enumerate(texts) if exact_form(sought) in exact_form(text)]
            assert Texts.load(folder).rows_with(exact_form(sought)).tolist() == expected


@pytest.mark.parametrize("sought", ["屋顶建设", "８０万千瓦", "80 万千瓦", "养老", "（市能源局牵头", "("])
def test_a_workspace_finds_what_its_texts_hold(sought: str, workspace: Workspace) -> None:
    rows = range(len(workspace.live))
    texts = [workspace.catalogue.clauses(rows)[row].text for row in rows]
    expected = [exact_form(sought) in exact_form(text) for text in texts]
    assert np.array_equal(workspace.rows_with(sought), expected) and any(expected)


def test_nothing_is_held_by_all(workspace: Workspace) -> None:
    assert workspace.rows_with(" ").all()
