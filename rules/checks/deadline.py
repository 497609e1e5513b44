"""DL: is there a day by which each thing is due, and can that day be right?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.document import Document, Span
from nlp.commitment import Deadline, DeadlineKind, Project, Target, Task
from rules.context import Context, Sentence, segments
from rules.finding import Severity
from rules.pairing import matching_tasks
from rules.rule import Problem, rule

DATED = "任务应当明确完成时限：《国务院工作规则》对决策部署落实“明确责任和时限”的要求"
_PRODUCT = re.compile(
    r"(?:制定|出台|编制|修订|研究制定|研究出台|制订|修订完善|研究编制)[^，。；]{2,40}"
    r"(?:办法|方案|规划|标准|条例|细则|意见|清单|指南|目录|规范|规程|名录|导则|机制)"
)
_DATE_NEAR = re.compile(r"\d{4}年|\d{1,2}月|年底前|年内|每[年季月]|“十[三四五六]五”|定期|及时|长期|已")
_PERIOD_CELL = re.compile(
    r"(?:19|20)\d\d(?:[.年/-]\d{1,2}月?)?\s*[-—–~～至到]+\s*(?:19|20)\d\d(?:[.年/-]\d{1,2}月?)?|(?:19|20)\d\d(?:[.年]\d{1,2}月?)?"
)
_VISION_YEARS = frozenset({2030, 2035, 2050, 2060})


def _title(task: Task, context: Context) -> Span:
    start = context.document.text.find(task.title, task.span.start, task.span.stop) if task.title else -1
    return Span(start, start + len(task.title)) if start >= 0 else task.span


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
    if len(tasks) < 3 or len(open_ones) < share * len(tasks):
        return
    all_open = len(open_ones) == len(tasks)
    yield Problem(
        _title(open_ones[0], context),
        f"全文{len(tasks)}项任务均未见完成时限。" if all_open
        else f"{len(tasks)}项任务中有{len(open_ones)}项未见完成时限。",
        tuple(_opening(task, context) for task in open_ones)[:40],
        severity=Severity.WARNING if all_open else Severity.INFO,
    )  # fmt: skip


def _opening(task: Task, context: Context) -> Span:
    """Title and first segment of a task: enough to know which one it is."""
    text = context.document.text
    end = next((at for at in range(task.body.start, task.body.stop) if text[at] in "，。；"), task.body.stop)
    title = _title(task, context)
    return Span(title.start, max(title.stop, end)) if 0 <= end - title.start <= 90 else title


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
        if deadline.kind is DeadlineKind.BY and deadline.end is not None and deadline.end < issued.earliest:
            said = context.document.quote(deadline.span)
            yield Problem(
                deadline.span, f"任务时限“{said}”早于成文日期（{issued}）。", (_around(deadline.span, context),),
                cause=str(deadline.span),
            )  # fmt: skip


def _around(span: Span, context: Context) -> Span:
    """The date with the segment that follows it, so that one sees what was due."""
    text = context.document.text
    clause = context.clause_at(span)
    stop = clause.span.stop if clause else span.stop
    end = next((at for at in range(span.stop + 1, stop) if text[at] in "，。；|"), stop)
    return Span(span.start, min(end, span.start + 80))


@rule(
    "DL03", "outside-period", title="时限超出规划期", each=Task, severity=Severity.INFO,
    authority="规划期是规划各项任务的时间边界", suggestion="核对年份；确属远期安排的，注明为展望。", cap=4,
    summary="时限落在规划期之外的任务共{count}处。",
)  # fmt: skip
def outside_period(task: Task, context: Context) -> Iterator[Problem]:
    """A date before the plan's first year or behind its last was often carried over from an older plan."""
    period = context.period
    for deadline in task.deadlines:
        end = deadline.end
        if end is None or deadline.kind not in {DeadlineKind.BY, DeadlineKind.WITHIN}:
            continue
        early = period.start is not None and end.year < period.start
        late = period.end is not None and end.year > period.end and end.year not in _VISION_YEARS
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
    for other in matching_tasks(task, context):
        annex, body = _ends(task), _ends(other)
        if annex and body and not annex.keys() & body.keys():
            one, two = next(iter(body.values())), next(iter(annex.values()))
            said = context.document.quote(one.span), context.document.quote(two.span)
            yield Problem(
                two.span, f"任务“{task.title}”正文时限为“{said[0]}”，附表为“{said[1]}”。",
                (_around(one.span, context), two.span),
            )  # fmt: skip
            return


