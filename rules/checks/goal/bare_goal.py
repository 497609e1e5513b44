"""TG: headings that promise to move a quantity, and whole plans, that hold no figure to measure the promise by."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from nlp.commitment import Task
from rules.checks.goal.quantity import FIGURE, is_measured, moved
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.passage import in_context, merged, own_words, title_span
from rules.rule import Problem, rule

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_HEDGED = re.compile(r"力争|尽量|如有|有条件|原则上|优先|逐步|鼓励|推动|提高|扩大|降低|推进|实现")
# 到某年全面执行某标准: all of it, which can be checked as well as a number
WHOLLY = re.compile(
    r"(?:20\d\d年|十[四五六]五)[^。；]{0,40}(?:全面|全部|基本|普遍|完全)(?:执行|实现|建成|完成|达到|推行|落实|消除|淘汰|覆盖)"
)
_SET_ELSEWHERE = re.compile(r"(?:负|零)增长|下达的?[^，。；]{0,12}指标")  # 较某年负增长, 省下达的指标内


@rule(
    "TG72", "title-moves-without-figure", title="标题要求提高、降低而正文没有数值", each=Task, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="写明现状值、目标值和年份；没有数值的，改写标题。", cap=4,
    summary="标题要求提高、降低某一比率或总量而正文没有数值的任务共{count}项。",
)  # fmt: skip
def title_moves_without_figure(task: Task, context: Context) -> Iterator[Problem]:
    """「（三）提高再生水利用率」 over a text without a figure: nobody can say when the task is done."""
    if task not in context.text_tasks:
        return
    match = moved(task.title)
    sentences = context.sentences_of(task)
    if match is None or any(FIGURE.search(_body(one, task)) for one in sentences) or is_measured(match[1], context):
        return
    if any(WHOLLY.search(one.text) or _SET_ELSEWHERE.search(one.text) for one in sentences):
        return
    parts = [own_words(part, context.document) for one in sentences for part in one.segments]
    shown = [part for part in parts if task.title not in context.document.read(part) and _HEDGED.search(
        context.document.read(part))]  # fmt: skip
    title = title_span(task, context.document)
    yield Problem(
        title, f"任务以“{match.group()}”为题，正文没有数值。",
        (title, *dict.fromkeys(in_context(part, context.document) for part in shown[:3])), cause=task.title,
    )  # fmt: skip


def _body(sentence: Sentence, task: Task) -> str:
    """The sentence without the heading in it, whose number is no figure."""
    return re.sub(r"^\s*[（(]?\d+[）)、.．]", "", sentence.text.replace(task.title, ""))


# holds from now on, for whatever is built: no goal that is reached one day
_STANDING = re.compile(r"绿地率|容积率|电能利用效率|PUE|新建|履约率")
_SET_UP = re.compile(r"机制|制度(?!标准)")
_AIMS = re.compile(r"总体要求|总体思路|指导思想|目标|总体定位")
_WORKS_FOR = re.compile(
    r"^(?:科学|全面|大力|持续|深入|加快|着力|不断|有效|切实|努力|进一步|到\d{4}年|[^，。；]{2,12})?(?:开展|增强|提升|提高|改善|扩大|降低|减少|形成|建立|建成|构建|实现|推动|推进|促进|打造|优化|健全|遏制)"
)
_LOYAL = re.compile(r"习近平|党的|中央|思想|会议|讲话|新发展|理念|原则|坚持|精神|《|布局|部署")


@rule(
    "TG73", "plan-without-target-values", title="目标没有可以核对的数值", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="写明目标年和主要目标值；由上级或另外的文件规定的，注明文件名称和数值。",
)  # fmt: skip
def plan_without_target_values(
    document: Document, context: Context, *, fewest_tasks: int = 8
) -> Iterator[Problem]:  # fmt: skip
    """Many tasks, goals, and not one value in the whole plan: nobody can say whether it worked."""
    values = [
        one for one in context.commitments.targets
        if not _STANDING.search(one.indicator) and not context.in_annex(context.clause_at(one.span))
        and not context.in_background(context.clause_at(one.span))
    ]  # fmt: skip
    if not context.gives_orders or context.is_yearly or len(context.text_tasks) < fewest_tasks or values:
        return
    spans = list(aims(context, goals=True))
    shown = merged(spans)
    set_up = sum(bool(_SET_UP.search(document.read(one))) for one in spans)
    if _SET_UP.search(document.title) and set_up * 2 > len(spans):
        return  # whether a scheme is there or not can be seen without a number
    if shown:
        yield Problem(
            shown[0], f"{len(context.text_tasks)}项任务，目标部分没有一个可以核对的数值。", tuple(shown[:8])
        )  # fmt: skip


def aims(context: Context, goals: bool) -> Iterator[Span]:
    """What the plan says that it works for: under its goals, or in the chapter on what it is about."""
    for sentence in context.sentences:
        section = context.document.section(sentence.clause.section) if sentence.clause.section else None
        above = context.document.ancestry(section.id) if section else ()
        if context.in_background(sentence.clause) or any("原则" in one.title for one in above):
            continue
        if not (context.in_goals(sentence.clause) if goals else any(_AIMS.search(one.title) for one in above)):
            continue
        for part in sentence.segments:
            text = context.document.read(part).strip()
            if _WORKS_FOR.match(text) and not _LOYAL.search(text) and not FIGURE.search(text) and len(text) >= 8:
                yield part
