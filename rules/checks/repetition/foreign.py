"""DU: what was carried over from another place's plan: passages, names, words of another kind of jurisdiction."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.division import divisions
from ingest.document import Document, GovernmentLevel, Span
from rules.context import Context, SharedPassage
from rules.finding import Evidence, Severity
from rules.pairing import bare, likeness
from rules.place import is_foreign, is_neighbour, own_codes, own_province, places_in
from rules.rule import Problem, rule

LOCAL = "党政机关公文处理工作条例第十九条：从实际出发，所提措施切实可行"
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
    r"与|同|和|跨|合作|协同|对接|借鉴|学习|参照|对口|援|联动|毗邻|共建|共同|接壤|邻|沿线|至|联合|流域|经济圈|城市群"
    r"|都市圈|方向|来自|驻|公司|集团|大学|院|论坛|会议|协定|议定书|宣言|模式|经验"
)


_SAME_SUBJECT = 0.5  # likeness of two titles
_OF_A_PLACE = re.compile(r"[全我本](?:省|市|州|县|区|旗|园区|地区)")


@rule(
    "DU05", "passage-of-another-plan", title="与其他地区文件文字相同", each=Document, severity=Severity.INFO, cap=3,
    authority=LOCAL, suggestion="结合本地实际改写；确需引用上级文件的，注明出处。",
    summary="与其他地区{count}份文件文字相同。",
)  # fmt: skip
def passage_of_another_plan(
    document: Document, context: Context, *, similar: float = 0.85, shortest: int = 28, paragraph: int = 100
) -> Iterator[Problem]:  # fmt: skip
    """Passages that also stand in the plan of a region that is neither above nor below: one finding a plan.

    What a document of the nation or of a region above says in the same words is taken from there, not from a neighbour.
    A paragraph and more that a plan of another subject printed before is a warning. Plans of one subject (and title)
    implement one document above them, and single passages may be common wording: both are for information.
    """
    if _national(document):
        return
    sources = [one.span for one in context.shared if one.boilerplate or not is_neighbour(one.other_region, document)]
    found: dict[str, list[SharedPassage]] = defaultdict(list)
    for shared in context.shared:
        long = len(bare(document.read(shared.span))) >= shortest
        if long and shared.similarity >= similar and not _covered(shared.span, sources):
            found[shared.other_document].append(shared)
    told: list[Span] = []
    for passages in sorted(found.values(), key=lambda some: (-_letters(some), some[0].other_document)):
        own = [one for one in passages if not _covered(one.span, told)]
        if own:
            told += [one.span for one in own]
            yield _copied(sorted(own, key=lambda one: (-len(one.span), one.span)), document, paragraph)


def _national(document: Document) -> bool:
    """True for a document of the nation, also for one that neither says whose it is nor speaks of 全市."""
    if document.region is not None:
        return False
    if document.issuer is not None or document.level is GovernmentLevel.NATION:
        return True
    return len(_OF_A_PLACE.findall(document.text)) < 5


def _letters(passages: list[SharedPassage]) -> int:
    return sum(len(one.span) for one in passages)


def _covered(span: Span, others: list[Span]) -> bool:
    """True where half of the passage, or more, lies in one of the others."""
    return any(2 * (min(span.stop, one.stop) - max(span.start, one.start)) >= len(span) for one in others)


def _copied(passages: list[SharedPassage], document: Document, paragraph: int) -> Problem:
    first = passages[0]
    later = first.other_issued and document.issued_on and first.other_issued.earliest > document.issued_on.earliest
    siblings = likeness(document.title, first.other_title) >= _SAME_SUBJECT
    loud = len(first.span) >= paragraph and not later and not siblings and document.region is not None
    more = f"{len(passages)}段" if len(passages) > 1 else ""
    return Problem(
        first.span,
        f"与《{first.other_title}》{_order(first, document)}{more}文字相同（相似度{first.similarity:.0%}）。",
        tuple(
            passage for one in passages[:10]
            for passage in (one.span, Evidence(one.other_clause, one.other_quote[:120], one.span, one.other_document))
        ),
        severity=Severity.WARNING if loud else Severity.INFO,
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
                span = sentence.span.place(match)
                around = Span(max(sentence.span.start, span.start - 12), min(sentence.span.stop, span.stop + 12))
                yield Problem(span, f"“{document.quote(span)}”是设有{name}的地区才有的说法。", (around,))


# 各区县, where the place governs no 区
_DISTRICTS = re.compile(r"(?<![园社城辖地山校街景灌牧林矿库新郊老片])(?:各)?(?:区县|县区)(?![域])")


@rule(
    "DU10", "districts-where-there-are-none", title="出现本地没有的区", each=Document, severity=Severity.INFO, cap=2,
    authority=LOCAL, suggestion="改为“各县（市）”等本地的说法。",
)  # fmt: skip
def districts_where_there_are_none(document: Document, context: Context) -> Iterator[Problem]:
    """各区县 in the plan of a prefecture that has counties and county-level cities only."""
    codes = [code for code in own_codes(document) if code.endswith("00") and not code.endswith("0000")]
    if not codes:
        return
    below = [one.name for one in divisions() if one.code and one.code[:4] == codes[0][:4] and one.code != codes[0]]
    if len(below) < 2 or any(name.endswith("区") for name in below):
        return
    for sentence in context.sentences:
        match = _DISTRICTS.search(sentence.text)
        if match and "《" not in sentence.text:
            start = sentence.span.start + match.start()
            span = Span(max(sentence.span.start, start - 8), min(sentence.span.stop, start + 12))
            yield Problem(span, f"“{match.group()}”：本地只有县和县级市，没有区。", (span,), cause=match.group())
