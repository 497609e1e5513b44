"""RS and DL: does somebody answer for each listed project, is it dated, and does the list hold what the text names?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.division import divisions
from ingest.document import Document, Section, SectionKind, Span
from nlp.column import BUREAU_COLUMNS, classify_columns
from nlp.commitment import DeadlineKind, Project
from rules.context import Context
from rules.finding import Severity
from rules.pairing import bare, holds, likeness
from rules.passage import in_context, row_span, segment_after
from rules.rule import Problem, rule

LISTED = "重点项目清单应当写明责任主体、建设周期和投资"
_COMPANY = re.compile(r"[\u4e00-\u9fff（）()]{4,24}?(?:有限责任公司|股份有限公司|有限公司|集团|公司|厂)")
_FORM = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|集团|公司|[（(].*?[)）])")
_NOBODY = re.compile(
    r"^(?:各?(?:有关|相关)(?:企业|单位|公司|部门)|各(?:企业|单位|公司)|待定|未定|暂无|社会资本|待招商.*)$"
)
_AUTHORITY = re.compile(r"主管|责任|牵头|监管|服务|推进|协调|归口")
_PERIOD = re.compile(
    r"(?:19|20)\d\d(?:[.年/-]\d{1,2}月?)?\s*[-—–~～至到]+\s*(?:19|20)\d\d(?:[.年/-]\d{1,2}月?)?|(?:19|20)\d\d(?:[.年]\d{1,2}月?)?"
)
# 推进甲公司二期项目建设: a project named as the means of a task
_NAMED = re.compile(
    r"(?:推进|推动|实施|加快|建设|依托|支持)(?:[^，。；、“”]{0,2}?)"
    r"([^，。；、：“”（）]{3,12}?(?:公司|集团|厂|园区?)[^，。；、：]{2,26}?项目)"
)
_BOX_LINE = re.compile(
    r"[^。；;\n]{0,40}?(?:[市县区镇乡州旗村]|公司|集团|园区|厂)[^。；;\n]{2,40}?项目(?=[，。；;、\n]|$)"
)
_VAGUE = re.compile(r"等[^，。；]{0,4}项目|以上|城镇|城乡|^实施|^推进")
_DATED = re.compile(r"20\d\d|亿元|万元|年底|年内")


@rule(
    "DL06", "project-finished-before-issue", title="项目在成文之前已到期", each=Project, severity=Severity.WARNING,
    authority="重点项目清单所列应为规划期内实施的项目",
    suggestion="核实进展：已建成的移出清单或改写为续建、投产。", cap=4,
    summary="建设期在成文日期之前已结束的项目共{count}个。",
)  # fmt: skip
def project_finished_before_issue(project: Project, context: Context) -> Iterator[Problem]:
    """A project that should have been finished before the plan was issued is late, or is no plan any more."""
    issued, end = context.document.issued_on, project.end
    if issued is None or end is None:
        return
    if (end.year, end.month or 12) < (issued.year, issued.month or 1):
        row = context.document.clause(project.clause).span
        match = _PERIOD.search(context.document.read(row), _period_begins(project, context.document.read(row)))
        span = row.place(match) if match else project.span
        yield Problem(span, f"项目“{project.name}”应于{end}完成，早于成文日期（{issued}）。", (span,))


def _period_begins(project: Project, text: str) -> int:
    """Where the period of the row begins: its printed end is looked for from the right."""
    hits = [match for match in _PERIOD.finditer(text) if str(project.end)[:4] in match.group()[-10:]]
    ranges = [match for match in hits if len(match.group()) > 6]
    return (ranges or hits)[-1].start() if hits else 0


@rule(
    "RS10", "owner-is-another-company", title="实施主体与项目名称中的企业不同", each=Document,
    severity=Severity.WARNING, authority=LISTED, suggestion="核对实施主体；确属代建或更名的，在备注中说明。",
)  # fmt: skip
def owner_is_another_company(document: Document, context: Context) -> Iterator[Problem]:
    """A project that bears one company's name and another's as its owner: one of the two cells is wrong."""
    wrong: list[Project] = []
    for project in context.commitments.projects:
        named = _COMPANY.match(project.name)
        if not named or not project.owner or not _COMPANY.search(project.owner) or "、" in project.owner:
            continue
        one, other = _FORM.sub("", named.group()), _FORM.sub("", project.owner)
        if len(one) >= 4 and one not in other and other not in one and likeness(one, other) < 0.999:
            wrong.append(project)
    if wrong:
        rows = tuple(_row(project, context) for project in wrong)
        first = wrong[0]
        more = f"（共{len(wrong)}项）" if len(wrong) > 1 else ""
        yield Problem(rows[0], f"项目“{first.name}”的实施主体写作“{first.owner}”{more}。", rows[:12])


def _row(project: Project, context: Context) -> Span:
    """The row up to the owner: name and owner side by side, without the description behind."""
    row = context.document.clause(project.clause).span
    at = context.document.text.find(project.owner or "", row.start, row.stop)
    start = context.document.text.find(project.name, row.start, row.stop)
    stop = at + len(project.owner or "") if at >= 0 else row.stop
    return Span(max(row.start, start), min(max(stop, start), max(row.start, start) + 118))


@rule(
    "RS11", "project-list-without-authority", title="项目清单未列责任部门", each=Document, severity=Severity.INFO,
    authority=LISTED, suggestion="在清单中增加责任部门（行业主管部门）一列。",
)  # fmt: skip
def project_list_without_authority(document: Document, context: Context, *, least: int = 5) -> Iterator[Problem]:
    """A list that names the companies and no authority, in a plan that names one for each of its tasks."""
    if not any(task.bureaus for task in context.commitments.tasks):
        return
    tables = {context.document.clause(one.clause).table for one in context.commitments.projects if not one.bureaus}
    for index in sorted(one for one in tables if one is not None):
        table = document.tables[index]
        listed = sum(document.clause(one.clause).table == index for one in context.commitments.projects)
        header = table.rows[table.header_rows - 1] if table.header_rows else ()
        words = "".join(document.read(cell.span) for cell in header)
        if not header or listed < least or BUREAU_COLUMNS & set(classify_columns(document, table)):
            continue
        if not _AUTHORITY.search(words):
            yield Problem(row_span(header), f"清单所列{listed}个项目只有实施主体，未见责任部门。", (row_span(header),))


@rule(
    "RS13", "owner-is-nobody", title="项目实施主体不具体", each=Project, severity=Severity.WARNING, cap=3,
    authority=LISTED, suggestion="写明实施主体；尚未确定的，注明确定的时间。",
)  # fmt: skip
def owner_is_nobody(project: Project, context: Context) -> Iterator[Problem]:
    """各有关企业 or 待定 in the column of owners: nobody can be asked about the project."""
    if project.owner and _NOBODY.match(re.sub(r"\s", "", project.owner)):
        yield Problem(project, f"项目“{project.name}”的实施主体为“{project.owner}”。", (_row(project, context),))


@rule(
    "RS16", "named-project-not-listed", title="正文点名的项目未列入清单", each=Document, severity=Severity.INFO,
    authority="附件是正文的组成部分，内容应与正文一致：党政机关公文格式（GB/T 9704—2012）7.3.4",
    suggestion="补入项目清单，或在正文中说明另行安排。",
)  # fmt: skip
def named_project_not_listed(document: Document, context: Context, *, least: int = 5) -> Iterator[Problem]:
    """A project that a task names as its means and that the annexed list of projects does not hold."""
    projects = context.commitments.projects
    if len(projects) < least:
        return
    listed = [document.read(document.clause(project.clause).span) for project in projects]
    missing: dict[str, Span] = {}
    for task in context.text_tasks:
        for match in _NAMED.finditer(document.read(task.body)):
            name = match[1]
            if max(holds(row, name) for row in listed) < 0.72 and bare(name) not in missing:
                start = task.body.start + match.start(1)
                missing[bare(name)] = Span(start, task.body.start + match.end(1))
    if missing:
        spans = tuple(missing.values())
        yield Problem(spans[0], f"正文点名的{len(spans)}个项目未列入项目清单。", spans[:12])


@rule(
    "DL13", "named-projects-without-dates", title="专栏项目未见时间和投资", each=Document, severity=Severity.INFO,
    authority=LISTED, suggestion="为专栏所列项目补写建设周期、投资和责任主体，或附项目清单。",
)  # fmt: skip
def named_projects_without_dates(document: Document, context: Context, *, least: int = 3) -> Iterator[Problem]:
    """Boxes that name projects one by one without a year or a sum: no list of projects makes up for it."""
    if len(context.commitments.projects) >= 5:
        return
    found: list[Span] = []
    for section in document.sections:
        if section.kind is not SectionKind.BOX:
            continue
        lines = _named_projects(section, document)
        if len(lines) >= least:
            found += lines
    if len(found) >= least:
        yield Problem(found[0], f"专栏点名的{len(found)}个项目未见建设时间和投资。", tuple(found[:40]))


def _named_projects(section: Section, document: Document) -> list[Span]:
    text = document.text[section.heading.stop : section.span.stop]
    found = []
    for match in _BOX_LINE.finditer(text):
        line = re.search(r"[^\n]*", text[match.start() :])
        if _VAGUE.search(match.group().lstrip("、，： ")):
            continue
        if not _DATED.search(match.group()) and line and not _DATED.search(line.group()[:120]):
            lead = len(match.group()) - len(match.group().lstrip("、，： "))
            found.append(Span(section.heading.stop + match.start() + lead, section.heading.stop + match.end()))
    return found


@rule(
    "DL16", "project-later-than-promise", title="项目完成时间晚于正文承诺", each=Project,
    severity=Severity.WARNING, cap=4,
    authority="附件是正文的组成部分，内容应与正文一致：党政机关公文格式（GB/T 9704—2012）7.3.4",
    suggestion="调整项目进度，或推迟正文的时限。",
)  # fmt: skip
def project_later_than_promise(project: Project, context: Context) -> Iterator[Problem]:
    """The text wants by a date what a listed project of the same name will only have finished after it."""
    end = project.end
    core = re.sub(r"^.*(?:公司|集团|厂)|(?:建设|改造|升级|工程|（.*?）)*项目$", "", project.name)
    if end is None or len(bare(core)) < 5:
        return
    done = (end.year, end.month or 12)
    for task in context.text_tasks:
        for deadline in task.deadlines:
            if deadline.kind is not DeadlineKind.BY or deadline.end is None:
                continue
            due = (deadline.end.year, deadline.end.month)
            sentence = next((one for one in context.sentences_of(task) if one.span.covers(deadline.span)), None)
            if sentence is None or due >= done or core not in task.title + sentence.text:
                continue
            clause = context.document.clause(project.clause).span
            start = context.document.text.find(project.name, clause.start, clause.stop)
            yield Problem(
                deadline.span,
                f"正文要求“{task.title}”{context.document.quote(deadline.span)}完成，项目“{project.name}”{end}才完成。",
                (segment_after(deadline.span, sentence.span.stop, context.document),
                 Span(max(start, clause.start), min(clause.stop, max(start, clause.start) + 110))),
            )  # fmt: skip
            return


# 甲县污水处理厂扩建工程, 乙水厂二期工程: a county or a stage with the thing that is built
_THING = r"(?:工程|项目|电站|电厂|风电场?|光伏|水库|铁路|高速公路|机场|码头|管道|变电站|污水处理厂|发电厂|填埋场|支线)"

_ANY_PLACE = {"矿区", "城区", "郊区"}  # districts of some cities, and words for a kind of place


@cache
def _built() -> re.Pattern[str]:
    places = {one.name for one in divisions() if one.code and not one.code.endswith("0000")} - _ANY_PLACE
    names = sorted(places, key=lambda name: (-len(name), name))
    return re.compile(
        rf"(?:{'|'.join(names)})(?![、等各政境因])[^，。；、“”（）]{{1,24}}?{_THING}[^，。；、]{{0,10}}(?=[、，。；]|等|建设)"
        rf"|[^，。；、“”（）\d]{{3,16}}[一二三四]期[^，。；、“”]{{0,10}}?{_THING}[^，。；、]{{0,6}}(?=[、，。；]|等|建设)"
    )


_WORKS = re.compile(_THING)
_IN_HAND = re.compile(r"推进|推动|加快|建设|实施|开工|建成|谋划|抓好")
_TIMED = re.compile(f"{_DATED.pattern}|十[三四五六]五")
_NO_WORK = re.compile(r"鼓励|禁止|有条件|支持|各类|等项目|实施后|建成后|^结合")


@rule(
    "DL19", "named-works-without-dates", title="点名的工程未见时限", each=Document, severity=Severity.INFO,
    authority=LISTED, suggestion="逐项写明开工、完工时间，或附项目清单。",
)  # fmt: skip
def named_works_without_dates(document: Document, context: Context, *, least: int = 1) -> Iterator[Problem]:
    """Works that tasks call by place and stage in sentences without a year, in a plan that has no list of projects."""
    if len(context.commitments.projects) >= 5 or not context.is_plan or context.is_yearly:
        return
    found: list[Span] = []
    for sentence in context.sentences:
        clause = sentence.clause
        own = clause.id in context.tasks_by_clause and not context.in_box(clause) and not context.in_background(clause)
        if not own or _TIMED.search(sentence.text) or not _IN_HAND.search(sentence.text):
            continue
        if not _WORKS.search(sentence.text):  # spares the long list of names
            continue
        for match in _built().finditer(sentence.text):
            if not _NO_WORK.search(match.group()):
                found.append(sentence.span.place(match))
    if len(found) >= least:
        shown = dict.fromkeys(in_context(span, document) for span in found[:30])
        yield Problem(found[0], f"正文点名的{len(found)}项工程所在句未见时限，也没有项目清单。", tuple(shown))
