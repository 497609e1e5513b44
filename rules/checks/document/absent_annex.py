"""CT, RS and TG: does the document hold the annexes that it lists and sends its readers to?

Which rule speaks depends on what is lost: who does what (RS71), by what the goals are measured (TG71), or the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.pairing import bare
from rules.passage import segment_around
from rules.rule import Problem, rule

WHOLE = "附件是公文的组成部分：党政机关公文处理工作条例第九条（附件），党政机关公文格式（GB/T 9704—2012）7.3.4"
# 评价办法详见附件2
_REFERRED = re.compile(
    r"(?:(?:详?见|参见|按照|列入)[^，。；、（）《》“”]{0,6}|[（(])(附件|附表|附录)\s*([1-9一二三四五六七八九])(?![\d十])"
)
_DIGITS = "零一二三四五六七八九"
_REFERRED_PLAINLY = re.compile(r"(?:详?见|参见|列入|按照|根据)附(?:件|表|录)(?!\s*[\d一二三四五六七八九])")

# 附件：1.任务分工方案 with the lines 2., 3. below it; not a line of a table of contents
_LIST = re.compile(
    r"(?m)^[ \t]*附(?:件|表|录)[ \t]*[:：]?[ \t]*(?:1[ \t]*[.、．])?[ \t]*((?:(?![.…·]{3})[^\n:：]){6,60}?)[ \t]*$"
    r"((?:\n[ \t]*[2-9][ \t]*[.、．][ \t]*(?:(?![.…·]{3})[^\n]){4,60}[ \t]*$)*)"
)
_FURTHER = re.compile(r"(?m)^[ \t]*([2-9])[ \t]*[.、．][ \t]*([^\n]{4,60}?)[ \t]*$")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps)$")
_LATE = 0.6  # of a text, where its list of annexes stands; before that it belongs to the letter that sends the plan out

_WHO = re.compile(r"分工|责任|任务(?:清单|表|分解|一览)|重点任务")
_FORM = re.compile(r"名单|登记|申报|模板|格式|联系|大纲|目录$")
_HOW_MUCH = re.compile(r"指标|目标|水平|标准|限值|基准|定额|评价|评分|权重|计划表|分解表|配额")


def _absent(document: Document) -> Iterator[tuple[Span, str]]:
    """The annexes that the end of the text lists and no page of it holds: the line that names each, and its title."""
    text = document.text
    for match in _LIST.finditer(text, int(len(text) * _LATE)):
        entries = [(Span(match.start(), match.end(1)), match[1], "1")]
        for one in _FURTHER.finditer(match[2]):
            entries.append((Span(match.start(2) + one.start(), match.start(2) + one.end()), one[2], one[1]))
        behind = text[match.end() :]
        for span, title, number in entries:
            alone = "" if len(entries) == 1 else number
            headed = re.search(rf"(?m)(?:^|[^见照入按和、（(])附(?:件|表|录)[ \t]*{alone}[ \t]*[:：]?[ \t]*$", behind)
            if not headed and _plain(title) not in bare(behind) and _plain(title) not in bare(document.title):
                yield span, title.strip()


def _plain(title: str) -> str:
    """The letters of a title without the ending of the file that it was linked to."""
    return bare(_FILE.sub("", title.strip()))


def _titled(document: Document, number: str) -> bool:
    """True where the title that the list gives an annex of that number stands in the text again."""
    for match in _LIST.finditer(document.text):
        titles = {"1": match[1]} | {one[1]: one[2] for one in _FURTHER.finditer(match[2])}
        if number in titles and bare(document.text).count(_plain(titles[number])) > 1:
            return True
    return False


def _lost(document: Document, context: Context, kind: str) -> Iterator[Problem]:
    """One problem for the absent annexes of a kind, with the places that send readers to them."""
    found = [(span, title) for span, title in _absent(document) if _kind(title) == kind]
    if found and context.is_plan:
        names = "、".join(f"“{title}”" for _, title in found)
        told = [
            segment_around(sentence.span.place(one), document)
            for sentence in context.sentences for one in _REFERRED_PLAINLY.finditer(sentence.text)
        ]  # fmt: skip
        told = told if kind != "rest" else []
        yield Problem(found[0][0], f"文末列有附件{names}，本文未附。", (*(span for span, _ in found), *told[:4]))


def division_absent(document: Document) -> bool:
    """True where the annex that divides the tasks is listed and not there: who does what may be told in it."""
    return any(_kind(title) == "who" for _, title in _absent(document))


def _kind(title: str) -> str:
    if _FORM.search(title):
        return "rest"
    return "who" if _WHO.search(title) else "how much" if _HOW_MUCH.search(title) else "rest"


@rule(
    "CT07", "annex-referred-to-absent", title="引用或列出的附件本文未见", each=Document, severity=Severity.INFO,
    authority=WHOLE, suggestion="补入附件，或更正引用的编号；附件另行印发的，写明文件名称。",
)  # fmt: skip
def annex_referred_to_absent(document: Document, context: Context) -> Iterator[Problem]:
    """「名单见附件1」 in a document that has no annex of that number: what the text rests on cannot be looked up."""
    absent: dict[str, Span] = {}
    for clause in document.clauses:
        for match in _REFERRED.finditer(document.read(clause.span)):
            kind, number = match[1], match[2]
            other = _DIGITS[int(number)] if number.isdigit() else str(_DIGITS.index(number))
            headed = re.search(rf"(?<![见照按入有的和、（(]){kind}\s*[{number}{other}](?!\d)", document.text)
            if not headed and not _titled(document, number):
                at = clause.span.place(match)
                absent.setdefault(f"{kind}{number}", segment_around(at, document))
    if absent:
        spans = tuple(absent.values())
        yield Problem(spans[0], f"文中引用{'、'.join(absent)}，本文未见。", spans[:8])
    else:
        yield from _lost(document, context, "rest")


@rule(
    "RS71", "division-of-tasks-absent", title="任务分工的附件本文未附", each=Document, severity=Severity.INFO,
    authority=WHOLE, suggestion="附上任务分工表；检查结果只及于所见的文字，责任单位和时限以附件为准。",
)  # fmt: skip
def division_of_tasks_absent(document: Document, context: Context) -> Iterator[Problem]:
    """The annex that divides the tasks is listed and not there: who does what until when cannot be seen."""
    yield from _lost(document, context, "who")


@rule(
    "TG71", "measure-of-goals-absent", title="目标、标准所在的附件本文未附", each=Document, severity=Severity.INFO,
    authority=WHOLE, suggestion="附上指标、标准或目标分解表；另行印发的，写明文件名称和发文字号。",
)  # fmt: skip
def measure_of_goals_absent(document: Document, context: Context) -> Iterator[Problem]:
    """The annex that holds indicators, standards or shares is listed and not there: the goals have no yardstick."""
    yield from _lost(document, context, "how much")
