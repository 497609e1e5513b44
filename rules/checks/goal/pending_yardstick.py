"""TG: is what a goal counts, or the way in which it is counted, settled when the goal is set?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document
from nlp.commitment import Target
from rules.context import Context
from rules.finding import Severity
from rules.indicator import normal
from rules.pairing import bare
from rules.passage import in_context, own_words, promise_span
from rules.rule import Problem, rule

MEASURABLE = "规划目标应当可量化、可评估，同一指标口径一致"
# 制定近零碳园区评价标准, 明确碳排放核算边界
_TO_BE_MADE = re.compile(
    r"(?:研究|组织|探索|加快|联合)?(?:制定|制订|编制|出台|建立|明确|确定|界定|研制|构建|形成|设定)(?!健全)([^，。；]{3,24}?)"
    r"(?:的)?((?:评价|认定|评定|创建|建设|评估|验收)?(?:标准体系|标准|办法|指标体系|评价指标|管理办法)|核算(?:边界|方法|办法|体系|范围|口径)|统计(?:口径|方法)|口径|边界)"
    r"(?=$|[、（和与及]|等)"
)
_COUNTS = frozenset("个家座项处种所")
_MADE = re.compile(r"标准|办法|规范|目录|指南")  # counted itself
_EMISSIONS = re.compile(r"碳排放|二氧化碳排放|温室气体")
_ACCOUNTS = re.compile(r"核算|边界|口径")
_SMALLER = re.compile(r"[区县乡镇]级|企业|产品|项目|行业|活动")  # whose emissions are no part of the question
_LOOSE = re.compile(
    r"全省|全市|全国|全区|全县|我省|我市|本市|省级|市级|国家级|县级|区级|地方|相关|有关|示范|试点|新增|建成|创建|打造|培育|累计|数量|以上"
)
# a yardstick that the plan refers to, not one that it has drawn up
_NAMED_RULES = re.compile(
    r"(?<!制定)(?<!制订)(?<!编制)(?<!出台)(?<!起草)"
    r"《([^《》]{4,40}(?:标准|导则|办法|规范|指南|细则|指标体系)[^《》]{0,10})》"
)
_SHORTEST = 4


@rule(
    "TG74", "yardstick-to-be-made", title="目标已定而标准、口径尚待制定", each=Document, severity=Severity.INFO, cap=3,
    authority=MEASURABLE, suggestion="写明目标现在按什么标准、口径计算，或写明标准何时出台、目标届时是否调整。",
)  # fmt: skip
def yardstick_to_be_made(document: Document, context: Context) -> Iterator[Problem]:
    """Fifty parks of a kind, and a task to draw up what makes a park of that kind: fifty of what?"""
    if not context.is_plan:
        return
    named = [bare(match) for match in _NAMED_RULES.findall(document.text)]
    for sentence in context.sentences:
        if sentence.clause.id not in context.tasks_by_clause or context.in_background(sentence.clause):
            continue
        for part in (own_words(part, document) for part in sentence.segments):
            match = _TO_BE_MADE.search(document.read(part))
            if match is None or re.search(r"\d", match[1]):  # so many standards are a goal of their own
                continue
            if any(_LOOSE.sub("", bare(match[1])) in name for name in named):  # there is one: it is only made better
                continue
            found = [one for one in context.commitments.targets if _counts(one, match[1], match[2], context)]
            if found:
                names = "、".join(dict.fromkeys(f"“{one.indicator}”" for one in found[:2]))
                yield Problem(
                    part, f"{names}已有目标值，而“{match.group()}”还是任务。",
                    (in_context(part, document), *dict.fromkeys(promise_span(one, document) for one in found[:3])),
                    cause=match.group(),
                )  # fmt: skip


def _counts(target: Target, thing: str, kind: str, context: Context) -> bool:
    """True for a target that counts the things, or adds up the emissions, of which the yardstick is to be made."""
    clause = context.clause_at(target.span)
    if context.in_background(clause) or context.in_annex(clause) or target.change:
        return False
    if _EMISSIONS.search(thing):
        total = "吨" in target.unit and "单位" not in target.indicator and _EMISSIONS.search(target.indicator)
        return bool(total) and not _SMALLER.search(thing) and bool(_ACCOUNTS.search(kind))
    if target.unit[:1] not in _COUNTS or _MADE.search(target.indicator):
        return False
    counted, made = _LOOSE.sub("", bare(normal(target.indicator))), _LOOSE.sub("", bare(thing))
    return len(made) >= _SHORTEST and (counted.endswith(made) or (len(counted) >= _SHORTEST and made.endswith(counted)))
