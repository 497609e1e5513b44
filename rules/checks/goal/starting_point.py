"""TG: does the plan say where its goals set out from, and how high the summit lies that it promises to pass?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import ClauseKind, Document, Span
from nlp.commitment import Origin, Target
from rules.checks.goal.quantity import FIGURE
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.indicator import normal
from rules.pairing import holds
from rules.passage import in_context, merged, segment_around
from rules.rule import Problem, rule

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_PERCENT = frozenset({"%", "％"})
# counted from nothing, or kept as it is: a present value would say little
_FROM_NOTHING = re.compile(
    r"新增|新建|新改扩建|更新|稳定在|保持|维持|2060|累计|建成|建设|创建|培育|打造|完成|改造|实施|开展|推广|形成|组织|覆盖\d"
)
_NEW = re.compile(r"新增|新建|新改扩建|更新|稳定在|保持|维持|2060")
_COUNTED = re.compile(r"万?[个家项座名人台辆处件种条场次户所支]")  # of things that are there or not there
_PRESENT = re.compile(r"20[12]\d年(?:底|末)?[^。]{0,30}(?:达到|为|已)")


@rule(
    "TG44", "level-without-present-value", title="目标值大多未见现状值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="写明各指标的现状值和年份，看得出要提高多少、压减多少。",
)  # fmt: skip
def level_without_present_value(
    document: Document, context: Context, *, fewest: int = 4, share: float = 0.7
) -> Iterator[Problem]:  # fmt: skip
    """Levels to be reached, and for most of them no word on where they stand now: nobody can tell what they ask for.

    share: of all levels that must be without a present value. Percentages by which a goal moves are shown with them.
    """
    if not context.is_plan or _tabled(context):
        return
    told = [one.text for one in context.all_sentences if FIGURE.search(one.text) and _tells_present(one, context)]
    levels = [one for one in context.commitments.targets if _is_level(one, context)]
    bare = [one for one in levels if not _has_start(one, told)]
    changes = [one for one in context.commitments.targets if _is_change(one, context) and not _has_start(one, told)]
    if len(bare) + len(changes) < fewest or len(bare) < max(2, share * len(levels)):
        return
    shown = dict.fromkeys(segment_around(one.span, document) for one in (*bare, *changes))
    yield Problem(
        bare[0], f"“{bare[0].indicator}”等{len(bare) + len(changes)}个目标值未见现状值。",
        tuple(merged(list(shown))[:24]),
    )  # fmt: skip


def _tabled(context: Context) -> bool:
    """True where a table gives the goals: whether it has a column of present values is TG14's question."""
    return any(
        one.origin is Origin.TABLE and not context.in_annex(context.clause_at(one.span))
        for one in context.commitments.targets
    )  # fmt: skip


def _has_start(target: Target, told: list[str]) -> bool:
    """True where the text gives a present value of the indicator, with the target or in a report."""
    if target.baseline is not None and target.baseline.value is not None:
        return True
    return any(holds(text, normal(target.indicator)) >= 0.7 for text in told)


def _tells_present(sentence: Sentence, context: Context) -> bool:
    """True for a report of what is, in the chapter on the background or anywhere else."""
    return context.in_background(sentence.clause) or bool(
        _PRESENT.search(sentence.text) and "到20" not in sentence.text
    )  # fmt: skip


def _is_own(target: Target, context: Context) -> bool:
    clause = context.clause_at(target.span)
    return target.origin is Origin.TEXT and not context.in_annex(clause) and not context.in_background(clause)


def _is_level(target: Target, context: Context) -> bool:
    """True for a rate to be reached, anywhere, and for an amount to be reached or kept to among the goals."""
    if not _is_own(target, context) or target.change:
        return False
    said = context.document.read(segment_around(target.span, context.document))
    if _FROM_NOTHING.search(said) and (target.unit not in _PERCENT or _NEW.search(said)):
        return False
    if target.unit in _PERCENT:
        return target.value != 100
    return not _COUNTED.match(target.unit) and context.in_goals(context.clause_at(target.span))


