"""Decisions about findings: only ever added to, kept by document and fingerprint, handed on as waivers."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from ingest.document import Span
from report.decision import FILE, DecisionBook, State, waiver_file, waivers
from report.ledger import LedgerError
from rules.finding import Evidence, Finding, Severity
from rules.waiver import apply_waivers, load_waivers

DAY = date(2026, 6, 30)


def finding(quote: str = "建设充电桩", rule: str = "RS02") -> Finding:
    span = Span(0, len(quote))
    return Finding(rule, Severity.WARNING, "任务未见责任单位。", span, "1", (Evidence("1", quote, span),), "请补充。")


@pytest.fixture
def book(tmp_path: Path) -> DecisionBook:
    return DecisionBook(tmp_path / "ws")


def test_nothing_is_written_before_the_first_decision(book: DecisionBook, tmp_path: Path) -> None:
    assert book.trail() == () and book.latest() == {}
    assert not (tmp_path / "ws").exists()


def test_the_last_decision_holds_and_the_trail_keeps_all(book: DecisionBook) -> None:
    book.record("甲", finding(), State.ACCEPTED, "确实遗漏", "张三")
    book.record("甲", finding(), State.ASSIGNED, "请补充单位", "李四", assignee="市交通运输局", due=DAY)
    book.record("乙", finding(), State.REJECTED, "另有文件", "王五", due=DAY)
    trail = book.trail()
    assert [one.state for one in trail] == [State.REJECTED, State.ASSIGNED, State.ACCEPTED]
    assert all(one.at.endswith("Z") for one in trail)
    latest = book.latest()
    assert latest["甲", finding().fingerprint].assignee == "市交通运输局"
    assert latest["乙", finding().fingerprint].state is State.REJECTED
    assert len(book.trail("甲")) == 2 and book.trail("甲", "0" * 16) == ()


def test_a_decision_outlives_edits_elsewhere(book: DecisionBook) -> None:
    book.record("甲", finding(), State.ACCEPTED, "确实遗漏", "张三")
    moved = Finding("RS02", Severity.WARNING, "任务未见责任单位。", Span(90, 95), "7",
                    (Evidence("7", "建设充电桩", Span(90, 95)),), "请补充。")  # fmt: skip
    assert ("甲", moved.fingerprint) in book.latest()
    assert ("甲", finding("建设加氢站").fingerprint) not in book.latest()


@pytest.mark.parametrize(
    ("state", "reason", "author", "lacking"),
    [
        (State.ACCEPTED, " ", "张三", "理由"),
        (State.ACCEPTED, "属实", "", "处理人"),
        (State.ASSIGNED, "请改", "张三", "交办给谁"),
        (State.REJECTED, "误报", "张三", "有效期"),
        (State.ACCEPTED, "长" * 3000, "张三", "文字太长"),
    ],
)
def test_a_decision_without_what_it_needs_is_refused(
    book: DecisionBook, state: State, reason: str, author: str, lacking: str
) -> None:
    with pytest.raises(LedgerError, match=lacking):
        book.record("甲", finding(), state, reason, author)
    assert book.trail() == ()


def test_rejections_become_waivers_that_the_checks_take(book: DecisionBook, tmp_path: Path) -> None:
    hostile = "另有“文件”: {a}\n- b # 'c' =cmd"
    book.record("甲", finding(), State.REJECTED, hostile, "王五", due=DAY)
    book.record("乙", finding(), State.REJECTED, "同上", "王五", due=date(2027, 1, 1))
    book.record("甲", finding("建设加氢站"), State.ACCEPTED, "属实", "王五")
    path = tmp_path / "waivers.yaml"
    path.write_bytes(waiver_file(book.latest().values()))
    loaded = load_waivers(path)
    assert loaded == waivers(book.latest().values())
    assert [one.expires for one in loaded] == [date(2027, 1, 1)]
    kept = apply_waivers([finding(), finding("建设加氢站")], loaded, DAY)
    assert [one.evidence[0].quote for one in kept] == ["建设加氢站"]


def test_a_finding_opened_again_is_no_waiver(book: DecisionBook) -> None:
    book.record("甲", finding(), State.REJECTED, "误报", "王五", due=DAY)
    book.record("甲", finding(), State.OPEN, "重新核对", "王五")
    assert waivers(book.latest().values()) == ()
    assert waiver_file(book.latest().values()).decode().endswith("waivers: []\n")


def test_people_decide_at_the_same_time(book: DecisionBook) -> None:
    def decide(number: int) -> None:
        for turn in range(10):
            book.record(f"{number}", finding(f"第{turn}处"), State.ACCEPTED, "确实遗漏", f"{number}号")

    people = [threading.Thread(target=decide, args=(number,)) for number in range(4)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert len(book.trail()) == 40


def test_a_damaged_file_is_said_in_a_sentence(book: DecisionBook, tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / FILE).write_bytes(b"nothing" * 200)
    with pytest.raises(LedgerError, match="处理记录读不出来"):
        book.trail()
    with pytest.raises(LedgerError, match="写不进去"):
        book.record("甲", finding(), State.ACCEPTED, "确实遗漏", "张三")
