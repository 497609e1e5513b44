"""Parts: a workspace that grew plan by plan is the same to a reader as one that was built at once."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.filters import Filters
from index.merging import LARGE, PACKED, TIER, due
from index.upkeep import status, vacuum, verify
from index.workspace import Workspace
from tests.index.tiny import PLANS, write_plans

TOPICS = ("光伏", "养老服务", "公交", "散煤替代", "垃圾分类", "湿地保护", "数字政务", "托育服务")
MANY = {
    f"{topic}行动计划": f"""{topic}行动计划
一、重点任务
推进{topic}工作，到2025年{topic}项目达到{i + 3}个。（市发改委牵头）
做好屋顶建设。
"""
    for i, topic in enumerate(TOPICS)
} | PLANS
QUERIES = ("屋顶光伏", "养老", "少开汽车", "发改委")


def answers(workspace: Workspace) -> list[object]:
    """All that a reader can ask for."""
    asked = (None, Filters(bureau="市发改委"), Filters(has_target=True), Filters(year=2022))
    found: list[object] = [workspace.search(query, filters, k=50) for query in QUERIES for filters in asked]
    found += [workspace.search("", filters, k=50) for filters in asked]
    found += [workspace.document(entry.id) for entry in workspace.documents()]
    found += [workspace.commitments(entry.id) for entry in workspace.documents()]
    return [*found, workspace.bureaus(), [(entry.id, entry.rows, entry.hash) for entry in workspace.documents()]]


def test_growing_and_shrinking_give_what_building_at_once_gives(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files", MANY)
    parts = []
    for stop in range(1, len(paths) + 1):
        Workspace.build(paths[:stop], tmp_path / "grown")
        parts.append(len(Workspace.open(tmp_path / "grown").snapshot.parts))
    assert max(parts) == TIER - 1 and parts[TIER - 1] == 1  # the sixth small part made one of six
    Workspace.build(paths, tmp_path / "whole")
    assert answers(Workspace.open(tmp_path / "grown")) == answers(Workspace.open(tmp_path / "whole"))
    for folder in ("grown", "whole"):
        Workspace.build(paths[::3], tmp_path / folder)
    Workspace.build(paths[::3], tmp_path / "fresh")
    fresh = answers(Workspace.open(tmp_path / "fresh"))
    assert answers(Workspace.open(tmp_path / "grown")) == answers(Workspace.open(tmp_path / "whole")) == fresh


def test_a_part_most_of_which_is_gone_is_written_anew(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files", MANY)
    Workspace.build(paths, tmp_path / "ws")
    Workspace.build(paths[1:], tmp_path / "ws")
    assert not Workspace.open(tmp_path / "ws").live.all()
    Workspace.build(paths[-1:], tmp_path / "ws")
    assert Workspace.open(tmp_path / "ws").live.all()


def test_vacuum_leaves_one_part_and_no_row_that_is_gone(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files", MANY)
    for stop in (4, 8, 10):
        Workspace.build(paths[:stop], tmp_path / "ws")
    Workspace.build(paths[1:], tmp_path / "ws")
    before = Workspace.open(tmp_path / "ws")
    assert len(before.snapshot.parts) > 1 and not before.live.all()
    assert status(tmp_path / "ws").gone > 0
    size, smaller = vacuum(tmp_path / "ws")
    assert smaller < size and len(list((tmp_path / "ws" / "parts").iterdir())) == 1
    after = Workspace.open(tmp_path / "ws")
    assert len(after.snapshot.parts) == 1 and after.live.all()
    assert vacuum(tmp_path / "ws")[0] == smaller and verify(tmp_path / "ws") == ()
    assert answers(after) == answers(before)


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(0, 300)), max_size=40), st.booleans())
def test_merging_ends_and_has_a_bound(sizes: list[tuple[int, int]], everything: bool) -> None:
    """Live rows and rows that are gone of each part, in thousands."""
    live, whole = [1000 * rows for rows, _ in sizes], [1000 * (rows + gone) for rows, gone in sizes]
    rounds = 0
    while group := due(live, whole, everything):
        rows = sum(live[part] for part in group)
        assert rows < PACKED + max(live) if everything else rows <= TIER * LARGE or len(group) == 1
        live, whole = ([x for i, x in enumerate(one) if i not in group] + [rows] for one in (live, whole))
        rounds += 1
    assert rounds <= 2 * len(sizes) + 1
    if everything:
        assert live == whole and sum(rows < PACKED for rows in live) <= 1
    else:
        assert sum(rows < LARGE for rows in live) < 2 * TIER
