"""WD: catchwords with a number in them that the plan uses and nowhere spells out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import Field

from ingest.document import Document, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import in_context
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

_FILE = DATA / "slogans.yaml"
_DIGIT = "一二两三四五六七八九十百千万"
# “两上三化”, “3+3+2”, “五好”, “四个创新”
_QUOTED = re.compile(
    rf"[“\"]((?:[{_DIGIT}](?:个|大|项)?[^“”，。；、\s{_DIGIT}]{{1,3}}){{1,3}}|\d(?:\+[\dNX]){{1,5}}|[百千万十]{{2,4}}|\d{{3,4}}"
    rf"|双[^“”，。；、\s]{{1,2}}双[^“”，。；、\s]{{1,2}})[”\"]"
)
_LARGE = re.compile(
    rf"(?<![{_DIGIT}第])([三四五六七八九十])大[^，。；、“”（）\s的]{{0,4}}(?:高地|中心|基地|集群|板块|主导产业|优势产业|支柱产业)"
)
_CHAINS = re.compile(r"(?<!\d)\d{1,2}\s*[条个](?:标志性|重点|优势|主导|特色)?(?:产业链群|产业链)(?!条)")
_EXPLAINED = re.compile(r"^[^“，。；]{0,10}(?:[（(：:]|——|，即|，包括|是指|即|为：|分别)")


_LOYAL = re.compile(r"习近平|总书记|重要指示")  # words of others, which are known


class _Slogans(Strict):
    known: tuple[tuple[str, ...], ...] = Field(min_length=1)
    plain: str


@cache
def _known() -> tuple[frozenset[str], re.Pattern[str]]:
    slogans = load_strict(_FILE, _Slogans)
    return frozenset(word for line in slogans.known for word in line), re.compile(slogans.plain)


@rule(
    "WD44", "catchword-never-listed", title="带数字的提法全文没有列明内容", each=Document, severity=Severity.INFO,
    authority="党政机关公文处理工作条例第十九条：表述准确", suggestion="首次出现时列明各是什么，或注明出自哪份文件。",
)  # fmt: skip
def catchword_never_listed(document: Document, context: Context, *, most: int = 12) -> Iterator[Problem]:
    """“3+3+2”产业, 三大高地: words that decide who is meant, and that only those who coined them can count out."""
    if not context.gives_orders:
        return
    places: dict[str, list[Span]] = {}
    explained: set[str] = set()
    for sentence in context.all_sentences:
        for word, start, stop in _catchwords(sentence.text):
            if _spelled_out(sentence.text, start, stop):
                explained.add(word)
            elif not _LOYAL.search(sentence.text) and _own(sentence, context):
                places.setdefault(word, []).append(Span(sentence.span.start + start, sentence.span.start + stop))
    told = document.text[: document.clauses[0].span.start] if document.clauses else ""
    open_ones = {
        word: spans for word, spans in places.items()
        if word not in explained and word not in told and not _headed(word, document)
    }  # fmt: skip
    if open_ones:
        names = "、".join(f"“{word}”" for word in list(open_ones)[:4])
        more = f"等{len(open_ones)}个提法" if len(open_ones) > 4 else ""
        spans = [span for spans in open_ones.values() for span in spans[:2]]
        shown = dict.fromkeys(in_context(span, document) for span in spans)
        yield Problem(spans[0], f"{names}{more}全文没有列明各是什么。", tuple(shown)[:most])


def _catchwords(text: str) -> Iterator[tuple[str, int, int]]:
    """The catchwords of a sentence that need an explanation, with their places."""
    known, plain = _known()
    for match in _QUOTED.finditer(text):
        if match[1] not in known and not plain.fullmatch(match[1]) and not _in_title(text, match.start()):
            yield match[1], match.start(), match.end()
    for pattern in (_LARGE, _CHAINS):
        for match in pattern.finditer(text):
            if not _in_title(text, match.start()):
                yield match.group(), match.start(), match.end()


def _own(sentence: Sentence, context: Context) -> bool:
    return not context.in_background(sentence.clause) and not context.in_annex(sentence.clause)


def _in_title(text: str, at: int) -> bool:
    return text.rfind("《", 0, at) > text.rfind("》", 0, at)


def _spelled_out(text: str, start: int, stop: int) -> bool:
    """True where a list stands before the word (生态、生产、生活) or an explanation behind it."""
    before = re.split("[，。；]", text[max(0, start - 60) : start])[-1]
    behind = text[stop : stop + 60]
    at_once = re.split("[，。；]", behind)[0][:24]
    made_of = re.search("以.{4,}为$", before)
    return bool(_EXPLAINED.search(behind) or made_of) or "、" in before or at_once.count("、") >= 2 or "一是" in behind


def _headed(word: str, document: Document) -> bool:
    """True for a word that a heading carries or whose first part is named alone (“一核”：……)."""
    part = re.compile(rf"“?{re.escape(word[:2])}(?:”?(?:[：:（—]|是|为|即))")
    return any(word in section.title for section in document.sections) or bool(part.search(document.text))
