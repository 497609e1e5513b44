"""Names of bodies put together from what they do: 住建和交通局 does two things, 林业发展中心 serves the bureau of one.

No list holds all such names, so they are taken apart: place, one or several functions, words of duty, kind of organ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart. unit: the kind of unit where it is not the bureau itself (中心, 执法队伍), else ""."""

    prefix: str
    functions: tuple[str, ...]
    organ: str
    unit: str


@dataclass(slots=True)
class Stems:
    """Takes names apart by the words for functions.

    stems: word -> functions. short: single signs that stand for a function beside others (科 in 教科局).
    duties: words that say how a function is served (事业发展). units: kinds of organs below a bureau -> their class.
    late: words that name a function only at the start of a chain (综合执法 behind 农业 says how, not what).
    """

    stems: Mapping[str, tuple[str, ...]]
    short: Mapping[str, str]
    duties: tuple[str, ...]
    units: Mapping[str, str]
    organs: tuple[str, ...]
    late: frozenset[str]
    _chain: re.Pattern[str] = field(init=False)
    _part: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        part = _either((*self.stems, *self.short))
        organ = _either((*self.organs, *self.units))
        joint = "(?:和|与|、)?"
        self._part = re.compile(part)
        self._chain = re.compile(
            rf"(?P<prefix>.*?)(?:{_either(self.duties)})*(?P<chain>(?:{part})(?:{joint}(?:{part}))*)"
            rf"(?P<duties>(?:{joint}(?:{_either(self.duties)}))*)(?P<organ>{organ})"
        )

    def parse(self, name: str) -> Parts | None:
        """The parts of a name; None for one not made so. A short sign alone is a function only before 委: 教委."""
        match = self._chain.fullmatch(name)
        if match is None:
            return None
        words = self._part.findall(match["chain"])
        if len(words) == 1 and words[0] in self.short and words[0] not in self.stems and match["organ"] != "委":
            return None
        functions: list[str] = []
        for at, word in enumerate(words):
            if at and word in self.late:
                continue
            functions.extend(self.stems.get(word) or (self.short[word],))
        return Parts(
            match["prefix"], tuple(dict.fromkeys(functions)), match["organ"], self.units.get(match["organ"], "")
        )


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
