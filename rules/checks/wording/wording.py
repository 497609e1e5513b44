"""ST: words that are written wrong, doubled, cut off or lost, as far as a program can prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.division import divisions, place_named
from ingest.document import ClauseKind, Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.look_alike import exchanged
from rules.passage import segment_around
from rules.rule import Problem, rule
from rules.rulebook import TYPOS, Typo, load_rulebook

EXACT = "党政机关公文处理工作条例第十九条：表述准确，文字精练"
# 各县政府、开发区管委会。各部门要……: bodies without a verb, cut off by a full stop
_CUT_OFF = re.compile(
    r"(?<![^。；\n])((?:[^，。；：、（）“”\d]{2,14}、)+[^，。；：、（）“”\d]{2,14}(?:政府|管委会|部门|单位|委员会|办公室))。(?=[^\n（(])"
)
_PLACE = re.compile(r"(?:省|市|县|区|自治州|自治县|自治区|特别行政区|壮族|回族|维吾尔|地区|盟)+$")


@cache
def _typos(more: tuple[Typo, ...]) -> tuple[dict[str, Typo], re.Pattern[str]]:
    typos = {one.wrong: one for one in (*exchanged(), *load_rulebook(TYPOS).typos, *more)}
    return typos, re.compile("|".join(sorted(map(re.escape, typos), key=lambda word: (-len(word), word))))


@rule(
    "ST21", "misspelt-word", title="错别字", each=Document, severity=Severity.WARNING, cap=6,
    authority=EXACT, suggestion="改为正确的写法。", summary="错别字共{count}处。",
)  # fmt: skip
def misspelt_word(document: Document, context: Context, *, more: tuple[Typo, ...] = ()) -> Iterator[Problem]:
    """A word of the list of common slips: 秸杆 for 秸秆, 截止2020年 for 截至2020年. more: those of the user."""
    typos, pattern = _typos(more)
    for sentence in context.all_sentences:
        for match in pattern.finditer(sentence.text):
            typo = typos[match.group()]
            if typo.unless and typo.unless in sentence.text[max(0, match.start() - 4) : match.end() + 4]:
                continue
            span = sentence.span.place(match)
            yield Problem(
                span, f"“{typo.wrong}”应为“{typo.right}”。", (segment_around(span, document),), cause=typo.wrong
            )


@rule(
    "ST20", "subject-cut-off", title="主语被句号断开", each=Document, severity=Severity.WARNING, cap=3,
    authority=EXACT, suggestion="把句号改为逗号或顿号，或补写谓语。",
)  # fmt: skip
def subject_cut_off(document: Document, context: Context) -> Iterator[Problem]:
    """A sentence of names alone: the full stop behind it stands where a comma was meant."""
    for clause in document.clauses:
        if clause.kind is ClauseKind.TABLE_ROW:
            continue
        for match in _CUT_OFF.finditer(document.read(clause.span)):
            start = clause.span.start + match.start()
            following = document.text[clause.span.start + match.end() : clause.span.stop]
            stop = clause.span.start + match.end() + min(len(following), 24)
            yield Problem(
                Span(start, clause.span.start + match.end()), "只列出单位而没有谓语，句号处似应为逗号或顿号。",
                (Span(start, stop),),
            )  # fmt: skip


# 甲市甲市住房局
_PLACE_TWICE = re.compile(r"([\u4e00-\u9fff]{1,4}[省市县区州盟旗])\1(?=[\u4e00-\u9fff]{2})")


@cache
def _short_names() -> re.Pattern[str]:
    names = {_PLACE.sub("", one.name) for one in divisions() if one.code and one.code.endswith("00")}
    short = "|".join(sorted(name for name in names if 2 <= len(name) <= 3))
    return re.compile(rf"({short})[\u4e00-\u9fff]{{2,4}}\1(?=[\u4e00-\u9fff]{{2,16}}(?:公司|集团|厂|中心|院|项目))")


@rule(
    "ST18", "place-twice-in-name", title="名称中地名重复", each=Document, severity=Severity.WARNING, cap=3,
    authority=EXACT, suggestion="删去重复的地名。",
)  # fmt: skip
def place_twice_in_name(document: Document, context: Context) -> Iterator[Problem]:
    """A place twice within one name (甲省乙市甲省某公司) is left over from filling in a form."""
    for block in context.body_blocks:
        for match in _PLACE_TWICE.finditer(document.read(block.span)):
            if place_named(match[1]) is not None:
                span = block.span.place(match)
                name = Span(span.start, min(block.span.stop, span.stop + 16))
                yield Problem(span, f"“{match[1]}”重复。", (name,), cause=match.group())
    for sentence in context.all_sentences:
        for match in _short_names().finditer(sentence.text):
            inner = match.group()[len(match[1]) : -len(match[1])]
            if re.search(r"[与和至到经及、对以或在是为省市区县委厅局府会]|东|西|南|北|分行|支行|中心", inner):
                continue
            span = sentence.span.place(match)
            yield Problem(span, f"名称中“{match[1]}”出现两次。", (segment_around(span, document),), cause=match.group())


# 配送系统，统、集中化料: the last letter of a word again, alone between signs
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff])([\u4e00-\u9fff])[，、；。]\1[、，；]")


@rule(
    "ST25", "stray-letter", title="多出的单字", each=Document, severity=Severity.WARNING, cap=3,
    authority=EXACT, suggestion="删去多出的字，并核对前后是否误贴。",
)  # fmt: skip
def stray_letter(document: Document, context: Context) -> Iterator[Problem]:
    """Half a word left alone where other text was pasted into the middle of it."""
    for sentence in context.all_sentences:
        for match in _STRAY.finditer(sentence.text):
            start = max(sentence.span.start, sentence.span.start + match.start() - 40)
            span = Span(start, min(sentence.span.stop, sentence.span.start + match.end() + 24))
            yield Problem(span, f"“{match.group()}”多出一个“{match[1]}”字，可能误贴。", (span,))
