"""Small real files for the tests of the readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import Document, read

Plan = Callable[[str], Document]


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A plan from the text given, through the real text reader."""

    def make(text: str) -> Document:
        path = tmp_path / "澄湾市方案.txt"
        path.write_text(text, encoding="utf-8")
        return read(path)

    return make
