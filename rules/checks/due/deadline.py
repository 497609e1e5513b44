"""DL: is there a day by which each thing is due, and can that day be right?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from ingest.document import ClauseKind, Document, Span
from nlp.commitment import Deadline, DeadlineKind, Target, Task
from rules.checkable import checkable
from rules.context import Context
from rules.finding import Severity
from rules.pairing import matching_tasks, measure_of
from rules.passage import in_context, opening_span, own_words, promise_span, segment_after, segment_around, title_span
from rules.rule import Problem, rule

DATED = "任务应当明确完成时限：《国务院工作规则》对决策部署落实“明确责任和时限”的要求"
_DATE_NEAR = re.compile(
    r"\d{4}年|\d{1,2}月|年底前|年内|每[两半一二三四五六七八九十\d]{0,2}[年季月]|“十[三四五六]五”|定期|及时|长期|已"
)
# made already, or by firms that are only urged to
_OF_OTHERS = re.compile(
    r"(?:依据|按照|根据(?![^，。；]{0,6}实际)|落实|执行|遵守|符合|对照|参与|已|不|各级制定)[^，。；]{0,8}$|督促|支持|引导|鼓励|要求|指导|企业|单位|配合|有条件|可以?$|[等的]制订?$"
)
_NAMES_YEAR = re.compile(r"[12]\d{3}|[一二][〇○零一二三四五六七八九]{3}|今年|本年|年底|年内")
_VISION_YEARS = frozenset({2030, 2035, 2050, 2060})


@rule(
    "DL01", "plan-without-deadlines", title="多数任务未见完成时限", each=Document, severity=Severity.WARNING,
    authority=DATED, suggestion="为任务逐项写明完成时限，或附带时限的任务分工表。",
)  # fmt: skip
def plan_without_deadlines(document: Document, context: Context, *, share: float = 0.6) -> Iterator[Problem]:
    """Where most tasks carry no date there is nothing to supervise: one finding, with the tasks behind it."""
    tasks = context.text_tasks or context.annex_tasks
    open_ones = [
        task for task in tasks if not task.deadlines and not any(one.deadlines for one in matching_tasks(task, context))
    ]
    if not context.is_plan or context.is_yearly or len(tasks) < 3 or len(open_ones) < share * len(tasks):
        return
    all_open = len(open_ones) == len(tasks)
    dated = [one for task in tasks for one in task.deadlines if one.end is not None and _NAMES_YEAR.search(
        document.quote(one.span))]  # fmt: skip
    few = tuple(dict.fromkeys(_around(one.span, context) for one in dated))[:6]  # what is dated, beside what is not
    yield Problem(
        title_span(open_ones[0], document),
        f"全文{len(tasks)}项任务均未见完成时限。" if all_open
        else f"{len(tasks)}项任务中有{len(open_ones)}项未见完成时限。",
        (
            *few, *_dated_goals(context), *_dates_left_open(context),
            *(opening_span(task, document) for task in open_ones[:40]), *_steps(open_ones, context),
        ),
        severity=Severity.WARNING if all_open and not _is_standing(context) else Severity.INFO,
    )  # fmt: skip


def _is_standing(context: Context) -> bool:
    """True for frameworks and for policies that hold from a day on: no day by which each point is done is expected."""
    return context.is_framework or _IN_FORCE.search(context.document.text) is not None


def _dated_goals(context: Context, most: int = 4) -> tuple[Span, ...]:
    """The openings of the goals that bear a year, where the tasks bear none: 到2025年，初步建成……"""
    years = [
        one.span.place(match) for one in context.sentences
        if context.in_goals(one.clause) and (match := _BY_YEAR.search(one.text))
    ]  # fmt: skip
    return tuple(dict.fromkeys(_around(span, context) for span in years))[:most]


_LATER = re.compile(
    r"(?:明确|制定|细化|倒排|确定|提出)[^，。；]{0,16}(?:进度安排|时间安排|时间节点|时间表|时限|工期|进度计划|路线图)"
)


def _dates_left_open(context: Context, most: int = 2) -> tuple[Span, ...]:
    """Where the plan has others set the dates that it does not set itself: 明确责任主体和进度安排."""
    found = (
        one.span.place(match) for one in context.sentences
        if not context.in_background(one.clause) and (match := _LATER.search(one.text))
    )  # fmt: skip
    return tuple(dict.fromkeys(in_context(span, context.document) for span in found))[:most]


_IN_FORCE = re.compile(r"自[^。；\n]{2,14}起(?:施行|实施|执行)|有效期")
_BY_YEAR = re.compile(r"到?20\d\d年(?:底|末)?(?:之?前)?(?=，)")
_NO_STEP = re.compile(r"严禁|禁止|不得|鼓励|支持|引导|已|^对|\d{4}年")


def _steps(tasks: Sequence[Task], context: Context, each: int = 2) -> tuple[Span, ...]:
    """What the tasks order that is taken or not taken (完成改造, 开展试点): the places where a day could stand."""
    words = checkable()
    found: list[Span] = []
    step = re.compile(
        rf"{words.step_verbs.expression}[^，。；：]{{2,40}}{words.step_ends.expression}$|{product().pattern}"
    )
    for task in tasks:
        parts = (own_words(part, context.document) for one in context.sentences_of(task) for part in one.segments)
        steps = [
            part for part in parts
            if task.title not in context.document.read(part) and step.search(context.document.read(part))
            and not _NO_STEP.search(context.document.read(part))
        ]  # fmt: skip
        found += dict.fromkeys(in_context(part, context.document) for part in steps[:each])
    return tuple(found)


_UNDER_WAY = re.compile(r"(?:此|该|这|上述)(?:项|些)?[^，。；]{0,16}(?:已|进行了|作了|做了)")  # 此项工作3月已经部署


@rule(
    "DL02", "due-before-issue", title="时限早于成文日期", each=Task, severity=Severity.ERROR,
    authority=DATED, suggestion="改为尚可完成的日期；已完成的移到工作基础。",
)  # fmt: skip
def due_before_issue(task: Task, context: Context) -> Iterator[Problem]:
    """What was due before the plan was issued can only be missed, or is done and no task any more."""
    issued = context.document.issued_on
    if issued is None:
        return
    for deadline in task.deadlines:
        said = context.document.quote(deadline.span)
        if not _NAMES_YEAR.search(said):  # 6月10日前: the next one that comes
            continue
        sentence = next((one for one in context.sentences_of(task) if one.span.covers(deadline.span)), None)
        if sentence is not None and _UNDER_WAY.search(sentence.text):
            continue
        if deadline.kind is DeadlineKind.BY and deadline.end is not None and deadline.end < issued.earliest:
            yield Problem(
                deadline.span, f"任务时限“{said}”早于成文日期（{issued}）。", (_around(deadline.span, context),),
                cause=str(deadline.span),
            )  # fmt: skip


def _around(span: Span, context: Context) -> Span:
    clause = context.clause_at(span)
    return segment_after(span, clause.span.stop if clause else span.stop, context.document)


@rule(
    "DL17", "due-within-days", title="留给执行单位的时间只有几天", each=Task, severity=Severity.INFO, cap=2,
    authority=DATED, suggestion="核对成文日期和报送日期，给下级留出编制和报送的时间。",
)  # fmt: skip
def due_within_days(task: Task, context: Context, *, days: int = 15) -> Iterator[Problem]:
    """What is due a week after the plan was issued cannot be done with care: the date is often that of the draft."""
    issued = context.document.issued_on
    if issued is None or issued.day is None:
        return
    for deadline in task.deadlines:
        said = context.document.quote(deadline.span)
        if deadline.kind is not DeadlineKind.BY or deadline.end is None or not re.search("[月底日]", said):
            continue
        left = (deadline.end - issued.earliest).days
        if 0 <= left < days:
            yield Problem(
                deadline.span, f"时限“{said}”距成文日期（{issued}）只有{left}天。", (_whole(deadline.span, context),),
                cause=str(deadline.span),
            )  # fmt: skip


def _whole(span: Span, context: Context) -> Span:
    """The segment that a date stands in, from its first word."""
    around = segment_around(span, context.document)
    return Span(around.start, max(around.stop, _around(span, context).stop))


@rule(
    "DL03", "outside-period", title="时限超出规划期", each=Task, severity=Severity.INFO,
    authority="规划期是规划各项任务的时间边界", suggestion="核对年份；确属远期安排的，注明为展望。", cap=4,
    summary="时限落在规划期之外的任务共{count}处。",
)  # fmt: skip
def outside_period(task: Task, context: Context) -> Iterator[Problem]:
    """A date before the plan's first year or behind its last was often carried over from an older plan."""
    period, issued = context.period, context.document.issued_on
    if period.start is not None and period.start == period.end:  # what one year brings is settled in the next
        return
    for deadline in task.deadlines:
        end = deadline.end
        if end is None or deadline.kind not in {DeadlineKind.BY, DeadlineKind.WITHIN}:
            continue
        early = period.start is not None and end.year < period.start
        late = period.end is not None and end.year > period.end and end.year not in _VISION_YEARS
        if issued is not None and end < issued.earliest:  # DL02 says so
            continue
        if early or late:
            said = context.document.quote(deadline.span)
            years = f"{period.start or ''}—{period.end or ''}"
            yield Problem(
                deadline.span, f"时限“{said}”不在规划期（{years}年）内。", (_around(deadline.span, context),),
                severity=Severity.WARNING if early else Severity.INFO, cause=str(deadline.span),
            )  # fmt: skip


