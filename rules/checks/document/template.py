"""TM: what the template asks for and the plan does not bring, or brings too thin. Fires only with a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.document import Document, Span
from rules.compare.template import find_section, lacking_parts, list_titles, short_of
from rules.context import Context
from rules.finding import Evidence, Severity
from rules.indicator import normal, value_text
from rules.pairing import bare, likeness
from rules.passage import promise_span
from rules.rule import Problem, rule
from rules.template import Certainty, Template, TemplateList, TemplateSection

_HEAD = 60


def _authority(template: Template, certainty: Certainty) -> str:
    return f"{template.title}，{certainty.value}"


def _opening(document: Document) -> Span:
    start = document.text.find(document.title)
    if document.title and start >= 0:
        return Span(start, start + len(document.title))
    first = document.clauses[0].span if document.clauses else Span(0, 0)
    return Span(first.start, min(first.stop, first.start + _HEAD))


def _absent(document: Document, template: Template, what: str, wanted: TemplateSection | TemplateList) -> Problem:
    """What the template requires and the plan does not hold: as grave as the template is sure of it."""
    return Problem(
        _opening(document), f"本文未见{what}（{_authority(template, wanted.certainty)}）。",
        severity=Severity.WARNING if wanted.certainty is Certainty.STATED else Severity.INFO, cause=wanted.title,
    )  # fmt: skip


@rule(
    "TM01", "template-section-missing", title="缺少模板要求的章节", each=Document, severity=Severity.WARNING, cap=20,
    authority="所选模板", suggestion="按模板补写该章节，或在目录中用模板的名称标出。",
)  # fmt: skip
def template_section_missing(document: Document, context: Context) -> Iterator[Problem]:
    """A chapter that the template requires and no heading names."""
    template = context.template
    if template is None:
        return
    for wanted in template.sections:
        if wanted.required and find_section(wanted, document) is None:
            yield _absent(document, template, f"“{wanted.title}”一章", wanted)


@rule(
    "TM02", "template-section-weak", title="章节内容单薄", each=Document, severity=Severity.INFO, cap=10,
    authority="所选模板", suggestion="充实本章内容，写清措施、责任和进度。",
)  # fmt: skip
def template_section_weak(document: Document, context: Context, *, shortest: int = 150) -> Iterator[Problem]:
    """A required chapter of a few lines, or one that leaves out a part the template asks for."""
    template = context.template
    if template is None:
        return
    for wanted in template.sections:
        section = find_section(wanted, document)
        if section is None:
            continue
        body = bare(document.read(section.span))
        if len(body) < shortest:
            yield Problem(section, f"“{section.title}”只有{len(body)}字，内容单薄。", (section.heading,))
            continue
        missing = lacking_parts(wanted, document, section)
        if missing:
            yield Problem(
                section, f"“{section.title}”未见模板要求的内容：{'、'.join(missing)}。", (section.heading,)
            )


@rule(
    "TM03", "template-list-missing", title="缺少模板要求的清单", each=Document, severity=Severity.WARNING, cap=10,
    authority="所选模板", suggestion="附上该清单。",
)  # fmt: skip
def template_list_missing(document: Document, context: Context) -> Iterator[Problem]:
    """A list or annex that the template requires and the plan does not hold."""
    template = context.template
    if template is None:
        return
    titles = list_titles(context)
    for wanted in template.lists:
        names = [bare(name) for name in (wanted.title, *wanted.aliases)]
        if wanted.required and not any(name in title for name in names for title, _ in titles):
            yield _absent(document, template, f"“{wanted.title}”", wanted)


@rule(
    "TM04", "template-indicator-missing", title="缺少模板列出的指标", each=Document, severity=Severity.INFO, cap=6,
    authority="所选模板", suggestion="在指标表中补充；不适用的说明理由。",
    summary="模板列出的指标有{count}项本文未见。",
)  # fmt: skip
def template_indicator_missing(document: Document, context: Context) -> Iterator[Problem]:
    """A reference indicator of the template that the plan neither promises nor mentions."""
    template = context.template
    if template is None:
        return
    text = bare(document.text)
    for wanted in template.indicators:
        if not any(bare(name) in text for name in (wanted.name, *wanted.aliases)):
            yield Problem(
                _opening(document), f"本文未见指标“{wanted.name}”（{_authority(template, wanted.certainty)}）。",
                severity=Severity.WARNING if wanted.core else Severity.INFO, cause=wanted.name,
            )  # fmt: skip


@rule(
    "TM05", "template-indicator-weak", title="指标值不到模板的参考值", each=Document, severity=Severity.WARNING, cap=6,
    authority="所选模板", suggestion="对照参考值核定目标。",
)  # fmt: skip
def template_indicator_weak(document: Document, context: Context) -> Iterator[Problem]:
    """A target that the plan sets below the minimum, or above the maximum, of the template."""
    template = context.template
    if template is None:
        return
    for wanted in template.indicators:
        names = {normal(name) for name in (wanted.name, *wanted.aliases)}
        for target in context.commitments.targets:
            if normal(target.indicator) in names and target.unit == wanted.unit and short_of(wanted, target):
                limit = f"不低于{wanted.minimum:g}" if wanted.minimum is not None else f"不超过{wanted.maximum:g}"
                yield Problem(
                    target, f"“{target.indicator}”为{value_text(target)}，模板参考值{limit}{wanted.unit}。",
                    (promise_span(target, document),), cause=wanted.name,
                )  # fmt: skip


@rule(
    "TM06", "template-order", title="章节顺序与模板不同", each=Document, severity=Severity.INFO,
    authority="所选模板", suggestion="按模板调整章节顺序。",
)  # fmt: skip
def template_order(document: Document, context: Context) -> Iterator[Problem]:
    """Chapters in another order than the template's are hard to review side by side."""
    if context.template is None:
        return
    found = [find_section(wanted, document) for wanted in context.template.sections]
    placed = [section for section in found if section is not None and section.level == 1]
    for earlier, later in pairwise(placed):
        if later.span.start < earlier.span.start and not re.search("附件", later.title):
            yield Problem(
                later, f"模板中“{earlier.title}”在“{later.title}”之前，本文相反。", (later.heading, earlier.heading)
            )
            return


