"""Who was first, and what a plan is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.duplicates.copying import clusters, origins
from index.duplicates.pair import near_duplicates
from ingest.document import Document, GovernmentLevel, PartialDate
from tests.index.duplicates.test_pair import COPIED, EDITED, FORMULA, own, plan


@pytest.fixture
def plans(tmp_path: Path) -> list[Document]:
    """Three plans that share a passage, the second the oldest, the third a superior document."""
    city, province = GovernmentLevel.CITY, GovernmentLevel.PROVINCE
    return [
        replace(plan(tmp_path, "甲", f"{own(1)}。{COPIED}。"), issued_on=PartialDate(2024, 5), level=city),
        replace(plan(tmp_path, "乙", f"{own(2)}。{COPIED}。"), issued_on=PartialDate(2022), level=city),
        replace(plan(tmp_path, "丙", f"{own(3)}。{EDITED}。"), level=province),
    ]


def test_a_cluster_begins_with_the_earliest_and_shows_what_is_most_like_it(plans: list[Document]) -> None:
    (found,) = clusters(plans, near_duplicates(plans))
    assert [side.document for side in found.members] == [plans[1].id, plans[0].id, plans[2].id]
    assert (found.pair.a.document, found.pair.b.document) == (plans[1].id, plans[0].id) and not found.boilerplate
    assert found.pair.a.quote == found.pair.b.quote == COPIED


def test_shares_add_up_and_the_superior_goes_before_equals(plans: list[Document]) -> None:
    for one in origins(plans, near_duplicates(plans)):
        assert one.boilerplate + one.above + one.equals + one.own == pytest.approx(1, abs=0.001)
    first, second, third = origins(plans, near_duplicates(plans))
    assert first.above > 0.25 and first.equals < 0.15 and first.own > 0.3
    assert dict(first.others)[second.document] == pytest.approx(first.above + first.equals, abs=0.02)
    assert third.above == 0 and third.equals > 0.25


def test_boilerplate_is_apart(tmp_path: Path) -> None:
    both = [plan(tmp_path, name, f"{own(i)}。{FORMULA}。") for i, name in enumerate("甲乙")]
    pairs = near_duplicates(both)
    (found,) = clusters(both, pairs)
    assert found.boilerplate
    assert all(one.boilerplate > 0.3 and one.equals == 0 for one in origins(both, pairs))


def test_plans_that_share_nothing_are_their_own(tmp_path: Path) -> None:
    both = [plan(tmp_path, name, own(i)) for i, name in enumerate("甲乙")]
    assert clusters(both, ()) == () and all(one.own == 1 for one in origins(both, ()))


def test_a_repetition_inside_one_plan_is_no_copying(tmp_path: Path) -> None:
    one = plan(tmp_path, "甲", f"{COPIED}。", f"{COPIED}。")
    pairs = near_duplicates([one])
    assert pairs and clusters([one], pairs) == () and origins([one], pairs)[0].own == 1
