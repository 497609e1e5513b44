"""DL: does a plan that is to be carried out by stages say which, and when its key projects are due?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from ingest.document import Document, Section, Span
from rules.checks.goal.carried import is_work
from rules.context import Context
from rules.finding import Severity
from rules.passage import segment_after, shortened
from rules.rule import Problem, rule

DATED = "任务应当明确完成时限：《国务院工作规则》对决策部署落实“明确责任和时限”的要求"
_BY_STAGES = re.compile(
    r"分(?:阶段|步骤|步|批|期)(?:、?分?(?:阶段|步骤|步|批次?|期|类|行业|领域|区域))?[^，。；]{0,4}"
    r"(?:推进|实施|统筹|落实|达峰|开展|完成|有序|制定|部署)"
)
_YEAR = re.compile(r"到?20\d\d年(?:底|末)?(?=，)")
# 首批选取…待取得突破后再…, 其他行业梯度达峰: one after the other, whatever the steps are called
_SEQUENCE = re.compile(
    r"首批|下一批|第[一二三]批|第[一二三]阶段|先行(?:开展|启动|实施)[^。]{0,40}(?:再|逐步|后续)"
    r"|(?:率先|20\d\d年前)[^。；]{0,40}其他[^。；]{0,30}(?:20\d\d年|梯[度次]|随后)"
)
_MOST_YEARS = 1  # years that the tasks may bear


@rule(
    "DL80", "stages-announced-only", title="提出分阶段推进而全文没有阶段", each=Document, severity=Severity.INFO,
    authority=DATED, suggestion="写明分几个阶段、各阶段的起止时间和要完成的事项。",
)  # fmt: skip
def stages_announced_only(document: Document, context: Context) -> Iterator[Problem]:
    """分阶段分步骤推进, in a plan without stages whose tasks bear one year or none: the steps are never told."""
    years = {one.end.year for task in context.commitments.tasks for one in task.deadlines if one.end is not None}
    if not context.gives_orders or context.is_yearly or context.commitments.stages or len(years) > _MOST_YEARS:
        return
    if any(_SEQUENCE.search(one.text) for one in context.sentences if not context.in_background(one.clause)):
        return
    announced = [
        part for one in context.sentences
        if not context.in_background(one.clause) and not context.in_annex(one.clause)
        for part in one.segments if _BY_STAGES.search(document.read(part))
    ]  # fmt: skip
    if announced:
        yield Problem(
            announced[0], f"“{shortened(document.quote(announced[0]))}”，全文未见各阶段的时间和内容。",
            (*announced[:4], *_dated_goals(context)),
        )  # fmt: skip


def _dated_goals(context: Context, most: int = 3) -> tuple[Span, ...]:
    """All the years that the plan has: those of its goals."""
    found = [
        segment_after(one.span.place(match), one.span.stop, context.document)
        for one in context.sentences if context.in_goals(one.clause)
        for match in [_YEAR.search(one.text)] if match
    ]  # fmt: skip
    return tuple(found[:most])


_KEY_PROJECTS = re.compile(r"重点(?:工程|项目|行动)|重大(?:工程|项目)")
_DATED = re.compile(r"20\d\d(?=\s?年|[-—–~～至])|年底|年内|“?十[三四五六]五|期末|附表|附件")  # or told in a list


@rule(
    "DL81", "key-projects-without-dates", title="重点工程多数未见时间", each=Section, severity=Severity.INFO,
    authority=DATED, suggestion="为各项重点工程写明起止时间和牵头单位，或附项目清单。",
)  # fmt: skip
def key_projects_without_dates(section: Section, context: Context, *, fewest: int = 4) -> Iterator[Problem]:
    """A chapter of key projects, most of which never say when: these of all things can be dated."""
    document = context.document
    listed = len(context.commitments.projects) > fewest or context.in_annex(context.clause_at(section.span))
    if not context.gives_orders or context.is_yearly or listed or not _KEY_PROJECTS.search(section.title):
        return
    projects = [one for one in document.sections if one.parent == section.id and one.level > 0]
    undated = [one for one in projects if not _DATED.search(document.read(one.span))]
    if len(projects) >= fewest and len(undated) * 2 >= len(projects):
        shown = [span for one in undated for span in (one.heading, *_work(one, context))]
        yield Problem(
            section, f"“{section.title}”所列{len(projects)}项中有{len(undated)}项未见时间。",
            (section.heading, *shown[:30]),
        )  # fmt: skip


def _work(section: Section, context: Context, each: int = 3) -> list[Span]:
    """The first pieces of work of a project."""
    parts = (
        part for one in context.sentences if section.span.covers(one.span) and not section.heading.covers(one.span)
        for part in one.segments
    )  # fmt: skip
    return list(islice((part for part in parts if is_work(context.document.read(part))), each))
