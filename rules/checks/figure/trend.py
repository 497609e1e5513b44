"""NU and TG: what the text says of a development, and what it promises, against the figures the tables print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.document import Document, Span
from nlp.commitment import Target
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.indicator import value_text
from rules.passage import promise_span, segment_around
from rules.rule import Problem, rule
from rules.series import Point, Series, series_of

SUMS = "公文数据应当准确：党政机关公文处理工作条例第十九条"
_CLAIMS = {
    "each_up": re.compile(
        r"每年都?在?(?:增长|增加|上升)|逐年(?:增长|增加|上升|提高)|连续[^，。；]{0,4}年(?:增长|增加|上升)"
    ),
    "each_down": re.compile(r"每年都?在?(?:下降|减少)|逐年(?:下降|降低|减少)|连续[^，。；]{0,4}年(?:下降|降低|减少)"),
    "up": re.compile(r"(?:有所|明显|快速|大幅|显著|持续)(?:增长|增加|上升)|呈[^，。；]{0,6}(?:增长|上升)(?:趋势|态势)"),
    "down": re.compile(r"(?:有所|明显|大幅|显著|持续)(?:下降|降低|减少)|呈[^，。；]{0,6}(?:下降|降低)(?:趋势|态势)"),
    "slower": re.compile(r"增(?:长率|速|幅)(?:有所|明显|逐步)?(?:放缓|趋缓|收窄|下降|回落)"),
}  # fmt: skip
_SAID = {"each_up": "逐年增长", "each_down": "逐年下降", "up": "增长", "down": "下降", "slower": "增速放缓"}
_SINCE = re.compile(r"((?:19|20)\d\d)年(?:以来|开始|起)|从((?:19|20)\d\d)年")
_YEARS = re.compile(r"(?:19|20)\d\d(?=年)")
_LABEL_NOISE = re.compile(r"[（(].*?[)）]|\s.*$|消费量|消耗量|消费|消耗|总量|合计|规模以上|全社会|全地区|量$")
_RATIO = re.compile(r"强度|单位|人均|率|占比|比重")


@rule(
    "NU15", "trend-and-table-differ", title="文字所述趋势与表中数据不符", each=Document,
    severity=Severity.WARNING, cap=6, authority=SUMS, suggestion="按表中数据改写，或核对数据。",
)  # fmt: skip
def trend_and_table_differ(document: Document, context: Context) -> Iterator[Problem]:
    """「逐年增长」 over a row of figures that falls in between: the table is what readers will trust."""
    series = series_of(document)
    if not series:
        return
    for sentence in context.sentences:
        subject = ""
        for part in sentence.segments:
            text = document.read(part)
            kind = next((name for name, pattern in _CLAIMS.items() if pattern.search(text)), None)
            text = text.replace("调入", "输入").replace("调出", "输出")
            named = [one for one in series if _names(one, text)]
            subject = text if named else subject
            if kind is None:
                continue
            for one in named or [one for one in series if subject and _names(one, subject)]:
                points = _stretch(one, text, sentence)
                if _contradicts(kind, points):
                    values = "、".join(f"{point.year}年{point.value}" for point in points)
                    rows = dict.fromkeys(point.span for point in points)
                    yield Problem(
                        part, f"文中称“{_core(one.label)}”{_SAID[kind]}，表中为{values}。",
                        (segment_around(part, document), *rows), cause=f"{part}{one.label}",
                    )  # fmt: skip


def _core(label: str) -> str:
    """The word that names a series in running text: 综合能源消费量（万吨标准煤） -> 综合能源."""
    plain = re.sub(r"[/／].*$", "", _LABEL_NOISE.sub("", label.replace("\n", " ")))
    return plain or label


def _names(one: Series, text: str) -> bool:
    core = _core(one.label)
    if len(core) < 2 or core not in text:
        return False
    at = text.index(core)
    around = text[max(0, at - 4) : at + len(core) + 4]
    return bool(_RATIO.search(one.label)) == bool(_RATIO.search(around))


def _stretch(one: Series, part: str, sentence: Sentence) -> tuple[Point, ...]:
    """The points that a part of a sentence speaks of: since a year, between the years named, or all."""
    if len(set(_YEARS.findall(part))) == 1 and not _SINCE.search(part):
        return ()
    since = _SINCE.search(sentence.text)
    if since:
        return one.since(int(since[1] or since[2]), None)
    years = sorted(int(year) for year in _YEARS.findall(sentence.text))
    if len(years) > 1 and years[0] != years[-1]:
        return one.since(years[0], years[-1])
    return () if years else one.points


def _contradicts(kind: str, points: tuple[Point, ...]) -> bool:
    if len(points) < 3:
        return False
    steps = [later.value - earlier.value for earlier, later in pairwise(points)]
    change = points[-1].value - points[0].value
    if kind in {"each_up", "each_down"}:
        return any(step < 0 for step in steps) if kind == "each_up" else any(step > 0 for step in steps)
    if kind == "slower":
        rates = [later.value / earlier.value - 1 for earlier, later in pairwise(points) if earlier.value > 0]
        return len(rates) > 1 and rates[-1] > 0 and rates[-1] == max(rates)
    return change < 0 if kind == "up" else change > 0


@rule(
    "TG18", "weaker-than-past-values", title="目标不及本文所列历史水平", each=Target, severity=Severity.WARNING, cap=4,
    authority="规划目标应当以现状为起点，体现改善", suggestion="核对历史数据的口径；口径一致的，说明目标放宽的理由。",
    summary="目标不及本文所列历史水平的指标共{count}项。",
)  # fmt: skip
def weaker_than_past_values(target: Target, context: Context) -> Iterator[Problem]:
    """A target that a table reports as passed years ago; a series is the indicator's own if it holds its baseline."""
    base = target.baseline
    if base is None or base.value is None or base.year is None or target.change or base.value == target.value:
        return
    if len(base.value.normalize().as_tuple().digits) < 3:  # a round number stands in many series by chance
        return
    falls = target.value < base.value
    for one in series_of(context.document):
        if not any(point.year == base.year and point.value == base.value for point in one.points):
            continue
        better = [
            point for point in one.points
            if point.year < base.year and (point.value < target.value if falls else point.value > target.value)
        ]  # fmt: skip
        if better:
            reached = "、".join(f"{point.year}年{point.value}" for point in better)
            yield Problem(
                target,
                f"“{target.indicator}”{target.year}年目标为{value_text(target)}，本文所列历史水平已更好（{reached}）。",
                (promise_span(target, context.document), *(point.span for point in better)), cause=target.indicator,
            )  # fmt: skip
            return


