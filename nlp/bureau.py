"""Who answers for a task: every notation in which plans name responsible bodies, each with its role.

（责任单位：A、B） · （A牵头，B配合） · 责任单位：A、B。 · 由A牵头，B负责… · a cell of a column headed 责任单位.
A body that is merely mentioned answers for nothing; 会同, 统筹 and 要 name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ingest.document import GovernmentLevel
from nlp.bureau_name import CLOSING, OPENING, Care, Name, is_collective, is_plausible, split_names
from nlp.bureau_roster import canonical_bureau, level_of
from nlp.commitment import BureauMention, Role
from nlp.lexicon import Matcher, load_words
from nlp.passage import Passage

_ROLE_OF = {"lead": Role.LEAD, "responsible": Role.RESPONSIBLE, "support": Role.SUPPORT, "other": None}
_ROLE_OF_TAG = {
    "牵头": Role.LEAD,
    "主责": Role.LEAD,
    "主办": Role.LEAD,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "参与": Role.SUPPORT,
}
_RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2}
_COLON = re.compile(r"(?:[（(][^（()）]{0,12}[)）])?[:：∶﹕]|为(?!主|辅)")
_SENTENCE_END = re.compile(r"[。！!]")
# 以下均需各市人民政府落实: a default that is stated once
_DEFAULT_BODY = re.compile(
    r"均(?:需要?|须|由|涉及)(?P<names>[^，。；,;]{2,40}?)(?:负责|组织|抓好|具体|贯彻)?(?:落实|实施|负责|[，。；,;]|$)"
)
# 各市人民政府对本行政区域节能减排工作负总责
_ANSWERS_FOR = re.compile(r"对[^，。；：]{2,40}?负(?:总责|总体责任|主体责任|全责|责)(?!人)")
_SENTENCE = re.compile(r"[^。；;！!]+")
_LONGEST_BRACKET = 700


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    stop: int
    head: bool
    role: Role | None  # None: a heading of something else (完成时限：)


@dataclass(frozen=True, slots=True)
class _Named:
    name: Name
    role: Role


@cache
def _tokens() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """All markers in one pattern, longest first, and the groups that each word belongs to."""
    groups: dict[str, set[str]] = {}
    for label, matcher in _words().items():
        if label.startswith(("head_", "tail_")):
            for word in matcher.words:
                groups.setdefault(word, set()).add(label)
    refused = {"负责人", "负责同志", "负责制", "负责解释", "落实办"} - set(groups)
    ranked = sorted({*groups, *refused}, key=lambda word: (-len(word), word))
    pattern = re.compile(
        "|".join(f"(?P<w{n}>{re.escape(w)})" if w in groups else re.escape(w) for n, w in enumerate(ranked))
    )
    return pattern, {word: frozenset(labels) for word, labels in groups.items()}


@cache
def _words() -> dict[str, Matcher]:
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


def _find_tokens(text: str, start: int, stop: int) -> Iterator[_Token]:
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
            if colon or (opens and match.group() != "牵头"):
                yield _Token(match.start(), colon.end() if colon else match.end(), True, _ROLE_OF[head[5:]])
                continue
        tail = next((label for label in labels if label.startswith("tail_")), None)
        if tail is not None and match.start() > start:
            yield _Token(match.start(), match.end(), False, _ROLE_OF[tail[5:]])


def _parse_statement(
    text: str, start: int, stop: int, role: Role | None, level: GovernmentLevel | None
) -> list[_Named]:
    """The names of text[start:stop] with the role that heads before and tails behind them give.

    role: what a column header has said already; None inside a bracket or line that must say it itself.
    """
    remark = _words()["remark"].search(text, start, stop)
    defaults = list(_DEFAULT_BODY.finditer(text, start, stop))
    cut = min([stop, *([remark.start] if remark else []), *(match.start() for match in defaults)])
    if cut < stop:  # the remark begins with its own piece of the sentence
        cut = max([start, *(text.rfind(sign, start, cut) for sign in "，。；,;〈（(〔")])
    named: list[_Named] = []
    waiting: list[Name] = []
    current, position = role, start
    care = Care.MARKED if role is None else Care.LISTED
    silent = False
    for token in (*_find_tokens(text, start, cut), None):
        until = token.start if token else cut
        names = () if silent else split_names(text, position, until, care, level)
        waiting.extend(names)
        if token is None:
            break
        position = token.stop
        if token.head:
            named.extend(_Named(name, current or Role.RESPONSIBLE) for name in waiting)
            waiting.clear()
            silent = token.role is None
            current = token.role or current
            care = Care.LISTED
        elif token.role is not None:
            named.extend(_deal(text, waiting, current, token))
            waiting.clear()
    named.extend(_Named(name, current or Role.RESPONSIBLE) for name in waiting)
    known = {entry.name.text for entry in named}
    for match in defaults:
        for name in split_names(text, *match.span("names"), Care.MARKED, level):
            if name.text not in known:
                known.add(name.text)
                named.append(_Named(name, Role.RESPONSIBLE))
    return [_Named(entry.name, _ROLE_OF_TAG.get(entry.name.tag or "", entry.role)) for entry in named]


def _deal(text: str, names: list[Name], current: Role | None, tail: _Token) -> Iterator[_Named]:
    """Roles before a tail. 配合单位：A、B等，各市政府负责落实: the head holds for A and B, the tail for the last group."""
    assert tail.role is not None
    last_group = max(text.rfind(sign, 0, names[-1].start) for sign in "，,；;") if names and current else -1
    for name in names:
        yield _Named(name, current if current and name.start < last_group else tail.role)


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Content ranges of all bracket pairs, the outer before the inner; one that never closes ends with the text."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for index, sign in enumerate(text):
        if sign in "（(〔[【":
            stack.append(index + 1)
        elif sign in "）)〕]】" and stack:
            pairs.append((stack.pop(), index))
    pairs.extend((start, len(text)) for start in stack)
    yield from sorted(pairs, key=lambda pair: (pair[0], -pair[1]))


def _is_duty(text: str, start: int, stop: int) -> bool:
    """True when a bracket's content is a statement of responsibility: opens with a head or has a tail after a list."""
    tokens = list(_find_tokens(text, start, stop))
    if not tokens:
        return False
    if any(
        token.head and token.role and (token.start == start or text[token.stop - 1] in ":：∶﹕") for token in tokens
    ):
        return True
    return any(not token.head and (token.stop == stop or text[token.stop] in "，；。,;、）)〕] ") for token in tokens)


