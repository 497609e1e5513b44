"""What a workspace holds, opened for reading: all that searching, filtering and counting look at.

What lies in the folder is told in `index.snapshot`. A build writes new parts beside the old ones and only then turns to
a new snapshot: a reader sees the old state or the new one, and a build that dies in the middle leaves the old one in
force. The snapshot before stays for its readers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.catalogue import Catalogue, DocumentEntry, WorkspaceError
from index.columns import Values
from index.part import Part
from index.snapshot import Snapshot, current_snapshot, part_folder, read_snapshot
from index.texts import exact_form
from index.vectors import VectorIndex
from index.words import WordIndex
from ingest.document import Document
from nlp.commitment import Commitments
from nlp.encoder import Encoder, load_encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TRIES = 20  # times that a reader looks again when builds replace what it is about to open


class Contents:
    """One snapshot of a workspace, opened for reading. It stays valid while the workspace is built anew."""

    def __init__(self, folder: Path, snapshot: Snapshot, encoder: Encoder | None = None) -> None:
        import numpy as np

        self.folder = folder
        self.snapshot = snapshot
        self._given = encoder
        # Opened at once, not when first asked for: a later build may remove the files.
        self._parts = parts = [Part.open(part_folder(folder, name)) for name in snapshot.parts]
        self.catalogue = Catalogue([part.catalogue for part in parts], snapshot.documents)
        self.columns = self.catalogue.columns([part.columns for part in parts])
        self.vectors = VectorIndex.of(*(part.vectors for part in parts), width=snapshot.encoder[2])
        self.live = self.columns.clauses[:, 0] >= 0
        self.word_index = WordIndex([part.words for part in parts], self.live)
        # Where each row stands when the clauses are told document by document; dead rows stand at the end.
        order = np.lexsort((np.arange(len(self.live)), np.where(self.live, self.columns.clauses[:, 0], len(self.live))))
        self.order = np.empty(len(order), dtype=np.int64)
        self.order[order] = np.arange(len(order))
        if len(self.live) != len(self.vectors):
            raise ValueError("parts of different sizes")

    @classmethod
    def open(cls, folder: Path, encoder: Encoder | None = None) -> Self:
        """The workspace in the folder as it stands now. Raises WorkspaceError when there is none.

        encoder: the model that turns queries into vectors; the one that the workspace was built with when None.
        """
        folder = Path(folder)
        for _ in range(TRIES):
            snapshot = current_snapshot(folder)
            if snapshot is None:
                raise WorkspaceError(f"{folder}：这里还没有工作区，请先运行 build 建立。")
            try:
                return cls(folder, read_snapshot(snapshot), encoder)
            except WorkspaceError:
                raise
            except Exception as error:
                if current_snapshot(folder) != snapshot:  # a build replaced it meanwhile
                    continue
                if not snapshot.exists():
                    raise WorkspaceError(f"{folder}：工作区不完整，或由另一版本建立，请重新 build。") from error
                reason = type(error).__name__
                raise WorkspaceError(f"{folder}：工作区已损坏，请重新 build（{reason}）。") from error
        raise WorkspaceError(f"{folder}：工作区正在不断重建，请稍后再试。")

    @cached_property
    def encoder(self) -> Encoder:
        """The model of the queries. Raises WorkspaceError when it is not the one that made the workspace's vectors."""
        name, fingerprint, _ = self.snapshot.encoder
        encoder = self._given or load_encoder(name)
        if encoder.fingerprint != fingerprint:
            raise WorkspaceError(f"{self.folder}：工作区的向量出自另一个模型，请用现在的模型重新 build。")
        return encoder

    def rows_with(self, text: str) -> NDArray[np.bool_]:
        """Which rows hold the text, width, case and white space aside. An empty text is held by all."""
        import numpy as np

        sought = exact_form(text)
        mask = np.full(len(self.live), not sought)
        for start, part in zip(self.catalogue.starts, self._parts, strict=False):
            if sought:
                mask[start + part.texts.rows_with(sought)] = True
        return mask

    @cached_property
    def document_values(self) -> dict[str, Values]:
        """What documents are filtered and counted by."""
        fields = ("id", "region", "region_code", "level", "doc_type", "year")
        return {name: Values.of(getattr(entry, name) for entry in self.documents()) for name in fields}

    def documents(self) -> tuple[DocumentEntry, ...]:
        """The catalogue's entry of every document, in order of their ids."""
        return self.catalogue.entries

    def bureaus(self) -> tuple[str, ...]:
        """The bodies that answer for something, those with the most clauses first."""
        names = self.columns.names["bureaus"]
        rows, shown = self.columns.shown_bureaus()
        counts = Counter(number for _, number in {*zip(rows.tolist(), shown.tolist(), strict=True)})
        return tuple(names[number] for number in sorted(counts, key=lambda number: (-counts[number], names[number])))

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
