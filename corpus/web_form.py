"""Set a manuscript as a page of a government site, with its navigation, or as a plain text file."""

from __future__ import annotations

from html import escape
from pathlib import Path

from corpus.manuscript import Box, Contents, Form, Manuscript, Paragraph, Part, Sheet

_INDENTED = {Form.BODY, Form.HEADING}
_ALIGN = {Form.NUMBER: "center", Form.CENTRE: "center", Form.CAPTION: "center", Form.SIGN: "right", Form.UNIT: "right"}


def write_html(manuscript: Manuscript, target: Path, frame: Path) -> None:
    """Write the page: the site's frame (banner, menu, footer) with the article in its place."""
    article = "\n".join(_html(part) for part in manuscript.parts)
    page = frame.read_text(encoding="utf-8")
    for name, text in (("TITLE", escape(manuscript.title)), ("DATE", manuscript.issued), ("ARTICLE", article)):
        page = page.replace("{{" + name + "}}", text)
    target.write_text(page, encoding="utf-8", newline="\n")


def write_text(manuscript: Manuscript, target: Path) -> None:
    """Write plain text in GB 18030, paragraphs indented by two full-width spaces, table cells parted by tabs."""
    lines = [line for part in manuscript.parts for line in _text(part)]
    target.write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))


def _html(part: Part) -> str:
    match part:
        case Sheet():
            rows: list[list[str]] = [[] for _ in range(part.height)]
            for cell in part.cells:
                spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
                spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
                tag = "th" if cell.row < part.header_rows else "td"
                rows[cell.row].append(f"<{tag}{spans}><p>{escape(cell.text)}</p></{tag}>")
            body = "\n".join("<tr>" + "".join(row) + "</tr>" for row in rows)
            return f'<table border="1" cellspacing="0" style="width:100%;border-collapse:collapse">\n{body}\n</table>'
        case Box():
            inside = "\n".join(_html(paragraph) for paragraph in part.paragraphs)
            return f'<table border="1" style="width:100%"><tbody><tr><td>\n{inside}\n</td></tr></tbody></table>'
        case Contents():
            return "\n".join(f"<p>{escape(heading)}……{page}</p>" for heading, page in part.entries)
        case _:
            return _html_paragraph(part)


def _html_paragraph(part: Paragraph) -> str:
    if part.form is Form.BREAK:
        return "<p>&nbsp;</p>"
    text = escape(part.text)
    if part.form is Form.TITLE:
        return f'<p style="text-align:center"><strong><span style="font-size:22pt">{text}</span></strong></p>'
    if (part.form is Form.HEADING and part.level == 1) or part.form is Form.ANNEX:
        text = f"<strong>{text}</strong>"
    elif part.bold:
        text = f"<strong>{escape(part.text[: part.bold])}</strong>{escape(part.text[part.bold :])}"
    align = f' style="text-align:{_ALIGN[part.form]}"' if part.form in _ALIGN else ""
    return f"<p{align}>{'&emsp;&emsp;' if part.form in _INDENTED else ''}{text}</p>"


def _text(part: Part) -> list[str]:
    match part:
        case Sheet():
            rows = [[""] * part.width for _ in range(part.height)]
            for cell in part.cells:
                rows[cell.row][cell.column] = cell.text
            return ["\t".join(row) for row in rows]
        case Box():
            return [line for paragraph in part.paragraphs for line in _text(paragraph)]
        case Contents():
            return [f"{heading}……{page}" for heading, page in part.entries]
        case _:
            indent = "　　" if part.form in _INDENTED else ""
            return [indent + part.text] if part.form is not Form.BREAK else [""]
