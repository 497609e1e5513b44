"""WD: does anybody look after whether the plan is carried out, and how often?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import in_context, own_words, promise_span, segment_around, shortened
from rules.rule import Problem, rule

FOLLOWED_UP = "规划实施应当有监测评估和考核安排：国家发展规划评估的通行做法"
_SAFEGUARDS = re.compile(r"保障措施|实施保障|组织|(?:贯彻|工作|抓好|狠抓|强化|推动|责任)落实|实施机制|监督")
_ASSESSED = re.compile(
    r"考核|评估|评价|督查|督导|督察|督促检查|通报|调度|监测|问责|反馈|曝光|工作进展"
    r"|年度[^，。；]{0,14}(?:报告|计划|任务|总结|安排)|定期|报送|自查|验收"
)
_ORGANISES = re.compile(r"领导|统筹|协调|责任|机制|体系|落实|推进")


@rule(
    "WD13", "nothing-assessed", title="保障措施未安排评估、考核", each=Document, severity=Severity.INFO,
    authority=FOLLOWED_UP,
    suggestion="写明由谁、多久一次、以什么指标评估，结果怎样使用。",
)  # fmt: skip
def nothing_assessed(document: Document, context: Context, *, most: int = 6) -> Iterator[Problem]:
    """A plan whose last chapter organises, coordinates and publicises, and has nobody report or assess."""
    if not context.is_plan or context.is_yearly:
        return
    sentences = _safeguards(context)
    chapters = [document.ancestry(one.clause.section or "")[0] for one in sentences]
    below = [one for one in document.sections if one not in chapters and document.ancestry(one.id)[0] in chapters]
    parts = [part for one in sentences for part in one.segments]
    said = [*(one.title for one in below), *(document.read(part) for part in parts)]
    if len(sentences) < 4 or any(_arranged(text) for text in said):
        return
    shown = [part for part in parts if part.stop - part.start >= 8 and _ORGANISES.search(document.read(part))]
    if shown:
        yield Problem(shown[0], "保障措施只有组织、协调和宣传，未安排报告、评估或考核。", tuple(shown[:most]))


def _arranged(text: str) -> bool:
    """True for a segment that has somebody report or assess; what is only explored is not arranged."""
    return bool(_ASSESSED.search(text)) and "探索" not in text


def _safeguards(context: Context) -> list[Sentence]:
    """The sentences of the chapters on how the plan is carried out, which close it."""
    document = context.document
    chapters = {
        section.id for section in document.sections
        if section.level == 1 and _SAFEGUARDS.search(section.title) and section.span.start > len(document.text) // 2
        and not context.in_annex(context.clause_at(section.span))
    }  # fmt: skip
    return [
        one for one in context.sentences if one.clause.section is not None
        and document.ancestry(one.clause.section)[0].id in chapters
    ]  # fmt: skip


_FOLLOWS_UP = re.compile(
    r"督促(?:检查|指导|落实(?!力度)|考核)|监督检查|检查评估|跟踪(?:分析|评估|监测|督[查办促])|督导检查|督[查办察](?:督办|检查|考核|问责)?(?=$|[、和与及，])"
    r"|考核(?=$|[、和与及评]|结果|机制|制度|体系)|(?:效果|进展|进度|实施|落实|完成|推进|执行)情况|(?:效果|实施)评估|调度(?=$|工作|机制|[、和])|总结分析|工作进展"
)
_INTERVAL = re.compile(
    r"每(?:个|半)?(?:年|季|月|周|两)|年度(?!重点工作安排|工作安排|重点任务)|季度|半年|月度|按[季月年]|中期|20\d\d年|年底|年终|\d+次|\d+[日月]|终期|期末|五年|动态|实时"
)
_JUDGED = re.compile(r"评估|考核|评价")
# 纳入绩效考核, 作为述职评议的内容, 目标责任考核: part of something that comes round by itself
_CYCLE = re.compile(
    r"纳入[^。；]{0,40}(?:考核|责任书|责任制|述职|督察|业绩|绩效)|作为[^，。；]{0,30}(?:述职|考核|评价)[^，。；]{0,10}(?:内容|依据|参考)"
    r"|目标责任[^，。；]{0,6}考核|责任制[^，。；]{0,4}考核|绩效考核|经营业绩"
)
_OTHERS = re.compile(r"鼓励|日常|资金|企业|项目执行")  # what firms do and what is paid out is looked at otherwise
_SHORTEST = 8  # characters of a segment that is no heading
_TOLD_ELSEWHERE = re.compile(r"定期|适时")  # WD41 and WD01 say so


@rule(
    "WD60", "follow-up-without-interval", title="考核、评估未写多久一次", each=Document, severity=Severity.INFO,
    authority=FOLLOWED_UP, suggestion="写明由谁、多久一次、以什么指标检查评估，结果报给谁、怎样使用。",
)  # fmt: skip
def follow_up_without_interval(document: Document, context: Context, *, most: int = 6) -> Iterator[Problem]:
    """The last chapter checks, supervises and assesses, and no word of it says how often or when for the first time."""
    if not context.gives_orders or context.is_yearly:
        return
    closing = _safeguards(context)
    told = [one for one in closing if _FOLLOWS_UP.search(one.text)]
    looked_at = [one.text for one in closing if one in told or _JUDGED.search(one.text)]
    if any(one.search(text) for text in looked_at for one in (_INTERVAL, _TOLD_ELSEWHERE, _CYCLE)):
        return
    shown = [
        in_context(part, document)
        for one in told
        for part in (own_words(part, document) for part in one.segments) if _checks(document.read(part))
    ]  # fmt: skip
    if shown:
        said = shortened(document.quote(shown[0]))
        yield Problem(
            shown[0], f"督促、考核、评估都没有写多久一次，如“{said}”。", tuple(dict.fromkeys(shown))[:most]
        )  # fmt: skip


def _checks(text: str) -> bool:
    """True for a segment, and no heading, by which somebody checks what others of the plan do."""
    return len(text) >= _SHORTEST and bool(_FOLLOWS_UP.search(text)) and not _OTHERS.search(text)


# 对目标完成情况考核; 定期调度任务进展
_CHECKED = re.compile(
    r"(?:目标(?!导向)|任务|指标|完成情况|落实情况|实施情况|进展|责任制)[^。；]{0,40}(?:考核|评估|评价|通报|督查|督察|问责|奖惩|检查|调度|报送|报告|监督|反馈|跟踪)"
    r"|评价验收|验收评价|抽查评价|评估验收|考核验收"
    r"|(?:考核|评估|评价|督查|督察|监督|跟踪|调度)[^，。；]{0,24}(?:目标|任务|完成|落实|进展|方案|规划|情况)"
)
_IN_CHARGE = re.compile(
    r"(?<!生产者)(?:目标责任|主体责任|责任落实|工作责任)|(?:落实|压实|明确|强化|落细)(?!生产者)[^，。；]{0,8}责任(?!延伸)|加强(?:督导|监督|督促)"
)


@rule(
    "WD90", "values-nobody-checks", title="有目标值而全文无人考核", each=Document, severity=Severity.INFO,
    authority=FOLLOWED_UP, suggestion="写明由谁、何时、以什么指标考核目标完成情况，结果怎样使用。",
)  # fmt: skip
def values_nobody_checks(document: Document, context: Context, *, fewest: int = 3) -> Iterator[Problem]:
    """Goals with values, and not one sentence of the plan by which anybody checks whether they are met."""
    if not context.is_yearly and _safeguards(context):
        return  # WD13 and WD60 look at that chapter
    own = [one for one in context.sentences if not context.in_background(one.clause)]
    goals = [
        one for one in context.commitments.targets
        if not context.in_background(context.clause_at(one.span)) and not context.in_annex(context.clause_at(one.span))
    ]  # fmt: skip
    few = len(goals) < fewest or len(context.text_tasks) < fewest
    if few or not context.gives_orders or any(_CHECKED.search(one.text) for one in own):
        return
    said = [
        in_context(one.span.place(match), document) for one in own for match in [_IN_CHARGE.search(one.text)] if match
    ]  # fmt: skip
    values = [segment_around(promise_span(one, document), document) for one in goals[:2]]
    yield Problem(
        (*said, *values)[0], f"本文有{len(goals)}个目标值，未见由谁、何时评估或考核完成情况。",
        tuple(dict.fromkeys((*said[:4], *values))),
    )  # fmt: skip