_GROWTH = re.compile(r"(?:增加值|生产总值|GDP).*(?:增长率|增速|增长)$")
_CARBON = re.compile(r"单位.*(?:二氧化碳|碳排放)|碳排放强度")
_PEAK = re.compile(r"(20\d\d)年(?:前|底前)?[^，。；]{0,8}(?:碳排放)?(?:碳)?达峰")


def _peak(document: Document, context: Context) -> re.Match[str] | None:
    """Where the plan names its peak year, in its goals if there."""
    found = list(_PEAK.finditer(document.text))
    goals = [one for one in found if context.in_goals(context.clause_at(Span(one.start(), one.end())))]
    return next(iter(goals or found), None)


@rule(
    "TG19", "growth-and-peak-differ", title="增长、强度目标与达峰目标不能同时成立", each=Document,
    severity=Severity.WARNING, authority="规划各项目标应当相互协调", suggestion="重新测算增长率、强度和达峰年份。",
)  # fmt: skip
def growth_and_peak_differ(document: Document, context: Context, *, least: float = 0.003) -> Iterator[Problem]:
    """Output growing faster than intensity falls means rising emissions: no peak in that stretch (least: a year)."""
    targets = context.commitments.targets
    peak = _peak(document, context)
    growth = [t for t in targets if _GROWTH.search(t.indicator) and t.unit in {"%", "％"} and 0 < t.value < 30]
    levels = [t for t in targets if _CARBON.search(t.indicator) and not t.change and "/" in t.unit and t.year]
    for later in levels:
        same = [t for t in levels if t.indicator == later.indicator and t.year]
        earlier = [t for t in same if (t.year or 0) < (later.year or 0)]
        rates = [t for t in growth if t.year == later.year]
        if not earlier or not rates or peak is None or later.year is None or int(peak[1]) > later.year:
            continue
        first = earlier[-1]
        years = later.year - (first.year or later.year)
        fall = float(later.value / first.value) ** (1 / years) if first.value else 1.0
        rise = (1 + float(rates[0].value) / 100) * fall - 1
        if rise > least:
            said = segment_around(Span(peak.start(), peak.end()), document)
            yield Problem(
                later,
                f"产出年增{rates[0].value}%、强度年降{(1 - fall):.1%}，推算{first.year}—{later.year}年"
                f"碳排放年均增长{rise:.1%}，与{peak[1]}年达峰不一致。",
                (said, promise_span(rates[0], document), promise_span(later, document)),
            )  # fmt: skip
            return


