"""Tasks and targets with what people set right in them: the one place where a correction takes effect.

What is set right is written as it would be printed (市财政局、市水利局; 2026年6月底前; ≥18) and read by the grammar
that reads plans, so that everything computed of the row follows it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ingest.document import Document
from nlp.bureaus.name import is_collective
from nlp.bureaus.roster import identify
from nlp.commitment import (
    BureauMention,
    Commitment,
    Comparator,
    Correction,
    Deadline,
    DeadlineKind,
    Direction,
    Role,
    Slot,
    Target,
    Task,
)
from nlp.deadline import parse_slot
from nlp.deadline_calendar import Calendar
from nlp.passage import Passage
from report.ledger import LedgerError
from report.wording import ROLES, bureaus_text, deadlines_text, value_text

LONGEST = 400  # characters of what is stated of one slot
_ROLE_OF: Mapping[Slot, Role] = {
    Slot.LEAD: Role.LEAD, Slot.RESPONSIBLE: Role.RESPONSIBLE, Slot.SUPPORT: Role.SUPPORT,
}  # fmt: skip
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+(?![^（(]*[)）])")  # 各县（市、区） is one name
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEARS = range(1949, 2101)
_NUMBER = r"\d+(?:\.\d+)?"
_VALUE = re.compile(rf"(上升|下降|变化)?(>=|<=|≥|≤|约)?(-?{_NUMBER})(?:~({_NUMBER}))?")
_COMPARATORS = {">=": Comparator.AT_LEAST, "≥": Comparator.AT_LEAST, "<=": Comparator.AT_MOST, "≤": Comparator.AT_MOST,
                "约": Comparator.ABOUT, None: Comparator.EQUAL}  # fmt: skip
_DIRECTIONS = {"上升": Direction.UP, "下降": Direction.DOWN}
Row = TypeVar("Row", bound=Task | Target)


def slots_of(commitment: Commitment) -> tuple[Slot, ...]:
    """What can be set right in a task or a target, in the order of a form."""
    if isinstance(commitment, Task):
        return Slot.LEAD, Slot.RESPONSIBLE, Slot.SUPPORT, Slot.DUE
    roles = {mention.role for mention in commitment.bureaus} | {Role.RESPONSIBLE}
    named = tuple(slot for slot, role in _ROLE_OF.items() if role in roles)
    return Slot.INDICATOR, Slot.VALUE, Slot.UNIT, Slot.YEAR, *named


def slot_text(document: Document, commitment: Commitment, slot: Slot) -> str:
    """What the row says in that slot, as it is printed in tables; "" for the whole row."""
    if role := _ROLE_OF.get(slot):
        return bureaus_text(commitment.bureaus, role)
    if slot is Slot.DUE:
        return deadlines_text(document, commitment.deadlines)
    if slot is Slot.WHOLE or not isinstance(commitment, Target):
        return ""
    year = "" if commitment.year is None else str(commitment.year)
    return {Slot.INDICATOR: commitment.indicator, Slot.VALUE: value_text(commitment), Slot.UNIT: commitment.unit,
            Slot.YEAR: year}[slot]  # fmt: skip


def amended(document: Document, commitment: Row, slot: Slot, text: str) -> Row:
    """The row with that said of the slot. Raises LedgerError for what cannot be understood."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise LedgerError(f"{slot}太长，请控制在 {LONGEST} 字以内。")
    changed: dict[str, Any] = {}
    if role := _ROLE_OF.get(slot):
        changed["bureaus"] = _bureaus(document, commitment, role, text)
    elif slot is Slot.DUE:
        changed["deadlines"] = _deadlines(document, commitment, text)
    elif isinstance(commitment, Target):
        changed = _target(commitment, slot, text)
    return replace(commitment, **changed)


def corrected(document: Document, commitment: Row, corrections: Sequence[Correction]) -> Row:
    """The row with those corrections in force that still fit it: those that name what is read from the plan now."""
    held: list[Correction] = []
    row = commitment
    for one in corrections:
        if slot_text(document, commitment, one.slot) != one.printed:
            continue
        try:
            row = amended(document, row, one.slot, one.stated)
        except LedgerError:  # the grammar has changed since: to be looked at again
            continue
        held.append(one)
    return replace(row, corrections=tuple(held))


# --- one slot ---------------------------------------------------------------------------------------------------------


def _bureaus(document: Document, commitment: Commitment, role: Role, text: str) -> tuple[BureauMention, ...]:
    """The bodies with those of one role replaced, in the order of their roles; a name kept keeps its place."""
    before = {mention.name: mention.span for mention in commitment.bureaus}
    place = next((mention.span for mention in commitment.bureaus if mention.role is role), commitment.span)
    open_list = text.endswith("等")
    named: list[BureauMention] = []
    for name in filter(None, _BETWEEN_NAMES.split(text.removesuffix("等"))):
        body = identify(name, document.level)
        named.append(BureauMention(name, role, before.get(name, place), body.canonical, is_collective(name), open_list,
                                   body.level, body.functions))  # fmt: skip
    others = [mention for mention in commitment.bureaus if mention.role is not role]
    return tuple(sorted((*others, *named), key=lambda mention: list(ROLES).index(mention.role)))


def _deadlines(document: Document, commitment: Commitment, text: str) -> tuple[Deadline, ...]:
    place = commitment.deadlines[0].span if commitment.deadlines else commitment.span
    if not text:
        return ()
    if day := _DAY.fullmatch(text):
        try:
            return (Deadline(place, DeadlineKind.BY, end=date(*map(int, day.groups())), said=text),)
        except ValueError as error:
            raise LedgerError(f"没有“{text}”这一天，请核对完成时限。") from error
    read = parse_slot(Passage.of(text), Calendar.of(document))
    if not read:
        raise LedgerError(f"看不懂完成时限“{text}”，请写成“2026年6月底前”“2026-06-30”或“长期坚持”。")
    return tuple(replace(one, span=place, said=text[one.span.start : one.span.stop]) for one in read)


def _target(target: Target, slot: Slot, text: str) -> dict[str, Any]:
    """The fields of a target that change."""
    if slot is Slot.UNIT:
        return {"unit": text}
    if slot is Slot.YEAR:
        return _year(target, text)
    if slot is Slot.INDICATOR:
        if not text:
            raise LedgerError("请填写指标名称。")
        return {"indicator": text}
    return _value(text) if slot is Slot.VALUE else {}


def _value(text: str) -> dict[str, Any]:
    match = _VALUE.fullmatch(unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", ""))
    if match is None:
        raise LedgerError(f"看不懂目标值“{text}”，请只写数字，或写成“≥18”“约20”“1～2”“下降13.5”。")
    change, comparator, low, high = match.groups()
    return {
        "comparator": _COMPARATORS[comparator], "value": Decimal(low), "value_max": Decimal(high) if high else None,
        "change": change is not None, "direction": _DIRECTIONS.get(change or ""),
    }  # fmt: skip


def _year(target: Target, text: str) -> dict[str, Any]:
    """What is due on days of other years is due at the end of the year stated."""
    plain = text.removesuffix("年")
    if not plain:
        return {"year": None, "deadlines": ()}
    if not (plain.isascii() and plain.isdecimal() and int(plain) in _YEARS):
        raise LedgerError(f"看不懂目标年“{text}”，请写四位数的年份，如 2030。")
    year = int(plain)
    if target.deadlines and all(one.end is None or one.end.year != year for one in target.deadlines):
        due = Deadline(target.deadlines[0].span, DeadlineKind.BY, end=date(year, 12, 31), said=f"{year}年")
        return {"year": year, "deadlines": (due,)}
    return {"year": year}
