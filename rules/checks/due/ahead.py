"""DL, WD: plans that want to be first, or first class: by when, and by what measure?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.division import named_in
from ingest.document import Document, Span
from rules.checks.goal.quantity import FIGURE
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.paragraph import dated_behind
from rules.passage import in_context, own_words, segment_around, shortened
from rules.rule import Problem, rule

DATED = "任务应当明确完成时限：《国务院工作规则》对决策部署落实“明确责任和时限”的要求"
# first, or before the others: without a year nobody can say before whom
_FIRST = re.compile(
    r"(?<![“\"])(?:率先(?:主动)?(?:实现)?|提前(?:实现)?|先于全[国省市])(?![^，。；]{0,16}(?:方案|计划|规划|发布|出台|平台|指数))[^，。；“”]{0,14}达峰"
    r"|达峰[^，。；]{0,4}(?:提前|先于)"
)
_SOME = re.compile(r"有条件|部分|(?<!等)重点(?:区域|地区|领域|行业|企业)|各地")  # whichever these are
_YEAR = re.compile(r"20\d\d")
_DONE = re.compile(r"已经?(?:率先|提前|实现)|已经或提前|在率先[^，。；]{0,8}的?基础上")
# 甲市、乙市等率先达峰; 推动某高新区尽快达峰: these are the ones
_NAMED = re.compile(
    r"[^，。；、]{2,10}、[^，。；]{2,40}等[^，。；]{0,16}(?:(?:地区|城市|市州|行业)[^。；]{0,40})?(?:率先|提前|尽快|先行|先于)"
    r"|(?:经开区|高新区|新区|开发区|中心城区|(?<![全各本我园地片市])[县区盟州市](?=率先|提前|尽快))[^，。；]{0,12}(?:率先|提前|尽快|先行|达峰)"
)
_GROUP = re.compile(r"行业|领域|企业|园区|地区|地方|区域|城市")
_GROUP_BY = re.compile(rf"20\d\d年[^。；《》]{{0,40}}?(?:{_GROUP.pattern})[^，。；]{{0,12}}达峰")
_PEAK_BY = re.compile(r"20\d\d年?前?[^，。；《》]{0,16}(?:碳达峰|达到峰值|碳排放达峰|二氧化碳排放[^，。；]{0,8}峰)")


@rule(
    "DL95", "first-without-year", title="要求率先、提前达峰而未写年份", each=Document, severity=Severity.INFO,
    authority=DATED, suggestion="写明率先达峰的地方、行业或单位名单和各自的达峰年份。",
)  # fmt: skip
def first_without_year(document: Document, context: Context, *, most: int = 6) -> Iterator[Problem]:
    """「率先达峰」 without a year says only that others are later; the year for all is shown where the plan has one."""
    if not context.gives_orders:
        return
    own = tuple(_own_sentences(context))
    of_all = [
        one.span.place(match) for one in own
        if (match := _PEAK_BY.search(one.text)) and not re.search("印发|通知", one.text)
    ]  # fmt: skip
    told = [match.group() for one in own for match in _GROUP_BY.finditer(one.text)]
    told += [one.text for one in own if _names(one)]
    known = {word for text in told for word in _GROUP.findall(text)}
    found = [
        one.span.place(match) for one in own
        if (match := _FIRST.search(one.text)) and not _YEAR.search(one.text) and not _DONE.search(one.text)
        and not any(map(_names, (one, *context.following(one))))
        and known.isdisjoint(_GROUP.findall(_around(match, one, document)))
    ]  # fmt: skip
    if found:
        shown = [in_context(span, document) for span in found[:most]]
        shown += [segment_around(span, document) for span in of_all[:2]]
        said = document.read(segment_around(found[0], document))
        unnamed = "，也未列出是哪些" if _SOME.search(said) and not any(named_in(said)) else ""
        yield Problem(
            found[0], f"“{document.quote(found[0])}”未写到哪一年{unnamed}。",
            tuple(dict.fromkeys(shown)),
        )  # fmt: skip


def _names(sentence: Sentence) -> bool:
    """True where the sentence says which places or trades are to be first."""
    return "峰" in sentence.text and bool(_NAMED.search(sentence.text))


def _around(match: re.Match[str], sentence: Sentence, document: Document) -> str:
    """The segment in which a sentence says it."""
    return document.read(segment_around(sentence.span.place(match), document))


def _own_sentences(context: Context) -> Iterator[Sentence]:
    for one in context.sentences:
        if not context.in_background(one.clause) and not context.in_annex(one.clause):
            yield one


# what a place or a platform is to become, by rank and renown
_RANK = re.compile(
    r"(?:打造|建设|建成|建立|形成|成为|培育|创建)[^，。；]{0,30}?(?:(?:全国|国内|国际|世界|全球|亚洲)(?:一流|领先|领跑|知名|重要)"
    r"|具有(?:较?强的?)?(?:国际|全国|世界|全球|区域|行业)[^，。；]{0,6}(?:影响力|竞争力|知名度)|(?:国内外|国际|全国|世界)(?:知名|著名|有影响力|先进)|世界级(?!生态岛)|一流的?)"
)
_MEASURED = re.compile(r"标准|认定|评定|名单|排名|指数|验收")
_NO_RANK = re.compile(
    r"技术|工艺|装备|设备|水平|专家|团队|人才|高校|大学|学科|能效|对标|产品|材料|企业|理念|精神|文明|旅游|景区"
)


@rule(
    "WD96", "rank-without-measure", title="定位用语没有衡量标准", each=Document, severity=Severity.INFO,
    authority="党政机关公文处理工作条例第十九条：表述准确",
    suggestion="写明以什么衡量（规模、交易量、排名）和哪一年达到；没有的，删去定位用语。",
)  # fmt: skip
def rank_without_measure(document: Document, context: Context, *, most: int = 8) -> Iterator[Problem]:
    """「全国一流、具有国际影响力」 of a base, a market, a centre: no size, no rank and no year tells when it is so."""
    if not context.gives_orders:
        return
    found: list[Span] = []
    for sentence in _own_sentences(context):
        if FIGURE.search(sentence.text) or _YEAR.search(sentence.text) or _MEASURED.search(sentence.text):
            continue
        if not context.is_ordered(sentence) or "为指导" in sentence.text or dated_behind(sentence, context):
            continue
        for part in (own_words(one, document) for one in sentence.segments):
            match = _RANK.search(document.read(part))
            again = any(document.read(part) == document.read(one) for one in found)
            if match and not again and not _NO_RANK.search(document.read(part)):
                found.append(part)
    if found:
        said = document.quote(found[0])
        more = f"等{len(found)}处" if len(found) > 1 else ""
        yield Problem(
            found[0], f"“{shortened(said, 40)}”{more}没有衡量标准，也未写年份。",
            tuple(dict.fromkeys(in_context(span, document) for span in found[:most])),
        )  # fmt: skip