@rule(
    "DL04", "deadlines-of-body-and-annex-differ", title="正文与附表时限不一致", each=Task, severity=Severity.ERROR,
    authority=DATED, suggestion="统一正文和附表的完成时限。", cap=10,
)  # fmt: skip
def deadlines_of_body_and_annex_differ(task: Task, context: Context) -> Iterator[Problem]:
    """One task with two dates: the later one will be held to be the right one."""
    if task not in context.annex_tasks:
        return
    annex = _ends(task)
    if not annex:
        return
    for body in _bodies(task, context):
        if body and not annex.keys() & body.keys():
            one, two = next(iter(body.values())), next(iter(annex.values()))
            said = context.document.quote(one.span), context.document.quote(two.span)
            yield Problem(
                two.span, f"任务“{task.title}”正文时限为“{said[0]}”，附表为“{said[1]}”。",
                (_around(one.span, context), Span(task.span.start, min(two.span.stop, task.span.start + 110))),
            )  # fmt: skip
            return


def _bodies(row: Task, context: Context) -> Iterator[dict[tuple[int, int], Deadline]]:
    """The dates that the text sets for a row: those of the task of its title, or those before its measure."""
    titled = matching_tasks(row, context)
    if titled:
        yield from (_ends(task) for task in titled)
        return
    measure = measure_of(row, context)
    if measure is not None:
        before = [one for one in measure.task.deadlines if measure.sentence.covers(one.span)
                  and one.span.start <= measure.segment.stop and one.end is not None]  # fmt: skip
        if any(re.search(rf"{year}年(?!\d)", context.document.read(measure.sentence)) for year, _ in _ends(row)):
            return  # the sentence names the year of the row as well
        before.sort(key=lambda one: one.span, reverse=True)  # the last date before the measure is its own
        yield {(one.end.year, one.end.month): one for one in before if one.end is not None}


