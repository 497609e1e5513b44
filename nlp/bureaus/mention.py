"""Who answers for a task: every notation in which plans name responsible bodies, each with its role.

（责任单位：A、B） · （A牵头，B配合） · 责任单位：A、B。 · 由A牵头，B负责… · a cell of a column headed 责任单位.
A body that is merely mentioned answers for nothing; 会同, 统筹 and 要 name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.document import GovernmentLevel
from nlp.bureaus.name import CLOSING, OPENING, Care, Name, is_collective, is_plausible, split_names
from nlp.bureaus.roster import Identity, canonical_bureau, identify, identify_by_function, level_of
from nlp.bureaus.statement import Named, find_tokens, marker_words, parse_statement
from nlp.commitment import BodyLevel, BureauMention, Role
from nlp.passage import Passage

_RANK = {Role.LEAD: 0, Role.RESPONSIBLE: 1, Role.SUPPORT: 2}
_SENTENCE_END = re.compile(r"[。！!]")
# 各市人民政府对本行政区域节能减排工作负总责
_ANSWERS_FOR = re.compile(r"对[^，。；：]{2,40}?负(?:总责|总体责任|主体责任|全责|责)(?!人)")
_SENTENCE = re.compile(r"[^。；;！!]+")
_LONGEST_BRACKET = 700


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
    tokens = list(find_tokens(text, start, stop))
    if not tokens:
        return False
    if any(
        token.head and token.role and (token.start == start or text[token.stop - 1] in ":：∶﹕") for token in tokens
    ):
        return True
    return any(not token.head and (token.stop == stop or text[token.stop] in "，；。,;、）)〕] ") for token in tokens)


def _bare_list(text: str, start: int, stop: int, level: GovernmentLevel | None) -> list[Named]:
    """（市发展改革委、市财政局） behind a sentence, without a marker: known bodies only, and nothing besides."""
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
    return [Named(name, Role.RESPONSIBLE) for name in names]


def _in_brackets(text: str, level: GovernmentLevel | None) -> Iterator[tuple[int, int, list[Named]]]:
    done = 0
    for start, stop in _brackets(text):
        if start < done or stop - start < 2 or stop - start > _LONGEST_BRACKET:
            continue
        if _is_duty(text, start, stop):
            named = parse_statement(text, start, stop, None, level)
        else:
            named = _bare_list(text, start, stop, level)
        if named:
            yield start - 1, min(stop + 1, len(text)), named
            done = stop


def _in_lines(
    passage: Passage, free: list[bool], level: GovernmentLevel | None
) -> Iterator[tuple[int, int, list[Named]]]:
    """责任单位：A、B。 at the start of a paragraph or behind a sentence, to the next full stop."""
    text = passage.text
    position = 0
    for token in find_tokens(text, 0, len(text)):
        if token.start < position or not token.head or not free[token.start]:
            continue
        if text[token.stop - 1] not in ":：∶﹕":
            continue
        if not (token.start == 0 or text[token.start - 1] in "。；;！”）)〕：" or passage.broken_before(token.start)):
            continue
        end = _SENTENCE_END.search(text, token.stop)
        stop = end.start() if end else len(text)
        position = stop
        named = parse_statement(text, token.start, stop, None, level)
        if named:
            yield token.start, stop, named


def _in_prose(text: str, free: list[bool], level: GovernmentLevel | None) -> Iterator[Named]:
    """X牵头…, 由X负责…, X对…负总责: only behind a list of named bodies and nothing else."""
    words = marker_words()
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
                    yield from (Named(name, role) for name in names)
        answers = _ANSWERS_FOR.search(text, start, stop)
        if answers and free[answers.start()]:
            yield from (Named(name, Role.RESPONSIBLE) for name in _list_before(text, start, answers.start(), level))


def _boundary_before(text: str, start: int, stop: int) -> int:
    """Where the phrase that ends at `stop` begins; a comma inside brackets bounds nothing."""
    depth = 0
    for index in range(stop - 1, start - 1, -1):
        sign = text[index]
        if sign in CLOSING:
            depth += 1
        elif sign in OPENING:
            if depth == 0:
                return index + 1
            depth -= 1
        elif depth == 0 and sign in "，：,:“”":
            return index + 1
    return start


def _list_before(text: str, start: int, stop: int, level: GovernmentLevel | None) -> tuple[Name, ...]:
    """The bodies named between the last boundary of the sentence and `stop`; none unless they fill the stretch."""
    begin = _boundary_before(text, start, stop)
    by = text.rfind("由", begin, stop)
    if by >= 0:
        begin = by + 1
    joint = text.find("会同", begin, stop)
    end = joint if joint > begin else stop
    names = split_names(text, begin, end, Care.PROSE, level)
    covered = sum(len(name.text) for name in names)
    # what is not names may only be separators, 等, 部门 and the manner of sharing the duty
    rest = end - begin - covered
    if not names or rest > len(names) + 8 or any(is_collective(name.text) for name in names):
        return ()
    between = text[begin : names[0].start] + "".join(text[left.stop : right.start] for left, right in pairwise(names))
    return names if re.fullmatch(r"(?:[、，和及与等]|以及|部门|单位)*", between) else ()


def _mentions(passage: Passage, named: list[Named], level: GovernmentLevel | None) -> Iterator[BureauMention]:
    """Mentions with canonical names; a name without a place of its own takes the level of the one before it."""
    inherited = level
    for entry in named:
        name = entry.name
        own = next((found for cut in (1, 2, 3) if (found := level_of(name.text[:cut])) is not None), None)
        inherited = own or inherited
        collective = is_collective(name.text)
        identity = Identity(level=BodyLevel.COLLECTIVE) if collective else identify(name.text, inherited)
        if identity.canonical is None and not collective:
            by_function = identify_by_function(name.text, inherited)
            identity = by_function if by_function.canonical else identity
        yield BureauMention(
            name=name.text,
            role=entry.role,
            span=passage.span(name.start, name.stop),
            canonical=identity.canonical,
            collective=collective,
            open_list=name.open_list,
            level=identity.level,
            functions=identity.functions,
        )


def find_bureaus(passage: Passage, level: GovernmentLevel | None = None) -> tuple[BureauMention, ...]:
    """Every body that the passage (one paragraph) names as answering for something, in order of the text.

    level: what a name without a place of its own speaks for: the level of the plan.
    """
    if not _has_marker(passage.text):
        return ()
    passage = _part_lines(passage, level)
    text = passage.text
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


_MAYBE = re.compile(r"[单负分][位责工]|负.{0,4}责|部门|牵头|配合|参与|责任|[（(〔\[]")


def duty_at_end(title: str, level: GovernmentLevel | None = None) -> int | None:
    """Where the bracket begins with which a heading names its bodies: 建设食堂（市民政局牵头）; None without one."""
    for start, stop in _brackets(title):
        if start > 1 and stop >= len(title) - 1 and title[stop : stop + 1] != "":
            names = split_names(title, start, stop, Care.PROSE, level)
            only_names = bool(names) and sum(len(name.text) + 1 for name in names) >= stop - start
            if _is_duty(title, start, stop) or only_names:
                return start - 1
    return None


def ends_in_duty(passage: Passage) -> bool:
    """True for a paragraph whose last words are a bracket that names bodies."""
    return duty_at_end(passage.text.rstrip("。")) is not None


def _has_marker(text: str) -> bool:
    return _MAYBE.search(text) is not None


def parse_cell(passage: Passage, role: Role, level: GovernmentLevel | None = None) -> tuple[BureauMention, ...]:
    """The bodies of one table cell whose column header says the role. White space may part names or break one."""
    parted = _part_lines(passage, level)
    named = parse_statement(parted.text, 0, len(parted.text), role, level)
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


def merge_mentions(mentions: tuple[BureauMention, ...]) -> tuple[BureauMention, ...]:
    """Each name once, with the strongest role it has anywhere in the task, at the place where it has it."""
    best: dict[str, BureauMention] = {}
    for mention in mentions:
        held = best.get(mention.name)
        if held is None or _RANK[mention.role] < _RANK[held.role]:
            best[mention.name] = mention
    return tuple(sorted(best.values(), key=lambda mention: mention.span))


_DUTY_LINE = re.compile(r"[（(〔\[【].*[)）〕\]】][。．]?")


def is_duty_line(passage: Passage) -> bool:
    """True for a paragraph that does nothing but name bodies: （责任单位：A、B） or 牵头单位：A."""
    text = passage.text
    first = next(iter(find_tokens(text, 0, len(text))), None)
    if first is not None and first.head and first.start == 0 and text[first.stop - 1] in ":：∶﹕":
        return True
    if not _DUTY_LINE.fullmatch(text):
        return False
    return any(start == 1 and stop >= len(text) - 2 and _is_duty(text, start, stop) for start, stop in _brackets(text))
