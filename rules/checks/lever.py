"""TG: tasks, levers and levels that no figure of the plan measures, each kind gathered in one list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ingest.document import Document, Span
from nlp.commitment import Task
from rules.checks.promise import has_division
from rules.checks.quantity import FIGURE
from rules.context import Context, Sentence, segments
from rules.finding import Severity
from rules.passage import in_context, opening_span, own_words, segment_around, widened
from rules.rule import Problem, rule

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_GUIDANCE = re.compile(r"指导思想|原则|总体思路|总体要求|保障|组织|领导|宣传|落实|机制|政策|监督|考核|评估")
# what could be counted in tonnes, hectares, shares, pieces
_COUNTABLE = re.compile(
    r"(?:控制|压减|削减|降低|减少|提高|扩大|增加|压缩)[^，。；]{2,30}(?:量|率|比例|比重|规模|产能|用煤|强度|能耗|面积|占比|水平)(?:$|、)"
    r"|(?:能耗|物耗|水耗|排放|产能|占比|比重|比例)[^，。；]{0,10}(?:下降|降低|提高|退出|减少|提升)$"
    r"|(?:推进|推动|实施|加快|开展|完成)[^，。；]{2,40}(?:改造|淘汰|退出|替代|更新|治理|修复|恢复|抚育|复绿|(?:项目|工程|设施|管网|电站|基地|林地|绿地)建设|综合利用|资源化利用)$"
    r"|加大[^，。；]{2,40}(?:改造|淘汰|治理|修复|抚育|更新|复绿)力度$"
)
_URGED = re.compile(
    r"探索|研究|宣传|问题|理念|(?:环境|社会|协同)治理|严禁|禁止|不得|平台|政策|示范工程|基地建设|(?:体系|制度|机制|能力|队伍|作风)建设|党"
)


@rule(
    "TG41", "tasks-without-any-figure", title="多项任务可以度量而没有任何数值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="为可以度量的任务补写数量、比例、面积、产能或减排量，与目标的数值对应。",
)  # fmt: skip
def tasks_without_any_figure(
    document: Document, context: Context, *, share: float = 0.25, many: int = 5
) -> Iterator[Problem]:  # fmt: skip
    """Tasks that order what can be counted and give no figure: what they bring to the goals stays open."""
    tasks = [task for task in context.text_tasks if _is_work(task, context)]
    bare_ones = [
        (task, parts) for task in tasks
        if not any(_has_figure(one.text) for one in context.sentences_of(task)) and (parts := _countable(task, context))
    ]  # fmt: skip
    if not context.gives_orders or len(bare_ones) < 3 or len(bare_ones) < min(many, share * len(tasks)):
        return
    shown = [span for task, parts in bare_ones for span in _shown(opening_span(task, document), parts[:3], document)]
    yield Problem(
        shown[0],
        f"{len(tasks)}项任务中有{len(bare_ones)}项布置了可以度量的工作而没有任何数值，如“{bare_ones[0][0].title}”。",
        tuple(dict.fromkeys(shown)),
    )  # fmt: skip


_LABEL = re.compile(r"^\s*[（(]?\d+[）)、.．]")


def _has_figure(text: str) -> bool:
    """True for a sentence with a number other than that of its heading."""
    return bool(FIGURE.search(_LABEL.sub("", text)))


def _shown(opening: Span, parts: tuple[Span, ...], document: Document) -> Iterator[Span]:
    """The opening of the task where it is more than a bracket of bodies or the first of the parts, then the parts."""
    if not document.read(opening).startswith(("（", "(")) and not any(opening.covers(part) for part in parts):
        yield opening
    yield from dict.fromkeys(in_context(part, document) for part in parts)


def _is_work(task: Task, context: Context) -> bool:
    """False for goals, principles and safeguards that were read as tasks."""
    clause = context.document.clause(task.clause)
    if context.in_goals(clause) or context.in_background(clause) or context.in_annex(clause):
        return False
    chapters = context.document.ancestry(task.section) if task.section else ()
    return not any(_GUIDANCE.search(section.title) for section in chapters if section.title != task.title)


def _countable(task: Task, context: Context) -> tuple[Span, ...]:
    """The segments of a task that order what could be counted."""
    document = context.document
    found: list[Span] = []
    for sentence in context.sentences_of(task):
        parts = tuple(own_words(part, document) for part in segments(sentence))
        for at, part in enumerate(parts):
            text = document.read(part)
            counts = task.title not in text and _COUNTABLE.search(text) and not _URGED.search(text)
            if counts and (not found or part.start >= found[-1].stop):
                found.append(_forward(at, parts))
    return tuple(found)


def _forward(at: int, parts: tuple[Span, ...]) -> Span:
    """A segment with the next one where both are short."""
    behind = parts[at + 1] if at + 1 < len(parts) else parts[at]
    return Span(parts[at].start, behind.stop) if behind.stop - parts[at].start <= 44 else parts[at]


_LEVER = re.compile(
    r"(?<![\u4e00-\u9fff])(?:要|应)?(?:大力|优先|全面|重点|积极|广泛|着力|加快)(?:发展|推广|推行|普及)([^，。；：“”《]{3,28})"
    r"|(?:适当|适度|合理)(?:提高|降低|扩大)([^，。；：“”]{3,20}(?:权重|比例|规模|占比|标准|比重))|严格控制([^，。；：]{2,24}(?:规模|总量|增量))"
    r"|组织实施([^，。；：]{6,36}(?:改造|提升|升级)(?:行动计划|工程|行动))"
    r"|加大([^，。；：“”]{3,24}(?:利用|回收|消纳|替代|淘汰|开发))力度|(?<!不)减少(?:使用)?(一次性[^，。；：]{2,14})"
)
_NO_LEVER = re.compile(
    r"关键技术|先进技术|技术研发|技术攻关|金融|融资|保险|担保|预算|贷款|债券|林长|河长|制$|平台|互联互通|走出去|研发|经销|消费|出行|贸易|服务业|转型|生活|理念|采购|经济$|管家"
    r"|文化|精神|经验|宣传|教育|模式$|做法|合作|机制|制度|政策|交流|意识|试点|方式|用语|办公|体系|共享|会议|信息管理"
)

_OF_PEOPLE = re.compile(r"公众|消费者|家庭|居民|民众|市民|群众")  # whom a plan can only ask


@rule(
    "TG42", "lever-without-figure", title="作为主要抓手的措施全文没有数值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="为主要抓手写明比例、面积、数量或规模和年份。",
)  # fmt: skip
def lever_without_figure(document: Document, context: Context, *, most: int = 24) -> Iterator[Problem]:
    """大力发展, 优先推广: what the plan itself calls its lever, and no share, area or number of it anywhere."""
    if not context.gives_orders:
        return
    measured = measured_texts(context)
    found: list[Span] = []
    for sentence in context.sentences:
        if sentence.clause.id not in context.tasks_by_clause or not _own(sentence, context):
            continue
        parts = tuple(own_words(part, document) for part in segments(sentence))
        for at, part in enumerate(parts):
            match = _LEVER.search(document.read(part))
            if match is None or _NO_LEVER.search(match.group()) or FIGURE.search(document.read(part)):
                continue
            if _OF_PEOPLE.search(document.read(part)):
                continue
            words = next(one for one in match.groups() if one)
            sized = any(core in text for core in _cores(words) for text in measured)
            if not sized and (not found or part.start >= found[-1].stop):
                found.append(widened(at, parts))
    if found:
        said = document.quote(found[0])[:30]
        more = f"等{len(found)}项措施" if len(found) > 1 else ""
        yield Problem(found[0], f"“{said}”{more}全文未见相应的数值。", tuple(found[:most]))


def measured_texts(context: Context) -> list[str]:
    """Sentences and rows with a figure that the plan sets."""
    return [
        one.text for one in context.all_sentences
        if FIGURE.search(one.text) and not context.in_background(one.clause)
    ]  # fmt: skip


def _cores(words: str) -> tuple[str, ...]:
    """The last four characters of each thing that is named: 装配式建筑 and 绿色建材 of 装配式建筑和绿色建材."""
    things = re.split("[、和与及或]", re.sub("(?:等|的|建设|应用|发展|技术|产品|项目|项).{0,2}$", "", words))
    return tuple(thing[-4:] for thing in things if len(thing) >= 3)


def _own(sentence: Sentence, context: Context) -> bool:
    clause = sentence.clause
    return not (context.in_goals(clause) or context.in_background(clause) or context.in_annex(clause))


_PEAK = re.compile(
    r"(?:实施|推进|推动|开展|围绕|落实|助力|服务|支撑|做好|聚焦|锚定|确保|实现)[^，。；《》]{0,20}(?:碳达峰|碳排放达峰|达峰)(?![^，。；]{0,10}(?:方案|意见|试点|示范))"
)
_OWN_PEAK = re.compile(r"实施|推进|推动|开展|率先|做好|有序")
_LOYAL = re.compile(r"决策部署|重大战略|培训|宣传|指导思想|思想|奠定")
_PEAK_YEAR = re.compile(r"20\d\d年?(?:前|左右|底|率先)?[^，。；]{0,24}达峰|达峰[^，。；]{0,16}20\d\d")
_EMISSIONS = re.compile(r"碳排放|二氧化碳|温室气体|碳强度|碳汇")


@rule(
    "TG45", "peak-without-emission-figure", title="以碳达峰为目的而全文没有排放数值", each=Document,
    severity=Severity.INFO, authority=MEASURABLE,
    suggestion="写明达峰年份、排放总量或强度的目标值，或注明由哪一文件确定。",
)  # fmt: skip
def peak_without_emission_figure(document: Document, context: Context, *, fewest: int = 2) -> Iterator[Problem]:
    """A plan that works for the peak, and gives neither its year nor one figure of emissions."""
    if not context.gives_orders:
        return
    if any(_EMISSIONS.search(text) and _near_figure(text) for text in measured_texts(context)):
        return
    if any(_PEAK_YEAR.search(one.text) and not context.in_background(one.clause) for one in context.sentences):
        return
    found = [
        one.span.place(match)
        for one in context.sentences if not context.in_background(one.clause) and not context.in_annex(one.clause)
        for match in [_PEAK.search(one.text)] if match and not _LOYAL.search(one.text[match.start() : match.end() + 12])
    ]  # fmt: skip
    if len(found) >= fewest and any(_OWN_PEAK.search(document.read(span)) for span in found):
        shown = dict.fromkeys(segment_around(span, document) for span in found)
        yield Problem(
            found[0], f"本文{len(found)}处以碳达峰为目的，未见达峰年份和任何碳排放数值。", tuple(shown)[:12]
        )  # fmt: skip


_PAST_PEAK = re.compile(
    r"(?:碳排放|二氧化碳排放量?)[^，。；]{0,6}达峰(?:之?后|并?且?)[^，。；]{0,4}(?:稳中有降|下降|降低|回落)|达峰后稳中有降"
)


@rule(
    "TG61", "past-peak-without-year", title="写到达峰之后而未见达峰年份", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="写明本地达峰的年份（或不晚于哪一年），并给出达峰前一阶段的目标。",
)  # fmt: skip
def past_peak_without_year(document: Document, context: Context) -> Iterator[Problem]:
    """「碳排放达峰后稳中有降」 for a distant year: when the peak itself is due is told nowhere in the plan."""
    if not context.is_plan or any(_PEAK_YEAR.search(one.text) for one in context.sentences):
        return
    found = [one.span.place(match) for one in context.sentences for match in _PAST_PEAK.finditer(one.text)]
    if found:
        yield Problem(
            found[0], f"“{document.quote(found[0])}”，全文未见哪一年达峰。",
            tuple(in_context(span, document) for span in found[:4]),
        )  # fmt: skip


def _near_figure(text: str) -> bool:
    """True where the figure stands with the emissions, in one segment or the next."""
    return any(
        _EMISSIONS.search(part) and FIGURE.search(part) for part in re.split("[；。]", text)
    )  # fmt: skip


_PLACES = re.compile(
    r"各(?:市|县|区|州|地|盟|旗|设区市|省辖市|地级市|市州|地区|乡镇|街道)[^。；]{0,40}?(?:责任主体|负总责|主体责任|属地责任|压实责任|明确本(?:地区?|市|县)[^，。；]{0,6}(?:目标|任务)"
    r"|(?:制定|细化|编制)[^，。；]{0,14}(?:(?:实施|工作|行动|具体|利用)方案|措施|细则|计划))"
)
_ASKED_ONLY = re.compile(r"鼓励|支持|参照|引导|可结合")
# divided below; what the level above hands down (完成国家下达目标) is not
_REPORTED = re.compile(r"分解|分配|(?<!国家)(?<!省)(?<!上级)(?<!自治区)(?<!国务院)下达|附件|附表")
_ASSESSED = re.compile(r"目标[^，。；]{0,8}责任[^，。；]{0,6}考核|考核[^，。；]{0,8}目标[^，。；]{0,6}责任")


@rule(
    "TG46", "places-without-share", title="由各地负责而目标未分到各地", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="附各地的目标分解表，或写明何时下达、各地方案何时报送。",
)  # fmt: skip
def places_without_share(document: Document, context: Context, *, fewest: int = 4) -> Iterator[Problem]:
    """Places answer for the work, and none of the figures is divided among them: nobody below knows its share."""
    goals = [
        one for one in context.commitments.targets
        if not context.in_background(context.clause_at(one.span)) and not context.in_annex(context.clause_at(one.span))
    ]  # fmt: skip
    if not context.gives_orders or len(goals) < fewest or has_division(document):
        return
    if any(_REPORTED.search(one.text) and re.search("目标|指标|任务", one.text) for one in context.sentences):
        return
    found: list[Span] = []
    for sentence in context.sentences:
        match = _PLACES.search(sentence.text)
        if match and not _ASKED_ONLY.search(sentence.text) and _own(sentence, context):
            start, parts = sentence.span.start + match.start(), segments(sentence)
            found.append(widened(next(at for at, part in enumerate(parts) if part.stop > start), parts))
    if found:
        assessed = (one.span.place(match) for one in context.sentences if (match := _ASSESSED.search(one.text)))
        yield Problem(
            found[0], f"由各地负责落实，本文{len(goals)}个目标值未见分到各地的数值，也未写何时下达。",
            (*found[:8], *(segment_around(span, document) for span in islice(assessed, 2))),
        )  # fmt: skip
