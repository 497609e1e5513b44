"""Which extracted rows somebody should look at: each doubt is a plain reason, each reason lowers the confidence.

The weights are judged by hand, not learned: what was found wrong in samples of real plans is told by these signs.
"""

from __future__ import annotations

from ingest.document import Document, Span
from nlp.commitment import Commitment, Doubt, Origin, Target, Task
from nlp.targets.name import ends_in_head, without_head
from nlp.targets.phrase import words

_LONG_NAME = 40  # characters from which the name of an indicator is likely a clause
_SHORT_NAME = 2
_SHORT_SHARE = 3
_LONG_TITLE = 34
_SHORT_BODY = 12
_WHOLE = 100
_UNSURE = 0.8  # confidence of recognised characters below which a row is to be compared with the picture


def doubts_of(document: Document, commitment: Commitment) -> tuple[Doubt, ...]:
    """The reasons to look at a commitment again, in the order of their kinds; () where nothing is odd."""
    found: set[Doubt] = set()
    if isinstance(commitment, Target):
        found |= _of_target(commitment)
    elif isinstance(commitment, Task):
        found |= _of_task(document, commitment)
    if any(not one.collective and one.canonical is None for one in commitment.bureaus):
        found.add(Doubt.UNKNOWN_BODY)
    if _is_unclear(document, commitment.span):
        found.add(Doubt.UNCLEAR)
    return tuple(doubt for doubt in Doubt if doubt in found)


def _of_target(target: Target) -> set[Doubt]:
    found: set[Doubt] = set()
    if target.year is None:
        found.add(Doubt.NO_YEAR)
    elif not target.deadlines and target.origin is not Origin.TABLE:
        found.add(Doubt.YEAR_INHERITED)
    if _is_vague(target.indicator, target.unit):
        found.add(Doubt.VAGUE_NAME)
    if len(target.indicator) > _LONG_NAME:
        found.add(Doubt.LONG_NAME)
    if not target.unit and not ends_in_head(target.indicator):
        found.add(Doubt.NO_UNIT)
    if target.unit == "%" and not target.change and target.value > _WHOLE:
        found.add(Doubt.OVER_WHOLE)
    return found


def _is_vague(name: str, unit: str) -> bool:
    """True for a name that leaves open what is measured: 占比, 新建规模, 全市使用比例."""
    place = words()["places_of_all"].begins(name)
    plain = name[place.stop :] if place else name
    shortest = _SHORT_SHARE if unit == "%" else _SHORT_NAME  # 加氢站 says enough, 覆盖率 does not
    return len(plain) <= shortest or without_head(plain) in _MERELY


_MERELY = frozenset({"新建", "新增", "使用", "建设", "利用", "覆盖", "总", "其中", "其他", "改造", "平均", "全部"})


def _of_task(document: Document, task: Task) -> set[Doubt]:
    found: set[Doubt] = set()
    if len(task.title) > _LONG_TITLE:
        found.add(Doubt.LONG_TITLE)
    if task.origin is Origin.TEXT and len(document.read(task.body).strip()) < _SHORT_BODY:
        found.add(Doubt.SHORT_BODY)
    return found


def _is_unclear(document: Document, span: Span) -> bool:
    """True where the text was recognised on a picture, and not surely."""
    return any(
        block.confidence is not None and block.confidence < _UNSURE and _overlap(block.span, span)
        for block in document.blocks
    )


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.stop and right.start < left.stop