def _is_change(target: Target, context: Context) -> bool:
    """True for a fall or rise among the goals: relative to a year, but from which value?"""
    return _is_own(target, context) and target.change and context.in_goals(context.clause_at(target.span))


# a peak that the plan itself promises; not 确保如期实现碳达峰目标, which is the nation's
_OWN_PEAK = re.compile(
    r"(?:率先|尽早|尽快|提前|早日|先行|整体|梯度|力争|推[动进]|确保|20\d\d年|[^全]行业|部分|领域)[^，。；《》“”]{0,24}(?:碳达峰|达峰|达到峰值)(?:并[^，。；]{2,12})?$"
    r"|(?:碳排放|二氧化碳排放)[^，。；《》“”]{0,16}(?:达峰|达到峰值)(?:并[^，。；]{2,12})?$"
)
_NOT_OWN_PEAK = re.compile(
    r"如期|奠定|支撑|支持|鼓励|为实现|助力|贡献|我国|全国|国家|习近平|党中央|研究|探索|方案|行动|试点|示范|规划|路径|预测|建议|促进经济|带动|资金|煤炭消费尽早|石油消费|达峰目标|目标任务"
)
_SUMMIT = re.compile(
    r"峰值(?:控制|为|约|在|量|是)[^，。；]{0,12}\d|(?:碳排放|二氧化碳排放)(?:（[^）]*）)?总?量[^，。；]{0,8}(?:控制在|不超过|低于|以内)[^，。；]{0,6}\d"
)
# 有条件的地方率先达峰: whichever these are
_SOME = re.compile(
    r"(?:有条件的?|部分|(?<!等)重点|丰富|发达)[^，。；等、]{0,4}(?:地区|区域|地方|行业|领域|企业|园区|城市)"
)
_FIRST = re.compile(r"率先|提前")
# 编制达峰方案，推动各行业达峰
_TO_BE_SET = re.compile(
    r"(?:制[定订]|编制|明确|提出)[^，。；]{0,16}达峰[^，。；]{0,8}(?:目标|方案|路线图|规划)|达峰方案编制"
)
_DATED = re.compile(r"20\d\d")


@rule(
    "TG70", "peak-without-level", title="提出达峰而未写峰值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="写明峰值（或控制在多少以内）和统计范围；部分地区、行业先达峰的，写明是哪些。",
)  # fmt: skip
def peak_without_level(document: Document, context: Context) -> Iterator[Problem]:
    """A region or branch that is to pass its peak, at no level: any curve that turns at last has kept the promise.

    Where only some of them are to do so, which ones these are is asked first.
    """
    if not context.is_plan:
        return
    capped = any(_SUMMIT.search(one.text) for one in context.all_sentences)
    found: list[Span] = []
    some: list[Span] = []
    for sentence in context.sentences:
        clause = sentence.clause
        if context.in_background(clause) or context.in_annex(clause) or clause.kind is ClauseKind.TABLE_ROW:
            continue
        for part in sentence.segments:
            text = document.read(part)
            above = document.ancestry(clause.section) if clause.section else ()
            headed = any(section.heading.covers(part) for section in above)
            if headed or not _OWN_PEAK.search(text) or _NOT_OWN_PEAK.search(text):
                continue
            if _TO_BE_SET.search(sentence.text) and not _DATED.search(sentence.text):
                continue  # the level is left to another paper
            if _SOME.search(text) and _FIRST.search(text) and not _DATED.search(sentence.text):
                continue  # DL95 asks which and when
            if _SOME.search(text):
                some.append(part)
            elif not capped:
                found.append(part)
    shown = tuple(dict.fromkeys(in_context(part, document) for part in sorted((*found, *some))[:8]))
    if found:
        said = document.quote(found[0])
        more = f"等{len(found)}处" if len(found) > 1 else ""
        yield Problem(found[0], f"“{said}”{more}提出达峰，全文未见峰值。", shown)
    elif some:
        level = "" if capped else "，在什么水平上达峰"
        yield Problem(some[0], f"“{document.quote(some[0])}”，没有写明是哪些地区、行业{level}。", shown)
