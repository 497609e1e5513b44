"""Two versions of one plan as a page: sections, clauses word for word, commitments field by field."""

from __future__ import annotations

from collections.abc import Iterator

from report.compare.page import Cell, Column, ComparePage, CompareTable
from rules.compare.text import DiffKind, Piece
from rules.compare.versions import Change, ClauseChange, CommitmentChange, Place, SectionChange, VersionComparison


def versions_page(comparison: VersionComparison, source: tuple[str, str]) -> ComparePage:
    """The page of two versions; source: the names of their files."""
    own = comparison.own_clauses
    counts = {change: sum(one.change is change for one in own) for change in Change}
    moved = sum(one.moved for one in own)
    return ComparePage(
        title="版本比较",
        sides=tuple(
            (name, f"{title}（{file}）")
            for name, title, file in zip(
                ("旧版", "新版"), (comparison.old_title, comparison.new_title), source, strict=True
            )
        ),
        totals=(
            ("章节变化", str(len(comparison.sections))),
            ("条款修改", str(counts[Change.EDITED])),
            ("条款新增", str(counts[Change.ADDED])),
            ("条款删除", str(counts[Change.REMOVED])),
            ("条款移动", str(moved)),
            ("指标、任务、项目变化", str(len(comparison.commitments))),
            ("未变条款", str(comparison.unchanged)),
        ),
        tables=(
            CompareTable(
                "章节变化",
                (
                    Column("变化", 8), Column("旧标题", 36), Column("新标题", 36), Column("所在章节", 36),
                    Column("条款数", 8),
                ),
                tuple(_section(one) for one in comparison.sections),
                "整节删除或新增的，其中各条不在“条款变化”里重复列出。",
                "章节没有变化。",
            ),
            CompareTable(
                "条款变化",
                (
                    Column("变化", 8), Column("移动", 6), Column("所在章节", 36), Column("页码", 7),
                    Column("逐词对照", 90),
                ),
                tuple(_clause(one) for one in own),
                "删去的词和加上的词分别标出；标“移”的条款换了位置。",
                "条款没有变化。",
            ),
            CompareTable(
                "指标任务项目变化",
                (
                    Column("变化", 8), Column("类别", 8), Column("名称", 36), Column("改了什么", 60),
                    Column("旧文", 50), Column("新文", 50), Column("所在章节", 36),
                ),
                tuple(_commitment(one) for one in comparison.commitments),
                "“随他处”指这一项自己的文字没有变，变的是统管它的另一条。",
                "指标、任务、项目没有变化。",
            ),
        ),
    )  # fmt: skip


def _where(*places: Place | None) -> str:
    paths = [" > ".join(place.path) for place in places if place and place.path]
    return " → ".join(dict.fromkeys(paths))


def _section(one: SectionChange) -> tuple[Cell, ...]:
    old, new = one.old.quote if one.old else "", one.new.quote if one.new else ""
    return (one.change.value, old, new, _where(one.old, one.new), one.clauses)


def _clause(one: ClauseChange) -> tuple[Cell, ...]:
    place = one.new or one.old
    diff = one.diff
    if not diff and place:
        kinds = {Change.REMOVED: DiffKind.REMOVED, Change.ADDED: DiffKind.ADDED}
        diff = (Piece(kinds.get(one.change, DiffKind.EQUAL), place.quote),)
    where = _where(one.old, one.new) if one.moved else _where(place)
    return (one.change.value, "移" if one.moved else "", where, place.page if place else None, diff)


def _commitment(one: CommitmentChange) -> tuple[Cell, ...]:
    old, new = one.old.quote if one.old else "", one.new.quote if one.new else ""
    return (one.change.value, one.kind, one.name, "\n".join(_fields(one)), old, new, _where(one.new or one.old))


def _fields(one: CommitmentChange) -> Iterator[str]:
    for field in one.fields:
        said = f"{field.old or '（无）'} → {field.new or '（无）'}"
        if one.change is not Change.EDITED:
            said = field.old or field.new
        yield f"{field.field}：{said}" + ("（随他处）" if field.inherited else "")
