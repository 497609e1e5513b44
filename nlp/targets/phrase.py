"""How a number is said: the words between an indicator and its number, read from the number to the left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from nlp.commitment import Comparator
from nlp.lexicon import LexiconError, Matcher, load_words


class Saying(StrEnum):
    """What the verb before a number does with it."""

    LEVEL = "level"  # 达到30%
    UP = "up"  # 增长7%
    DOWN = "down"  # 下降18%
    MAKE = "make"  # 建成8个
    KEPT = "kept"  # 新增8个: the verb belongs to the name


@dataclass(frozen=True, slots=True)
class Reading:
    """The left side of a number: [0, core_stop) may name the indicator, the rest says how the number is meant."""

    core_stop: int
    saying: Saying | None = None
    verb: str = ""
    comparator: Comparator | None = None
    dealt: bool = False  # 分别: several values for several names
    each: bool = False  # 均: one value for several names
    yearly: bool = False  # 年均增长


_KINDS = ("level", "up", "down", "make", "kept", "at_least", "at_most", "about", "manner", "dealt", "each")
_COMPARATORS = {
    "at_least": Comparator.AT_LEAST, "at_most": Comparator.AT_MOST, "about": Comparator.ABOUT,
}  # fmt: skip


@cache
def words() -> dict[str, Matcher]:
    """The word lists of `targets.yaml`."""
    return dict(load_words("targets"))


@cache
def _kinds() -> dict[str, str]:
    """Each word that can stand right before a number, with what it does; the first list that holds it counts."""
    kinds: dict[str, str] = {}
    for kind in _KINDS:
        for word in words()[kind].words:
            kinds.setdefault(word, kind)
    missing = [word for word in words()["ceiling"].words if kinds.get(word) != "level"]
    if missing:
        raise LexiconError(f"targets.yaml：ceiling 中的“{missing[0]}”不在 level 中")
    return kinds


def _ending(text: str) -> str | None:
    """The longest word of the grammar that the text ends in, unless a longer word ends there: 能 in 新型储能."""
    kinds = _kinds()
    word = next((text[-length:] for length in range(min(len(text), 6), 0, -1) if text[-length:] in kinds), None)
    whole = words()["whole"].ends(text) if word else None
    return None if word and whole and len(whole) > len(word) else word


# 审核人员不少于执法人员总数的, before 5%: a share of something, with the comparator in its middle
_SHARE_OF = re.compile(
    r"(?P<who>.{2,30}?)(?P<how>不得?[少低高多]于|不得?超过|达到|超过|占到)(?P<whole>[^，。；为]{2,24}?)的$"
)


def share_of(core: str) -> tuple[str, Comparator | None] | None:
    """审核人员占执法人员总数, with its comparator; None for a core that says nothing of the kind."""
    match = _SHARE_OF.fullmatch(core)
    if match is None:
        return None
    comparator = _COMPARATORS.get(_kinds().get(match["how"], ""))
    return f"{match['who']}占{match['whole']}", comparator


def read_left(text: str) -> Reading:
    """The words of the grammar at the end of a phrase, taken off one by one up to its name."""
    stop = len(text)
    saying: Saying | None = None
    verb = ""
    comparator: Comparator | None = None
    dealt = each = yearly = False
    while stop:
        word = _ending(text[:stop])
        if word is None:
            break
        kind = _kinds()[word]
        if kind in _COMPARATORS:
            comparator = comparator or _COMPARATORS[kind]
        elif kind == "dealt":
            dealt = True
        elif kind == "each":
            each = True
        elif kind == "manner":
            yearly = yearly or "年均" in word
        else:
            if saying is not None:
                break
            saying, verb = Saying(kind), word
            if comparator is None and words()["ceiling"].is_word(word):
                comparator = Comparator.AT_MOST
        stop -= len(word)
    return Reading(stop, saying, verb, comparator, dealt, each, yearly)
