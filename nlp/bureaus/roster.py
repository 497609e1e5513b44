"""The same body under its many names: 市发改委, 市发展和改革局 and 发展改革委 all answer for 发展改革 of the city."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.document import GovernmentLevel
from nlp.bureaus.stems import Stems
from nlp.commitment import BodyLevel
from nlp.lexicon import StrictModel, load_data


class _Function(StrictModel):
    name: str
    organ: str | None = None
    nation: str | None = None
    stems: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()


class _Kind(StrictModel):
    canonical: str
    function: str
    level: BodyLevel | None = None
    words: tuple[str, ...]
    exceptions: tuple[str, ...] = ()


class _Office(StrictModel):
    name: str
    function: str
    words: tuple[str, ...]
    bare: tuple[str, ...] = ()


class Roster(StrictModel):
    """The shape of roster.yaml."""

    functions: tuple[_Function, ...]
    kinds: tuple[_Kind, ...]
    offices: tuple[_Office, ...]
    youth: _Office
    park: _Kind
    joined: dict[str, tuple[str, ...]]
    short: dict[str, str]
    duties: tuple[str, ...]
    units: dict[str, str]
    late: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Body:
    function: _Function | None
    office: _Office | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which body a name means. canonical: None when the roster does not know it."""

    canonical: str | None = None
    level: BodyLevel | None = None
    functions: tuple[str, ...] = ()


_BODY_LEVEL = {
    GovernmentLevel.NATION: BodyLevel.NATION, GovernmentLevel.PROVINCE: BodyLevel.PROVINCE,
    GovernmentLevel.CITY: BodyLevel.CITY, GovernmentLevel.COUNTY: BodyLevel.COUNTY,
    GovernmentLevel.PARK: BodyLevel.PARK,
}  # fmt: skip
_COMPANY = re.compile(r"(?:公司|集团|银行|电网|企业|股份|石化|电信|移动|联通|铁塔)(?:[（(][^（()）]*[)）])?$")
# 东湾区 of 东湾区环卫中心, 市 of 市广播电视台
_PLACE_AT_START = re.compile(
    r"(?:国家|国务院|全国|中央|中国|省级?|自治区|兵团|师市|[^、，]{0,7}?(?:自治[州县旗]|高新区|经开区|开发区|园区|新区|[省市州盟县旗区]))"
)
_ORGAN_WORDS = ("部", "总局", "委员会", "委", "办公厅", "办公室", "厅", "分局", "局", "办", "署")
_ORGANS = "|".join(_ORGAN_WORDS)
# 市生态环境局东湾分局, 县公安局交警大队: a body inside another
_INSIDE = re.compile(
    r"(?P<body>.{2,16}?[局委厅])(?P<inside>(?![和与及、以]).{0,10}(?:分局|分中心|[支大总中]队|中心|[处所站局]))"
)
# 市发展改革委（粮食和储备局）, 市科技局（市外专局）: what follows in brackets is another name of the same body
_TRAILING_BRACKET = re.compile(r"[（(〔\[][^（）()〔〕\[\]]*[)）〕\]]$")
# the level that the words before the function speak for: 辽源市, 自治区, 新疆生产建设兵团, 师市, 高新区
_LEVEL_WORDS: tuple[tuple[re.Pattern[str], GovernmentLevel], ...] = (
    (re.compile(r"(?:国家|国务院|全国|中央|中国)$"), GovernmentLevel.NATION),
    (re.compile(r"(?:高新区|经开区|开发区|园区|新区|工业园|产业园|示范区|管理区|管委会)$"), GovernmentLevel.PARK),
    (re.compile(r"(?:省级?|自治区|兵团)$"), GovernmentLevel.PROVINCE),
    (re.compile(r"(?:市级?|[^自]州|^州|盟|地区|行署|师)$"), GovernmentLevel.CITY),
    (re.compile(r"(?:县级?|旗|(?<!库)区|师团场|乡|镇|街道)$"), GovernmentLevel.COUNTY),
)
_MUNICIPALITY = re.compile(r"(?:北京|天津|上海|重庆)市$")
# two bodies joined by a conjunction are not one body with a long prefix
_JOINED = re.compile(r"(?:[局委厅办部会府门位]|中心|公司)(?:以及|会同|和|及|与|或)")
_NATIONAL_PREFIXES = ("中央", "全国", "国务院", "中国", "共青团")
_LEVEL_SIGN = re.compile(r"[省市县区州盟旗]")  # 市教 before 科局 is no place
_NO_PLACE = ("项目", "属地", "当地", "地方", "有关", "相关", "所在", "企业", "主管")
_PREFIX_LIMIT = 18  # 伊犁哈萨克自治州塔城地区 has twelve


