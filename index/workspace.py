"""The workspace: a folder that holds what was read from a set of files, ready to be searched.

What lies in the folder is told in `index.snapshot`. A build writes new parts beside the old ones and only then turns to
a new snapshot: a reader sees the old state or the new one, and a build that dies in the middle leaves the old one in
force. The snapshot before stays for its readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

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

    from index.filters import Filters
    from index.hits import SearchHits
    from nlp.reranker import Reranker

TRIES = 20  # times that a reader looks again when builds replace what it is about to open
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
    def open(cls, folder: Path, encoder: Encoder | None = None) -> Workspace:
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

    def search(
        self,
        query: str,
        filters: Filters | None = None,
        k: int = 20,
        *,
        ignored: Collection[str] = (),
        sort: str = "score",
        reranker: Reranker | None = None,
    ) -> SearchHits:
        """The k clauses that fit the query best, by words and by meaning, among those that the filters let through.

        Words in quotes must stand there as they are, words behind a minus sign must not. ignored: the keys of what the
        query is not to be understood as (see SearchHits.understood). sort: score, date or place. reranker: a model that
        reads the best hits again.
        """
        from index.search import Sort, search

        return search(self, query, filters, k, ignored, Sort(sort), reranker)

    def more_like(self, document_id: str, clause_id: str, filters: Filters | None = None, k: int = 20) -> SearchHits:
        """The k clauses most like this one, itself left out. Raises WorkspaceError for one that is not there."""
        from index.search import more_like

        entry = self._entry(document_id)
        found = self.catalogue.row_of(entry, clause_id)
        if found is None:
            raise WorkspaceError(f"{document_id}：没有编号为 {clause_id} 的条款。")
        return more_like(self, found, filters, k)
