"""The letters of all clauses in one row: what is compared when passages are looked for, and the way back to the text.

A letter is a letter, digit or character, in lower case; signs, white space and merged cells filled in are none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from index.duplicates.rows import MIX, among, changes, maybe_repeated, ranges, repeated, rolling
from ingest.document import Clause, Document
from nlp.bureaus.mention import find_bureaus, is_duty_line
from nlp.bureaus.name import Care, split_names
from nlp.passage import Passage
from nlp.segment import lower

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED = 5  # letters
REFRAIN = 6  # words that one document uses more often than this are its own refrain: names, (责任单位：…)
# where a clause may name those who answer for it; looks that cost little before the one that costs much
_SIGNS = "（(〔[【）)〕]】:：∶﹕"
_MAY_NAME = re.compile(
    r"[（(〔\[【][^）)〕\]】]*(?:牵头|负责|责任|配合|单位)|(?:责任|牵头|配合|协同)(?:单位|部门|领导)?\s*[:：∶﹕]"
    r"|[。！；;”][（(〔\[]|[）)〕\]]\s*(?:[。；]|$)"
)
# how a line ends that may do no more than address or sign, and its most characters: 各市人民政府、省直各部门：
_BODIES, _LONGEST = ("厅", "局", "委", "会", "政府", "部", "署", "办公室", "部门", "机构", "单位"), 400
_NAMES = 0.8  # of the letters of such a line, in names of bodies

# 《关于……的通知》（发改产业〔2021〕1464号）
_TITLE = re.compile(r"《[^》]+》(?:\s*[（(][^（）()]{0,24}号[）)])?")


@dataclass(frozen=True, slots=True)
class Letters:
    """`signs` are the letters of `clauses` one after the other; the rest says where each came from."""

    plans: tuple[Document, ...]
    clauses: tuple[Clause, ...]
    document: NDArray[np.int64]  # of each clause
    issuer: NDArray[np.int64]  # of each clause: a number for who issued its plan
    owner: NDArray[np.int32]  # of each letter: its clause
    signs: NDArray[np.uint32]
    places: NDArray[np.int32]  # in the text of its document
    signed: NDArray[np.bool_]  # of each clause: it has brackets or a colon, between which bodies may be named
    cited: NDArray[np.bool_]  # the letters of titles in 《》, which whoever cites a document writes

    @property
    def start(self) -> NDArray[np.int64]:
        """Where each clause begins, and the end of all."""
        import numpy as np

        return np.searchsorted(self.owner, np.arange(len(self.clauses) + 1))

    def string(self) -> str:
        """All letters as one string."""
        return self.signs.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    def continued(self) -> NDArray[np.bool_]:
        """Which letters are a digit behind another of the same number."""
        import numpy as np

        digit = (self.signs >= ord("0")) & (self.signs <= ord("9"))
        behind = np.flatnonzero(digit[1:] & digit[:-1]) + 1
        together = self.places[behind] - self.places[behind - 1] == 1
        digit[:] = False
        digit[behind[together & (self.owner[behind] == self.owner[behind - 1])]] = True
        return digit

    def refrains(self) -> NDArray[np.uint32]:
        """The seeds a document says more than REFRAIN times, by their numbers in it: names and formulas of its own."""
        import numpy as np

        numbers = self._numbered(rolling(self.signs, SEED))
        often = maybe_repeated(numbers, REFRAIN + 1)
        return repeated(np.sort(numbers[often]), REFRAIN + 1)

    def seeds(self, refrains: NDArray[np.uint32]) -> NDArray[np.uint64]:
        """A number for the SEED letters that begin at each, 0 for those of a refrain or of two clauses."""
        import numpy as np

        seeds = np.zeros(len(self.signs), dtype=np.uint64)
        numbers = rolling(self.signs, SEED)
        numbers |= np.uint64(1)
        whole = self.owner[: len(numbers)] == self.owner[SEED - 1 :]
        told = whole & ~among(self._numbered(numbers), refrains)
        seeds[: len(numbers)][told] = numbers[told]
        return seeds

    def _numbered(self, seeds: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """A number for each seed of the row in its document."""
        import numpy as np

        numbers = np.empty(len(seeds), dtype=np.uint32)
        edges = changes(self.document)
        for number, (begin, stop) in enumerate(pairwise(self.start[edges].tolist())):
            mixed = (seeds[begin:stop] | np.uint64(1)) + np.uint64(7919 * number)
            mixed *= np.uint64(MIX)
            numbers[begin:stop] = mixed >> np.uint64(32)
        return numbers

    def spoken(self, clauses: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which letters say something: those of these clauses that do more than name responsible bodies."""
        import numpy as np

        start = self.start
        wanted = np.zeros(len(self.clauses), dtype=bool)
        wanted[clauses] = True
        kept = np.repeat(wanted, np.diff(start))
        for number in clauses.tolist():
            plan, clause = self.plans[self.document[number]], self.clauses[number]
            text, letters = plan.read(clause.span), slice(start[number], start[number + 1])
            if self.signed[number] and _MAY_NAME.search(text):
                kept[letters] = ~_naming(plan, clause, self.places[letters])
            elif _is_roll(text, plan):
                kept[letters] = False
        return kept

    def take(self, letters: NDArray[np.bool_]) -> Letters:
        """These letters alone; the clauses keep their numbers."""
        rows = {name: getattr(self, name)[letters] for name in ("owner", "signs", "places", "cited")}
        return replace(self, **rows)


