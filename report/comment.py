"""What a finding says in the margin of the user's own file: the lines of its comment, and where it is pinned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.document import BlockKind, Document, Span
from report.analysis import SEVERITY_NAMES, Analysis
from report.signs import NOT_IN_XML
from rules import RULES
from rules.finding import Finding

AUTHOR = "PlanCheck"
MOST_PLACES = 8  # other passages that a comment names
LONGEST_PLACE = 40  # characters of each


@dataclass(frozen=True, slots=True)
class Comment:
    """One finding as a comment. span: None where it speaks of the whole plan and belongs to the title."""

    finding: Finding
    lines: tuple[str, ...]
    span: Span | None

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def comments(analysis: Analysis, titles: Mapping[str, str] | None = None) -> tuple[Comment, ...]:
    """One comment a finding, in the order of the text, those on the whole plan first.

    titles: by id, of other documents that evidence may stand in.
    """
    made = [
        Comment(finding, _lines(analysis.document, finding, titles or {}), _span(analysis.document, finding))
        for finding in analysis.findings
    ]
    return tuple(sorted(made, key=lambda one: (one.span is not None, one.finding.span, one.finding.rule, one.text)))


def title_spans(document: Document) -> tuple[Span, ...]:
    """The lines that print the title: a title may be broken over several. Empty where no line does."""
    plain = re.sub(r"\s", "", document.title)
    lines = [block.span for block in document.blocks if block.kind is not BlockKind.TABLE]
    texts = [re.sub(r"\s", "", document.quote(span)) for span in lines]
    for index, text in enumerate(texts):
        if not plain or not text:
            continue
        if plain in text and len(text) <= len(plain) + 20:
            return (lines[index],)
        taken, whole = index, ""
        while taken < len(texts) and plain.startswith(whole + texts[taken]):
            whole += texts[taken]
            taken += 1
            if whole == plain:
                return tuple(span for span in lines[index:taken] if document.quote(span).strip())
    return ()


def _span(document: Document, finding: Finding) -> Span | None:
    return finding.span if document.quote(finding.span).strip() else None


def _lines(document: Document, finding: Finding, titles: Mapping[str, str]) -> tuple[str, ...]:
    rule = RULES.get(finding.rule)
    lines = [f"【{SEVERITY_NAMES[finding.severity]}】{finding.message}"]
    lines += _others(document, finding, titles)
    if rule and rule.authority:
        lines.append(f"依据：{rule.authority}")
    if finding.suggestion:
        lines.append(f"建议：{finding.suggestion}")
    lines.append(f"规则：{finding.rule}{' ' + rule.title if rule else ''}")
    return tuple(NOT_IN_XML.sub("", re.sub(r"\s*\n\s*", " ", line)) for line in lines)


def _others(document: Document, finding: Finding, titles: Mapping[str, str]) -> Sequence[str]:
    """The passages that show the finding and stand elsewhere."""
    quotes = []
    for one in finding.evidence:
        overlaps = one.span.start < finding.span.stop and finding.span.start < one.span.stop
        if one.document is None and overlaps:
            continue
        quote = " ".join(one.quote.split())
        quote = quote if len(quote) <= LONGEST_PLACE else quote[: LONGEST_PLACE - 1] + "…"
        place = ""
        if one.document is not None:
            place = titles.get(one.document, one.document)
        elif one.clause is not None:
            path = document.path(document.clause(one.clause).section)
            place = path[-1][:LONGEST_PLACE] if path else ""
        quotes.append(f"“{quote}”" + (f"（{place}）" if place else ""))
    if not quotes:
        return ()
    more = f"；等共{len(quotes)}处" if len(quotes) > MOST_PLACES else ""
    return (f"另见：{'；'.join(quotes[:MOST_PLACES])}{more}",)
