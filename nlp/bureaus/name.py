"""From a printed list to names: 市发改委、市交通委（市道运局）和各县（市、区）政府等 are three, the list is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from ingest.document import GovernmentLevel
from nlp.bureaus.roster import canonical_bureau, identify_by_function
from nlp.lexicon import Matcher, load_words

OPENING = "（(〔[【〈《<｛{"
CLOSING = "）)〕]】〉》>｝}"
_SEPARATORS = "、，,；;/／|｜·"
_CONJUNCTION = re.compile(r"以及|及其|会同|和|及|与|或")
# 各县、市、区人民政府: bare kinds of places that lend their organ to each other, one name
_KINDS = r"(?:省|市|州|县|区|旗|盟|乡|镇|地|街道|园区|自治县|林区|新区)"
_BARE_KINDS = re.compile(rf"各?(?:设区|地级以上|省级)?{_KINDS}{{1,4}}")
_KINDS_AND_ORGAN = re.compile(rf"{_KINDS}{{1,4}}(?:[（(][^（()）]*[)）])?(?:级)?(?:人民)?(?:政府|管委会)?")
# 各市党委、政府: an organ without a place belongs to the name before it
_MERE_ORGANS = frozenset({"政府", "人民政府", "管委会"})
# 各区人民政府〈含开发区〉, 市财政局（下同）: remarks, while （市道运局） is part of the name
_REMARK_BRACKET = re.compile(r"[（(〔\[〈<](?:含|包括|不含|以下|下同|即|其中|如|按|排名|负责)[^（()）]*[)）〕\]〉>]?$")
_ROLE_BRACKET = re.compile(r"[（(〔\[](牵头|配合|主责|主办|协办|参与|负责|责任)(?:单位|部门)?[)）〕\]]$")
# 等, but not in 高等学校 or 平等
_OPEN_END = re.compile(r"(?<![高中初平均])等(?!级|候|效|离子|级以上)")
# 等部门 only ends a list; 等省有关部门 is one more body
_MERE_APPOSITION = re.compile(r"(?:\d+|[一二三四五六七八九十]+)?个?(?:部门|单位|机构|企业|地区|地|等|各方)*")
_LONGEST_NAME = 45


class Care(IntEnum):
    """How sure the place is that a list of bodies stands there: less sure, more asked of each name."""

    LISTED = 1  # behind 责任单位：, or in a column headed so
    MARKED = 2  # before 牵头 or 按职责分工负责 inside a bracket
    PROSE = 3  # before 牵头 or 负责 in running text, or a bare list in brackets


@dataclass(frozen=True, slots=True)
class Name:
    """One name at text[start:stop]; `tag` is a role printed behind it in brackets (牵头)."""

    start: int
    stop: int
    text: str
    open_list: bool = False
    tag: str | None = None


@cache
def _organs() -> dict[str, Matcher]:
    return dict(load_words("organs"))


@cache
def _endings() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a name may end in (strong; strong or weak) and what it begins with."""
    organs = _organs()

    def any_of(*names: str) -> str:
        words = {word for name in names for word in organs[name].words}
        return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))

    return (
        re.compile(rf"(?:{any_of('strong')})$"),
        re.compile(rf"(?:{any_of('strong', 'weak')})$"),
        re.compile(any_of("prefix")),
    )


def is_collective(name: str) -> bool:
    """True for a group that nobody in particular answers for: 各县（市、区）人民政府, 市直有关部门."""
    if name.startswith("各") or name in _organs()["collective"]:
        return True
    return bool(_BARE_KINDS.match(name) and _KINDS_AND_ORGAN.fullmatch(name) and len(name) > 4)


def is_plausible(name: str, care: Care, level: GovernmentLevel | None = None) -> bool:
    """True when a phrase can be the name of a body, judged as strictly as its place demands."""
    if not 2 <= len(name) <= _LONGEST_NAME or name.isascii():
        return False
    plain = re.sub(r"[（(〔\[〈][^（()）]*[)）〕\]〉]", "", name) or name
    if plain in _organs()["sentence"] or _markers()["nobody"].is_word(plain) or name in _markers()["refused"]:
        return False
    strong, any_ending, prefix = _endings()
    known = canonical_bureau(plain, level) is not None
    if care is Care.LISTED:
        return known or bool(any_ending.search(plain)) or is_collective(plain) or len(plain) <= 12
    if care is Care.MARKED:
        known = known or identify_by_function(plain, level).canonical is not None
        return known or bool(any_ending.search(plain)) or is_collective(plain)
    verb = load_words("sections")["verbs"].begins(plain)
    if verb is not None and canonical_bureau(plain[verb.stop :], level) is not None:  # 完善市政府
        return False
    return (known and len(plain) > 2) or bool(strong.search(plain) and len(plain) > 3 and prefix.search(plain))


@cache
def _markers() -> dict[str, Matcher]:
    return dict(load_words("markers"))


