"""Who owes what by when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest import read
from nlp.commitment import Role
from report.analysis import Analysis, analyse_document
from report.duty import NOBODY, Due, Duty, duties_of, duty_sheet

PLAN = """云上市绿色发展实施方案

一、重点任务

1.完善充电网络。2024年底前建成充电桩300个。（市交通运输局牵头，市住房城乡建设局配合）

2.推进节能改造。2025年12月底前完成改造。（责任单位：市住房城乡建设局）

3.加强监测。每年开展监测评估。（责任单位：市生态环境局）

4.建设绿色矿山。到2030年建成绿色矿山20座。

5.加强宣传引导。开展主题宣传，普及绿色知识。
"""
DAY = date(2025, 6, 30)


@pytest.fixture
def analysis(tmp_path: Path) -> Analysis:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return analyse_document(read(path), as_of=DAY)


@pytest.fixture
def duties(analysis: Analysis) -> tuple[Duty, ...]:
    return duties_of([analysis], DAY)


def test_each_body_of_a_task_has_its_own_line_and_role(duties: tuple[Duty, ...]) -> None:
    network = {(one.body, one.role) for one in duties if one.what == "完善充电网络"}
    assert network == {("市交通运输局", Role.LEAD), ("市住房城乡建设局", Role.SUPPORT)}
    assert {one.body for one in duties if one.what == "建设绿色矿山"} == {NOBODY}


def test_the_day_of_the_check_says_how_far_off_it_is(duties: tuple[Duty, ...]) -> None:
    due = {one.what: (one.due, one.end) for one in duties}
    assert due["完善充电网络"] == (Due.PAST, date(2024, 12, 31))
    assert due["推进节能改造"] == (Due.SOON, date(2025, 12, 31))
    assert due["加强监测"] == (Due.RECURRING, None)
    assert due["建设绿色矿山"][0] is Due.LATER
    assert Due.UNSAID in {one.due for one in duties}


def test_what_is_due_first_stands_first_and_every_line_names_its_passage(duties: tuple[Duty, ...]) -> None:
    ends = [one.end or date.max for one in duties]
    assert ends == sorted(ends)
    sheet = duty_sheet(duties)
    assert len(sheet.rows) == len(duties)
    assert all(row[-1] for row in sheet.rows)


def test_a_day_later_more_is_past(analysis: Analysis) -> None:
    later = duties_of([analysis], date(2031, 1, 1))
    assert {one.due for one in later if one.end} == {Due.PAST}
