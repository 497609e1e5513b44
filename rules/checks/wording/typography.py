"""ST: slips of the pen that a program can prove: brackets, quotes, doubled words, names printed in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, permutations

from ingest.document import Block, BlockKind, ClauseKind, Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.rule import Problem, rule

SIGNS = "标点符号用法（GB/T 15834—2011）"
EXACT = "党政机关公文处理工作条例第十九条：表述准确，文字精练"
_PAIRS = {"（": "）", "《": "》", "“": "”", "〔": "〕", "【": "】", "〈": "〉"}
_CLOSERS = {close: open_ for open_, close in _PAIRS.items()}
_LIST_NUMBER = re.compile(
    r"(?:^|[\s。；：:，|~～])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,2})[）)]|(?<=[关~～至])[a-z][）)]"
)
# 运输装备运输装备: four characters or more twice in a row; 积极探索，积极探索
_MISREAD = re.compile(r"[）)]{2}[，、]?[（(]{2}|[{}]")  # 方案））（（: how a scan reads 》《
_STUTTER = re.compile(r"(?<!\d)([\u4e00-\u9fff]{2,11}(?![河江湖海山县市区镇乡村路桥站年])[\u4e00-\u9fff])\1")
_ECHO = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{3,14})[、，]\1(?![\u4e00-\u9fff])")
# 降至至35%, 的的, 和和: words of grammar never stand twice
_GRAMMAR_TWICE = re.compile(
    r"至至|(?<![目有标])的的(?!确)|(?<![中温调饱缓共平谐])和和(?![谐平美睦田])|与与(?![会时])|及及(?![时早])"
    r"|对对(?![方策象外口标比接应])|将将(?![来要军])|被被(?!动)|由由|从从(?![事业严属])|于于|使使(?![用得命])|或或(?![者许])"
    r"|并并(?![行网购存列轨])|(?<![可得加予难])以以|在在(?![线建校岗职编押册途地])|到到(?![位达底场])|到至(?![关少今])|至到"
)
_VERB_TWICE = re.compile(
    r"(推进|推动|加强|建设|实施|开展|完善|提高|提升|加快|健全|促进|落实|支持|发展|强化|建立|优化|鼓励|引导|深化|组织|制定|形成)\1"
)
# 能量系统系统优化; not 总队总队长, 一对一对接, 报告报告期, 讨论讨论: a word whose first two letters are the word before
_WORD_TWICE = re.compile(
    r"(?<![一\u2460-\u24ff])(?!研究|讨论|商量|高高|多多)([\u4e00-\u9fff](?![省市县区镇乡村])[\u4e00-\u9fff])\1(?![期长壳接员人])"
)
_REDUPLICATED = frozenset(
    "人家户村镇县层步常渐处时事样种项条件个年月日天刻频稳多大小好慢快久早偏刚仅往节代世源滚蒸默谆孜井市省区国"
)
_TWICE = re.compile(r"(?:^|[，。；：、“（\s\d])([\u4e00-\u9fff])\1(?=[\u4e00-\u9fff]{2})")
_NAME = re.compile(r"“([^“”]{3,14})”")
_SINGLE_QUOTES = re.compile(r"‘([^‘’“”]{2,40})’")


@rule(
    "ST12", "unbalanced-signs", title="括号或引号不成对", each=Document, severity=Severity.WARNING, cap=5,
    authority=SIGNS, suggestion="补齐或删去多余的括号、引号。", summary="括号、引号、书名号不成对，共{count}处。",
)  # fmt: skip
def unbalanced_signs(
    document: Document, context: Context, *, damaged: float = 0.04, most: int = 12
) -> Iterator[Problem]:  # fmt: skip
    """A bracket or quotation that never closes swallows the rest of the paragraph, and every list of bodies in it.

    A sign that opens in one block and closes in the next was cut apart by the layout. Where a great share of the
    blocks (damaged), or more than `most`, have such signs, the text was not read as it is printed.
    """
    spans: list[Span] = []
    tables: dict[int, int | None] = {}
    for clause in document.clauses:
        cells = context.cells(clause)
        if not cells and clause.section is None and "。" not in document.read(clause.span):
            continue  # the cover page breaks its lines as it likes
        for span in [cell.span for cell in cells if not cell.filled] if cells else [clause.span]:
            tables[len(spans)] = clause.table
            spans.append(span)
    firsts = {at: _first_unpaired(document.read(span)) for at, span in enumerate(spans)}
    found = [(at, unpaired) for at, unpaired in firsts.items() if unpaired is not None]
    if len(found) > min(most, max(5, damaged * len(spans))):
        return
    signs = {at: _wide(document.text[spans[at].start + unpaired]) for at, unpaired in found}
    for at, unpaired in found:
        near = [one for one in signs if abs(one - at) <= 2 or (tables[at] is not None and tables[one] == tables[at])]
        cut_apart = any((signs[one] in _PAIRS) != (signs[at] in _PAIRS) for one in near)
        if cut_apart or _MISREAD.search(document.read(spans[at])):
            continue
        span, place = spans[at], spans[at].start + unpaired
        around = Span(max(span.start, place - 16), min(span.stop, place + 20))
        yield Problem(around, f"“{document.text[place]}”没有与之成对的符号。", (around,))


def _wide(sign: str) -> str:
    return {"(": "（", ")": "）"}.get(sign, sign)


def _first_unpaired(text: str) -> int | None:
    open_: list[tuple[str, int]] = []
    numbers = {match.end() - 1 for match in _LIST_NUMBER.finditer(text)}
    for at, sign in enumerate(text):
        sign = _wide(sign)
        if sign in _PAIRS:
            open_.append((sign, at))
        elif sign in _CLOSERS and at not in numbers:
            if not open_ or open_[-1][0] != _CLOSERS[sign]:
                return at
            open_.pop()
    return open_[0][1] if open_ else None


_QUARTERS = set("东南西北中")


@rule(
    "ST13", "doubled-words", title="词语重复", each=Document, severity=Severity.WARNING, cap=6,
    authority=EXACT, suggestion="删去重复的文字。", summary="词语重复，共{count}处。",
)  # fmt: skip
def doubled_words(document: Document, context: Context) -> Iterator[Problem]:
    """The same word twice in a row is left over from editing: 降至至35%, 运输装备运输装备, 绿色消费、绿色消费."""
    for block in context.body_blocks:
        if block.kind is BlockKind.TABLE:
            continue
        text = document.read(block.span)
        for pattern in (_STUTTER, _ECHO, _GRAMMAR_TWICE, _VERB_TWICE, _WORD_TWICE, _TWICE):
            for match in pattern.finditer(text):
                if pattern is _TWICE and (match[1] in _REDUPLICATED or not _known_without(match, text, document)):
                    continue
                if _two_regions(match, text):
                    continue
                start, stop = match.span()
                while start < stop and not "\u4e00" <= text[start] <= "\u9fff":
                    start += 1
                quoted = Span(block.span.start + max(0, start - 4), block.span.start + min(len(text), stop + 6))
                yield Problem(
                    Span(block.span.start + start, block.span.start + stop), f"“{text[start:stop]}”重复。", (quoted,),
                    cause=text[start:stop],
                )  # fmt: skip


def _two_regions(match: re.Match[str], text: str) -> bool:
    """滇东滇东南: two regions without the sign between them, no word too many."""
    return match.group()[-1:] in _QUARTERS and text[match.end() : match.end() + 1] in _QUARTERS


def _known_without(match: re.Match[str], text: str, document: Document) -> bool:
    """循循环经济: the word without its doubled first character is one that the plan itself uses twice or more."""
    rest = text[match.end() - 1 : match.end() + 2]
    doubled = text[match.end() - 2 : match.end() + 2]
    slips = document.text.count(doubled)
    return document.text.count(rest) - slips >= 2 * slips


@rule(
    "ST14", "name-in-two-spellings", title="同一名称两种写法", each=Document, severity=Severity.WARNING, cap=4,
    authority="公文用语应当规范统一", suggestion="以上级文件的写法为准统一。",
    summary="同一名称有两种写法，共{count}组。",
)  # fmt: skip
def name_in_two_spellings(document: Document, context: Context) -> Iterator[Problem]:
    """「一主六双」 and 「一主、六双」 are one strategy; a name written in two ways cannot be searched or checked."""
    places: dict[str, dict[str, Span]] = defaultdict(dict)
    for block in context.body_blocks:
        if block.kind is BlockKind.TABLE:
            continue
        for match in _NAME.finditer(document.read(block.span)):
            plain = re.sub(r"[、，·\s+＋—–-]", "", match[1])
            span = block.span.place(match)
            printed = re.sub(r"\s", "", match[1]).replace("，", "、")  # between two sayings either sign is in use
            places[plain].setdefault(printed, span)
    yield from _bracketed_names(document, context)
    yield from _names_within_names(document, context)
    for plain, spellings in sorted(places.items()):
        if len(spellings) > 1 and len(plain) >= 4:
            names = "”“".join(spellings)
            spans = tuple(_with_words(span, document) for span in spellings.values())
            yield Problem(spans[0], f"同一名称有两种写法：“{names}”。", spans)


# 某县（兵地、东城）工业园区
_NAMED_THINGS = re.compile(r"“([\u4e00-\u9fff]{2,8})”(项目|企业|行业|工程|行动|区域)")
_BRACKETED = re.compile(
    r"([\u4e00-\u9fff]{2})（([\u4e00-\u9fff、]{3,12})）"
    r"((?:[\u4e00-\u9fff]{0,4})(?:园区|开发区|合作区|示范区|试验区|基地))"
)


def _bracketed_names(document: Document, context: Context) -> Iterator[Problem]:
    """One park with two contents of its bracket that differ by a letter or two."""
    found: dict[tuple[str, str], dict[str, Span]] = defaultdict(dict)
    for sentence in context.sentences:
        for match in _BRACKETED.finditer(sentence.text):
            span = sentence.span.place(match)
            found[match[1], match[3]].setdefault(match[2], span)
    for inner in found.values():
        for (one, first), (other, second) in combinations(inner.items(), 2):
            apart = sum(left != right for left, right in zip(one, other, strict=False))
            if len(one) == len(other) and apart <= 2:
                yield Problem(second, f"同一名称有两种写法：“{one}”“{other}”。", (first, second))


def _names_within_names(document: Document, context: Context) -> Iterator[Problem]:
    """「两高」项目 here and 「两高一低」项目 there: two circles of things under one rule, or one under two names."""
    found: dict[str, dict[str, Span]] = defaultdict(dict)
    for sentence in context.sentences:
        for match in _NAMED_THINGS.finditer(sentence.text):
            span = sentence.span.place(match)
            found[match[2]].setdefault(match[1], span)
    for thing, names in found.items():
        for short, long in permutations(names, 2):
            if long.startswith(short) and len(long) - len(short) <= 4:
                spans = (_with_words(names[short], document), _with_words(names[long], document))
                said = f"“{short}”{thing}和“{long}”{thing}并用，所指不一。"
                yield Problem(spans[1], said, spans, severity=Severity.INFO)


def _with_words(span: Span, document: Document) -> Span:
    """The name with the words around it up to the next sign."""
    start, stop = span.start, span.stop
    while start > 0 and span.start - start < 8 and "\u4e00" <= document.text[start - 1] <= "\u9fff":
        start -= 1
    while stop < len(document.text) and stop - span.stop < 8 and "\u4e00" <= document.text[stop] <= "\u9fff":
        stop += 1
    return Span(start, stop)


@rule(
    "ST16", "single-quotes-outside", title="引号形式不一", each=Document, severity=Severity.INFO, cap=2,
    authority=SIGNS + "：先用双引号，引号之内再用引号时用单引号", suggestion="改用双引号。",
)  # fmt: skip
def single_quotes_outside(document: Document, context: Context) -> Iterator[Problem]:
    """Single quotation marks that stand in no double ones, in a text that uses double ones."""
    if document.text.count("“") < 3:
        return
    for clause in document.clauses:
        text = document.read(clause.span)
        for match in _SINGLE_QUOTES.finditer(text):
            before = text[: match.start()]
            if before.count("“") <= before.count("”"):
                span = clause.span.place(match)
                yield Problem(span, f"“{match[1]}”用了单引号，本文他处用双引号。", (span,))


_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BOX})
_HEADING_INSIDE = re.compile(r"。(?:第[一二三四五六七八九十]+[章节]|\d)[^。]*$")  # 。第六章提升亲海品质
_ENDINGS = "。；！？：…”’）)》】〕;:.!?|、，"


@rule(
    "ST17", "unfinished-sentence", title="句子没有写完", each=Document, severity=Severity.INFO, cap=3,
    authority=SIGNS, suggestion="补全句子或句末标点。", summary="段落末尾没有句末标点，可能没有写完，共{count}处。",
)  # fmt: skip
def unfinished_sentence(document: Document, context: Context, *, shortest: int = 40) -> Iterator[Problem]:
    """A paragraph of running text that stops without a full stop was cut off, or lost its end in layout."""
    blocks = list(context.body_blocks)
    running = [block for block in blocks if block.kind in _RUNNING and len(block.span) >= shortest]
    broken = [block for block in running if _breaks_off(block, document)]
    if len(broken) > max(3, 0.1 * len(running)):  # the layout was not read as it is printed
        return
    for block in broken:
        if not _heading_follows(block, document):
            continue  # the layout broke the paragraph, which goes on in the next block
        text = document.read(block.span).rstrip()
        stop = block.span.start + len(text)
        span = Span(max(block.span.start, stop - 30), stop)
        yield Problem(span, f"本段止于“{text[-8:]}”，没有句末标点。", (span,))


def _heading_follows(block: Block, document: Document) -> bool:
    """True where the next thing that people read is a heading, or nothing."""
    printed = (one for one in document.blocks if one.kind is not BlockKind.FURNITURE)
    after = next((one for one in printed if one.span.start >= block.span.stop), None)
    return after is None or any(after.span.covers(section.heading) for section in document.sections)


def _breaks_off(block: Block, document: Document) -> bool:
    text = document.read(block.span).rstrip()
    if _HEADING_INSIDE.search(text):
        return False
    return bool(text) and text[-1] not in _ENDINGS and "\u4e00" <= text[-1] <= "\u9fff" and "。" in text


# 推进甲。（乙局负责）。: the bracket belongs to the sentence before it, which ends once
_STOP_TWICE = re.compile(r"[^。；\n]{0,24}。([（(〔][^（）()〔〕。；]{2,200}[)）〕])。")


@rule(
    "ST30", "stop-before-and-behind-bracket", title="括号前后都用句号", each=Document, severity=Severity.INFO, cap=3,
    authority=SIGNS, suggestion="只保留一个句号，全文统一。", summary="括号前后都用句号，共{count}处。",
)  # fmt: skip
def stop_before_and_behind_bracket(document: Document, context: Context) -> Iterator[Problem]:
    """A full stop on either side of a bracket that only says who answers: one of the two is left over."""
    for clause in document.clauses:
        for match in _STOP_TWICE.finditer(document.read(clause.span)):
            if clause.kind is not ClauseKind.TABLE_ROW:
                span = clause.span.place(match)
                yield Problem(span, "括号前后都用了句号。", (span,))
