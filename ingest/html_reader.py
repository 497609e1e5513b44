"""Web pages as government sites serve them: the article is found, navigation and the like are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from ingest.source import Grid, GridCell, Line, ReadError, SourceFile
from ingest.text_reader import decode

_DATA = Path(__file__).resolve().parent / "data" / "web_pages.yaml"
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEAST_ARTICLE = 40  # characters; below that a page has no article
_MOST_ATTRIBUTES = 3_000  # of one element; the parser compares each with all before it
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{10000,}+")  # <p a1="" a2="" …
_DEEPEST = 200  # nested elements; deeper pages are made to harm


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    containers: tuple[str, ...]
    dropped_tags: tuple[str, ...]
    dropped_words: tuple[str, ...]
    title_metas: tuple[str, ...]
    block_tags: frozenset[str]


@cache
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


def read_html(path: Path) -> SourceFile:
    """The paragraphs and tables of the article in a page. Raises ReadError when the page holds none."""
    from lxml import etree
    from lxml import html as lxml_html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(path))
    if any(tag.group().count("=") > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise ReadError(path, "网页结构异常庞大，未读取；请核对文件来源。")
    try:
        root = lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadError(path, "不是有效的网页，请在浏览器中打开原网页后重新保存。") from None
    title = _title(root)
    _drop(root)
    article = _article(root)
    if len(_text(article)) < _LEAST_ARTICLE:
        raise ReadError(path, "网页里没有找到正文，请在浏览器中打开原网页，复制正文到 Word 文档后再读。")
    pictures = sum(1 for _ in article.iter("img"))
    warnings = (f"网页正文中有 {pictures} 张图片，图片里的文字未读取。",) if pictures else ()
    return SourceFile(tuple(_items(article, 0)), title=title, warnings=warnings)


def _title(root: Any) -> str | None:
    metas = {
        (m.get("name") or m.get("property") or "").lower(): (m.get("content") or "").strip() for m in root.iter("meta")
    }
    for name in _words().title_metas:
        if metas.get(name.lower()):
            return metas[name.lower()]
    heading = next(root.iter("h1"), None)
    return _text(heading) or None if heading is not None else None


def _drop(root: Any) -> None:
    """Take out what is never article text."""
    words = _words()
    doomed = [
        e
        for e in root.iter()
        if not isinstance(e.tag, str)
        or e.tag in words.dropped_tags
        or _is_named(e, words.dropped_words)
        or _is_hidden(e)
    ]
    for element in doomed:
        if element.getparent() is not None and element.tag not in ("html", "body"):
            element.drop_tree()


def _is_hidden(element: Any) -> bool:
    """Not shown, unless it holds the article itself, which some sites unfold by a script."""
    if element.get("hidden") is None and not _HIDDEN.search(element.get("style") or ""):
        return False
    return len(_text(element)) < 0.5 * len(_text(element.getroottree().getroot()))


def _names(element: Any) -> list[str]:
    return re.split(r"\s+", f"{element.get('id') or ''} {element.get('class') or ''}".strip().lower())


def _is_named(element: Any, words: tuple[str, ...]) -> bool:
    return any(part in words for name in _names(element) for part in re.split(r"[-_]", name))


def _text(element: Any) -> str:
    return re.sub(r"\s+", "", "".join(element.itertext()))


def _article(root: Any) -> Any:
    """The element that holds the article: a known container, else the one with most text of its own paragraphs."""
    known = {name.lower() for name in _words().containers}
    named = [e for e in root.iter() if known & set(_names(e)) or e.tag == "article"]
    if named:
        best = max(named, key=lambda e: len(_text(e)))
        if len(_text(best)) >= _LEAST_ARTICLE:
            return best
    body = root.find("body")
    scores: dict[Any, float] = {}
    for paragraph in root.iter("p", "div", "td", "section"):
        own = re.sub(r"\s+", "", "".join(t for t in _own_text(paragraph)))
        linked = sum(len(_text(a)) for a in paragraph.iter("a"))
        weight = len(own) + 20 * len(re.findall("[，。；：]", own)) - 2 * linked
        if weight > 0 and paragraph.getparent() is not None:
            parent = paragraph.getparent()
            scores[parent] = scores.get(parent, 0) + weight
            scores[paragraph] = scores.get(paragraph, 0) + (weight if paragraph.tag != "p" else 0)
    return max(scores, key=lambda e: scores[e]) if scores else (body if body is not None else root)


def _own_text(element: Any) -> Iterator[str]:
    """Text of an element outside of the blocks inside it."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in _words().block_tags:
            yield from _own_text(child)
        if child.tail:
            yield child.tail


def _items(element: Any, depth: int, boxed: int | None = None) -> list[Line | Grid]:
    """Lines and grids of an element in order; a block boundary or a <br> ends a line."""
    found: list[Line | Grid] = []
    pieces: list[tuple[str, bool]] = []

    def end_line(holder: Any) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", "".join(piece for piece, _ in pieces)).strip()
        if text:
            weights = [(len(piece.strip()), heavy) for piece, heavy in pieces]
            total, bold = sum(n for n, _ in weights), sum(n for n, heavy in weights if heavy)
            prefix = len(pieces[0][0].strip()) if weights and pieces[0][1] and bold < total else 0
            level = int(holder.tag[1]) if re.fullmatch(r"h[1-6]", str(holder.tag)) else None
            centered = holder.get("align") == "center" or bool(_CENTERED.search(holder.get("style") or ""))
            found.append(
                Line(text, heading_level=level, bold=bold == total, bold_prefix=prefix, centered=centered, boxed=boxed)
            )
        pieces.clear()

    def walk(node: Any, holder: Any, heavy: bool, level: int) -> None:
        if level > _DEEPEST:
            pieces.append(("".join(node.itertext()), heavy))
            return
        heavy = heavy or node.tag in ("b", "strong")
        if node.text:
            pieces.append((node.text, heavy))
        for child in node:
            if child.tag == "br":
                end_line(holder)
            elif child.tag == "table":
                end_line(holder)
                found.extend(_table(child, level + 1))
            elif child.tag in _words().block_tags:
                end_line(holder)
                walk(child, child, heavy, level + 1)
                end_line(child)
            else:
                walk(child, holder, heavy, level + 1)
            if child.tail:
                pieces.append((child.tail, heavy))

    walk(element, element, False, depth)
    end_line(element)
    return found


def _table(table: Any, depth: int) -> list[Line | Grid]:
    """A grid; a table of one cell is layout, and its content stands for itself."""
    rows = [[c for c in row if c.tag in ("td", "th")] for row in table.iter("tr") if _owner(row) is table]
    rows = [cells for cells in rows if cells]
    if sum(map(len, rows)) <= 1:
        return [item for cells in rows for cell in cells for item in _items(cell, depth + 1)]
    grid = tuple(
        tuple(GridCell(_cell(cell, depth), _count(cell, "colspan"), _count(cell, "rowspan")) for cell in cells)
        for cells in rows
    )
    header = sum(1 for cells in rows if all(c.tag == "th" for c in cells))
    return [Grid(grid, header_rows=header or None)]


def _owner(row: Any) -> Any:
    return next(row.iterancestors("table"))


def _cell(cell: Any, depth: int) -> str:
    return "\n".join(item.text for item in _items(cell, depth + 1) if isinstance(item, Line))


def _count(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 200) if value.isdigit() else 1
