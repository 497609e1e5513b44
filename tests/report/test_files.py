"""Files appear whole or not at all, and leave nothing beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from report.analysis import GapReport
from report.files import FORMS, write_files, write_report, write_text
from tests.report.documents import report_of


def test_a_report_is_written_in_every_form(report: GapReport, tmp_path: Path) -> None:
    written = write_report(report, tmp_path / "new" / "out")
    assert [path.name for path in written] == [form.file for form in FORMS]
    assert sorted(path.name for path in (tmp_path / "new" / "out").iterdir()) == sorted(path.name for path in written)
    assert written[0].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert all(path.read_bytes().startswith(b"PK") for path in written if path.suffix in {".docx", ".xlsx"})
    assert json.loads(written[-1].read_text(encoding="utf-8"))["overview"]["plans"] == len(report.plans)


def test_a_report_written_twice_is_the_same(report: GapReport, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_report(report, tmp_path)]
    assert [path.read_bytes() for path in write_report(report, tmp_path)] == first


def test_names_that_are_not_unicode_do_not_stop_a_report(tmp_path: Path) -> None:
    failed = replace(report_of(), failed=(("\udcff.pdf", "\udcff.pdf：打不开。"),))
    for path in write_report(failed, tmp_path):
        assert path.stat().st_size


class Failing(Mapping[str, bytes]):
    """Two files, of which the second cannot be made."""

    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Iterator[str]:
        return iter(("a.txt", "b.txt"))

    def __getitem__(self, name: str) -> bytes:
        if name == "b.txt":
            raise OSError("disk full")
        return b"new"


def test_a_failure_leaves_the_old_files_and_nothing_else(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": b"old"})
    with pytest.raises(OSError, match="disk full"):
        write_files(tmp_path, Failing())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"old")]


def test_a_place_taken_by_a_folder_fails_clean(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError):
        write_text(tmp_path / "a.txt", "字")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_text_is_written_as_utf8_for_all_to_read(tmp_path: Path) -> None:
    path = write_text(tmp_path / "字.txt", "规划\n")
    assert path.read_bytes() == "规划\n".encode()
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    assert path.stat().st_mode == ordinary.stat().st_mode
