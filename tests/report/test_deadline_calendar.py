"""The calendar of deadlines: every task on the day it is due, in the format's own strict grammar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import PartialDate
from report.analysis import GapReport
from report.deadline_calendar import LONGEST_LINE, escape, fold, latest, report_calendar
from tests.report.documents import PLAN, TITLE, analysis_of, report_of, sample_report

LINE = re.compile(r"[A-Z-]+(?:;VALUE=DATE)?:.*")


def events(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar, read as the standard says: unfolded, then taken apart, then unescaped."""
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= LONGEST_LINE for line in content.split(b"\r\n"))
    lines = content.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]
    assert all(LINE.fullmatch(line) for line in lines)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    found: list[dict[str, str]] = []
    for line in lines:
        name, value = line.split(":", 1)
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name != "END":
            found[-1][name] = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], value)
    return found


def test_every_deadline_of_every_task_is_there(report: GapReport) -> None:
    made = events(report_calendar(report))
    tasks = [(task, document) for one in report.plans for document in [one.document] for task in one.commitments.tasks]
    ends = {(task.title, deadline.end) for task, _ in tasks for deadline in task.deadlines if deadline.end}
    assert ends
    for title, end in ends:
        assert any(
            one["SUMMARY"].startswith(title) and one["DTSTART;VALUE=DATE"] == f"{end:%Y%m%d}" for one in made
        )
    projects = [project for one in report.plans for project in one.commitments.projects if project.end]
    assert len(made) == len(ends) + len(projects) > len(ends)
    assert len({one["UID"] for one in made}) == len(made)


def test_an_event_says_what_who_and_where() -> None:
    made = events(report_calendar(report_of(analysis_of(*PLAN))))
    assert {one["SUMMARY"] for one in made} >= {"完工：海上风电一期项目（澄湾能源公司）"}
    first = next(one for one in made if not one["SUMMARY"].startswith("完工"))
    assert first["SUMMARY"] == "建设海上风电（市发展改革委）"
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20251231", "20260101")
    assert first["DESCRIPTION"].split("\n") == [
        f"规划：《{TITLE}》", "牵头单位：市发展改革委", "配合单位：市财政局、市自然资源局", "完成时限：2025年底前",
        "依据条款：二、重点任务 › （一）发展清洁能源 › 1.建设海上风电",
    ]  # fmt: skip
    assert (first["DTSTAMP"], first["CATEGORIES"]) == ("20260115T000000Z", TITLE)


def test_what_has_no_last_day_is_in_no_calendar() -> None:
    text = f"{TITLE}\n一、重点任务\n1.建设电站。每年新建一座。\n2.更新公交。适时更新。"
    assert events(report_calendar(report_of(analysis_of(text)))) == []


def test_hostile_text_is_only_text() -> None:
    made = analysis_of(*PLAN)
    title = "甲;乙,丙\\\r\nEND:VCALENDAR\x00\ud800" + "长" * 200
    task = replace(made.commitments.tasks[0], title=title)
    made = replace(made, commitments=replace(made.commitments, tasks=(task,), projects=()))
    (event,) = events(report_calendar(report_of(made)))
    assert event["SUMMARY"].startswith("甲;乙,丙\\\nEND:VCALENDAR长长")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        (PartialDate(2025), date(2025, 12, 31)),
        (PartialDate(2024, 2), date(2024, 2, 29)),
        (PartialDate(2025, 12), date(2025, 12, 31)),
        (PartialDate(2025, 6, 3), date(2025, 6, 3)),
    ],
)
def test_the_last_day_that_a_date_can_mean(printed: PartialDate, day: date) -> None:
    assert latest(printed) == day


@given(st.text(max_size=300))
def test_any_text_comes_back(text: str) -> None:
    line = f"SUMMARY:{escape(text)}"
    folded = fold(line)
    assert all(len(piece) <= LONGEST_LINE for piece in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").decode("utf-8") == line + "\r\n"


def test_the_same_report_gives_the_same_bytes(report: GapReport) -> None:
    assert report_calendar(report) == report_calendar(sample_report())
    later = replace(report, as_of=report.as_of + timedelta(days=1))
    changed = zip(report_calendar(report).split(b"\r\n"), report_calendar(later).split(b"\r\n"), strict=True)
    assert {one.split(b":")[0] for one, other in changed if one != other} == {b"DTSTAMP"}
