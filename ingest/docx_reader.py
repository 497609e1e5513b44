"""Word files (.docx): paragraphs, automatic numbers, tables with merged cells, boxes."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from ingest.docx_numbering import Numbering, W
from ingest.reader import reader
from ingest.source import Grid, GridCell, Line, ReadError, SourceFile

_MOST_BYTES = 400 * 1024 * 1024


@reader(".docx")
def read_docx(path: Path) -> SourceFile:
    """Every paragraph and table of the body in order. Raises ReadError when the file is no Word file."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        with zipfile.ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST_BYTES:
                raise ReadError(path, "解压后过大，可能是压缩炸弹，未读取；请核对来源。")
            names = set(package.namelist())
            part = {name: etree.fromstring(package.read(name), parser)
                    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml") if name in names}  # fmt: skip
    except zipfile.BadZipFile:
        raise ReadError(
            path, "不是有效的 docx 文件（可能已损坏，或由其他格式改名而来），请用 Word 打开后另存为 docx。"
        ) from None
    if "word/document.xml" not in part:
        raise ReadError(path, "压缩包里没有 Word 正文，请用 Word 打开后另存为 docx。")
    walk = _Walk(_Styles(part.get("word/styles.xml")), Numbering.of(part.get("word/numbering.xml")))
    body = part["word/document.xml"].find(W + "body")
    items = walk.children(body) if body is not None else []
    return SourceFile(tuple(items))


class _Styles:
    """What a paragraph style says, through its ancestors: outline level, list, weight."""

    def __init__(self, root: Any | None) -> None:
        self.nodes = {} if root is None else {s.get(W + "styleId"): s for s in root.iter(W + "style")}

    def chain(self, style: str | None) -> list[Any]:
        found: list[Any] = []
        while style in self.nodes and len(found) < 20:
            node = self.nodes[style]
            found.append(node)
            base = node.find(W + "basedOn")
            style = None if base is None else base.get(W + "val")
        return found

    def first(self, style: str | None, path: str) -> str | None:
        for node in self.chain(style):
            hit = node.find(path)
            if hit is not None:
                return hit.get(W + "val", "")
        return None

    def heading(self, style: str | None) -> int | None:
        level = self.first(style, f"{W}pPr/{W}outlineLvl")
        if level is not None:
            return int(level) + 1 if int(level) < 9 else None
        for node in self.chain(style):
            name = (node.find(W + "name").get(W + "val") if node.find(W + "name") is not None else "").lower()
            if name.startswith("heading ") and name[8:].isdigit():
                return int(name[8:])
        return None

    def contents(self, style: str | None) -> bool:
        return any((n.find(W + "name") is not None and n.find(W + "name").get(W + "val", "").lower().startswith("toc"))
                   for n in self.chain(style))  # fmt: skip


class _Walk:
    def __init__(self, styles: _Styles, numbering: Numbering) -> None:
        self.styles, self.numbering, self.boxes = styles, numbering, 0

    def children(self, node: Any, boxed: int | None = None, furniture: bool = False) -> list[Line | Grid]:
        items: list[Line | Grid] = []
        for child in node:
            if child.tag == W + "p":
                line = self.paragraph(child, boxed, furniture)
                if line is not None:
                    items.append(line)
            elif child.tag == W + "tbl":
                items += self.table(child)
            elif child.tag == W + "sdt":
                gallery = child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
                toc = gallery is not None and "Contents" in gallery.get(W + "val", "")
                content = child.find(W + "sdtContent")
                if content is not None:
                    items += self.children(content, boxed, furniture or toc)
        return items

    def paragraph(self, node: Any, boxed: int | None, furniture: bool) -> Line | None:
        properties = node.find(W + "pPr")
        style = (
            properties.find(W + "pStyle").get(W + "val")
            if properties is not None and properties.find(W + "pStyle") is not None
            else None
        )
        text, bold, total, prefix, open_prefix = "", 0, 0, 0, True
        for run in node.iter(W + "r"):
            if any(a.tag in (W + "del", W + "txbxContent") for a in run.iterancestors()):
                continue
            piece = "".join((t.text or "") if t.tag == W + "t" else "\t" if t.tag == W + "tab" else ""
                            for t in run if t.tag in (W + "t", W + "tab"))  # fmt: skip
            weight = run.find(f"{W}rPr/{W}b")
            heavy = weight is not None and weight.get(W + "val") not in ("0", "false")
            text += piece
            total += len(piece.strip())
            bold += len(piece.strip()) if heavy else 0
            open_prefix = open_prefix and (heavy or not piece.strip())
            prefix = len(text) if open_prefix else prefix
        label = self.number(properties, style)
        text = text.strip()
        if not text:
            return None
        level = self.styles.heading(style)
        if properties is not None and properties.find(W + "outlineLvl") is not None:
            value = int(properties.find(W + "outlineLvl").get(W + "val"))
            level = value + 1 if value < 9 else None
        alignment = properties.find(W + "jc") if properties is not None else None
        return Line(
            label + text, heading_level=level, bold=total > 0 and bold >= total, bold_prefix=prefix if bold < total else 0,
            centered=alignment is not None and alignment.get(W + "val") == "center",
            furniture=furniture or self.styles.contents(style), boxed=boxed,
        )  # fmt: skip

    def number(self, properties: Any | None, style: str | None) -> str:
        own = properties.find(W + "numPr") if properties is not None else None
        num_id = depth = None
        if own is not None:
            num_id = own.find(W + "numId").get(W + "val") if own.find(W + "numId") is not None else None
            depth = int(own.find(W + "ilvl").get(W + "val")) if own.find(W + "ilvl") is not None else None
        if num_id is None:
            num_id = self.styles.first(style, f"{W}pPr/{W}numPr/{W}numId")
            if depth is None and num_id is not None:
                level = self.styles.first(style, f"{W}pPr/{W}numPr/{W}ilvl")
                linked = self.numbering.by_style.get(style or "")
                depth = int(level) if level is not None else linked[1] if linked else 0
        return "" if num_id in (None, "0") else self.numbering.label(num_id, depth or 0)

    def table(self, node: Any) -> list[Line | Grid]:
        rows = [[c for c in row.iter(W + "tc") if c.getparent() is row or c.getparent().tag == W + "sdtContent"]
                for row in node.findall(W + "tr")]  # fmt: skip
        if rows and all(len(cells) == 1 for cells in rows):
            self.boxes += 1
            return [item for cells in rows for item in self.children(cells[0], boxed=self.boxes)]
        grid: list[list[list[Any]]] = []  # per row: [text, columns, rows]
        above: dict[int, list[Any]] = {}
        for cells in rows:
            line, column = [], 0
            for cell in cells:
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                columns = int(span.get(W + "val")) if span is not None else 1
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(W + "val") != "restart" and column in above:
                    above[column][2] += 1
                else:
                    texts = [i.text for i in self.children(cell) if isinstance(i, Line)]
                    entry = ["\n".join(texts), columns, 1]
                    line.append(entry)
                    if merge is not None:
                        above[column] = entry
                    else:
                        above.pop(column, None)
                column += columns
            grid.append(line)
        return [Grid(tuple(tuple(GridCell(t, c, r) for t, c, r in line) for line in grid))]
