"""CT and WD: is the text the edition that it says it is: issued or a draft, whole or abridged?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.rule import Problem, rule

ISSUED = "党政机关公文处理工作条例第二十四条、第二十五条：公文签发后复核、印制，印发的是定稿"
_DRAFT = re.compile(r"[（(]\s*(征求意见稿|公开征求意见稿|送审稿|讨论稿|审议稿|草案|初稿|修改稿)\s*[)）]")
_ISSUED = re.compile(r"现(?:予以?|将[^。；]{0,60})?(?:印发|发布|下发)(?:给?你们|给?各|实施)?[^。；]{0,40}")
_ASKED = re.compile(r"征求[^。；《》]{0,20}意见(?!稿)")
_ABRIDGED = re.compile(
    r"[（(]?\s*(?:本文|此件|本件|原文|全文|文件)(?:有|已有?|做了|作了)删(?:减|节)[^。，；）)]{0,6}\s*[)）]?"
)


@rule(
    "CT06", "draft-mark-on-issued", title="印发的文件仍标为征求意见稿", each=Document, severity=Severity.WARNING,
    authority=ISSUED, suggestion="核对印发的是否为定稿，删去草稿标注。",
)  # fmt: skip
def draft_mark_on_issued(document: Document, context: Context) -> Iterator[Problem]:
    """A plan sent out to be carried out whose title still says that it is a draft: nobody knows which text holds."""
    title = min((section.span.start for section in document.sections if section.level == 1), default=0)
    mark = _DRAFT.search(document.text, 0, title + 1)
    issued = _ISSUED.search(document.text, 0, mark.start()) if mark else None
    if mark and issued and not _ASKED.search(document.text, 0, mark.start()):
        yield Problem(
            Span(mark.start(), mark.end()), f"文件已经印发，标题下仍标有“{mark[1]}”。",
            (Span(mark.start(), mark.end()), Span(issued.start(), issued.end())),
        )  # fmt: skip


@rule(
    "WD20", "text-abridged", title="本文自称有删减", each=Document, severity=Severity.INFO,
    authority="公文应当完整：党政机关公文处理工作条例第九条（正文）",
    suggestion="对照原件核对；删减处应当标明，检查结果只及于所见的文字。",
)  # fmt: skip
def text_abridged(document: Document, context: Context) -> Iterator[Problem]:
    """A text that leaves something out does not say where: what is missing here may stand in the original."""
    match = _ABRIDGED.search(document.text)
    if match:
        span = Span(match.start(), match.end())
        yield Problem(span, "本文注明有删减而未说明删在何处，所缺内容可能在原件中。", (span,))
