"""The gap report in the form of an official document: a title, numbered headings, paragraphs and tables.

What it says is `digest.py`'s; here it is put into sentences and numbered (一、 （一） 1. （1） ①). Word and Markdown
only set it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.docx_numbering import chinese
from report import digest
from report.analysis import SEVERITIES, SEVERITY_NAMES, GapReport
from report.digest import Issue, Plan, Quote, Row, RuleGroup
from rules.finding import Severity

MOST_DETAILED = 5  # plans whose own tables and hints are printed; of more, the workbook has them
MOST_QUOTES = 6  # passages printed of one finding
LONGEST_QUOTE = 240  # characters of each
_CLOSING = "本报告由程序按既定规则生成，结论以原文为准；每条问题请对照所引原文核实。"
_REST = "规划较多，本报告只列错误和警告；提示、目标指标和任务的明细见同时生成的工作簿。"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading; level 0 附表1, 1 一、 2 （一） 3 1. 4 （1）."""

    level: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. lead: the words it opens with, set apart; quoted: a passage of a plan and where it stands."""

    text: str
    lead: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns' relative widths. shades: how dark each cell behind the first column is."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    shades: tuple[tuple[int, ...], ...] = ()


Part = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class OfficialReport:
    """The whole report: title, the line below it, what follows, and the wide tables at its end."""

    title: str
    subtitle: str
    parts: tuple[Part, ...]
    annexes: tuple[Part, ...] = ()


def compose(report: GapReport) -> OfficialReport:
    """The report on one plan, or on a set of plans where it holds several."""
    plans = digest.plans(report)
    day = f"{report.as_of.year}年{report.as_of.month}月{report.as_of.day}日"
    subtitle = f"核查日期：{day}" + (f"　对照模板：{report.template}" if report.template else "")
    writer = _Writer(report)
    if len(plans) == 1 and not report.failed and not report.others:
        writer.single(plans[0])
        title = f"《{plans[0].document.title}》核查报告"
    else:
        writer.several(plans)
        title = f"规划核查报告（{len(plans)}份）"
    writer.heading(1, "说明")
    writer.corrections()
    writer.say(_CLOSING)
    return OfficialReport(title, subtitle, tuple(writer.parts), tuple(writer.annexes))


class _Writer:
    """Collects the parts and counts the headings."""

    def __init__(self, report: GapReport) -> None:
        self.report = report
        self.parts: list[Part] = []
        self.annexes: list[Part] = []
        self.numbers = [0, 0, 0, 0]
        self.annex_number = 0

    def heading(self, level: int, text: str) -> None:
        self.numbers[level - 1] += 1
        self.numbers[level:] = [0] * (4 - level)
        self.parts.append(Heading(level, _label(level, self.numbers[level - 1]), text))

    def say(self, text: str, lead: str = "", quoted: bool = False) -> None:
        self.parts.append(Paragraph(text, lead, quoted))

    def annex(self, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> str:
        """Put a table at the end; the words that lead to it, none where there are no rows."""
        made = _table(columns, rows)
        if made is None:
            return ""
        self.annex_number += 1
        label = f"附表{self.annex_number}"
        self.annexes += [Heading(0, f"{label}　", title), made]
        return f"（见{label}）"

    # --- one plan ---

    def single(self, plan: Plan) -> None:
        self.say(
            f"对《{plan.document.title}》逐条进行了核查，读出任务{len(plan.tasks)}项、目标指标{len(plan.targets)}项、"
            f"项目{len(plan.projects)}个，{_found(plan)}。{_foremost(plan)}"
        )
        self.heading(1, "基本情况")
        self.parts.append(Table((("项目", 20), ("内容", 80)), plan.facts))
        self.warnings(plan)
        self.heading(1, "核查发现的问题")
        for group in plan.severities:
            self.heading(2, f"{group.name}（{group.count}个）")
            for rule in group.rules:
                self.rule(3, rule, "")
        if not plan.severities:
            self.say("按现有规则未发现问题。")
        self.heading(1, "目标、任务和项目")
        self.commitments(plan)
        self.fields()

    def warnings(self, plan: Plan) -> None:
        for warning in plan.document.warnings:
            self.say(warning, "读取提示：")

    def rule(self, level: int, group: RuleGroup, severity: str) -> None:
        told = "，".join(filter(None, (group.rule, severity, f"{len(group.issues)}个")))
        self.heading(level, f"{group.title}（{told}）")
        for number, issue in enumerate(group.issues, start=1):
            self.issue(_label(level + 1, number) if len(group.issues) > 1 else "", issue)
        if group.suggestion:
            self.say(group.suggestion, "建议：")
        if group.authority and not severity:  # a set of plans would say it over and over
            self.say(group.authority, "检查依据：")

    def issue(self, label: str, issue: Issue) -> None:
        self.say(label + issue.message)
        for quote in issue.quotes[:MOST_QUOTES]:
            self.say(_quoted(quote), "原文：", quoted=True)
        if len(issue.quotes) > MOST_QUOTES:
            self.say(f"同类原文共{len(issue.quotes)}处，其余从略。", quoted=True)
        if issue.suggestion:
            self.say(issue.suggestion, "建议：")

    def commitments(self, plan: Plan, of: str = "") -> None:
        """What the plan promises, in a few sentences, and all of it in tables at the end. of: which plan of several."""
        shown = self.annex(
            f"{of}目标指标表",
            (("序号", 6), ("指标", 26), ("目标值", 12), ("目标年", 8), ("基期", 12), ("属性", 8), ("责任单位", 22),
             ("依据条款", 26), ("核对", 18)),
            (
                (str(number), name, f"{value}{unit}", year, baseline, binding, bureaus, _clause(row), row.review)
                for number, row in enumerate(plan.targets, start=1)
                for name, value, unit, year, baseline, binding, bureaus, _ in (row.cells,)
            ),
        )  # fmt: skip
        self.say(f"读出目标指标{len(plan.targets)}项{shown}。" if plan.targets else "本文未见量化目标。", "目标指标。")
        shown = self.annex(
            f"{of}任务分解表",
            (("序号", 6), ("任务", 26), ("牵头单位", 14), ("责任单位", 20), ("配合单位", 16), ("完成时限", 13),
             ("依据条款", 26), ("核对", 18)),
            ((str(number), *row.cells[:5], _clause(row), row.review) for number, row in enumerate(plan.tasks, start=1)),
        )  # fmt: skip
        lacking = "、".join(f"{count}项{word}" for word, count in plan.lacking if count)
        more = f"，其中{lacking}" if lacking else ""
        self.say(f"读出任务{len(plan.tasks)}项{more}{shown}。" if plan.tasks else "本文未见任务。", "任务分工。")
        shown = self.annex(
            f"{of}项目清单",
            (("编号", 6), ("项目名称", 34), ("实施主体", 22), ("建设期", 14), ("投资", 12), ("类别", 16),
             ("依据条款", 20)),
            ((*row.cells, _clause(row)) for row in plan.projects),
        )  # fmt: skip
        if shown:
            self.say(f"附表列出项目{len(plan.projects)}个{shown}。", "重点项目。")

    def fields(self) -> None:
        """The fields of work that the plan speaks to, in a sentence each way."""
        coverage = self.report.coverage
        if not coverage.rows:
            return
        cells = list(zip(coverage.topics, coverage.rows[0].cells, strict=True))
        held = [f"{topic}（{cell.total}项）" for topic, cell in cells if cell.total]
        lacking = [topic for topic, cell in cells if not cell.total]
        self.heading(1, "工作领域覆盖")
        if held:
            self.say(f"有任务或指标的领域：{'、'.join(held)}。")
        if lacking:
            self.say(f"未见任务和指标的领域：{'、'.join(lacking)}。")

    def corrections(self) -> None:
        """What people set right, in a table at the end."""
        rows = list(digest.corrections(self.report.plans))
        shown = self.annex(
            "人工更正一览表",
            (("规划", 24), ("任务或指标", 24), ("项", 9), ("程序读作", 20), ("更正为", 20), ("理由", 22), ("核对人", 9),
             ("日期", 11)),
            rows,
        )  # fmt: skip
        if rows:
            self.say(f"人工核对时更正了{len(rows)}处，表中已按更正后的内容列出并注明{shown}。")

    # --- a set of plans ---

    def several(self, plans: Sequence[Plan]) -> None:
        report = self.report
        numbers = "，".join(f"{name}{count}{'份' if name == '规划' else '项'}" for name, count in digest.totals(report))
        tally = "、".join(f"{SEVERITY_NAMES[one]}{report.count(one)}个" for one in SEVERITIES)
        self.say(f"本次共核查{numbers}；发现问题{sum(map(report.count, SEVERITIES))}个，其中{tally}。")
        self.heading(1, "总体情况")
        overview = _table(
            (("序号", 7), ("规划", 40), ("地区", 15), ("文种", 12), ("成文日期", 13), ("任务", 7), ("指标", 7),
             *((SEVERITY_NAMES[severity], 7) for severity in SEVERITIES)),
            (
                (str(number), plan.document.title, plan.region, plan.document.doc_type or "",
                 str(plan.document.issued_on or ""), str(len(plan.tasks)), str(len(plan.targets)),
                 *(str(plan.counts[severity]) for severity in SEVERITIES))
                for number, plan in enumerate(plans, start=1)
            ),
        )  # fmt: skip
        self.parts += [overview] if overview else []
        if report.others:
            names = "、".join(f"《{one.document.title}》" for one in report.others)
            self.say(f"{names}不是规划、方案一类的文本，可以检索，不作核查。")
        for name, message in report.failed:
            self.say(message.removeprefix(f"{name}："), f"未能读取 {name}：")
        self.shared_problems(plans)
        self.matrix()
        self.heading(1, "各规划核查情况")
        detailed = len(plans) <= MOST_DETAILED
        if not detailed:
            self.say(_REST)
        for plan in plans:
            self.heading(2, f"《{plan.document.title}》")
            facts = "；".join(f"{name}：{value}" for name, value in plan.facts)
            self.say(f"{facts}。{_found(plan, capital=True)}。")
            self.warnings(plan)
            self.problems(plan, detailed)
            if detailed:
                self.heading(3, "目标、任务和项目")
                self.commitments(plan, f"《{plan.document.title}》")

    def problems(self, plan: Plan, detailed: bool) -> None:
        shown = [one for one in plan.severities if detailed or one.severity is not Severity.INFO]
        if shown and detailed:
            self.heading(3, f"核查发现的问题（{plan.findings}个）")
        for group in shown:
            for rule in group.rules:
                self.rule(4 if detailed else 3, rule, group.name)

    def shared_problems(self, plans: Sequence[Plan]) -> None:
        """What several plans have wrong, by family of rules: how often, where, what to do."""
        found: dict[str, list[tuple[Plan, RuleGroup, Severity]]] = {}
        for plan in plans:
            for group in plan.severities:
                for rule in group.rules:
                    found.setdefault(rule.rule, []).append((plan, rule, group.severity))
        self.heading(1, "问题的分布")
        rows = []
        for family in digest.families(self.report):
            held = [group for rule, group in found.items() if rule.startswith(family.id)]
            rows += [_shared(family.title, one) for one in sorted(held, key=lambda one: (-len(one), one[0][1].rule))]
        columns = (
            ("类别", 11), ("问题", 23), ("规则", 8), ("规划", 7),
            *((SEVERITY_NAMES[severity], 7) for severity in SEVERITIES), ("建议", 30),
        )  # fmt: skip
        made = _table(columns, rows)
        self.parts.append(made or Paragraph("按现有规则未发现问题。"))

    def matrix(self) -> None:
        coverage = self.report.coverage
        if not coverage.rows:
            return
        self.heading(1, "各地工作覆盖")
        self.say("格中是该地规划在这一领域的任务与指标数，空白格是没有任务也没有指标的领域。一项任务可以计入多个领域。")
        self.parts.append(
            Table(
                (("地区", 18), *((topic, 6) for topic in coverage.topics)),
                tuple((row.region, *(str(cell.total or "") for cell in row.cells)) for row in coverage.rows),
                tuple(tuple(digest.shade(cell) for cell in row.cells) for row in coverage.rows),
            )
        )


def _shared(family: str, held: Sequence[tuple[Plan, RuleGroup, Severity]]) -> tuple[str, ...]:
    """One rule in many plans: in how many, how often, and what is mostly advised."""
    first = held[0][1]
    tally: Counter[Severity] = Counter()
    for _, rule, severity in held:
        tally[severity] += len(rule.issues)
    suggestions = Counter(rule.suggestion for _, rule, _ in held if rule.suggestion)
    advice = max(sorted(suggestions), key=suggestions.__getitem__) if suggestions else ""
    places = str(len({plan.anchor for plan, _, _ in held}))
    return family, first.title, first.rule, places, *(str(tally[one] or "") for one in SEVERITIES), advice


def _table(columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> Table | None:
    """A table without the columns that no row fills; None where there are no rows."""
    lines = [tuple(row) for row in rows]
    kept = [place for place in range(len(columns)) if any(row[place] for row in lines)]
    if not kept:
        return None
    return Table(tuple(columns[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in lines))


def _label(level: int, number: int) -> str:
    """The number of a heading or of a finding at that depth, as official documents print it."""
    if level == 1:
        return f"{chinese(number)}、"
    if level == 2:
        return f"（{chinese(number)}）"
    if level == 3:
        return f"{number}."
    if level == 4 or number > 20:
        return f"（{number}）"
    return chr(ord("①") + number - 1)


def _found(plan: Plan, capital: bool = False) -> str:
    if not plan.findings:
        return "未发现问题"
    tally = "、".join(f"{SEVERITY_NAMES[one]}{plan.counts[one]}个" for one in SEVERITIES if plan.counts[one])
    return f"{'共' if capital else ''}发现问题{plan.findings}个，其中{tally}"


def _foremost(plan: Plan) -> str:
    """The rules with the most findings of the worst severity that occurs."""
    if not plan.severities or plan.severities[0].severity is Severity.INFO:
        return ""
    rules = sorted(plan.severities[0].rules, key=lambda one: (-len(one.issues), one.rule))
    return f"首先要核实的是：{'；'.join(one.title for one in rules[:3])}。"


def _quoted(quote: Quote) -> str:
    text = quote.text if len(quote.text) <= LONGEST_QUOTE else quote.text[: LONGEST_QUOTE - 1] + "…"
    place = [f"《{quote.title}》"] if quote.title else []
    place += [" › ".join(quote.path)] if quote.path else []
    place += [f"第{quote.page}页"] if quote.page else []
    return f"“{text}”" + (f"（{'，'.join(place)}）" if place else "")


def _clause(row: Row) -> str:
    """The two innermost headings above a commitment, and its page."""
    return "，".join(filter(None, (" › ".join(row.path[-2:]), f"第{row.page}页" if row.page else "")))


def texts(report: OfficialReport) -> Iterator[str]:
    """Every piece of text of the report in order: what each format has to print."""
    yield report.title
    yield report.subtitle
    for part in (*report.parts, *report.annexes):
        if isinstance(part, Heading):
            yield part.label + part.text
        elif isinstance(part, Paragraph):
            yield part.lead + part.text
        else:
            yield from (name for name, _ in part.columns)
            yield from (cell for row in part.rows for cell in row if cell)
