"""One indicator over several plans, in one unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ingest import read
from report.analysis import Analysis, analyse_document
from report.series import Series, series_of, series_sheet


def plan(folder: Path, region: str, promise: str) -> Analysis:
    path = folder / f"{region}方案.txt"
    path.write_text(f"{region}绿色发展实施方案\n\n一、总体目标\n\n{promise}\n", encoding="utf-8")
    return analyse_document(read(path), as_of=date(2025, 6, 30))


@pytest.fixture
def found(tmp_path: Path) -> dict[str, Series]:
    plans = [
        plan(tmp_path, "云上市", "到2025年，森林覆盖率达到30%，风电装机规模达到2亿千瓦，单位能耗比2020年下降13%。"),
        plan(tmp_path, "霁川市", "到2025年，全市森林覆盖率达到25%以上，风电装机规模达到500万千瓦。"),
        plan(tmp_path, "松屿市", "到2030年，森林覆盖率达到40%，单位能耗控制在0.5吨标准煤。"),
    ]
    return {one.label: one for one in series_of(plans)}


def test_the_same_indicator_of_all_plans_is_one_series(found: dict[str, Series]) -> None:
    series = found["森林覆盖率（%）"]
    assert series.regions == 3
    assert [(one.region, one.value, one.target.year) for one in series.points] == [
        ("云上市", Decimal(30), 2025), ("松屿市", Decimal(40), 2030), ("霁川市", Decimal(25), 2025),
    ]  # fmt: skip
    assert next(iter(found)) == series.label  # what the most regions set comes first


def test_values_are_brought_to_one_unit(found: dict[str, Series]) -> None:
    [series] = [one for one in found.values() if one.unit == "万千瓦"]
    assert sorted(one.value for one in series.points) == [Decimal(500), Decimal(20000)]


def test_a_change_is_not_mixed_with_a_level(found: dict[str, Series]) -> None:
    energy = [one for one in found.values() if "能耗" in one.name]
    assert sorted(one.change for one in energy) == [False, True]
    assert any("降幅" in one.label for one in energy)


def test_the_table_prints_values_as_the_plans_do(found: dict[str, Series]) -> None:
    [series] = [one for one in found.values() if one.unit == "万千瓦"]
    rows = series_sheet(series).rows
    assert {(row[0], row[3], row[4]) for row in rows} == {("云上市", "2", "亿千瓦"), ("霁川市", "500", "万千瓦")}


def test_no_plans_no_series() -> None:
    assert series_of([]) == ()
