"""Corrections of tasks and targets: understood by the grammar, kept by passage, in force in everything computed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import read
from nlp.commitment import Comparator, DeadlineKind, Direction, Role, Slot, Target, Task
from nlp.extract import extract
from report.analysis import Analysis, analyse_document, recheck
from report.corrected import amended, corrected, slot_text, slots_of
from report.correction import CorrectionBook, rows_of, with_corrections
from report.ledger import LedgerError
from report.wording import review_text
from tests.report.documents import AS_OF, PLAN, analysis_of, report_of

MADE = analysis_of(*PLAN)
DOCUMENT = MADE.document
TASK = MADE.commitments.tasks[0]
TARGET = MADE.commitments.targets[0]


@pytest.fixture
def book(tmp_path: Path) -> CorrectionBook:
    return CorrectionBook(tmp_path / "ws")


def key_of(commitment: Task | Target, made: Analysis = MADE) -> str:
    return next(key for key, one in rows_of(made.document, made.commitments).items() if one is commitment)


def test_what_a_row_says_can_be_said_of_it_again() -> None:
    for row in (*MADE.commitments.tasks, *MADE.commitments.targets):
        for slot in slots_of(row):
            said = slot_text(DOCUMENT, row, slot)
            again = amended(DOCUMENT, row, slot, said) if said else row
            assert slot_text(DOCUMENT, again, slot) == said
            if slot is not Slot.DUE:
                assert again == row


def test_bureaus_are_known_by_the_roster() -> None:
    row = amended(DOCUMENT, TASK, Slot.SUPPORT, "市财政局、各县（市、区）人民政府， 市水利局等")
    held = [one for one in row.bureaus if one.role is Role.SUPPORT]
    assert [one.name for one in held] == ["市财政局", "各县（市、区）人民政府", "市水利局"]
    assert [one.collective for one in held] == [False, True, False] and all(one.open_list for one in held)
    assert held[0].canonical and [one for one in row.bureaus if one.role is Role.LEAD] == [TASK.bureaus[0]]


@pytest.mark.parametrize(
    ("text", "kind", "end"),
    [
        ("2026年6月底前", DeadlineKind.BY, date(2026, 6, 30)),
        ("2026-06-30", DeadlineKind.BY, date(2026, 6, 30)),
        ("长期坚持", DeadlineKind.ONGOING, None),
        ("每年", DeadlineKind.EACH, None),
    ],
)
def test_a_deadline_is_read_as_plans_print_it(text: str, kind: DeadlineKind, end: date | None) -> None:
    [due] = amended(DOCUMENT, TASK, Slot.DUE, text).deadlines
    assert (due.kind, due.end, due.said) == (kind, end, text)


@pytest.mark.parametrize(
    ("text", "comparator", "value", "highest", "direction"),
    [
        ("1,200.5", Comparator.EQUAL, "1200.5", None, None),
        ("≥ 18", Comparator.AT_LEAST, "18", None, None),
        ("<=3", Comparator.AT_MOST, "3", None, None),
        ("约２０", Comparator.ABOUT, "20", None, None),
        ("1～2", Comparator.EQUAL, "1", "2", None),
        ("下降13.5", Comparator.EQUAL, "13.5", None, Direction.DOWN),
    ],
)
def test_a_value_is_read_as_tables_print_it(
    text: str, comparator: Comparator, value: str, highest: str | None, direction: Direction | None
) -> None:
    row = amended(DOCUMENT, TARGET, Slot.VALUE, text)
    assert (row.comparator, row.value, row.direction) == (comparator, Decimal(value), direction)
    assert row.value_max == (Decimal(highest) if highest else None) and row.change is (direction is not None)


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot.DUE, "择机"), (Slot.DUE, "2026-02-30"), (Slot.VALUE, "很多"), (Slot.VALUE, ""), (Slot.YEAR, "25"),
        (Slot.YEAR, "²⁰³⁰"), (Slot.INDICATOR, " "), (Slot.LEAD, "局" * 500),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_in_a_sentence(slot: Slot, text: str) -> None:
    row: Task | Target = TASK if slot in slots_of(TASK) else TARGET
    with pytest.raises(LedgerError, match=r"。$"):
        amended(DOCUMENT, row, slot, text)


@given(st.sampled_from([*slots_of(TASK), *slots_of(TARGET)]), st.text(max_size=60))
def test_any_words_are_understood_or_refused(slot: Slot, text: str) -> None:
    row: Task | Target = TASK if slot in slots_of(TASK) else TARGET
    try:
        said = slot_text(DOCUMENT, amended(DOCUMENT, row, slot, text), slot)
    except LedgerError:
        return
    if said:
        assert slot_text(DOCUMENT, amended(DOCUMENT, row, slot, said), slot) == said


def test_another_year_moves_the_day_too() -> None:
    row = amended(DOCUMENT, TARGET, Slot.YEAR, "2031年")
    assert row.year == 2031 and [one.end for one in row.deadlines] == [date(2031, 12, 31)]
    assert amended(DOCUMENT, TARGET, Slot.YEAR, "").deadlines == ()


def test_a_correction_outlives_edits_elsewhere_but_not_of_its_passage(book: CorrectionBook) -> None:
    book.record(DOCUMENT, key_of(TASK), TASK, {Slot.DUE: "2027年底前"}, "以印发稿为准", "张三")
    held = book.in_force()[DOCUMENT.id]
    longer = analysis_of(PLAN[0].replace("一、主要目标", "一、主要目标\n    坚持绿色发展。"), *PLAN[1:])
    changed = with_corrections(longer.document, longer.commitments, held)
    assert [bool(one.corrections) for one in changed.tasks] == [True, False, False]
    other = analysis_of(PLAN[0].replace("2025年底前建成海上", "2026年底前建成海上"), *PLAN[1:])
    assert with_corrections(other.document, other.commitments, held) == other.commitments


def test_a_correction_of_what_is_read_otherwise_now_waits(book: CorrectionBook) -> None:
    book.record(DOCUMENT, key_of(TARGET), TARGET, {Slot.VALUE: "19"}, "以印发稿为准", "张三")
    [one] = book.in_force()[DOCUMENT.id]
    assert corrected(DOCUMENT, TARGET, [one.correction]).value == 19
    learnt = replace(TARGET, value=Decimal(17))
    assert corrected(DOCUMENT, learnt, [one.correction]) == learnt


def test_the_last_word_holds_and_as_printed_takes_it_back(book: CorrectionBook) -> None:
    key = key_of(TARGET)
    for year in ("2030", "2031"):
        book.record(DOCUMENT, key, TARGET, {Slot.YEAR: year, Slot.UNIT: TARGET.unit}, "以印发稿为准", "张三")
    [one] = book.in_force()[DOCUMENT.id]
    assert (one.correction.printed, one.correction.stated) == ("2025", "2031")
    with pytest.raises(LedgerError, match="没有改动"):
        book.record(DOCUMENT, key, TARGET, {Slot.YEAR: "2031"}, "以印发稿为准", "张三")
    book.record(DOCUMENT, key, TARGET, {Slot.YEAR: "2025"}, "看错了", "张三")
    assert book.in_force() == {} and len(book.trail()) == 3


def test_two_rows_of_one_passage_are_told_apart() -> None:
    twice = analysis_of(
        "云岭县养老服务实施方案\n    一、主要目标\n    到2025年，养老床位和护理床位分别达到300张、90张。"
    )
    keys = list(rows_of(twice.document, twice.commitments))
    assert len(keys) == len(set(keys)) == len(twice.commitments.targets) + len(twice.commitments.tasks)


def test_findings_follow_what_was_set_right(book: CorrectionBook) -> None:
    report = report_of(MADE)
    [plan] = report.plans
    lacking = next(one for one in plan.commitments.tasks if not one.bureaus)
    key = key_of(lacking, plan)
    book.record(plan.document, key, lacking, {Slot.LEAD: "市交通运输局"}, "附件中列明", "张三")
    again = recheck(report, book.in_force(), {})
    gone = {one.fingerprint for one in plan.findings} - {one.fingerprint for one in again.plans[0].findings}
    assert gone and plan.commitments.tasks != again.plans[0].commitments.tasks
    alone = analyse_document(plan.document, as_of=AS_OF, corrections=book.in_force()[plan.document.id])
    assert alone.findings == again.plans[0].findings


def test_a_row_says_what_was_set_right_and_by_whom(book: CorrectionBook) -> None:
    book.record(DOCUMENT, key_of(TASK), TASK, {Slot.DUE: "2027年底前", Slot.SUPPORT: ""}, "以印发稿为准", "张三")
    row = with_corrections(DOCUMENT, MADE.commitments, book.in_force()[DOCUMENT.id]).tasks[0]
    assert review_text(row) == (
        "已更正：完成时限原文读作“2025年底前”，配合单位原文读作“市财政局、市自然资源局”（张三：以印发稿为准）"
    )


def test_the_command_line_takes_what_a_workspace_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from cli import main

    plan = tmp_path / "方案.txt"
    plan.write_text(PLAN[0], encoding="utf-8")
    document = read(plan)
    target = extract(document).targets[0]
    key = next(key for key, one in rows_of(document, extract(document)).items() if one == target)
    book = CorrectionBook(tmp_path / "ws")
    book.record(document, key, target, {Slot.VALUE: "77.7"}, "以印发稿为准", "张三")
    assert main(["export", str(plan), "--corrections", str(tmp_path / "ws")]) == 0
    first = json.loads(capsys.readouterr().out)["targets"][0]
    assert first["value"] == 77.7 and first["corrections"][0]["printed"] == "约18"
    assert main(["export", str(plan), "--corrections", str(tmp_path / "nothing")]) == 2
