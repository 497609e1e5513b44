"""The vectors of a workspace in FAISS: an exact inner product over all clauses, one row a clause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "vectors.faiss"


class VectorIndex:
    """Rows of unit vectors. Similarities are cosines."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> VectorIndex:
        """An index of the rows given."""
        import faiss
        import numpy as np

        index = faiss.IndexFlatIP(int(vectors.shape[1]))
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> VectorIndex:
        """The index that `save` wrote into the folder."""
        import faiss
        import numpy as np

        # By way of bytes: on Windows FAISS opens no path that holds Chinese characters.
        data = np.frombuffer((folder / FILE).read_bytes(), dtype=np.uint8)
        return cls(faiss.deserialize_index(data))

    def save(self, folder: Path) -> None:
        """Write the index into the folder."""
        import faiss

        (folder / FILE).write_bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def width(self) -> int:
        """Dimensions of a vector."""
        return int(self._index.d)

    def rows(self, start: int, stop: int) -> NDArray[np.float32]:
        """The vectors of these rows."""
        import numpy as np

        if stop <= start:
            return np.zeros((0, self.width), dtype=np.float32)
        found: NDArray[np.float32] = self._index.reconstruct_n(start, stop - start)
        return found

    def nearest(
        self, query: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The k most similar rows and their similarities, best first, only `among` these rows when they are given."""
        import faiss
        import numpy as np

        k = min(k, len(self) if among is None else len(among))
        if k < 1:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        parameters: Any = None
        if among is not None:
            selector = faiss.IDSelectorBatch(np.ascontiguousarray(among, dtype=np.int64))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg, unused-ignore]
        faiss.omp_set_num_threads(1)  # threads cost more than they bring to one query, above all on a busy machine
        values, rows = self._index.search(query[None, :], k, params=parameters)
        order = np.lexsort((rows[0], -values[0]))
        return rows[0][order], values[0][order]

    def at(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows, in the order asked."""
        import numpy as np

        found: NDArray[np.float32] = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found
