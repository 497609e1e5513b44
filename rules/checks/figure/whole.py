"""NU: do the parts that a sentence lists make the whole that it names?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.rule import Problem, rule

SUMS = "公文数据应当准确：党政机关公文处理工作条例第十九条"
_YEAR = re.compile(r"20\d\d(?:[—–~～-]20\d\d)?年?")
_QUANTITY = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)([^\d\s，。；、（）：:％%./]{1,5}?)(?=$|[，。；、（）：:和及以占]|其中|左右|以上)"
)
_WHOLE = re.compile(r"其中[:：]?")
_TOTAL = re.compile(r"(?:，|、)?(?:合计|共计|总计)[^\d，。；]{0,8}$")
_OPEN = re.compile(r"等$|分别|每|各(?!类)|不低于|不少于|以上|超过|占|左右|约|另|同比|增长|新增|(?<!年)累计")


_GOES_ON = re.compile(r"[、，](?:[^，。；、\d]{1,12}、)?[^，。；、\d]{1,16}\d")  # ，来信、来访举报14件


@dataclass(frozen=True, slots=True)
class _Quantity:
    value: Decimal
    unit: str
    start: int  # of the name before the figure
    stop: int
    name: str


def _quantities(text: str) -> list[_Quantity]:
    """Figures with their unit and the name before them; years are no figures."""
    plain = _YEAR.sub(lambda match: "年" * len(match.group()), text)
    found = []
    for match in _QUANTITY.finditer(plain):
        start = max(plain.rfind(sign, 0, match.start()) for sign in "，。；、：:（和及") + 1
        found.append(_Quantity(Decimal(match[1]), match[2], start, match.end(), plain[start : match.start()]))
    return found


@rule(
    "NU11", "parts-and-whole-differ", title="分项之和与总数不符", each=Document, severity=Severity.ERROR, cap=6,
    authority=SUMS, suggestion="核对总数和各分项。", summary="分项之和与总数不符，共{count}处。",
)  # fmt: skip
def parts_and_whole_differ(document: Document, context: Context, *, nearly: float = 0.8) -> Iterator[Problem]:
    """「6个，其中甲3个、乙2个」: parts that exceed the whole are wrong; parts that nearly make it leave one out.

    Parts that fall short are only reported where they look like all of it: three or more, or named after the whole.
    """
    for sentence in context.all_sentences:
        for whole, parts in (*_of_which(sentence.text), *_totalled(sentence.text)):
            total = sum((part.value for part in parts), Decimal(0))
            if total == whole.value or _rounding(total, whole, parts):
                continue
            if total < whole.value and not _looks_complete(whole, parts, total, nearly):
                continue
            first, last = min(whole.start, parts[0].start), max(whole.stop, parts[-1].stop)
            span = Span(sentence.span.start + first, sentence.span.start + last)
            yield Problem(
                span, f"总数为{whole.value}{whole.unit}，分项之和为{total}{whole.unit}。", (span,), cause=str(span),
                severity=Severity.ERROR if total > whole.value else Severity.WARNING,
            )  # fmt: skip


def _of_which(text: str) -> Iterator[tuple[_Quantity, list[_Quantity]]]:
    """「总数，其中……」: the figure before and the run of figures of its unit behind."""
    for match in _WHOLE.finditer(text):
        before = [one for one in _quantities(text[: match.start()]) if match.start() - one.stop <= 2]
        parts = _run(_quantities(text[match.end() :]), text[match.end() :])
        if before and len(parts) > 1 and all(part.unit == before[-1].unit for part in parts):
            shift = match.end()
            moved = [_Quantity(p.value, p.unit, p.start + shift, p.stop + shift, p.name) for p in parts]
            yield before[-1], moved


def _run(quantities: list[_Quantity], text: str) -> list[_Quantity]:
    """The figures that follow each other as 甲3个、乙2个, each with a name of its own."""
    run: list[_Quantity] = []
    for one in quantities:
        gap = text[run[-1].stop if run else 0 : one.start]
        if gap not in {"", "、", "，", "和", "及", "以及"} or _OPEN.search(one.name) or not one.name.strip():
            break
        if run and one.unit != run[0].unit:
            break
        run.append(one)
    if run and _GOES_ON.match(text[run[-1].stop :]):  # a part that could not be read: the list is longer
        return []
    return run


def _totalled(text: str) -> Iterator[tuple[_Quantity, list[_Quantity]]]:
    """「甲3个、乙2个，合计5个」: any run of figures right before the total may be its parts."""
    quantities = _quantities(text)
    for at, one in enumerate(quantities):
        if not _TOTAL.search(text[quantities[at - 1].stop if at else 0 : one.start] + one.name):
            continue
        parts: list[_Quantity] = []
        for part in reversed(quantities[:at]):
            gap = text[part.stop : parts[-1].start if parts else one.start]
            if part.unit != one.unit or _OPEN.search(part.name) or gap not in {"", "、", "，", "和", "及"}:
                break
            parts.append(part)
        parts.reverse()
        sums = [sum((part.value for part in parts[start:]), Decimal(0)) for start in range(len(parts))]
        if len(parts) > 1 and one.value not in sums:
            yield one, parts


def _rounding(total: Decimal, whole: _Quantity, parts: list[_Quantity]) -> bool:
    """Figures of like decimals are rounded ones and may miss by their last place; 1.5, 1.2 and 1 are exact amounts."""
    decimals = {-int(one.value.as_tuple().exponent) for one in (whole, *parts)}
    places = max(decimals)
    if places == 0 or len(decimals) > 1:
        return False
    return abs(total - whole.value) <= Decimal(1).scaleb(-places) * len(parts) / 2


def _looks_complete(whole: _Quantity, parts: list[_Quantity], total: Decimal, nearly: float) -> bool:
    if total < whole.value * Decimal(str(nearly)):
        return False
    noun = whole.name[-3:]
    return len(parts) > 2 or (len(noun) == 3 and all(part.name.endswith(noun) for part in parts))
