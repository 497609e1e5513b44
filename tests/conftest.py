"""Fixtures that every package's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# how long an example takes says what else the machine does, not whether the code is right
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

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
