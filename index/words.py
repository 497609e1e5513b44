"""The words of a workspace in BM25: how well the words of a query fit the words of a clause and of its headings.

A part keeps its words as postings: for each word the rows that hold it and how often. What depends on all parts, how
rare a word is and how long a clause is on average, is counted when it is asked, over the rows that are alive: a
workspace that grew plan by plan scores as one that was built at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VOCABULARY, BOUNDS, ROWS, COUNTS, LENGTHS = "words.txt", "bounds.npy", "rows.npy", "counts.npy", "lengths.npy"
K1, B = 1.2, 0.5  # tuned on the development queries (bench/search_quality.py)
MOST = 65_535  # times that a word counts in one clause


@dataclass(frozen=True, slots=True)
class Postings:
    """The words of the rows of one part: word w stands in rows[bounds[w] : bounds[w + 1]], rising, counts[…] times."""

    vocabulary: Mapping[str, int]  # in order of their numbers
    bounds: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.uint16]
    lengths: NDArray[np.int32]  # words of each row

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> Postings:
        """The postings of the rows given, each the words of one clause."""
        import numpy as np

        vocabulary = {word: number for number, word in enumerate(sorted({word for row in rows for word in row}))}
        triples = [
            (vocabulary[word], number, times) for number, row in enumerate(rows) for word, times in Counter(row).items()
        ]
        lengths = np.array([len(row) for row in rows], dtype=np.int32)
        table = np.array(triples, dtype=np.int64).reshape(-1, 3)
        return cls._sorted(vocabulary, table[:, 0], table[:, 1], table[:, 2], lengths)

    @classmethod
    def _sorted(
        cls,
        vocabulary: Mapping[str, int],
        words: NDArray[np.int64],
        rows: NDArray[np.int64],
        counts: NDArray[np.int64],
        lengths: NDArray[np.int32],
    ) -> Postings:
        import numpy as np

        order = np.lexsort((rows, words))
        bounds = np.concatenate([[0], np.cumsum(np.bincount(words, minlength=len(vocabulary)))]).astype(np.int64)
        times = np.minimum(counts[order], MOST).astype(np.uint16)
        return cls(vocabulary, bounds, rows[order].astype(np.int32), times, lengths)

    @classmethod
    def merge(cls, parts: Sequence[tuple[Postings, NDArray[np.int64]]], size: int) -> Postings:
        """The postings of several parts, given where each of their rows goes among `size` rows (-1: it is left out)."""
        import numpy as np

        spelled = sorted({word for postings, _ in parts for word in postings.vocabulary})
        numbers = {word: number for number, word in enumerate(spelled)}
        words, rows, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        lengths = np.zeros(size, dtype=np.int32)
        for postings, goes in parts:
            own = np.array([numbers[word] for word in postings.vocabulary], dtype=np.int64)
            moved = goes[postings.rows]
            stays = moved >= 0
            words.append(np.repeat(own, np.diff(postings.bounds))[stays])
            rows.append(moved[stays])
            counts.append(postings.counts[stays].astype(np.int64))
            lengths[goes[goes >= 0]] = postings.lengths[goes >= 0]
        used, found = np.unique(np.concatenate(words), return_inverse=True)
        vocabulary = {spelled[number]: i for i, number in enumerate(used.tolist())}
        return cls._sorted(vocabulary, found.astype(np.int64), np.concatenate(rows), np.concatenate(counts), lengths)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """What `save` wrote into the folder. The long arrays are read from disk as they are needed."""
        import numpy as np

        text = (folder / VOCABULARY).read_text(encoding="utf-8")
        vocabulary = {word: number for number, word in enumerate(text.split("\n"))} if text else {}
        # Viewed as plain arrays, of which slices are taken in a fraction of the time
        rows, counts = (np.load(folder / name, mmap_mode="r").view(np.ndarray) for name in (ROWS, COUNTS))
        return cls(vocabulary, np.load(folder / BOUNDS), rows, counts, np.load(folder / LENGTHS))

    def save(self, folder: Path) -> None:
        """Write the postings into the folder."""
        import numpy as np

        with (folder / VOCABULARY).open("w", encoding="utf-8", newline="\n") as stream:
            stream.write("\n".join(self.vocabulary))
        for name, values in ((BOUNDS, self.bounds), (ROWS, self.rows), (COUNTS, self.counts), (LENGTHS, self.lengths)):
            np.save(folder / name, values)

    def of_word(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """The rows that hold the word, and how often."""
        number = self.vocabulary.get(word)
        begin, stop = (0, 0) if number is None else (int(self.bounds[number]), int(self.bounds[number + 1]))
        return self.rows[begin:stop], self.counts[begin:stop]


class WordIndex:
    """BM25 over the rows of several parts, one behind the other."""

    def __init__(self, parts: Sequence[Postings], live: NDArray[np.bool_] | None = None) -> None:
        """live: which rows count at all; all of them when None."""
        import numpy as np

        self._parts = parts
        self._starts = np.cumsum([0, *(len(part.lengths) for part in parts)])
        lengths = np.concatenate([np.zeros(0, np.int32), *(part.lengths for part in parts)])
        self._live = None if live is None or bool(live.all()) else live
        alive = lengths if self._live is None else lengths[self._live]
        self._size = len(alive)
        mean = float(alive.mean()) if alive.any() else 1.0
        self._dampers = (K1 * (1 - B + B * lengths / mean)).astype(np.float32)

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> WordIndex:
        """An index of the rows given, each the words of one clause."""
        return cls([Postings.of(rows)])

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """The score of every row: 0 where none of the words stands. Words count once, however often they are asked."""
        return self.match(words)[0]

    def match(self, words: Sequence[str]) -> tuple[NDArray[np.float32], float]:
        """The scores, and what the best row of each word would have if they were one."""
        import numpy as np

        scores = np.zeros(len(self._dampers), dtype=np.float32)
        reach = 0.0
        for word in dict.fromkeys(words):
            rows, gains = self._gains(word)
            if len(rows):
                scores[rows] += gains
                reach += float(gains.max())
        return scores, reach

    def weight(self, word: str) -> float:
        """How much a word can add at most to a row: rare words more."""
        return self.match([word])[1]

    def _gains(self, word: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows that hold the word and what it adds to each."""
        import numpy as np

        found, times = [], []
        for part, (start, stop) in zip(self._parts, pairwise(self._starts.tolist()), strict=True):
            rows, counts = part.of_word(word)
            if len(rows):
                here = rows.astype(np.int64) + start
                alive = slice(None) if self._live is None else self._live[start:stop][rows]
                found.append(here[alive])
                times.append(counts[alive].astype(np.float32))
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        rows64, count = np.concatenate(found), np.concatenate(times)
        rarity = np.float32(np.log(1 + (self._size - len(rows64) + 0.5) / (len(rows64) + 0.5)))
        return rows64, rarity * count / (count + self._dampers[rows64])