def _ends(task: Task) -> dict[tuple[int, int], Deadline]:
    return {(one.end.year, one.end.month): one for one in task.deadlines if one.end is not None}


@rule(
    "DL05", "document-to-be-made-without-date", title="要制定的文件未见时限", each=Task, severity=Severity.INFO,
    authority=DATED, suggestion="写明出台时间。", cap=3,
    summary="要求制定、修订文件或标准而未见时限，共{count}处。",
)  # fmt: skip
def document_to_be_made_without_date(task: Task, context: Context) -> Iterator[Problem]:
    """A rule, plan or standard to be drawn up is done or not done: it can always be dated."""
    if task.deadlines:
        return
    for clause_id in dict.fromkeys((task.clause, *task.clauses)):
        clause = context.document.clause(clause_id)
        for sentence in _sentences_of(clause.id, context):
            for part in segments(sentence):
                match = _PRODUCT.search(context.document.read(part))
                if match and not _DATE_NEAR.search(sentence.text):
                    span = Span(part.start + match.start(), part.start + match.end())
                    said = context.document.quote(span)
                    yield Problem(span, f"“{said}”未见时限。", (part,), cause=str(part))


def _sentences_of(clause: str, context: Context) -> Iterator[Sentence]:
    return (sentence for sentence in context.sentences if sentence.clause.id == clause)


@rule(
    "DL06", "project-finished-before-issue", title="项目在成文之前已到期", each=Project, severity=Severity.WARNING,
    authority="重点项目清单所列应为规划期内实施的项目",
    suggestion="核实进展：已建成的移出清单或改写为续建、投产。", cap=4,
    summary="建设期在成文日期之前已结束的项目共{count}个。",
)  # fmt: skip
def project_finished_before_issue(project: Project, context: Context) -> Iterator[Problem]:
    """A project that should have been finished before the plan was issued is late, or is no plan any more."""
    issued, end = context.document.issued_on, project.end
    if issued is None or end is None:
        return
    month = issued.month or 1
    if (end.year, end.month or 12) < (issued.year, month):
        row = context.document.clause(project.clause).span
        match = _PERIOD_CELL.search(context.document.read(row), _period_begins(project, context.document.read(row)))
        span = Span(row.start + match.start(), row.start + match.end()) if match else project.span
        yield Problem(span, f"项目“{project.name}”应于{end}完成，早于成文日期（{issued}）。", (span,))


def _period_begins(project: Project, text: str) -> int:
    """Where the period of the row begins: its printed end is looked for from the right."""
    hits = [match for match in _PERIOD_CELL.finditer(text) if str(project.end)[:4] in match.group()[-10:]]
    ranges = [match for match in hits if len(match.group()) > 6]
    return (ranges or hits)[-1].start() if hits else 0


@rule(
    "DL07", "target-without-year", title="目标未见完成年份", each=Target, severity=Severity.INFO,
    authority="规划目标应当有目标年", suggestion="补充目标年和基期。", cap=3,
    summary="目标未见完成年份，共{count}处。",
)  # fmt: skip
def target_without_year(target: Target, context: Context) -> Iterator[Problem]:
    """A value without a year can be claimed as reached, or put off, for ever."""
    clause = context.clause_at(target.span)
    if target.year is None and not context.in_background(clause):
        yield Problem(target, f"目标“{target.indicator}”未见完成年份。", (target.span,), cause=str(target.span))


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
                span = Span(clause.span.start + match.start(), clause.span.start + match.end())
                yield Problem(span, f"“{document.quote(span)}”的结束时间早于开始时间。")


# 2024年7月至2023年12月; 2024.07—2023.12
_RANGE = re.compile(
    r"(20[0-4]\d)[年.](?:(\d{1,2})月?)?\s*(?:[—–~～-]{1,2}|至)\s*(20[0-4]\d)(?:[年.](\d{1,2})(?:月|(?![\d%])))?(?=[月年\s，。；）|]|$)"
)
