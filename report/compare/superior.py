"""A draft against the document above it as a page: tasks, pairs with both quotes and their slots, what is its own."""

from __future__ import annotations

from collections.abc import Iterator

from report.compare.page import Cell, Column, ComparePage, CompareTable
from rules.compare.slots import SlotChange, Status
from rules.compare.superior import Cover, PointPair, SuperiorComparison, TaskCover
from rules.compare.versions import Place

ORDER = (Status.CONTRADICTED, Status.WEAKENED, Status.DROPPED, Status.CONCRETE, Status.KEPT, Status.ADDED)
NOTES = {
    Status.CONTRADICTED: "同一件事，上级与本稿不能同时成立（方向相反、一限一促），请逐条核对。",
    Status.WEAKENED: "承接了，但数值、时间、力度或范围低于上级；每条列出两边原文，请判断是否有意为之。",
    Status.DROPPED: "在本稿中没有找到承接的文字；由别的文件承接的，请注明。",
    Status.CONCRETE: "承接上级，并有上级没有的数值、时间、责任单位、项目或地点。",
    Status.KEPT: "与上级一致或换了说法。",
    Status.ADDED: "上级没有对应内容。",
}  # fmt: skip


def superior_page(comparison: SuperiorComparison, source: tuple[str, str]) -> ComparePage:
    """The page; source: file names of the superior document and of the draft."""
    covers = {cover: sum(task.cover is cover for task in comparison.tasks) for cover in Cover}
    return ComparePage(
        title="与上级文件对照",
        sides=(
            ("上级文件", f"{comparison.above_title}（{source[0]}）"),
            ("本稿", f"{comparison.draft_title}（{source[1]}）"),
        ),
        totals=(
            *((f"任务{cover.value}", str(count)) for cover, count in covers.items()),
            *((status.value, str(comparison.count(status))) for status in ORDER),
            ("本稿具体内容占比", f"{comparison.concrete:.0%}"),
            *((origin.value, f"{share:.0%}") for origin, share in comparison.origins),
        ),
        tables=(_tasks(comparison), *(_pairs(comparison, status) for status in ORDER)),
    )


def _tasks(comparison: SuperiorComparison) -> CompareTable:
    columns = (
        Column("覆盖", 10), Column("上级任务", 36), Column("占篇幅", 9, shade=True), Column("理由", 30),
        Column("本稿条款", 18), Column("本稿责任单位", 44),
    )  # fmt: skip
    note = "占篇幅是上级该条文字中在本稿见到承接的份额（%）；50% 以上算覆盖，20% 以上算部分覆盖。"
    return CompareTable("任务覆盖", columns, tuple(_task(task) for task in comparison.tasks), note)


def _task(task: TaskCover) -> tuple[Cell, ...]:
    clauses, owners = "、".join(task.clauses[:4]), "、".join(task.owners)
    return (task.cover.value, task.title, task.share, task.reason, clauses, owners)


def _pairs(comparison: SuperiorComparison, status: Status) -> CompareTable:
    pairs = [pair for pair in comparison.pairs if pair.status is status]
    note = NOTES[status]
    if status is Status.DROPPED:
        columns: tuple[Column, ...] = (Column("状态", 8), Column("上级章节", 36), Column("上级原文", 90))
        rows: list[tuple[Cell, ...]] = [(status.value, *_side(pair.above)) for pair in pairs]
    elif status is Status.ADDED:
        columns = (Column("状态", 8), Column("本稿章节", 36), Column("本稿原文", 90), Column("页码", 7))
        rows = [(status.value, *_side(one), one.page) for pair in pairs for one in pair.draft]
    else:
        columns = (
            Column("状态", 8), Column("上级章节", 26), Column("上级原文", 60), Column("本稿章节", 26),
            Column("本稿原文", 60), Column("变化", 50), Column("相近", 8, shade=True),
        )  # fmt: skip
        rows = [_pair(pair) for pair in pairs]
    return CompareTable(status.value, columns, tuple(rows), note)


def _side(place: Place | None) -> tuple[str, str]:
    return (" > ".join(place.path), place.quote) if place else ("", "")


def _pair(pair: PointPair) -> tuple[Cell, ...]:
    paths = dict.fromkeys(" > ".join(place.path) for place in pair.draft)
    quotes = "\n".join(place.quote for place in pair.draft)
    said = "\n".join(_slots(pair.slots))
    return (pair.status.value, *_side(pair.above), "\n".join(paths), quotes, said, pair.score)


def _slots(slots: tuple[SlotChange, ...]) -> Iterator[str]:
    for slot in slots:
        sides = " → ".join(f"“{side}”" for side in (slot.above, slot.draft) if side)
        mark = f"［{slot.effect.value}］" if slot.effect is not Status.KEPT else ""
        yield f"{mark}{slot.slot.value}：{slot.reason}：{sides}"
