"""ST: does the skeleton of the plan hold: numbers in a row, headings with text below them, contents that agree?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ingest.document import BlockKind, Document, Section, SectionKind, Span
from ingest.numbering import spelled_value
from rules.context import Context
from rules.finding import Severity
from rules.pairing import bare, likeness
from rules.rule import Problem, rule

FORM = "党政机关公文格式（GB/T 9704—2012）7.3.3：结构层次序数依次使用“一、”“（一）”“1.”“（1）”标注"
_LABEL = re.compile(r"^(第|[（(]|专栏)?\s*(\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*([、．.）)]|章|节|篇|$)")
_CONTENTS_END = re.compile(r"[\s.．·…・]*[-—]?\s*\d{1,3}\s*[-—]?\s*$")


def ordinal(label: str) -> tuple[str, int] | None:
    """What kind of number a heading bears and which: （三） is ("（）", 3); None for labels without a number."""
    match = _LABEL.match(label.strip())
    if match is None:
        return None
    printed = match[2]
    if printed.isdecimal():  # "①" is a digit too, but not a decimal
        value, script = int(printed), "1"
    elif "①" <= printed <= "⑳":
        value, script = ord(printed) - ord("①") + 1, "①"
    else:
        value, script = spelled_value(printed), "一"
    return f"{match[1] or ''}{script}", value


@rule(
    "ST07", "numbering-jumps", title="层次序号跳号或重号", each=Document, severity=Severity.WARNING, cap=5,
    authority=FORM, suggestion="按顺序重新编号，并核对是否漏排或误删内容。",
    summary="层次序号跳号或重号，共{count}处。",
)  # fmt: skip
def numbering_jumps(document: Document, context: Context, *, damaged: float = 0.05) -> Iterator[Problem]:
    """A number that is missing or comes twice shows where text was cut or pasted.

    Where a great share of the headings (damaged) are out of order, they were not read as they are printed.
    """
    groups: dict[tuple[str | None, str], list[tuple[int, Section]]] = defaultdict(list)
    for section in document.sections:
        number = ordinal(section.label)
        if number is not None and section.kind is not SectionKind.BOX and section.level > 0:
            groups[section.parent, number[0]].append((number[1], section))
    continued = _runs_on(groups)
    found: list[Problem] = []
    for (parent, script), numbered in sorted(groups.items(), key=lambda pair: pair[1][0][1].span):
        if script in continued and parent is not None:
            continue
        for (before, earlier), (after, later) in pairwise(numbered):
            if after == before + 1 or after == 1 or _lost_between(earlier, later, before, after, document):
                continue
            what = "重号" if after == before else "跳号" if after > before else "倒序"
            found.append(Problem(
                later, f"“{earlier.label}”之后是“{later.label}”，序号{what}。", (earlier.heading, later.heading)
            ))  # fmt: skip
    if context.is_plan and len(found) <= max(4, damaged * len(document.sections)):
        yield from found


def _lost_between(earlier: Section, later: Section, before: int, after: int, document: Document) -> bool:
    """True where the number looked for stands in the text between, only not as a heading of its own."""
    if after != before + 2:
        return False
    missing = earlier.label.replace(earlier.label.strip("第（()）、．.章节篇 "), "{}", 1)
    names = (str(before + 1), _CHINESE[before + 1] if before + 1 < len(_CHINESE) else "")
    between = document.text[earlier.heading.stop : later.heading.start]
    return any(name and re.search(rf"(?:^|\s){re.escape(missing.format(name))}", between) for name in names)


_CHINESE = ("零", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"), "二十")


def _runs_on(groups: dict[tuple[str | None, str], list[tuple[int, Section]]]) -> set[str]:
    """Kinds of numbers that run on through the chapters (1 to 17 under 一 to 六), as some notices have them."""
    found = set()
    for script in {script for _, script in groups}:
        runs = [numbers for (_, one), numbers in groups.items() if one == script]
        runs.sort(key=lambda numbers: numbers[0][1].span)
        if len(runs) > 1 and all(later[0][0] > 1 for later in runs[1:]):
            found.add(script)
    return found


@rule(
    "ST08", "empty-section", title="标题下没有内容", each=Section, severity=Severity.WARNING, cap=5,
    authority="规划和方案的各级标题下应有实质内容", suggestion="补写内容，或删去标题。",
    summary="标题下没有内容，共{count}处。",
)  # fmt: skip
def empty_section(section: Section, context: Context) -> Iterator[Problem]:
    """A heading without a word below it is a promise to write something."""
    document = context.document
    if section.kind is SectionKind.RUN_IN or section.level in {0, 9} or not context.is_plan:
        return
    if not section.title or len(section.title) > 22 or re.search("[，：:；]", section.title):
        return
    if any(other.parent == section.id for other in document.sections):
        return
    siblings = [one for one in document.sections if one.parent == section.parent and one.level == section.level]
    if sum(len(one.span) - len(one.heading) > 12 for one in siblings) * 2 < len(siblings):
        return  # a list, not headings
    rest = document.text[section.heading.stop : section.span.stop]
    blocks = [
        block for block in document.blocks
        if section.heading.stop <= block.span.start < section.span.stop and block.kind is not BlockKind.FURNITURE
    ]  # fmt: skip
    if not blocks and len(bare(rest)) < 2 and section.span.stop < len(document.text) - 200:
        yield Problem(section, f"标题“{section.label}{section.title}”下没有内容。", (section.heading,))


@rule(
    "ST09", "contents-and-body-differ", title="目录与正文标题不一致", each=Document, severity=Severity.WARNING, cap=4,
    authority="目录应与正文一致", suggestion="更新目录，或核对正文是否漏排。",
    summary="目录条目在正文中未见相应标题，共{count}处。",
)  # fmt: skip
def contents_and_body_differ(document: Document, context: Context) -> Iterator[Problem]:
    """A heading promised in the contents that the body does not have was dropped or renamed."""
    lines = [block.span for block in document.blocks if block.kind is BlockKind.FURNITURE]
    entries = [(span, _CONTENTS_END.sub("", document.read(span).strip())) for span in lines]
    numbered = [
        (span, entry) for span, entry in entries
        if ordinal(entry[:5]) and 4 <= len(bare(entry)) <= 50 and entry[-1] not in "表图"
    ]  # fmt: skip
    titles = [bare(f"{section.label}{section.title}") for section in document.sections]
    if len(numbered) < 4 or not titles:
        return
    matched = [any(_same(entry, title) for title in titles) for _, entry in numbered]
    if sum(matched) < 0.8 * len(matched):  # the contents were not read as they are printed
        return
    for (span, entry), found in zip(numbered, matched, strict=True):
        if not found and not _stands_in(bare(entry), bare(document.text[span.stop :])):
            number = ordinal(entry[:5])
            near = [
                section.heading for section in document.sections
                if ordinal(section.label) == number and likeness(section.title, entry) >= 0.6
            ]  # fmt: skip
            yield Problem(span, f"目录有“{entry}”，正文未见这一标题。", (span, *near[:1]))


def _stands_in(entry: str, text: str) -> bool:
    """True where the text holds the entry, or one half of a long one of which a letter was misread."""
    half = len(entry) // 2
    return entry in text or (half >= 6 and (entry[:half] in text or entry[half:] in text))


def _same(entry: str, title: str) -> bool:
    plain = bare(entry)
    if plain == title or plain in title or likeness(entry, title) > 0.85:
        return True
    misread = sum(one != other for one, other in zip(plain, title, strict=False))
    return len(plain) == len(title) >= 8 and misread == 1  # one letter of a scanned line was misread


_MIXED_DOTS = re.compile(r"\.…|…\.")
_PAGE = re.compile(r"[.．·…・]{3}[\s.．·…・]*[-—]?\s*(\d{1,3})\s*[-—]?\s*$")


@rule(
    "ST27", "contents-pages-go-back", title="目录页码倒置", each=Document, severity=Severity.WARNING, cap=3,
    authority="目录应与正文一致", suggestion="更新目录。",
)  # fmt: skip
def contents_pages_go_back(document: Document, context: Context, *, most: int = 3) -> Iterator[Problem]:
    """An entry whose page comes before that of the entry above it and below which the count goes on as it was."""
    entries = [
        (block.span, int(match[1])) for block in document.blocks
        if block.kind is BlockKind.FURNITURE and (match := _PAGE.search(document.read(block.span)))
    ]  # fmt: skip
    back = [
        (above, entry, page) for (above, before), (entry, page), (_, behind) in zip(
            entries, entries[1:], entries[2:], strict=False
        ) if page < before <= behind
    ]  # fmt: skip
    scanned = any(_MIXED_DOTS.search(document.read(span)) for span, _ in entries)  # and digits may be lost
    if len(entries) >= 6 and len(back) <= most and not scanned:
        for above, entry, page in back:
            yield Problem(entry, f"目录中本条的页码是{page}，比上一条还靠前。", (above, entry), cause=str(entry))


@rule(
    "ST11", "cell-begins-with-second", title="条目缺少第一项", each=Document, severity=Severity.INFO,
    authority=FORM, suggestion="核对是否漏排第一项。", cap=3,
)  # fmt: skip
def cell_begins_with_second(document: Document, context: Context) -> Iterator[Problem]:
    """Text with a （二） or 二是 and no （一） or 一是 lost its first point."""
    for clause in document.clauses:
        text = document.read(clause.span)
        for second, firsts in (("二是", ("一是", "首先", "第一")), ("（二）", ("（一）",))):
            at = text.find(second)
            if at > 8 and text[at - 1] in "。；：:|\n" and not any(first in text for first in firsts):
                span = Span(clause.span.start + max(0, at - 20), clause.span.start + min(len(text), at + 12))
                yield Problem(span, f"本段有“{second}”而未见“{firsts[0]}”。", (span,))


@rule(
    "ST10", "box-number-repeats", title="专栏编号重复", each=Document, severity=Severity.WARNING, cap=4,
    authority="同一文件中专栏、图、表的编号应当唯一", suggestion="重新编号，并核对正文的引用。",
)  # fmt: skip
def box_number_repeats(document: Document, context: Context) -> Iterator[Problem]:
    """Two boxes of one number: a reference to the box points at either."""
    seen: dict[str, Section] = {}
    for section in document.sections:
        label = bare(section.label)
        if section.kind is not SectionKind.BOX or not re.search(r"[\d一二三四五六七八九十]", label):
            continue
        if label in seen and bare(seen[label].title) != bare(section.title):
            yield Problem(section, f"“{section.label}”用了两次。", (seen[label].heading, section.heading))
        seen.setdefault(label, section)
