"""Rows of numbers, one for each letter of many texts: what stands there often, and where one text says the same again.

Plain sorting in place of np.unique and tables of counts, which take ten times as long on rows of millions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Number = TypeVar("Number", bound=np.integer[Any])

MIX = 0x9E3779B97F4A7C15  # spreads numbers over the upper bits
_FACTOR = 1_000_003
_BLOCK = 1 << 16  # numbers: what lies between stays in the processor's own memory


@dataclass(frozen=True, slots=True)
class Marked:
    """Places of a row that are marked, found from any other at once."""

    places: NDArray[np.int64]
    before: NDArray[np.int32]  # so many of them stand before each place, and before the end of the row

    @classmethod
    def of(cls, marked: NDArray[np.bool_]) -> Marked:
        """Those where the row says True."""
        import numpy as np

        before = np.zeros(len(marked) + 1, dtype=np.int32)
        np.cumsum(marked, out=before[1:])
        return cls(np.flatnonzero(marked), before)

    def between(self, start: NDArray[np.int64], stop: NDArray[np.int64]) -> NDArray[np.int32]:
        """How many there are in start … stop - 1."""
        return self.before[stop] - self.before[start]

    def next(self, place: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first at the place or behind it; the last of all where none is."""
        import numpy as np

        return self.places[np.minimum(self.before[place], len(self.places) - 1)]

    def last(self, stop: NDArray[np.int64]) -> NDArray[np.int64]:
        """The last before the place; the first of all where none is."""
        import numpy as np

        return self.places[np.maximum(self.before[stop] - 1, 0)]


def rolling(letters: NDArray[np.integer[Any]], length: int) -> NDArray[np.uint64]:
    """A number for the `length` letters that begin at each place; fewer numbers than letters by length - 1."""
    import numpy as np

    numbers = np.empty(max(len(letters) - length + 1, 0), dtype=np.uint64)
    for begin in range(0, len(numbers), _BLOCK):
        numbers[begin : begin + _BLOCK] = _rolled(letters[begin : begin + _BLOCK + length - 1], length)
    return numbers


def _rolled(letters: NDArray[np.integer[Any]], length: int) -> NDArray[np.uint64]:
    import numpy as np

    if length == 1:
        return letters.astype(np.uint64)
    half = length // 2
    before = _rolled(letters, half)
    numbers = before[: len(before) - half] * np.uint64(pow(_FACTOR, half, 1 << 64))
    numbers += before[half:]
    if length % 2:
        numbers = numbers[:-1] * np.uint64(_FACTOR)
        numbers += letters[length - 1 :]
    return numbers


def maybe_repeated(numbers: NDArray[Number], times: int) -> NDArray[np.bool_]:
    """Which of the numbers may stand `times` times or more: all that do, and a few besides. Spares sorting the rest."""
    import numpy as np

    mixed = numbers.astype(np.uint64)
    mixed *= np.uint64(MIX)
    bits = (2 * len(numbers) // (times - 1)).bit_length()  # of a bucket: few hold `times` numbers by chance
    mixed >>= np.uint64(64 - bits)
    bucket = mixed.view(np.int64)
    often: NDArray[np.bool_] = (np.bincount(bucket, minlength=1 << bits) >= times)[bucket]
    return often


def repeated(ordered: NDArray[Number], times: int) -> NDArray[Number]:
    """The numbers that stand `times` times or more in an ordered row, each once."""
    same = ordered[times - 1 :] == ordered[: max(len(ordered) - times + 1, 0)]
    return distinct(ordered[times - 1 :][same])


def distinct(numbers: NDArray[Number]) -> NDArray[Number]:
    """The numbers in order, each once."""
    import numpy as np

    numbers = np.sort(numbers)
    return numbers[np.concatenate([[True], numbers[1:] != numbers[:-1]])] if len(numbers) else numbers


def among(values: NDArray[np.uint32], known: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which values are known ones; known: ordered. Most are not, and their upper bits tell so."""
    import numpy as np

    maybe = np.zeros(1 << 24, dtype=bool)
    maybe[known >> np.uint32(8)] = True
    found = np.empty(len(values), dtype=bool)
    for begin in range(0, len(values), _BLOCK):
        found[begin : begin + _BLOCK] = maybe[values[begin : begin + _BLOCK] >> np.uint32(8)]
    at = np.flatnonzero(found)
    place = np.minimum(np.searchsorted(known, values[at]), max(len(known) - 1, 0))
    found[at] = known[place] == values[at]
    return found


def changes(ordered: NDArray[np.integer[Any]]) -> NDArray[np.int64]:
    """Where each group of equal numbers begins in an ordered row, and the end of the row."""
    import numpy as np

    inner = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return np.concatenate([[0], inner, [len(ordered)]]) if len(ordered) else np.zeros(1, dtype=np.int64)


def ranges(start: NDArray[np.int64], stop: NDArray[np.int64]) -> NDArray[np.int64]:
    """start[0] … stop[0] - 1, start[1] … stop[1] - 1 and so on, in one row."""
    import numpy as np

    size = stop - start
    before = np.cumsum(size) - size
    places: NDArray[np.int64] = np.repeat(start - before, size)
    places += np.arange(len(places))
    return places
