"""Coverage: which fields of work a place's plans speak to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.document import Document, GovernmentLevel
from nlp.commitment import Commitments
from nlp.extract import extract
from report.coverage import NATION, UNKNOWN_REGION, Coverage, cover, load_topics, region_name
from tests.nlp.documents import plan
from tests.report.documents import TITLE


def place(region: str | None, level: GovernmentLevel | None, *parts: str) -> tuple[Document, Commitments]:
    document = replace(plan(TITLE, "一、重点任务", *parts), region=region, level=level, region_code=None)
    return document, extract(document)


def cells(coverage: Coverage, region: str) -> dict[str, tuple[int, int]]:
    """The topics that the region speaks to, with tasks and targets."""
    row = next(row for row in coverage.rows if row.region == region)
    counts = zip(coverage.topics, row.cells, strict=True)
    return {topic: (cell.tasks, cell.targets) for topic, cell in counts if cell.total}


def test_a_task_counts_for_what_its_title_and_headings_name() -> None:
    coverage = cover([place("澄湾市", GovernmentLevel.CITY, "（一）发展养老服务", "1.建设助餐点。方便老人用餐。")])
    assert cells(coverage, "澄湾市")["养老"] == (1, 0)
    assert "交通" not in cells(coverage, "澄湾市")


def test_a_target_counts_for_its_indicator() -> None:
    coverage = cover([place("澄湾市", GovernmentLevel.CITY, "到2027年，森林覆盖率达到30%。")])
    assert cells(coverage, "澄湾市") == {"碳汇生态": (0, 1)}


def test_plans_of_one_place_are_counted_together() -> None:
    one = place("澄湾市", GovernmentLevel.CITY, "（一）发展养老服务", "1.建设助餐点。方便老人用餐。")
    coverage = cover([one, (replace(one[0], id="second"), one[1])])
    assert [row.documents for row in coverage.rows] == [("plan", "second")]
    assert cells(coverage, "澄湾市")["养老"] == (2, 0)


def test_places_stand_from_the_nation_down() -> None:
    places = [
        place(None, None), place("云岭县", GovernmentLevel.COUNTY), place("澄湾市", GovernmentLevel.CITY),
        place(None, GovernmentLevel.NATION), place("岚山省", GovernmentLevel.PROVINCE),
    ]  # fmt: skip
    regions = [row.region for row in cover(places).rows]
    assert regions == [NATION, "岚山省", "澄湾市", "云岭县", UNKNOWN_REGION]
    assert [row.region for row in cover(places[::-1]).rows] == regions


def test_without_plans_the_matrix_is_empty() -> None:
    assert cover([]).rows == ()


@pytest.mark.parametrize(
    ("region", "level", "name"),
    [("澄湾市", GovernmentLevel.CITY, "澄湾市"), (None, GovernmentLevel.NATION, NATION), (None, None, UNKNOWN_REGION)],
)
def test_every_plan_has_a_place(region: str | None, level: GovernmentLevel | None, name: str) -> None:
    assert region_name(place(region, level)[0]) == name


def test_no_topic_is_there_twice_and_none_without_words() -> None:
    names = [topic.name for topic in load_topics()]
    assert len(names) == len(set(names))
    assert all(topic.words and all(topic.words) for topic in load_topics())
