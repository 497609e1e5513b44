"""A copy of the user's own Word file with a Word comment at the exact characters of each finding, and nothing else.

Only the main part, the comments and what names the comments are written anew; every other part is copied as it is.
Word knows no comments inside footnotes, headers and text boxes: those are pinned to the note's mark, or to the run
that holds the box. Words that a field has put there (a table of contents, a reference) are pinned with the whole field:
what stands inside is lost when the field is brought up to date.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ingest.document import Document, Span
from ingest.docx_package import W
from ingest.docx_trace import Place, places, trace
from ingest.source import ReadError
from report.analysis import Analysis
from report.comment import AUTHOR, Comment, comments, title_spans

INITIALS = "PC"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELATION = "{" + _PACKAGE + "relationships}Relationship"
_OVERRIDE = "{" + _PACKAGE + "content-types}Override"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BOX = W + "txbxContent"


def annotate_docx(path: Path, analysis: Analysis, as_of: date) -> bytes:
    """The annotated copy. Raises ReadError where the file is no Word file or is not the one that was examined.

    as_of: the day that comments and new parts of the package bear.
    """
    package = _Package(path, as_of)
    root = package.parse(package.main)
    homes = places(analysis.document, trace(path, root))
    if sum(home is not None for home in homes) * 2 < sum(not sign.isspace() for sign in analysis.document.raw):
        raise ReadError(path, "文件内容与检查时读到的不一致，请重新检查后再批注。")
    margin = package.comments()
    writer = _Writer(root, margin, as_of)
    writer.write([(one, _ends(one, analysis.document, homes, root)) for one in comments(analysis)])
    package.put(package.main, root)
    package.put(package.margin, margin)
    return package.save()


# --- where a comment goes ---------------------------------------------------------------------------------------------

Ends = tuple[Place, Place] | None  # the first and the last character of a comment


def _ends(comment: Comment, document: Document, homes: Sequence[Place | None], root: Any) -> Ends:
    """The characters that a comment is pinned to; None only for a file without a character to pin it to."""
    spans: list[Span] = [] if comment.span is None else [comment.span, *_around(document, comment.span)]
    title = title_spans(document)
    if title:
        spans.append(Span(title[0].start, title[-1].stop))
    for span in spans:
        held = [home for home in homes[span.start : span.stop] if home is not None]
        if held:
            return held[0], held[-1]
    first = next((home for home in homes if home is not None), None)
    return None if first is None else (first, first)


def _around(document: Document, span: Span) -> list[Span]:
    """The row or the line that a span stands in: it has characters where the span is but an automatic number."""
    rows = [Span(row[0].span.start, row[-1].span.stop) for table in document.tables for row in table.rows if row]
    return [one for one in rows if one.covers(span)] + [one.span for one in document.blocks if one.span.covers(span)]


def _fields(root: Any) -> dict[Any, tuple[Any, Any]]:
    """For each run inside a field the first and the last element of the outermost field that it stands in."""
    found: dict[Any, tuple[Any, Any]] = {}
    inside: list[Any] = []
    depth = 0
    for run in root.iter(W + "r"):
        if next(run.iterancestors(_BOX), None) is not None:
            continue
        simple = list(run.iterancestors(W + "fldSimple"))
        if depth:
            inside.append(run)
        elif simple:
            found[run] = simple[-1], simple[-1]
        for sign in run.findall(W + "fldChar"):
            kind = sign.get(W + "fldCharType")
            if kind == "begin":
                depth += 1
                inside = [run] if depth == 1 else inside
            elif kind == "end" and depth:
                depth -= 1
                if not depth:
                    found |= dict.fromkeys(inside, (inside[0], run))
    return found


def _run_of(place: Place) -> tuple[Any, bool]:
    """The run that a comment on this character begins or ends at, and whether that is the character's own run."""
    run = place.node.getparent()
    boxes = list(run.iterancestors(_BOX))
    if not boxes:
        return run, place.node.tag == W + "t"
    return next(boxes[-1].iterancestors(W + "r")), False


