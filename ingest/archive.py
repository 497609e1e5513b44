"""Zip packages from strangers: what is damaged, made to burst or leads out of itself is refused before unpacking."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.source import ReadError

_MOST_BYTES = 400 * 1024 * 1024  # unpacked, all entries
_MOST_ENTRIES = 20_000
_MOST_RATIO = 400  # XML packs 10 to 50 times
_TEXTS = (".xml", ".rels")
_DAMAGED = "文件已损坏，或不是有效的 {} 文件，请重新取得原件，或另存为 docx 或 pdf 后再读。"
_BOMB = "解压后异常庞大，可能是压缩炸弹，未读取；请核对文件来源。"
_LOCKED = "文件有密码保护，请去掉密码后再读。"


@contextmanager
def opened(path: Path, kind: str) -> Iterator[zipfile.ZipFile]:
    """The archive, its directory checked. `kind` names the format in messages.

    Raises ReadError for what is no archive, is encrypted or unpacks to absurd sizes, also while it is read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect(path, archive.infolist())
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, ValueError):
        raise ReadError(path, _DAMAGED.format(kind)) from None


def _inspect(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError(path, _LOCKED)
    if (
        len(entries) > _MOST_ENTRIES
        or sum(entry.file_size for entry in entries) > _MOST_BYTES
        or any(
            entry.file_size > 1_000_000 + _MOST_RATIO * entry.compress_size
            for entry in entries
            if entry.filename.lower().endswith(_TEXTS)
        )
    ):
        raise ReadError(path, _BOMB)
