"""RS: is somebody named for every task, by a name that can be held to it, and by one name only?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ingest.document import Document, Span
from nlp.commitment import BureauMention, Role, Task
from rules.checks.document.absent_annex import division_absent
from rules.checks.due.open_end import to_be_set_up
from rules.context import Context
from rules.finding import Severity
from rules.pairing import holds, likeness, matching_tasks, measure_of
from rules.passage import in_context, opening_span, title_span
from rules.place import Place, foreign_place
from rules.rule import Problem, rule
from rules.unowned import unowned

ACCOUNTABLE = "规划和方案应当把任务落实到责任单位：国务院《重大行政决策程序暂行条例》第三十条（明确执行单位）"
_DEFAULT_LEAD = re.compile(
    r"(?:排名?|列)(?:在)?(?:首|第一)位|第一(?:个|位)?(?:责任)?(?:单位|部门)(?:为|是|即为)?牵头"
    r"|责任单位即为牵头单位|排名?第一"
)
# who answers in general, where nobody answers in particular
_GENERAL = re.compile(
    r"(?:各级|各地|各市|各县|各区|各部门|各单位|各有关|各相关|有关部门|相关部门)[^。；]{0,40}?(?:负总责|负责|主体责任|责任主体"
    r"|落实责任|压实责任|职责分工|按职责|党政同责|要制定|要结合|切实履行|要[将把]|要高度重视|密切配合|协同配合|通力合作|加强(?:协作|协调|沟通))"
    r"|(?:主管|有关|相关|各)部门[^，。；]{0,10}(?:合力|配合|协作|联动)|(?:职责|责任|任务)分工|(?:责任|任务)分解|落实责任|落实落细|明确责任(?:主体|分工|单位)"
    r"|加强[^，。；]{0,24}(?:部门|政府)[^，。；]{0,8}(?:协调|协作|配合|联动)"
    r"|(?:全体|广大)[^。；]{2,24}，(?:共同|合力)[^，。；]{0,4}(?:完成|落实|推进)"
    r"|(?:会同|联合|协调)(?:各|有关|相关)[^，。；]{0,6}(?:部门|单位)|(?:推动|督促|指导)各级[^，。；、]{2,8}(?=[^，。；]{4})"
)
# 各市、县科技局，各有关单位： — whom the notice is sent to
_ADDRESSED = re.compile(r"(?<![^\n])各[^，。；：\n]{1,24}(?:，各[^，。；：\n]{1,24}){0,3}(?=：)")
# the closing clause of a plan, which addresses everybody by its nature
_CHARGED = re.compile(r"由[^，。；]{2,30}(?:局|委|厅|部|办|会)[^，。；]{0,10}(?:牵头|会同|负责)")
# 各市要密切关注……: whoever is told to stands at the head of the sentence
_TOLD = re.compile(r"^[^，。；]{0,16}?(?:各(?:设区)?[市县区州盟地]|[局委厅部])[^，。；]{0,12}?(?:要|应|须|负责)")
# the plan says that another paper will name them
_LAID_DOWN_ELSEWHERE = re.compile(
    r"(?:制定|建立|编制|印发|形成|明确|细化)[^。；\n]{0,16}(?:责任清单|任务清单|分工方案|任务分工|重点任务分解)"
    r"|(?:目标|任务|指标)[^。；\n]{0,12}分解(?:落实)?[到至][^。；\n]{0,16}(?:部门|单位|市|县|区|地)"
)
_ISSUED_TO = re.compile(r"请(?:你们|各)[^。；\n]{0,40}?(?:贯彻|落实|执行|实施)[^。；，\n]{0,6}")
_EVERYBODY = re.compile(r"组织|领导|统筹|协调|落实|责任|督促|督导|考核|宣传|保障")
_LETTERHEAD = 800  # characters in which a notice says whom it is sent to
_GAP = 12  # characters between the names of one list, or between a bracket and its first name
_BRACKETS = "（〔("
_CLOSING = re.compile(r"[^（）()〔〕\n]{0,40}[）)〕]")  # 等按职责分工负责）
_OFFICE = re.compile(r"^[\u4e00-\u9fff]{1,4}处$")  # 环评处
_ORGAN_END = re.compile(r"(?:局|厅|委员会|委|部|办公室|署|中心)$")


def _named(task: Task) -> tuple[BureauMention, ...]:
    return tuple(mention for mention in task.bureaus if mention.role is not Role.SUPPORT)


def _side_by_side(task: Task) -> bool:
    """True where several bodies answer and no bracket tells those that answer from those that assist."""
    if any(mention.role is Role.SUPPORT for mention in task.bureaus):
        return False
    return sum(not mention.collective for mention in task.bureaus) > 1


def _list_of(mentions: tuple[BureauMention, ...], text: str) -> Span:
    """The longest run of names that stand together, with the marker before it or in its brackets, both of them."""
    runs: list[list[BureauMention]] = []
    for mention in sorted(mentions, key=lambda one: one.span):
        if runs and mention.span.start - runs[-1][-1].span.stop <= _GAP:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    run = max(runs, key=len)
    start, stop = run[0].span.start, run[-1].span.stop
    bracket = max(text.rfind(sign, max(0, start - _GAP), start) for sign in (*_BRACKETS, "责任", "牵头"))
    if bracket >= 0 and text[bracket] in _BRACKETS:
        closed = _CLOSING.match(text, stop)
        return Span(bracket, closed.end()) if closed else Span(bracket + 1, stop)
    return Span(bracket if bracket >= 0 else start, stop)


@rule(
    "RS01", "plan-without-bureau", title="全文未明确责任单位", each=Document, severity=Severity.WARNING,
    authority=ACCOUNTABLE, suggestion="在每项任务后注明牵头单位和责任单位，或附任务分工表。",
)  # fmt: skip
def plan_without_bureau(
    document: Document, context: Context, *, least_tasks: int = 3, most_named: float = 0.2
) -> Iterator[Problem]:  # fmt: skip
    """A plan that names no body for any task, or for few of many, binds nobody: one finding for all."""
    tasks = context.text_tasks
    in_words = len(_CHARGED.findall(document.text)) >= least_tasks  # outside the tasks, in boxes for one
    told = [task for task in tasks if any(_TOLD.search(one.text) for one in context.sentences_of(task))]
    in_words = in_words or 2 * len(told) >= len(tasks)  # a notice tells those to whom it is sent
    named = [task for task in tasks if task.bureaus]
    listed = any(task.bureaus for task in context.annex_tasks)
    silent = len(tasks) >= least_tasks and len(named) <= most_named * len(tasks)
    if not (context.gives_orders and silent) or in_words or listed:
        return
    titles = tuple(title_span(task, context.document) for task in tasks if task not in named)
    general = tuple(dict.fromkeys(
        in_context(sentence.span.place(said), document)
        for sentence in context.sentences
        if not context.in_background(sentence.clause) and (said := _GENERAL.search(sentence.text))
    ))  # fmt: skip
    issued = _ISSUED_TO.search(document.text)  # 请各地各部门认真贯彻落实: all that says who has to act
    addressed = _ADDRESSED.search(document.text, 0, _LETTERHEAD)
    to = tuple(Span(match.start(), match.end()) for match in (issued, addressed) if match)
    built = to_be_set_up(context)[:4]  # where the question who does it is plainest
    how = f"中只有{len(named)}项写明责任单位" if named else "均未见责任单位"
    elsewhere = division_absent(document)  # the annex that divides the tasks is listed, only not there
    how += "，文末所列的任务分工附件本文未附" if elsewhere else ""
    lighter = named or elsewhere or context.is_framework or _LAID_DOWN_ELSEWHERE.search(document.text)
    yield Problem(
        titles[0], f"全文{len(tasks)}项任务{how}。", (*to, *general[:6], *built, *titles[:40]),
        severity=Severity.INFO if lighter else None,
    )  # fmt: skip


@rule(
    "RS02", "task-without-bureau", title="任务未见责任单位", each=Task, severity=Severity.WARNING, cap=4,
    authority=ACCOUNTABLE, suggestion="补充牵头单位和责任单位。",
    summary="其他任务写明了责任单位，以下{count}项未见责任单位。",
)  # fmt: skip
def task_without_bureau(task: Task, context: Context, *, usual_share: float = 0.5) -> Iterator[Problem]:
    """Where most tasks name their bodies, the one that does not was forgotten."""
    peers = context.annex_tasks if task in context.annex_tasks else context.text_tasks
    chapter = _chapter(task, context)
    if chapter and not any(one.bureaus for one in peers if _chapter(one, context) == chapter):
        return  # a chapter of safeguards that names nobody throughout
    with_bureaus = sum(bool(peer.bureaus) for peer in peers)
    if not task.bureaus and with_bureaus >= max(2, usual_share * len(peers)) and not matching_tasks(task, context):
        title = title_span(task, context.document)
        opening = opening_span(task, context.document)
        yield Problem(title, f"任务“{task.title}”未见责任单位，而本文多数任务已写明。", (opening,))


@rule(
    "RS61", "chapter-without-bureau", title="整章任务未见责任单位", each=Document, severity=Severity.INFO, cap=2,
    authority=ACCOUNTABLE, suggestion="补充责任单位；由全体单位承担的，写明由谁统筹。",
)  # fmt: skip
def chapter_without_bureau(
    document: Document, context: Context, *, usual_share: float = 0.8, fewest: int = 2
) -> Iterator[Problem]:  # fmt: skip
    """A chapter whose tasks name nobody, in a plan whose other tasks nearly all do: mostly the last one.

    usual_share: of the tasks of the other chapters that must name bodies; fewest: tasks of the chapter.
    """
    tasks = context.text_tasks
    for chapter in dict.fromkeys(_chapter(task, context) for task in tasks):
        inside = [task for task in tasks if _chapter(task, context) == chapter]
        outside = [task for task in tasks if _chapter(task, context) != chapter]
        named = sum(bool(task.bureaus) for task in outside)
        if chapter is None or len(inside) < fewest or any(task.bureaus for task in inside):
            continue
        inside = [task for task in inside if not any(_SAYS_WHO.search(one.text) for one in context.sentences_of(task))]
        if len(inside) < fewest:
            continue
        if len(outside) > len(inside) and named >= usual_share * len(outside) and named > fewest:
            section = document.section(chapter)
            duties = dict.fromkeys(unowned(section.span, context))
            yield Problem(
                title_span(inside[0], document),
                f"“{section.title}”有{len(inside)}项未见具体责任单位，而其他任务已写明。",
                (*(opening_span(task, document) for task in inside[:12]), *tuple(duties)[:8]),
            )  # fmt: skip


# 市某局会同有关部门…, 省某办要…: a task whose text says who; not 各有关部门要, which is nobody
_SAYS_WHO = re.compile(
    r"(?:^|[，。；、\s])[^，。；、各]{1,16}(?:局|委员?会?|厅|办(?:公室)?|中心|政府|管委会|领导小组)"
    r"(?:要(?!求)|会同|牵头|负责|应(?!用|急|对)|加强|统筹)"
)


def _chapter(task: Task, context: Context) -> str | None:
    sections = context.document.ancestry(task.section)
    return sections[0].id if sections else None


@rule(
    "RS03", "several-bureaus-without-lead", title="多个责任单位未明确牵头", each=Task, severity=Severity.WARNING, cap=4,
    authority=ACCOUNTABLE, suggestion="在并列单位中明确一个牵头单位。",
    summary="本文有的任务写明了牵头单位，以下{count}项并列多个单位而未明确牵头。",
)  # fmt: skip
def several_bureaus_without_lead(task: Task, context: Context, *, usual_share: float = 0.3) -> Iterator[Problem]:
    """In a plan that marks lead bodies, a list of equals leaves open who answers first."""
    tasks = [one for one in context.commitments.tasks if one.bureaus]
    leading = sum(any(mention.role is Role.LEAD for mention in one.bureaus) for one in tasks)
    named = [mention for mention in _named(task) if not mention.collective]
    if leading < usual_share * len(tasks) or not leading or _DEFAULT_LEAD.search(context.document.text):
        return
    if len(named) > 1 and not any(mention.role is Role.LEAD for mention in task.bureaus):
        yield Problem(
            task,
            f"任务“{task.title}”并列{len(named)}个责任单位，未见牵头单位。",
            (_list_of(_named(task), context.document.text),),
            severity=Severity.INFO if "按职责分工" in context.document.read(task.span) else None,
        )


@rule(
    "RS04", "plan-without-lead", title="全文未区分牵头单位", each=Document, severity=Severity.INFO,
    authority=ACCOUNTABLE, suggestion="逐项明确牵头单位，或统一注明“列在首位的为牵头单位”。",
)  # fmt: skip
def plan_without_lead(document: Document, context: Context, *, least_tasks: int = 3) -> Iterator[Problem]:
    """Bodies side by side throughout the plan: nobody is first, and the plan does not say that the first one is.

    A lead named in the prose of a task or two (由市某局牵头制定) does not make one of the lists behind all tasks.
    """
    tasks = context.commitments.tasks
    listed = [mention for duty in context.duties for mention in duty.bodies]
    if len(context.duties) < least_tasks:
        listed += [mention for task in tasks for mention in task.bureaus]
    if any(mention.role is Role.LEAD for mention in listed):
        return
    joint = [task for task in tasks if _side_by_side(task)]
    if len(joint) >= least_tasks and not _DEFAULT_LEAD.search(document.text):
        longest_first = sorted(joint, key=lambda task: (-len(task.bureaus), task.span))
        lists = [_joint_list(task, context) for task in longest_first]
        yield Problem(
            lists[0], f"{len(joint)}项任务并列多个责任单位，全文未见牵头单位的标注或约定。", tuple(lists[:12])
        )


def _joint_list(task: Task, context: Context) -> Span:
    """The longest list of a task with its brackets; a task may have several, some of them of one body."""
    listed = [duty for duty in context.duties if duty.task.id == task.id and len(duty.bodies) > 1]
    if not listed:
        return _list_of(_named(task), context.document.text)
    return max(listed, key=lambda duty: (len(duty.bodies), -duty.listed.start)).listed


@rule(
    "RS05", "collectives-only", title="责任单位只有集体称谓", each=Task, severity=Severity.WARNING, cap=4,
    authority=ACCOUNTABLE, suggestion="至少写明一个具体的牵头单位。",
    summary="责任单位只有“各有关单位”等集体称谓的任务共{count}项，无从追责到具体单位。",
)  # fmt: skip
def collectives_only(task: Task, context: Context) -> Iterator[Problem]:
    """各有关部门 is everybody and so nobody: no single body answers for the task."""
    if task.bureaus and all(mention.collective for mention in task.bureaus):
        names = "、".join(dict.fromkeys(mention.name for mention in task.bureaus))
        yield Problem(
            task, f"任务“{task.title}”的责任单位只有集体称谓（{names[:60]}）。",
            (_list_of(task.bureaus, context.document.text),),
            severity=Severity.INFO if _EVERYBODY.search(task.title) else None,
        )  # fmt: skip


@rule(
    "RS06", "open-list-of-bureaus", title="责任单位以“等”收尾", each=Task, severity=Severity.INFO, cap=2,
    authority=ACCOUNTABLE, suggestion="列全责任单位，删去“等”。",
    summary="责任单位清单以“等”收尾、没有列全的任务共{count}项。",
)  # fmt: skip
def open_list_of_bureaus(task: Task, context: Context) -> Iterator[Problem]:
    """A list that ends in 等 can be read as longer or shorter by every body that is not on it."""
    open_ones = tuple(mention for mention in task.bureaus if mention.open_list)
    if open_ones:
        whole = _list_of(open_ones if len(open_ones) > 1 else task.bureaus, context.document.text)
        end = whole.stop + 1 if context.document.text[whole.stop : whole.stop + 1] == "等" else whole.stop
        yield Problem(open_ones[0].span, f"任务“{task.title}”的责任单位以“等”收尾。", (Span(whole.start, end),))


@rule(
    "RS07", "unknown-bureau", title="名录中没有的责任单位", each=Task, severity=Severity.INFO,
    authority=ACCOUNTABLE, suggestion="核对单位全称；如为新设机构，请在名录中补充。", cap=4,
    summary="名录中没有的责任单位共{count}处，请核对名称。",
)  # fmt: skip
def unknown_bureau(
    task: Task, context: Context, *, usual: int = 3, known: tuple[str, ...] = ()
) -> Iterator[Problem]:  # fmt: skip
    """A body with the ending of a government organ that no roster holds was mistyped, merged or made up.

    known: bodies of the user's own roster.
    """
    times = Counter(mention.name for one in context.commitments.tasks for mention in one.bureaus)
    if any(_OFFICE.search(name) for name in times):  # the plan of one department, whose offices no roster holds
        return
    for mention in task.bureaus:
        if mention.name in known or times[mention.name] >= usual:  # new to the roster
            continue
        plain = re.sub(r"[（(].*?[)）]", "", mention.name)
        if not mention.collective and _ORGAN_END.search(plain) and len(plain) >= 4 and not context.is_known(mention):
            yield Problem(
                mention.span, f"名录中没有责任单位“{mention.name}”，请核对名称。", (mention.span,), cause=mention.name
            )


@rule(
    "RS08", "bureaus-of-body-and-annex-differ", title="正文与附表责任单位不一致", each=Task,
    severity=Severity.ERROR, authority=ACCOUNTABLE, suggestion="统一正文和附表的责任单位。", cap=12,
    summary="正文与附表责任单位不一致的任务共{count}项。",
)  # fmt: skip
def bureaus_of_body_and_annex_differ(task: Task, context: Context) -> Iterator[Problem]:
    """One task with two sets of bodies: each of them can point at the other table."""
    if task not in context.annex_tasks or not task.bureaus:
        return
    pairs = [one for one in matching_tasks(task, context) if one.bureaus]
    if not pairs:
        yield from _measure_of_others(task, context)
        return
    annex = _names(task.bureaus)
    body = {name for one in pairs for name in _names(one.bureaus)}
    leads = _names(tuple(one for one in task.bureaus if one.role is Role.LEAD))
    if any(_names(one.bureaus) in (annex, leads) for one in pairs):  # the text may name the lead alone
        return
    missing, added = sorted(body - annex), sorted(annex - body)
    if (missing and len(pairs) == 1) or added:
        said = "；".join(
            part for part in (
                f"附表多出{'、'.join(added)}" if added else "",
                f"附表未见{'、'.join(missing)}" if missing and len(pairs) == 1 else "",
            ) if part
        )  # fmt: skip
        yield Problem(
            task, f"任务“{task.title}”正文与附表的责任单位不一致：{said}。",
            (_list_of(pairs[0].bureaus, context.document.text), _list_of(task.bureaus, context.document.text)),
        )  # fmt: skip


def _measure_of_others(row: Task, context: Context) -> Iterator[Problem]:
    """A row that names a measure of some task: its bodies may be fewer, but not other ones, and no other lead."""
    measure = measure_of(row, context)
    if measure is None or not measure.task.bureaus:
        return
    body, annex = measure.task.bureaus, row.bureaus
    leads = [_names(tuple(one for one in side if one.role is Role.LEAD)) for side in (body, annex)]
    moved = bool(leads[0] and leads[1]) and not leads[0] & leads[1]
    if moved or not _names(body) & _names(annex):
        text = context.document.text
        what = "牵头单位" if moved else "责任单位"
        sides = leads if moved else [_names(body), _names(annex)]
        yield Problem(
            row, f"“{row.title}”的{what}正文为{'、'.join(sorted(sides[0]))}，附表为{'、'.join(sorted(sides[1]))}。",
            (_list_of(body, text), Span(row.span.start, min(_list_of(annex, text).stop, row.span.start + 110))),
        )  # fmt: skip


def _names(mentions: tuple[BureauMention, ...]) -> set[str]:
    return {mention.canonical or re.sub(r"^[省市区县]", "", mention.name) for mention in mentions}


@rule(
    "RS09", "bureau-of-another-region", title="责任单位属于其他地区", each=Task, severity=Severity.WARNING,
    authority=ACCOUNTABLE, suggestion="核对是否为照搬他地文件的遗留，改为本地单位。",
)  # fmt: skip
def bureau_of_another_region(task: Task, context: Context) -> Iterator[Problem]:
    """A plan cannot give orders to the bureau of a place that it does not govern."""
    for mention in task.bureaus:
        place: Place | None = foreign_place(mention.name, context.document)
        if place is not None:
            yield Problem(
                mention.span, f"责任单位“{mention.name}”属于{place.name}，不在本规划辖区。", (mention.span,),
                cause=mention.name,
            )  # fmt: skip


# 各县区政府、高新区管委会要承担主体责任
_BEARS = re.compile(
    r"([^，。；：（）]{2,40}?)(?:要|应当?|须)?(?:切实|全面|认真)?(?:承担|履行|落实|扛起)[^，。；（）]{0,6}(?:主体责任|第一责任|直接责任)"
)
_BODY = re.compile(r"(?:政府|管委会|部门|委员会|局|厅|企业|单位)$")


@rule(
    "RS14", "responsible-body-not-in-list", title="正文承担责任的单位未列入责任单位", each=Task,
    severity=Severity.WARNING, authority=ACCOUNTABLE, suggestion="把该单位补入责任单位。", cap=4,
)  # fmt: skip
def responsible_body_not_in_list(task: Task, context: Context) -> Iterator[Problem]:
    """The text lays the main responsibility on a body that the list of responsible bodies leaves out."""
    if not task.bureaus:
        return
    document = context.document
    listed = "".join(mention.name for mention in task.bureaus)
    for match in _BEARS.finditer(document.read(task.body)):
        names = [name for name in re.split("[、和及]", match[1].strip()) if _BODY.search(name)]
        missing = [name for name in names if likeness(name, listed) < 1 and holds(listed, name) < 0.5]
        if missing and len(missing) == len(names) and _usual(missing[0], context):
            span = task.body.place(match)
            yield Problem(
                span, f"正文由{'、'.join(missing)}承担主体责任，责任单位中未见。",
                (span, _list_of(task.bureaus, document.text)),
            )  # fmt: skip


def _usual(name: str, context: Context, share: float = 0.4) -> bool:
    """True for a body that the lists of many other tasks of the plan do name."""
    lists = ["".join(mention.name for mention in one.bureaus) for one in context.text_tasks if one.bureaus]
    return sum(holds(one, name) >= 0.5 for one in lists) >= share * len(lists)
