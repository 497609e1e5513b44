"""The vectors of a workspace in FAISS: an exact inner product over all clauses in half precision, one row a clause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "vectors.npy"  # float16 [rows, width]
FEW = 4096  # rows up to which comparing one by one is quicker than telling FAISS which


def save_vectors(folder: Path, vectors: NDArray[np.floating[Any]]) -> None:
    """Write vectors as a part of the workspace keeps them."""
    import numpy as np

    np.save(folder / FILE, np.ascontiguousarray(vectors, dtype=np.float16))


def load_vectors(folder: Path) -> NDArray[np.float16]:
    """The vectors that `save_vectors` wrote into the folder, read from disk as they are needed."""
    import numpy as np

    found: NDArray[np.float16] = np.load(folder / FILE, mmap_mode="r")
    return found


class VectorIndex:
    """Rows of unit vectors. Similarities are cosines."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def of(cls, *parts: NDArray[np.floating[Any]], width: int = 0) -> VectorIndex:
        """An index of the rows of the parts, one behind the other. width: of the vectors where there is no part."""
        import faiss
        import numpy as np

        width = int(parts[0].shape[1]) if parts else width
        index = faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        for part in parts:
            if len(part):
                codes = np.ascontiguousarray(part, dtype=np.float16).view(np.uint8).reshape(len(part), -1)
                index.add_sa_codes(codes)
        return cls(index)

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
        if among is not None and len(among) <= FEW:
            return best_of(among, similarity(self.at(among), query), k)
        parameters: Any = None
        if among is not None:
            mask = np.zeros(len(self), dtype=bool)
            mask[among] = True
            bits = np.packbits(mask, bitorder="little")  # FAISS only points at them
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type, unused-ignore]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg, unused-ignore]
        faiss.omp_set_num_threads(1)  # threads cost more than they bring to one query, above all on a busy machine
        values, rows = self._index.search(query[None, :], k, params=parameters)
        return best_of(rows[0], values[0], k)

    def at(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors of these rows, in the order asked."""
        import numpy as np

        if not len(rows):
            return np.zeros((0, self.width), dtype=np.float32)
        found: NDArray[np.float32] = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found


def similarity(vectors: NDArray[np.float32], query: NDArray[np.float32]) -> NDArray[np.float32]:
    """The similarity of each vector, to the last bit the same wherever it stands, which no BLAS promises."""
    import numpy as np

    found: NDArray[np.float32] = np.einsum("ij,j->i", vectors, query)
    return found


def best_of(
    rows: NDArray[np.int64], values: NDArray[np.float32], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The k rows of highest value, best first, the first rows where they are even."""
    import numpy as np

    if len(rows) > 4 * k:
        least = np.partition(values, len(values) - k)[len(values) - k]
        rows, values = rows[values >= least], values[values >= least]
    order = np.lexsort((rows, -values))[:k]
    return rows[order], values[order]
