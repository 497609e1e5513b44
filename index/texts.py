"""The texts of a part for exact search: folded, in lower case, without white space, one clause a line in one file."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.fold import fold
from nlp.segment import lower

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE, STARTS = "texts.txt", "starts.npy"
_SPACE = re.compile(r"\s+")


def exact_form(text: str) -> str:
    """A text as exact search compares it: width and case told alike, white space left out."""
    return _SPACE.sub("", lower(fold(text)))


@dataclass(frozen=True, slots=True)
class Texts:
    """The exact forms of the clauses of one part: row i is content[starts[i] : starts[i + 1]] with its line end."""

    content: mmap.mmap | bytes
    starts: NDArray[np.int64]  # bytes

    @classmethod
    def load(cls, folder: Path) -> Texts:
        """What `save_texts` or `merge_texts` wrote into the folder, read from disk as it is needed."""
        import numpy as np

        with (folder / FILE).open("rb") as stream:
            empty = not stream.read(1)
            content = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return cls(content, np.load(folder / STARTS))

    def rows_with(self, text: str) -> NDArray[np.int64]:
        """The rows that hold the text, rising. text: in exact form, one line, not empty."""
        import numpy as np

        sought, found = text.encode("utf-8", "surrogatepass"), []
        at = self.content.find(sought)
        while at >= 0:
            found.append(at)
            at = self.content.find(sought, at + len(sought))
        return np.unique(np.searchsorted(self.starts, np.array(found, dtype=np.int64), side="right") - 1)


def save_texts(folder: Path, texts: Iterable[str]) -> None:
    """Write the exact forms of the texts into the folder."""
    lines = [exact_form(text).encode("utf-8", "surrogatepass") + b"\n" for text in texts]
    (folder / FILE).write_bytes(b"".join(lines))
    _save_starts(folder, [len(line) for line in lines])


def merge_texts(folder: Path, parts: Sequence[tuple[Path, Sequence[tuple[int, int, int]]]]) -> None:
    """Write rows of other parts into the folder, given for each (first row before, first row now, rows), in order."""
    import numpy as np

    lengths: list[int] = []
    with (folder / FILE).open("wb") as stream:
        for source, moved in parts:
            texts = Texts.load(source)
            for first, _, rows in moved:
                begin, stop = int(texts.starts[first]), int(texts.starts[first + rows])
                stream.write(texts.content[begin:stop])
                lengths += np.diff(texts.starts[first : first + rows + 1]).tolist()
    _save_starts(folder, lengths)


def _save_starts(folder: Path, lengths: Sequence[int]) -> None:
    import numpy as np

    np.save(folder / STARTS, np.cumsum([0, *lengths], dtype=np.int64))
