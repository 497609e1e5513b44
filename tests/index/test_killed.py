"""Builds that are killed, and readers beside builds: one whole state, always. Bigger runs: bench/search_kill.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.search_kill import kill_builds, read_during_builds, state_of, write_state
from index.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")]


def test_a_killed_build_leaves_the_old_state_or_the_new_one(tmp_path: Path) -> None:
    outcomes = kill_builds(tmp_path, plans=20, kills=15)
    assert sum(outcomes.values()) == 15 and outcomes["old"]


def test_readers_see_one_state_at_a_time(tmp_path: Path) -> None:
    looks, states = read_during_builds(tmp_path, plans=20, readers=4, builds=6)
    assert looks >= 8 and states >= 1


def test_a_mixed_state_would_be_seen(tmp_path: Path) -> None:
    paths = write_state(tmp_path / "files", 9, 0)
    write_state(tmp_path / "files", 9, 1)
    Workspace.build(paths, tmp_path / "ws")
    with pytest.raises(ValueError, match="mixed"):
        state_of(Workspace.open(tmp_path / "ws"), 9)
