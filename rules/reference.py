"""Facts about documents above a plan: national target levels and numbers of documents, from the package's data."""

from __future__ import annotations

from datetime import date
from functools import cache

from pydantic import Field

from rules.yaml_file import DATA, Strict, load_strict


class NationalTarget(Strict):
    """One value that a national document sets. direction and base: a fall or rise against that year, in %.

    apart: provinces were given values of their own, so that a lower one is no defect by itself.
    """

    indicator: str
    aliases: tuple[str, ...] = ()
    value: float
    unit: str
    year: int
    direction: str | None = Field(default=None, pattern="^(up|down)$")
    base: int | None = None
    apart: bool = False
    document: str


class KnownDocument(Strict):
    """A document with its number and date. subjects: words in the titles of the plans that implement it."""

    title: str
    number: str
    issued: date
    subjects: tuple[str, ...] = ()
    not_subjects: tuple[str, ...] = ()


class Congress(Strict):
    """A Party congress and the day it opened."""

    name: str
    opened: date


class _Targets(Strict):
    targets: tuple[NationalTarget, ...]


class _Documents(Strict):
    documents: tuple[KnownDocument, ...]
    congresses: tuple[Congress, ...]


@cache
def national_targets() -> tuple[NationalTarget, ...]:
    """The national levels that a region's targets can be held against."""
    return load_strict(DATA / "national_targets.yaml", _Targets).targets


@cache
def known_documents() -> tuple[KnownDocument, ...]:
    """The documents whose numbers and dates are known."""
    return load_strict(DATA / "documents.yaml", _Documents).documents


@cache
def congresses() -> tuple[Congress, ...]:
    """Party congresses in order."""
    return load_strict(DATA / "documents.yaml", _Documents).congresses