def _bare_list(text: str, start: int, stop: int, level: GovernmentLevel | None) -> list[_Named]:
    """（市发展改革委、市财政局） behind a sentence, without a marker: only known bodies, and nothing else in the bracket."""
    after_sentence = start > 1 and text[start - 2] in "。！；;”"
    at_end = stop + 1 >= len(text) or text[stop + 1] in "。；"
    if not (after_sentence or at_end) or _SENTENCE_END.search(text, start, stop - 1):
        return []
    names = split_names(text, start, stop, Care.PROSE, level)
    pieces = len(re.findall(r"[、，,；;]", text[start:stop])) + 1
    if len(names) < pieces or not (after_sentence or len(names) > 1):
        return []
    if any(canonical_bureau(name.text, level) is None and not is_collective(name.text) for name in names):
        return []
    return [_Named(name, Role.RESPONSIBLE) for name in names]


def _in_brackets(text: str, level: GovernmentLevel | None) -> Iterator[tuple[int, int, list[_Named]]]:
    done = 0
    for start, stop in _brackets(text):
        if start < done or stop - start < 2 or stop - start > _LONGEST_BRACKET:
            continue
        if _is_duty(text, start, stop):
            named = _parse_statement(text, start, stop, None, level)
        else:
            named = _bare_list(text, start, stop, level)
        if named:
            yield start - 1, min(stop + 1, len(text)), named
            done = stop


