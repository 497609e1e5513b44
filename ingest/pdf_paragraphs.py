"""Printed lines -> paragraphs: where a line ends because the margin was reached, the paragraph goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.pdf_lines import PrintedLine, joined
from ingest.pdf_measure import Measure
from ingest.source import Line

# 第一章 … 一、… （一）… 1．… 1、… （1）… ① … 专栏1 … 附件1 … 表1-1 …
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章节条编部]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}\s?[、．.](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}(?!\d*[%％万亿元年月吨米个平千公])|[①-⑳㈠-㈩⑴-⒇]"
    r"|[◆●■▲◎○□★◇—·•]\s?[\u4e00-\u9fff]"
    r"|专\s*栏\s*[\d一二三四五六七八九十]|附\s*[件表录]\s*[\d一二三四五六七八九十]?\s*[:：]?|[图表]\s*\d"
)
_ENDED = re.compile(r"[。！？；;:：!?…][”’」』）)〕】]*$")
_LIST_ENDED = re.compile(r"[。！？；;：:!?…，、][”’」』）)〕】]*$")


@dataclass(slots=True)
class Paragraph:
    """Lines known to belong together."""

    lines: list[PrintedLine] = field(default_factory=list)
    centered: bool = False
    boxed: int | None = None

    def line(self) -> Line:
        """The paragraph as a reader hands it over."""
        text = ""
        prefix = 0
        in_prefix = True
        for part in self.lines:
            longer = joined(text, part.text)
            if in_prefix and part.bold_prefix:
                prefix = len(longer) - len(part.text) + part.bold_prefix
            in_prefix = in_prefix and part.bold_prefix == len(part.text)
            text = longer
        weight = sum(len(part.text) for part in self.lines if part.bold)
        bold = weight > 0.8 * sum(len(part.text) for part in self.lines)
        sizes = [part.size for part in self.lines for _ in part.text]
        return Line(
            text=text,
            page=self.lines[0].page,
            bold=bold,
            bold_prefix=0 if bold else prefix,
            centered=self.centered,
            size=round(sorted(sizes)[len(sizes) // 2], 1),
            boxed=self.boxed,
            rectangles=tuple(part.rectangle for part in self.lines),
        )


def paragraphs(flow: Sequence[tuple[PrintedLine, Measure]], boxed: int | None = None) -> list[Paragraph]:
    """Joins consecutive lines of one flow of text (page furniture, tables and footnotes are out of it)."""
    found: list[Paragraph] = []
    last: tuple[PrintedLine, Measure] | None = None
    for line, measure in flow:
        centered = is_centered(line, measure)
        current = found[-1] if found else None
        if current is None or last is None:
            joins = False
        elif centered or current.centered:
            joins = centered and current.centered and _title_goes_on(last[0], line)
        else:
            joins = _goes_on(current, last[0], last[1], line, measure)
        if joins and current is not None:
            current.lines.append(line)
        else:
            found.append(Paragraph([line], centered, boxed))
        last = (line, measure)
    return found


def is_centered(line: PrintedLine, measure: Measure) -> bool:
    """A line set in the middle: a title or a caption, not a short paragraph that happens to end evenly."""
    before, after = line.left - measure.left, measure.right - line.right
    width = measure.right - measure.left
    if abs(before - after) > max(1.1 * line.size, 0.02 * width):
        return False
    large = line.size > 1.15 * measure.size
    if large:
        return before > -1.5 * line.size
    if _ENDED.search(line.text) and not line.bold:
        return False
    return before > 2.7 * line.size or (line.bold and before > 1.0 * line.size and abs(before / line.size - 2) > 0.4)


def _title_goes_on(before: PrintedLine, line: PrintedLine) -> bool:
    if before.page != line.page or abs(before.size - line.size) > 0.04 * line.size or before.bold != line.bold:
        return False
    if _NUMBERED.match(line.text):
        return False
    return line.base - before.base < 2.3 * line.size


def _goes_on(current: Paragraph, before: PrintedLine, measure: Measure, line: PrintedLine, own: Measure) -> bool:
    """Whether `line` is the next line of the paragraph that `before` belongs to."""
    em = before.size
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size) and len(line.text) > 2:
        return False
    same_page = before.page == line.page
    step = line.base - before.base
    if same_page and step > max((1.7 if own.indented else 1.35) * own.leading, 1.6 * em):
        return False
    indent = own.indent(line)
    shortfall = measure.shortfall(before)
    numbered = bool(_NUMBERED.match(line.text))
    ended = bool(_ENDED.search(before.text))
    short = shortfall > max(1.6 * em, line.head + 0.7 * em)
    hanging = abs(line.left - before.left - (own.left - measure.left)) < 0.5 * em
    if before.bold and not line.bold and not line.bold_prefix and ended:
        return False
    if short:
        if not own.indented or indent > 1.2 or ended or numbered:
            return False
        # An indented file: a line at the margin goes on, where the one before it broke a little early.
        return (shortfall < 4.5 * em and len(line.text) > 1) or (len(current.lines) > 1 and shortfall < 3 * em)
    if indent > 1.2:
        if not hanging or numbered or ended:
            # The margin was reached in the middle of a sentence, and the next line is set further in: a hanging list.
            deeper = line.left > current.lines[0].left + 0.5 * em and len(current.lines) == 1
            return deeper and not numbered and not ended and indent < 6
        return not _LIST_ENDED.search(before.text) or len(current.lines) > 1
    if own.indented:
        first = current.lines[0]
        flush = first.left - measure.left < 0.8 * em and first.page == before.page
        return not (numbered and ended and flush)  # a passage set without indents
    if numbered and bool(_LIST_ENDED.search(before.text)):
        return False
    if ended and line.bold_prefix >= 4 and before.bold_prefix < len(before.text):
        return False
    return not (before.bold and not line.bold_prefix)
