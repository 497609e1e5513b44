"""What a paragraph goes on to say: the year and the figure at its end hold for the work that stands before them."""

from __future__ import annotations

import re

from rules.checks.goal.quantity import FIGURE
from rules.context import Context, Sentence

_BY_YEAR = re.compile(r"20\d\d年|“?十[三四五六]五”?末|年底前")
_REACHED = re.compile(r"全面|全部|基本|完成|淘汰|达到|实现|建成")
_OF_NEW_STOCK = re.compile(r"新建|当年新增|新车|新购|新增[^，。；]{0,6}(?:车|船|机)")


def dated_behind(sentence: Sentence, context: Context) -> bool:
    """True where a later sentence of the paragraph says by which year how much is reached, of more than new stock."""
    return any(
        _BY_YEAR.search(one.text) and not _OF_NEW_STOCK.search(one.text)
        and (FIGURE.search(one.text) or _REACHED.search(one.text))
        for one in context.following(sentence)
    )  # fmt: skip
