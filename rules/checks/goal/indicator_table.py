"""TG and NU: is the table of indicators complete enough to be checked against, row by row?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Span, Table
from rules.context import Context
from rules.finding import Severity
from rules.passage import row_span
from rules.rule import Problem, rule
from rules.table import indicator_table, number

MEASURABLE = "规划目标应当可量化、可评估，同一指标口径一致"
_RATE = re.compile(
    r"(?:办结|覆盖|普及|处理|收集|利用|达标|合格|满意|签约|可办|网办|回收|处置|替代|绿化|完成|到位|就业|入学|供水|净化|使用)率$"
    r"|(?:占比|比重|百分比)$"
)
_PER_CENT = re.compile(r"[%％‰]|百分|^[-—–/／无]*$")


@rule(
    "TG11", "row-without-unit", title="指标未列单位", each=Table, severity=Severity.WARNING, cap=4,
    authority=MEASURABLE, suggestion="补写该行的单位。",
)  # fmt: skip
def row_without_unit(table: Table, context: Context) -> Iterator[Problem]:
    """Where the other rows of a column of units are filled, a blank one leaves its values without meaning."""
    document, found = context.document, indicator_table(context.document, table)
    if found is None or found.unit is None:
        return
    units = [document.read(row[found.unit].span).strip() for row in found.rows]
    if sum(bool(unit) for unit in units) < max(2, len(units) // 2):
        return
    for row, unit in zip(found.rows, units, strict=True):
        named = document.read(row[found.name].span).strip()
        if named and not unit and any(number(document, row[column.index]) is not None for column in found.values):
            yield Problem(row_span(row), f"指标“{named}”有数值而未列单位。", (row_span(row),))


@rule(
    "NU14", "unit-cannot-be-right", title="指标与单位不匹配", each=Table, severity=Severity.ERROR, cap=4,
    authority="国际单位制及其应用（GB 3100—1993）；公文数据应当准确", suggestion="核对该行的单位。",
)  # fmt: skip
def unit_cannot_be_right(table: Table, context: Context) -> Iterator[Problem]:
    """A rate or share is counted in per cent: days, households or tonnes belong to another row."""
    document, found = context.document, indicator_table(context.document, table)
    if found is None or found.unit is None:
        return
    for row in found.rows:
        name = re.sub(r"[（(][^（()）]*[)）]|\s", "", document.read(row[found.name].span))
        unit = document.read(row[found.unit].span).strip()
        if _RATE.search(name) and not _PER_CENT.search(unit):
            yield Problem(row_span(row), f"“{name}”的单位写作“{unit}”，应为百分数。", (row_span(row),))


@rule(
    "TG14", "table-without-baseline", title="指标表未列基期值", each=Table, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="增加基期（现状）一列，注明年份。",
)  # fmt: skip
def table_without_baseline(table: Table, context: Context, *, least_rows: int = 4) -> Iterator[Problem]:
    """A table that gives target values only: how far each indicator has to go cannot be told."""
    document, found = context.document, indicator_table(context.document, table)
    if found is None or len(found.rows) < least_rows:
        return
    issued = document.issued_on.year if document.issued_on else context.period.start
    years = [one.year for one in found.values if one.year]
    if any(one.past for one in found.values):
        return
    if not any(year < (issued or max(years)) for year in years):
        yield Problem(found.header, "指标表只列目标值，本文未见基期（现状）值。", (found.header,))


# 能源消费情况表（万吨标准煤，亿千瓦时）
_ONE_UNIT = r"\s*[万亿]?[^\s（）()，、：:\d]{1,8}"
_TWO_UNITS = re.compile(rf"[（(](?:单位[:：])?{_ONE_UNIT}[，、,；;]{_ONE_UNIT}[）)]\s*$")
_UNIT_WORD = re.compile(r"吨|千瓦|立方米|平方米|公里|亩|公顷|元|焦|米|辆|户|人次")


@rule(
    "TG22", "caption-with-two-units", title="表题列有两个单位而各行未注明", each=Table, severity=Severity.INFO,
    authority=MEASURABLE, suggestion="逐行注明单位，或增加单位一列。",
)  # fmt: skip
def caption_with_two_units(table: Table, context: Context) -> Iterator[Problem]:
    """A table in two units that says of no row which of the two its figures are in."""
    document = context.document
    if table.caption is None or not (match := _TWO_UNITS.search(document.read(table.caption))):
        return
    units = re.split("[，、,；;]", match.group().strip("（）() 单位:："))
    if not all(_UNIT_WORD.search(unit) for unit in units):
        return
    body = document.read(Span(table.span.start, table.span.stop))
    if "单位" not in body and not any(unit.strip() in body for unit in units):
        rows = [row for row in table.rows[table.header_rows :] if row][-2:]
        yield Problem(
            table.caption, f"表题列有{'、'.join(units)}两个单位，各行未注明用的是哪一个。",
            (table.caption, *(row_span(row) for row in rows)),
        )  # fmt: skip
