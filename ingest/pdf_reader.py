"""PDF with a text layer -> paragraphs and tables, by the geometry of its characters and ruled lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.pdf_flow import Sheet, flow_items, sheet
from ingest.pdf_furniture import contents_lines, footnotes, page_furniture, page_list, without_note_marks
from ingest.pdf_measure import body_size
from ingest.pdf_page import Page
from ingest.pdfium_page import read_page
from ingest.scan_reader import no_text, with_confidence, with_recognised
from ingest.source import ReadError, SourceFile

_ENCRYPTED = "PDF 有密码保护，请去掉密码后再读。"
_BROKEN = "不是完整的 PDF 文件，可能没有下载完或已损坏，请重新取得。"


def read_pdf(path: Path) -> SourceFile:
    """Reads a PDF. Raises ReadError for a file that is encrypted, broken, or holds pictures of text only."""
    warnings: list[str] = []
    pages, recognised = with_recognised(path, list(_pages(path, warnings)), warnings)
    if not any(page.glyphs for page in pages):
        raise ReadError(path, no_text(any(page.images for page in pages)))
    return with_confidence(laid_out(pages, warnings), pages, recognised)


def laid_out(pages: Sequence[Page], warnings: Sequence[str]) -> SourceFile:
    """What printed pages say, by the geometry of their characters and ruled lines, whatever format they came in."""
    warnings = [*warnings, *_page_warnings(pages)]
    _plain_weight(pages)
    sheets = [sheet(page) for page in pages]
    _mark(sheets)
    if _drop_note_marks(sheets):
        sheets = [sheet(page) for page in pages]
        _mark(sheets)
    return SourceFile(items=tuple(flow_items(sheets)), pages=len(pages), warnings=tuple(warnings))


def _pages(path: Path, warnings: list[str]) -> Iterator[Page]:
    document = _open(path)
    try:
        if len(document) == 0:
            raise ReadError(path, _BROKEN)
        failed: list[int] = []
        for index in range(len(document)):
            try:
                yield read_page(document, index)
            except ValueError:
                failed.append(index + 1)
                yield Page(index + 1, 595.0, 842.0, broken=True)
        if failed:
            warnings.append(f"第{page_list(failed)}页已损坏，没有读入")
    finally:
        document.close()


def _open(path: Path) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        if path.stat().st_size == 0:
            raise ReadError(path, "文件是空的，请重新取得原件。")
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        # The code may be that of a file before, so that the file itself is asked, too.
        code = getattr(error, "err_code", None)
        locked = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY) and b"/Encrypt" in path.read_bytes()
        raise ReadError(path, _ENCRYPTED if locked else _BROKEN) from error
    except OSError as error:
        raise ReadError(path, f"打不开，请检查权限（{error.strerror or error}）。") from error


def _page_warnings(pages: Sequence[Page]) -> Iterator[str]:
    blank = [page.number for page in pages if not page.glyphs and page.images and not page.broken]
    if blank:
        yield f"第{page_list(blank)}页没有文字层，像是图片，页上的文字没有读入"
    garbled = [page.number for page in pages if page.private_use > max(3, 0.02 * len(page.glyphs))]
    if garbled:
        yield f"第{page_list(garbled)}页有字体没有编码的字，读出的文字可能缺字或有误"
    crowded = [page.number for page in pages if page.crowded]
    if crowded:
        yield f"第{page_list(crowded)}页图形太多，没有在页上找表格"


def _plain_weight(pages: Sequence[Page]) -> None:
    """Where the text itself is set in a heavy face, weight tells headings from text no more: all counts as normal."""
    glyphs = [glyph for page in pages for glyph in page.glyphs]
    if sum([glyph.bold for glyph in glyphs]) > 0.5 * len(glyphs):
        for glyph in glyphs:
            glyph.bold = False


def _drop_note_marks(sheets: Sequence[Sheet]) -> bool:
    """Takes the marks of footnotes out of the pages; True when there were any."""
    dropped = False
    for one in sheets:
        notes = [one.lines[position] for position in sorted(one.footnotes)]
        if notes:
            kept = without_note_marks(one.page.glyphs, notes)
            dropped |= len(kept) < len(one.page.glyphs)
            one.page.glyphs = kept
    return dropped


def _mark(sheets: list[Sheet]) -> None:
    """Finds what is no text of the plan: page numbers, running heads, contents, footnotes."""
    lines = [one.lines for one in sheets]
    heights = [one.page.height for one in sheets]
    furniture = page_furniture(lines, heights)
    contents = contents_lines(lines, furniture)
    body = body_size([line for page in lines for line in page])
    for one, edge, listed in zip(sheets, furniture, contents, strict=True):
        one.furniture = edge | listed
        one.footnotes = footnotes(one.lines, one.furniture, body, one.page.height)
        lowest = max((grid.bottom for grid in one.grids), default=0.0)
        one.footnotes = {p for p in one.footnotes if one.lines[p].base > lowest and p not in one.framed}
