"""NU: can two figures that are printed together both be right?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.rule import Problem, rule

UNITS = "综合能耗计算通则（GB/T 2589）；公文数据应当准确"
# 节能量3204吨标准煤 / 节约标煤1.2万吨
_SAVED = re.compile(
    r"(?:节能量?|节约)[^，。；\d]{0,14}(\d[\d.]*)\s*(万)?吨(?:标准煤|标煤|ce)|节约标准?煤[^，。；\d]{0,6}(\d[\d.]*)\s*(万)?吨"
)
# 减少二氧化碳排放量8500吨 / 减排CO2 8500吨
_AVOIDED = re.compile(
    r"(?:减少|减排|降低|少排放?)[^，。；\d]{0,8}(?:二氧化碳|CO2|CO₂|碳排放)[^，。；\d]{0,8}(\d[\d.]*)\s*(万)?吨"
)
_LAND = re.compile(r"(?:占地|用地)[^，。；\d]{0,8}(\d[\d,.]*)\s*(万)?(亩|公顷|平方米|m2|m²|㎡)")
_FLOOR = re.compile(r"(?:总)?建筑面积[^，。；\d]{0,6}(\d[\d,.]*)\s*(万)?(?:平方米|m2|m²|㎡)")
_SQUARE_METRES = {"亩": Decimal("666.67"), "公顷": Decimal(10000)}


def _value(printed: str, ten_thousands: str | None) -> Decimal:
    return Decimal(printed.replace(",", "").rstrip(".")) * (10000 if ten_thousands else 1)


@rule(
    "NU12", "saving-and-avoided-carbon-differ", title="节能量与减碳量不匹配", each=Document, severity=Severity.WARNING,
    authority=UNITS, suggestion="核对两个数据及其单位。", cap=4,
)  # fmt: skip
def saving_and_avoided_carbon_differ(
    document: Document, context: Context, *, least: float = 1.2, most: float = 5.0
) -> Iterator[Problem]:  # fmt: skip
    """A tonne of coal equivalent saved avoids 2.5 to 3 tonnes of CO2 (least, most: tonnes that are still let pass)."""
    for sentence in context.all_sentences:
        saved, avoided = _SAVED.search(sentence.text), _AVOIDED.search(sentence.text)
        if saved is None or avoided is None or len(_SAVED.findall(sentence.text)) > 1:
            continue
        tonnes = _value(saved[1] or saved[3], saved[2] or saved[4])
        if not tonnes or "吨" not in avoided.group():
            continue
        factor = _value(avoided[1], avoided[2]) / tonnes
        if not Decimal(str(least)) <= factor <= Decimal(str(most)):
            start, stop = min(saved.start(), avoided.start()), max(saved.end(), avoided.end())
            span = Span(sentence.span.start + start, sentence.span.start + stop)
            yield Problem(
                span, f"折合每吨标准煤减排{factor:.2f}吨二氧化碳，通常为2.5至3吨。", (span,), cause=document.read(span)
            )


@rule(
    "NU13", "floor-and-land-differ", title="建筑面积与用地面积不匹配", each=Document, severity=Severity.WARNING,
    authority="公文数据应当准确；容积率是总建筑面积与用地面积之比", suggestion="核对两个面积及其单位。", cap=4,
)  # fmt: skip
def floor_and_land_differ(document: Document, context: Context, *, most: float = 6.0) -> Iterator[Problem]:
    """Floor space beyond six times the land is a tower, or a decimal point that was lost."""
    for sentence in context.all_sentences:
        land, floor = _LAND.search(sentence.text), _FLOOR.search(sentence.text)
        if land is None or floor is None:
            continue
        ground = _value(land[1], land[2]) * _SQUARE_METRES.get(land[3], Decimal(1))
        if ground and _value(floor[1], floor[2]) / ground > Decimal(str(most)):
            start, stop = min(land.start(), floor.start()), max(land.end(), floor.end())
            span = Span(sentence.span.start + start, sentence.span.start + stop)
            ratio = _value(floor[1], floor[2]) / ground
            yield Problem(span, f"按所列面积计算容积率为{ratio:.1f}，明显偏高。", (span,), cause=document.read(span))
