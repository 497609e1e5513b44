"""Which analysis a workspace was made by: when what is stored of a file would be another, files are read again.

Code changes more often than what it stores. So the analysis is known by what it makes of sample files, written down in
`index/data/stored.json`; a test fails when they come out otherwise, and `python -m bench.stored_output` writes down the
new outcome. What no sample shows is told by raising `revision` there. Lists of words count as they are: whoever changes
one wants the plans read anew.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).resolve().parent.parent
STORED = ROOT / "index" / "data" / "stored.json"


class StoredOutput(BaseModel):
    """samples: file to the hash of what is stored of it. revision: raised by hand for what no sample shows."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    revision: int
    samples: dict[str, str]


def stored_output() -> StoredOutput:
    """What was written down last."""
    return StoredOutput.model_validate_json(STORED.read_text(encoding="utf-8"))


@cache
def analysis_fingerprint() -> str:
    """Two programs of the same fingerprint store the same of a file."""
    digest = hashlib.sha256()
    lists = [path for package in ("ingest", "nlp") for path in (ROOT / package / "data").rglob("*") if path.is_file()]
    for path in [STORED, *sorted(lists)]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