# 实施方案应当包括总体要求、主要目标……等内容，并附重点项目表
_ASKED = re.compile(
    r"(?:实施方案|方案|规划|计划)(?:应当?|要|须|需)?(?:明确)?(?:包括|包含|载明|明确)([^。；]{6,160}?)(?:等(?:内容|部分|方面))?"
    r"(?:，\s*并附([^。；]{3,60}?))?(?=[。；]|，(?!并附))"
)


@rule(
    "TM07", "asked-for-by-superior", title="上级文件要求的内容本文未见", each=Document, severity=Severity.WARNING,
    authority="上级文件对实施方案内容的要求", suggestion="按上级文件补写该部分，或附上该清单。",
)  # fmt: skip
def asked_for_by_superior(document: Document, context: Context) -> Iterator[Problem]:
    """The superior document says what the plans that implement it must hold: chapters, and lists in an annex."""
    lines = [bare(one.title) for one in document.sections]
    lines += [bare(document.read(block.span)) for block in context.body_blocks if len(block.span) <= 40]
    for above in context.upstream:
        for match in _ASKED.finditer(above.document.text):
            wanted = [part.strip() for part in re.split("[、和及]", match[1]) if 2 <= len(part.strip()) <= 12]
            wanted += [part.strip() for part in re.split("[、和及]", match[2] or "") if part.strip()]
            missing = [part for part in wanted if not any(_named_like(bare(part), line) for line in lines)]
            if len(wanted) < 4 or not missing or len(missing) > len(wanted) // 2 + 1:
                continue
            span = Span(match.start(), min(match.end(), match.start() + 118))
            clause = next((one for one in above.document.clauses if one.span.start <= span.start < one.span.stop), None)
            said = Evidence(clause.id if clause else None, above.document.quote(span), span, above.document.id)
            yield Problem(
                _opening(document), f"《{above.document.title}》要求的{'、'.join(missing)}，本文未见。",
                (_opening(document), said),
            )  # fmt: skip
            return


def _named_like(wanted: str, line: str) -> bool:
    return wanted in line or likeness(wanted, line) >= 0.66 or (len(line) >= 4 and line in wanted)
