"""CT: are the documents that a plan rests on cited, by their right number, and are they the ones in force?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.pairing import bare, likeness
from rules.reference import congresses, known_documents
from rules.rule import Problem, rule

CITED = "党政机关公文处理工作条例：引用公文应当先引标题，后引发文字号"
# 《2030年前碳达峰行动方案》（国发〔2021〕23号）
_CITATION = re.compile(
    r"《([^《》]{4,70}(?:〈[^〈〉]*〉[^《》]{0,20})?)》[（(]([\u4e00-\u9fff]{2,10})[〔\[［【（(]((?:19|20)\d\d)[〕\]］】）)]\s*(?:第)?(\d{1,4})号"
)
_GRACE = timedelta(days=75)  # how long drafting goes on after a congress


def _citations(document: Document) -> Iterator[tuple[Span, str, str]]:
    for match in _CITATION.finditer(document.text):
        title = re.sub(r"^.*印发〈?|〉?的?通知$|^.*国务院(?=关于)", "", match[1]) or match[1]
        yield Span(match.start(), match.end()), title, f"{match[2]}〔{match[3]}〕{match[4]}号"


@rule(
    "CT01", "cited-with-wrong-number", title="引用文件的发文字号有误", each=Document, severity=Severity.ERROR,
    authority=CITED, suggestion="按原文件更正发文字号。",
)  # fmt: skip
def cited_with_wrong_number(document: Document, context: Context) -> Iterator[Problem]:
    """The title of a known document with another document's number."""
    for span, title, number in _citations(document):
        for known in known_documents():
            if bare(title) == bare(known.title) and number != known.number and _same_issuer(number, known.number):
                yield Problem(span, f"《{known.title}》的发文字号应为{known.number}，文中为{number}。", (span,))
        for above in context.upstream:
            right = above.document.doc_number
            if right and number != right and _same_issuer(number, right) and bare(title) in bare(above.document.title):
                yield Problem(span, f"《{above.document.title}》的发文字号应为{right}，文中为{number}。", (span,))


def _same_issuer(one: str, other: str) -> bool:
    """A region's own document of the same title has its own code; only the same issuer's number can be wrong."""
    return one.partition("〔")[0] == other.partition("〔")[0]


@rule(
    "CT02", "cited-with-two-numbers", title="同一文件引用了两个发文字号", each=Document, severity=Severity.ERROR,
    authority=CITED, suggestion="核对原文件后统一。",
)  # fmt: skip
def cited_with_two_numbers(document: Document, context: Context) -> Iterator[Problem]:
    """One title with two numbers, or one number under two titles: one of them is wrong."""
    by_title: dict[str, dict[str, Span]] = defaultdict(dict)
    by_number: dict[str, dict[str, Span]] = defaultdict(dict)
    for span, title, number in _citations(document):
        by_title[bare(title)].setdefault(number, span)
        by_number[number].setdefault(bare(title), span)
    for title, numbers in by_title.items():
        if len(numbers) > 1:
            yield Problem(
                list(numbers.values())[1], f"《{title}》有两个发文字号：{'、'.join(numbers)}。", tuple(numbers.values())
            )
    for number, titles in by_number.items():
        names = list(titles)
        if len(names) > 1 and likeness(names[0], names[1]) < 0.5:
            yield Problem(
                list(titles.values())[1], f"{number}用在两个文件上：《{names[0]}》《{names[1]}》。",
                tuple(titles.values()),
            )


@rule(
    "CT03", "superior-not-cited", title="未引用所落实的上级文件", each=Document, severity=Severity.INFO,
    authority=CITED, suggestion="在编制依据或开头引用上级文件的标题和发文字号。",
)  # fmt: skip
def superior_not_cited(document: Document, context: Context) -> Iterator[Problem]:
    """A plan of the same subject as a superior document that never names it leaves open what it implements."""
    if not context.is_plan:
        return
    text = bare(document.text)
    above = [one.document.title for one in context.upstream]
    if document.level is not None and document.level.value != "国" and document.issued_on is not None:
        above += [
            known.title for known in known_documents()
            if any(word in document.title for word in known.subjects)
            and not any(word in document.title for word in known.not_subjects)
            and known.issued < document.issued_on.earliest and bare(known.title) != bare(document.title)
        ]  # fmt: skip
    for title in dict.fromkeys(above):
        if bare(title) not in text and not _cites_like(title, document):
            head = document.clauses[0].span if document.clauses else Span(0, 0)
            yield Problem(head, f"本文未见引用《{title}》。", (Span(head.start, min(head.stop, head.start + 60)),))


def _cites_like(title: str, document: Document) -> bool:
    return any(likeness(title, match) > 0.7 for match in re.findall(r"《([^《》]{6,80})》", document.text))


@rule(
    "CT04", "congress-out-of-date", title="未体现最近一次党代会", each=Document, severity=Severity.WARNING,
    authority="指导思想应当体现最新要求", suggestion="核对指导思想的表述是否更新。",
)  # fmt: skip
def congress_out_of_date(document: Document, context: Context) -> Iterator[Problem]:
    """A guiding thought that names a congress but not the one held before the plan was issued is an old text."""
    issued = document.issued_on
    if issued is None or (issued.month is None and issued.year == _last_before(date(issued.year, 12, 31)).year):
        return
    latest = _last_before(issued.earliest - _GRACE)
    for earlier in congresses():
        if earlier.opened >= latest:
            return
        name = next(one.name for one in congresses() if one.opened == latest)
        found = re.search(rf"(?:党的)?{earlier.name}(?:和|、|以来|精神|报告)[^，。；]{{0,24}}", document.text)
        if found and name not in document.text:
            span = Span(found.start(), found.end())
            yield Problem(span, f"成文日期为{issued}，提到{earlier.name}而本文未见{name}。", (span,))


def _last_before(day: date) -> date:
    return max((one.opened for one in congresses() if one.opened <= day), default=congresses()[0].opened)




@rule(
    "CT05", "cited-after-issue", title="引用了成文之后的文件", each=Document, severity=Severity.ERROR,
    authority=CITED, suggestion="核对被引文件的年份和本文的成文日期。",
)  # fmt: skip
def cited_after_issue(document: Document, context: Context) -> Iterator[Problem]:
    """A document cannot rest on one that was numbered in a later year than its own."""
    if document.issued_on is None:
        return
    for match in _CITATION.finditer(document.text):
        if int(match[3]) > document.issued_on.year:
            span = Span(match.start(), match.end())
            yield Problem(span, f"引用文件的年份（{match[3]}）晚于本文成文日期（{document.issued_on}）。", (span,))
