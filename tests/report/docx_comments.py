"""The comments of a Word file read back by means of their own: what each one says and which characters it holds."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass
class ReadComment:
    """One comment: its lines, and the printed characters between its two ends."""

    author: str
    lines: tuple[str, ...]
    held: str = ""
    ends: list[str] = field(default_factory=list)  # which of start, end, reference were seen, in order


def part(content: bytes, name: str) -> Any:
    """The root of a part of the package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def read_comments(content: bytes) -> dict[str, ReadComment]:
    """Every comment of the file by its id."""
    found = {
        node.get(W + "id"): ReadComment(
            node.get(W + "author"), tuple("".join(t.text for t in p.iter(W + "t")) for p in node.iter(W + "p"))
        )
        for node in part(content, "word/comments.xml")
    }
    open_now: list[str] = []
    for node in part(content, "word/document.xml").iter():
        if node.tag in (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"):
            key, kind = node.get(W + "id"), etree.QName(node).localname.removeprefix("comment")
            found[key].ends.append(kind)
            if kind == "RangeStart":
                open_now.append(key)
            elif kind == "RangeEnd":
                open_now.remove(key)
        elif node.tag in (W + "t", W + "noBreakHyphen"):
            for key in open_now:
                found[key].held += node.text if node.tag == W + "t" else "-"
    return found


def visible_hash(content: bytes) -> str:
    """A hash of everything that is printed: each paragraph with its texts, tabs, breaks, marks and its format."""
    sha = hashlib.sha256()
    for paragraph in part(content, "word/document.xml").iter(W + "p"):
        last = b""
        for node in paragraph.iter(
            W + "t", W + "tab", W + "br", W + "footnoteReference", W + "drawing", W + "instrText"
        ):
            properties = node.getparent().find(W + "rPr")
            look = b"" if properties is None else etree.tostring(properties)
            if look != last:
                sha.update(b"\x00" + look)
                last = look
            sha.update((node.text or "" if node.tag in (W + "t", W + "instrText") else f"<{node.tag}>").encode())
        sha.update(b"\n")
    return sha.hexdigest()
