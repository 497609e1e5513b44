"""The workspace: a folder that holds what was read from a set of files, ready to be searched.

    WS/current            name of the snapshot in force, replaced in one step
    WS/snapshots/NAME/    catalogue.sqlite, vectors.faiss, words/, snapshot.json: written once, never changed

A build writes a new snapshot beside the old one and only then turns `current` to it: a reader sees the old state or
the new one, and a build that dies in the middle leaves the old one in force. The snapshot before stays for its readers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalogue import Catalogue, DocumentEntry, WorkspaceError
from index.vectors import VectorIndex
from index.words import WordIndex
from ingest.document import Document
from nlp.commitment import Commitments
from nlp.encoder import Encoder, load_encoder

if TYPE_CHECKING:
    from index.search import Filters, SearchHits

FORMAT = 1
CURRENT, SNAPSHOTS, DESCRIPTION = "current", "snapshots", "snapshot.json"
Progress = Callable[[int, int, str], None]  # files done, files in all, name of the one that comes


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Names are those of the files; a failure says in one Chinese sentence what to do about it."""

    read: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    removed: tuple[str, ...] = ()
    clauses: int = 0


class Workspace:
    """One snapshot of a workspace, opened for reading. It stays valid while the workspace is built anew."""

    def __init__(self, folder: Path, snapshot: Path, encoder: Encoder | None = None) -> None:
        self.folder = folder
        self._snapshot = snapshot
        self._given = encoder
        self.description = json.loads((snapshot / DESCRIPTION).read_text(encoding="utf-8"))
        self.catalogue = Catalogue(snapshot)
        # Opened at once, not when first asked for: a later build may remove the snapshot's files.
        self.vectors = VectorIndex.load(snapshot)
        self.word_index = WordIndex.load(snapshot)

    @classmethod
    def open(cls, folder: Path, encoder: Encoder | None = None) -> Workspace:
        """The workspace in the folder as it stands now. Raises WorkspaceError when there is none.

        encoder: the model that turns queries into vectors; the one that the workspace was built with when None.
        """
        folder = Path(folder)
        for _ in range(3):  # a build may replace the snapshot between the two steps
            snapshot = current_snapshot(folder)
            if snapshot is None:
                raise WorkspaceError(f"{folder}：这里还没有工作区，请先运行 build 建立。")
            try:
                workspace = cls(folder, snapshot, encoder)
            except FileNotFoundError:
                continue
            except Exception as error:
                reason = type(error).__name__
                raise WorkspaceError(f"{folder}：工作区已损坏，请删除后重新 build（{reason}）。") from error
            if workspace.description["format"] != FORMAT:
                raise WorkspaceError(f"{folder}：工作区由另一版本建立，请重新 build。")
            return workspace
        raise WorkspaceError(f"{folder}：工作区不完整，请重新 build。")

    @classmethod
    def build(
        cls, files: Iterable[Path], folder: Path, encoder: Encoder | None = None, progress: Progress | None = None
    ) -> BuildReport:
        """Make the workspace in `folder` hold exactly these files. Files that have not changed are not read again."""
        from index.build import build

        return build(files, Path(folder), encoder, progress)

    @cached_property
    def encoder(self) -> Encoder:
        """The model of the queries. Raises WorkspaceError when it is not the one that made the workspace's vectors."""
        encoder = self._given or load_encoder(self.description["encoder"]["name"])
        if encoder.fingerprint != self.description["encoder"]["fingerprint"]:
            raise WorkspaceError(f"{self.folder}：工作区的向量出自另一个模型，请用现在的模型重新 build。")
        return encoder

    def documents(self) -> tuple[DocumentEntry, ...]:
        """The catalogue's entry of every document, in order of their ids."""
        return self.catalogue.entries

    def _entry(self, document_id: str) -> DocumentEntry:
        entry = self.catalogue.by_id.get(document_id)
        if entry is None:
            raise WorkspaceError(f"{document_id}：工作区里没有这份文件。")
        return entry

    def document(self, document_id: str) -> Document:
        """The whole document. Raises WorkspaceError for an id that the workspace does not hold."""
        return replace(self.catalogue.document(self._entry(document_id)), id=document_id)

    def commitments(self, document_id: str) -> Commitments:
        """What the document commits to."""
        return self.catalogue.commitments(self._entry(document_id))

    def search(self, query: str, filters: Filters | None = None, k: int = 20) -> SearchHits:
        """The k clauses that fit the query best, by words and by meaning, among those that the filters let through."""
        from index.search import search

        return search(self, query, filters, k)


def current_snapshot(folder: Path) -> Path | None:
    """The folder of the snapshot in force, None where nothing was ever built."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return folder / SNAPSHOTS / Path(name).name  # a name only: never a way out of the workspace
