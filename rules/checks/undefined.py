"""WD: does the plan say what its own words stand for?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.document import ClauseKind, Document, GovernmentLevel, Span
from rules.context import Context, segments
from rules.finding import Severity
from rules.passage import in_context, segment_around
from rules.rule import Problem, rule

_KEY_PLACES = re.compile(r"重点(?:区域|流域|地区|河段|海域|城市|湖泊|河流)")
# 重点区域（甲市、乙市）; 重点区域包括甲市; 甲市、乙市等重点区域; 列为重点区域
_DEFINED = (
    r"(?:等|为|作为|列入|划定|确定|纳入|包括|公布)[^，。；（）()\n]{{0,8}}{0}"
    r"|专栏[^\n]{{0,6}}{0}|{0}[^，。；]{{0,4}}(?:[（(:：“]|包括|是指|指|为|是|范围|名单|划定)"
)
_BINDS = re.compile(r"内|率先|不得|严禁|禁止|全部|基本|工程|行动|\d|新[、建]|限值|提前|实施|执行")


@rule(
    "WD11", "key-places-undefined", title="“重点区域”未说明是哪些地方", each=Document, severity=Severity.INFO, cap=2,
    authority="任务应当可考核：对象明确", suggestion="首次出现时列出名单、划定范围，或注明依据哪份文件。",
)  # fmt: skip
def key_places_undefined(document: Document, context: Context, *, most: int = 6) -> Iterator[Problem]:
    """Duties that hold in 重点区域 or 重点流域 only, in a plan that nowhere says which places these are."""
    if not context.is_plan or document.level is GovernmentLevel.NATION:  # national lists of places are known
        return
    places: dict[str, list[Span]] = defaultdict(list)
    for block in context.body_blocks:
        for match in _KEY_PLACES.finditer(document.read(block.span)):
            places[match.group()].append(block.span.place(match))
    for word, spans in places.items():
        if re.search(_DEFINED.format(word), document.text):
            continue
        shown = [segment_around(span, document) for span in spans if _is_own(span, context)]
        binding = list(dict.fromkeys(span for span in shown if _BINDS.search(document.read(span))))
        if len(binding) >= 2:
            yield Problem(
                binding[0], f"“{word}”有{len(spans)}处，本文未说明是哪些地方。", tuple(binding[:most]), cause=word
            )


def _is_own(span: Span, context: Context) -> bool:
    """False for background and for rows of tables, which quote other documents."""
    clause = context.clause_at(span)
    return not context.in_background(clause) and (clause is None or clause.kind is not ClauseKind.TABLE_ROW)


_SAFEGUARDS = re.compile(r"保障措施|实施保障|组织|贯彻落实|实施机制|监督")
_ASSESSED = re.compile(
    r"考核|评估|评价|督查|督导|督察|督促检查|通报|调度|监测|问责|反馈|曝光|工作进展"
    r"|年度[^，。；]{0,14}(?:报告|计划|任务|总结|安排)|定期|报送|自查|验收"
)
_ORGANISES = re.compile(r"领导|统筹|协调|责任|机制|体系|落实|推进")


@rule(
    "WD13", "nothing-assessed", title="保障措施未安排评估、考核", each=Document, severity=Severity.INFO,
    authority="规划实施应当有监测评估和考核安排：国家发展规划评估的通行做法",
    suggestion="写明由谁、多久一次、以什么指标评估，结果怎样使用。",
)  # fmt: skip
def nothing_assessed(document: Document, context: Context, *, most: int = 6) -> Iterator[Problem]:
    """A plan whose last chapter organises, coordinates and publicises, and has nobody report or assess."""
    if not context.is_plan or context.is_yearly:
        return
    chapters = [
        section for section in document.sections
        if section.level == 1 and _SAFEGUARDS.search(section.title) and section.span.start > len(document.text) // 2
        and not context.in_annex(context.clause_at(section.span))
    ]  # fmt: skip
    sentences = [
        one for one in context.sentences if one.clause.section is not None
        and document.ancestry(one.clause.section)[0] in chapters
    ]  # fmt: skip
    below = [one for one in document.sections if one not in chapters and document.ancestry(one.id)[0] in chapters]
    parts = [part for one in sentences for part in segments(one)]
    said = [*(one.title for one in below), *(document.read(part) for part in parts)]
    if len(sentences) < 4 or any(_arranged(text) for text in said):
        return
    shown = [part for part in parts if part.stop - part.start >= 8 and _ORGANISES.search(document.read(part))]
    if shown:
        yield Problem(shown[0], "保障措施只有组织、协调和宣传，未安排报告、评估或考核。", tuple(shown[:most]))


def _arranged(text: str) -> bool:
    """True for a segment that has somebody report or assess; what is only explored is not arranged."""
    return bool(_ASSESSED.search(text)) and "探索" not in text


# 对方案实施情况进行年度评估, 建立规划实施考核机制: the plan itself is to be assessed
_ASSESSES_PLAN = re.compile(
    r"(?:方案|规划|计划|意见|行动|任务|目标|工作)[^，。；、]{0,14}(?:落实|实施|完成|执行|进展|推进)[^，。；、]{0,16}"
    r"(?:评估|考核|评价)(?:机制|制度|工作)?$"
    r"|(?:开展|组织|加强|强化|进行|建立)[^，。；、]{0,8}(?:目标|责任|任务|方案|规划|实施|落实)[^，。；、]{0,8}"
    r"(?:评估|考核|评价)(?:机制|制度|工作)?$"
)
_OTHER_WORK = re.compile(r"项目|工程|企业|应急|试点|示范|红线|保护地|鼓励|探索|重点用能单位|环境影响|风险|状况|双控|《")
_CRITERION = re.compile(
    r"指标|标准|办法|细则|评分|清单|挂钩|通报|约谈|问责|奖|惩|干部|领导班子|审计|依据|调整|修订|优化|每|季|半年|督察|纳入|20\d\d"
)


@rule(
    "WD80", "assessed-by-nothing", title="评估、考核未写指标和结果运用", each=Document, severity=Severity.INFO,
    authority="规划实施应当有监测评估和考核安排：国家发展规划评估的通行做法",
    suggestion="写明评估哪些指标、评估谁、多久一次，结果怎样使用。",
)  # fmt: skip
def assessed_by_nothing(document: Document, context: Context, *, most: int = 6) -> Iterator[Problem]:
    """The plan is to be assessed: by which indicators, how often and to what end is told nowhere near."""
    if not context.gives_orders or context.is_yearly:
        return
    found: list[Span] = []
    sentences = context.sentences
    for at, sentence in enumerate(sentences):
        if context.in_background(sentence.clause) or context.in_annex(sentence.clause):
            continue
        near = "".join(one.text for one in sentences[at : at + 2] if one.clause.id == sentence.clause.id)
        parts = [part for part in segments(sentence) if _ASSESSES_PLAN.search(document.read(part))]
        if parts and not _CRITERION.search(near):
            found += [in_context(part, document) for part in parts if not _OTHER_WORK.search(document.read(part))]
    if found:
        yield Problem(
            found[0], f"“{document.quote(found[0])[:30]}”未写评估什么指标、结果怎样使用。", tuple(found[:most])
        )
