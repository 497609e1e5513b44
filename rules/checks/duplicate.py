"""DU: what was written twice in one plan, and what was carried over from another place's plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.document import Clause, ClauseKind, Document, Span
from nlp.commitment import Task
from rules.context import Context, Sentence, SharedPassage, segments
from rules.finding import Evidence, Severity
from rules.pairing import bare, likeness
from rules.place import is_foreign, own_province, places_in
from rules.rule import Problem, rule

SPARE = "党政机关公文处理工作条例第十九条：内容简洁，主题突出，篇幅简短"
LOCAL = "党政机关公文处理工作条例第十九条：从实际出发，所提措施切实可行"
_RESPONSIBLE = re.compile(
    r"责任单位|牵头单位|责任部门|配合单位|按职责分工|负责[）)。]?$|(?:局、[^，。]*){2,}|(?:厅、[^，。]*){2,}"
)
_REFERS = re.compile(r"\d|^[（(]|^(?:按照|根据|依据|对照|围绕|结合|依托)|(?:处|局|委|中心|厅|部|办)$")
_AUTONOMOUS = {"15", "45", "54", "64", "65"}
_OWN_WORDS = (
    (re.compile(r"兵团级|师市(?!场)|团场"), {"65"}, "兵团"),
    (re.compile(r"自治区(?:级|党委|人民政府|下达|有关|直|层面)"), _AUTONOMOUS, "自治区"),
    (re.compile(r"旗县区?|(?<!东)盟市(?!场)"), {"15"}, "盟、旗"),
    (re.compile(r"(?<![县市区])师(?:团|市)(?:两级|各级)"), {"65"}, "师团"),
)
_SPEAKS_FOR = re.compile(
    r"^(?:人民政府|[市县区]?政府|各县|各区|各部门|有关部门|辖区|境内|全域|行政区域|范围内|实际情况|实际[，、]|经济社会发展"
    r"|市委|委市政府)"
)
_IN_PLACE = re.compile(r"(?:在|对|全|本|我|立足|结合|围绕)$")
_WITH_OTHERS = re.compile(
    r"与|同|和|跨|合作|协同|对接|借鉴|学习|参照|对口|援|联动|毗邻|共建|共同|接壤|邻|沿线|至|联合|流域|经济圈|城市群|都市圈|方向|来自|驻|公司|集团|大学|院|论坛|会议|协定|议定书|宣言|模式|经验"
)


@rule(
    "DU01", "sentence-twice", title="同一句话出现两次", each=Document, severity=Severity.WARNING, cap=6,
    authority=SPARE, suggestion="保留一处；确需两处出现的，改写并互相照应。",
    summary="同一段文字在文中出现两次，共{count}处。",
)  # fmt: skip
def sentence_twice(document: Document, context: Context, *, shortest: int = 22) -> Iterator[Problem]:
    """A long sentence that stands twice was pasted: with two sets of bodies it is a conflict as well."""
    if not context.is_plan:
        return
    places: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in context.sentences:
        key = bare(sentence.text)
        if sentence.clause.section is None or "=" in sentence.text or context.in_annex(sentence.clause):
            continue  # the cover page, formulas, annexes
        if len(key) >= shortest and not _RESPONSIBLE.search(sentence.text):
            places[key].append(sentence)
    pairs: dict[tuple[str, str], list[tuple[Sentence, Sentence]]] = defaultdict(list)
    for found in places.values():
        for later in found[1:]:
            if later.span == found[0].span or _title_of(later, context):
                continue
            if not _parallel(found[0], later, context):
                pairs[found[0].clause.id, later.clause.id].append((found[0], later))
    for together in pairs.values():
        one, other = max(together, key=lambda pair: len(pair[0].text))
        more = f"（连同前后共{len(together)}句）" if len(together) > 1 else ""
        yield Problem(
            other.span, f"与前文重复{more}：“{_short(one.text)}”。",
            tuple(span for pair in together[:5] for span in (pair[0].span, pair[1].span)),
        )  # fmt: skip


def _parallel(one: Sentence, other: Sentence, context: Context) -> bool:
    """True in sections of one title below different ones: a plan of like parts, each complete in itself."""
    left, right = (context.document.ancestry(sentence.clause.section) for sentence in (one, other))
    return bool(left and right) and left[-1].id != right[-1].id and left[-1].title == right[-1].title


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}……"


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
    for order, sentence in enumerate(one for one in _of(clause, context)):
        for part in segments(sentence):
            text = context.document.read(part)
            key = bare(text)
            if len(key) < shortest or _RESPONSIBLE.search(text) or _REFERS.search(text):
                continue
            before = seen.get(key)
            if before is not None and order - before[0] <= 1 and not _taken_up(before, part, order, context):
                yield Problem(
                    part, f"短语“{text.strip()[:30]}”在相邻处重复。",
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
            yield Problem(task, f"任务“{task.title}”与“{other.title}”内容相近。", (_head(other.body), _head(task.body)))
            return


def _head(span: Span) -> Span:
    return Span(span.start, min(span.stop, span.start + 80))


@rule(
    "DU05", "passage-of-another-plan", title="与其他地区文件文字相同", each=Document, severity=Severity.WARNING, cap=8,
    authority=LOCAL, suggestion="结合本地实际改写；确需引用上级文件的，注明出处。",
    summary="与其他地区文件文字相同，共{count}处。",
)  # fmt: skip
def passage_of_another_plan(
    document: Document, context: Context, *, similar: float = 0.85, shortest: int = 28
) -> Iterator[Problem]:  # fmt: skip
    """A passage that also stands in another region's plan, and is nobody's common wording, was copied one way."""
    for shared in sorted(context.shared, key=lambda one: (one.span, one.other_document)):
        if shared.boilerplate or shared.similarity < similar or len(bare(document.read(shared.span))) < shortest:
            continue
        if shared.other_region == document.region and shared.other_region is not None:
            continue
        evidence = Evidence(shared.other_clause, shared.other_quote[:120], shared.span, shared.other_document)
        yield Problem(
            shared.span,
            f"与《{shared.other_title}》{_order(shared, document)}文字相同（相似度{shared.similarity:.0%}）。",
            (shared.span, evidence), cause=str(shared.span),
        )  # fmt: skip


def _order(shared: SharedPassage, document: Document) -> str:
    if shared.other_issued is None or document.issued_on is None:
        return ""
    return "（成文在先）" if shared.other_issued.earliest < document.issued_on.earliest else "（成文在后）"


@rule(
    "DU06", "name-of-another-place", title="出现其他地区的名称", each=Document, severity=Severity.WARNING, cap=4,
    authority=LOCAL, suggestion="核对是否为照搬他地文件的遗留。",
    summary="在应为本地名称处出现其他地区名称，共{count}处。",
)  # fmt: skip
def name_of_another_place(document: Document, context: Context) -> Iterator[Problem]:
    """Another place's name where the plan's own must stand (its government, its area) was copied with the text."""
    yield from _unknown_places(document, context)
    for sentence in context.sentences:
        for span, place in places_in(sentence.text):
            after, before = sentence.text[span.stop :], sentence.text[: span.start]
            if "《" in before and before.rfind("《") > before.rfind("》"):
                continue
            if not _SPEAKS_FOR.match(after) or not is_foreign(place, document):
                continue
            near = sentence.text[max(0, span.start - 16) : span.stop + 16].replace(place.name, "")
            if _WITH_OTHERS.search(near) or (
                re.search(r"[、\u4e00-\u9fff]$", before) and not _IN_PLACE.search(before)
            ):
                continue
            found = Span(sentence.span.start + span.start, min(sentence.span.stop, sentence.span.start + span.stop + 8))
            yield Problem(found, f"“{place.name}”不属于本规划的地区。", (found,), cause=place.name)


# 提升甲市群众办事便利度: whose people a plan serves is said with its own name
_SERVED = re.compile(
    r"(?:提升|在|为|满足|服务|方便|保障|改善|完善|覆盖)([\u4e00-\u9fff]{2,3}[市县])(?=群众|居民|市民|人民|企业|境内|辖区|全域|绿道|城区)"
)
_GENERAL_PLACE = re.compile(r"[各本全我该区级中大小省乡城两州新老数几]|^(?:上级|下辖|都|股|超|门|集|夜|菜)")


def _unknown_places(document: Document, context: Context) -> Iterator[Problem]:
    """A place that no table holds, once or twice where the plan's own name belongs, in a plan that has a name."""
    if not document.region or not re.search(r"[市县区]$", document.region):
        return
    for sentence in context.sentences:
        for match in _SERVED.finditer(sentence.text):
            name = match[1]
            if _GENERAL_PLACE.search(name) or name in document.region or document.text.count(name) > 2:
                continue
            if any(place.name == name for _, place in places_in(name)):  # the table knows whose it is
                continue
            start = sentence.span.start + match.start(1)
            found = Span(max(sentence.span.start, start - 6), min(sentence.span.stop, start + len(name) + 10))
            yield Problem(found, f"“{name}”不是本规划的地区。", (found,), cause=name)


@rule(
    "DU07", "jurisdiction-of-another-place", title="出现本地没有的行政层级", each=Document, severity=Severity.WARNING,
    cap=4, authority=LOCAL, suggestion="改为本地的行政层级名称。", summary="出现本地没有的行政层级名称，共{count}处。",
)  # fmt: skip
def jurisdiction_of_another_place(document: Document, context: Context) -> Iterator[Problem]:
    """兵团级 outside Xinjiang, 旗县 outside Inner Mongolia: words of another kind of place came with the text."""
    province = own_province(document)
    if province is None:
        return
    for sentence in context.sentences:
        for pattern, provinces, name in _OWN_WORDS:
            match = pattern.search(sentence.text)
            if match and province not in provinces and not re.search(r"各省|省、自治区|省（自治区|“|《", sentence.text):
                span = Span(sentence.span.start + match.start(), sentence.span.start + match.end())
                around = Span(max(sentence.span.start, span.start - 12), min(sentence.span.stop, span.stop + 12))
                yield Problem(span, f"“{document.quote(span)}”是设有{name}的地区才有的说法。", (around,))
