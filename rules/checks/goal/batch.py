"""TG: things that the goals count: does the work that brings them keep the count?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from nlp.commitment import Target
from rules.checks.goal.quantity import FIGURE
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.indicator import value_text
from rules.passage import in_context, own_words, promise_span
from rules.rule import Problem, rule

_PIECES = frozenset("个家户座所处项名人支条台件位")
_TAIL = 4  # characters that tell of which kind a thing is


def _is_count(target: Target) -> bool:
    return target.unit in _PIECES and not target.change


def _own_counts(context: Context) -> list[Target]:
    """The counts that the plan sets itself, in the text or a table."""
    return [
        one for one in context.commitments.targets
        if _is_count(one) and not context.in_background(context.clause_at(one.span))
        and not context.in_annex(context.clause_at(one.span))
    ]  # fmt: skip


# 一批……人才, 一批……载体: the count of the goal has gone
_BATCH = re.compile(r"一批[^，。；]{0,40}")
_OF_KIND = re.compile(r"(?:人才|团队|载体|企业家|创新中心|实验室|示范区|示范园|高新区|综合体|基地|工厂|园区|产业集群)")


@rule(
    "TG97", "count-turned-batch", title="目标有数量而任务只写“一批”", each=Document, severity=Severity.INFO, cap=3,
    authority="规划目标应当可量化、可评估，并落实到任务",
    suggestion="在任务中写明与目标相同的数量，或写明由哪些任务分别承担多少。",
)  # fmt: skip
def count_turned_batch(document: Document, context: Context, *, most: int = 3) -> Iterator[Problem]:
    """Goals count fifty of a thing, the task that brings them a batch: whoever carries it out need not bring fifty."""
    goals = [one for one in _own_counts(context) if context.in_goals(context.clause_at(one.span))]
    of_tasks = [one for one in context.sentences if one.clause.id in context.tasks_by_clause]
    of_tasks = [one for one in of_tasks if not context.in_goals(one.clause)]
    batches = list(_batches(of_tasks, context))
    for kind in dict.fromkeys(_kind(one.indicator) for one in goals):
        mine = [one for one in goals if one.indicator.endswith(kind)]
        found = [span for span in batches if kind in document.read(span)]
        counted = any(kind in one.text and FIGURE.search(one.text) for one in of_tasks)
        if mine and found and not counted:
            shown = [in_context(promise_span(one, document), document) for one in mine[:most]]
            shown += [in_context(span, document) for span in found[:most]]
            yield Problem(
                found[0], f"目标为“{mine[0].indicator}”{value_text(mine[0])}，任务只写“一批”{kind}，没有数量。",
                tuple(dict.fromkeys(shown)), cause=kind,
            )  # fmt: skip


def _kind(indicator: str) -> str:
    """The word that says what is counted: 人才 of 领军人才, but 技术企业 of 高新技术企业: not any firm is meant."""
    words = _OF_KIND.findall(indicator)
    return words[-1] if words and indicator.endswith(words[-1]) else indicator[-_TAIL:]


def _batches(sentences: list[Sentence], context: Context) -> Iterator[Span]:
    """The segments that promise a batch."""
    for sentence in sentences:
        for part in (own_words(one, context.document) for one in sentence.segments):
            if _BATCH.search(context.document.read(part)):
                yield part
