"""RS: governments of places that stand together everywhere but once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ingest.document import Document
from nlp.commitment import Task
from rules.context import Context
from rules.finding import Severity
from rules.passage import opening_span
from rules.rule import Problem, rule

_LOCAL = re.compile(r"政府$|管委会$|管理委员会$|行署$|公署$|^各[^局厅委]*$")


@rule(
    "RS40", "companion-left-out", title="总是并列的单位漏列一次", each=Document, severity=Severity.INFO, cap=4,
    authority="责任分工前后一致：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位及责任分工）",
    suggestion="核对该任务是否也由这一单位承担；不由其承担的，保持原样。",
    summary="总是并列的单位在{count}项任务中漏列。",
)  # fmt: skip
def companion_left_out(document: Document, context: Context, *, together: int = 5) -> Iterator[Problem]:
    """A kind of place that follows another in every list but one was forgotten there.

    together: in how many tasks at least the two must stand side by side.
    """
    lists = [(task, _places(task)) for task in context.text_tasks]
    pairs = Counter(pair for _, names in lists for pair in dict.fromkeys(pairwise(names)))
    for (one, other), times in sorted(pairs.items()):
        if times < together:
            continue
        for known, missing in ((one, other), (other, one)):
            without = [task for task, names in lists if known in names and missing not in names]
            alone = [task for task, names in lists if missing in names and known not in names]
            if len(without) == 1 and not alone:
                yield _problem(without[0], known, missing, times, document)


def _places(task: Task) -> tuple[str, ...]:
    """The governments of places that a task names, in order: departments may well differ from task to task."""
    mentions = sorted(task.bureaus, key=lambda mention: mention.span)
    return tuple(dict.fromkeys(mention.name for mention in mentions if _LOCAL.search(mention.name)))


def _problem(task: Task, known: str, missing: str, times: int, document: Document) -> Problem:
    mention = next(one for one in task.bureaus if one.name == known)
    return Problem(
        task,
        f"任务“{task.title}”列了“{known}”而没有“{missing}”；本文另有{times}项任务两者并列，从不单列。",
        (mention.span, opening_span(task, document)), cause=f"{known}{missing}",
    )  # fmt: skip
