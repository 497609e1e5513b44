"""RS: is work that places are told to do, or that stands in a box only, laid on anybody in the lists as well?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.division import Division, named_in, place_named
from ingest.document import Document, Span
from rules.context import Context
from rules.duty import Duty
from rules.finding import Severity
from rules.pairing import holds
from rules.passage import in_context, own_words, widened
from rules.place import own_codes
from rules.rule import Problem, rule

ACCOUNTABLE = "规划和方案应当把任务落实到责任单位：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位）"
# 各地要……, 各市完成……, 发挥属地政府责任
_ACTS = re.compile(
    r"^(?:由|请|要求|[\u4e00-\u9fff]{0,4}[内海域边线])?(?:各地(?:区)?|各(?:设区|地级|省辖)?市(?:州|（州）|、州|（区）)?|各(?:县|区|旗|盟|州)[^，。；]{0,10}?|地方(?:各级)?|属地)(?:人民政府|政府|管委会)?"
    r"(?:[、和][^，。；]{2,12}?)?(?:要|应当?|须|分别|负责|全部|每年)?(?:组织|制定|编制|明确|建立|开展|出台|加快|完成|确定|统筹|推进|实施|承担|加强|甄别|根据|划定|核定|落实到|分解|将|把|采取|合理|做好|及时|严格)"
    r"|(?:发挥|压实|落实)[^，。；]{0,6}(?:属地|地方政府)[^，。；]{0,8}责任"
)
# said of every plan, or left to the places
_GENERAL = re.compile(r"结合[^，。；]{0,6}实际|贯彻|高度重视|总结|参照|鼓励|支持|可以?根据|引导|党政同责|思想")
_PLACES = re.compile(
    r"各地|各级|各[^，。；、（）]{0,6}[市县区州旗盟]|[市县区州旗盟](?:[、（(][^，。；]{1,8})?(?:人民)?政府|人民政府|县区|市县|属地|地方(?!金融)|管委会|开发区"
)


@rule(
    "RS70", "places-not-in-lists", title="由各地承担的工作未把各地列为责任单位", each=Document, severity=Severity.INFO,
    authority=ACCOUNTABLE, suggestion="在这些任务的责任单位中补列各地人民政府，写明省、市、县各自负责什么。",
)  # fmt: skip
def places_not_in_lists(
    document: Document, context: Context, *, fewest: int = 2, most_named: float = 0.34
) -> Iterator[Problem]:  # fmt: skip
    """Tasks that say what cities and counties have to do, each followed by a list of bodies of the level above.

    most_named: share of the lists that may name places; where more do, a list without them may mean it.
    """
    duties = context.duties
    named = sum(bool(_PLACES.search(document.read(one.listed))) for one in duties)
    if len(duties) < 3 or named > most_named * len(duties) or _SAID_ONCE.search(document.text):
        return
    found = [
        (span, duty) for duty in duties if not _PLACES.search(document.read(duty.listed))
        for span in _local_work(duty, context)
    ]  # fmt: skip
    spans = list(dict.fromkeys(span for span, _ in found))
    if len(spans) >= fewest:
        lists = dict.fromkeys(duty.listed for _, duty in found)
        yield Problem(
            spans[0], f"{len(spans)}处工作由各地承担，所在任务的责任单位均未列各地。",
            (*spans[:8], *tuple(lists)[:4]),
        )  # fmt: skip


# 以下均需各级政府落实，不再列出
_SAID_ONCE = re.compile(
    r"(?:均|都|分别)(?:需|须|由|应)?各[^，。；（）]{1,12}(?:落实|负责|实施)|各[^，。；（）]{1,12}(?:落实|负责|实施)[^（）]{0,12}(?:不再|下同|以下)"
)


def _local_work(duty: Duty, context: Context) -> Iterator[Span]:
    """The segments of a duty's work that have places do something, with what follows them."""
    for sentence in context.sentences_of(duty.task):
        parts = tuple(own_words(part, context.document) for part in sentence.segments)
        for at, part in enumerate(parts):
            text = context.document.read(part).strip()
            if not duty.work.covers(part) or not _ACTS.search(text):
                continue
            behind = context.document.read(parts[at + 1]) if at + 1 < len(parts) else ""
            if not _GENERAL.search(text + behind):
                yield widened(at, parts)
                break


