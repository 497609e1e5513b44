"""Searches kept with a workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.catalogue import WorkspaceError
from index.filters import Filters
from index.saved import FILE, SavedSearch, ask, forget_search, save_search, saved_search, saved_searches
from index.workspace import Workspace
from tests.index.tiny import write_plans

MANY = Filters(
    region=("青川市", "510822"), year=2022, kind="paragraph", due_from=date(2024, 1, 1), has_target=True,
    has_bureau=False,
)  # fmt: skip


def test_a_search_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    assert saved_searches(tmp_path) == ()
    one = SavedSearch("充电桩", '"充电桩" -公交', MANY, "date", ("region:青川",))
    save_search(tmp_path, SavedSearch("老", "养老", Filters(year=(2021, 2022))))
    save_search(tmp_path, SavedSearch("充电桩", "充电"))
    save_search(tmp_path, one)
    assert saved_search(tmp_path, "充电桩") == one
    assert [kept.name for kept in saved_searches(tmp_path)] == ["充电桩", "老"]
    forget_search(tmp_path, "充电桩")
    assert saved_searches(tmp_path) == (SavedSearch("老", "养老", Filters(year=(2021, 2022))),)
    for use in (saved_search, forget_search):
        with pytest.raises(WorkspaceError, match="没有名为“充电桩”的检索，已保存的有：老。"):
            use(tmp_path, "充电桩")


def test_a_kept_search_is_asked_as_the_workspace_is_asked(tmp_path: Path, workspace: Workspace) -> None:
    hit = workspace.search("光伏").hits[0]
    filters = Filters(has_target=True)
    for search, expected in (
        (SavedSearch("光", "光伏", filters, "place"), workspace.search("光伏", filters, 5, sort="place")),
        (SavedSearch("像", "", sort="date", like=(hit.document, hit.clause)),
         workspace.more_like(hit.document, hit.clause, k=5, sort="date")),
    ):  # fmt: skip
        save_search(tmp_path, search)
        assert expected.hits and ask(workspace, saved_search(tmp_path, search.name), 5) == expected


@pytest.mark.parametrize("content", ["", "{]", '[{"name": "a"}]', '[{"name": "a", "query": "b", "more": 1}]'])
def test_a_damaged_file_is_said(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(WorkspaceError, match="保存的检索读不出来"):
        saved_searches(tmp_path)


def test_builds_leave_it_alone(tmp_path: Path) -> None:
    save_search(tmp_path / "", SavedSearch("光", "光伏"))
    Workspace.build(write_plans(tmp_path / "files"), tmp_path)
    Workspace.build([], tmp_path)
    assert saved_search(tmp_path, "光").query == "光伏"