def _in_lines(
    passage: Passage, free: list[bool], level: GovernmentLevel | None
) -> Iterator[tuple[int, int, list[_Named]]]:
    """责任单位：A、B。 at the start of a paragraph or behind a sentence, to the next full stop."""
    text = passage.text
    position = 0
    for token in _find_tokens(text, 0, len(text)):
        if token.start < position or not token.head or not free[token.start]:
            continue
        if text[token.stop - 1] not in ":：∶﹕":
            continue
        if not (token.start == 0 or text[token.start - 1] in "。；;！”）)〕：" or passage.broken_before(token.start)):
            continue
        end = _SENTENCE_END.search(text, token.stop)
        stop = end.start() if end else len(text)
        position = stop
        named = _parse_statement(text, token.start, stop, None, level)
        if named:
            yield token.start, stop, named


def _in_prose(text: str, free: list[bool], level: GovernmentLevel | None) -> Iterator[_Named]:
    """X牵头…, 由X负责…, X对…负总责: only behind a list of named bodies and nothing else."""
    words = _words()
    for sentence in _SENTENCE.finditer(text):
        start, stop = sentence.span()
        led = False
        for label, role in (
            ("prose_lead", Role.LEAD),
            ("prose_responsible", Role.RESPONSIBLE),
            ("prose_support", Role.SUPPORT),
        ):
            if role is Role.SUPPORT and not led:
                continue
            for marker in words[label].find(text, start, stop):
                if free[marker.start]:
                    names = _list_before(text, start, marker.start, level)
                    led = led or bool(names)
                    yield from (_Named(name, role) for name in names)
        answers = _ANSWERS_FOR.search(text, start, stop)
        if answers and free[answers.start()]:
            yield from (_Named(name, Role.RESPONSIBLE) for name in _list_before(text, start, answers.start(), level))


def _list_before(text: str, start: int, stop: int, level: GovernmentLevel | None) -> tuple[Name, ...]:
    """The names between the last boundary of the sentence and `stop`; none unless the whole stretch is names."""
    begin = max([start, *(text.rfind(sign, start, stop) + 1 for sign in "，：,:“”）《》")])
    by = text.rfind("由", begin, stop)
    if by >= 0:
        begin = by + 1
    joint = text.find("会同", begin, stop)
    end = joint if joint > begin else stop
    names = split_names(text, begin, end, Care.PROSE, level)
    covered = sum(len(name.text) for name in names)
    # what is not names may only be separators, 等, 部门 and the manner of sharing the duty
    rest = end - begin - covered
    if not names or rest > len(names) + 8:
        return ()
    between = text[begin : names[0].start] + "".join(
        text[left.stop : right.start] for left, right in zip(names, names[1:], strict=False)
    )
    return names if re.fullmatch(r"(?:[、，和及与等]|以及|部门|单位)*", between) else ()


def _mentions(passage: Passage, named: list[_Named], level: GovernmentLevel | None) -> Iterator[BureauMention]:
    """Mentions with canonical names; a name without a place of its own takes the level of the one before it."""
    inherited = level
    for entry in named:
        name = entry.name
        own = next((found for cut in (1, 2, 3) if (found := level_of(name.text[:cut])) is not None), None)
        inherited = own or inherited
        yield BureauMention(
            name=name.text,
            role=entry.role,
            span=passage.span(name.start, name.stop),
            canonical=None if is_collective(name.text) else canonical_bureau(name.text, inherited),
            collective=is_collective(name.text),
            open_list=name.open_list,
        )


def find_bureaus(passage: Passage, level: GovernmentLevel | None = None) -> tuple[BureauMention, ...]:
    """Every body that the passage (one paragraph) names as answering for something, in order of the text.

    level: what a name without a place of its own speaks for: the level of the plan.
    """
    text = passage.text
    if not _has_marker(text):
        return ()
    free = [True] * len(text)
    found: list[BureauMention] = []
    for start, stop, named in _in_brackets(text, level):
        free[start:stop] = [False] * (stop - start)
        found.extend(_mentions(passage, named, level))
    for start, stop, named in list(_in_lines(passage, free, level)):
        free[start:stop] = [False] * (stop - start)
        found.extend(_mentions(passage, named, level))
    found.extend(_mentions(passage, list(_in_prose(text, free, level)), level))
    return tuple(sorted(found, key=lambda mention: (mention.span, mention.role)))


