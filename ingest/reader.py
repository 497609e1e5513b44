"""The formats that PlanCheck reads, and the one way in: `read(path)`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.document import Document
from ingest.source import ReadError, SourceFile

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


def read(path: Path) -> Document:
    """The document in the file. Raises ReadError with one Chinese sentence when it cannot be read."""
    from ingest.assemble import assemble

    path = Path(path)
    if not path.is_file():
        raise ReadError(path, "找不到这个文件，请检查路径。")
    if path.stat().st_size == 0:
        raise ReadError(path, "文件是空的，请重新取得原件。")
    function = READERS.get(path.suffix.lower())
    if function is None:
        raise ReadError(path, f"不支持 {path.suffix or '无扩展名'} 格式，请另存为 {'、'.join(sorted(READERS))} 之一。")
    return assemble(function(path), path.name, path.stem)


def plan_files(folder: Path) -> tuple[Path, ...]:
    """The files directly in `folder` that some reader reads, by name."""
    return tuple(
        sorted(
            p
            for p in Path(folder).iterdir()
            if p.is_file() and p.suffix.lower() in READERS and not p.name.startswith((".", "~$"))
        )
    )


from ingest import docx_reader, pdf_reader, text_reader  # noqa: E402, F401  (each registers itself)
