"""The same words at two places: the runs of letters that two clauses share, and those of them that make one passage.

All pairs of clauses are looked at in large batches: arrays over many pairs in place of a loop over each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index.duplicates.candidates import SHORTEST
from index.duplicates.letters import SEED
from index.duplicates.rows import MIX, changes, ranges

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.duplicates.rows import Number

REACH = 8  # runs among which the one before is looked for
_BATCH = 1 << 20  # letters looked up at a time


@dataclass(frozen=True, slots=True)
class Runs:
    """Letters a … a + length stand at b … b + length again. Places in the row of letters; passage: rising numbers."""

    pair: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.int64]
    passage: NDArray[np.int64]

    def take(self, wanted: NDArray[np.int64] | NDArray[np.bool_]) -> Runs:
        """Those of these places."""
        return Runs(self.pair[wanted], self.a[wanted], self.b[wanted], self.length[wanted], self.passage[wanted])

    @property
    def edges(self) -> NDArray[np.int64]:
        """Where each passage begins, and the end of all."""
        return changes(self.passage)

    @property
    def number(self) -> NDArray[np.int64]:
        """The passages counted from 0."""
        import numpy as np

        return np.repeat(np.arange(len(self.edges) - 1), np.diff(self.edges))

    def sums(self, values: NDArray[Number]) -> NDArray[Number]:
        """The sum of the values of the runs of each passage."""
        import numpy as np

        return np.add.reduceat(values, self.edges[:-1]) if len(values) else values


def shared_runs(seeds: NDArray[np.uint64], start: NDArray[np.int64], pairs: NDArray[np.int64]) -> Iterator[Runs]:
    """The runs that the clauses of each pair share, a batch of pairs at a time, each run a passage of its own.

    seeds: the number of the SEED letters from each letter on, 0 for none. start: where each clause begins, and the end
    of all. pairs: two clauses a row, ordered by the first.
    """
    import numpy as np

    size = np.diff(start)
    group = np.cumsum(size[pairs[:, 1]]) // _BATCH
    for begin, stop in pairwise(changes(group).tolist()):
        pair, a, b, count = _matches(seeds, start, pairs[begin:stop])
        yield _joined(pair + begin, a, b, count, start, pairs)


def _matches(seeds: NDArray[np.uint64], start: NDArray[np.int64], pairs: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Equal seeds in the clauses of each pair: the pair, places a and b, and how many such follow one another there."""
    import numpy as np

    edges = changes(pairs[:, 0])
    firsts, local = pairs[edges[:-1], 0], np.repeat(np.arange(len(edges) - 1), np.diff(edges))
    left = ranges(start[firsts], start[firsts + 1])
    clause = np.repeat(np.arange(len(firsts)), np.diff(start)[firsts])
    told = seeds[left] != 0
    left, key = left[told], _keyed(seeds[left[told]], clause[told])
    others = pairs[:, 1]
    right = ranges(start[others], start[others + 1])
    pair = np.repeat(np.arange(len(pairs)), np.diff(start)[others])
    sought = _keyed(seeds[right], local[pair])
    bits = max(len(left), 1).bit_length() + 1
    found = []
    waiting = np.arange(len(left), dtype=np.int32)
    while len(waiting) and len(right):  # each round finds one of the seeds that fall into the same slot
        slot = (key[waiting] >> np.uint64(64 - bits)).astype(np.int64)
        table = np.full(1 << bits, -1, dtype=np.int32)
        table[slot] = waiting
        there = table[(sought >> np.uint64(64 - bits)).astype(np.int64)]
        some = np.flatnonzero(there >= 0)
        right, pair, sought, there = right[some], pair[some], sought[some], there[some]
        same = np.flatnonzero(key[there] == sought)
        found.append(_consecutive(pair[same], left[there[same]], right[same]))
        waiting = waiting[table[slot] != waiting]
    none = np.zeros(0, dtype=np.int64)
    return [np.concatenate(some) for some in zip((none, none, none, none), *found, strict=True)]


