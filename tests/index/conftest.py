"""A workspace of two small plans, built once."""

from __future__ import annotations

import pytest

from index.workspace import Workspace
from tests.index.tiny import write_plans


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The two plans of `tiny`, searched with the default encoder."""
    folder = tmp_path_factory.mktemp("workspace")
    report = Workspace.build(write_plans(folder / "files"), folder / "ws")
    assert not report.failed
    return Workspace.open(folder / "ws")
