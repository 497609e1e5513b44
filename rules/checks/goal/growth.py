"""TG: growth that is to be none or less than none: against what?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.context import Context
from rules.finding import Severity
from rules.passage import in_context, segment_around
from rules.rule import Problem, rule

_NO_GROWTH = re.compile(r"(?<!趋)(?:负|零)增长(?!行动|工程|试点)")
# 持续零增长 is from year to year, “十四五”时期 against the last year before
_BASED = re.compile(
    r"(?:较|比|以)20\d\d年|基准年|基期|同比|比上年|较上年|年均|“?十[三四五六]五”?(?:时期|期间|规划期)|规划期内"
    r"|(?:持续|继续|保持|连续|巩固)[^，。；]{0,16}零增长"
)


@rule(
    "TG96", "no-growth-without-base", title="零增长、负增长未写基数", each=Document, severity=Severity.INFO, cap=3,
    authority="规划目标应当可量化、可评估，同一指标口径一致",
    suggestion="写明与哪一年相比、该年的数量；负增长的，写明减少多少。",
    summary="零增长、负增长未写与哪一年相比，共{count}处。",
)  # fmt: skip
def no_growth_without_base(document: Document, context: Context) -> Iterator[Problem]:
    """「实现负增长」 against no year and of no amount is met by a single tonne less than some year or other."""
    if not context.is_plan:
        return
    found: dict[str, list[Span]] = defaultdict(list)  # by paragraph
    for sentence in context.sentences:
        if context.in_background(sentence.clause) or context.in_annex(sentence.clause) or _BASED.search(sentence.text):
            continue
        found[sentence.clause.id] += map(sentence.span.place, _NO_GROWTH.finditer(sentence.text))
    for spans in found.values():
        if spans:
            said = re.split("[,，]", document.quote(segment_around(spans[0], document)))[-1].strip()
            shown = tuple(dict.fromkeys(in_context(span, document) for span in spans))
            amount = "、要减多少" if "负增长" in said else ""
            yield Problem(shown[0], f"“{said[-40:]}”未写与哪一年相比{amount}。", shown, cause=str(shown[0]))