def _pieces(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Ranges between separators that stand outside of brackets."""
    depth, begin = 0, start
    for index in range(start, stop):
        sign = text[index]
        if sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and sign in _SEPARATORS:
            yield begin, index
            begin = index + 1
    yield begin, stop


def _join_bare_kinds(text: str, pieces: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """各市 + 县人民政府 -> 各市、县人民政府; 市 + 区财政局 -> 市、区财政局; but 各县区 + 高新区管委会 stay two."""
    index = 0
    while index < len(pieces):
        start, stop = pieces[index]
        while index + 1 < len(pieces) and text[stop : stop + 1] == "、":
            kind, following = text[start:stop], text[slice(*pieces[index + 1])]
            if following in _MERE_ORGANS:
                stop = pieces[index + 1][1]
                index += 1
                continue
            single = len(kind) <= 2 and not kind.startswith("各") and re.fullmatch(rf"{_KINDS}+", kind)
            if not single and not (
                re.fullmatch(rf"{_BARE_KINDS.pattern}(?:、{_KINDS}{{1,4}})*", kind)
                and _KINDS_AND_ORGAN.fullmatch(following)
            ):
                break
            stop = pieces[index + 1][1]
            index += 1
        yield start, stop
        index += 1


def _split_conjunctions(
    text: str, start: int, stop: int, care: Care, level: GovernmentLevel | None
) -> Iterator[tuple[int, int]]:
    """Splits at 和, 及, 与 where both sides are names: never inside 住房和城乡建设局."""
    strong = _endings()[0]
    if canonical_bureau(text[start:stop], level) is None or text[start:stop].count("局") > 1:
        depth = 0
        for match in _CONJUNCTION.finditer(text, start, stop):
            depth = sum(text.count(sign, start, match.start()) for sign in OPENING) - sum(
                text.count(sign, start, match.start()) for sign in CLOSING
            )
            left, right = text[start : match.start()], text[match.end() : stop]
            left_ends = canonical_bureau(left, level) or strong.search(left) or is_collective(left)
            mere = right in _organs()["weak"].words or right in _MERE_ORGANS
            if (
                depth == 0
                and len(left) > 1
                and left_ends
                and not mere
                and is_plausible(right, max(care, Care.MARKED), level)
            ):
                yield start, match.start()
                yield from _split_conjunctions(text, match.end(), stop, care, level)
                return
    yield start, stop


_LEADING = re.compile(
    r"^(?:[:：∶。．.—\-“”\"]|及其?|以及|和|与|由|并|会同|其中|请|\d+[.、．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳])+"
)
_TRAILING = re.compile(
    r"(?:[。．.:：∶“”\"!！]|(?:按照?|根据|依据?|结合)(?:各自|相应|部门)?(?:职责|职能|实际|权限|分工|任务).*"
    r"|(?:分别|共同|具体|联合|依法|各自|要|统筹)|为)+$"
)


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    leading = _LEADING.match(text[start:stop])
    if leading:
        start += leading.end()
    trailing = _TRAILING.search(text[start:stop])
    if trailing:
        stop = start + trailing.start()
    # a bracket that opens and never closes, or closes what never opened
    while stop > start and text[stop - 1] in OPENING:
        stop -= 1
    piece = text[start:stop]
    while piece and piece[-1] in CLOSING and sum(map(piece.count, OPENING)) < sum(map(piece.count, CLOSING)):
        stop -= 1
        piece = piece[:-1]
    while piece and piece[0] in OPENING and sum(map(piece.count, OPENING)) > sum(map(piece.count, CLOSING)):
        start += 1
        piece = piece[1:]
    return start, stop


def _name(text: str, start: int, stop: int, open_list: bool) -> Name | None:
    start, stop = _trim(text, start, stop)
    tag = _ROLE_BRACKET.search(text[start:stop])
    if tag:
        stop = start + tag.start()
    remark = _REMARK_BRACKET.search(text[start:stop])
    if remark and remark.start() > 0:
        stop = start + remark.start()
    if start >= stop:
        return None
    return Name(start, stop, text[start:stop], open_list, tag[1] if tag else None)


def split_names(text: str, start: int, stop: int, care: Care, level: GovernmentLevel | None = None) -> tuple[Name, ...]:
    """The plausible names of a list at text[start:stop], in order; what is no name is left out."""
    names: list[Name] = []
    for piece_start, piece_stop in _join_bare_kinds(text, list(_pieces(text, start, stop))):
        open_end = next(
            (match for match in _OPEN_END.finditer(text, piece_start, piece_stop) if match.start() > piece_start), None
        )
        end = open_end.start() if open_end else piece_stop
        for part_start, part_stop in _split_conjunctions(text, *_trim(text, piece_start, end), care, level):
            name = _name(text, part_start, part_stop, False)
            if name and is_plausible(name.text, care, level):
                names.append(name)
        if open_end:
            names = [Name(name.start, name.stop, name.text, True, name.tag) for name in names]
            rest_start, rest_stop = _trim(text, open_end.end(), piece_stop)
            rest = text[rest_start:rest_stop]
            if rest and not _MERE_APPOSITION.fullmatch(rest) and is_collective(rest):
                names.append(Name(rest_start, rest_stop, rest, True))
    return tuple(names)
