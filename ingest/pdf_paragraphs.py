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
    r"|\d{1,2}\s?[、．.](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}(?!\d*[%％万亿元年月吨米个平千公])|[①-⑳㈠-㈩⑴-⒇]|0\d\s?(?=[\u4e00-\u9fff])"
    r"|[◆●■▲◎○□★◇—·•]\s?[\u4e00-\u9fff]"
    r"|专\s*栏\s*[\d一二三四五六七八九十]|附\s*[件表录]\s*[\d一二三四五六七八九十]?\s*[:：]?|[图表]\s*\d"
)
# 2022年1月   二〇二三年二月三日   alone on its line, as on a cover
_DIGIT = r"[\d一二三四五六七八九十]{1,3}"
_DATE = re.compile(rf"[\d〇○零一二三四五六七八九]{{4}}\s*年(?:\s*{_DIGIT}\s*月(?:\s*{_DIGIT}\s*日)?)?")
_SIGNED = re.compile(r"\d\s*月\s*\d{1,2}\s*日$")  # a signature ends with its date
_ENDED = re.compile(r"[。！？；;:：!?…][”’」』）)〕】]*$")


@dataclass(slots=True)
class Paragraph:
    """Lines known to belong together."""

    lines: list[PrintedLine] = field(default_factory=list)
    centered: bool = False
    boxed: int | None = None

    @property
    def bold(self) -> bool:
        """True when every line is set bold."""
        return all(part.bold for part in self.lines)

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
        return Line(
            text=text,
            page=self.lines[0].page,
            bold=bold,
            bold_prefix=0 if bold else prefix,
            centered=self.centered,
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
    large = line.size > 1.15 * measure.size
    if abs(before - after) > max((2.0 if large else 1.1) * line.size, 0.02 * width):
        return False
    if large:
        return before > -1.5 * line.size
    if _ENDED.search(line.text) and not line.bold:
        return False
    return before > 2.7 * line.size or (line.bold and before > 1.0 * line.size and abs(before / line.size - 2) > 0.4)


def _title_goes_on(before: PrintedLine, line: PrintedLine) -> bool:
    if before.page != line.page or abs(before.size - line.size) > 0.04 * line.size or before.bold != line.bold:
        return False
    if _NUMBERED.match(line.text) or _DATE.fullmatch(line.text):
        return False
    return line.base - before.base < 2.3 * line.size


def _goes_on(current: Paragraph, before: PrintedLine, measure: Measure, line: PrintedLine, own: Measure) -> bool:
    """Whether `line` is the next line of the paragraph that `before` belongs to."""
    em = before.size
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size) and len(line.text) > 2:
        return False
    numbered = bool(_NUMBERED.match(line.text))
    ended = bool(_ENDED.search(before.text))
    if before.bold and not line.bold_prefix and ended:
        return False
    full = measure.shortfall(before) <= max(1.6 * em, line.head + 0.7 * em)
    open_sentence = full and not ended and not numbered
    step = line.base - before.base if before.page == line.page else 0.0
    if step > (5 * em if open_sentence else max((1.7 if own.indented else 1.35) * own.leading, 1.6 * em)):
        return False
    if not full:
        return not numbered and _broke_early(current, before, measure, line, own, ended)
    if own.indent(line) > 1.2:
        if current.bold and not line.bold_prefix and _NUMBERED.match(current.lines[0].text):
            return False  # a heading that happens to fill its line
        return not numbered and _set_in(current, before, measure, line, own, ended)
    if own.indented:
        first = current.lines[0]
        flush = first.left - measure.left < 0.8 * em and first.page == before.page
        return not (numbered and ended and flush)  # a passage set without indents
    if ended and (numbered or (line.bold_prefix >= 4 and before.bold_prefix < len(before.text))):
        return False
    return not (before.bold and not line.bold_prefix)


def _broke_early(
    current: Paragraph, before: PrintedLine, measure: Measure, line: PrintedLine, own: Measure, ended: bool
) -> bool:
    """The line before stops short of the margin; it may all the same not be the last of its paragraph."""
    em = before.size
    if own.indent(line) > 1.2 or _SIGNED.search(before.text):
        return False
    several = len(current.lines) > 1
    narrow = before.right - before.left < 6 * em
    if several and narrow and measure.shortfall(current.lines[-2]) < 2.5 * em and not ended:
        return True  # text that was broken for a wider page: each full line leaves a few characters over
    if not own.indented:
        return False
    if ended:
        return several and narrow and own.shortfall(line) < 3 * em
    # Paragraphs open with an indent, so a line at the margin goes on with the sentence that broke early.
    return several or measure.shortfall(before) < 4.5 * em


def _set_in(
    current: Paragraph, before: PrintedLine, measure: Measure, line: PrintedLine, own: Measure, ended: bool
) -> bool:
    """The line stands further in than the margin after a full line: a new paragraph, or one that hangs."""
    em = before.size
    hanging = abs(line.left - before.left - (own.left - measure.left)) < 0.5 * em
    first = current.lines[0]
    if ended:
        return hanging and len(current.lines) > 1 and first.left - before.left > 1.2 * em
    deeper = line.left > first.left + 0.5 * em and len(current.lines) == 1 and own.indent(line) < 6
    heading = len(current.lines) == 1 and bool(_NUMBERED.match(first.text))
    filled = own.shortfall(line) < 1.6 * em and own.indent(line) < 9
    return (hanging and not heading) or deeper or (filled and not hanging) or line.right - line.left < 6 * em
