"""The plans are checked while the first page is being read, so that the report is there when it is asked for."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from views import opened, warming


def test_the_report_is_made_beside_the_page(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = threading.Event()
    checked = opened.Opened.checked

    def watched(self: opened.Opened, as_of: date) -> object:
        report = checked(self, as_of)
        made.set()
        return report

    monkeypatch.setattr(opened.Opened, "checked", watched)
    warming.warm(hostile, date(2033, 1, 1))
    assert made.wait(60)


def test_where_there_is_no_workspace_nothing_is_begun(tmp_path: Path) -> None:
    before = threading.active_count()
    warming.warm(tmp_path / "nothing", date(2033, 1, 1))
    assert threading.active_count() == before
