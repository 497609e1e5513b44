"""Files that somebody hands in: looked at before anything is kept, then stored and built into the workspace."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from index.build import BuildReport, Progress
from index.catalogue import WorkspaceError
from index.files import digest
from index.uploads import discard, rebuild, safe_name, store
from ingest import Document, ReadError, read
from ingest.reader import READERS
from ingest.secrecy import marked_name, secrecy_mark
from views.turns import my_turn

LARGEST = 50  # megabytes of one file
EXTENSIONS = tuple(sorted(READERS))


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file as far as it is known before it is kept.

    error: why it cannot be read, one Chinese sentence. mark: the line that says it is secret (密级). known: what the
    document with the same content is called that the workspace holds already.
    """

    name: str  # a safe one
    hash: str
    document: Document | None = None
    error: str | None = None
    mark: str | None = None
    known: str | None = None

    @property
    def fit(self) -> bool:
        """True when it can be kept, once its mark of secrecy, if any, has been answered for."""
        return self.error is None and self.known is None


def look_at(name: str, content: bytes, titles: Mapping[str, str]) -> Incoming:
    """The file read without being kept. titles: of the documents in the workspace, by the hash of their file."""
    safe, code = safe_name(name), digest(content)
    if code in titles:
        return Incoming(safe, code, known=titles[code])
    if len(content) > LARGEST * 1024 * 1024:
        return Incoming(safe, code, error=f"{safe}：文件超过 {LARGEST} MB，请拆分或压缩其中的图片后再导入。")
    document, error = read_content(safe, content)
    return Incoming(safe, code, document, error, mark_of(document, safe) if document else None)


def read_content(name: str, content: bytes) -> tuple[Document | None, str | None]:
    """The document of that content, or the sentence that says why there is none.

    A reader wants a file: it lies in a folder of its own while it is read and is gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="plancheck-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            with my_turn():
                return read(path), None
        except ReadError as error:
            return None, str(error)
        except Exception as error:  # whatever a reader trips over, the other files go on
            return None, f"{name}：读取时出错，请把文件另存为 docx 后再试（{type(error).__name__}）。"


def mark_of(document: Document, name: str) -> str | None:
    """The line, or the file name, that says the paper is secret."""
    span = secrecy_mark(document)
    if span:
        return document.quote(span)
    return f"文件名“{name}”" if marked_name(name) else None


def take_in(
    folder: Path, files: Iterable[tuple[str, Callable[[], bytes]]], progress: Progress, *, replace: bool
) -> tuple[BuildReport, tuple[str, ...]]:
    """Keep the files and build the workspace with them; the names they were kept under come back too.

    files: safe name, and what gives the content. Raises WorkspaceError with nothing new kept, BusyError, OSError.
    """
    with my_turn():
        kept = [store(folder, name, content(), replace=replace) for name, content in files]
        try:
            built = rebuild(folder, progress)
        except WorkspaceError:
            for path in () if replace else kept:
                path.unlink(missing_ok=True)
            raise
    return built, tuple(path.name for path in kept)


def take_out(folder: Path, names: tuple[str, ...], progress: Progress) -> BuildReport:
    """Remove files handed in and build the workspace without them. Raises WorkspaceError, BusyError, OSError."""
    with my_turn():
        for name in names:
            discard(folder, name)
        return rebuild(folder, progress)