# 鼓励甲、乙等地创建…: they may, and if so they do it themselves
_INVITED = re.compile(r"(?:鼓励|支持|引导|推动)[^，。；]{2,24}(?:创建|争创|申报|申请|争取|打造)")
_BUILT = re.compile(r"项目|工程|改造|试点|示范|园|厂|站|基地")


@rule(
    "RS62", "named-places-not-in-lists", title="点名的下级地方未列为责任单位", each=Document, severity=Severity.INFO,
    authority=ACCOUNTABLE, suggestion="把项目所在地的政府列入该任务的责任单位，或另附各地任务清单。",
)  # fmt: skip
def named_places_not_in_lists(
    document: Document, context: Context, *, fewest: int = 2, most_named: float = 0.34
) -> Iterator[Problem]:  # fmt: skip
    """Works in named counties, each followed by a list of the city's own offices: who builds them is told nothing.

    fewest: places that must be named; most_named: share of the lists that may hold governments of places.
    """
    duties, own = context.duties, own_codes(document)
    if len(duties) < 3 or not own or _SAID_ONCE.search(document.text):
        return
    if sum(bool(_PLACES.search(document.read(one.listed))) for one in duties) > most_named * len(duties):
        return
    found: list[tuple[str, Span, Duty]] = []
    for duty in duties:
        if _PLACES.search(document.read(duty.listed)):
            continue
        for sentence in context.sentences_of(duty.task):
            for part in sentence.segments:
                text = document.read(part)
                names = [one.name for one in _named(text) if one.code and _is_below(one.code, own)]
                if names and duty.work.covers(part) and _works_at(text):
                    found += [(name, part, duty) for name in names]
    places = list(dict.fromkeys(name for name, _, _ in found))
    if len(places) >= fewest:
        spans = dict.fromkeys(in_context(part, document) for _, part, _ in found)
        yield Problem(
            found[0][1], f"点名了{'、'.join(places[:4])}的项目，所在任务的责任单位均未列当地政府。",
            (*tuple(spans)[:8], *dict.fromkeys(duty.listed for _, _, duty in found[:4])),
        )  # fmt: skip


# 支持九江、鹰潭建设…: a place by its short name, where it can be nothing else
_BARE = re.compile(r"(?:^|[、在以]|支持|鼓励|推动|推进|加快)([\u4e00-\u9fff]{2,3}?)(?=[、和等]|建设|创建|开展|市)")


def _works_at(text: str) -> bool:
    """True for a segment that has something built at the places it names, by whom it does not say."""
    return bool(_BUILT.search(text)) and "经验" not in text and not _INVITED.search(text)


def _named(text: str) -> Iterator[Division]:
    """The places that a text names, in full or, among others, by their short names."""
    yield from named_in(text)
    for match in _BARE.finditer(text):
        if (place := place_named(match[1])) is not None:
            yield place


def _is_below(code: str, own: tuple[str, ...]) -> bool:
    """True for a place of the plan's region, one level or more below it."""
    return any(code != mine and code.startswith(re.sub("(?:00){1,2}$", "", mine)) for mine in own)


@rule(
    "RS12", "dated-duty-in-box", title="专栏中的任务未见责任单位", each=Document, severity=Severity.INFO, cap=3,
    authority=ACCOUNTABLE, suggestion="在专栏或正文相应任务中写明责任单位。",
)  # fmt: skip
def dated_duty_in_box(document: Document, context: Context, *, usual_share: float = 0.5) -> Iterator[Problem]:
    """A duty with a date of its own that stands in a box only, in a plan that names a body for each task."""
    tasks = context.text_tasks
    if not tasks or sum(bool(task.bureaus) for task in tasks) < usual_share * len(tasks):
        return
    found = []
    for sentence in context.sentences:
        clause = sentence.clause
        if not context.in_box(clause) or not _DUE.search(sentence.text) or clause.id in context.tasks_by_clause:
            continue
        if not _NAMES_BODY.search(document.read(clause.span)) and holds(context.text_of_tasks, sentence.text) < 0.9:
            found.append(sentence.span)
    if found:
        yield Problem(found[0], f"专栏中有{len(found)}处写明时限的任务未见责任单位。", tuple(found[:12]))


_DUE = re.compile(r"20\d\d年(?:年?底)?前|到20\d\d年|20\d\d年(?:\d{1,2}月)?底前")
_NAMES_BODY = re.compile(r"责任单位|责任部门|牵头|负责")