def _consecutive(
    pair: NDArray[np.int64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Places that go on by one on both sides as one: the first of them, and how many they are."""
    import numpy as np

    new = np.append(True, (np.diff(a) != 1) | (np.diff(b) != 1) | (np.diff(pair) != 0))[: len(pair)]
    begin = np.flatnonzero(new)
    return pair[begin], a[begin], b[begin], np.diff(np.append(begin, len(pair)))


def _keyed(seeds: NDArray[np.uint64], clause: NDArray[np.int64]) -> NDArray[np.uint64]:
    import numpy as np

    keys: NDArray[np.uint64] = (seeds + clause.astype(np.uint64) * np.uint64(2_654_435_761)) * np.uint64(MIX)
    return keys


def _joined(
    pair: NDArray[np.int64],
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    count: NDArray[np.int64],
    start: NDArray[np.int64],
    pairs: NDArray[np.int64],
) -> Runs:
    """Seeds that follow one another on both sides as one run. count: how many are known to do so from a and b on."""
    import numpy as np

    one, other = pairs[pair, 0], pairs[pair, 1]
    apart = (one != other) | (a < b)
    pair, a, b, count, one, other = pair[apart], a[apart], b[apart], count[apart], one[apart], other[apart]
    base = int(pair.min()) if len(pair) else 0
    # one number holds pair, how far b is ahead of a, and a: those of one run are consecutive
    size = int(np.diff(start).max()) + 1
    inside, ahead = a - start[one], (b - start[other]) - (a - start[one]) + size
    lines = ((pair - base) * 2 * size + ahead) * size + inside
    order = np.argsort(lines)
    lines, count = lines[order], count[order]
    begin = changes(lines - (np.cumsum(count) - count))[:-1]
    first, inside = np.divmod(lines[begin], size)
    pair, ahead = np.divmod(first, 2 * size)
    length = np.add.reduceat(count, begin) + SEED - 1 if len(begin) else count
    pair += base
    a, b = start[pairs[pair, 0]] + inside, start[pairs[pair, 1]] + inside + ahead - size
    enough = np.bincount(pair - base, weights=length, minlength=1)[pair - base] >= SHORTEST
    return Runs(pair, a, b, length, np.arange(len(pair))).take(enough)


def linked(runs: Runs, gap: int) -> Runs:
    """Runs linked to the nearest before them on both sides with at most `gap` letters between: each to one, and one to
    each. Those of one passage stand together."""
    import numpy as np

    if not len(runs.a):
        return runs
    runs = runs.take(np.argsort(runs.pair * (int(runs.a.max()) + 1) + runs.a, kind="stable"))
    count = len(runs.a)
    nearest, before = np.full(count, 4 * gap + SEED), np.arange(count)
    for step in range(1, min(REACH + 1, count)):
        gap_a = runs.a[step:] - runs.a[:-step] - runs.length[:-step]
        gap_b = runs.b[step:] - runs.b[:-step] - runs.length[:-step]
        wide = np.maximum(gap_a, gap_b)
        behind = (runs.pair[step:] == runs.pair[:-step]) & (runs.a[step:] > runs.a[:-step])
        behind &= (runs.b[step:] > runs.b[:-step]) & (wide <= gap) & (np.minimum(gap_a, gap_b) > -SEED)
        distance = wide + np.abs(gap_a - gap_b)
        closer = np.flatnonzero(behind & (distance < nearest[step:])) + step
        nearest[closer], before[closer] = distance[closer - step], closer - step
    claiming = np.flatnonzero(before != np.arange(count))
    order = claiming[np.lexsort((claiming, nearest[claiming], before[claiming]))]
    later = order[1:][before[order[1:]] == before[order[:-1]]]
    before[later] = later
    while (before[before] != before).any():
        before = before[before]
    order = np.argsort(before, kind="stable")
    found = Runs(runs.pair, runs.a, runs.b, runs.length, before).take(order)
    return found.take(found.sums(found.length)[found.number] >= SHORTEST)
