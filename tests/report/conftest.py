"""The report that most tests look at, made once."""

from __future__ import annotations

import pytest

from report.analysis import GapReport
from tests.report.documents import sample_report


@pytest.fixture(scope="session")
def report() -> GapReport:
    """One plan with everything in it, one with nothing, one other text, one failed file."""
    return sample_report()
