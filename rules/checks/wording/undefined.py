"""WD: does the plan say what its own words stand for?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.document import ClauseKind, Document, GovernmentLevel, Span
from ingest.numbering import spelled_value
from nlp.commitment import Origin
from rules.context import Context
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


_KEY_OBJECTS = re.compile(r"重点(?:企业|行业|园区|产品)")  # 重点用能单位 are those of the 节约能源法
# 钢铁、水泥等重点行业; 纳入重点企业; 重点企业名单; 甲、乙重点行业
_LISTED = (
    r"(?:等|为|作为|列入|划定|确定|纳入|包括|公布|[一二三四五六七八九十\d]+(?:个|大|家))[^，。；（）()\n]{{0,8}}{0}|专栏[^\n]{{0,6}}{0}"
    r"|{0}[^，。；]{{0,6}}(?:[（(:：“]|包括|是指|指|为|是|范围|名单|清单|名录|目录)|、[^，。；]{{2,10}}{0}"
)
# 重点行业改造，推进钢铁、焦化等行业
_NAMED_BEHIND = r"{0}[^，。；]{{0,10}}，[^，。；、]{{2,10}}(?:、[^，。；、]{{2,6}}){{2,}}等行业"

_COUNTED = re.compile(r"(?:[二三四五六七八九十]+大|\d+个)[^，。；]{0,4}行业")  # 五大行业, named there
_OBLIGED = re.compile(r"开展|实施|推动|组织|强化|严格|推行|督促|完成|审计|核查|考核|改造|监测|诊断")
# those whom a law or a threshold picks out, and what only names a list that is to be made
_PICKED_OUT = re.compile(r"依法|依规|(?<!级)以上|以下|低于|高于|超过|落实[^，。；]*目标|建立[^，。；]*体系")
_NAMED_THERE = r"、[^，。；]{{1,12}}等[^，。；]{{0,6}}{0}"  # 钢铁、水泥等行业, beside 重点行业


@rule(
    "WD71", "key-objects-undefined", title="“重点企业”等未说明是哪些", each=Document, severity=Severity.INFO, cap=2,
    authority="任务应当可考核：对象明确", suggestion="首次出现时写明名单、门槛，或注明依据哪份名录。",
)  # fmt: skip
def key_objects_undefined(document: Document, context: Context, *, fewest: int = 2, most: int = 6) -> Iterator[Problem]:
    """Audits, checks and works for 重点企业 or 重点行业, in a plan that nowhere says which these are."""
    if not context.gives_orders or document.level is GovernmentLevel.NATION:
        return
    found: dict[str, list[Span]] = defaultdict(list)
    for sentence in context.sentences:
        if context.in_background(sentence.clause) or context.in_annex(sentence.clause):
            continue
        for part in sentence.segments:
            text = document.read(part)
            if _OBLIGED.search(text) and not _PICKED_OUT.search(text):
                for match in _KEY_OBJECTS.finditer(text):
                    if not re.search(_NAMED_THERE.format(match.group()[2:]), sentence.text):
                        found[match.group()].append(part)
    for word, spans in found.items():
        told = word.endswith("行业") and _COUNTED.search(document.text)
        if told or len(spans) < fewest or re.search(_LISTED.format(word), document.text):
            continue
        if re.search(_NAMED_BEHIND.format(word), document.text):
            continue
        yield Problem(
            spans[0], f"{len(spans)}处要求针对“{word}”，本文未说明是哪些。",
            tuple(dict.fromkeys(in_context(span, document) for span in spans[:most])), cause=word,
        )  # fmt: skip


_DESIGN_VALUE = re.compile(r"绿地率|电能利用效率|PUE|容积率|透水铺装|停车位|充电桩?车位")
_WHICH_STOCK = re.compile(
    r"新建|新改扩建|改建|扩建|拟建|在建|既有|现有|存量|已建|所有|全部|建成区|20\d\d|“?十[三四五六]五|新增|改造|更新|降[至到为]"
)


@rule(
    "WD72", "value-for-new-or-old", title="建设标准未说明适用于新建的还是已有的", each=Document, severity=Severity.INFO,
    authority="任务应当可考核：对象明确", suggestion="写明适用于新建、改建的还是所有已建的，从何时起执行。",
)  # fmt: skip
def value_for_new_or_old(document: Document, context: Context, *, most: int = 6) -> Iterator[Problem]:
    """绿地率不低于40%: a value to build by, with no word on whether what stands already has to meet it."""
    found = [
        segment_around(target.span, document) for target in context.commitments.targets
        if target.origin is Origin.TEXT and not target.change and _DESIGN_VALUE.search(target.indicator)
        and _leaves_open(target.span, context)
    ]  # fmt: skip
    if found and context.gives_orders:
        spans = tuple(dict.fromkeys(found))
        more = f"等{len(spans)}处" if len(spans) > 1 else ""
        yield Problem(
            spans[0], f"“{document.quote(spans[0])}”{more}未说明适用于新建的还是已有的。", spans[:most]
        )  # fmt: skip


def _leaves_open(span: Span, context: Context) -> bool:
    """True for an order whose sentence says neither what it holds for nor when."""
    clause = context.clause_at(span)
    if clause is None or context.in_background(clause) or context.in_annex(clause) or context.in_goals(clause):
        return False
    sentence = next((one for one in context.sentences if one.span.covers(span)), None)
    return sentence is not None and not _WHICH_STOCK.search(sentence.text)


# 临江等13个市; 北线、南线等30余条管道
_EXAMPLES = re.compile(
    r"([^，。；：]{2,80}?)等(\d{1,3}|[三四五六七八九十]{1,2})(余|多)?(个|家|条|座|处|项)(?!方面|左右)"
)
_MANY = 20  # 30余条: the size of it, which no text lists
_ELSEWHERE = re.compile("附件|附表|专栏|名单|清单|目录")  # where the full list is said to be


@rule(
    "WD62", "examples-and-count", title="写明数量而未列全", each=Document, severity=Severity.INFO, cap=3,
    authority="任务分解应当落实到具体地区、项目", suggestion="列全名单，或写明名单所在的附件。",
    summary="写明数量而只举出部分名称，共{count}处，本文未见完整名单。",
)  # fmt: skip
def examples_and_count(document: Document, context: Context) -> Iterator[Problem]:
    """「合肥等13个市」 in a task: who the others are decides who has to act."""
    for sentence in context.sentences:
        if sentence.clause.id not in context.tasks_by_clause and not context.in_box(sentence.clause):
            continue
        if context.in_background(sentence.clause) or _ELSEWHERE.search(sentence.text):
            continue
        spans: list[Span] = []
        said_of: list[str] = []
        for match in _EXAMPLES.finditer(sentence.text):
            listed = re.split("以及|》", match[1])[-1]  # what stands before is another list
            named = len(re.findall("、|(?<!饱)和(?!平|谐)|及(?!其)", listed)) + 1
            said = int(match[2]) if match[2].isdigit() else spelled_value(match[2])
            if said > named and not (match[3] and said >= _MANY):
                spans.append(sentence.span.place(match))
                said_of.append(f"写明{match[2]}{match[3] or ''}{match[4]}，列出{named}{match[4]}")
        if spans:
            shown = tuple(dict.fromkeys(in_context(span, document) for span in spans))
            yield Problem(spans[0], f"{'；'.join(said_of)}，本文未见其余名单。", shown)
