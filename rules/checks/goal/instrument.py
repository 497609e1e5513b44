"""WD: papers whose very subject is money, and that name policies without saying what these give, to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.document import Document, Span
from rules.checks.goal.quantity import FIGURE
from rules.context import Context
from rules.finding import Severity
from rules.passage import in_context, own_words
from rules.rule import Problem, rule

_OF_MONEY = re.compile(
    r"财税|财政|税收|金融|资金|补贴|补助|奖励|奖补|扶持|惠企|若干政策|政策措施|投融资|价格|电价|水价"
)
_APPLIED = re.compile(
    r"(?:落实|执行|用好|用足|兑现)[^，。；《》]{0,30}(?:税收?|税费|补贴|补助|奖补|奖励|优惠|财政|财税|金融|信贷|电价|水价|价格|扶持|支持)[^，。；《》]{0,4}政策"
)
_SPELLED_OUT = re.compile(
    r"《|按[^，。；]{0,12}标准|对[^，。；]{4,}(?:给予|免征|减征|减按|减免|加计)|免征|减征|减按|加计扣除|即征即退"
)


@rule(
    "WD95", "policy-without-content", title="只写落实政策，未写政策内容", each=Document, severity=Severity.INFO,
    authority="党政机关公文处理工作条例第十九条：表述准确",
    suggestion="写明适用的优惠（补助）、标准、对象和条件，或注明政策文件名称和文号。",
)  # fmt: skip
def policy_without_content(
    document: Document, context: Context, *, fewest: int = 2, most: int = 12
) -> Iterator[Problem]:
    """「落实税收政策」 task after task in a paper on taxes: those it is for cannot tell what they get."""
    if not context.gives_orders or not _OF_MONEY.search(document.title):
        return
    found: list[Span] = []
    for sentence in context.sentences:
        if context.in_background(sentence.clause) or context.in_annex(sentence.clause):
            continue
        if FIGURE.search(sentence.text) or _SPELLED_OUT.search(sentence.text):
            continue
        parts = (own_words(one, document) for one in sentence.segments)
        found += [part for part in parts if _APPLIED.search(document.read(part))]
    if len(found) >= fewest:
        yield Problem(
            found[0], f"本文为资金、税收等政策而写，有{len(found)}处只写落实政策，未写优惠、标准和对象。",
            tuple(dict.fromkeys(in_context(span, document) for span in found[:most])),
        )  # fmt: skip
