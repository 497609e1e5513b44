"""The letters of all clauses in one row: what is compared when passages are looked for, and the way back to the text.

A letter is a letter, digit or character, in lower case; signs, white space and merged cells filled in are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.boilerplate import rolling
from ingest.document import Clause, Document
from nlp.bureaus.mention import find_bureaus, is_duty_line
from nlp.passage import Passage
from nlp.segment import lower

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED = 5  # letters
REFRAIN = 6  # words that one document uses more often than this are its own refrain: names, (责任单位：…)
_BUCKETS = 25  # bits of the number by which refrains are counted
# where a clause may name those who answer for it; a look that costs little before the one that costs much
_MAY_NAME = re.compile(
    r"[（(〔\[【][^）)〕\]】]*(?:牵头|负责|责任|配合|单位)|(?:责任|牵头|配合|协同)(?:单位|部门|领导)?\s*[:：∶﹕]"
    r"|[。！；;”][（(〔\[]|[）)〕\]]\s*(?:[。；]|$)"
)


# 《关于……的通知》（发改产业〔2021〕1464号）
_TITLE = re.compile(r"《[^》]+》(?:\s*[（(][^（）()]{0,24}号[）)])?")


@dataclass(frozen=True, slots=True)
class Side:
    """One clause: where its letters stand in the row, those that only name responsible bodies left out, and the number
    of the SEED letters that begin at each, 0 for those of a refrain."""

    document: int
    clause: int
    letters: NDArray[np.int64]
    seeds: NDArray[np.uint64]


@dataclass(frozen=True)
class Letters:
    """`signs` are the letters of `clauses` one after the other; the rest says where each came from."""

    plans: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    document: NDArray[np.int64]  # of each clause
    issuer: NDArray[np.int64]  # of each clause: a number for who issued its plan
    start: NDArray[np.int64]  # of each clause, and the end of all
    signs: NDArray[np.uint64]
    places: NDArray[np.int64]  # in the text of its document
    cited: NDArray[np.bool_]  # the letters of titles in 《》, which whoever cites a document writes
    refrains: NDArray[np.bool_]  # by the number of a seed in its document
    _sides: dict[int, Side] = field(default_factory=dict)

    @property
    def owner(self) -> NDArray[np.int64]:
        """The clause of each letter."""
        import numpy as np

        return np.repeat(np.arange(len(self.clauses)), np.diff(self.start))

    def side(self, clause: int) -> Side:
        """A clause as it is compared; made once."""
        if clause not in self._sides:
            self._sides[clause] = self._made(clause)
        return self._sides[clause]

    def string(self, side: Side, start: int, stop: int) -> str:
        """Letters of a side as a string."""
        return "".join(map(chr, self.signs[side.letters[start:stop]].tolist()))

    def _made(self, clause: int) -> Side:
        import numpy as np

        number = int(self.document[clause])
        letters = np.arange(self.start[clause], self.start[clause + 1])
        letters = letters[~_naming(self.plans[number], self.clauses[clause], self.places[letters])]
        seeds = rolling(self.signs[letters], SEED) | np.uint64(1)
        return Side(number, clause, letters, np.where(self.refrains[_bucket(seeds, number)], np.uint64(0), seeds))


def gather(plans: Sequence[Document], shortest: int) -> Letters:
    """The letters of every clause that has `shortest` of them."""
    import numpy as np

    clauses: list[Clause] = []
    document: list[int] = []
    places: list[NDArray[np.int64]] = []
    signs: list[NDArray[np.uint64]] = []
    cited = [np.zeros(0, dtype=bool)]
    for number, plan in enumerate(plans):
        codes, real = _signs(plan)
        titles = np.zeros(len(codes), dtype=bool)
        for title in _TITLE.finditer(plan.text):
            titles[title.start() : title.end()] = True
        for clause in plan.clauses:
            at = np.flatnonzero(real[clause.span.start : clause.span.stop]) + clause.span.start
            if len(at) >= shortest:
                clauses.append(clause)
                document.append(number)
                places.append(at)
                signs.append(codes[at])
                cited.append(titles[at])
    names = [plan.issuer or plan.region or plan.id for plan in plans]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    start = np.cumsum([0, *map(len, signs)])
    every = np.concatenate([np.zeros(0, dtype=np.uint64), *signs])
    of_plan = np.array(document, dtype=np.int64)
    return Letters(
        plans=tuple(plans),
        clauses=tuple(clauses),
        document=of_plan,
        issuer=np.array([numbers[names[number]] for number in document], dtype=np.int64),
        start=start,
        signs=every,
        places=np.concatenate([np.zeros(0, dtype=np.int64), *places]),
        cited=np.concatenate(cited),
        refrains=_refrains(every, np.repeat(of_plan, np.diff(start))),
    )


def _signs(plan: Document) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The characters of a plan in lower case, and which of them are letters that it says itself."""
    import numpy as np

    text = plan.text.lower() if len(plan.text.lower()) == len(plan.text) else lower(plan.text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    known, inverse = np.unique(codes, return_inverse=True)
    real = np.array([chr(code).isalnum() for code in known.tolist()], dtype=bool)[inverse]
    for table in plan.tables:
        for row in table.rows:
            for cell in row:
                if cell.filled:
                    real[cell.span.start : cell.span.stop] = False
    return codes.astype(np.uint64), real


def _refrains(signs: NDArray[np.uint64], document: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which seeds a document says more than REFRAIN times: names and formulas of its own."""
    import numpy as np

    seeds = rolling(signs, SEED) | np.uint64(1)
    return np.bincount(_bucket(seeds, document[: len(seeds)]), minlength=1 << _BUCKETS) > REFRAIN


def _bucket(seeds: NDArray[np.uint64], document: int | NDArray[np.int64]) -> NDArray[np.int64]:
    import numpy as np

    mixed = (seeds + np.asarray(document, dtype=np.uint64) * np.uint64(7919)) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(64 - _BUCKETS)).astype(np.int64)


def _naming(plan: Document, clause: Clause, places: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which letters of a clause only name those who answer for it."""
    import numpy as np

    naming = np.zeros(len(places), dtype=bool)
    if not _MAY_NAME.search(plan.read(clause.span)):
        return naming
    passage = Passage.read(plan, clause.span)
    if is_duty_line(passage):
        return ~naming
    for mention in find_bureaus(passage, plan.level):
        naming |= (places >= mention.span.start) & (places < mention.span.stop)
    return naming
