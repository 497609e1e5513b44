"""TG: does the plan put a number, and a division among places, to what it promises?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pydantic import model_validator

from ingest.document import Document
from rules.checks.goal.bare_goal import aims
from rules.context import Context
from rules.finding import Severity
from rules.passage import in_context, merged, title_span
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

MEASURABLE = "规划目标应当可量化、可评估，并落实到任务"
_PROMISES = DATA / "promises.yaml"
_FIGURE = re.compile(r"\d")
_VALUE = r"(?<![\d.])\d[\d.,]*(?![\d.,]|年)"  # a number that is no year
# 分解各市目标, 分档确定各县指标
_DIVIDED = re.compile(
    r"分解(?:下达|落实|确定)?[^，。；、]{0,8}(?:减排量|削减量|节能量|消费量|约束性指标|控制目标|控制指标|减排目标|节能目标)"
    r"|(?:分解|确定(?!的)|核定(?!的)|下达|分配)[^，。；]{0,14}?(?:各?[市县区旗州](?!场)|县区|地区)[^，。；]{0,16}(?:目标|指标|任务)"
    r"|将[^，。；]{0,16}(?:目标|指标)[^，。；]{0,8}分解[^，。；]{0,12}(?:各?[市县区旗州]|企业|部门|单位)"
)
# 开展各县目标责任考核: what the division is needed for
_ASSESSED = re.compile(
    r"(?:各[市县区旗州]|各地|县区|地区)[^，。；]{0,12}(?:政府|管委会)?[^，。；]{0,10}目标[^，。；]{0,6}(?:责任)?[^，。；]{0,6}(?:评价)?考核"
)
_TABLED = re.compile(r"附件|附表|见表|详见|另行下达|已下达|已分解")


class _Promise(Strict):
    name: str
    said: str
    number: str
    example: str

    @model_validator(mode="after")
    def _can_fire(self) -> _Promise:
        if not re.search(self.said, self.example) or not re.compile(self.number):
            raise ValueError(f"“{self.name}”的表达式在自己的例子里也不命中")
        return self


class _Promises(Strict):
    promises: tuple[_Promise, ...]


@cache
def _promises() -> tuple[_Promise, ...]:
    return load_strict(_PROMISES, _Promises).promises


@rule(
    "TG16", "promise-without-figure", title="提出要求而全文没有相应数值", each=Document, severity=Severity.INFO, cap=3,
    authority=MEASURABLE, suggestion="补充相应的数值目标，或注明由哪一文件下达。",
    summary="提出要求而全文没有相应数值，共{count}项。",
)  # fmt: skip
def promise_without_figure(document: Document, context: Context) -> Iterator[Problem]:
    """双控 without a total, cuts of coal without tonnes: a promise that no figure anywhere in the plan measures."""
    if not context.is_plan:
        return
    figures = [
        sentence.text for sentence in context.all_sentences
        if _FIGURE.search(sentence.text) and not context.in_background(sentence.clause)
    ]  # fmt: skip
    for promise in _promises():
        said = re.compile(promise.said)
        number = re.compile(
            rf"(?:{promise.number})[^，。；]{{0,24}}?{_VALUE}|{_VALUE}[^，。；\d年]{{0,8}}(?:{promise.number})"
        )
        if any(number.search(text) for text in figures):
            continue
        places = [
            (sentence, match) for sentence in context.sentences
            if not context.in_background(sentence.clause) and (match := said.search(sentence.text))
        ]  # fmt: skip
        if places:
            spans = [s.span.place(m) for s, m in places[:6]]
            yield Problem(
                spans[0], f"提出“{document.quote(spans[0])}”，本文未见{promise.name}的数值目标。",
                tuple(dict.fromkeys(in_context(span, document) for span in spans)), cause=promise.name,
            )  # fmt: skip


@rule(
    "TG17", "division-not-given", title="提出分解目标而未见分解结果", each=Document, severity=Severity.INFO, cap=3,
    authority=MEASURABLE, suggestion="附上分地区（单位）的目标分解表，或写明下达时间。",
)  # fmt: skip
def division_not_given(document: Document, context: Context) -> Iterator[Problem]:
    """Targets to be divided among places or firms, with no table of them: nobody below knows its share."""
    found, assessed = [], []
    for sentence in context.sentences:
        if match := _ASSESSED.search(sentence.text):
            assessed.append(sentence.span.place(match))
        match = _DIVIDED.search(sentence.text)
        if match and not _TABLED.search(sentence.text) and not context.in_background(sentence.clause):
            found.append(sentence.span.place(match))
    if found and not has_division(document):
        spans = tuple(in_context(span, document) for span in (*found[:6], *assessed[:2]))
        yield Problem(found[0], "要求分解目标，本文未见分地区（单位）的分解结果。", spans)


def has_division(document: Document) -> bool:
    """True where some table has places down its rows or across its columns."""
    for table in document.tables:
        first = [document.read(row[0].span).strip() for row in table.rows if row]
        second = [document.read(row[1].span).strip() for row in table.rows if len(row) > 1]
        top = [document.read(cell.span).strip() for cell in table.rows[0]] if table.rows else []
        if any(sum(bool(re.search(r"[市县区旗州盟]$", name)) for name in names) >= 4 for names in (first, second, top)):
            return True
    return False


_PURPOSE = re.compile(r"^为(?!全面贯彻党)|(?:制[定订]|提出)(?:如下|以下|本)")
_EFFECT = re.compile(r"确保|实现|推动|推进|促进|提升|改善|建立|加快|做好")
_BY_YEAR = re.compile(r"(?:到|至|“?十[四五六]五”?|20\d\d年)[^，。；]{0,8}(?:年|末|期间|底|前)")
_GIVES_MONEY = re.compile(r"支持|激励|奖励|补助|扶持|惩戒|约束")


@rule(
    "TG60", "plan-without-goals", title="全文没有目标", each=Document, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="增加目标一节，写明到哪一年做到什么；不另设目标的，注明由哪一文件的目标考核。",
)  # fmt: skip
def plan_without_goals(
    document: Document, context: Context, *, least_tasks: int = 6, few_values: int = 5
) -> Iterator[Problem]:
    """Many tasks and a purpose, and no chapter that says what they are to bring about by when.

    few_values: so many values in the tasks themselves are named, though nobody adds them up.
    """
    tasks = context.text_tasks
    if not context.gives_orders or context.is_yearly or len(tasks) < least_tasks or _GIVES_MONEY.search(document.title):
        return
    first = min(task.span.start for task in tasks)
    of_tasks = context.tasks_by_clause
    opening = [one for one in context.sentences if one.span.start < first and one.clause.id not in of_tasks]
    goals = any(context.in_goals(clause) for clause in document.clauses)
    if goals or any(_BY_YEAR.search(re.sub("《[^》]*》|“[^”]{5,}”", "", one.text)) for one in opening):
        return
    scattered = sum(task.span.covers(one.span) for one in context.commitments.targets for task in tasks)
    unseen = (
        f"{scattered}个目标值散在各项任务里，没有汇总成总体目标"
        if scattered >= few_values else "看不出总体上到哪一年要做到什么"
    )  # fmt: skip
    purpose = [one for one in opening if _PURPOSE.search(one.text)]
    effects = [
        part for one in purpose[:1] for part in one.segments
        if _EFFECT.search(document.read(part)) and not re.search("《|(?:如下|以下)[^，]*$", document.read(part))
    ]  # fmt: skip
    shown = (*(in_context(part, document) for part in effects[-2:]), *merged(list(aims(context, goals=False)))[:4])
    yield Problem(
        shown[0] if shown else title_span(tasks[0], document),
        f"全文{len(tasks)}项任务，没有目标一节，{unseen}。", tuple(dict.fromkeys(shown)),
    )  # fmt: skip
