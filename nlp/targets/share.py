"""Shares of many that reach something: 95%的省级、90%的市级和70%的县级机关达到标准, 完成80%老旧柴油车淘汰."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Span
from nlp.quantity import Quantity
from nlp.targets.phrase import words

# the many and what they do, a date between them left in: 县级及以上机关2025年底前达到创建要求
_SHARE = re.compile(
    r"的?(?P<who>(?:[^，,。；;：:、\d%“”]|20\d\d年(?:\d{1,2}月)?){1,40}?)(?:的目标)?(?!20\d\d年)(?=[，,。；;：:、\d%“”]|$)"
)
# 市、县达到标准: one share of several kinds
_SHARE_OF_KINDS = re.compile(r"的?(?P<who>[^，,。；;：:\d%“”]{1,40}?)(?:的目标)?(?=[，,。；;：:]|$)")
_DATE = re.compile(r"(?:到|在)?20\d\d年(?:\d{1,2}月)?(?:年?[底末])?(?:之?前)?")
_JOINTS = ("、", "和", "及", "与")
_LEAST = 2  # characters that name the many; 建成区 begins with no verb


def share_names(text: str, run: Sequence[Quantity], core: str) -> list[str]:
    """The indicators of a row of shares, one a number; none where the numbers are no such shares.

    core: what stands before the first number as a name of its own; 机位100%建设完成 is a share of that name.
    """
    if not all(one.is_rate for one in run):
        return []
    stop = run[-1].stop
    match = (_SHARE_OF_KINDS.match(text, stop) if len(run) == 1 else None) or _SHARE.match(text, stop)
    alone = not core or core.endswith(_JOINTS) or words()["places_of_all"].is_word(core)
    if match is None or not (alone or match.group().startswith("的")):
        return []
    who = _DATE.sub("", match["who"])
    outcome = _outcome(who, "完成" in text[: run[0].start])
    if outcome is None:
        return []
    said, who = who[outcome.start :], who[: outcome.start]
    heads = [text[one.stop : later.start].strip("的、和及与") for one, later in pairwise(run)]
    if not all(heads):
        return []
    whole = who[len(heads[0]) :] if heads and who[len(heads[0]) - 1 : len(heads[0])] == heads[0][-1] else ""
    return [f"{head}{whole}{said}" for head in heads] + [who + said]


def _outcome(who: str, completed: bool) -> Span | None:
    """What the many reach: 达到创建要求 behind their name, or the work on them that is completed (淘汰)."""
    reached = next((one for one in words()["outcomes"].find(who) if one.start >= _LEAST), None)
    if reached is not None:
        return reached
    work = words()["works"].ends(who) if completed else None
    return Span(len(who) - len(work), len(who)) if work and len(who) - len(work) >= _LEAST else None
