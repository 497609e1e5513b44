"""Hostile and broken files of all formats: each gets its line or is read; none crashes, hangs or bursts the reader."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

import pytest

from ingest import office_reader, read
from ingest.batch import Bounds, Outcome, each
from tests.command_line import CLEAN, DAY, run, write_text
from tests.ingest.hostile.register import EITHER, HOSTILE, READ

for module in ("any_format", "word", "pdf", "ofd", "older", "web", "text"):
    import_module(f"tests.ingest.hostile.{module}")

QUICK = [name for name, file in HOSTILE.items() if not file.slow]
SLOW = [name for name, file in HOSTILE.items() if file.slow]
BOUNDS = Bounds(silent=60.0, memory=2 << 30)


def written(folder: Path, names: list[str]) -> list[Path]:
    for name in names:
        HOSTILE[name].maker(folder / name)
    return [folder / name for name in names]


def wrong(outcome: Outcome[object]) -> str | None:
    """What is not as it ought to be."""
    fate = HOSTILE[outcome.path.name].fate
    if outcome.failure is None:
        return None if fate in (READ, EITHER) else "was read"
    said = str(outcome.failure)
    if not said.startswith(f"{outcome.path.name}：") or not said.endswith("。") or "\n" in said or "Error" in said:
        return said
    return None if fate == EITHER or fate in said else said


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 60
    assert {Path(name).suffix for name in HOSTILE} >= {
        ".docx", ".pdf", ".ofd", ".doc", ".wps", ".rtf", ".odt", ".html", ".md", ".txt",
    }  # fmt: skip


def test_each_is_read_or_gets_its_line(tmp_path: Path) -> None:
    outcomes = list(each(read, written(tmp_path, QUICK), bounds=BOUNDS, workers=2))
    assert len(outcomes) == len(QUICK)
    assert {one.path.name: said for one in outcomes if (said := wrong(one))} == {}
    assert [one.path.name for one in outcomes if one.value and "root:" in one.value.text] == []  # of /etc/passwd
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(QUICK)
    assert not list(tmp_path.parent.glob("*越界*"))


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(office_reader.office() is None, reason="LibreOffice is not installed")
def test_those_that_take_long_are_ended_or_read(tmp_path: Path) -> None:
    outcomes = list(each(read, written(tmp_path, SLOW), bounds=BOUNDS))
    assert {one.path.name: said for one in outcomes if (said := wrong(one))} == {}


@pytest.mark.slow
def test_a_report_of_all_of_them_and_a_sound_plan(tmp_path: Path) -> None:
    folder, out = tmp_path / "files", tmp_path / "out"
    folder.mkdir()
    written(folder, QUICK)
    write_text(folder / "好.txt", CLEAN)
    began = time.monotonic()
    done = run("report", folder, "-o", out, *DAY)
    assert done.returncode == 2 and time.monotonic() - began < 120
    lines = done.stderr.decode().splitlines()
    refused = {line.split("：", 1)[0] for line in lines}
    assert len(lines) == len(refused) and refused <= set(QUICK)
    assert refused >= {name for name in QUICK if HOSTILE[name].fate not in (READ, EITHER)}
    assert {path.name for path in out.iterdir()} >= {"report.html", "report.xlsx", "report.json", "workspace"}
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]
    assert "梧桐市口袋公园建设工作方案" in (out / "report.html").read_text(encoding="utf-8")