def level_of(prefix: str) -> GovernmentLevel | None:
    """The level of government a prefix names (辽源市 -> 市); None for "" and for words that name no place."""
    if _MUNICIPALITY.search(prefix):
        return GovernmentLevel.PROVINCE
    prefix = prefix.removesuffix("党")  # 自治区党 before 委宣传部
    return next((level for pattern, level in _LEVEL_WORDS if pattern.search(prefix)), None)


@cache
def _roster() -> Roster:
    roster: Roster = load_data("roster", Roster)
    return roster


@cache
def functions() -> frozenset[str]:
    """Everything that a body of the roster may be there for."""
    roster = _roster()
    held = {one.name for one in roster.functions} | {held for one in roster.functions for held in one.holds}
    held |= {kind.function for kind in (*roster.kinds, roster.park)}
    return frozenset(held | {office.function for office in (*roster.offices, roster.youth)})


@cache
def function_names() -> frozenset[str]:
    """What functions are called inside names of bodies, without the word for the organ: 城管, 住建, 发展改革."""
    return frozenset(name for one in _roster().functions for name in (one.name, *one.stems) if len(name) > 1)


@cache
def _bodies() -> tuple[re.Pattern[str], dict[str, _Body]]:
    """One pattern for every name that ends in a known function or office, and what each ending means."""
    endings: dict[str, _Body] = {}
    stems: dict[str, _Body] = {}
    for function in _roster().functions:
        body = _Body(function, None)
        stems.update(dict.fromkeys((function.name, *function.stems, *function.former), body))
        endings.update(dict.fromkeys(function.bodies, body))
    for office in (*_roster().offices, _roster().youth):
        endings.update(dict.fromkeys(office.words, _Body(None, office)))
    ranked_stems = "|".join(re.escape(stem) for stem in sorted(stems, key=lambda word: (-len(word), word)))
    ranked_ends = "|".join(re.escape(end) for end in sorted(endings, key=lambda word: (-len(word), word)))
    pattern = re.compile(rf"(?P<prefix>.*?)(?:(?P<ending>{ranked_ends})|(?P<stem>{ranked_stems})(?P<organ>{_ORGANS}))")
    return pattern, endings | stems


@cache
def _national() -> dict[str, tuple[str, ...]]:
    """Names that say by themselves that they are the nation's, with their functions: 工业和信息化部, 中央组织部."""
    names = {
        function.nation: function.holds or (function.name,)
        for function in _roster().functions
        if function.nation is not None
    }
    for office in (*_roster().offices, _roster().youth):
        names |= {bare: (office.function,) for bare in office.bare if bare.startswith(_NATIONAL_PREFIXES)}
    return names


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], _Kind], ...]:
    return tuple(
        (
            re.compile(
                "|".join(
                    [re.escape(word) for word in kind.exceptions] + [f"({re.escape(word)})" for word in kind.words]
                )
            ),
            kind,
        )
        for kind in _roster().kinds
    )


def _find_kind(name: str) -> _Kind | None:
    for pattern, kind in _kinds():
        if any(match.lastindex for match in pattern.finditer(name)):
            return kind
    return None


def _canonical(body: _Body, level: GovernmentLevel | None) -> str:
    if body.office is not None:
        office = body.office.name
        if level is GovernmentLevel.NATION:
            return body.office.bare[0] if body.office.bare else f"国家{office}"
        return f"{level or ''}{office}"
    function = body.function
    assert function is not None
    if level is GovernmentLevel.NATION:
        return function.nation or f"国家{function.name}{function.organ or '局'}"
    ending = function.organ or ("厅" if level is GovernmentLevel.PROVINCE else "局")
    return f"{level or ''}{function.name}{ending}"


def canonical_bureau(name: str, level: GovernmentLevel | None = None) -> str | None:
    """The roster's name for the body: 辽源市发改委 -> 市发展改革委, 省环保厅 -> 省生态环境厅; None when unknown.

    level: what a name without a place or level of its own speaks for (发展改革委 in the plan of a city).
    """
    return identify(name, level).canonical


@lru_cache(maxsize=1 << 16)
def identify(name: str, level: GovernmentLevel | None = None) -> Identity:
    """Which body a name means: its canonical name, whom it speaks for, and what it is there for.

    What the roster does not know has no canonical name and no functions, but the level that its name shows.
    """
    plain = _TRAILING_BRACKET.sub("", name) or name
    if plain in _national():
        return Identity(plain, BodyLevel.NATION, _national()[plain])
    kind = _find_kind(plain)
    if kind is not None:
        return Identity(kind.canonical, kind.level or _shown_level(plain, level), (kind.function,))
    pattern, bodies = _bodies()
    match = pattern.fullmatch(plain)
    if match is not None and _can_precede(match["prefix"]):
        word = match["ending"] or match["stem"]
        speaks_for = _speaks_for(match["prefix"], match["organ"], level)
        shown = _BODY_LEVEL[speaks_for] if speaks_for is not None else None
        return Identity(_canonical(bodies[word], speaks_for), shown, _functions(word, bodies[word]))
    park = _roster().park
    if plain.endswith(park.words) and not plain.endswith("国资委"):
        return Identity(park.canonical, BodyLevel.PARK, (park.function,))
    return _put_together(plain, level) or _inside_another(plain, level) or Identity(None, _shown_level(plain, None))


