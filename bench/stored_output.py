"""Write down what a workspace stores of sample files, so that workspaces made otherwise are read again.

    python -m bench.stored_output [FOLDER]

To be run when the test of stored output asks for it. FOLDER: ../shared/plans by default; where there is none, what was
written down of its files stays. See `index/analysis.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from index.analysis import ROOT, STORED, StoredOutput, stored_output
from index.build import embedded_text
from index.part import Part
from index.snapshot import current_snapshot, part_folder, read_snapshot
from index.workspace import Workspace

OWN = (ROOT / "tests" / "index" / "sample", ROOT / "tests" / "ingest" / "files")
PLANS = ROOT.parent / "shared" / "plans"
READ = {".docx", ".html", ".pdf", ".txt"}  # by programs of our own alone: not with LibreOffice, not by recognition
LEFT_OUT = ("locked", "scan")
TABLES = ("document", "body", "clause", "bureau", "deadline", "indicator")


def own_samples() -> tuple[Path, ...]:
    """The samples in the project."""
    return tuple(path for folder in OWN for path in _samples(folder))


def plan_samples(folder: Path = PLANS) -> tuple[Path, ...]:
    """Real plans beside the project."""
    return _samples(folder)


def _samples(folder: Path) -> tuple[Path, ...]:
    found = (path for path in sorted(folder.iterdir()) if path.suffix in READ)
    return tuple(path for path in found if not any(word in path.name for word in LEFT_OUT))


def stored(path: Path) -> str:
    """The hash of all that a workspace stores of a file but the vectors, which have a fingerprint of their own."""
    digest = hashlib.sha256()
    for piece in _stored(path):
        digest.update(piece + b"\0")
    return digest.hexdigest()[:16]


def _stored(path: Path) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        built = Workspace.build([path], workspace)
        if built.failed:
            raise ValueError(built.failed)
        snapshot = current_snapshot(workspace)
        assert snapshot is not None
        [name] = read_snapshot(snapshot).parts
        part = Part.open(part_folder(workspace, name))
        try:
            for table in TABLES:
                for line in part.catalogue.query(f"SELECT * FROM {table}"):
                    shown = [zlib.decompress(value) if isinstance(value, bytes) else value for value in line]
                    yield repr(shown).encode("utf-8", "surrogatepass")
            document = part.catalogue.document(0)
        finally:
            part.catalogue.close()
        words, columns = part.words, part.columns
        for array in (words.bounds, words.rows, words.counts, words.lengths, columns.clauses, columns.bureaus,
                      columns.deadlines, columns.indicators, part.texts.starts):  # fmt: skip
            yield array.tobytes()
        yield repr((list(words.vocabulary), columns.names)).encode("utf-8", "surrogatepass")
        yield bytes(part.texts.content)
        for clause in document.clauses:
            yield embedded_text(document, clause).encode("utf-8", "surrogatepass")


def sample_name(path: Path) -> str:
    """The name that the sample is written down by."""
    return f"{path.parent.name}/{path.name}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=PLANS)
    folder = parser.parse_args().folder
    before = stored_output()
    plans = plan_samples(folder) if folder.is_dir() else ()
    kept = {} if plans else {name: told for name, told in before.samples.items() if name.startswith(f"{PLANS.name}/")}
    samples = {sample_name(path): stored(path) for path in (*own_samples(), *plans)} | kept
    now = StoredOutput(revision=before.revision, samples=dict(sorted(samples.items())))
    STORED.write_text(now.model_dump_json(indent=1) + "\n", encoding="utf-8")
    changed = [name for name in now.samples if now.samples[name] != before.samples.get(name)]
    sys.stdout.write(f"changed: {', '.join(changed) or 'nothing'}\n")


if __name__ == "__main__":
    main()
