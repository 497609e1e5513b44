"""RS and DU: does the list of bodies name whoever is in charge of what it is about, and is each matter given once?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ingest.document import Document, GovernmentLevel, Span
from nlp.bureaus.roster import function_names
from nlp.commitment import BureauMention, Role
from rules.context import Context
from rules.duty import Duty
from rules.finding import Severity
from rules.matter import Matter, matters
from rules.passage import in_context, segment_around, shortened
from rules.rule import Problem, rule

IN_CHARGE = "任务应当落实到负有职责的单位：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位）"
ONE_ANSWERS = "一项工作由一个责任单位牵头：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位）"
# a segment that orders something begins with its verb
_ORDER = re.compile(
    r"\s*(?:(?:力争|确保|到?20\d\d年底?前?|[\d.]+[%％]的?[^，。；]{0,12}|积极|大力|加快|持续|深入|扎实|有序|全面|着力|稳步|进一步|逐步|严格|率先|因地制宜|稳妥|切实|不断|统筹|协调|科学|优先|广泛|重点)+地?)?"
    r"(?:支持|推进|推动|推广|推行|打造|搭建|建设|建立|健全|完善|实施|开展|发展|提升|提高|加强|强化|构建|培育|创建|鼓励|引导|加大|倡导"
    r"|争取|制定|制修订|修订|编制|组织|探索|深化|规范|整治|治理|改造|淘汰|更新|扩大|优化|促进|研究|执行|落实|督促|指导|限制|禁止|遏制|新建|完成|建成|达到)"
)
# money, prices, rules and praise for a matter are not the matter itself
_ABOUT = re.compile(
    r"税|价格|电价|信贷|融资|贷款|债券|保险|补贴|奖补|收费|经验|结合|资金|依据|提供|支持的|政策支持|财政|作为|宣传|政策$|(?<!科学)研究$|关键技术|衔接"
)
_FIGURE = re.compile(r"\d[\d.]*\s*(?:[%％万亿个家座项吨]|千瓦|公里|平方米)|20\d\d年|[%％]")
_EVERYWHERE = frozenset({"园区管委会"})  # beside the districts in each list
_SHORT = 60  # characters of an order with what it is for
_BREAKS = "，。；：！？\n"


@rule(
    "RS17", "body-in-charge-not-listed", title="责任单位中未见主管单位", each=Document, severity=Severity.INFO, cap=3,
    authority=IN_CHARGE, suggestion="核对职责分工，把主管单位列入；确由其他单位主管的，可不处理。",
    summary="责任单位中未见所涉事项主管单位的，共{count}处，本文他处列有这些单位。",
)  # fmt: skip
def body_in_charge_not_listed(document: Document, context: Context) -> Iterator[Problem]:
    """A list that leaves out whoever is in charge of its subject, in a plan that names that body in other lists."""
    duties = context.duties
    known = [(duty, functions) for duty in duties if (functions := duty.functions)]
    for duty, functions in known:
        missing: list[tuple[str, str, Span]] = []
        for matter in matters():
            if not matter.charge or functions & set(matter.charge) or "人民政府" in functions:
                continue
            order = next(_orders(matter, duty, document, strictly=False, money=not matter.group), None)
            body = _named_elsewhere(matter, duty, known) if order is not None else None
            if order is not None and body is not None:
                missing.append((matter.name, body, order))
        if missing:
            said = "；".join(f"涉及{name}，未见{body}" for name, body, _ in missing[:3])
            yield Problem(
                missing[0][2],
                f"责任单位与任务内容不相称：{said}。",
                (*dict.fromkeys(span for _, _, span in missing[:4]), duty.listed),
            )


@rule(
    "RS60", "owner-in-no-list", title="全文责任单位中没有主管单位", each=Document, severity=Severity.INFO, cap=3,
    authority=IN_CHARGE, suggestion="把主管单位列入该任务的责任单位；由其他单位代管的，写明是哪一个。",
    summary="所涉事项的主管单位在全文责任单位中未见，共{count}项。",
)  # fmt: skip
def owner_in_no_list(document: Document, context: Context, *, fewest: int = 6) -> Iterator[Problem]:
    """A matter that one kind of body alone can see to, and no list of the plan names such a body.

    fewest: bodies that the plan must name at least; a park with three departments has nobody else.
    """
    duties = context.duties
    named = frozenset(function for duty in duties for function in duty.functions)
    if len({body for duty in duties for body in duty.named}) < fewest or document.level is GovernmentLevel.PARK:
        return
    for matter in matters():
        if not matter.sole or named & set(matter.sole):
            continue
        orders = [
            (duty, order) for duty in duties
            if (order := next(_orders(matter, duty, document, strictly=True, money=True), None)) is not None
        ]  # fmt: skip
        if orders:
            duty, order = orders[0]
            yield Problem(
                order, f"要求“{shortened(document.read(order))}”，全文责任单位中没有{matter.sole[0]}部门。",
                (*(order for _, order in orders[:3]), duty.listed), cause=matter.name,
            )  # fmt: skip


def _named_elsewhere(matter: Matter, duty: Duty, known: list[tuple[Duty, frozenset[str]]]) -> str | None:
    """The name that another list of the plan gives to the body in charge, the usual one if it is named."""
    bodies = [one for other, _ in known if other is not duty for one in other.bodies if not one.collective]
    for function in matter.charge:
        for one in bodies:
            if one.functions[:1] == (function,) and matter.body in one.name:
                return one.name
    return None


def _orders(matter: Matter, duty: Duty, document: Document, strictly: bool, money: bool = False) -> Iterator[Span]:
    """The passages in which the work orders the matter itself; strictly: by a verb that opens the segment.

    money: a matter that is money itself (taxes, loans) is ordered where it is spoken of.
    """
    work = document.read(duty.work)
    for match in matter.places(work):
        start = max(work.rfind(sign, 0, match.start()) for sign in _BREAKS) + 1
        stop = min((at for sign in _BREAKS if (at := work.find(sign, match.end())) >= 0), default=len(work))
        segment = work[start:stop]
        begins = _ORDER.match(segment) if strictly else _ORDER.search(segment)
        about = _ABOUT.search(segment) and not (money and _ABOUT.search(match.group()))
        if begins and not about:
            yield _with_context(start, stop, work, duty.work.start)


def _with_context(start: int, stop: int, work: str, offset: int) -> Span:
    """The segment work[start:stop] with the one behind it, where that is of its sentence and both are short."""
    if work[stop : stop + 1] == "，":
        later = min((at for sign in _BREAKS if (at := work.find(sign, stop + 1)) >= 0), default=len(work))
        if later - start <= _SHORT:
            return Span(offset + start, offset + later)
    return Span(offset + start, offset + stop)


@dataclass(frozen=True, slots=True)
class _Order:
    duty: Duty
    span: Span
    figure: bool
    own_house: bool  # what public bodies do in their own buildings, apart from what they have others do


def _twice(context: Context, most_shared: float) -> Iterator[tuple[str, _Order, _Order]]:
    """Pairs of orders of one matter, each in a task of its own, whose lists of bodies differ; one pair a matter."""
    document = context.document
    for matter in matters():
        if matter.group:
            continue
        found = [
            _Order(duty, span, bool(_FIGURE.search(text := document.read(span))), "公共机构" in text)
            for duty in context.duties for span in _orders(matter, duty, document, strictly=True)
        ]  # fmt: skip
        if len({one.duty.task.id for one in found}) in {2, 3}:
            apart = [
                (one, other) for one, other in combinations(found, 2)
                if _apart(one.duty, other.duty, most_shared) and one.own_house == other.own_house
            ]  # fmt: skip
            told = [pair for pair in apart if pair[0].figure != pair[1].figure]
            for one, other in (told or apart)[:1]:
                yield matter.name, one, other


def _apart(one: Duty, other: Duty, most: float) -> bool:
    """True for two tasks with few bodies in common: `most` of all, half of that where the same one is first."""
    mine, theirs = one.named - _EVERYWHERE, other.named - _EVERYWHERE
    if one.task.id == other.task.id or not mine or not theirs:
        return False
    if one.first in other.supporting or other.first in one.supporting:  # each list says what part the other has
        return False
    shared = len(mine & theirs) / len(mine | theirs)
    return shared <= (most if one.first != other.first else most / 2)


def _shown(one: _Order, other: _Order, document: Document) -> tuple[Span, ...]:
    return (
        in_context(one.span, document), in_context(other.span, document), one.duty.listed, other.duty.listed
    )  # fmt: skip


def _first_bodies(*orders: _Order) -> str:
    return "；".join("、".join(one.name for one in order.duty.bodies[:3]) for order in orders)


@rule(
    "DU12", "matter-given-twice", title="同一事项交给不同的单位", each=Document, severity=Severity.INFO, cap=6,
    authority=ONE_ANSWERS, suggestion="明确一个牵头单位，其余任务引用或划清各自负责的环节。",
    summary="同一事项在两项任务中交给不同的单位，共{count}项。",
)  # fmt: skip
def matter_given_twice(document: Document, context: Context, *, most_shared: float = 0.4) -> Iterator[Problem]:
    """One matter ordered in two tasks whose lists differ: nobody can tell who answers for it."""
    for name, one, other in _twice(context, most_shared):
        if one.figure == other.figure:
            yield Problem(
                other.span, f"“{name}”在两处布置，责任单位不同：{_first_bodies(one, other)}。",
                _shown(one, other, document), cause=name,
            )  # fmt: skip


@rule(
    "RS18", "figure-given-to-others", title="同一事项的要求与量化指标交给不同的单位", each=Document,
    severity=Severity.INFO, cap=6, authority=ONE_ANSWERS,
    suggestion="把量化要求写入主要任务，由同一牵头单位负责。",
)  # fmt: skip
def figure_given_to_others(document: Document, context: Context, *, most_shared: float = 0.4) -> Iterator[Problem]:
    """A matter ordered in one task, its figure or date in another with other bodies: the first is not bound by it."""
    for name, one, other in _twice(context, most_shared):
        if one.figure != other.figure:
            yield Problem(
                other.span, f"“{name}”在两处布置，只有一处有数值或期限，责任单位又不同：{_first_bodies(one, other)}。",
                _shown(one, other, document), cause=name,
            )  # fmt: skip


_FIRST_LEADS = re.compile(r"(?:排名?|列)(?:在)?(?:首|第一)位|第一(?:个|位)?(?:牵头|责任)?(?:单位|部门)")


@rule(
    "RS74", "several-leads", title="一项任务有几个牵头单位", each=Document, severity=Severity.INFO,
    authority=ONE_ANSWERS, suggestion="每项任务确定一个牵头单位；确需几家牵头的，写明各自负责的部分或由谁总牵头。",
)  # fmt: skip
def several_leads(document: Document, context: Context, *, fewest: int = 3) -> Iterator[Problem]:
    """Three bodies that all lead leave nobody to call the others together; two are borne where it is an exception."""
    if _FIRST_LEADS.search(document.text):
        return
    joint = [(sum(_leads(one) for one in duty.bodies), duty) for duty in context.duties]
    joint = [(count, duty) for count, duty in joint if count > 1]
    if len(joint) < fewest and not any(count >= fewest for count, _ in joint):
        return
    ranked = sorted(joint, key=lambda pair: (-pair[0], pair[1].listed))
    most, worst = ranked[0]
    yield Problem(
        worst.listed, f"{len(joint)}处任务有两个以上牵头单位，最多{most}个，未写由谁总牵头。",
        tuple(duty.listed for _, duty in ranked[:10]),
    )  # fmt: skip


def _leads(mention: BureauMention) -> bool:
    return mention.role is Role.LEAD and not mention.collective


_GUIDE = re.compile(
    r"(?:指导|督促|督导|组织|支持)(?:好)?(各(?:设区市|[市州盟地县区]|地区|地市)(?:[（(][^（）()]{1,8}[)）])?(?:[、和及]县)?)(?=[^，。；、]{2})"
)


@rule(
    "RS19", "guided-guide-themselves", title="被指导的地方自己负责指导", each=Document,
    severity=Severity.WARNING, cap=3, authority=IN_CHARGE, suggestion="写明负责指导、督促的上级单位。",
)  # fmt: skip
def guided_guide_themselves(document: Document, context: Context) -> Iterator[Problem]:
    """「指导各市……」 given to the cities alone: whoever is above them, and has to guide, is not named."""
    for duty in context.duties:
        work = document.read(duty.work)
        listed = document.read(duty.listed)
        for match in _GUIDE.finditer(work):
            if (
                duty.bodies
                and all(one.name.startswith(match[1]) or one.collective for one in duty.bodies)
                and (match[1] in listed)
            ):
                start = duty.work.start + match.start()
                span = segment_around(Span(start, duty.work.start + match.end()), document)
                yield Problem(span, f"任务是{match.group()}，责任单位却只有{match[1]}的单位。", (span, duty.listed))
                break


@rule(
    "ST29", "body-name-cut-short", title="单位名称不完整", each=Document, severity=Severity.INFO, cap=3,
    authority="党政机关公文处理工作条例第十九条：使用规范化简称", suggestion="写明单位的全称或规范化简称。",
)  # fmt: skip
def body_name_cut_short(document: Document, context: Context) -> Iterator[Problem]:
    """「市住建局、城管」: a function where the name of a body is due; 「市管局」: an organ whose function is lost."""
    for duty in context.duties:
        listed = document.read(duty.listed)
        if not _ORGAN.search(listed):
            continue
        for body in duty.bodies:
            if _CLIPPED.fullmatch(body.name):
                yield Problem(body.span, f"“{body.name}”看不出是哪个单位。", (duty.listed,), cause=body.name)
        for piece in _PIECE.finditer(listed):
            at = duty.listed.start + piece.start()
            name = re.sub(r"^各?(?:设区)?[省市县区州]", "", piece.group())
            if name in function_names():
                yield Problem(
                    Span(at, at + len(piece.group())), f"责任单位“{piece.group()}”不是完整的单位名称。", (duty.listed,),
                    cause=piece.group(),
                )  # fmt: skip


_CLIPPED = re.compile(r"(?:自治区|[省市县区州盟旗])[^委府]?[局厅]")
_ORGAN = re.compile(r"[局委厅][、，按等牵负）)]")
_PIECE = re.compile(r"(?<=[、，：:（(〔])[\u4e00-\u9fff]{2,8}?(?=[、，）)〕]|按职责|牵头|配合|分工|等?(?:按|负责|$))")
