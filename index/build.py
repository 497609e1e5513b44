"""Building a workspace: read what is new into a part of its own, keep the other parts, switch in one step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.analysis import analysis_fingerprint
from index.catalogue import Analysed, Placed, WorkspaceError, clause_text
from index.files import SeenFiles
from index.merging import merged
from index.part import is_whole, part_name, write_part
from index.snapshot import Snapshot, current_snapshot, locked, part_folder, read_snapshot, sweep, switch
from index.store import PartCatalogue
from ingest import ReadError, read
from ingest.batch import in_order
from ingest.document import Clause, Document
from ingest.source import file_name, reason
from nlp.encoder import DEFAULT_ENCODER, Encoder, load_encoder
from nlp.extract import extract
from nlp.segment import search_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[int, int, str], None]  # files done, files in all, name of the one that comes
FLUSH = 40_000  # clauses that are held in memory before they are written as a part


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. Names are those of the files; a failure says in one Chinese sentence what to do about it."""

    read: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    removed: tuple[str, ...] = ()
    clauses: int = 0


def build(files: Iterable[Path], folder: Path, encoder: Encoder | None, progress: Progress | None) -> BuildReport:
    """See Workspace.build."""
    paths = sorted({Path(path) for path in files}, key=lambda path: (path.name, str(path)))
    encoder = encoder or load_encoder()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        sweep(folder)
        old = snapshot_in_force(folder)
        seen = SeenFiles.load(folder)
        work = _Work(folder, encoder, old)
        unchanged: list[str] = []
        fresh: dict[Path, str] = {}
        failures: dict[Path, str] = {}
        for path in paths:
            try:
                digest = seen.digest(path)
            except OSError as error:
                failures[path] = str(ReadError(path, reason(error)))
                continue
            if work.take(path, digest):
                unchanged.append(file_name(path))
            else:
                fresh[path] = digest
        with closing(in_order(_analyse, tuple(fresh), progress)) as outcomes:
            for outcome in outcomes:
                if outcome.value is None:
                    failures[outcome.path] = str(outcome.failure)
                else:
                    work.add(outcome.path, replace(outcome.value, hash=fresh[outcome.path]))
        documents = work.finish()
        seen.save(folder)
    gone = set() if old is None else {one.file for one in old.documents} - {file_name(path) for path in paths}
    clauses = sum(one.rows for one in documents)
    read = tuple(file_name(path) for path in fresh if path not in failures)
    failed = tuple((file_name(path), failures[path]) for path in paths if path in failures)
    return BuildReport(read, tuple(unchanged), failed, tuple(sorted(gone)), clauses)


