"""Building a workspace: read what is new, take over what is not, write all of it beside and switch in one step."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalogue import Analysed, WorkspaceError, clause_text, write_catalogue
from index.vectors import VectorIndex
from index.words import WordIndex
from index.workspace import (
    CURRENT,
    DESCRIPTION,
    FORMAT,
    SNAPSHOTS,
    BuildReport,
    Progress,
    Workspace,
    current_snapshot,
)
from ingest import ReadError, read
from ingest.document import Clause, Document
from ingest.source import file_name
from nlp.encoder import DEFAULT_ENCODER, Encoder, load_encoder
from nlp.extract import extract
from nlp.segment import search_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
LOCK = "build.lock"
UNFINISHED = ".unfinished-"


def build(files: Iterable[Path], folder: Path, encoder: Encoder | None, progress: Progress | None) -> BuildReport:
    """See Workspace.build."""
    paths = sorted({Path(path) for path in files}, key=lambda path: (path.name, str(path)))
    encoder = encoder or load_encoder()
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder):
        _sweep(folder)
        old = _open_old(folder)
        read: list[str] = []
        unchanged: list[str] = []
        failed: list[tuple[str, str]] = []
        kept: list[tuple[Path, Analysed]] = []
        vectors: dict[Path, NDArray[np.float32]] = {}
        for done, path in enumerate(paths):
            name = file_name(path)
            if progress:
                progress(done, len(paths), name)
            try:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                analysed = _take_over(old, name, digest)
                ready = analysed or _analyse(path, digest)
            except Exception as error:  # one bad file never stops the others, whatever a reader trips over
                failed.append((name, _reason(path, error)))
                continue
            (unchanged if analysed else read).append(name)
            kept.append((path, ready))
            vectors[path] = _vectors(ready, encoder, old)
        if progress:
            progress(len(paths), len(paths), "")
        ids = _ids([path for path, _ in kept])
        order = sorted(range(len(kept)), key=lambda i: ids[i])
        named = [(ids[i], kept[i][1]) for i in order]
        _write(folder, named, [vectors[kept[i][0]] for i in order], encoder, old)
    gone = set() if old is None else {entry.file for entry in old.documents()} - {file_name(path) for path in paths}
    clauses = sum(len(analysed.document.clauses) for _, analysed in named)
    return BuildReport(tuple(read), tuple(unchanged), tuple(failed), tuple(sorted(gone)), clauses)


@cache
def analysis_fingerprint() -> str:
    """Hash of the code and data that turn a file into clauses and commitments: when they change, files
    are read again."""
    digest = hashlib.sha256()
    for package in ("ingest", "nlp", "index"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.suffix in {".py", ".yaml", ".txt", ".csv", ".json"} and DEFAULT_ENCODER not in path.parents:
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _open_old(folder: Path) -> Workspace | None:
    """The workspace in force; None where there is none that this version can take anything over from."""
    try:
        return Workspace.open(folder)
    except WorkspaceError:
        return None


def _take_over(old: Workspace | None, name: str, digest: str) -> Analysed | None:
    if old is None or old.description["analysis"] != analysis_fingerprint():
        return None
    for entry in old.documents():
        if (entry.file, entry.hash) == (name, digest):
            source = old.catalogue
            return Analysed(digest, source.document(entry), source.commitments(entry), source.words(entry))
    return None


def _analyse(path: Path, digest: str) -> Analysed:
    document = read(path)
    return Analysed(digest, document, extract(document), clause_words(document))


def clause_words(document: Document) -> tuple[tuple[str, ...], ...]:
    """The search words of each clause: those of its text, and of the headings that it stands under."""
    headings: dict[str | None, tuple[str, ...]] = {}
    found = []
    for clause in document.clauses:
        if clause.section not in headings:
            headings[clause.section] = search_words("\n".join(document.path(clause.section)))
        found.append(search_words(document.read(clause.span)) + headings[clause.section])
    return tuple(found)


def embedded_text(document: Document, clause: Clause) -> str:
    """What the encoder sees of a clause: its innermost headings, then its text."""
    text = clause_text(document, clause.span.start, clause.span.stop)
    headings = [heading for heading in document.path(clause.section)[-2:] if heading not in text]
    return "\n".join([*headings, text])


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, ReadError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"{file_name(path)}：找不到这个文件，请检查路径。"
    if isinstance(error, OSError):
        return f"{file_name(path)}：文件打不开，请检查权限（{error.strerror or type(error).__name__}）。"
    return f"{file_name(path)}：读取时出错，请把文件另存为 docx 后再试（{type(error).__name__}：{error}）。"


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


def _write(
    folder: Path,
    named: Sequence[tuple[str, Analysed]],
    vectors: Sequence[NDArray[np.float32]],
    encoder: Encoder,
    old: Workspace | None,
) -> None:
    import numpy as np

    description: dict[str, Any] = {
        "format": FORMAT,
        "analysis": analysis_fingerprint(),
        "encoder": {"name": None if encoder.name == str(DEFAULT_ENCODER) else encoder.name,
                    "fingerprint": encoder.fingerprint, "width": encoder.width},
        "documents": [[name, analysed.document.source, analysed.hash] for name, analysed in named],
    }  # fmt: skip
    if old is not None and old.description == description:
        return
    text = json.dumps(description, ensure_ascii=False, indent=1)
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    try:
        write_catalogue(unfinished, named)
        VectorIndex.of(np.concatenate([np.zeros((0, encoder.width), dtype=np.float32), *vectors])).save(unfinished)
        WordIndex.of([words for _, analysed in named for words in analysed.words]).save(unfinished)
        (unfinished / DESCRIPTION).write_text(text, encoding="utf-8")
        _switch(folder, unfinished, hashlib.sha256(text.encode()).hexdigest()[:16])
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _vectors(analysed: Analysed, encoder: Encoder, old: Workspace | None) -> NDArray[np.float32]:
    """A row a clause; taken over when the same model made them for the same document before."""
    document = analysed.document
    made_by = (analysis_fingerprint(), encoder.fingerprint)
    if old is not None and (old.description["analysis"], old.description["encoder"]["fingerprint"]) == made_by:
        for entry in old.documents():
            if (entry.file, entry.hash) == (document.source, analysed.hash):
                return old.vectors.rows(entry.first_row, entry.first_row + entry.rows)
    return encoder.encode([embedded_text(document, clause) for clause in document.clauses])


def _switch(folder: Path, unfinished: Path, name: str) -> None:
    """Put the finished snapshot in its place and turn `current` to it; the one before stays, older ones go."""
    snapshots = folder / SNAPSHOTS
    snapshots.mkdir(exist_ok=True)
    before = current_snapshot(folder)
    target = snapshots / name
    if target.exists():  # of an earlier build with the same content, perhaps damaged
        shutil.rmtree(target)
    unfinished.chmod(0o755)
    unfinished.rename(target)
    pointer = folder / f"{UNFINISHED}{CURRENT}"
    with pointer.open("w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(folder / CURRENT)
    for snapshot in snapshots.iterdir():
        if snapshot not in (target, before):
            shutil.rmtree(snapshot, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what a build that died has left."""
    for leftover in folder.glob(f"{UNFINISHED}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
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
