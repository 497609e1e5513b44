"""One hit of a search as a card on the page."""

from __future__ import annotations

from index.hits import SearchHit
from ingest.document import Clause, Document
from report.wording import CLAUSE_KINDS
from views.markup import address, escape, marked, path_line, plan_address, report_address

AROUND = 2  # clauses shown on either side


def hit_card(rank: int, hit: SearchHit, document: Document, label: str, *, asked: bool) -> str:
    """The hit with its words marked, its place, why it fits, and the clauses around it to be unfolded.

    label: what the list of plans calls its document. asked: there was a query that it was held against.
    """
    spans = [span for match in hit.why.words for span in match.spans]
    tags = [hit.region, f"{hit.year}年" if hit.year else None, hit.doc_type, CLAUSE_KINDS.get(hit.kind)]
    shown = "".join(f'<span class="pc-tag">{escape(tag)}</span>' for tag in tags if tag)
    why = f'<div class="pc-why">{why_line(hit)}</div>' if asked else ""
    name = escape(hit.title)
    if hit.doc_type:
        name = f'<a href="{escape(report_address(label))}" target="_self">{name}</a>'
    there = f'<a class="pc-there" href="{escape(plan_address(label, clause=hit.clause))}" target="_self">看原文</a>'
    like = escape(address("", like=hit.clause, of=label))
    there += f'<a class="pc-there" href="{like}" target="_self">找相近条款</a>'
    return (
        f'<article class="pc-hit"><header><span class="pc-rank">{rank}</span>'
        f"<b>{name}</b>{shown}</header>"
        f'{path_line(hit.path, hit.page, there)}<div class="pc-text">{marked(hit.text, spans)}</div>{why}'
        f"<details><summary>查看上下文</summary>{context(document, hit.clause)}</details></article>"
    )


def why_line(hit: SearchHit) -> str:
    """Words that query and clause share, as printed there, words of the headings, nearness of meaning."""
    words = []
    for match in hit.why.words:
        printed = dict.fromkeys(hit.text[span.start : span.stop] for span in match.spans)
        others = [form for form in printed if form.lower() != match.word.lower()]
        words.append(escape(match.word) + (f"（文中：{escape('、'.join(others))}）" if others else ""))
    parts = [f"相同的词：{'、'.join(words) or '无'}"]
    if hit.why.heading_words:
        parts.append(f"标题中的词：{escape('、'.join(hit.why.heading_words))}")
    parts.append(f"意思相近度 {max(hit.why.similarity, 0):.2f}")
    return "　".join(f"<span>{part}</span>" for part in parts)


def context(document: Document, clause_id: str) -> str:
    """The clauses around this one as printed; for a table row also what its columns are called."""
    numbers = [number for number, clause in enumerate(document.clauses) if clause.id == clause_id]
    if not numbers:
        return ""
    here = numbers[0]
    lines = [_table_head(document, document.clauses[here])]
    for number in range(max(0, here - AROUND), min(len(document.clauses), here + AROUND + 1)):
        text = escape(document.quote(document.clauses[number].span).strip())
        lines.append(f'<p class="{"pc-here" if number == here else "pc-near"}">{text}</p>')
    return "".join(lines)


def _table_head(document: Document, clause: Clause) -> str:
    if clause.table is None:
        return ""
    table = document.tables[clause.table]
    rows = [" | ".join(document.quote(cell.span).strip() for cell in row) for row in table.rows[: table.header_rows]]
    return "".join(f'<p class="pc-near">表头：{escape(row)}</p>' for row in rows)
