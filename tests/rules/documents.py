"""From the text of an example to the context that a rule sees, by the real reader and the real extraction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ingest.document import Document, GovernmentLevel, PartialDate, Period, Span
from nlp.extract import extract
from rules import Context, SharedPassage, Upstream
from rules.example import Example, Facts
from rules.template import load_template
from tests.nlp.documents import plan

TITLE = "澄湾市绿色转型实施方案"
AS_OF = date(2026, 1, 15)
Content = str | tuple[Any, ...]


def read_example(content: Content, facts: Facts) -> Document:
    """The document of an example. facts: front matter that the text does not print."""
    parts = [content] if isinstance(content, str) else list(content)
    title = facts.title or TITLE
    values: dict[str, Any] = {"title": title, "doc_type": "实施方案"}
    if facts.issued is not None:
        values["issued_on"] = PartialDate(*(int(part) for part in str(facts.issued).split("-")))
    if facts.period is not None:
        values["period"] = Period(*facts.period)
    if facts.region is not None:
        values["region"], values["region_code"] = facts.region
    if facts.level is not None:
        values["level"] = GovernmentLevel(facts.level)
    return replace(plan(title, *parts), **values)


def context_of(example: Example) -> Context:
    """The context that a rule sees of an example."""
    document = read_example(example.text, example.facts)
    above: tuple[Upstream, ...] = ()
    if example.upstream is not None:
        superior = replace(read_example(example.upstream, Facts(title="云岭省绿色转型实施方案")), id="superior")
        above = (Upstream(superior, extract(superior)),)
    shared = []
    for one in example.shared:
        start = document.text.index(one.text)
        span = Span(start, start + len(one.text))
        shared.append(SharedPassage(
            span, "other", one.title, one.region, None, None, one.text, one.similarity, one.boilerplate
        ))  # fmt: skip
    template = load_template(example.facts.template) if example.facts.template else None
    return Context(document, extract(document), AS_OF, template, above, tuple(shared))
