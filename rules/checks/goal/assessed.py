"""TG: goals that somebody is to be assessed by, and that the plan does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.checks.goal.quantity import FIGURE
from rules.context import Context
from rules.finding import Severity
from rules.passage import in_context, segment_around, shortened
from rules.rule import Problem, rule

# whoever is assessed, rewarded or told to deliver is measured by goals
_BY_GOALS = re.compile(
    r"(?:将|把)[^，。；]{2,40}(?:目标|任务)[^，。；]{0,12}纳入[^，。；]{0,30}(?:考核|评价|督查)"
    r"|(?:目标|指标|任务)[^，。；]{0,8}(?:完成|落实|执行)情况[^，。；]{0,16}(?:考核|评价|督查|挂钩|奖惩|依据)"
    r"|(?:目标|指标|目标任务|任务目标)[^，。；]{0,6}(?:贯彻|落实|完成|执行)*情况[^，。；]{0,12}(?:总结|评估|监测|报告|通报|督促)"
    r"|对[^，。；]{0,8}目标[^，。；]{0,8}(?:动态)?(?:调整|修订)"
    r"|(?:保质保量|按[期时]|如期|圆满|全面)完成[^，。；]{0,10}(?:目标|任务|指标)"
)
# goals that are kept elsewhere (排放控制目标), and assessments that have goals of their own (纳入……目标落实情况考核)
_KEPT_ELSEWHERE = re.compile(r"探索|(?:控制|总量|强度|双控|责任)目标|纳入[^，。；]{0,24}(?:目标|任务|指标)")
_CARBON = re.compile(r"碳(?:达峰|中和|排放|强度|”|目标)|双碳|温室气体")
_OF_CARBON = re.compile(r"碳|温室气体|能耗|能源消[费耗]")
_OF_OTHERS = re.compile(
    r"国家(?:下达|制定|确定)|省(?:下达|定)|市(?:下达|定)|上级|已下达|《[^》]*》(?:确定|明确|规定|提出)|附件|附表"
)


@rule(
    "TG95", "assessed-by-absent-goals", title="考核所依据的目标本文未列", each=Document, severity=Severity.INFO,
    authority="规划目标应当可量化、可评估，并落实到任务",
    suggestion="列出考核的指标、目标值和年份；由其他文件规定的，注明文件名称和数值。",
)  # fmt: skip
def assessed_by_absent_goals(document: Document, context: Context, *, most: int = 8) -> Iterator[Problem]:
    """「将目标完成情况纳入考核」 in a plan without a goal that has a value: the assessment has nothing to go by."""
    if not context.gives_orders or context.is_yearly:
        return
    indicators = [
        one.indicator + document.read(one.span) for one in context.commitments.targets
        if not context.in_background(context.clause_at(one.span))
    ]  # fmt: skip
    carbon = any(_OF_CARBON.search(one) for one in indicators)
    found: list[Span] = []
    for sentence in context.sentences:
        if context.in_background(sentence.clause) or context.in_annex(sentence.clause):
            continue
        match = _BY_GOALS.search(sentence.text)
        if match is None or FIGURE.search(sentence.text) or _OF_OTHERS.search(sentence.text):
            continue
        around = document.read(segment_around(sentence.span.place(match), document))
        if _KEPT_ELSEWHERE.search(around):
            continue
        measured = carbon if _CARBON.search(match.group()) else bool(indicators)
        if not measured:
            found.append(sentence.span.place(match))
    if found:
        said = document.quote(found[0])
        yield Problem(
            found[0], f"“{shortened(said, 40)}”，本文没有带数值的目标可以对照。",
            tuple(dict.fromkeys(in_context(span, document) for span in found[:most])),
        )  # fmt: skip
