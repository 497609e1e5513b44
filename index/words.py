"""The words of a workspace in BM25: how well the words of a query fit the words of a clause and of its headings."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = "words"
K1, B = 1.2, 0.5  # tuned on the development queries (bench/search_quality.py)


class WordIndex:
    """BM25 over rows of words."""

    def __init__(self, bm25: Any, size: int) -> None:
        self._bm25 = bm25
        self._size = size

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> WordIndex:
        """An index of the rows given, each the words of one clause."""
        import bm25s

        logging.getLogger("bm25s").setLevel(logging.WARNING)
        if not any(rows):
            return cls(None, len(rows))
        vocabulary = {word: number for number, word in enumerate(sorted({word for row in rows for word in row}))}
        ids = [[vocabulary[word] for word in row] for row in rows]
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index(bm25s.tokenization.Tokenized(ids=ids, vocab=vocabulary), show_progress=False)
        return cls(bm25, len(rows))

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """The index that `save` wrote into the folder."""
        import bm25s

        size = json.loads((folder / "words.json").read_text(encoding="utf-8"))["rows"]
        where = folder / FOLDER
        return cls(bm25s.BM25.load(where, load_corpus=False, allow_pickle=False) if where.is_dir() else None, size)

    def save(self, folder: Path) -> None:
        """Write the index into the folder."""
        (folder / "words.json").write_text(json.dumps({"rows": self._size}), encoding="utf-8")
        if self._bm25 is not None:
            self._bm25.save(folder / FOLDER, allow_pickle=False)

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """The score of every row: 0 where none of the words stands. Words count once, however often they are asked."""
        import numpy as np

        known = [] if self._bm25 is None else [w for w in dict.fromkeys(words) if w in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def weight(self, word: str) -> float:
        """How much a word can add at most to a row: rare words more."""
        return float(self.scores([word]).max()) if self._size else 0.0
