"""Which module of this package reads which kind of file.

A reader is imported when its first file comes: a search in a finished workspace waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from ingest.source import SourceFile

Reader = Callable[[Path], SourceFile]
_KINDS = (
    ("docx_reader", "read_docx", (".docx",)),
    ("pdf_reader", "read_pdf", (".pdf",)),
    ("office_reader", "read_office", (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".docm", ".dotx")),
    ("ofd_reader", "read_ofd", (".ofd",)),
    ("html_reader", "read_html", (".html", ".htm")),
    ("text_reader", "read_text", (".txt", ".md")),
)
# extension -> module and function
READERS = MappingProxyType({end: (module, function) for module, function, ends in _KINDS for end in ends})


def reader_of(extension: str) -> Reader | None:
    """The function that reads files with that extension (lower case, with its point); None where none does."""
    if extension not in READERS:
        return None
    module, function = READERS[extension]
    found: Reader = getattr(import_module(f"ingest.{module}"), function)
    return found
