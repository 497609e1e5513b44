"""NU: do tables add up, and do totals in the text agree with the lists they speak of?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from ingest.document import Cell, Document, Span, Table
from rules.context import Context
from rules.finding import Severity
from rules.passage import row_span, segment_around
from rules.rule import Problem, rule

SUMS = "公文数据应当准确：党政机关公文处理工作条例第十九条"
_REGION = re.compile(r"全[国省市县区州盟]")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,8}[市县区旗州盟]")
_FEWEST_PLACES = 4
_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*和)(?:[（(][^（()）]*[)）])?")
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
# 重点项目51个，总投资378.86亿元 / 51个重点项目，计划总投资378.86亿元
_PROJECTS = re.compile(
    r"(?:(?:项目|工程)[^，。；\d]{0,6}(\d{1,4})[个项]|(\d{1,4})[个项][^，。；\d]{0,12}(?:项目|工程))"
    r"(?:[^。；\d]{0,24}投资[^，。；\d]{0,6}(\d[\d,]*(?:\.\d+)?)(亿元|万元))?"
)
_HUNDRED_MILLIONS = {"亿元": Decimal(1), "万元": Decimal("0.0001")}
_GROUP_NAME = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])(.{2,20})$")  # 二、产业降碳
_GROUP_ROW = re.compile(r"^(.{2,20}?)[（(]\s*(\d{1,3})\s*[个项]?\s*[)）]")


def _value(document: Document, cell: Cell) -> Decimal | None:
    text = document.read(cell.span).strip()
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


@rule(
    "NU08", "table-total-differs", title="表内合计与分项之和不符", each=Table, severity=Severity.ERROR, cap=6,
    authority=SUMS, suggestion="核对合计与分项。", summary="表内合计与分项之和不符，共{count}处。",
)  # fmt: skip
def table_total_differs(table: Table, context: Context, *, tolerance: float = 0.006) -> Iterator[Problem]:
    """A row called 合计 holds the sum of the rows it closes, or opens; a rounding of the last place is allowed."""
    document = context.document
    rows = tuple(row for row in table.rows[table.header_rows :] if not _is_part(document, row))
    by_place = sum(_is_place(document, row) for row in rows) >= _FEWEST_PLACES
    labels = {at: label for at, row in enumerate(rows) if (label := _total_label(document, row, by_place))}
    totals = list(labels)
    for at, label in labels.items():
        for column in range(len(rows[at])):
            said = _value(document, rows[at][column])
            if said is None or rows[at][column].filled or _is_serial(document, rows, column):
                continue
            candidates = _sums(document, rows, totals, at, column, label.startswith("小"))
            fits = (abs(total - said) <= _slack(said, count, tolerance) for total, count in candidates)
            if candidates and not any(fits):
                nearest = min(candidates, key=lambda pair: abs(pair[0] - said))
                if nearest[1] < 2 or _far(nearest[0], said):
                    continue
                yield Problem(
                    rows[at][column].span, f"{label}为{said}，分项之和为{nearest[0]}。",
                    (Span(rows[at][0].span.start, rows[at][-1].span.stop), rows[at][column].span),
                )  # fmt: skip


def _total_label(document: Document, row: tuple[Cell, ...], by_place: bool) -> str | None:
    """合计; 全市 in a table with a row for each place; None for a row that is no total."""
    for text in _labels(document, row):
        if _TOTAL.fullmatch(text) or (by_place and _REGION.fullmatch(text)):
            return text
    return None


def _labels(document: Document, row: tuple[Cell, ...]) -> list[str]:
    return [re.sub(r"\s", "", document.read(cell.span)) for cell in row[:3]]


def _is_place(document: Document, row: tuple[Cell, ...]) -> bool:
    return any(_PLACE.fullmatch(text) for text in _labels(document, row))


def _is_part(document: Document, row: tuple[Cell, ...]) -> bool:
    """True for 其中：高新区, which the row above it holds already."""
    return any(text.startswith("其中") for text in _labels(document, row))


def _is_serial(document: Document, rows: tuple[tuple[Cell, ...], ...], column: int) -> bool:
    values = [_value(document, row[column]) for row in rows if column < len(row)]
    numbers = [value for value in values if value is not None]
    return len(numbers) > 2 and numbers[: len(numbers) - 1] == [Decimal(i + 1) for i in range(len(numbers) - 1)]


def _slack(said: Decimal, count: int, tolerance: float) -> Decimal:
    places = -int(said.as_tuple().exponent)
    return max(Decimal(1).scaleb(-places) * count / 2, abs(said) * Decimal(str(tolerance)) / 10)


def _far(total: Decimal, said: Decimal) -> bool:
    """A column that is no sum at all (rates, years) misses by far; a slip misses by little."""
    return not said or abs(total - said) / abs(said) > Decimal("0.5")


def _sums(
    document: Document, rows: tuple[tuple[Cell, ...], ...], totals: list[int], at: int, column: int, partial: bool
) -> list[tuple[Decimal, int]]:  # fmt: skip
    """What the total may be the sum of: the rows above it up to the total before, all rows, or the rows below it."""
    def add(places: range) -> tuple[Decimal, int] | None:
        cells = [rows[i][column] for i in places if i not in totals and column < len(rows[i])]
        values = [_value(document, cell) for cell in cells if not cell.filled]
        numbers = [value for value in values if value is not None]
        return (sum(numbers, Decimal(0)), len(numbers)) if len(numbers) > 1 else None

    before = max((i for i in totals if i < at), default=-1)
    after = min((i for i in totals if i > at), default=len(rows))
    choices = [add(range(before + 1, at)), add(range(at + 1, after))]
    if not partial:
        choices += [add(range(at)), add(range(at + 1, len(rows)))]
    return [choice for choice in choices if choice is not None]


@rule(
    "NU09", "project-list-and-text-differ", title="项目个数或总投资与清单不符", each=Document,
    severity=Severity.WARNING, authority=SUMS, suggestion="以项目清单为准核对正文的个数和总投资。",
)  # fmt: skip
def project_list_and_text_differ(document: Document, context: Context, *, tolerance: float = 0.1) -> Iterator[Problem]:
    """The number and the investment that the text gives for the list are those of the rows of the list."""
    projects = context.commitments.projects
    if len(projects) < 2:
        return
    groups: dict[str, list[Decimal]] = {}
    for project in projects:
        groups.setdefault(project.group or "", []).append(project.investment or Decimal(0))
    for sentence in context.sentences:
        if context.in_background(sentence.clause):
            continue
        for match in _PROJECTS.finditer(sentence.text):
            said = int(match[1] or match[2])
            before = sentence.text[: match.start() + 1]
            everything = [value for values in groups.values() for value in values]
            name = _group_named(groups, before) if said != len(everything) else None
            rows = groups[name] if name else everything
            near = sentence.text[max(0, match.start() - 12) : match.start() + 2]
            whole = bool(re.search(r"共|总|合计|谋划|储备|清单|安排|列入", near))
            if not name and not whole:
                continue
            span = sentence.span.place(match)
            if said != len(rows) and abs(said - len(rows)) <= max(3, len(rows) // 4):
                yield Problem(
                    span, f"正文称{said}个项目，清单中有{len(rows)}个。",
                    (segment_around(span, document), projects[-1].span), cause=f"count{span}",
                )  # fmt: skip
            unit = projects[0].unit or "亿元"
            if said == len(rows) and match[3] and match[4] == "亿元" and unit in _HUNDRED_MILLIONS:
                total = sum(rows, Decimal(0)) * _HUNDRED_MILLIONS[unit]
                invested = Decimal(match[3].replace(",", ""))
                if abs(total - invested) > Decimal(str(tolerance)) and total:
                    yield Problem(
                        span, f"正文称总投资{invested}亿元，清单合计{total}亿元。", (span, projects[-1].span),
                        cause=str(span),
                    )  # fmt: skip


def _group_named(groups: Iterable[str], before: str) -> str | None:
    """The one group that the words before a count name; None where they name several, or the whole list."""
    named = [one for one in groups if len(one) >= 4 and one[:6] in before]
    return named[0] if len(named) == 1 else None


@rule(
    "NU10", "group-row-differs", title="清单分组小计与所列项目不符", each=Table, severity=Severity.ERROR, cap=6,
    authority=SUMS, suggestion="核对分组的项目个数与投资小计。",
)  # fmt: skip
def group_row_differs(table: Table, context: Context) -> Iterator[Problem]:
    """A group row 「绿色交通（6）31.70」 is followed by six projects whose investments add up to 31.70."""
    document = context.document
    rows = table.rows[table.header_rows :]
    heads: list[tuple[int, str, int | None]] = []
    for at, row in enumerate(rows):
        for cell in row[:2]:
            text = document.read(cell.span).strip()
            counted, named = _GROUP_ROW.match(text), _GROUP_NAME.match(text)
            if (counted or named) and _is_head(document, row) and not re.search(r"[合总共]计", text):
                name = counted[1] if counted else named[1] if named else text
                heads.append((at, name, int(counted[2]) if counted else None))
                break
    for order, (at, name, said) in enumerate(heads):
        stop = heads[order + 1][0] if order + 1 < len(heads) else len(rows)
        members = [row for row in rows[at + 1 : stop] if not _total_label(document, row, by_place=False)]
        span = row_span(rows[at])
        if members and said is not None and len(members) != said:
            yield Problem(span, f"“{name}”写明{said}个，下列{len(members)}个。", (span,))
            continue
        last = len(rows[at]) - 1
        total = _value(document, rows[at][last])
        values = [_value(document, row[last]) for row in members]
        numbers = [value for value in values if value is not None]
        if total is not None and len(numbers) == len(members) > 1 and abs(sum(numbers) - total) > Decimal("0.051"):
            yield Problem(span, f"“{name}”小计{total}，所列项目合计{sum(numbers)}。", (span,))


def _is_head(document: Document, row: tuple[Cell, ...]) -> bool:
    """A row that is one merged cell, with at most a number behind it."""
    texts = {document.read(cell.span).strip() for cell in row}
    return len([text for text in texts if text and not _NUMBER.fullmatch(text)]) == 1
