"""The shortest passage that shows a thing: what a finding quotes of a task, a target, a date, a table row."""

from __future__ import annotations

import re

from ingest.document import Cell, Document, Span
from nlp.commitment import Target, Task

_WIDEST = 60  # characters of a segment with its neighbours
_QUOTED = 60  # characters between quotes that may hold a comma
_QUOTABLE = 110  # characters that a finding quotes whole
_LONGEST = 80  # characters of a passage that shows where something stands
_COUNTED = 30  # characters of what is counted behind a number
_DUTY = re.compile(r"^[^（(]*[）)]|^\s*[（(][^（()）]*[）)]")  # （某局负责） of the sentence before
_OF_BODIES = re.compile(r"（[^（）]*(?:责任|牵头|负责|[局委厅部办处院]|政府|单位|$)")  # a bracket of responsible bodies
_BREAKS = "，；。！？\n|"
_JOINT = "，"  # the sign that a sentence goes on behind


def title_span(task: Task, document: Document) -> Span:
    """The title of the task; where that is not printed in the clause, the beginning of its text."""
    start = document.text.find(task.title, task.span.start, task.span.stop) if task.title else -1
    if start >= 0:
        return Span(start, start + len(task.title))
    return head(task.span)


def opening_span(task: Task, document: Document) -> Span:
    """Title and first segment of a task: enough to know which one it is."""
    title = title_span(task, document)
    end = next((at for at in range(task.body.start, task.body.stop) if document.text[at] in "，。；"), task.body.stop)
    return Span(title.start, end) if 0 <= end - title.start <= _LONGEST and end > title.stop else title


def head(span: Span, longest: int = _LONGEST) -> Span:
    """The beginning of a passage."""
    return Span(span.start, min(span.stop, span.start + longest))


def promise_span(target: Target, document: Document) -> Span:
    """The segment that carries the value, without what is promised before it in the same sentence.

    What is counted stands behind the number (培育250家高新技术企业) and belongs to it.
    """
    text = document.read(target.span)
    stop = target.span.stop
    if text and text[-1] not in _BREAKS:
        stop = min(segment_around(Span(stop - 1, stop), document).stop, stop + _COUNTED)
    at = max(text.rfind(sign) for sign in _BREAKS)
    tail = text[at + 1 :]
    shared = sum(one in target.indicator for one in set(tail)) >= 2
    return Span(target.span.start + (at + 1 if at >= 0 and len(tail) >= 6 and shared else 0), stop)


def segment_after(span: Span, stop: int, document: Document) -> Span:
    """A date with the segment that follows it up to `stop` at most, so that one sees what was due."""
    end = next((at for at in range(span.stop + 1, stop) if document.text[at] in "，。；|\n"), max(stop, span.stop))
    return Span(span.start, max(span.stop, min(end, span.start + _LONGEST)))


def segment_around(span: Span, document: Document) -> Span:
    """A passage with the rest of the segments (between commas) that it stands in."""
    text, start, stop = document.text, span.start, span.stop
    while start > 0 and not _breaks(text, start - 1) and span.start - start < _LONGEST:
        start -= 1
    while stop < len(text) and not _breaks(text, stop) and stop - span.stop < _LONGEST:
        stop += 1
    return Span(start, stop)


def _breaks(text: str, at: int) -> bool:
    """True where a segment ends; a comma within quotes parts nothing."""
    if text[at] not in _BREAKS:
        return False
    before, behind = text[max(0, at - _QUOTED) : at], text[at : at + _QUOTED]
    opened = before.rfind("“") > max(before.rfind(sign) for sign in "”。；\n")
    closing = behind.find("”")
    return not (text[at] == "，" and opened and closing > 0 and not any(sign in behind[:closing] for sign in "“。；\n"))


def in_context(span: Span, document: Document, longest: int = _WIDEST) -> Span:
    """The segments of a passage with those behind it in its sentence that fit, then those before it.

    What a promise leaves out is judged by what stands around it: the reader need not open the plan for that.
    """
    text, around = document.text, segment_around(span, document)
    start, stop = around.start, around.stop
    while text[stop : stop + 1] == _JOINT:
        more = segment_around(Span(stop + 1, stop + 1), document).stop
        if more <= stop + 1 or more - start > longest or _OF_BODIES.search(text[stop:more]):
            break
        stop = more
    while start > 0 and text[start - 1] == _JOINT:
        more = segment_around(Span(start - 1, start - 1), document).start
        if more >= start - 1 or stop - more > longest or "）" in text[more:start]:
            break
        start = more
    return own_words(Span(start, stop), document)


def pieces(span: Span, document: Document, longest: int = _QUOTABLE) -> tuple[Span, ...]:
    """A long passage cut at its signs into quotations, none longer than `longest` where a sign allows it."""
    found, start, last = [], span.start, span.start
    for at in range(span.start, span.stop):
        if document.text[at] in _BREAKS:
            if at - start > longest and last > start:
                found.append(Span(start, last))
                start = last
            last = at + 1
    if span.stop - start > longest and last > start and last < span.stop:
        found.append(Span(start, last))
        start = last
    return (*found, Span(start, span.stop))


def row_span(row: tuple[Cell, ...]) -> Span:
    """A table row from its first cell to its last."""
    return Span(row[0].span.start, max(row[0].span.start, row[-1].span.stop))


def own_words(part: Span, document: Document) -> Span:
    """A segment without the bracket of responsible bodies that belongs to the sentence before it."""
    text = document.read(part)
    match = _DUTY.match(text)
    return Span(part.start + match.end(), part.stop) if match and match.end() < len(text) else part


def widened(at: int, parts: tuple[Span, ...]) -> Span:
    """One segment of a sentence with those behind it that fit, then those before it: what is meant, who is told to."""
    start, stop = parts[at].start, parts[at].stop
    for part in parts[at + 1 :]:
        if part.stop - start > _WIDEST:
            break
        stop = part.stop
    for part in reversed(parts[:at]):
        if stop - part.start > _WIDEST:
            break
        start = part.start
    return Span(start, stop)


def merged(spans: list[Span], longest: int = 110) -> list[Span]:
    """Segments that follow each other as one passage, up to a length."""
    runs: list[Span] = []
    for span in sorted(spans):
        if runs and span.start - runs[-1].stop <= 1 and span.stop - runs[-1].start <= longest:
            runs[-1] = Span(runs[-1].start, span.stop)
        else:
            runs.append(span)
    return runs


def shortened(text: str, most: int = 30) -> str:
    """The text for a message: its beginning and …… where it has more than `most` characters."""
    return text if len(text) <= most else f"{text[:most]}……"
