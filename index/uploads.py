"""Files that are handed in to a workspace one by one, and builds that take them in beside those that lie elsewhere.

WS/uploads/      the files handed in; every build takes them in too
"""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from index.build import BuildReport, Progress
from index.catalogue import DocumentEntry, WorkspaceError
from index.files import file_hash, listed, write_list
from index.snapshot import current_snapshot
from index.workspace import Workspace
from ingest import plan_files
from ingest.source import file_name
from nlp.encoder import Encoder

UPLOADS = "uploads"
_LONGEST_NAME = 120  # bytes without the extension: file systems take 255, archives and Windows paths less
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)")  # names that Windows keeps for itself


def uploaded(folder: Path) -> tuple[Path, ...]:
    """The files handed in to the workspace, by name."""
    place = Path(folder) / UPLOADS
    return plan_files(place) if place.is_dir() else ()


def build_with_uploads(
    files: Iterable[Path], folder: Path, encoder: Encoder | None = None, progress: Progress | None = None
) -> BuildReport:
    """Make the workspace hold these files and those handed in, and write down where they lie. Raises OSError."""
    folder = Path(folder)
    own = (folder / UPLOADS).absolute()
    given = sorted({path for path in (Path(one).absolute() for one in files) if path.parent != own})
    built = Workspace.build([*given, *uploaded(folder)], folder, encoder, progress)
    write_list(folder, given)
    return built


def rebuild(folder: Path, progress: Progress | None = None) -> BuildReport:
    """Build anew of the files as they lie now, with the model that the workspace was built with.

    Raises WorkspaceError where this would drop documents because their files are not known or not there.
    """
    folder = Path(folder)
    if current_snapshot(folder) is None:
        return build_with_uploads((), folder, None, progress)
    workspace = Workspace.open(folder)
    files = listed(folder)
    handed_in = {file_name(path) for path in uploaded(folder)}
    if files is None and any(entry.file not in handed_in for entry in workspace.documents()):
        raise WorkspaceError(f"{folder}：没有记下原文件在哪里，请在命令行重新运行一次 build，再导入。")
    missing = [path for path in files or () if not path.is_file()]
    if missing:
        raise WorkspaceError(
            f"{folder}：{len(missing)} 份原文件不在原处（如 {missing[0]}），请放回，或在命令行重新运行 build，再导入。"
        )
    return build_with_uploads(files or (), folder, workspace.encoder, progress)


def original(folder: Path, entry: DocumentEntry) -> Path | None:
    """The file that the document was read from; None where it has gone or changed since."""
    for path in (*uploaded(folder), *(listed(folder) or ())):
        if file_name(path) == entry.file and path.is_file() and file_hash(path) == entry.hash:
            return path
    return None


def safe_name(name: str) -> str:
    """A file name that every system takes and that leads nowhere else, as much of the one given as can be kept."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = "".join(sign for sign in name if sign.isspace() or unicodedata.category(sign)[0] != "C")
    name = " ".join(name.replace("\\", "/").rsplit("/", 1)[-1].split())
    stem, dot, extension = _UNSAFE.sub("_", name).rpartition(".")
    stem = (stem if dot else extension).strip(" .~$_") or "未命名"
    if _DEVICE.fullmatch(stem.split(".")[0]):
        stem = f"_{stem}"
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").rstrip(" .~$_") or "未命名"
    return f"{stem}.{extension.lower()[:10]}" if dot else stem


def store(folder: Path, name: str, content: bytes, *, replace: bool = False) -> Path:
    """Keep a file with the workspace; it becomes part of it with the next build. Raises OSError.

    replace: take the place of the file of that name handed in before; else a number tells the two apart.
    """
    place = Path(folder) / UPLOADS
    place.mkdir(parents=True, exist_ok=True)
    target = place / safe_name(name)
    number = 1
    while not replace and target.exists():
        number += 1
        target = place / f"{Path(safe_name(name)).stem}（{number}）{target.suffix}"
    _replace(target, content)
    return target


def discard(folder: Path, name: str) -> bool:
    """Remove a file that was handed in; the next build leaves it out. False where there is none of that name."""
    chosen = [path for path in uploaded(folder) if path.name == name]  # a name only: never a way out
    for path in chosen:
        path.unlink(missing_ok=True)
    return bool(chosen)


def _replace(target: Path, content: bytes) -> None:
    """Write the file in one step."""
    handle, unfinished = tempfile.mkstemp(prefix=".arriving-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(unfinished).replace(target)
    finally:
        Path(unfinished).unlink(missing_ok=True)
