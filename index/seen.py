"""What files looked like when they were hashed, so that ten thousand unchanged files need not be read to know it."""

from __future__ import annotations

import json
from pathlib import Path

from index.part import file_hash
from index.snapshot import SEEN, write_safely

SETTLED = 2_000_000_000  # nanoseconds: a file changed so shortly before may change again within one tick of its clock


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
