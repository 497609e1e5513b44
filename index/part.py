"""Parts of a workspace: some documents with their words, vectors and columns in a folder that is written once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalogue import Analysed
from index.columns import Columns
from index.files import file_hash
from index.snapshot import PARTS, UNFINISHED, part_folder, sync_folder
from index.store import PartCatalogue, merge_catalogues, write_catalogue
from index.texts import Texts, merge_texts, save_texts
from index.vectors import load_vectors, save_vectors
from index.words import Postings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DESCRIPTION = "part.json"  # {"rows": …, "files": {name: [size, SHA-256]}}


@dataclass(frozen=True, slots=True)
class Part:
    """A part opened for reading."""

    name: str
    catalogue: PartCatalogue
    vectors: NDArray[np.float16]
    words: Postings
    columns: Columns
    texts: Texts

    @classmethod
    def open(cls, folder: Path) -> Part:
        """The part in the folder."""
        catalogue = PartCatalogue(folder)
        words, columns, texts = Postings.load(folder), Columns.load(folder), Texts.load(folder)
        return cls(folder.name, catalogue, load_vectors(folder), words, columns, texts)


def write_part(
    workspace: Path,
    documents: Sequence[tuple[Analysed, NDArray[np.float32]]],
    width: int,
    name: str,
    taken: Container[str],
) -> str:
    """Write a part of these documents, each with the vectors of its clauses; returns the name that it got, which is
    `name` unless that is taken."""
    import numpy as np

    def fill(folder: Path) -> int:
        write_catalogue(folder, [analysed for analysed, _ in documents])
        none = np.zeros((0, width), dtype=np.float32)
        save_vectors(folder, np.concatenate([none, *(vectors for _, vectors in documents)]))
        rows = [words for analysed, _ in documents for words in analysed.words]
        Postings.of(rows).save(folder)
        save_texts(folder, [text for analysed, _ in documents for text in analysed.texts()])
        return len(rows)

    return _place(workspace, fill, name, taken)


def merge_parts(
    workspace: Path, parts: Sequence[tuple[str, Sequence[int]]], width: int, name: str, taken: Container[str]
) -> str:
    """Write a part of the documents with these numbers of other parts, in this order. Nothing is analysed again."""
    import numpy as np

    folders = [part_folder(workspace, source) for source, _ in parts]

    def fill(folder: Path) -> int:
        numbers = [documents for _, documents in parts]
        moves = merge_catalogues(folder, list(zip(folders, numbers, strict=True)))
        size = sum(rows for moved in moves for _, _, rows in moved)
        vectors = np.zeros((size, width), dtype=np.float16)
        postings = []
        for source, moved in zip(folders, moves, strict=True):
            own, words = load_vectors(source), Postings.load(source)
            goes = np.full(len(own), -1, dtype=np.int64)
            for first, now, rows in moved:
                goes[first : first + rows] = np.arange(now, now + rows)
                vectors[now : now + rows] = own[first : first + rows]
            postings.append((words, goes))
        save_vectors(folder, vectors)
        Postings.merge(postings, size).save(folder)
        merge_texts(folder, list(zip(folders, moves, strict=True)))
        return size

    return _place(workspace, fill, name, taken)


def _place(workspace: Path, fill: Callable[[Path], int], name: str, taken: Container[str]) -> str:
    """Have the part filled beside, brought to disk as a whole, and put in its place under a name that is free."""
    (workspace / PARTS).mkdir(exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=workspace / PARTS))
    try:
        rows = fill(unfinished)
        catalogue = PartCatalogue(unfinished)
        try:
            catalogue.columns().save(unfinished)
        finally:
            catalogue.close()
        files = {path.name: [path.stat().st_size, file_hash(path)] for path in sorted(unfinished.iterdir())}
        (unfinished / DESCRIPTION).write_text(json.dumps({"rows": rows, "files": files}), encoding="utf-8")
        for path in unfinished.iterdir():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
        unfinished.chmod(0o755)
        free = _free_name(name, taken)
        target = part_folder(workspace, free)
        if target.exists():  # of a build that died before anybody could use it
            shutil.rmtree(target)
        unfinished.rename(target)
        sync_folder(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return free


def part_name(analysis: str, encoder: str, documents: Iterable[tuple[str, str]]) -> str:
    """The name of a part of these (file, hash): the same documents read by the same program have the same."""
    known = json.dumps([analysis, encoder, list(documents)], ensure_ascii=False)
    return hashlib.sha256(known.encode()).hexdigest()[:16]


def _free_name(name: str, taken: Container[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def description(folder: Path) -> dict[str, Any]:
    """What the part says of itself. Raises OSError or ValueError when it says nothing."""
    found: dict[str, Any] = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
    return found


def is_whole(folder: Path) -> bool:
    """Whether the part has all its files in their size and can be opened: quick, and enough to see what a full disk
    leaves and all that a reader would stumble over when it opens the part."""
    try:
        files = description(folder)["files"]
        if any((folder / name).stat().st_size != size for name, (size, _) in files.items()):
            return False
        Part.open(folder).catalogue.close()
    except Exception:  # whatever damaged files make the libraries raise
        return False
    return True
