"""DL, WD, TG: what a plan orders without the day, the interval, the sum or the limit that a check of it needs.

Each rule gathers all places of its kind in one finding: a list to go through with the bodies in charge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from ingest.document import Document, Span
from rules.context import Context, Sentence, segments
from rules.finding import Severity
from rules.passage import own_words, widened
from rules.rule import Problem, rule
from rules.yaml_file import Strict, load_strict

_FILE = Path(__file__).resolve().parents[1] / "data" / "open_ends.yaml"
DATED = "任务应当明确完成时限：《国务院工作规则》对决策部署落实“明确责任和时限”的要求"
ASSESSABLE = "任务应当可考核：有时限、间隔、数量或界限"
_MOST = 24  # passages of one list


class _OpenEnd(Strict):
    said: str = Field(min_length=2)
    unless: str = Field(min_length=2)
    not_here: str = Field(min_length=1)
    sample: str

    @model_validator(mode="after")
    def _can_fire(self) -> _OpenEnd:
        harmless = any(re.search(one, self.sample, re.VERBOSE) for one in (self.unless, self.not_here))
        if harmless or not re.search(self.said, self.sample, re.VERBOSE):
            raise ValueError(f"表达式在自己的例子“{self.sample}”里不命中")
        return self


class _OpenEnds(Strict):
    whole_outcomes: _OpenEnd
    limits: _OpenEnd
    platforms: _OpenEnd
    founded: _OpenEnd
    intervals: _OpenEnd
    conveners: _OpenEnd
    thresholds: _OpenEnd
    hedged: _OpenEnd
    money: _OpenEnd


@cache
def _words(kind: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The expressions of one kind: what is said, what closes the end, what makes it harmless."""
    entry: _OpenEnd = getattr(load_strict(_FILE, _OpenEnds), kind)
    said, unless, not_here = (re.compile(one, re.VERBOSE) for one in (entry.said, entry.unless, entry.not_here))
    return said, unless, not_here


def left_open(context: Context, kind: str, *, goals: bool = True, next_too: bool = False) -> list[Span]:
    """The segments that say a thing of this kind with what belongs to them, where their sentence leaves the end open.

    goals: look in the chapters of goals too; next_too: the sentence behind may close the end as well.
    """
    said, unless, not_here = _words(kind)
    found: list[Span] = []
    for at, sentence in enumerate(context.sentences):
        if not _orders(sentence, context) or (not goals and context.in_goals(sentence.clause)):
            continue
        behind = context.sentences[at + 1].text if next_too and at + 1 < len(context.sentences) else ""
        if unless.search(sentence.text + behind):
            continue
        parts = tuple(own_words(part, context.document) for part in segments(sentence))
        for match in said.finditer(sentence.text):
            start = sentence.span.start + match.start()
            here = next((number for number, part in enumerate(parts) if part.start <= start < part.stop), None)
            if here is None or not_here.search(context.document.read(parts[here])):
                continue
            if not found or parts[here].start >= found[-1].stop:
                found.append(widened(here, parts))
    return found


_GUIDANCE = re.compile(r"指导思想|原则|总体思路|总体要求$")


def _orders(sentence: Sentence, context: Context) -> bool:
    """True for what the plan itself orders: no report of what was, no principle, no annex, no heading."""
    clause, document = sentence.clause, context.document
    if clause.section is None or context.in_background(clause) or context.in_annex(clause):
        return False
    section = document.section(clause.section)
    return not section.heading.covers(sentence.span) and not _GUIDANCE.search(section.title)


def _list(context: Context, spans: list[Span], one: str, many: str) -> Iterator[Problem]:
    """One finding for the plan; `one` takes {said}, `many` the count as well."""
    if not spans or not context.gives_orders:
        return
    said = context.document.quote(spans[0])
    said = said if len(said) <= 30 else f"{said[:30]}……"
    yield Problem(
        spans[0], (one if len(spans) == 1 else many).format(said=said, count=len(spans)), tuple(spans[:_MOST])
    )


@rule(
    "DL41", "whole-outcome-without-date", title="要求全部做到而未见时限", each=Document, severity=Severity.INFO,
    authority=DATED, suggestion="写明全部做到的最后日期和现状；不能全部做到的，改写范围。",
)  # fmt: skip
def whole_outcome_without_date(document: Document, context: Context) -> Iterator[Problem]:
    """全覆盖, 全部纳入, 应改尽改: what is to hold for all can only be checked on a day."""
    if not context.is_yearly:
        yield from _list(
            context, left_open(context, "whole_outcomes", goals=False), "“{said}”要求全部做到，所在句未见时限。",
            "要求全部做到而所在句未见时限，共{count}处，如“{said}”。",
        )  # fmt: skip


