"""A draft against a template as a page: chapters, lists, indicators and tasks with where the draft has them."""

from __future__ import annotations

from report.compare.page import Cell, Column, ComparePage, CompareTable
from rules.compare.superior import Cover
from rules.compare.template import (
    IndicatorCover,
    ListCover,
    Presence,
    SectionCover,
    TaskLine,
    TemplateComparison,
)
from rules.compare.versions import Place
from rules.template import TemplateIndicator


def template_page(comparison: TemplateComparison, source: str) -> ComparePage:
    """The page; source: name of the draft's file."""
    template = comparison.template
    missing = sum(one.presence is Presence.MISSING and one.wanted.required for one in comparison.sections)
    covers = [(f"任务{cover.value}", str(sum(one.cover is cover for one in comparison.tasks))) for cover in Cover]
    tables = (
        (comparison.sections, _sections), (comparison.lists, _lists), (comparison.indicators, _indicators),
        (comparison.tasks, _tasks), (comparison.tasks, _points),
    )  # fmt: skip
    return ComparePage(
        title="与模板对照",
        sides=(
            ("模板", f"{template.title}（{template.authority}）"),
            *((("模板说明", template.note),) if template.note else ()),
            ("本稿", f"{comparison.draft_title}（{source}）"),
        ),
        totals=(
            ("章节", f"{len(comparison.sections)} 项，未见 {missing} 项"),
            ("清单", _count(comparison.lists)),
            ("指标", _count(comparison.indicators)),
            *(covers if comparison.tasks else ()),
        ),
        tables=tuple(table(comparison) for wanted, table in tables if wanted),
    )


def _count(covers: tuple[ListCover, ...] | tuple[IndicatorCover, ...]) -> str:
    return f"{len(covers)} 项，未见 {sum(one.presence is Presence.MISSING for one in covers)} 项"


def _where(place: Place | None) -> tuple[str, str, int | None]:
    return (" > ".join(place.path), place.quote, place.page) if place else ("", "", None)


def _sections(comparison: TemplateComparison) -> CompareTable:
    columns = (
        Column("结果", 10), Column("模板章节", 30), Column("依据", 8), Column("要求", 8), Column("本稿所在", 36),
        Column("本稿文字", 50), Column("页码", 7), Column("说明", 44),
    )  # fmt: skip
    note = "依据：原文（官方文本）、实践（已公布的同类方案）、转述（他人介绍，未见原文）。"
    return CompareTable("章节", columns, tuple(_section(one) for one in comparison.sections), note)


def _section(one: SectionCover) -> tuple[Cell, ...]:
    said = [f"未提及：{'、'.join(one.lacking)}"] if one.lacking else []
    said += [] if one.in_order else ["与模板的先后次序不同"]
    said += ["没有以此为题的章节，内容见于所列文字"] if one.presence is Presence.ELSEWHERE else []
    need = "必备" if one.wanted.required else "可选"
    certainty = one.wanted.certainty.value
    return (one.presence.value, one.wanted.title, certainty, need, *_where(one.place), "；".join(said))


def _lists(comparison: TemplateComparison) -> CompareTable:
    columns = (
        Column("结果", 10), Column("模板清单", 30), Column("依据", 8), Column("本稿所在", 36), Column("本稿文字", 50),
        Column("页码", 7), Column("说明", 44),
    )  # fmt: skip
    rows = []
    for one in comparison.lists:
        said = f"表中未见栏目：{'、'.join(one.lacking)}" if one.lacking else ""
        rows.append((one.presence.value, one.wanted.title, one.wanted.certainty.value, *_where(one.place), said))
    return CompareTable("清单", columns, tuple(rows))


def _indicators(comparison: TemplateComparison) -> CompareTable:
    columns = (
        Column("结果", 10), Column("模板指标", 30), Column("依据", 8), Column("模板参考值", 14), Column("本稿", 30),
        Column("国家水平", 44), Column("本稿所在", 36), Column("本稿文字", 50), Column("页码", 7), Column("说明", 30),
    )  # fmt: skip
    rows = []
    for one in comparison.indicators:
        said = "不到模板参考值" if one.short else ""
        wanted = one.wanted
        rows.append((one.presence.value, wanted.name, wanted.certainty.value, _reference(wanted),
                     "；".join(one.targets), one.national, *_where(one.place), said))  # fmt: skip
    note = "“有名无值”指文中提到该指标而没有目标值。国家水平取自已公布的国家文件，各地任务另有分解的，以下达数为准。"
    return CompareTable("指标", columns, tuple(rows), note)


def _reference(wanted: TemplateIndicator) -> str:
    low = f"≥{wanted.minimum:g}{wanted.unit}" if wanted.minimum is not None else ""
    high = f"≤{wanted.maximum:g}{wanted.unit}" if wanted.maximum is not None else ""
    return "，".join(part for part in (low, high) if part)


def _tasks(comparison: TemplateComparison) -> CompareTable:
    columns = (
        Column("覆盖", 10), Column("部分", 12), Column("模板任务", 30), Column("得分", 8, shade=True),
        Column("理由", 60), Column("本稿条款", 24),
    )  # fmt: skip
    note = "得分是在本稿同一句里见到的要点所占份额：0.5 以上算覆盖，见到一些算部分覆盖。现状、形势部分不算。"
    return CompareTable("任务", columns, tuple(_task(one) for one in comparison.tasks), note)


def _task(one: TaskLine) -> tuple[Cell, ...]:
    return (one.cover.value, one.wanted.group, one.wanted.title, one.score, one.reason, "、".join(one.clauses))


def _points(comparison: TemplateComparison) -> CompareTable:
    columns = (
        Column("结果", 10), Column("模板任务", 30), Column("要点", 40), Column("份额", 8, shade=True),
        Column("本稿所在", 36), Column("本稿文字", 80), Column("页码", 7),
    )  # fmt: skip
    rows = []
    for task in comparison.tasks:
        for one in task.points:
            presence = Presence.PRESENT if one.place else Presence.MISSING
            rows.append((presence.value, task.wanted.title, one.point, one.share, *_where(one.place)))
    note = "每个要点列出词最全的一句；空格隔开的词要在同一句，斜线隔开的词见到其一即可。"
    return CompareTable("任务要点", columns, tuple(rows), note)
