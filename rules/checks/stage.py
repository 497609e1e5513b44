"""DL: does a plan that is to be carried out by stages say which?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.context import Context, segments
from rules.finding import Severity
from rules.passage import segment_after
from rules.rule import Problem, rule

DATED = "任务应当明确完成时限：《国务院工作规则》对决策部署落实“明确责任和时限”的要求"
_BY_STAGES = re.compile(
    r"分(?:阶段|步骤|步|批|期)(?:、?分?(?:阶段|步骤|步|批次?|期|类|行业|领域|区域))?[^，。；]{0,4}"
    r"(?:推进|实施|统筹|落实|达峰|开展|完成|有序|制定|部署)"
)
_YEAR = re.compile(r"到?20\d\d年(?:底|末)?(?=，)")
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
    announced = [
        part for one in context.sentences
        if not context.in_background(one.clause) and not context.in_annex(one.clause)
        for part in segments(one) if _BY_STAGES.search(document.read(part))
    ]  # fmt: skip
    if announced:
        yield Problem(
            announced[0], f"“{document.quote(announced[0])[:30]}”，全文未见各阶段的时间和内容。",
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
