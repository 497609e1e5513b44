"""Targets: quantified outcomes promised for a time to come."""

from __future__ import annotations

from ingest.document import Document
from nlp.commitment import Target, Task


def extract_targets(document: Document, tasks: tuple[Task, ...]) -> tuple[Target, ...]:
    """Every (indicator, year) pair that the plan promises a number for."""
    return ()
