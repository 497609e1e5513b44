"""report.xlsx: an overview and the official tables as sheets that can be filtered, sorted and passed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from nlp.commitment import Role, Target
from report import digest
from report.analysis import SEVERITIES, SEVERITY_NAMES, Analysis, GapReport
from report.coverage import region_name
from report.export import commitment_path, headings_above
from report.indicators import indicator_sheet
from report.spreadsheet import Sheet, Value, write_workbook
from report.wording import (
    ORIGINS,
    baseline_text,
    bureaus_text,
    clause_text,
    deadlines_text,
    last_day,
    period_text,
    review_text,
    target_text,
    value_text,
)
from rules import RULES


def report_workbook(report: GapReport) -> bytes:
    """The bytes of report.xlsx."""
    return write_workbook(sheets(report), datetime.combine(report.as_of, datetime.min.time()))


def sheets(report: GapReport) -> tuple[Sheet, ...]:
    """The sheets of the report, in order; 项目清单 only where a plan has projects, 更正一览 where anything was."""
    plans = report.plans
    titles = report.titles()
    made = [
        _overview(report), task_sheet(plans), target_sheet(plans), indicator_sheet(plans),
        finding_sheet(plans, titles), coverage_sheet(report),
    ]  # fmt: skip
    return (*made, *(sheet for sheet in (project_sheet(plans), correction_sheet(plans)) if sheet.rows))


def _overview(report: GapReport) -> Sheet:
    columns = (
        ("序号", 6), ("规划", 40), ("文件", 28), ("地区", 14), ("层级", 7), ("文种", 12), ("发文字号", 20),
        ("发文机关", 20), ("成文日期", 12), ("规划期", 13), ("页数", 7), ("任务", 7), ("目标", 7), ("项目", 7),
        *((SEVERITY_NAMES[severity], 7) for severity in SEVERITIES), ("读取情况", 36),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for number, analysis in enumerate(report.analyses, start=1):
        document, commitments = analysis.document, analysis.commitments
        rows.append((
            number, document.title, document.source, region_name(document),
            document.level.value if document.level else "", document.doc_type or "（非规划文本）",
            document.doc_number, document.issuer, document.issued_on, period_text(document.period),
            document.pages, len(commitments.tasks), len(commitments.targets), len(commitments.projects),
            *(analysis.count(severity) for severity in SEVERITIES), "\n".join(document.warnings),
        ))  # fmt: skip
    for number, (name, message) in enumerate(report.failed, start=len(rows) + 1):
        rows.append((number, "（未能读取）", name, *[""] * (len(columns) - 4), message))
    return Sheet("总览", columns, tuple(rows))


def target_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """目标指标表 of these plans: a row for each target."""
    columns = (
        ("序号", 6), ("规划", 22), ("地区", 10), ("指标", 28), ("目标值", 12), ("数值", 10), ("单位", 11),
        ("目标年", 8), ("基期", 14), ("属性", 8), ("责任单位", 22), ("依据条款", 30), ("页码", 6), ("来源", 6),
        ("核对", 20), ("原文", 54),
    )  # fmt: skip
    rows = _numbered(row for one in analyses for row in _targets(one))
    return Sheet("目标指标表", columns, rows, printed=len(columns) - 1)


def _targets(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    document = analysis.document
    for target in analysis.commitments.targets:
        clause = document.clause(target.clause)
        yield (
            document.title, region_name(document), target.indicator, value_text(target), target.value, target.unit,
            target.year, baseline_text(target.baseline), target.binding.value if target.binding else "",
            bureaus_text(target.bureaus), clause_text(document, clause), clause.page, ORIGINS[target.origin],
            review_text(target), document.quote(target.span).strip(),
        )  # fmt: skip


def task_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """任务分解表 of these plans: a row for each task."""
    columns = (
        ("序号", 6), ("规划", 22), ("所属章节", 18), ("任务", 28), ("牵头单位", 17), ("责任单位", 22),
        ("配合单位", 18), ("完成时限", 14), ("完成日期", 11), ("目标值", 24), ("依据条款", 30), ("页码", 6),
        ("来源", 6), ("核对", 20), ("原文", 70),
    )  # fmt: skip
    rows = _numbered(row for one in analyses for row in _tasks(one))
    return Sheet("任务分解表", columns, rows, printed=len(columns) - 1, merged=(2,))


def _tasks(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    document = analysis.document
    promised = targets_by_clause(analysis)
    for task in analysis.commitments.tasks:
        clause = document.clause(task.clause)
        targets = [one for name in dict.fromkeys((task.clause, *task.clauses)) for one in promised.get(name, ())]
        yield (
            document.title, "".join(headings_above(document, task)[-1:]), task.title,
            *(bureaus_text(task.bureaus, role) for role in (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)),
            deadlines_text(document, task.deadlines), last_day(task.deadlines), "\n".join(map(target_text, targets)),
            clause_text(document, clause, commitment_path(document, task)), clause.page, ORIGINS[task.origin],
            review_text(task), document.quote(task.body).strip(),
        )  # fmt: skip


def targets_by_clause(analysis: Analysis) -> Mapping[str, list[Target]]:
    """The targets that stand in each clause: those of the task that the clause belongs to."""
    found: dict[str, list[Target]] = {}
    for target in analysis.commitments.targets:
        found.setdefault(target.clause, []).append(target)
    return found


def coverage_sheet(report: GapReport) -> Sheet:
    """覆盖矩阵: regions by fields of work, in each cell the number of tasks and targets."""
    columns = (("地区", 18), ("规划数", 8), *((topic, 9) for topic in report.coverage.topics))
    rows = tuple(
        (row.region, len(row.documents), *(cell.total or None for cell in row.cells)) for row in report.coverage.rows
    )
    shades = tuple((0, *(digest.shade(cell) for cell in row.cells)) for row in report.coverage.rows)
    return Sheet("覆盖矩阵", columns, rows, shades=shades, frozen=1)


def finding_sheet(analyses: Iterable[Analysis], titles: Mapping[str, str]) -> Sheet:
    """问题清单 of these plans. titles: by id, of documents that evidence may stand in."""
    columns = (
        ("序号", 6), ("规划", 22), ("级别", 7), ("规则", 8), ("类别", 16), ("问题", 38), ("依据原文", 48), ("建议", 28),
        ("依据条款", 28), ("页码", 6), ("规则依据", 30), ("指纹", 19),
    )  # fmt: skip
    rows = _numbered(row for one in analyses for row in _findings(one, titles))
    return Sheet("问题清单", columns, rows, marked=2, printed=len(columns) - 2)


def _findings(analysis: Analysis, titles: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    document = analysis.document
    for finding in analysis.findings:
        clause = document.clause(finding.clause) if finding.clause else None
        rule = RULES.get(finding.rule)
        quotes = [
            (f"［{titles.get(one.document, one.document)}］" if one.document else "") + " ".join(one.quote.split())
            for one in finding.evidence
        ]
        if len(quotes) > 1:
            quotes = [f"（{place}）{quote}" for place, quote in enumerate(quotes, start=1)]
        yield (
            document.title, SEVERITY_NAMES[finding.severity], finding.rule, rule.title if rule else "",
            finding.message, "\n".join(quotes), finding.suggestion, clause_text(document, clause),
            clause.page if clause else None, rule.authority if rule else "", finding.fingerprint,
        )  # fmt: skip


def project_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """项目清单 of these plans."""
    columns = (
        ("序号", 6), ("规划", 24), ("类别", 18), ("编号", 7), ("项目名称", 44), ("实施主体", 26), ("开工", 10),
        ("完工", 10), ("投资", 12), ("投资单位", 9), ("依据条款", 28), ("页码", 6),
    )  # fmt: skip
    return Sheet("项目清单", columns, _numbered(row for one in analyses for row in _projects(one)))


def _projects(analysis: Analysis) -> Iterator[tuple[Value, ...]]:
    document = analysis.document
    for project in analysis.commitments.projects:
        clause = document.clause(project.clause)
        yield (
            document.title, project.group, project.number, project.name, project.owner, project.start, project.end,
            project.investment, project.unit, clause_text(document, clause), clause.page,
        )  # fmt: skip


def correction_sheet(analyses: Iterable[Analysis]) -> Sheet:
    """更正一览: what people set right in these plans, with what the program had read."""
    columns = (
        ("序号", 6), ("规划", 30), ("任务或指标", 30), ("项", 10), ("程序读作", 26), ("更正为", 26), ("理由", 32),
        ("核对人", 10), ("日期", 12),
    )  # fmt: skip
    return Sheet("更正一览", columns, _numbered(digest.corrections(analyses)))


def _numbered(rows: Iterable[Sequence[Value]]) -> tuple[tuple[Value, ...], ...]:
    return tuple((number, *row) for number, row in enumerate(rows, start=1))
