"""HTML of what the pages show. Everything that comes from a document is escaped here and nowhere else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from unicodedata import east_asian_width
from urllib.parse import quote, urlencode

from ingest.document import Span
from report.coverage import Coverage
from report.spreadsheet import Sheet, Value
from report.wording import decimal_text
from rules.compare.text import DiffKind, Piece

STYLE, LOGO, ICON = (Path(__file__).with_name(name) for name in ("style.css", "logo.svg", "icon.svg"))
MOST_ROWS = 300  # of one table on a page; the download has them all
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")  # every sign that could mean something in Markdown
SHORT = 10  # characters of Latin width, half as many Chinese ones: a cell that is never broken
SHADES = 4  # of the cells of a coverage matrix that are not empty


def sound(text: str) -> str:
    """The text as a page can carry it: a lone surrogate becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def escape(text: object) -> str:
    """Text as HTML shows it, as printed."""
    return html.escape(sound(str(text)))


def plain(text: object) -> str:
    """Text for places where Streamlit reads Markdown (labels of buttons and boxes), so that it says what it says."""
    return _SIGNS.sub(r"\\\g<0>", sound(str(text)))


def address(page: str, /, **parts: str | int) -> str:
    """The address of a page with these parts."""
    return f"{page}?{urlencode(parts, quote_via=quote)}"


def report_address(label: str) -> str:
    """The address of a plan's report, by what the list of plans calls it."""
    return address("report", plan=label)


def plan_address(label: str, /, **parts: str | int) -> str:
    """The address of a plan's text, by what the list of plans calls it, with other parts of the address."""
    return address("plan", plan=label, **parts)


def marked(text: str, spans: Iterable[Span]) -> str:
    """The text with these places marked; overlapping places become one mark."""
    parts: list[str] = []
    at = 0
    for span in merged(spans):
        parts += [escape(text[at : span.start]), "<mark>", escape(text[span.start : span.stop]), "</mark>"]
        at = span.stop
    return "".join((*parts, escape(text[at:])))


def difference(pieces: Iterable[Piece]) -> str:
    """A text with what was taken out and put in."""
    tags = {DiffKind.EQUAL: ("", ""), DiffKind.REMOVED: ("<del>", "</del>"), DiffKind.ADDED: ("<ins>", "</ins>")}
    return "".join(tags[one.kind][0] + escape(one.text) + tags[one.kind][1] for one in pieces)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].stop:
            found[-1] = Span(found[-1].start, max(found[-1].stop, span.stop))
        elif len(span):
            found.append(span)
    return tuple(found)


def path_line(path: Sequence[str], page: int | None, link: str = "") -> str:
    """Where a passage stands: headings, outermost first, and page; link: HTML that leads there."""
    steps = '<span class="pc-step">›</span>'.join(escape(step) for step in path)
    place = "" if page is None else f'<span class="pc-page">第 {page} 页</span>'
    return f'<div class="pc-path">{steps}{place}{link}</div>' if steps or place or link else ""


def title(text: str, note: str) -> str:
    """The head of a page."""
    return f'<div class="pc-title"><h1>{escape(text)}</h1><p>{escape(note)}</p></div>'


def notice(heading: str, lines: Iterable[str], command: str = "") -> str:
    """What stands in the place of results where there are none, with what to do."""
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    code = f"<pre>{escape(command)}</pre>" if command else ""
    return f'<div class="pc-notice"><h2>{escape(heading)}</h2>{text}{code}</div>'


def alarm(heading: str, lines: Iterable[str]) -> str:
    """What a reader must not pass over."""
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div class="pc-alarm" role="alert"><h2>{escape(heading)}</h2>{text}</div>'


def cards(counts: Iterable[tuple[str, int, str]]) -> str:
    """Large numbers in a row: name, number, class that colours it ("" for none)."""
    boxes = "".join(
        f'<div class="pc-card pc-{style or "plain"}"><b>{number}</b><span>{escape(name)}</span></div>'
        for name, number, style in counts
    )
    return f'<div class="pc-cards">{boxes}</div>'


def table(sheet: Sheet, columns: Sequence[str], links: Sequence[str] = (), folded: str = "") -> str:
    """The first MOST_ROWS rows of these columns of the sheet; a column with nothing in it is left out.

    links: an address a row ("" for none), laid on its first column. folded: a column whose text unfolds under it.
    """
    names = [name for name, _ in sheet.columns]
    chosen = [
        number for number in map(names.index, columns) if any(row[number] not in (None, "") for row in sheet.rows)
    ]
    classes = {number: _column_class([row[number] for row in sheet.rows]) for number in chosen}
    head = "".join(
        f'<th{classes[number]} style="min-width:{min(sheet.columns[number][1], 36) * 0.26 + 2.3:.1f}em">'
        f"{escape(names[number])}</th>"
        for number in chosen
    )
    body = []
    for place, row in enumerate(sheet.rows[:MOST_ROWS]):
        cells = {number: cell(row[number]) for number in chosen}
        if links and links[place]:
            cells[chosen[0]] = f'<a href="{escape(links[place])}" target="_self">{cells[chosen[0]]}</a>'
        if folded in names and (more := cell(row[names.index(folded)])):
            cells[chosen[0]] += f"<details><summary>{folded}</summary>{more}</details>"
        body.append("".join(f"<td{classes[number]}>{text}</td>" for number, text in cells.items()))
    rows = "".join(f"<tr>{row}</tr>" for row in body)
    return (
        f'<div class="pc-scroll"><table class="pc-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _column_class(values: Sequence[Value]) -> str:
    """Numbers stand to the right; a column of short words or days is not broken."""
    if any(not isinstance(value, str | None) for value in values):
        return " class=pc-number"
    longest = max((_width(str(value)) for value in values if value), default=0)
    return " class=pc-short" if longest <= SHORT else ""


def _width(text: str) -> int:
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text)


def cell(value: Value) -> str:
    """One value as a table shows it."""
    if value is None:
        return ""
    return escape(decimal_text(value) if isinstance(value, Decimal) else value)


def coverage_matrix(coverage: Coverage, own: Coverage | None = None) -> str:
    """Regions by topics, the darker the more tasks and targets. own: one plan's row, drawn first.

    Each shade falls to as many cells as the next, so that a few large regions do not make all others look alike.
    """
    totals = sorted(one.total for row in coverage.rows for one in row.cells if one.total) or [1]
    steps = [max(1, totals[len(totals) * part // SHADES]) for part in range(SHADES)]
    head = "".join(f"<th><span>{escape(topic)}</span></th>" for topic in coverage.topics)
    rows = [(row, True) for row in own.rows] if own else []
    rows += [(row, False) for row in coverage.rows]
    body = ""
    for row, is_own in rows:
        cells = "".join(
            f'<td class="pc-shade{sum(one.total >= step for step in steps)}"'
            f' title="任务 {one.tasks}，目标 {one.targets}">{one.total or ""}</td>'
            for one in row.cells
        )
        name = "本规划" if is_own else escape(row.region)
        body += f"<tr{' class=pc-own' if is_own else ''}><th>{name}</th>{cells}</tr>"
    return (
        f'<div class="pc-scroll"><table class="pc-matrix"><thead><tr><th>地区</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
