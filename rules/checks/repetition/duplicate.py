"""DU: what was written twice in one plan: sentences, phrases, titles, tasks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ingest.document import Clause, ClauseKind, Document, Span
from nlp.commitment import Task
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.pairing import bare, likeness
from rules.passage import head, shortened
from rules.repetition import repeated_stretches
from rules.rule import Problem, rule

SPARE = "党政机关公文处理工作条例第十九条：内容简洁，主题突出，篇幅简短"
# what stands in many places by its nature
_OWN_TEXT = re.compile(
    r"=|责任单位|牵头单位|责任部门|配合单位|按职责分工|负责[）)。]?$|^[（(][^（）()，。；]+、[^（）()，。；]+[）)]$"
)
_NAMED = re.compile(
    r"《|习近平|党的[一二三四五六七八九十]+大|中国特色社会主义|新发展理念|党中央|决定性作用|战略部署|坚定不移走|战略定力|绿色发展为导向"
    r"|(?:(?:局|厅|部|委|办|院|会|政府)、[^，。、]*){2,}|(?:[市县区旗]、[^，。、]{2,6}){3,}|管委会、|政府，"
)
_BREAKS = "，。；：、！？\n"
_RESPONSIBLE = re.compile(
    r"责任单位|牵头单位|责任部门|配合单位|按职责分工|负责[）)。]?$|(?:局、[^，。]*){2,}|(?:厅、[^，。]*){2,}"
)
_REFERS = re.compile(r"\d|^[（(]|^(?:按照|根据|依据|对照|围绕|结合|依托)|(?:处|局|委|中心|厅|部|办)$")


@rule(
    "DU01", "sentence-twice", title="同一句话出现两次", each=Document, severity=Severity.WARNING, cap=8,
    authority=SPARE, suggestion="保留一处；确需两处出现的，改写并互相照应。",
    summary="同一段文字在文中出现两次，共{count}处。",
)  # fmt: skip
def sentence_twice(document: Document, context: Context, *, shortest: int = 22) -> Iterator[Problem]:
    """Long sentences that stand in two sections were pasted: one finding for each pair of sections."""
    if not context.is_plan:
        return
    places: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in context.sentences:
        key = bare(sentence.text)
        if len(key) >= shortest and _counts(sentence.clause, context) and not _OWN_TEXT.search(sentence.text):
            places[key].append(sentence)
    pairs: dict[tuple[str | None, str | None], list[tuple[Sentence, Sentence]]] = defaultdict(list)
    for found in places.values():
        for later in found[1:]:
            if later.span == found[0].span or _title_of(later, context):
                continue
            if not _parallel(found[0], later, context):
                pairs[found[0].clause.section, later.clause.section].append((found[0], later))
    for together in pairs.values():
        longest = sorted(_runs(together), key=lambda pair: (-len(pair[0]), pair[0]))
        one, other = longest[0]
        more = f"（两处共{len(together)}句相同）" if len(together) > 1 else ""
        yield Problem(
            other, f"与前文重复{more}：“{_short(document.read(one))}”。",
            tuple(span for pair in longest[:6] for span in pair),
        )  # fmt: skip


def _runs(pairs: list[tuple[Sentence, Sentence]]) -> list[tuple[Span, Span]]:
    """The repeated sentences, those that follow each other in both places as one passage."""
    runs: list[tuple[Span, Span]] = []
    for one, other in sorted(pairs, key=lambda pair: pair[0].span):
        if runs and 0 <= one.span.start - runs[-1][0].stop <= 1 and 0 <= other.span.start - runs[-1][1].stop <= 1:
            runs[-1] = Span(runs[-1][0].start, one.span.stop), Span(runs[-1][1].start, other.span.stop)
        else:
            runs.append((one.span, other.span))
    return runs


@rule(
    "DU08", "passage-twice", title="同一段文字用在两处", each=Document, severity=Severity.INFO, cap=8,
    authority=SPARE, suggestion="保留一处，另一处改写或互相照应。", summary="同一段文字用在两处，共{count}处。",
)  # fmt: skip
def passage_twice(document: Document, context: Context, *, shortest: int = 20) -> Iterator[Problem]:
    """Parts of sentences that stand in two places: a report of what was done that is set again as a task, for one."""
    if not context.is_plan:
        return
    clauses = [clause for clause in document.clauses if _counts(clause, context)]
    told = _told_sentences(context)
    pairs: dict[tuple[str | None, str | None], list[tuple[Span, Span]]] = defaultdict(list)
    for stretches in repeated_stretches(document, clauses, shortest):
        one, other = (_whole_segments(span, document) for span in stretches)
        text = document.read(one)
        if min(len(bare(text)), len(bare(document.read(other)))) < shortest or _told(text, told):
            continue
        if _OWN_TEXT.search(text) or _NAMED.search(text) or not re.search("[，；。、]", text):
            continue
        first, second = context.clause_at(one), context.clause_at(other)
        if first is None or second is None or first.section == second.section:
            continue
        goals = context.in_goals(first) or context.in_goals(second)
        if (goals and re.search(r"\d", text)) or _like_parts(first, second, context) or _in_title(document, one):
            continue
        pairs[first.section, second.section].append((one, other))
    for together in pairs.values():
        longest = sorted(together, key=lambda pair: (-len(pair[0]), pair[0]))
        more = f"（两处共{len(together)}段相同）" if len(together) > 1 else ""
        yield Problem(
            longest[0][1], f"与前文重复{more}：“{_short(document.read(longest[0][0]))}”。",
            tuple(head(span, 118) for pair in longest[:6] for span in pair),
        )  # fmt: skip


# 支持研发 here and 重点支持研发 there: the segment begins behind the adverb
_ADVERB = re.compile(r"[，。；：、！？\n](?:重点|积极|大力|加快|持续|深入|全面|着力|稳步|切实|不断|优先)$")


def _whole_segments(span: Span, document: Document) -> Span:
    """The part of a stretch that begins and ends with a segment: no halves of words at its ends."""
    text, start, stop = document.text, span.start, span.stop
    while start < stop and start > 0 and text[start - 1] not in _BREAKS and not _ADVERB.search(text, start - 3, start):
        start += 1
    while stop > start and stop < len(text) and text[stop] not in _BREAKS:
        stop -= 1
    return Span(start, stop)


def _told_sentences(context: Context) -> frozenset[str]:
    """The sentences that stand twice as a whole, which DU01 reports."""
    times = Counter(bare(sentence.text) for sentence in context.sentences)
    return frozenset(text for text, count in times.items() if count > 1 and len(text) >= 22)


def _told(text: str, told: frozenset[str]) -> bool:
    return any(bare(part) in told for part in re.split("[。；]", text))


def _counts(clause: Clause, context: Context) -> bool:
    """False for the cover page, annexes and formulas, which repeat by their nature."""
    text = context.document.read(clause.span)
    return not context.in_annex(clause) and "=" not in text and (clause.section is not None or "。" in text)


def _in_title(document: Document, span: Span) -> bool:
    """True inside 《…》: the name of a document."""
    before = document.text[max(0, span.start - 60) : span.start]
    return before.rfind("《") > before.rfind("》") and document.text.find("》", span.start, span.stop + 60) >= 0


def _parallel(one: Sentence, other: Sentence, context: Context) -> bool:
    return _like_parts(one.clause, other.clause, context)


def _like_parts(one: Clause, other: Clause, context: Context) -> bool:
    """True in sections of one title below different ones: a plan of like parts, each complete in itself."""
    left, right = (context.document.ancestry(clause.section) for clause in (one, other))
    return bool(left and right) and left[-1].id != right[-1].id and left[-1].title == right[-1].title


def _short(text: str) -> str:
    return shortened(text)


def _title_of(sentence: Sentence, context: Context) -> bool:
    return any(sentence.span.covers(section.heading) for section in context.document.sections)


@rule(
    "DU02", "phrase-twice-nearby", title="紧邻处重复同一短语", each=Clause, severity=Severity.WARNING, cap=6,
    authority=SPARE, suggestion="删去重复的短语。", summary="同一段内重复同一短语，共{count}处。",
)  # fmt: skip
def phrase_twice_nearby(clause: Clause, context: Context, *, shortest: int = 9) -> Iterator[Problem]:
    """The same phrase twice within two sentences was pasted twice.

    The heading of a paragraph may come back in its text as the purpose of what is ordered, but not right behind it.
    """
    if clause.kind is ClauseKind.TABLE_ROW or not context.is_plan:
        return
    seen: dict[str, tuple[int, Span]] = {}
    told: tuple[Span, Span] | None = None
    for order, sentence in enumerate(one for one in _of(clause, context)):
        for part in sentence.segments:
            text = context.document.read(part)
            key = bare(text)
            if len(key) < shortest or _RESPONSIBLE.search(text) or _REFERS.search(text):
                continue
            before = seen.get(key)
            if before is not None and order - before[0] <= 1 and not _taken_up(before, part, order, context):
                pasted = before[1], part
                goes_on = told and all(0 <= now.start - then.stop <= 1 for then, now in zip(told, pasted, strict=True))
                told = pasted
                if goes_on:  # one passage of several phrases, pasted as a whole
                    seen[key] = (order, part)
                    continue
                yield Problem(
                    part, f"短语“{shortened(text.strip())}”在相邻处重复。",
                    (Span(before[1].start, min(part.stop, before[1].start + 118)), part), cause=key,
                )  # fmt: skip
            seen[key] = (order, part)


def _taken_up(before: tuple[int, Span], later: Span, order: int, context: Context) -> bool:
    """The heading that comes back further on, or the close of two parallel sentences."""
    text = context.document.text
    between = text[before[1].stop : later.start]
    alone = text[before[1].stop : before[1].stop + 1] == "。" and text[before[1].start - 1 : before[1].start] in "。\n"
    if order == before[0] + 1 and (before[0] == 0 or alone):
        return len(between) > 1 and not _same_opening(before[1], later, text)
    return order > before[0] and text[later.stop : later.stop + 1] == "；"


def _same_opening(one: Span, other: Span, text: str) -> bool:
    """True where both phrases open their sentences: the second sentence begins with the words of the heading."""
    return text[one.start - 1 : one.start] in {"\n", "", "。"} and text[other.start - 1 : other.start] == "。"


def _of(clause: Clause, context: Context) -> Iterator[Sentence]:
    return (sentence for sentence in context.sentences if sentence.clause.id == clause.id)


@rule(
    "DU03", "title-repeated-below", title="段首重复上级标题", each=Clause, severity=Severity.INFO,
    authority=SPARE, suggestion="删去段首的重复标题。",
)  # fmt: skip
def title_repeated_below(clause: Clause, context: Context) -> Iterator[Problem]:
    """A run-in heading that only repeats the heading above it adds nothing."""
    if clause.run_in is None or clause.section is None:
        return
    section = context.document.section(clause.section)
    same = bare(context.document.read(clause.run_in)) == bare(section.title)
    if same and section.heading.stop <= clause.run_in.start:
        yield Problem(clause.run_in, f"段首重复标题“{section.title}”。", (section.heading, clause.run_in))


@rule(
    "DU04", "task-set-twice", title="同一任务布置两次", each=Task, severity=Severity.WARNING, cap=4,
    authority=SPARE, suggestion="合并任务，明确一套责任单位。", summary="内容相近而责任单位不同的任务共{count}对。",
)  # fmt: skip
def task_set_twice(task: Task, context: Context, *, similar: float = 0.72) -> Iterator[Problem]:
    """Two tasks of nearly the same text with different bodies: nobody can tell which of them answers."""
    peers = context.text_tasks
    if task not in peers or not task.bureaus:
        return
    text = context.document.read(task.body)
    if len(bare(text)) < 20:
        return
    mine = {mention.name for mention in task.bureaus}
    sentences = {bare(one) for one in re.split("[。；]", text) if len(bare(one)) >= 22}
    for other in peers[: peers.index(task)]:
        if not other.bureaus or mine == {mention.name for mention in other.bureaus}:
            continue
        body = context.document.read(other.body)
        if sentences & {bare(one) for one in re.split("[。；]", body)}:  # DU01 shows the sentence
            continue
        if likeness(text, body) >= similar:
            yield Problem(task, f"任务“{task.title}”与“{other.title}”内容相近。", (head(other.body), head(task.body)))
            return
