"""Which plans share passages, how much, and who printed them first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.duplicates.pair import DuplicateKind, DuplicatePair
from ingest.document import Document
from report.coverage import region_name
from report.spreadsheet import Sheet, Value

KINDS: Mapping[DuplicateKind, str] = {
    DuplicateKind.EXACT: "相同", DuplicateKind.NEAR: "相近", DuplicateKind.BOILERPLATE: "通用表述",
}  # fmt: skip
UNKNOWN, SAME_DAY, EARLIER = "日期不详", "日期相同", "前者在先"


@dataclass(frozen=True, slots=True)
class Copies:
    """Two plans with the passages that both hold, in the order of the first. The first is the earlier one by date."""

    one: Document
    other: Document
    pairs: tuple[DuplicatePair, ...]

    @property
    def letters(self) -> int:
        """Characters of the shared passages on the earlier plan's side."""
        return sum(len(pair.a.quote) for pair in self.pairs)

    @property
    def first(self) -> str:
        """Who printed the passages first, as far as the printed dates tell."""
        earlier, later = str(self.one.issued_on or ""), str(self.other.issued_on or "")
        if not earlier or not later:
            return UNKNOWN
        if earlier.startswith(later) or later.startswith(earlier):  # a month, and a day in it
            return SAME_DAY if earlier == later else UNKNOWN
        return self.one.title


def copies_of(documents: Iterable[Document], pairs: Iterable[DuplicatePair]) -> tuple[Copies, ...]:
    """The pairs of different plans, those that share the most first."""
    by_id = {document.id: document for document in documents}
    groups: dict[tuple[str, str], list[DuplicatePair]] = {}
    for pair in pairs:
        if pair.a.document != pair.b.document:
            ends = sorted((pair.a, pair.b), key=lambda end: (_age(by_id[end.document]), end.document))
            turned = DuplicatePair(ends[0], ends[1], pair.kind, pair.similarity)
            groups.setdefault((ends[0].document, ends[1].document), []).append(turned)
    found = [
        Copies(by_id[one], by_id[other], tuple(sorted(held, key=lambda pair: (pair.a.span, pair.b.span))))
        for (one, other), held in groups.items()
    ]
    return tuple(sorted(found, key=lambda copies: (-copies.letters, copies.one.id, copies.other.id)))


def _age(document: Document) -> str:
    """What sorts documents by their dates, those without one last; a date without its day counts as its first."""
    return document.issued_on.earliest.isoformat() if document.issued_on else "9999"


def copies_sheet(found: Iterable[Copies]) -> Sheet:
    """A line for each two plans."""
    columns = (
        ("规划", 40), ("地区", 16), ("成文日期", 15), ("另一规划", 40), ("地区（另一）", 14),
        ("成文日期（另一）", 15),
        ("雷同段落", 9), ("雷同字数", 9), ("先后", 12),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            one.one.title, region_name(one.one), str(one.one.issued_on or ""), one.other.title, region_name(one.other),
            str(one.other.issued_on or ""), len(one.pairs), one.letters,
            one.first if one.first in (UNKNOWN, SAME_DAY) else EARLIER,
        )
        for one in found
    ]  # fmt: skip
    return Sheet("雷同的规划", columns, tuple(rows))


def passage_sheet(found: Iterable[Copies]) -> Sheet:
    """A line for each shared passage, both sides as printed."""
    columns = (
        ("规划", 30), ("章节", 26), ("原文", 60), ("另一规划", 30), ("章节（另一）", 26),
        ("原文（另一）", 60), ("类型", 10), ("相似度", 8),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for copies in found:
        for pair in copies.pairs:
            sides = []
            for document, end in ((copies.one, pair.a), (copies.other, pair.b)):
                path = " > ".join(document.path(document.clause(end.clause).section))
                sides += [document.title, path, " ".join(end.quote.split())]
            rows.append((*sides, KINDS[pair.kind], round(pair.similarity, 3)))
    return Sheet("雷同段落", columns, tuple(rows))
