"""TG, NU and ST: do two passages that promise one thing promise the same: as exactly, until the same year, for all?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.document import Document, Span
from nlp.commitment import Origin, Target
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.indicator import value_text
from rules.pairing import bare, likeness
from rules.passage import promise_span
from rules.rule import Problem, rule

AGREE = "规划各项目标应当相互协调、前后一致：党政机关公文处理工作条例第十九条"
_VAGUE = re.compile(
    r"(?:逐步|稳步|持续|不断|进一步|大幅|显著|明显|有效)(?:提高|提升|增加|扩大|降低|减少)([^，。；\d]{4,30})$"
    r"|^([^，。；\d]{4,30}?)(?:逐步|稳步|持续|不断|进一步|大幅度?|显著|明显|有效|稳定)(?:提高|提升|增加|扩大|上升|降低|下降|减少)$"
)
_RATIO = re.compile(r"占比|比重|比例|[率度]$|规模|面积|数量|产值|强度")
# what half of all indicators are of
_GENERAL = re.compile(
    r"^(?:[^的]{0,2}(?:生态环境|生态文明|二氧化碳排放|碳排放|能源消费|能源利用|绿色低碳|公共机构)的?)$"
)
_YEAR = re.compile(r"20\d\d(?=年)")
_WHOLE = re.compile(r"全域|全市|全省|全区|全县|全州|全盟|全地区|全自治区|所有县|各县（?市?、?区?）?均")
_QUOTED = re.compile(r"“([^“”，。]{3,10})”")
_PLACES = re.compile(r"(?:[\u4e00-\u9fff]{2,14}(?:[市县区旗城]|新区|园区|开发区|生态城|保税港区)[、和及]?){2,}")
_SHOWN = 60  # characters shown of a duty and what follows it
_REACHED = re.compile(r"建成|完成|达到|创建成")


@rule(
    "TG50", "goal-vague-task-exact", title="目标笼统而任务有数值", each=Document, severity=Severity.INFO, cap=4,
    authority=AGREE, suggestion="把任务中的数值写入目标，并统一指标名称。",
)  # fmt: skip
def goal_vague_task_exact(document: Document, context: Context, *, shortest: int = 5) -> Iterator[Problem]:
    """A goal that says 逐步提高 of what a task puts a figure on: the goal can be met while the task is missed."""
    targets = [
        one for one in context.commitments.targets
        if one.origin is Origin.TEXT and not context.in_goals(context.clause_at(one.span))
        and not context.in_background(context.clause_at(one.span)) and not context.in_annex(context.clause_at(one.span))
    ]  # fmt: skip
    counted = "".join(
        one.indicator for one in context.commitments.targets if context.in_goals(context.clause_at(one.span))
    )
    for sentence in context.sentences:
        if not context.in_goals(sentence.clause) or context.in_box(sentence.clause):
            continue
        for part in sentence.segments:
            match = _VAGUE.search(document.read(part).strip())
            name = (match[1] or match[2]) if match else ""
            ratio = _RATIO.search(name)
            if match is None or ratio is None:
                continue
            served = [one for one in targets if _RATIO.search(one.indicator) and _core(name, one.indicator, shortest)]
            if served and not _core(name, counted, shortest):
                said = "、".join(f"{one.indicator}{value_text(one)}" for one in served[:2])
                yield Problem(
                    part, f"目标只说“{match.group()}”，任务中有数值：{said}。",
                    (part, *(promise_span(one, document) for one in served[:4])), cause=name,
                )  # fmt: skip


def _core(one: str, other: str, shortest: int) -> str:
    """What the one name counts, as far as the other holds it; "" where that is short, or says nothing by itself."""
    plain = _RATIO.split(one, maxsplit=1)[0].rstrip("的")
    runs = (plain[at:] for at in range(len(plain) - shortest + 1))
    core = next((run for run in runs if run in other), "")
    return "" if _GENERAL.search(core) else core


@rule(
    "NU18", "years-of-goals-and-figures-differ", title="目标年份与数值的年份不衔接", each=Document,
    severity=Severity.INFO, authority=AGREE, suggestion="为目标所及的各年份给出数值，或说明规划期限。",
)  # fmt: skip
def years_of_goals_and_figures_differ(document: Document, context: Context) -> Iterator[Problem]:
    """Figures that end before the first year of the goals, or go on behind the last one."""
    if not context.is_plan:
        return
    dated = [
        (one.year, one) for one in context.commitments.targets
        if one.year is not None and one.origin is Origin.TEXT
        and not context.in_background(context.clause_at(one.span)) and not context.in_annex(context.clause_at(one.span))
    ]  # fmt: skip
    goals: dict[int, Span] = {}
    for sentence in context.sentences:
        if context.in_goals(sentence.clause) and "展望" not in sentence.text:
            for match in _YEAR.finditer(sentence.text):
                goals.setdefault(int(match.group()), sentence.span)
    inside = [(year, one) for year, one in dated if context.in_goals(context.clause_at(one.span))]
    tasks = [(year, one) for year, one in dated if one not in {target for _, target in inside}]
    issued = document.issued_on.year if document.issued_on else None
    ahead = {year: span for year, span in goals.items() if issued is None or year > issued}
    if not dated or not ahead:
        return
    last = max(year for year, _ in dated)
    if issued is not None and last <= issued < min(ahead):
        spans = _promises(dated, last, document)
        years = "、".join(map(str, sorted(ahead)))
        yield Problem(
            spans[0], f"有数值的要求只到{last}年，目标所及的{years}年没有任何数值。",
            (*spans[:6], *(ahead[year] for year in sorted(ahead))),
        )  # fmt: skip
        return
    end = max((year for year, _ in tasks), default=last)
    horizon = max([*goals, *(year for year, _ in inside)])
    if inside and end > horizon:
        later = _promises(tasks, end, document)
        first = _promises(inside, max(year for year, _ in inside), document)
        yield Problem(
            later[0], f"目标只到{horizon}年，任务中的数值到{end}年，该年没有相应目标。", (*first[:4], *later[:4])
        )


def _promises(dated: list[tuple[int, Target]], year: int, document: Document) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(promise_span(one, document) for of, one in dated if of == year))


@rule(
    "ST32", "whole-here-part-there", title="一处要求全域，一处只及部分地区", each=Document, severity=Severity.INFO,
    authority=AGREE, suggestion="统一范围，或写明其余地区的目标和时间。", cap=3,
)  # fmt: skip
def whole_here_part_there(document: Document, context: Context) -> Iterator[Problem]:
    """A named thing ordered for the whole region here and promised of some of its places there."""
    everywhere: dict[str, list[Span]] = defaultdict(list)
    somewhere: dict[str, list[Span]] = defaultdict(list)
    for sentence in context.sentences:
        if context.in_background(sentence.clause):
            continue
        for part in sentence.segments:
            text = document.read(part)
            for match in _QUOTED.finditer(text):
                before = text[: match.start()]
                if _WHOLE.search(before):
                    everywhere[match[1]].append(part)
                elif _PLACES.search(before) and _REACHED.search(before):
                    somewhere[match[1]].append(part)
    for name in sorted(everywhere.keys() & somewhere.keys()):
        one, other = everywhere[name][0], somewhere[name][0]
        yield Problem(other, f"“{name}”一处要求覆盖全域，一处只及部分地区。", (one, other), cause=name)


_DONE = "(执行|完成|实施|实行|达到|普及|覆盖|淘汰|禁止|推行|落实|退出|关停|消除|使用|采用|配备)"
_IN_FULL = re.compile(rf"(?:全部|一律|全面){_DONE}")
_BY_STEPS = re.compile(rf"(?:逐步|分步|鼓励|探索|推广|试点){_DONE}")
_SHORTEST_DUTY = 6  # characters of what is to be done in full or by steps


_TAKEN = "(?:采购|使用|配备|购置|购买|选用|更换为?|采用|执行|应用)+"
_ALL_OF_IT = re.compile(rf"(?:全面|全部|一律|均|必须|只能)(?:应|要|须)?{_TAKEN}([^，。；、（）]{{4,20}})$")
_IT_FIRST = re.compile(rf"(?:优先|鼓励|引导|支持|倡导|尽量)[^，。；]{{0,6}}?{_TAKEN}([^，。；、（）]{{4,20}})$")
_SAME_THING = 5  # characters at the end of what is taken in both


@rule(
    "ST35", "in-full-here-by-steps-there", title="一处要求全面、一处要求逐步", each=Document, severity=Severity.WARNING,
    authority=AGREE, suggestion="统一要求；分步推进的，写明各步的范围和时间。", cap=3,
)  # fmt: skip
def in_full_here_by_steps_there(document: Document, context: Context, *, similar: float = 0.7) -> Iterator[Problem]:
    """One duty that is to be met in full in one place and by steps, or by who likes, in another."""
    full: list[tuple[str, str, Span, Sentence]] = []
    steps: list[tuple[str, str, Span, Sentence]] = []
    for sentence in context.sentences:
        if context.in_annex(sentence.clause):
            continue
        for part in sentence.segments:
            text = document.read(part)
            strong, weak = _IN_FULL.search(text), _BY_STEPS.search(text)
            match = strong or weak
            if match is None or (strong and weak):
                continue
            rest = bare(text[: match.start()] + text[match.end() :])
            (full if strong else steps).append((match[1], rest, part, sentence))
    for verb, rest, part, sentence in full:
        for other_verb, other_rest, other, weaker in steps:
            same = verb == other_verb and sentence.clause.id != weaker.clause.id
            long = min(len(rest), len(other_rest)) >= _SHORTEST_DUTY
            if same and long and likeness(rest, other_rest) >= similar:
                spans = tuple(Span(one.start, min(held.span.stop, one.start + _SHOWN))
                              for one, held in ((part, sentence), (other, weaker)))  # fmt: skip
                yield Problem(
                    other, f"同一要求一处是“{document.read(part).strip()}”，一处是“{document.read(other).strip()}”。",
                    spans, cause=rest,
                )  # fmt: skip
    yield from _all_here_first_there(context)


def _all_here_first_there(context: Context) -> Iterator[Problem]:
    """全面使用新能源汽车 in one task, 优先采购新能源汽车 in another: a rule there, a preference here."""
    document = context.document
    rules: list[tuple[str, Span, str]] = []
    preferences: list[tuple[str, Span, str]] = []
    for sentence in context.sentences:
        if sentence.clause.id not in context.tasks_by_clause:
            continue
        for part in sentence.segments:
            text = document.read(part).strip()
            strong, weak = _ALL_OF_IT.search(text), _IT_FIRST.search(text)
            if strong:
                rules.append((bare(strong[1]), part, sentence.clause.id))
            elif weak:
                preferences.append((bare(weak[1]), part, sentence.clause.id))
    for thing, part, clause in rules:
        for other_thing, other, other_clause in preferences:
            if clause != other_clause and thing[-_SAME_THING:] == other_thing[-_SAME_THING:]:
                yield Problem(
                    other, f"同一要求一处是“{document.read(part).strip()}”，一处是“{document.read(other).strip()}”。",
                    (part, other), cause=thing, severity=Severity.INFO,
                )  # fmt: skip


# 不能按期改造的……淘汰; 未按期改造的……限制用能: a case and what follows from it
_FAILED = re.compile(
    r"(?:不能|未能|未|无法|逾期|没有|仍)[^，。；]{0,6}(?:按期|按时|限期|如期|达标|完成|改造|整改)[^，。；]{0,6}"
)
_CASE = re.compile(r"改造|整改|达标|治理|退出|拆除|搬迁|备案")
_CLOSED = re.compile(r"淘汰|关停|关闭|取缔|退出|拆除")
_LIMITED = re.compile(r"限制用能|限产|限制生产|差别电价|惩罚性电价|加价|暂停用能|限批|约谈|通报")


@rule(
    "ST60", "two-consequences-of-one-case", title="同一情形写了两种处理", each=Document, severity=Severity.INFO,
    authority=AGREE, suggestion="写明哪种情形用哪种处理，或先限制、到何时再淘汰。", cap=3,
)  # fmt: skip
def two_consequences_of_one_case(document: Document, context: Context) -> Iterator[Problem]:
    """Whoever misses the date is closed in one sentence and only limited in the next: which of the two holds?"""
    for task in context.text_tasks:
        found: dict[tuple[str, bool], Span] = {}
        for sentence in context.sentences_of(task):
            parts = sentence.segments
            for at, part in enumerate(parts):
                text = document.read(part)
                failed = _FAILED.search(text)
                case = _CASE.search(text[failed.start() :]) if failed else None
                if failed is None or case is None:
                    continue
                shown = Span(part.start, parts[min(at + 1, len(parts) - 1)].stop)
                after = document.read(shown)[failed.end() :]
                closed, limited = bool(_CLOSED.search(after)), bool(_LIMITED.search(after))
                if closed != limited:
                    found.setdefault((case.group(), closed), shown)
        for name in sorted({one for one, _ in found}):
            if (name, True) in found and (name, False) in found:
                one, other = sorted((found[name, True], found[name, False]))
                said = f"未按期{name}的，一处要求淘汰、关停，一处只限制、加价。"
                yield Problem(other, said, (one, other), cause=name)


_ENDED = re.compile(
    r"(?:禁止|不得|严禁|停止|淘汰|取缔|退出|取消)(?:生产|销售|使用|新建|新增|建设)?(?:和使用|、使用|、销售)?([^，。；]{4,60})$"
)
_DAY = re.compile(r"20\d\d年|年底")
_SAME_END = 6  # characters at the end of what is banned or scrapped in both


@rule(
    "ST72", "ban-dated-here-not-there", title="同一禁止、淘汰要求一处有时限一处没有", each=Document,
    severity=Severity.INFO, authority=AGREE, suggestion="统一范围和时限，或写明两处要求的区别。", cap=3,
)  # fmt: skip
def ban_dated_here_not_there(document: Document, context: Context) -> Iterator[Problem]:
    """One thing to be ended by a year in one sentence and at once, or some day, in another: which of the two holds?"""
    dated: dict[str, Span] = {}
    undated: dict[str, list[Span]] = defaultdict(list)
    for sentence in context.sentences:
        if context.in_annex(sentence.clause) or context.in_background(sentence.clause):
            continue
        next_one = next(iter(context.following(sentence)), None)
        since: Span | None = None  # the segment with the last date before
        told = next_one is not None and bool(_DAY.search(next_one.text))  # by when stands behind the general order
        for part in sentence.segments:
            text = document.read(part).strip()
            since = part if _DAY.search(text) else since
            match = _ENDED.search(text)
            thing = bare(match[1])[-_SAME_END:] if match else ""
            if thing and since is not None:
                dated.setdefault(thing, Span(since.start, part.stop))
            elif thing and not told:
                undated[thing].append(part)
    for thing in sorted(dated.keys() & undated.keys()):
        shown = sorted((dated[thing], *undated[thing][:3]))
        yield Problem(
            undated[thing][0], f"“{document.quote(undated[thing][0]).strip()}”未见时限，另一处有时限。", tuple(shown),
            cause=thing,
        )  # fmt: skip
