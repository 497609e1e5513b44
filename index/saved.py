"""Searches that are kept under a name with the workspace, to be asked again when it has grown."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ConfigDict, TypeAdapter, with_config

from index.catalogue import WorkspaceError
from index.filters import Filters
from index.snapshot import write_safely

if TYPE_CHECKING:
    from index.hits import SearchHits
    from index.workspace import Workspace
    from nlp.reranker import Reranker

FILE = "searches.json"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with all that it was asked with. like: the document and the clause whose like is sought, in place of a
    query."""

    name: str
    query: str
    filters: Filters = field(default_factory=Filters)
    sort: str = "score"
    ignored: tuple[str, ...] = ()
    like: tuple[str, str] | None = None


def ask(workspace: Workspace, search: SavedSearch, k: int = 20, reranker: Reranker | None = None) -> SearchHits:
    """The hits of the search in the workspace as it stands now. Raises WorkspaceError where `like` is gone."""
    if search.like:
        return workspace.more_like(*search.like, search.filters, k, sort=search.sort)
    return workspace.search(
        search.query, search.filters, k, ignored=search.ignored, sort=search.sort, reranker=reranker
    )  # fmt: skip


def saved_searches(folder: Path) -> tuple[SavedSearch, ...]:
    """The searches kept with the workspace, by name. Raises WorkspaceError where their file is damaged."""
    try:
        found = _kept().validate_json((folder / FILE).read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise WorkspaceError(f"{folder / FILE}：保存的检索读不出来，请删除这个文件后重新保存。") from error
    return tuple(sorted(found, key=lambda one: one.name))


def saved_search(folder: Path, name: str) -> SavedSearch:
    """The search of that name. Raises WorkspaceError where there is none."""
    known = saved_searches(folder)
    found = next((one for one in known if one.name == name), None)
    if found is None:
        others = f"已保存的有：{'、'.join(one.name for one in known)}" if known else "还没有保存过检索"
        raise WorkspaceError(f"没有名为“{name}”的检索，{others}。")
    return found


def save_search(folder: Path, search: SavedSearch) -> None:
    """Keep the search, in place of one of the same name."""
    _write(folder, [one for one in saved_searches(folder) if one.name != search.name] + [search])


def forget_search(folder: Path, name: str) -> None:
    """Keep the search no longer. Raises WorkspaceError where there is none of that name."""
    forgotten = saved_search(folder, name)
    _write(folder, [one for one in saved_searches(folder) if one != forgotten])


def _write(folder: Path, searches: list[SavedSearch]) -> None:
    kept = tuple(sorted(searches, key=lambda one: one.name))
    text = _kept().dump_json(kept, indent=1, exclude_defaults=True).decode("utf-8")
    write_safely(folder / FILE, text + "\n")


@cache
def _kept() -> TypeAdapter[tuple[SavedSearch, ...]]:
    return TypeAdapter(tuple[SavedSearch, ...])
