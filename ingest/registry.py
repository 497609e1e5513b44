"""The readers of formats, each of which registers itself with the extensions that it reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.source import SourceFile

Reader = Callable[[Path], SourceFile]
READERS: dict[str, Reader] = {}


def reader(*extensions: str) -> Callable[[Reader], Reader]:
    """Register a function as the reader of files with these extensions."""

    def register(function: Reader) -> Reader:
        for extension in extensions:
            if extension in READERS:
                raise ValueError(f"two readers for {extension}")
            READERS[extension] = function
        return function

    return register
