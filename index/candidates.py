"""Which two clauses may hold a passage in common: a few of all the pairs that there are, none of the true ones missing.

Two ways, both over all clauses at once. A run of SHORTEST letters that stands in both, wherever it stands; and, where
edits leave no such run, WINDOW letters of each that share SHARED of their RARE rarest triples of letters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.boilerplate import rolling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST = 20  # letters of a passage
PLACES = 40  # a run in more places than this says nothing about who copied
TRIPLE = 3  # letters
WINDOW = 128  # letters
RARE = 24  # triples of a window that it is known by
SHARED = 4  # of those, by two windows that may be the same
WINDOWS = 300  # a triple in more windows than this tells nothing apart
_BUCKETS = 22  # bits of the number of a triple: a few share one, which costs a look and no more
_MIX = 0x9E3779B97F4A7C15


def candidates(letters: NDArray[np.uint64], owner: NDArray[np.int64], clauses: int) -> NDArray[np.int64]:
    """Pairs of clauses (i <= j), each once, in order, a row a pair. owner: the clause of each letter, rising."""
    import numpy as np

    pairs = np.union1d(_same_run(letters, owner, clauses), _same_triples(letters, owner, clauses))
    return np.stack([pairs // clauses, pairs % clauses], axis=1)


def _same_run(letters: NDArray[np.uint64], owner: NDArray[np.int64], clauses: int) -> NDArray[np.int64]:
    """Numbers of pairs (i * clauses + j) with a run of SHORTEST letters in common, i == j where it stands twice."""
    import numpy as np

    runs = rolling(letters, SHORTEST)
    inside = np.flatnonzero(owner[: len(runs)] == owner[SHORTEST - 1 :]) if len(runs) else np.zeros(0, dtype=np.int64)
    inside = inside[np.argsort(runs[inside], kind="stable")]
    ordered = runs[inside]
    border = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1], [True]])) if len(ordered) else inside
    begin, size = border[:-1], np.diff(border)
    found = [np.zeros(0, dtype=np.int64)]
    for places in range(2, PLACES + 1):
        table = owner[inside[begin[size == places][:, None] + np.arange(places)]]
        left, right = np.triu_indices(places, 1)
        found.append(np.unique(table[:, left] * clauses + table[:, right]))
    return np.unique(np.concatenate(found))


def _same_triples(letters: NDArray[np.uint64], owner: NDArray[np.int64], clauses: int) -> NDArray[np.int64]:
    """Numbers of pairs (i < j) of which two windows share enough of their rarest triples."""
    import numpy as np
    from scipy import sparse

    window, home = _windows(owner, clauses)
    triples = rolling(letters, TRIPLE) * np.uint64(_MIX) >> np.uint64(64 - _BUCKETS)
    inside = owner[: len(triples)] == owner[TRIPLE - 1 :] if len(triples) else np.zeros(0, dtype=bool)
    known, window = triples[inside].astype(np.int64), window[: len(triples)][inside]
    seen = np.bincount(known, minlength=1 << _BUCKETS)
    rank = np.minimum(seen, 2 * WINDOWS)[known]
    telling = (rank > 1) & (rank < 2 * WINDOWS)
    # one number holds window, frequency and triple, so that sorting it puts the rarest of each window first
    keys = np.sort((window << 32 | rank << _BUCKETS | known)[telling])
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys
    window, known = keys >> 32, keys & ((1 << _BUCKETS) - 1)
    place = np.arange(len(keys)) - np.searchsorted(window, window)
    kept = (place < RARE) & (seen[known] <= WINDOWS)
    row, column = window[kept], known[kept]
    held = sparse.csr_matrix((np.ones(len(row), dtype=np.int8), (row, column)), shape=(len(home), 1 << _BUCKETS))
    shared = (held @ held.T).tocoo()
    alike = (shared.data >= SHARED) & (shared.row < shared.col)
    one, other = home[shared.row[alike]], home[shared.col[alike]]
    return np.unique(one[one != other] * clauses + other[one != other])


def _windows(owner: NDArray[np.int64], clauses: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The window of each letter, and the clause of each window."""
    import numpy as np

    size = np.bincount(owner, minlength=clauses)
    first = np.concatenate([[0], np.cumsum(size)[:-1]])
    count = -(-size // WINDOW)
    base = np.concatenate([[0], np.cumsum(count)[:-1]])
    window = base[owner] + (np.arange(len(owner)) - first[owner]) // WINDOW
    return window, np.repeat(np.arange(clauses), count)
