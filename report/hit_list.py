"""The hits of a search to take away: how each is cited, and all of them as a table, a workbook or a Word file."""

from __future__ import annotations

from datetime import date, datetime

from index.hits import SearchHit, SearchHits
from report.official import Heading, OfficialReport, Paragraph
from report.official_docx import docx_bytes
from report.spreadsheet import Sheet, write_workbook

FORMS = (".xlsx", ".docx")
_UNDATED = date(2000, 1, 1)  # in the properties of a file that bears no day


def citation(hit: SearchHit) -> str:
    """Where a clause is from, as papers cite it: 《标题》（文号，机关，2025年9月），一、总则 > （二），第3页."""
    told = [part for part in (hit.doc_number, hit.issuer, _day(hit.issued)) if part]
    name = hit.title.strip("《》")
    places = [f"《{name}》" + (f"（{'，'.join(told)}）" if told else "")]
    if hit.path:
        places.append(" > ".join(hit.path))
    if hit.page is not None:
        places.append(f"第{hit.page}页")
    return "，".join(places)


def _day(issued: str | None) -> str:
    """2025-09 as 2025年9月."""
    parts = zip((issued or "").split("-"), "年月日", strict=False)
    return "".join(f"{int(part)}{unit}" for part, unit in parts if part)


def hit_sheet(found: SearchHits) -> Sheet:
    """The hits as a table, in their order."""
    columns = (
        ("序号", 6), ("规划", 34), ("地区", 14), ("年份", 8), ("文种", 12), ("所在章节", 36), ("页码", 7), ("条款", 80),
        ("相同的词", 20), ("意思相近度", 11), ("出处", 60),
    )  # fmt: skip
    rows = tuple(
        (
            rank, hit.title, hit.region, hit.year, hit.doc_type, " > ".join(hit.path), hit.page, hit.text,
            "、".join(match.word for match in hit.why.words), hit.why.similarity if found.query else None,
            citation(hit),
        )
        for rank, hit in enumerate(found.hits, start=1)
    )  # fmt: skip
    return Sheet("检索结果", columns, rows)


def hits_file(found: SearchHits, form: str, as_of: date | None = None) -> bytes:
    """The bytes of a file of the form .xlsx or .docx. as_of: the day that it bears, if any.

    Raises ValueError for another form.
    """
    stamp = as_of or _UNDATED
    if form == ".xlsx":
        return write_workbook([hit_sheet(found)], datetime.combine(stamp, datetime.min.time()))
    if form != ".docx":
        raise ValueError(f"no form of hits: {form}")
    parts: list[Heading | Paragraph] = []
    for rank, hit in enumerate(found.hits, start=1):
        parts.append(Paragraph(hit.text, lead=f"{rank}. "))
        parts.append(Paragraph(citation(hit), quoted=True))
    title = f"检索结果：{found.query}" if found.query else "检索结果"
    day = f"检索日期：{as_of.year}年{as_of.month}月{as_of.day}日　" if as_of else ""
    subtitle = f"{day}候选条款 {found.found} 条，列出 {len(found.hits)} 条"
    return docx_bytes(OfficialReport(title, subtitle, tuple(parts)), stamp)
