"""The words of official papers: names of kinds of plan and of bodies, from data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

_DATA = Path(__file__).resolve().parent / "data" / "front_matter.yaml"


class Words(BaseModel):
    """plans: what titles of plans end with; organs: what names of bodies end with; headings: usual in plans."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    plans: tuple[str, ...]
    organs: tuple[str, ...]
    headings: tuple[str, ...]


@cache
def words() -> Words:
    """The lists of `data/front_matter.yaml`."""
    return Words.model_validate(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


@cache
def organ() -> re.Pattern[str]:
    """A line, or the beginning of one, that is the name of a body and nothing else."""
    endings = "|".join(map(re.escape, words().organs))
    return re.compile(rf"(?:中共)?[\u4e00-\u9fff（）、 ]{{0,30}}?(?:{endings})(?:（[^）]*）)?")