def snapshot_in_force(folder: Path) -> Snapshot | None:
    """The snapshot in force; None where there is none that this version can take anything over from."""
    path = current_snapshot(folder)
    try:
        return None if path is None else read_snapshot(path)
    except (OSError, ValueError, KeyError, TypeError, WorkspaceError):
        return None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file that the new snapshot holds, in which part (by name) and at which place."""

    path: Path
    hash: str
    part: str
    number: int
    rows: int


class _Work:
    """A build on its way: what is taken over, what waits to be written, what is written."""

    def __init__(self, folder: Path, encoder: Encoder, old: Snapshot | None) -> None:
        self.folder, self.encoder, self.old = folder, encoder, old
        self.kept: list[_Kept] = []
        self.waiting: list[tuple[Path, Analysed, NDArray[np.float32]]] = []
        self.stored: dict[tuple[str, str], list[Placed]] = {}
        self.same_vectors = old is not None and old.encoder[1] == encoder.fingerprint
        if old is not None and old.analysis == analysis_fingerprint():
            whole = [is_whole(part_folder(folder, name)) for name in old.parts]
            for one in reversed(old.documents):
                if whole[one.part]:
                    self.stored.setdefault((one.file, one.hash), []).append(one)

    def take(self, path: Path, digest: str) -> bool:
        """Keep what the workspace holds of the file as it is now. Returns whether it holds any: it need not be read."""
        stored = self.stored.get((file_name(path), digest))
        if not stored or self.old is None:
            return False
        one = stored.pop()
        part = self.old.parts[one.part]
        if self.same_vectors:
            self.kept.append(_Kept(path, digest, part, one.number, one.rows))
        else:
            catalogue = PartCatalogue(part_folder(self.folder, part))
            self.add(path, catalogue.analysed(one.number))
            catalogue.close()
        return True

    def add(self, path: Path, analysed: Analysed) -> None:
        """Take in a file that was read."""
        self.waiting.append((path, analysed, _vectors(analysed, self.encoder)))
        if sum(len(one.words) for _, one, _ in self.waiting) >= FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what waits as a part."""
        if not self.waiting:
            return
        documents = [(analysed, vectors) for _, analysed, vectors in self.waiting]
        lines = [(analysed.document.source, analysed.hash) for analysed, _ in documents]
        name = part_name(analysis_fingerprint(), self.encoder.fingerprint, lines)
        taken = {*(self.old.parts if self.old else ()), *(one.part for one in self.kept)}
        name = write_part(self.folder, documents, self.encoder.width, name, taken)
        for number, (path, analysed, _) in enumerate(self.waiting):
            self.kept.append(_Kept(path, analysed.hash, name, number, len(analysed.words)))
        self.waiting.clear()

    def finish(self) -> tuple[Placed, ...]:
        """Write the rest, put the new snapshot in force, and return the documents that it holds."""
        self.flush()
        self.kept.sort(key=lambda one: (one.path.name, str(one.path)))
        ids = _ids([one.path for one in self.kept])
        names = tuple(dict.fromkeys(one.part for one in self.kept))
        numbers = {name: number for number, name in enumerate(names)}
        documents = sorted(
            (
                Placed(key, file_name(one.path), one.hash, numbers[one.part], one.number, one.rows)
                for key, one in zip(ids, self.kept, strict=True)
            ),
            key=lambda one: one.id,
        )
        shipped = self.encoder.name == str(DEFAULT_ENCODER)
        made_by = (None if shipped else self.encoder.name, self.encoder.fingerprint, self.encoder.width)
        snapshot = Snapshot(analysis_fingerprint(), made_by, names, tuple(documents))
        snapshot = merged(self.folder, snapshot, taken=self.old.parts if self.old else ())
        if snapshot != self.old:
            switch(self.folder, snapshot)
        return snapshot.documents


def _analyse(path: Path) -> Analysed:
    """What a file commits to; in a process that can be ended, without the file's digest."""
    document = read(path)
    words, own = clause_words(document)
    return Analysed("", document, extract(document), words, own)


def clause_words(document: Document) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    """The search words of each clause, those of its text before those of the headings that it stands under, and how
    many of them are those of its text."""
    headings: dict[str | None, tuple[str, ...]] = {}
    found, own = [], []
    for clause in document.clauses:
        if clause.section not in headings:
            headings[clause.section] = search_words("\n".join(document.path(clause.section)))
        words = search_words(document.read(clause.span))
        found.append(words + headings[clause.section])
        own.append(len(words))
    return tuple(found), tuple(own)


def embedded_text(document: Document, clause: Clause) -> str:
    """What the encoder sees of a clause: its innermost headings, then its text."""
    text = clause_text(document, clause.span.start, clause.span.stop)
    headings = [heading for heading in document.path(clause.section)[-2:] if heading not in text]
    return "\n".join([*headings, text])


def _ids(paths: Sequence[Path]) -> list[str]:
    """The name without extension; with it where two files share a name; numbered where that is not enough."""
    files = [file_name(path) for path in paths]
    stems = Counter(Path(file).stem for file in files)
    names = [Path(file).stem if stems[Path(file).stem] == 1 else file for file in files]
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name}~{seen[name]}")
    return unique


def _vectors(analysed: Analysed, encoder: Encoder) -> NDArray[np.float32]:
    """A row a clause."""
    document = analysed.document
    return encoder.encode([embedded_text(document, clause) for clause in document.clauses])
