"""Passages that stand in several plans as a page: what each plan is made of, clusters, pairs with their differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.duplicates.copying import Cluster, Origin, clusters, origins
from index.duplicates.pair import DuplicateKind, DuplicatePair
from ingest.document import Document
from report.compare.page import Cell, Column, ComparePage, CompareTable
from rules.compare.text import flatten, word_diff

KINDS = {DuplicateKind.EXACT: "相同", DuplicateKind.NEAR: "近似", DuplicateKind.BOILERPLATE: "套话"}
COPIED = "同一段文字在几份规划中出现的合为一组，按成文日期先后排列，最早的一份在前。"
COMMON = "许多单位都这样写的文字：口号、上级文件的原句、文件名，不算照抄。"
MOST = 5  # other plans told in one cell


def duplicates_page(documents: Sequence[Document], pairs: Sequence[DuplicatePair]) -> ComparePage:
    """The page of all plans."""
    by_id = {document.id: document for document in documents}
    found, made = clusters(documents, pairs), origins(documents, pairs)
    counts = {kind: sum(pair.kind is kind for pair in pairs) for kind in DuplicateKind}
    inside = [pair for pair in pairs if pair.a.document == pair.b.document]
    own = tuple(cluster for cluster in found if not cluster.boilerplate)
    common = tuple(cluster for cluster in found if cluster.boilerplate)
    return ComparePage(
        title="雷同段落",
        sides=(("规划", f"{len(made)} 份"),),
        totals=(
            *((KINDS[kind], str(count)) for kind, count in counts.items()),
            ("各规划之间的段落组", str(len(own))),
            ("同一规划内", str(len(inside))),
        ),
        tables=(
            _origins(made, by_id),
            _clusters("雷同段落组", own, by_id, COPIED),
            _inside(inside, by_id),
            _clusters("套话", common, by_id, COMMON),
        ),
    )


def _title(document: Document) -> str:
    day = f"（{document.issued_on}）" if document.issued_on else ""
    return f"{document.id}{day}"


def _origins(made: Sequence[Origin], by_id: Mapping[str, Document]) -> CompareTable:
    columns = (
        Column("规划", 44), Column("自有", 8, shade=True), Column("与同级相同", 10, shade=True),
        Column("与上级相同", 10, shade=True), Column("套话", 8, shade=True), Column("与哪些规划相同", 60),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for one in sorted(made, key=lambda one: (-one.equals, -one.above, one.document)):
        others = "\n".join(f"{share:.1%} {_title(by_id[name])}" for name, share in one.others[:MOST] if share >= 0.001)
        rows.append((_title(by_id[one.document]), one.own, one.equals, one.above, one.boilerplate, others))
    note = "各部分按字数计算，合为一；同一段文字既是套话又与别处相同的算套话，既与上级又与同级相同的算上级。"
    return CompareTable("各规划的构成", columns, tuple(rows), note)


def _clusters(name: str, found: Sequence[Cluster], by_id: Mapping[str, Document], note: str) -> CompareTable:
    columns = (
        Column("份数", 7), Column("最早", 36), Column("其他", 50), Column("相近", 8, shade=True),
        Column("最早的一份与最相近的一份逐词对照", 90),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        first, *others = one.members
        rest = "\n".join(_title(by_id[side.document]) for side in others)
        diff = word_diff(flatten(one.pair.a.quote), flatten(one.pair.b.quote))
        rows.append((len(one.members), _title(by_id[first.document]), rest, one.pair.similarity, diff))
    return CompareTable(name, columns, tuple(rows), note)


def _inside(pairs: Sequence[DuplicatePair], by_id: Mapping[str, Document]) -> CompareTable:
    columns = (
        Column("类别", 8), Column("规划", 36), Column("前一处", 14), Column("后一处", 14),
        Column("相近", 8, shade=True), Column("逐词对照", 90),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for one in pairs:
        diff = word_diff(flatten(one.a.quote), flatten(one.b.quote))
        title = _title(by_id[one.a.document])
        rows.append((KINDS[one.kind], title, one.a.clause, one.b.clause, one.similarity, diff))
    note = "附表的行重复正文任务的也列在这里，是否多余请判断。"
    return CompareTable("同一规划内的重复", columns, tuple(rows), note)
