"""From the text of a case to the context that a rule sees: the real reader and the real extraction, nothing faked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ingest.document import Document, GovernmentLevel, PartialDate, Period, Span
from nlp.extract import extract
from rules import Context, SharedPassage, Upstream
from rules.template import Template, load_template
from tests.nlp.documents import plan

TITLE = "澄湾市绿色转型实施方案"
AS_OF = date(2026, 1, 15)


def read_case(content: str | list[Any], facts: dict[str, Any]) -> Document:
    """The document of a case: paragraphs, and lists of rows for tables. facts: front matter the text does not print."""
    parts = [content] if isinstance(content, str) else content
    document = plan(facts.get("title", TITLE), *parts)
    values: dict[str, Any] = {"title": facts.get("title", TITLE), "doc_type": "实施方案"}
    if "issued" in facts:
        values["issued_on"] = PartialDate(*(int(part) for part in str(facts["issued"]).split("-")))
    if "period" in facts:
        values["period"] = Period(*facts["period"])
    if "region" in facts:
        values["region"], values["region_code"] = facts["region"]
    if "level" in facts:
        values["level"] = GovernmentLevel(facts["level"])
    return replace(document, **values)


def context_of(
    content: str | list[Any], facts: dict[str, Any] | None = None, upstream: str | list[Any] | None = None,
    shared: list[dict[str, Any]] | None = None,
) -> Context:  # fmt: skip
    """The context of a case. shared: passages (`text` in this plan) that also stand elsewhere."""
    facts = facts or {}
    document = read_case(content, facts)
    above: tuple[Upstream, ...] = ()
    if upstream is not None:
        superior = replace(read_case(upstream, {"title": "云岭省绿色转型实施方案"}), id="superior")
        above = (Upstream(superior, extract(superior)),)
    passages = []
    for one in shared or ():
        start = document.text.index(one["text"])
        passages.append(
            SharedPassage(
                Span(start, start + len(one["text"])), "other", one.get("title", "某市方案"), one.get("region"),
                None, None, one["text"], one.get("similarity", 1.0), one.get("boilerplate", False),
            )
        )  # fmt: skip
    template: Template | None = load_template(facts["template"]) if "template" in facts else None
    return Context(document, extract(document), AS_OF, template, above, tuple(passages))
