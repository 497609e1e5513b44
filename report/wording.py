"""The Chinese words for kinds and roles, and facts as one line of text: what tables on paper and on screen print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ingest.document import Clause, Document, Period
from nlp.commitment import (
    Baseline,
    BureauMention,
    Commitment,
    Comparator,
    Deadline,
    DeadlineKind,
    Direction,
    Origin,
    Project,
    Role,
    Slot,
    Target,
)

ROLES: Mapping[Role, str] = {Role.LEAD: "牵头", Role.RESPONSIBLE: "责任", Role.SUPPORT: "配合"}
ORIGINS: Mapping[Origin, str] = {Origin.TEXT: "正文", Origin.TABLE: "表格", Origin.ANNEX: "附件"}
DEADLINE_KINDS: Mapping[DeadlineKind, str] = {
    DeadlineKind.BY: "截止", DeadlineKind.WITHIN: "期间", DeadlineKind.EACH: "周期", DeadlineKind.ONGOING: "长期",
}  # fmt: skip
CLAUSE_KINDS: Mapping[str, str] = {
    "paragraph": "段落", "table_row": "表格行", "box": "专栏", "list_item": "列表项",
}  # fmt: skip
_COMPARATORS: Mapping[Comparator, str] = {
    Comparator.EQUAL: "", Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.ABOUT: "约",
}  # fmt: skip
_DIRECTIONS: Mapping[Direction, str] = {Direction.UP: "上升", Direction.DOWN: "下降"}


def decimal_text(value: Decimal) -> str:
    """The number without an exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_prefix(target: Target) -> str:
    """What stands before the number: "≥", "下降", "变化"."""
    changed = (_DIRECTIONS[target.direction] if target.direction else "变化") if target.change else ""
    return changed + _COMPARATORS[target.comparator]


def value_text(target: Target) -> str:
    """What is promised, without its unit: "≥18", "1～2", "下降18", "变化3"."""
    text = value_prefix(target) + decimal_text(target.value)
    return text if target.value_max is None else f"{text}～{decimal_text(target.value_max)}"


def target_text(target: Target) -> str:
    """A target in a few words: "绿色工厂 18家（2025年）"."""
    year = f"（{target.year}年）" if target.year else ""
    return f"{target.indicator} {value_text(target)}{target.unit}{year}"


def baseline_text(baseline: Baseline | None) -> str:
    """What is measured from: "12.5（2020年）"."""
    if baseline is None:
        return ""
    value = "" if baseline.value is None else decimal_text(baseline.value)
    year = "" if baseline.year is None else f"{baseline.year}年"
    return f"{value}（{year}）" if value and year else value or year


def review_text(commitment: Commitment) -> str:
    """What a row has to do with being looked at: what people set right and how it was printed, that they found nothing
    wrong, or 待核 and why; "" for a row that is sure enough."""
    changed = [one for one in commitment.corrections if one.slot is not Slot.WHOLE]
    said: dict[tuple[str, str], list[str]] = {}
    for one in changed or commitment.corrections:
        printed = f"原文读作“{one.printed}”" if one.printed else "原文未读出"
        said.setdefault((one.author, one.reason), []).append(f"{one.slot}{printed}" if changed else "")
    if said:
        word = "已更正：" if changed else "已核对"
        return "\n".join(f"{word}{'，'.join(told)}（{'：'.join(whom)}）" for whom, told in said.items())
    return f"待核：{'；'.join(doubt.value for doubt in commitment.doubts)}" if commitment.doubtful else ""


def bureaus_text(mentions: Iterable[BureauMention], *roles: Role) -> str:
    """The bodies as printed, each once, those of the given roles only; 等 behind an open list."""
    chosen = [mention for mention in mentions if not roles or mention.role in roles]
    names = "、".join(dict.fromkeys(mention.name for mention in chosen))
    return names + "等" if chosen and chosen[-1].open_list else names


def deadline_text(document: Document, deadline: Deadline) -> str:
    """The expression as printed, or as a person set it right."""
    return document.quote(deadline.span).strip() if deadline.said is None else deadline.said


def deadlines_text(document: Document, deadlines: Iterable[Deadline]) -> str:
    """The expressions as printed, each once."""
    return "；".join(dict.fromkeys(deadline_text(document, deadline) for deadline in deadlines))


def last_day(deadlines: Iterable[Deadline]) -> date | None:
    """The latest day that the deadlines name; None where they name none."""
    return max((deadline.end for deadline in deadlines if deadline.end is not None), default=None)


def clause_text(document: Document, clause: Clause | None, path: Sequence[str] | None = None) -> str:
    """Where a clause stands: the headings above it, and which row of a table it is. path: other headings."""
    if clause is None:
        return ""
    headings = " › ".join(document.path(clause.section) if path is None else path)
    if clause.table is None or clause.row is None:
        return headings
    table = document.tables[clause.table]
    row = f"表格第{clause.row - table.header_rows + 1}行"
    return f"{headings}（{row}）" if headings else row


def period_text(period: Period) -> str:
    """The years of a plan: "2021—2025年"."""
    if period.start is None and period.end is None:
        return ""
    if period.start == period.end or period.end is None:
        return f"{period.start}年" if period.end is not None else f"{period.start}年起"
    return f"至{period.end}年" if period.start is None else f"{period.start}—{period.end}年"


def project_span(project: Project) -> str:
    """When a project is built: "2025-06 至 2026-12"."""
    ends = [str(day) if day else "" for day in (project.start, project.end)]
    return " 至 ".join(ends).strip() if any(ends) else ""


def money_text(project: Project) -> str:
    """The investment with its unit as printed."""
    return "" if project.investment is None else decimal_text(project.investment) + (project.unit or "")
