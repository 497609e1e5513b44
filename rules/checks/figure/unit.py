"""ST: is a unit written in one way, and does every figure of a list carry it?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from ingest.document import Document, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import segment_around
from rules.rule import Problem, rule

UNITS = "国际单位制及其应用（GB 3100—1993）"
_UNIT = re.compile(r"(?<=\d)\s*([a-zA-Z]{2,6}[²³23]?(?:/[a-zA-Z]{1,4})?)(?![a-zA-Z\d])")
# 128.9横延米
_WORD_UNIT = re.compile(r"\d(?:\.\d+)?([\u4e00-\u9fff]{3})(?=[，。；、）]|$)")
_KNOWN = re.compile(r"[万亿千百]|平方|立方|公里|公顷|公斤|人次|标准|小时|分钟|以[上下内]|左右")
# 120万吨/年尿素、240万吨复合肥
_CAPACITY = re.compile(r"\d[\d.]*[万亿]?(?:吨|立方米|方|套|台|辆|千瓦|片|件)(/年|/日|/天)?(?=[\u4e00-\u9fffA-Za-z])")


@rule(
    "ST15", "unit-in-two-spellings", title="同一单位两种写法", each=Document, severity=Severity.INFO, cap=2,
    authority=UNITS, suggestion="统一单位符号的大小写和上标。",
)  # fmt: skip
def unit_in_two_spellings(document: Document, context: Context) -> Iterator[Problem]:
    """kVA and kva, Nm3 and Nm³: one unit, one sign; case carries meaning in unit symbols."""
    spellings: dict[str, dict[str, Span]] = defaultdict(dict)
    for clause in document.clauses:
        for match in _UNIT.finditer(document.quote(clause.span)):
            printed = match[1]
            key = printed.lower().replace("²", "2").replace("³", "3")
            span = clause.span.place(match, 1)
            spellings[key].setdefault(printed, span)
    for key, printed in sorted(spellings.items()):
        if len(printed) > 1 and key not in {"mw", "m2"}:
            spans = tuple(Span(max(0, one.start - 8), one.stop) for one in printed.values())
            yield Problem(spans[0], f"同一单位有几种写法：{'、'.join(printed)}。", spans)
    for sentence in context.all_sentences:
        yield from _word_units(sentence, document)


def _word_units(sentence: Sentence, document: Document) -> Iterator[Problem]:
    """128.9横延米 and 94.22横长米: two units of one sentence that differ by a letter."""
    found = {match[1]: match for match in _WORD_UNIT.finditer(sentence.text) if not _KNOWN.search(match[1])}
    for one, other in combinations(found, 2):
        if sum(left != right for left, right in zip(one, other, strict=True)) == 1 and one[-1] == other[-1]:
            spans = tuple(segment_around(sentence.span.place(m, 1), document) for m in (found[one], found[other]))
            yield Problem(spans[0], f"同一单位有几种写法：{one}、{other}。", spans)


@rule(
    "ST28", "capacity-without-period", title="产能缺少时间单位", each=Document, severity=Severity.INFO, cap=3,
    authority=UNITS, suggestion="补写“/年”等时间单位。", summary="并列的产能中有的缺少时间单位，共{count}处。",
)  # fmt: skip
def capacity_without_period(document: Document, context: Context) -> Iterator[Problem]:
    """One of several capacities in a list without the /年 that the others bear: nobody knows what it is per."""
    for sentence in context.all_sentences:
        items = [(match, sentence.text[match.start() :]) for match in _CAPACITY.finditer(sentence.text)]
        listed = [match for match, rest in items if _in_list(sentence.text, match, rest)]
        bare = [match for match in listed if not match[1]]
        if len(bare) == 1 and len(listed) >= 3:
            at = Span(sentence.span.start + bare[0].start(), sentence.span.start + bare[0].end())
            around = Span(max(sentence.span.start, at.start - 12), min(sentence.span.stop, at.stop + 14))
            yield Problem(at, f"“{bare[0].group()}”缺少时间单位，并列的几项都有。", (around,), cause=str(at))


def _in_list(text: str, match: re.Match[str], rest: str) -> bool:
    """True for an item of a list parted by 、."""
    return text[match.start() - 1 : match.start()] == "、" or bool(re.match(r"[^，。；（）]{4,24}、\d", rest))


# 优良天数达到96.5%: what is counted or weighed, given as a share of nothing
_COUNTED = re.compile(
    r"(?:天数|含水量|户数|人数|家数|次数|件数|个数|辆数|台数)(?:稳定|保持|力争|要|均|全部|总体|应)*(?:达到|达|为|在|至|到|不低于|不少于|不超过|不高于|降到|降至|降低至|控制在|超过)?(?:\d[\d.]*[%％])"
)


@rule(
    "NU60", "count-in-per-cent", title="数量指标用了百分数", each=Document, severity=Severity.WARNING, cap=3,
    authority=UNITS, suggestion="数量写出单位；要说的是比例的，在指标名称中写明“比例”“率”。",
)  # fmt: skip
def count_in_per_cent(document: Document, context: Context) -> Iterator[Problem]:
    """「优良天数达到96%」: days are counted in days; the share of them is another indicator."""
    for sentence in context.sentences:
        for match in _COUNTED.finditer(sentence.text):
            before = re.split("[，。；：]", sentence.text[: match.start()])[-1]
            if "占" not in before and "比" not in before:
                span = sentence.span.place(match)
                yield Problem(
                    span, f"“{match.group()}”以百分数表示数量。", (segment_around(span, document),), cause=match.group()
                )