def _ends(task: Task) -> dict[tuple[int, int], Deadline]:
    return {(one.end.year, one.end.month): one for one in task.deadlines if one.end is not None}


@rule(
    "DL05", "document-to-be-made-without-date", title="要制定的文件未见时限", each=Task, severity=Severity.INFO,
    authority=DATED, suggestion="写明出台时间。", cap=3,
    summary="要求制定、修订文件或标准而未见时限，共{count}处。",
)  # fmt: skip
def document_to_be_made_without_date(task: Task, context: Context) -> Iterator[Problem]:
    """A rule, plan or standard to be drawn up is done or not done: it can always be dated."""
    if context.is_yearly or not context.is_plan:
        return
    for sentence in context.sentences_of(task):
        before = ""
        for part in (own_words(part, context.document) for part in sentence.segments):
            text = context.document.read(part)
            match, dated = product().search(text), _DATE_NEAR.search(before + text)
            before = text if len(text) <= 14 else ""  # a date alone governs what follows it
            ours = match and is_ours(text[: match.start()]) and task.title not in text
            if match and ours and not dated and len(match.group()) >= 8:
                span = part.place(match)
                said, shown = context.document.quote(span), in_context(part, context.document)
                yield Problem(span, f"“{said}”未见时限。", (shown,), cause=str(part))


