"""What is stored of a file is what was written down of it, so that older workspaces are known to be of another kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.stored_output import own_samples, plan_samples, sample_name, stored
from index.analysis import stored_output

TOLD = "what is stored has changed: run python -m bench.stored_output, so that workspaces are read again"


@pytest.mark.parametrize("path", own_samples(), ids=lambda path: str(path.name))
def test_a_sample_is_stored_as_it_was(path: Path) -> None:
    assert stored(path) == stored_output().samples[sample_name(path)], TOLD


def test_real_plans_are_stored_as_they_were(shared: Path) -> None:
    known = stored_output().samples
    paths = plan_samples(shared / "plans")
    assert len(paths) > 4
    assert {sample_name(path): stored(path) for path in paths} == {
        sample_name(path): known[sample_name(path)] for path in paths
    }, TOLD


def test_every_sample_is_written_down_and_none_that_is_gone() -> None:
    own = {name for name in stored_output().samples if not name.startswith("plans/")}
    assert own == {sample_name(path) for path in own_samples()}


def test_another_text_is_stored_otherwise(tmp_path: Path) -> None:
    hashes = set()
    for text in ("青川市方案\n一、任务\n到2025年建成3个站点。\n", "青川市方案\n一、任务\n到2025年建成4个站点。\n"):
        path = tmp_path / "方案.txt"
        path.write_text(text, encoding="utf-8")
        hashes.add(stored(path))
    assert len(hashes) == 2