@dataclass(slots=True)
class _Writer:
    """Puts comments into the tree of one file. Runs are split first, all at once, so that places stay what they are."""

    root: Any
    margin: Any
    as_of: date
    _pieces: dict[Any, list[tuple[int, Any]]] = field(default_factory=dict)  # by w:t: (offset, run) in order
    _fields: dict[Any, tuple[Any, Any]] = field(default_factory=dict)  # by run
    _behind: dict[Any, Any] = field(default_factory=dict)  # by run: the last element put behind it

    def write(self, notes: Sequence[tuple[Comment, Ends]]) -> None:
        """All comments, in their order."""
        cuts: dict[Any, set[int]] = {}
        for _, ends in notes:
            for place, after in () if ends is None else ((ends[0], 0), (ends[1], 1)):
                if _run_of(place)[1]:
                    cuts.setdefault(place.node, set()).add(place.offset + after)
        for node in self.root.iter(W + "t"):
            if node in cuts:
                self._split(node, sorted(cuts[node]))
        self._fields = _fields(self.root)
        taken = [node.get(W + "id") for tree in (self.root, self.margin) for node in tree.iter(*_NUMBERED)]
        number = max((int(key) for key in taken if key and key.isdigit()), default=-1)
        for comment, ends in notes:
            if ends is not None:
                number += 1
                self._pin(str(number), ends)
                self._say(str(number), comment.lines)

    def _split(self, node: Any, cuts: Sequence[int]) -> None:
        """Cut the run of a text at these offsets; every piece has the format and the attributes of the run."""
        run, text = node.getparent(), node.text or ""
        self._pieces[node] = [(0, run)]
        kept = node.get(_SPACE)
        for cut in sorted((cut for cut in cuts if 0 < cut < len(text)), reverse=True):
            more = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
            properties = run.find(W + "rPr")
            if properties is not None:
                more.append(deepcopy(properties))
            tail = more.makeelement(node.tag, dict(node.attrib))
            more.append(tail)
            tail.text, node.text = text[cut : len(node.text)], text[:cut]
            for sibling in list(node.itersiblings()):
                more.append(sibling)
            _keep_blanks(tail, kept)
            run.addnext(more)
            self._pieces[node].insert(1, (cut, more))
        _keep_blanks(node, kept)

    def _run(self, place: Place) -> Any:
        run, own = _run_of(place)
        if own:
            for offset, piece in self._pieces[place.node]:
                if offset <= place.offset:
                    run = piece
        return run

    def _pin(self, number: str, ends: tuple[Place, Place]) -> None:
        first, last = self._run(ends[0]), self._run(ends[1])
        first, last = self._fields.get(first, (first,))[0], self._fields.get(last, (last,))[-1]
        first.addprevious(self._element("commentRangeStart", number))
        stop = self._element("commentRangeEnd", number)
        self._behind.get(last, last).addnext(stop)
        mark = self.root.makeelement(W + "r")
        mark.append(self._element("commentReference", number))
        stop.addnext(mark)
        self._behind[last] = mark

    def _say(self, number: str, lines: Sequence[str]) -> None:
        comment = self.margin.makeelement(
            W + "comment",
            {W + "id": number, W + "author": AUTHOR, W + "date": f"{self.as_of.isoformat()}T00:00:00Z",
             W + "initials": INITIALS},
        )  # fmt: skip
        for line in lines:
            paragraph = comment.makeelement(W + "p")
            run = paragraph.makeelement(W + "r")
            text = run.makeelement(W + "t")
            text.text = line
            _keep_blanks(text, None)
            run.append(text)
            paragraph.append(run)
            comment.append(paragraph)
        self.margin.append(comment)

    def _element(self, name: str, number: str) -> Any:
        return self.root.makeelement(W + name, {W + "id": number})


_NUMBERED = (W + "comment", W + "commentRangeStart", W + "commentReference")


def _keep_blanks(node: Any, kept: str | None) -> None:
    """Blanks at the ends of a text are printed only where it says so."""
    text = node.text or ""
    if kept is None and text != text.strip():
        node.set(_SPACE, "preserve")


# --- the package ------------------------------------------------------------------------------------------------------


class _Package:
    """The zip of one Word file, its parts as bytes, with those that are to be changed."""

    def __init__(self, path: Path, as_of: date) -> None:
        self.path = path
        self.day = (as_of.year, as_of.month, as_of.day, 0, 0, 0)
        try:
            with zipfile.ZipFile(path) as archive:
                self.entries = archive.infolist()
                self.parts = {entry.filename: archive.read(entry) for entry in self.entries}
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            raise ReadError(path, "不是有效的 docx 文件，请用 Word 或 WPS 打开后另存为 docx。") from None
        self.changed: dict[str, bytes] = {}
        self.main = self._target("", "officeDocument") or "word/document.xml"
        self.margin = self._target(self.main, "comments") or ""

    def parse(self, name: str) -> Any:
        """The root element of a part."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        try:
            return etree.fromstring(self.parts[name], parser)
        except (KeyError, etree.XMLSyntaxError):
            raise ReadError(self.path, "文档已损坏，请用 Word 或 WPS 打开后另存为 docx。") from None

    def comments(self) -> Any:
        """The root element of the comments, those that the file has already among them; made where there is none."""
        from lxml import etree

        if self.margin in self.parts:
            return self.parse(self.margin)
        folder = posixpath.dirname(self.main)
        name, number = "comments.xml", 1
        while posixpath.join(folder, name) in self.parts:
            number += 1
            name = f"comments{number}.xml"
        self.margin = posixpath.join(folder, name)
        types = self.parse("[Content_Types].xml")
        types.append(types.makeelement(_OVERRIDE, {"PartName": f"/{self.margin}", "ContentType": _COMMENTS_TYPE}))
        self.put("[Content_Types].xml", types)
        relations = self.parse(_relations(self.main))
        keys = {node.get("Id") for node in relations}
        key = next(f"rIdPlanCheck{n}" for n in range(1, len(keys) + 2) if f"rIdPlanCheck{n}" not in keys)
        relations.append(relations.makeelement(_RELATION, {"Id": key, "Type": _OFFICE + "comments", "Target": name}))
        self.put(_relations(self.main), relations)
        return etree.Element(W + "comments", nsmap={"w": W[1:-1]})

    def put(self, name: str, root: Any) -> None:
        """Change a part."""
        from lxml import etree

        self.changed[name] = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)

    def save(self) -> bytes:
        """The bytes of the package: its entries in their order, new ones at the end."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self.entries:
                day = self.day if entry.filename in self.changed else entry.date_time
                self._write(archive, entry.filename, day)
            for name in self.changed:
                if name not in self.parts:
                    self._write(archive, name, self.day)
        return buffer.getvalue()

    def _write(self, archive: zipfile.ZipFile, name: str, day: Any) -> None:
        entry = zipfile.ZipInfo(name, day)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        archive.writestr(entry, self.changed.get(name, self.parts.get(name, b"")))

    def _target(self, source: str, kind: str) -> str | None:
        """The part that `source` ("" the package) relates to as `kind`."""
        if _relations(source) not in self.parts:
            return None
        for node in self.parse(_relations(source)):
            if node.get("Type", "").rsplit("/", 1)[-1] == kind and node.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), node.get("Target")))[1:]
        return None


def _relations(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")
