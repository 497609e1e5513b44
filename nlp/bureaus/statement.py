"""One statement of responsibility: markers, the names between them, and the role that each marker gives.

责任单位：A、B · A牵头，B、C等按职责分工负责，D配合 · A、B。以下均需各市人民政府落实，不再列出
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.document import GovernmentLevel
from nlp.bureaus.name import CLOSING, OPENING, Care, Name, split_names
from nlp.commitment import Role
from nlp.lexicon import Matcher, load_words

_ROLE_OF = {"lead": Role.LEAD, "responsible": Role.RESPONSIBLE, "support": Role.SUPPORT, "other": None}
_ROLE_OF_TAG = {
    "牵头": Role.LEAD,
    "主责": Role.LEAD,
    "主办": Role.LEAD,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "参与": Role.SUPPORT,
}
# 责任单位：, 责任单位（部门）：, 责任单位为
_COLON = re.compile(r"(?:[（(][^（()）]{0,12}[)）])?[:：∶﹕]|为(?!主|辅)")
_SHORT_HEAD = 2  # 牵头, 配合: heads only before a colon
# 以下均需各市人民政府落实: a default that is stated once
_DEFAULT_BODY = re.compile(
    r"均(?:需要?|须|由|涉及)(?P<names>[^，。；,;]{2,40}?)"
    r"(?:负责|组织|抓好|具体|贯彻)?(?:落实|实施|负责|[，。；,;]|$)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A role word in a statement, and whether names follow it as after a heading (牵头单位：) or precede it (…牵头)."""

    start: int
    stop: int
    head: bool
    role: Role | None  # None: a heading of something else (完成时限：)


@dataclass(frozen=True, slots=True)
class Named:
    """A printed name of a body with the role that the statement gives it."""

    name: Name
    role: Role


@cache
def _tokens() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """All markers in one pattern, longest first, and the groups that each word belongs to."""
    groups: dict[str, set[str]] = {}
    for label, matcher in marker_words().items():
        if label.startswith(("head_", "tail_")):
            for word in matcher.words:
                groups.setdefault(word, set()).add(label)
    refused = {"负责人", "负责同志", "负责制", "负责解释", "落实办"} - set(groups)
    ranked = sorted({*groups, *refused}, key=lambda word: (-len(word), word))
    # two characters tell nearly every place apart before the long alternation is tried
    starts = "|".join(sorted({re.escape(word[:2]) for word in ranked}))
    pattern = re.compile(rf"(?={starts})(?:{'|'.join(re.escape(word) for word in ranked)})")
    return pattern, {word: frozenset(labels) for word, labels in groups.items()}


@cache
def marker_words() -> dict[str, Matcher]:
    """The words of nlp/data/markers.yaml by their label."""
    return dict(load_words("markers"))


def _depths(text: str, start: int, stop: int) -> list[int]:
    depth, depths = 0, []
    for sign in text[start:stop]:
        if sign in OPENING:
            depth += 1
        depths.append(depth)
        if sign in CLOSING:
            depth = max(0, depth - 1)
    return depths


def find_tokens(text: str, start: int, stop: int) -> Iterator[Token]:
    """Markers outside of inner brackets: heads with their colon, tails."""
    pattern, groups = _tokens()
    depths = _depths(text, start, stop)
    for match in pattern.finditer(text, start, stop):
        labels = groups.get(match.group())
        if labels is None or depths[match.start() - start]:
            continue
        head = next((label for label in labels if label.startswith("head_")), None)
        if head is not None:
            colon = _COLON.match(text, match.end(), stop)
            opens = match.start() == start or text[match.start() - 1] in "，；。,;、：: "
            if colon or (opens and len(match.group()) > _SHORT_HEAD):
                yield Token(match.start(), colon.end() if colon else match.end(), True, _ROLE_OF[head[5:]])
                continue
        tail = next((label for label in labels if label.startswith("tail_")), None)
        if tail is not None and match.start() > start:
            yield Token(match.start(), match.end(), False, _ROLE_OF[tail[5:]])


def parse_statement(text: str, start: int, stop: int, role: Role | None, level: GovernmentLevel | None) -> list[Named]:
    """The names of text[start:stop] with the role that heads before and tails behind them give.

    role: what a column header has said already; None inside a bracket or line that must say it itself.
    """
    remark = marker_words()["remark"].search(text, start, stop)
    defaults = list(_DEFAULT_BODY.finditer(text, start, stop))
    cut = min([stop, *([remark.start] if remark else []), *(match.start() for match in defaults)])
    if cut < stop:  # the remark begins with its own piece of the sentence
        cut = max([start, *(text.rfind(sign, start, cut) for sign in "，。；,;〈（(〔")])
    named: list[Named] = []
    waiting: list[Name] = []
    current, position = role, start
    care = Care.MARKED if role is None else Care.LISTED
    silent = False
    for token in (*find_tokens(text, start, cut), None):
        until = token.start if token else cut
        names = () if silent else split_names(text, position, until, care, level)
        waiting.extend(names)
        if token is None:
            break
        position = token.stop
        if token.head:
            named.extend(Named(name, current or Role.RESPONSIBLE) for name in waiting)
            waiting.clear()
            silent = token.role is None
            current = token.role or current
            care = Care.LISTED
        elif token.role is not None:
            named.extend(_deal(text, waiting, current, token))
            waiting.clear()
    named.extend(Named(name, current or Role.RESPONSIBLE) for name in waiting)
    known = {entry.name.text for entry in named}
    for match in defaults:
        for name in split_names(text, *match.span("names"), Care.MARKED, level):
            if name.text not in known:
                known.add(name.text)
                named.append(Named(name, Role.RESPONSIBLE))
    return [Named(entry.name, _ROLE_OF_TAG.get(entry.name.tag or "", entry.role)) for entry in named]


def _deal(text: str, names: list[Name], current: Role | None, tail: Token) -> Iterator[Named]:
    """Roles before a tail. 配合单位：A、B等，各市政府负责落实: the head holds for A and B, the tail for the rest."""
    assert tail.role is not None
    last_group = max(text.rfind(sign, 0, names[-1].start) for sign in "，,；;") if names and current else -1
    for name in names:
        yield Named(name, current if current and name.start < last_group else tail.role)
