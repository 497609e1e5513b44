"""The workspace: a folder that holds what was read from a set of files, ready to be searched."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalogue import WorkspaceError
from index.contents import Contents
from index.filters import Filters
from index.hits import SearchHits
from index.search import Sort, more_like, search
from nlp.encoder import Encoder

if TYPE_CHECKING:
    from index.build import BuildReport, Progress
    from nlp.reranker import Reranker


class Workspace(Contents):
    """One state of a workspace, opened to be read and searched."""

    @classmethod
    def build(
        cls, files: Iterable[Path], folder: Path, encoder: Encoder | None = None, progress: Progress | None = None
    ) -> BuildReport:
        """Make the workspace in `folder` hold exactly these files. Files that have not changed are not read again."""
        from index.build import build  # reads files: a search need not wait for all that this loads

        return build(files, Path(folder), encoder, progress)

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
        return search(self, query, filters, k, ignored, Sort(sort), reranker)

    def more_like(
        self, document_id: str, clause_id: str, filters: Filters | None = None, k: int = 20, *, sort: str = "score"
    ) -> SearchHits:
        """The k clauses most like this one, itself left out. Raises WorkspaceError for one that is not there."""
        entry = self._entry(document_id)
        found = self.catalogue.row_of(entry, clause_id)
        if found is None:
            raise WorkspaceError(f"{document_id}：没有编号为 {clause_id} 的条款。")
        return more_like(self, found, filters, k, Sort(sort))
