"""Which two clauses may hold a passage in common: a few of all the pairs that there are, none of the true ones missing.

Two ways, both over all clauses at once. A run of SHORTEST letters that stands in both, wherever it stands; and, where
edits leave no such run, WINDOW letters of each that share SHARED of their RARE rarest triples of letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.duplicates.rows import MIX, changes, distinct, maybe_repeated, rolling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 20  # letters of a passage
PLACES = 40  # a run in more places than this says nothing about who copied
TRIPLE = 3  # letters
WINDOW = 128  # letters
RARE = 24  # triples of a window that it is known by
SHARED = 4  # of those, by two windows that may be the same
WINDOWS = 100  # a triple in more windows than this tells nothing apart
_BLOCK = 20_000  # windows that are compared with all at a time
_BUCKETS = 22  # bits of the number of a triple: a few share one, which costs a look and no more


def candidates(letters: NDArray[np.uint32], owner: NDArray[np.int32], clauses: int) -> NDArray[np.int64]:
    """Pairs of clauses (i <= j), each once, in order, a row a pair. owner: the clause of each letter, rising."""
    import numpy as np

    pairs = distinct(np.concatenate([_same_run(letters, owner, clauses), _same_triples(letters, owner, clauses)]))
    return np.stack([pairs // clauses, pairs % clauses], axis=1)


def _same_run(letters: NDArray[np.uint32], owner: NDArray[np.int32], clauses: int) -> NDArray[np.int64]:
    """Numbers of pairs (i * clauses + j) with a run of SHORTEST letters in common, i == j where it stands twice."""
    import numpy as np

    runs = rolling(letters, SHORTEST)
    inside = np.flatnonzero((owner[: len(runs)] == owner[SHORTEST - 1 :]) & maybe_repeated(runs, 2))
    # one number holds the upper bits of a run and its place: sorting it puts equal runs together, in order
    bits = np.uint64(len(letters).bit_length())
    keys = runs[inside] * np.uint64(MIX)
    keys >>= bits
    keys <<= bits
    keys |= inside.view(np.uint64)
    keys.sort()
    run, place = keys >> bits, (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    border = changes(run)
    begin, size = border[:-1], np.diff(border)
    found = [np.zeros(0, dtype=np.int64)]
    for places in range(2, PLACES + 1):
        table = owner[place[begin[size == places][:, None] + np.arange(places)]].astype(np.int64)
        left, right = np.triu_indices(places, 1)
        found.append(distinct((table[:, left] * clauses + table[:, right]).ravel()))
    return distinct(np.concatenate(found))


def _same_triples(letters: NDArray[np.uint32], owner: NDArray[np.int32], clauses: int) -> NDArray[np.int64]:
    """Numbers of pairs (i < j) of which two windows share enough of their rarest triples."""
    import numpy as np
    from scipy import sparse

    window, home = _windows(owner, clauses)
    triples = (rolling(letters, TRIPLE) * np.uint64(MIX) >> np.uint64(64 - _BUCKETS)).view(np.int64)
    rank = np.bincount(triples, minlength=1 << _BUCKETS).astype(np.int32)[triples]
    inside = owner[: len(triples)] == owner[len(owner) - len(triples) :]
    telling = np.flatnonzero(inside & (rank > 1) & (rank <= WINDOWS))
    # one number holds window, frequency and triple, so that sorting it puts the rarest of each window first
    keys = distinct(window[telling] << 32 | rank[telling].astype(np.int64) << _BUCKETS | triples[telling])
    window, known = keys >> 32, keys & ((1 << _BUCKETS) - 1)
    border = changes(window)
    place = np.arange(len(keys)) - np.repeat(border[:-1], np.diff(border))
    kept = place < RARE
    row, known = window[kept], known[kept]
    several = np.bincount(known, minlength=1 << _BUCKETS) > 1
    row, known = row[several[known]], known[several[known]]
    column = (np.cumsum(several, dtype=np.int32) - 1)[known]
    start = np.searchsorted(row, np.arange(len(home) + 1))
    held = sparse.csr_matrix((np.ones(len(row), dtype=np.int8), column, start), (len(home), int(several.sum())))
    found = [np.zeros(0, dtype=np.int64)]
    for begin in range(0, len(home), _BLOCK):  # each block against itself and what follows
        shared = (held[begin : begin + _BLOCK] @ held[begin:].T).tocoo()
        alike = np.flatnonzero(shared.data >= SHARED)
        one, other = home[begin + shared.row[alike]], home[begin + shared.col[alike]]
        found.append((one * clauses + other)[one < other])
    return distinct(np.concatenate(found))


def _windows(owner: NDArray[np.int32], clauses: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The window of each letter, and the clause of each window."""
    import numpy as np

    size = np.bincount(owner, minlength=clauses)
    count = -(-size // WINDOW)
    held = np.full(int(count.sum()), WINDOW)
    held[np.cumsum(count)[size > 0] - 1] -= (count * WINDOW - size)[size > 0]
    return np.repeat(np.arange(len(held)), held), np.repeat(np.arange(clauses), count)
