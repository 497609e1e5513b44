"""DU: does the plan order one platform, or two for one aim?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pydantic import Field

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.pairing import bare, likeness
from rules.passage import in_context, own_words
from rules.rule import Problem, rule
from rules.yaml_file import DATA, Strict, load_strict

SPARE = "国务院办公厅《关于印发政务信息系统整合共享实施方案的通知》：避免重复建设、信息孤岛"
_FILE = DATA / "platforms.yaml"
_LEFT_OVER = 2  # characters of a name that neither aim nor field explains


class _Words(Strict):
    name: str
    words: str = Field(min_length=1)


class _Platforms(Strict):
    named: str
    not_here: str
    aims: tuple[_Words, ...]
    otherwise: str
    fields: tuple[_Words, ...]
    common: str


@cache
def _platforms() -> _Platforms:
    return load_strict(_FILE, _Platforms)


@dataclass(frozen=True, slots=True)
class _Platform:
    """A platform that a plan orders: its printed name, and where it stands."""

    name: str
    part: Span
    section: str | None
    of_park: bool  # one that a park or a firm has, under that of the region


_PARKS = re.compile(r"园区|开发区|工业区|高新区")
_STORE = re.compile(r"(?:数据|信息|资料)库$")  # holds what a platform shows
_REGION = re.compile(r"^(?:全[国省市区县]|[国省市县]级|自治区|我[省市]|统一的?|覆盖)+的?")
_JOINED = re.compile(r"整合|接入|对接|互联互通|依托|归集")  # says how it stands to the others
_Kind = tuple[frozenset[str], frozenset[str], bool, bool]


def _kind(platform: _Platform) -> _Kind | None:
    """Aim and fields of a platform; None where its name has more to it than these, so that there is but one."""
    words, name = _platforms(), platform.name
    aims = frozenset(one.name for one in words.aims if re.search(one.words, name)) or frozenset({words.otherwise})
    fields = frozenset(one.name for one in words.fields if re.search(one.words, name))
    rest = name
    for one in (*words.fields, *words.aims):
        rest = re.sub(one.words, "", rest)
    if not fields or len(re.sub(words.common, "", rest)) > _LEFT_OVER:
        return None
    return aims, fields, bool(_STORE.search(name)), platform.of_park


@rule(
    "DU81", "platform-ordered-twice", title="两处都要建同一类平台", each=Document, severity=Severity.INFO, cap=3,
    authority=SPARE, suggestion="合并为一个平台，或写明两者的分工、数据怎样共享。",
)  # fmt: skip
def platform_ordered_twice(document: Document, context: Context, *, most: int = 4) -> Iterator[Problem]:
    """Two platforms of one aim for one field under two names: are both to be built, and who fills them?

    More than `most` of one kind are a plan about platforms, which sets out one after the other.
    """
    if not context.gives_orders:
        return
    kinds: dict[_Kind, list[_Platform]] = {}
    for platform in _ordered(context):
        kind = _kind(platform)
        if kind is not None:
            kinds.setdefault(kind, []).append(platform)
    for (_, fields, _, _), found in kinds.items():
        # the same name twice, or once with 全省 before it, is one platform, told twice
        named = {_REGION.sub("", bare(one.name)): one for one in found}
        if 2 <= len(named) <= most and _apart(list(named.values())):
            one, other = list(named.values())[:2]
            yield Problem(
                other.part,
                f"“{one.name}”和“{other.name}”同属{'、'.join(sorted(fields))}，未写明是否同一平台、怎样分工。",
                tuple(in_context(platform.part, document) for platform in named.values()),
            )  # fmt: skip


def _apart(platforms: list[_Platform], similar: float = 0.5) -> bool:
    """True in different sections, and in one section where the names are all but the same: two words for one thing?"""
    one, other = platforms[:2]
    return len({platform.section for platform in platforms}) > 1 or likeness(one.name, other.name) >= similar


def _ordered(context: Context) -> Iterator[_Platform]:
    document, words = context.document, _platforms()
    for sentence in context.sentences:
        if not context.is_ordered(sentence) or context.in_goals(sentence.clause):
            continue
        for part in (own_words(one, document) for one in sentence.segments):
            match = re.search(words.named, document.read(part))
            text = document.read(part)
            if match and not re.search(words.not_here, text) and not _JOINED.search(sentence.text):
                of_park = bool(_PARKS.search(sentence.text))
                yield _Platform(match[1], part, sentence.clause.section, of_park)