def identify_by_function(name: str, level: GovernmentLevel | None = None) -> Identity:
    """Which body a mere function stands for in a list of bodies: 城管 beside 住建局; unknown where it is none.

    Elsewhere such a word names the matter, not the body, so `identify` does not know it.
    """
    body = _bodies()[1].get(name)
    if body is None or body.function is None or len(name) < 2:
        return Identity()
    shown = _BODY_LEVEL[level] if level is not None else None
    return Identity(_canonical(body, level), shown, _functions(name, body))


def _can_precede(prefix: str) -> bool:
    """True for what may stand before the function in a name: nothing, or a place or level."""
    if not prefix:
        return True
    if len(prefix) > _PREFIX_LIMIT or _JOINED.search(prefix):
        return False
    return level_of(prefix) is not None or _is_place(prefix)


def _speaks_for(prefix: str, organ: str | None, level: GovernmentLevel | None) -> GovernmentLevel | None:
    """The level that a name speaks for: that of its prefix or organ, else the one given."""
    found = level_of(prefix) if prefix else None
    if found is None and organ in {"部", "总局", "署"}:
        return GovernmentLevel.NATION
    if found is None and organ == "厅":
        return GovernmentLevel.PROVINCE
    return found or level


def _put_together(name: str, level: GovernmentLevel | None) -> Identity | None:
    """The body of a name that joins functions or names a unit below the bureau: 住建和交通局, 林业发展中心."""
    parts = _stems().parse(name)
    if parts is None or not _can_precede(parts.prefix):
        return None
    speaks_for = _speaks_for(parts.prefix, parts.organ, level)
    shown = _BODY_LEVEL[speaks_for] if speaks_for is not None else None
    main = next(one for one in _roster().functions if parts.functions[0] in (one.name, *one.holds[:1]))
    if parts.unit and main.organ not in {parts.unit, parts.organ}:
        return Identity(f"{speaks_for or ''}{main.name}{parts.unit}", shown, parts.functions)
    return Identity(_canonical(_Body(main, None), speaks_for), shown, parts.functions)


def _inside_another(name: str, level: GovernmentLevel | None) -> Identity | None:
    """The body that a branch belongs to: 市生态环境局 of 市生态环境局东湾分局."""
    match = _INSIDE.fullmatch(name)
    whole = identify(match["body"], level) if match else None
    return whole if whole and whole.canonical else None


def _functions(word: str, body: _Body) -> tuple[str, ...]:
    """What a body is there for: that of its name, or all that a name of several joins (教育体育局)."""
    joined = _roster().joined.get(word)
    if joined is not None:
        return joined
    if body.office is not None:
        return (body.office.function,)
    assert body.function is not None
    return body.function.holds or (body.function.name,)


def _shown_level(name: str, level: GovernmentLevel | None) -> BodyLevel | None:
    """The level that a name shows by a place at its start (东湾区环卫中心), or as a company; else the one given."""
    if _COMPANY.search(name):
        return BodyLevel.COMPANY
    match = _PLACE_AT_START.match(name)
    found = (level_of(match.group()) if match else None) or level
    return _BODY_LEVEL[found] if found is not None else None


def _is_place(prefix: str) -> bool:
    """True for a bare short place name before an organ: 广东 in 广东财政厅, 委 in 市委金融办 is none."""
    if any(word in prefix for word in _NO_PLACE) or _LEVEL_SIGN.match(prefix):
        return False
    ends = prefix.endswith(("和", "与", "及", "、", "委"))
    return 2 <= len(prefix) <= 4 and not ends and not _function_words().search(prefix)


@cache
def _stems() -> Stems:
    """Takes names apart that no list holds."""
    roster = _roster()
    stems: dict[str, tuple[str, ...]] = {}
    for function in roster.functions:
        for word in (function.name, *function.stems, *function.former):
            if len(word) > 1 and word not in roster.duties:
                stems[word] = roster.joined.get(word) or function.holds or (function.name,)
    return Stems(stems, roster.short, roster.duties, roster.units, _ORGAN_WORDS, roster.late)


@cache
def _function_words() -> re.Pattern[str]:
    """Words of two characters or more that name a function: 科技 in 科技农业局 is no place."""
    functions = _roster().functions
    words = {word for function in functions for word in (function.name, *function.stems) if len(word) > 1}
    return re.compile("|".join(re.escape(word) for word in sorted(words)))