_MAYBE = re.compile(r"[单负分][位责工]|部门|牵头|配合|参与|责任|[（(〔\[]")


def _has_marker(text: str) -> bool:
    return _MAYBE.search(text) is not None


def parse_cell(passage: Passage, role: Role, level: GovernmentLevel | None = None) -> tuple[BureauMention, ...]:
    """The bodies of one table cell whose column header says the role. White space may part names or break one."""
    parted = _part_lines(passage, level)
    named = _parse_statement(parted.text, 0, len(parted.text), role, level)
    return tuple(_mentions(parted, named, level))


def _part_lines(passage: Passage, level: GovernmentLevel | None) -> Passage:
    """The passage with 、 put where white space stood between two whole names."""
    signs: list[str] = []
    places: list[int] = []
    piece = 0
    for index, sign in enumerate(passage.text):
        if passage.broken_before(index) and sign not in "、，,；;）)" and piece < index:
            ahead = re.match(r"[^、，,；;]*", passage.text[index:])
            left, right = passage.text[piece:index], ahead.group() if ahead else ""
            if is_plausible(left, Care.PROSE, level) and is_plausible(right[:20], Care.MARKED, level):
                signs.append("、")
                places.append(passage.places[index])
                piece = index
        if sign in "、，,；;：:":
            piece = index + 1
        signs.append(sign)
        places.append(passage.places[index])
    return Passage("".join(signs), tuple(places))


@dataclass(frozen=True, slots=True)
class LeadDefault:
    """What a document says once about who leads where a task names no lead."""

    responsible_leads: bool = False  # 无牵头单位的，责任单位即为牵头单位
    first_leads: bool = False  # 列首位的为牵头单位

    def apply(self, mentions: tuple[BureauMention, ...]) -> tuple[BureauMention, ...]:
        """The mentions of one task with the lead that the default gives them."""
        if not mentions or any(mention.role is Role.LEAD for mention in mentions):
            return mentions
        if self.first_leads:
            return (replace(mentions[0], role=Role.LEAD), *mentions[1:])
        if self.responsible_leads:
            return tuple(
                replace(mention, role=Role.LEAD) if mention.role is Role.RESPONSIBLE else mention
                for mention in mentions
            )
        return mentions


_RESPONSIBLE_LEADS = re.compile(
    r"(?:无|没有|未明确|未列)(?:明确)?牵头(?:单位|部门)的?[，,]?.{0,4}责任(?:单位|部门)即?为牵头(?:单位|部门)"
)
_FIRST_LEADS = re.compile(
    r"(?:[列排]在?(?:首位|第一位|第一|最前)的?(?:责任)?(?:单位|部门)?|第一个?责任?(?:单位|部门))(?:即?为|是)(?:该项(?:任务|工作)的?)?牵头"
)


def find_lead_default(text: str) -> LeadDefault:
    """The default about leads that a document states, where it states one."""
    solid = re.sub(r"\s+", "", text)
    return LeadDefault(bool(_RESPONSIBLE_LEADS.search(solid)), bool(_FIRST_LEADS.search(solid)))


def merge_mentions(mentions: tuple[BureauMention, ...]) -> tuple[BureauMention, ...]:
    """Each name once, with the strongest role it has anywhere in the task, at the place where it has it."""
    best: dict[str, BureauMention] = {}
    for mention in mentions:
        held = best.get(mention.name)
        if held is None or _RANK[mention.role] < _RANK[held.role]:
            best[mention.name] = mention
    return tuple(sorted(best.values(), key=lambda mention: mention.span))
