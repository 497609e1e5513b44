"""What a query asks for literally, and that exactly this is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import Query, parse_query
from index.texts import exact_form
from index.workspace import Workspace


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("光伏 养老", Query("光伏 养老")),
        ('"屋顶光伏"', Query("屋顶光伏", ("屋顶光伏",))),
        ("“屋顶 光伏” 建设", Query("屋顶 光伏 建设", ("屋顶 光伏",))),
        ("「屋顶」　建设", Query("屋顶 建设", ("屋顶",))),
        ("光伏 -养老", Query("光伏", (), ("养老",))),
        ("－养老 光伏", Query("光伏", (), ("养老",))),
        ('光伏 -"养老 服务"', Query("光伏", (), ("养老 服务",))),
        ("-养老", Query("", (), ("养老",))),
        ("能效“领跑者”行动", Query("能效“领跑者”行动")),
        ("2021-2025年 光伏", Query("2021-2025年 光伏")),
        ("-40℃ 保温", Query("-40℃ 保温")),
        ("光伏 - 养老 -", Query("光伏 - 养老 -")),
        ('"" 光伏 "', Query('"" 光伏 "')),
        ("", Query("")),
    ],
)
def test_signs_count_beside_white_space_only(query: str, expected: Query) -> None:
    assert parse_query(query) == expected


@given(st.text('光伏 -"“”「」养老', max_size=20))
def test_no_query_is_wrong(query: str) -> None:
    found = parse_query(query)
    assert all(part.strip() for part in (*found.phrases, *found.excluded))


def texts(workspace: Workspace, query: str) -> set[str]:
    return {hit.text for hit in workspace.search(query, k=1000).hits}


def everything(workspace: Workspace) -> set[str]:
    rows = range(len(workspace.live))
    return {clause.text for clause in workspace.catalogue.clauses(rows).values()}


def test_a_phrase_stands_in_every_hit_and_no_clause_with_it_is_missing(workspace: Workspace) -> None:
    for phrase in ("屋顶建设分布式光伏", "机构养老", "养老", "（县民政局牵头）"):
        expected = {text for text in everything(workspace) if exact_form(phrase) in exact_form(text)}
        assert texts(workspace, f'"{phrase}"') == expected
    assert texts(workspace, '"没有这样的话"') == set()


def test_a_phrase_is_marked_where_it_stands(workspace: Workspace) -> None:
    [*hits] = workspace.search('"屋顶建设"').hits
    for hit in hits:
        [match] = [match for match in hit.why.words if match.word == "屋顶建设"]
        assert [hit.text[span.start : span.stop] for span in match.spans] == ["屋顶建设"]
    assert len(hits) == 2


def test_what_is_excluded_stands_in_no_hit(workspace: Workspace) -> None:
    assert any("养老" in text for text in texts(workspace, "屋顶光伏"))
    found = texts(workspace, "屋顶光伏 -养老")
    assert found and not any("养老" in text for text in found)


def test_exclusion_alone_lists_the_rest(workspace: Workspace) -> None:
    assert texts(workspace, "-养老") == {text for text in everything(workspace) if "养老" not in text}
