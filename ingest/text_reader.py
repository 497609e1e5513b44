"""Plain text and Markdown: UTF-8, UTF-16 or GB18030, one paragraph a line."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from ingest.source import Grid, Line, ReadError, SourceFile
from ingest.text_table import is_rule, with_grids

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_text(path: Path) -> SourceFile:
    """Lines and tables of the file; Markdown heading signs become levels."""
    items: list[Line | Grid] = []
    for row in with_grids(decode(path).splitlines()):
        if isinstance(row, Grid):
            items.append(row)
            continue
        text = row.rstrip()
        mark = re.match(r"(#{1,6})\s+", text)
        if mark:
            items.append(Line(text[mark.end() :], heading_level=len(mark.group(1))))
        elif text.strip():
            items.append(Line(text.strip(), furniture=is_rule(text)))
    return SourceFile(tuple(items))


def decode(path: Path) -> str:
    """The text of the file in the first encoding that fits it without loss. Raises ReadError when none does."""
    content = path.read_bytes()
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    if b"\0" in content and not wide:  # UTF-16 without its mark: half of the bytes of each line's end are zero
        low = content[1::2].count(0) >= content[::2].count(0)
        with suppress(UnicodeDecodeError):
            text = content.decode("utf-16-le" if low else "utf-16-be")
            if not _CONTROL.search(text):
                return text
    for encoding in ("utf-16",) if wide else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(path, "认不出文字编码，请用记事本另存为 UTF-8 编码的文本。")
