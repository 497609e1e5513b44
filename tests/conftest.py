"""Fixtures that every package's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A check says the same each time it runs: examples come from the test's own name, and how long one takes says what
# else the machine does, not whether the code is right. `make fuzz` draws new examples at each run.
settings.register_profile("fixed", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("fuzz", deadline=None, max_examples=1000)
settings.load_profile("fixed")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents beside the checkout; tests that need them are skipped where there are none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the checkout")
    return folder
