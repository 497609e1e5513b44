"""The workspace: what was read from a set of files, searched by word and by meaning.

from index import Workspace

Workspace.build(files, folder)
for hit in Workspace.open(folder).search("屋顶光伏").hits: ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.workspace import Workspace

__all__ = ["Workspace"]


def __getattr__(name: str) -> Any:
    if name == "Workspace":  # when it is asked for: the modules of this package are used without it
        from index.workspace import Workspace

        return Workspace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