def gather(plans: Sequence[Document], shortest: int) -> Letters:
    """The letters of every clause that has `shortest` of them."""
    import numpy as np

    texts = [plan.text.lower() if len(plan.text.lower()) == len(plan.text) else lower(plan.text) for plan in plans]
    base = np.cumsum([0, *map(len, texts)])
    signs = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    known = np.zeros(sys.maxunicode + 1, dtype=bool)
    known[signs] = True
    known[known] = [chr(code).isalnum() for code in np.flatnonzero(known).tolist()]
    sign = np.zeros(sys.maxunicode + 1, dtype=bool)
    sign[[ord(one) for one in _SIGNS]] = True
    marks = np.flatnonzero(sign[signs])
    real, cited = known[signs], np.zeros(len(signs), dtype=bool)
    for plan, text, begin in zip(plans, texts, base.tolist(), strict=False):
        for title in _TITLE.finditer(text):
            cited[begin + title.start() : begin + title.end()] = True
        for table in plan.tables:
            for cell in (cell for row in table.rows for cell in row if cell.filled):
                real[begin + cell.span.start : begin + cell.span.stop] = False
    spans = [(n, clause.span.start, clause.span.stop) for n, plan in enumerate(plans) for clause in plan.clauses]
    document, start, stop = np.array(spans, dtype=np.int64).reshape(-1, 3).T
    letters = np.flatnonzero(real)
    first, last = (np.searchsorted(letters, base[document] + edge) for edge in (start, stop))
    enough = np.flatnonzero(last - first >= shortest)
    size = (last - first)[enough]
    at = letters[ranges(first[enough], last[enough])]
    names = [plan.issuer or plan.region or plan.id for plan in plans]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    clauses = [clause for plan in plans for clause in plan.clauses]
    document = document[enough]
    return Letters(
        plans=tuple(plans),
        clauses=tuple(clauses[number] for number in enough.tolist()),
        document=document,
        issuer=np.array([numbers[name] for name in names], dtype=np.int64)[document],
        owner=np.repeat(np.arange(len(enough), dtype=np.int32), size),
        signs=signs[at],
        places=(at - np.repeat(base[document], size)).astype(np.int32),
        signed=np.searchsorted(marks, base[document] + stop[enough])
        > np.searchsorted(marks, base[document] + start[enough]),
        cited=cited[at],
    )


def _is_roll(text: str, plan: Document) -> bool:
    """True for a line of bodies and nothing else: those that a document goes to, or that issue it."""
    line = text.rstrip("：: \n")
    if not line.endswith(_BODIES) or len(line) > _LONGEST or "。" in line or "；" in line:
        return False
    names = split_names(line, 0, len(line), Care.MARKED, plan.level)
    return sum(name.stop - name.start for name in names) >= _NAMES * len(line)


def _naming(plan: Document, clause: Clause, places: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which letters of a clause only name those who answer for it."""
    import numpy as np

    naming = np.zeros(len(places), dtype=bool)
    passage = Passage.read(plan, clause.span)
    if is_duty_line(passage):
        return ~naming
    for mention in find_bureaus(passage, plan.level):
        naming |= (places >= mention.span.start) & (places < mention.span.stop)
    return naming
