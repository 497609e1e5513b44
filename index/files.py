"""What a workspace remembers of its files: where they lie, and what they looked like when they were hashed.

WS/files.json    where the files of the last build lie, those handed in not counted (see `index.uploads`)
WS/seen.json     what they looked like, so that ten thousand unchanged ones need not be read to know that; nothing
                 depends on it
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from index.snapshot import write_safely

LIST, SEEN = "files.json", "seen.json"
SETTLED = 2_000_000_000  # nanoseconds: a file changed so shortly before may change again within one tick of its clock


def digest(content: bytes) -> str:
    """What tells one file's content from another's: `DocumentEntry.hash`."""
    return hashlib.sha256(content).hexdigest()


def file_hash(path: Path) -> str:
    """The same of the file, which is not held in memory. Raises OSError when it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def listed(folder: Path) -> tuple[Path, ...] | None:
    """The files of the last build, those handed in not counted; None where nobody wrote them down."""
    try:
        content = json.loads((Path(folder) / LIST).read_bytes().decode("utf-8", "surrogatepass"))
        return tuple(Path(str(place)) for place in content["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_list(folder: Path, files: Iterable[Path]) -> None:
    """Write down where the files of a build lie. Raises OSError."""
    # In ASCII, since the names of files need not be Unicode
    write_safely(Path(folder) / LIST, json.dumps({"files": [os.fspath(path) for path in files]}, indent=1))


class SeenFiles:
    """Path to (size, time of change, time of its entry, SHA-256). A file that looks as it did is not read again."""

    def __init__(self, known: dict[str, list[object]], written: int) -> None:
        self._known = known
        self._written = written  # when the memory was written; files changed since, or just before, are not trusted
        self._seen: dict[str, list[object]] = {}

    @classmethod
    def load(cls, folder: Path) -> SeenFiles:
        """The memory of the last build; an empty one where there is none or it is damaged."""
        path = folder / SEEN
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            return cls(known if isinstance(known, dict) else {}, path.stat().st_mtime_ns)
        except (OSError, ValueError):
            return cls({}, 0)

    def digest(self, path: Path) -> str:
        """The SHA-256 of the file. Raises OSError when it cannot be read."""
        stat = path.stat()
        look: list[object] = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
        key = str(path.absolute())
        known = self._known.get(key)
        settled = max(stat.st_mtime_ns, stat.st_ctime_ns) + SETTLED < self._written
        digest = str(known[3]) if settled and known and known[:3] == look and len(known) == 4 else file_hash(path)
        self._seen[key] = [*look, digest]
        return digest

    def save(self, folder: Path) -> None:
        """Keep what this build saw."""
        if self._seen != self._known:
            # In ASCII, since the names of files need not be Unicode
            write_safely(folder / SEEN, json.dumps(self._seen, separators=(",", ":")))
