"""Reports for tests: small plans of one text each, read by the real reader and examined by the real rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ingest.document import Document
from report.analysis import Analysis, GapReport, analyse_document
from report.coverage import cover
from tests.nlp.documents import Rows, plan

AS_OF = date(2026, 1, 15)
TITLE = "澄湾市绿色转型实施方案"
PLAN = (
    """澄湾市绿色转型实施方案
    为推动全市绿色转型，制定本方案。
    一、主要目标
    到2025年，非化石能源消费比重达到18%左右，单位地区生产总值能耗比2020年下降13.5%。
    二、重点任务
    （一）发展清洁能源
    1.建设海上风电。2025年底前建成海上风电场。（牵头单位：市发展改革委，配合单位：市财政局、市自然资源局）
    2.推广屋顶光伏。每年新增屋顶光伏不少于五万千瓦。（市发展改革委、市住房城乡建设局按职责分工负责）
    （三）推进绿色交通
    1.更新公交车辆。加快更新公交车辆，适时淘汰旧车。
    """,
    "附件：重点项目表",
    [
        ["序号", "项目名称", "实施主体", "建设期限", "总投资（万元）"],
        ["1", "海上风电一期项目", "澄湾能源公司", "2023—2025年", "12000"],
        ["2", "公交场站充电项目", "澄湾公交公司", "2024—2025年", "850.5"],
    ],
)  # fmt: skip


def analysis_of(*parts: str | Rows, as_of: date = AS_OF, **facts: Any) -> Analysis:
    """One plan examined. facts: what front matter the document is to have instead of what was read."""
    return analyse_document(replace(plan(*parts), **facts), as_of=as_of)


def report_of(*analyses: Analysis, failed: tuple[tuple[str, str], ...] = ()) -> GapReport:
    """The report on these plans; each is named after its place in the list."""
    named = [
        replace(one, document=replace(one.document, id=f"plan-{number}"))
        for number, one in enumerate(analyses, start=1)
    ]
    plans = [(one.document, one.commitments) for one in named if one.document.doc_type is not None]
    return GapReport(tuple(named), cover(plans), AS_OF, failed)


def sample_report() -> GapReport:
    """A plan with findings, tasks and projects, a bare one, a text that is no plan, and a file that failed."""
    bare: Document = replace(plan("云岭县养老服务行动计划", "本计划自印发之日起施行。"), source="yunling.txt")
    news: Document = replace(plan("昨日要闻", "全市天气晴好。"), doc_type=None, source="news.txt")
    return report_of(
        analysis_of(*PLAN),
        analyse_document(bare, as_of=AS_OF),
        analyse_document(news, as_of=AS_OF),
        failed=(("scan.pdf", "scan.pdf：没有文字层，请先做文字识别。"),),
    )
