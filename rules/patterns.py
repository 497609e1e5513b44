"""Rules of wording as data: one YAML entry is one rule; a pattern that could never fire is an error at load."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from pydantic import Field, field_validator, model_validator

from ingest.document import Document, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.paragraph import dated_behind
from rules.passage import in_context
from rules.rule import FAMILIES, ID_PATTERN, Problem, Rule
from rules.yaml_file import Strict


class Kind(StrEnum):
    """How a pattern becomes a problem."""

    EXISTENCE = "existence"  # the words stand there
    CONDITIONAL = "conditional"  # they stand there and what must go with them does not
    OCCURRENCE = "occurrence"  # they stand there more often than `maximum`


class Scope(StrEnum):
    """Which sentences a rule reads."""

    ALL = "all"  # table rows too
    TEXT = "text"
    PROMISES = "promises"  # text that is no report of what was
    GOALS = "goals"
    TASKS = "tasks"


class Extent(StrEnum):
    """How much around the words decides (conditional) and is quoted."""

    MATCH = "match"
    SEGMENT = "segment"  # between commas
    SENTENCE = "sentence"
    BEFORE = "before"  # from the last full stop up to the words: a date at its head holds behind every ；


class WordingRule(Strict):
    """One entry of wording.yaml. pattern: regular expression, or `words` as they are; unless: what makes them harmless.

    raw: look at the printed text, where widths of signs are kept. plans: only texts that set goals and tasks.
    dated: a year and a figure later in the paragraph settle it.
    example: a text that must match, so that no entry is dead.
    """

    id: str
    name: str = Field(min_length=2)
    title: str = Field(min_length=2)
    kind: Kind
    scope: Scope
    pattern: str = ""
    words: tuple[str, ...] = ()
    unless: str | None = None
    maximum: int = 0
    extent: Extent = Extent.MATCH
    quoted: Extent | None = None
    raw: bool = False
    plans: bool = False
    dated: bool = False
    severity: Severity
    cap: int = 5
    message: str
    summary: str | None = None
    suggestion: str
    authority: str
    doc: str
    example: str

    @field_validator("id")
    @classmethod
    def _is_id(cls, rule_id: str) -> str:
        if not ID_PATTERN.fullmatch(rule_id) or rule_id[:2] not in FAMILIES:
            raise ValueError(f"编号“{rule_id}”应为族代码加两位数字，如 WD51")
        return rule_id

    @field_validator("pattern", "unless")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern:
            try:
                compiled = re.compile(pattern, re.VERBOSE)
            except re.error as error:
                raise ValueError(f"表达式有误：{error}") from error
            if compiled.search("") is not None:
                raise ValueError("表达式为空，会处处命中或永不命中")
        return pattern

    @model_validator(mode="after")
    def _can_fire(self) -> WordingRule:
        if bool(self.pattern) == bool(self.words) or not all(word.strip() for word in self.words):
            raise ValueError(f"{self.id} 要写 pattern 或 words，两者取一")
        if "{match}" not in self.message and self.kind is not Kind.OCCURRENCE:
            raise ValueError(f"{self.id} 的提示没有写出命中的文字 {{match}}")
        if self.kind is Kind.CONDITIONAL and self.unless is None:
            raise ValueError(f"{self.id} 是 conditional，缺少 unless")
        if self.kind is Kind.OCCURRENCE and self.maximum < 1:
            raise ValueError(f"{self.id} 是 occurrence，maximum 应大于 0")
        if self.expression.search(self.example) is None:
            raise ValueError(f"{self.id} 的表达式在自己的例子里也不命中")
        if self.kind is Kind.CONDITIONAL and re.search(self.unless or "", self.example, re.VERBOSE):
            raise ValueError(f"{self.id} 的例子被 unless 排除，规则永不命中")
        return self

    @property
    def expression(self) -> re.Pattern[str]:
        """What is looked for: the pattern, or any of the words."""
        if self.pattern:
            return re.compile(self.pattern, re.VERBOSE)
        return re.compile("|".join(re.escape(word) for word in sorted(self.words, key=lambda word: -len(word))))


def wording_rule(entry: WordingRule) -> Rule:
    """The rule that an entry describes."""
    return Rule(
        entry.id, entry.name, entry.title, entry.severity, entry.authority, entry.suggestion, Document, _check(entry),
        entry.doc, entry.summary or f"{entry.title}，共{{count}}处。", entry.cap,
    )  # fmt: skip


def _check(entry: WordingRule) -> Callable[..., Iterable[Problem]]:
    pattern = entry.expression
    unless = re.compile(entry.unless, re.VERBOSE) if entry.unless else None

    def check(document: Document, context: Context) -> Iterator[Problem]:
        hits: list[tuple[Span, Span]] = []
        if entry.plans and not context.is_plan:
            return
        for sentence in _sentences(entry.scope, context):
            if entry.dated and dated_behind(sentence, context):
                continue
            text = _printed(sentence, document) if entry.raw else sentence.text
            for match in pattern.finditer(text):
                if match.start() >= len(sentence.text):
                    continue
                span = sentence.span.place(match)
                around = _extent(entry.extent, span, sentence, document)
                if unless is not None and unless.search(document.read(around)):
                    continue
                hits.append((span, _extent(entry.quoted or entry.extent, span, sentence, document)))
        if entry.kind is Kind.OCCURRENCE:
            if len(hits) > entry.maximum:
                spans = tuple(span for span, _ in hits)
                yield Problem(spans[0], entry.message.format(match=document.quote(spans[0]), count=len(hits)), spans)
            return
        segment = (entry.quoted or entry.extent) is Extent.SEGMENT
        for span, quoted in hits:
            shown = in_context(quoted, document) if segment else quoted
            yield Problem(span, entry.message.format(match=document.quote(span)), (shown,), cause=str(quoted))

    return check


def _printed(sentence: Sentence, document: Document) -> str:
    """What is printed from the beginning of a sentence to the sign behind it and the next letter."""
    return document.quote(Span(sentence.span.start, min(sentence.clause.span.stop, sentence.span.stop + 2)))


def _extent(extent: Extent, span: Span, sentence: Sentence, document: Document) -> Span:
    if extent is Extent.SENTENCE:
        return sentence.span
    if extent is Extent.BEFORE:
        stop = document.text.rfind("。", sentence.clause.span.start, span.start)
        return Span(max(stop + 1, sentence.clause.span.start), span.stop)
    if extent is Extent.SEGMENT:
        parts = [part for part in sentence.segments if part.start < span.stop and span.start < part.stop]
        return Span(min(span.start, parts[0].start), max(span.stop, parts[-1].stop)) if parts else span
    return span


def _sentences(scope: Scope, context: Context) -> Iterator[Sentence]:
    if scope is Scope.ALL:
        yield from context.all_sentences
        return
    for sentence in context.sentences:
        clause = sentence.clause
        if (
            scope is Scope.TEXT
            or (scope is Scope.PROMISES and not context.in_background(clause))
            or (scope is Scope.GOALS and context.in_goals(clause))
            or (scope is Scope.TASKS and clause.id in context.tasks_by_clause)
        ):
            yield sentence
