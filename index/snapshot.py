"""What a workspace is made of on disk, and how one state of it takes the place of another.

    WS/current               name of the snapshot in force, replaced in one step
    WS/snapshots/NAME.json   which documents it holds, and in which part and at which place each of them lies
    WS/parts/NAME/           catalogue, vectors, words and columns of some documents: written once, never changed

A document that is gone is named by no snapshot any more; its rows stay in their part until the part is merged.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.catalogue import Placed, WorkspaceError

FORMAT = 4
CURRENT, SNAPSHOTS, PARTS, LOCK = "current", "snapshots", "parts", "build.lock"
UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a workspace. encoder: the name asked for (None: the shipped one), fingerprint and width."""

    analysis: str
    encoder: tuple[str | None, str, int]
    parts: tuple[str, ...]
    documents: tuple[Placed, ...]  # in order of their ids

    def text(self) -> str:
        """The snapshot as its file holds it."""
        lines = [[one.id, one.file, one.hash, one.part, one.number, one.rows] for one in self.documents]
        name, fingerprint, width = self.encoder
        encoder = {"name": name, "fingerprint": fingerprint, "width": width}
        head = {"format": FORMAT, "analysis": self.analysis, "encoder": encoder, "parts": self.parts}
        return json.dumps({**head, "documents": lines}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Snapshot:
        """The snapshot of what its file holds."""
        encoder = plain["encoder"]
        return cls(
            plain["analysis"], (encoder["name"], encoder["fingerprint"], encoder["width"]), tuple(plain["parts"]),
            tuple(Placed(*line) for line in plain["documents"]),
        )  # fmt: skip


def current_snapshot(folder: Path) -> Path | None:
    """The file of the snapshot in force, None where nothing was ever built."""
    try:
        name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return folder / SNAPSHOTS / f"{Path(name).name}.json"  # a name only: never a way out of the workspace


def read_snapshot(path: Path) -> Snapshot:
    """The snapshot in the file. Raises WorkspaceError for that of another version of the program."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    if plain["format"] != FORMAT:
        raise WorkspaceError(f"{path.parent.parent}：工作区由另一版本建立，请重新 build。")
    return Snapshot.of(plain)


def part_folder(folder: Path, name: str) -> Path:
    """Where the part of that name lies."""
    return folder / PARTS / Path(name).name


def switch(folder: Path, snapshot: Snapshot) -> None:
    """Put the snapshot in force, its parts being in place; the one before stays for its readers, older ones go."""
    text = snapshot.text()
    before = current_snapshot(folder)
    (folder / SNAPSHOTS).mkdir(exist_ok=True)
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    target = folder / SNAPSHOTS / f"{name}.json"
    write_safely(target, text)
    write_safely(folder / CURRENT, name + "\n")
    sync_folder(folder)
    clean(folder, {target, before} if before else {target})


def write_safely(path: Path, text: str) -> None:
    """Write the file beside and put it in place in one step, so that nobody ever reads half of it."""
    beside = path.parent / f"{UNFINISHED}{path.name}"
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


def sync_folder(folder: Path) -> None:
    """Have the disk keep the names in the folder; Windows knows no such thing."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clean(folder: Path, kept: set[Path]) -> None:
    """Remove all snapshots but those kept, and the parts that none of them needs."""
    parts: set[str] = set()
    for path in kept:
        with suppress(OSError, ValueError, KeyError, TypeError, WorkspaceError):
            parts.update(read_snapshot(path).parts)
    for path in (folder / SNAPSHOTS).iterdir():
        if path not in kept:
            _remove(path)
    for path in (folder / PARTS).iterdir() if (folder / PARTS).is_dir() else ():
        if path.name not in parts:
            _remove(path)


def sweep(folder: Path) -> None:
    """Remove what a build that died has left."""
    for place in (folder, folder / SNAPSHOTS, folder / PARTS):
        for leftover in place.glob(f"{UNFINISHED}*"):
            _remove(leftover)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one build at a time; the lock goes with the process, so that a dead build blocks nobody."""
    with (folder / LOCK).open("a", encoding="utf-8") as stream:
        try:
            if os.name == "nt":
                import msvcrt

                stream.seek(0)
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
            else:
                import fcntl

                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WorkspaceError(f"{folder}：另一个程序正在建立这个工作区，请等它完成后再试。") from error
        yield
        with suppress(OSError):
            stream.flush()
