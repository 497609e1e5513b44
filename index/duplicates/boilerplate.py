"""What everybody writes: runs of letters that many issuers use, here or in a shipped count of public documents.

The shipped table holds a hash of each run of GRAM letters that ISSUERS or more issuers of a large collection use, and
by how many it is used, so that boilerplate is known in a folder of two plans as well. No text can be read out of it.
`python -m bench.count_boilerplate` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.duplicates.rows import among, distinct, maybe_repeated, repeated, rolling
from nlp.lexicon import StrictModel, load_yaml
from nlp.segment import lower

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = Path(__file__).resolve().parent / "data"
FORMULAS = DATA / "formulas.yaml"
TABLE = DATA / "boilerplate.npz"
GRAM = 10  # letters that are a turn of phrase, no mere word
ISSUERS = 6  # so many issuers that use the same words use boilerplate
_SHIFT = 32


class _Formulas(StrictModel):
    formulas: tuple[str, ...]


def hashes(letters: NDArray[np.integer[Any]]) -> NDArray[np.uint32]:
    """The runs of GRAM letters as the table holds them."""
    import numpy as np

    numbers = rolling(letters, GRAM)
    numbers ^= numbers >> np.uint64(_SHIFT)
    return numbers.astype(np.uint32)


def used_by_many(letters: NDArray[np.uint32], owner: NDArray[np.int32], issuer: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which letters belong to words that ISSUERS or more use, or to a set phrase.

    owner: the clause of each letter; issuer: a number for who issued each clause.
    """
    import numpy as np

    common = np.zeros(len(letters), dtype=bool)
    grams = hashes(letters)
    inside = owner[: len(grams)] == owner[GRAM - 1 :] if len(grams) else np.zeros(0, dtype=bool)
    often = np.flatnonzero(inside & maybe_repeated(grams, ISSUERS))
    each = distinct(grams[often].astype(np.uint64) << np.uint64(32) | issuer[owner[often]].astype(np.uint64))
    widespread = repeated((each >> np.uint64(32)).astype(np.uint32), ISSUERS)
    frequent = inside & among(grams, np.union1d(widespread, _table()[0]))
    for i in range(GRAM):
        common[i : i + len(grams)] |= frequent
    everything = letters.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for formula in formulas():
        at = everything.find(formula)
        while at >= 0:
            common[at : at + len(formula)] = True
            at = everything.find(formula, at + 1)
    return common


@cache
def _table() -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    import numpy as np

    with np.load(TABLE, allow_pickle=False) as stored:
        return stored["runs"], stored["issuers"]


def count_table(texts: Sequence[tuple[str, str]]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """The table of these texts, each given with its issuer: the runs that ISSUERS or more use, and how many do."""
    import numpy as np

    held: dict[str, list[NDArray[np.uint32]]] = {}
    for issuer, text in texts:
        letters = np.array([ord(sign) for sign in lower(text) if sign.isalnum()], dtype=np.uint64)
        held.setdefault(issuer, []).append(np.unique(hashes(letters)))
    each = [np.unique(np.concatenate(some)) for some in held.values()]
    runs, issuers = np.unique(np.concatenate(each or [np.zeros(0, dtype=np.uint32)]), return_counts=True)
    known = issuers >= ISSUERS
    return runs[known], np.minimum(issuers[known], 255).astype(np.uint8)


@cache
def formulas() -> tuple[str, ...]:
    """The set phrases, letters only."""
    phrases = load_yaml(FORMULAS, _Formulas).formulas
    return tuple(sorted({"".join(sign for sign in phrase.lower() if sign.isalnum()) for phrase in phrases}))
