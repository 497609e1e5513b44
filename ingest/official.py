"""The words of official papers: names of kinds of plan and of bodies, from data."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from ingest.division import place_at

# 财 政 部: a short name spread over the width of the names above and below it
_SPREAD = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?: +[\u4e00-\u9fff]){1,7}(?![\u4e00-\u9fff])")
_APART = re.compile(r"[、 ]+")
# Where the name of a body can end and another begin without a sign: 商务部|财政部, 澄江省委|省政府, 发展改革委|能源局
_SEAM = re.compile(
    r"(?:(?<=[部局厅署])|(?<=[学程究法察]院)|(?<=[革工资健信化济设]委)|(?<=[省市区县州盟]委)|(?<=党委)|(?<=中央)"
    r"|(?<=[员监联协]会)|(?<=[支分]行))(?=[\u4e00-\u9fff])"
)
_TAIL_BRACKET = re.compile(r"(?:（[^（）]*）|\([^()]*\))\s*$")
_INNER = re.compile(r"(?:党组|办公|督察|监管局|监管办|分局|专员|机关|司$|领导|督查)")  # what a body has inside of it
_NATIONAL = re.compile(r"中国|国家")
_BRANCH = re.compile(r"税务局$|分局$|[支分]行$|监管[局办]")

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


def plain_title(title: str) -> str:
    """A title without the remarks in brackets behind it and without book marks."""
    title = re.sub(r"\s+", "", title)
    while (cut := _TAIL_BRACKET.sub("", title)) != title:
        title = cut
    return title.strip("《》〈〉")


def kind_of_plan(title: str) -> str | None:
    """文种: the kind of plan that the title ends with; None for what is no title of a plan."""
    plain = plain_title(title)
    return next((word for word in words().plans if plain.endswith(word)), None)


@cache
def organ() -> re.Pattern[str]:
    """A line, or the beginning of one, that is the name of a body and nothing else."""
    endings = "|".join(map(re.escape, words().organs))
    return re.compile(rf"(?:中共)?[\u4e00-\u9fff（）、 ]{{0,30}}?(?:{endings})(?:（[^）]*）)?")


def bodies_of(line: str) -> tuple[str, ...]:
    """The bodies that a line names and nothing else; empty for any other line.

    Names stand apart by 、 or blanks, or closely, where a line below a notice holds two of them.
    """
    line = _SPREAD.sub(lambda spread: spread.group().replace(" ", ""), line.strip())
    found: list[str] = []
    for part in filter(None, _APART.split(line)):
        if not organ().fullmatch(part):
            return ()
        found += _parted(part)
    return tuple(found)


def _parted(name: str) -> list[str]:
    """澄湾市水利局澄湾市财政局 as two names; 水利部办公厅 and 税务总局澄湾市税务局 stay one."""
    for seam in _SEAM.finditer(name):
        head, rest = name[: seam.start()], name[seam.start() :]
        inner = _INNER.match(rest) or (_NATIONAL.match(head) and place_at(rest) is not None and _BRANCH.search(rest))
        if len(rest) > 2 and not inner and organ().fullmatch(head) and organ().fullmatch(rest):
            return [head, *_parted(rest)]
    return [name]


def joined(bodies: tuple[str, ...]) -> str | None:
    """Several bodies as one issuer; None for none."""
    return "、".join(bodies) or None