@rule(
    "DL42", "limit-without-length", title="限期、分期而未写期限", each=Document, severity=Severity.INFO,
    authority=DATED, suggestion="写明期限的长短、从何时起算、由谁确定；分步、分期的写明各步的时间。",
)  # fmt: skip
def limit_without_length(document: Document, context: Context) -> Iterator[Problem]:
    """限期改造, 逾期关闭, 分步实施: consequences hang on a limit that the plan does not give."""
    yield from _list(
        context, left_open(context, "limits", next_too=True), "“{said}”未写期限多长、由谁确定。",
        "限期、逾期、分步等要求未写期限，共{count}处，如“{said}”。",
    )  # fmt: skip


@rule(
    "DL43", "platform-without-date", title="要建的平台、系统、基金未见时限", each=Document, severity=Severity.INFO,
    authority=DATED, suggestion="写明建成（设立）时间和牵头单位。",
)  # fmt: skip
def platform_without_date(document: Document, context: Context) -> Iterator[Problem]:
    """A platform, a system, a fund is there or not there: its day can always be given."""
    if not context.is_yearly:
        yield from _list(
            context, to_be_set_up(context), "“{said}”未见建成时限。",
            "要建的平台、系统、基金等所在句未见时限，共{count}处，如“{said}”。",
        )  # fmt: skip


def to_be_set_up(context: Context) -> list[Span]:
    """What the plan wants to be there and gives no day for: platforms, systems, funds, alliances."""
    return sorted({one for kind in ("platforms", "founded") for one in left_open(context, kind, goals=False)})


@rule(
    "WD41", "interval-left-open", title="检查、报告只说定期、及时", each=Document, severity=Severity.INFO,
    authority=ASSESSABLE, suggestion="写明多久一次、由谁向谁报告、以什么为准。",
)  # fmt: skip
def interval_left_open(document: Document, context: Context) -> Iterator[Problem]:
    """Checks and reports that come 定期, 不定期 or 及时, to nobody in particular, need never come."""
    yield from _list(
        context, left_open(context, "intervals"), "“{said}”未写间隔。",
        "检查、报告、反馈只说定期、及时等，未写间隔，共{count}处，如“{said}”。",
    )  # fmt: skip


@rule(
    "WD42", "body-without-convener", title="要设的协调机构未写牵头和组成", each=Document, severity=Severity.INFO,
    authority="任务应当落实到人：由谁召集、谁参加、多久一次", suggestion="写明召集人或牵头单位、成员单位和议事间隔。",
)  # fmt: skip
def body_without_convener(document: Document, context: Context) -> Iterator[Problem]:
    """A joint conference or a task force that nobody is told to call together."""
    yield from _list(
        context, left_open(context, "conveners", next_too=True), "“{said}”未写由谁牵头、谁参加。",
        "要设的协调机构未写由谁牵头、谁参加，共{count}处，如“{said}”。",
    )  # fmt: skip


@rule(
    "WD43", "threshold-left-open", title="以程度划定对象或后果而无界限", each=Document, severity=Severity.INFO,
    authority=ASSESSABLE, suggestion="写明界限：数值、名单，或由谁按什么标准认定。",
)  # fmt: skip
def threshold_left_open(document: Document, context: Context) -> Iterator[Problem]:
    """耗水量较大的, 情况特殊, 进展缓慢: words of degree that decide who is meant, or who is called to account."""
    spans = sorted({*left_open(context, "thresholds"), *left_open(context, "hedged")})
    yield from _list(
        context, spans, "“{said}”没有可以判定的界限。",
        "以程度划定对象、条件或后果而没有界限，共{count}处，如“{said}”。",
    )  # fmt: skip


@rule(
    "TG43", "money-without-sum", title="资金支持未见金额", each=Document, severity=Severity.INFO,
    authority=ASSESSABLE, suggestion="写明金额或比例、来源和由哪一级安排；不能确定的，写明何时确定。",
)  # fmt: skip
def money_without_sum(document: Document, context: Context) -> Iterator[Problem]:
    """More money, a fund, an award: promised without a sum, a source or somebody who gives it."""
    yield from _list(
        context, left_open(context, "money"), "“{said}”未见金额。",
        "提出资金支持而所在句未见金额，共{count}处，如“{said}”。",
    )  # fmt: skip
