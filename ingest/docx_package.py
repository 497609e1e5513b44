"""The package of a Word file, opened with the care that a hostile file asks for."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.archive import opened
from ingest.source import ReadError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"  # the old binary format, and the wrapping of an encrypted docx
_SAVE_AS = "请用 Word 或 WPS 打开后另存为 docx。"


_BESIDE = frozenset({"styles", "numbering", "footnotes", "endnotes"})


def open_parts(path: Path) -> dict[str, Any]:
    """The root elements of a Word file by kind: document, and where they exist styles, numbering, footnotes, endnotes;
    the running heads and feet as "header1", "footer2" and so on.

    Raises ReadError for a file that is damaged, encrypted, made to harm or no Word file.
    """
    from lxml import etree

    _inspect(path)
    try:
        with zipfile.ZipFile(path) as package:
            names = frozenset(package.namelist())
            parts = {"document": _root(package.read(_BODY))}
            if parts["document"].tag != W + "document":
                raise ValueError("no Word body")
            if _RELATIONS in names:
                for kind, name in _related(_root(package.read(_RELATIONS))):
                    if name in names:
                        parts[kind] = _root(package.read(name))
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError,
            RuntimeError):  # fmt: skip
        raise ReadError(path, "文档已损坏或不是 Word 文档，" + _SAVE_AS) from None
    return parts


def _related(relations: Any) -> Iterator[tuple[str, str]]:
    """The kinds and names of the parts beside the body that say how it is to be read."""
    for number, relation in enumerate(relations):
        kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
        if relation.get("TargetMode") == "External":
            continue
        if kind in ("header", "footer"):
            kind += str(number)
        elif kind not in _BESIDE:
            continue
        yield kind, posixpath.normpath(posixpath.join("/word", relation.get("Target", ""))).lstrip("/")


def _root(content: bytes) -> Any:
    """The root of an XML part. Raises ValueError for one with a document type, which no Word program writes."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type in a part")
    return root


def _inspect(path: Path) -> None:
    """Refuse what is no zip, what is encrypted and what unpacks to absurd sizes, before anything is unpacked."""
    with path.open("rb") as stream:
        if stream.read(4) == _COMPOUND_FILE:
            raise ReadError(path, "是加密的文档或旧版 doc 文件，请用 Word 或 WPS 去掉密码、另存为 docx。")
    with opened(path, "docx") as package:
        if _BODY not in package.namelist():
            raise ReadError(path, "压缩包里没有 Word 正文，" + _SAVE_AS)