def is_ours(before: str) -> bool:
    """False where the words before a document to be made say that it is there already, or that others make it."""
    return not _OF_OTHERS.search(before)


@cache
def product() -> re.Pattern[str]:
    """研究制定……办法; 制修订……定额; 建立……名录."""
    words = checkable()
    made = "|".join(group.expression for group in (words.documents, words.lists, words.systems))
    return re.compile(
        rf"{words.make_verbs.expression}(?!健全|完善|了)(?:[^，。；]{{2,40}}?)(?:{made})(?=$|[、（》]|[和与及或并])"
        r"|(?:推[动进]|加快|开展|启动)(?!公众)[^，。；]{2,40}(?:法规|规章|标准|制度|规范|条例)(?:体系)?的?(?:编制和修订|制定和修订|制修订|编制|制定|修订|立改废释?)(?:工作)?(?=$|[、（和与及])"
    )


@rule(
    "DL07", "target-without-year", title="目标未见完成年份", each=Target, severity=Severity.INFO,
    authority="规划目标应当有目标年", suggestion="补充目标年和基期。", cap=3,
    summary="目标未见完成年份，共{count}处。",
)  # fmt: skip
def target_without_year(target: Target, context: Context) -> Iterator[Problem]:
    """A value without a year can be claimed as reached, or put off, for ever.

    Looked for in the sentence, and for goals in the section, whose opening words hold for all of it.
    """
    document, clause = context.document, context.clause_at(target.span)
    if clause is None or clause.kind is ClauseKind.TABLE_ROW or context.in_background(clause) or context.is_yearly:
        return
    built = _TO_BE_BUILT.search(target.indicator) and target.unit not in _SHARES  # 新建高标准农田30万亩
    if _STANDING.search(target.indicator) and not built:
        return
    section = document.section(clause.section).span.start if clause.section else clause.span.start
    text, last = document.text, clause.span.stop
    start = text.rfind("。", clause.span.start, target.span.start)  # 到2025年 at its head holds behind every ；
    start = section if context.in_goals(clause) else max(start, clause.span.start)
    stop = next((at for at in range(target.span.stop, last) if text[at] in "。；"), last)
    if target.year is None or not _YEAR_SAID.search(text[start:stop]):
        yield Problem(
            target, f"目标“{target.indicator}”所在句未见完成年份。", (promise_span(target, document),),
            cause=target.indicator,
        )  # fmt: skip


_STANDING = re.compile(
    r"^(?:新建|新增(?!.*(?:比例|占比)$)|新改扩建|改扩建|当年|每)|绿地率|容积率|PUE|履约率"
)  # holds from now on
_TO_BE_BUILT = re.compile(r"^(?:新建|新增)")
_SHARES = frozenset({"%", "％", "", "平方米", "级", "星", "度", "个百分点", "倍"})  # what whatever is built has to hold
_YEAR_SAID = re.compile(r"20\d\d|“?十[三四五六]五|年底|年内|每年|年均|期间|期末|月底|全年|季度")


