"""Plans read once for several measurements: a folder of files, or the records of a JSON-lines archive.

Reading a PDF costs more than analysing it; with `kept` what was read lies there as a pickle until the file is newer.
Only for folders of one's own: a pickle from elsewhere can run anything.
"""

from __future__ import annotations

import json
import lzma
import pickle
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ingest import Document, ReadError, plan_files, read


def read_folder(folder: Path, skip: str | None = None, kept: Path | None = None) -> Iterator[Document]:
    """The readable plans of a folder by name; `skip` leaves out the files whose names begin so."""
    for path in plan_files(folder):
        if skip and path.name.startswith(skip):
            continue
        try:
            yield _read(path, kept)
        except ReadError as error:
            print(f"{path.name}: {error}")


def read_archive(path: Path, title: str, kept: Path | None = None) -> Iterator[Document]:
    """The records of a `.jsonl.xz` archive whose title begins as given, read as plain text files."""
    with lzma.open(path, "rt", encoding="utf-8") as lines, tempfile.TemporaryDirectory() as folder:
        for number, line in enumerate(lines):
            record = json.loads(line)
            if str(record.get("title", "")).startswith(title):
                file = Path(kept or folder) / f"{number:05d}.txt"
                file.parent.mkdir(parents=True, exist_ok=True)
                if not file.exists():
                    file.write_text(record["text"], encoding="utf-8")
                try:
                    yield _read(file, kept)
                except ReadError as error:
                    print(f"{file.name}: {error}")


def _read(path: Path, kept: Path | None) -> Document:
    if kept is None:
        return read(path)
    kept.mkdir(parents=True, exist_ok=True)
    pickled = kept / f"{path.name}.pickle"
    if pickled.exists() and pickled.stat().st_mtime > path.stat().st_mtime:
        document: Document = pickle.loads(pickled.read_bytes())
        return document
    document = read(path)
    pickled.write_bytes(pickle.dumps(document))
    return document
