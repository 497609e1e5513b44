"""Coverage across regions: which fields of work the plans of a place speak to, by the tasks and targets they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.document import Document, GovernmentLevel
from nlp.commitment import Commitments
from nlp.lexicon import StrictModel, load_yaml

TOPICS = Path(__file__).resolve().parent / "data" / "topics.yaml"
UNKNOWN_REGION = "（未识别地区）"
NATION = "国家层面"
_LEVELS = {level: rank for rank, level in enumerate(GovernmentLevel)}


class Topic(StrictModel):
    """A field of work and the words that show it in a heading, a task's title or the name of an indicator."""

    name: str
    words: tuple[str, ...]


class _Topics(StrictModel):
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """Numbers of tasks and targets of one region in one topic."""

    tasks: int = 0
    targets: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.tasks + self.targets


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One region with its plans (ids) and one cell a topic."""

    region: str
    documents: tuple[str, ...]
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix of regions and topics."""

    topics: tuple[str, ...]
    rows: tuple[CoverageRow, ...]


@cache
def load_topics() -> tuple[Topic, ...]:
    """The shipped fields of work, in the order of the columns."""
    return load_yaml(TOPICS, _Topics).topics


def cover(plans: Sequence[tuple[Document, Commitments]]) -> Coverage:
    """The matrix for these plans, regions from the highest level down, then by code and name.

    A task counts for every topic that its title or the headings above it name, a target for those of its indicator
    or, when the indicator names none, of the headings above it.
    """
    topics = load_topics()
    counts: dict[str, list[list[int]]] = {}
    members: dict[str, list[str]] = {}
    ranks: dict[str, tuple[int, str, str]] = {}
    for document, commitments in plans:
        region = region_name(document)
        cells = counts.setdefault(region, [[0, 0] for _ in topics])
        members.setdefault(region, []).append(document.id)
        level = _LEVELS[document.level] if document.level else len(_LEVELS)
        rank = (level, document.region_code or "999999", region)
        ranks[region] = min(rank, ranks.get(region, rank))
        for task in commitments.tasks:
            for number in _topics_of(f"{task.title}\n{_headings(document, task.section)}"):
                cells[number][0] += 1
        for target in commitments.targets:
            above = _headings(document, document.clause(target.clause).section)
            for number in _topics_of(target.indicator) or _topics_of(above):
                cells[number][1] += 1
    rows = tuple(
        CoverageRow(region, tuple(members[region]), tuple(CoverageCell(*cell) for cell in counts[region]))
        for region in sorted(counts, key=ranks.__getitem__)
    )
    return Coverage(tuple(topic.name for topic in topics), rows)


def region_name(document: Document) -> str:
    """The place a plan speaks for, as the report shows it."""
    if document.region:
        return document.region
    return NATION if document.level is GovernmentLevel.NATION else UNKNOWN_REGION


def _headings(document: Document, section: str | None) -> str:
    return "\n".join(one.title for one in document.ancestry(section))


def _topics_of(text: str) -> tuple[int, ...]:
    return tuple(number for number, topic in enumerate(load_topics()) if any(word in text for word in topic.words))
