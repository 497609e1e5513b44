"""Which plans share passages, and who was first."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.duplicates.pair import near_duplicates
from ingest import Document, read
from report.copies import SAME_DAY, UNKNOWN, Copies, copies_of, copies_sheet, passage_sheet

SHARED = "推动老旧厂房屋顶加装分布式光伏并配套建设储能设施，到2025年累计装机规模达到三十万千瓦以上，形成可复制的经验。"


def plan(folder: Path, region: str, day: str, body: str) -> Document:
    path = folder / f"{region}方案.txt"
    text = f"{region}绿色发展实施方案\n\n一、重点任务\n\n{body}\n\n{region}人民政府\n\n{day}\n"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    return [
        plan(tmp_path, "云上市", "2023年5月6日", SHARED),
        plan(tmp_path, "霁川市", "2021年3月4日", SHARED.replace("三十", "五十")),
        plan(tmp_path, "松屿市", "", "开展湿地水鸟同步调查，布设红外相机，按季度公布监测结果，让公众参与守护候鸟。"),
    ]


@pytest.fixture
def found(documents: list[Document]) -> tuple[Copies, ...]:
    return copies_of(documents, near_duplicates(documents))


def test_the_earlier_plan_stands_first(found: tuple[Copies, ...]) -> None:
    [copies] = found
    assert copies.first == copies.one.title == "霁川市绿色发展实施方案"
    assert all("五十" in pair.a.quote and "三十" in pair.b.quote for pair in copies.pairs)
    assert copies.letters > 40


def test_the_tables_hold_both_sides(found: tuple[Copies, ...]) -> None:
    [row] = copies_sheet(found).rows
    assert row[0] == "霁川市绿色发展实施方案" and row[3] == "云上市绿色发展实施方案"
    [passage] = passage_sheet(found).rows
    assert "五十" in str(passage[2]) and "三十" in str(passage[5])


def test_without_dates_nobody_is_said_to_be_first(tmp_path: Path) -> None:
    undated = [plan(tmp_path, region, "", SHARED) for region in ("云上市", "霁川市")]
    assert [one.first for one in copies_of(undated, near_duplicates(undated))] == [UNKNOWN]
    dated = [plan(tmp_path, region, "2023年5月6日", SHARED) for region in ("云上市", "霁川市")]
    assert [one.first for one in copies_of(dated, near_duplicates(dated))] == [SAME_DAY]