@rule(
    "DL08", "stage-without-order", title="分阶段时间倒置", each=Document, severity=Severity.ERROR,
    authority="实施步骤应当按时间先后衔接", suggestion="核对各阶段的起止时间。",
)  # fmt: skip
def stage_without_order(document: Document, context: Context) -> Iterator[Problem]:
    """A period that ends before it begins was mistyped, and both its ends are in doubt."""
    for clause in document.clauses:
        for match in _RANGE.finditer(document.read(clause.span)):
            start = (int(match[1]), int(match[2] or 1))
            end = (int(match[3]), int(match[4] or 12))
            if start > end and date.min.year < start[0]:
                span = clause.span.place(match)
                yield Problem(span, f"“{document.quote(span)}”的结束时间早于开始时间。")


# 2024年7月至2023年12月; 2024.07—2023.12
_RANGE = re.compile(
    r"(20[0-4]\d)[年.](?:(\d{1,2})月?)?\s*(?:[—–~～-]{1,2}|至)\s*(20[0-4]\d)(?:[年.](\d{1,2})(?:月|(?![\d%])))?(?=[月年\s，。；）|]|$)"
)


def _tells_when(deadline: Deadline, context: Context) -> bool:
    """True for a date that says more than the title of the plan: in the plan of one year not the year alone."""
    return not context.is_yearly or bool(re.search(r"月|季|半年|[上中下]旬|底", context.document.quote(deadline.span)))


@rule(
    "DL12", "task-without-deadline", title="任务未见完成时限", each=Document, severity=Severity.INFO, cap=6,
    authority=DATED, suggestion="补写完成时限。", summary="本文其他任务写明了时限，有{count}处任务未见时限。",
)  # fmt: skip
def task_without_deadline(
    document: Document, context: Context, *, least_share: float = 0.4, usual_share: float = 0.6
) -> Iterator[Problem]:  # fmt: skip
    """Where many tasks are dated, a section none of whose tasks is, or a single one left out among dated ones.

    Where most tasks are open DL01 says so once; DL90 does for the plan of one year, in which the year is no date.
    """
    tasks = [task for task in context.text_tasks if task.section is not None]
    dated = sum(any(_tells_when(one, context) for one in task.deadlines) for task in tasks)
    if not context.is_plan or len(tasks) < 4 or dated < least_share * len(tasks):
        return
    sections: dict[str | None, list[Task]] = defaultdict(list)
    for task in tasks:
        section = document.section(task.section or "")
        sections[section.id if section.title != task.title else section.parent].append(task)
    rest: list[Task] = []
    for section_id, found in sections.items():
        undated = [task for task in found if not task.deadlines]
        undated = [task for task in undated if not any(one.deadlines for one in matching_tasks(task, context))]
        if not undated:
            continue
        if len(undated) == len(found) > 1 and section_id is not None:
            section = document.section(section_id)
            said = f"“{section.label}{section.title}”下{len(found)}项任务均未见完成时限。"
        elif dated >= usual_share * len(tasks) or (len(undated) == 1 and len(found) > 2):
            more = f"等{len(undated)}项" if len(undated) > 1 else ""
            said = f"任务“{undated[0].title}”{more}未见完成时限，而其他任务已写明。"
        else:
            rest += undated
            continue
        shown = (*(opening_span(task, document) for task in undated[:8]), *_steps(undated[:8], context))
        yield Problem(title_span(undated[0], document), said, shown)
    if rest:
        shown = (*(opening_span(task, document) for task in rest[:16]), *_steps(rest[:16], context))
        yield Problem(title_span(rest[0], document), f"任务“{rest[0].title}”等{len(rest)}项未见完成时限。", shown)
