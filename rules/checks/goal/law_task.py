"""WD: tasks that promise law: which one is to be made or changed?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Span
from nlp.commitment import Task
from rules.context import Context
from rules.finding import Severity
from rules.passage import in_context, own_words, title_span
from rules.rule import Problem, rule

_OF_LAW = re.compile(r"^(?!.*(?:融合|调研|宣传|教育)).*(?:法律|法规|立法|(?<!执)法制|法治(?!政府))")
_PROMISED = re.compile(r"法律|法规|规章|立法|法制|法治")
# 《某条例》, 节约能源法, 专项法规, 应对气候变化立法, 水污染防治、土壤污染防治等法规: what a drafter could begin with
_NAMED = re.compile(
    r"《[^》]+》|[^，。；、]{3,}、[^，。；]{2,}等(?:地方性?)?(?:法规|规章|条例|立法)|[^，。；]{4,}等[^，。；方]{0,30}地方性法规"
    r"|(?<!重点)(?<!相关)(?:领域|气候变化|达峰|中和|防治|保护|利用|交易)(?:地方|专项)?立法|(?:促进|保护|防治|能源|管理|利用|电力|煤炭|节约|交易|建筑)法(?![律规治制])|条例|办法|专项法规|等一批[^，。；]{0,6}法规"
)
# 严格执行……法规 alone is no task of making law
_MADE = re.compile(
    r"(?:制定|制[订修]|修[订改]|完善|健全|出台|起草|研究|推动|推进|清理|加强|建立)[^。；]{0,80}?"
    r"(?:法律|法规|规章|立法|法制|法治|修订)"
)
_CARRIED_OUT = re.compile(r"^(?:全面|严格|认真|积极|深入)?(?:贯彻|落实|执行|遵守|宣传)")


@rule(
    "WD97", "law-without-name", title="完善法规的任务未写明哪部法规", each=Task, severity=Severity.INFO, cap=3,
    authority="任务应当可考核：对象明确",
    suggestion="写明要制定、修订哪部法规规章、由谁起草、何时报审；只是执行现有法规的，改写标题。",
)  # fmt: skip
def law_without_name(task: Task, context: Context) -> Iterator[Problem]:
    """「完善法规制度，强化执法监督」 under a heading of law: no law is named that anybody could begin to draft."""
    document = context.document
    if not context.gives_orders or not _OF_LAW.search(task.title) or task not in context.text_tasks:
        return
    sentences = context.sentences_of(task)
    if not sentences or any(_NAMED.search(one.text) for one in sentences):
        return
    if not any(_makes_law(part, task, context) for one in sentences for part in one.segments):
        return
    parts = [own_words(part, document) for one in sentences for part in one.segments]
    said = [part for part in parts if task.title not in document.read(part) and _PROMISED.search(document.read(part))]
    shown: tuple[Span, ...] = tuple(dict.fromkeys(in_context(part, document) for part in said[:2]))
    if shown:
        yield Problem(
            title_span(task, document), f"任务“{task.title}”没有写明要制定、修订哪部法规。", shown, cause=task.title
        )


def _makes_law(part: Span, task: Task, context: Context) -> bool:
    """True for a segment that has law made or changed; what only carries out the law that there is has none to name."""
    text = context.document.read(own_words(part, context.document))
    return task.title not in text and bool(_MADE.search(text)) and not _CARRIED_OUT.search(text)
