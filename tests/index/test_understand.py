"""What a query is understood as, what that does, and that it can be taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.filters import Filters
from index.understand import Effect, Field, understand
from index.workspace import Workspace
from nlp.commitment import Role
from tests.index.tiny import write_plans

PLANS = {
    "碳达峰方案": """绵阳市碳达峰实施方案
绵阳市人民政府
2022年3月5日
一、重点任务
到2025年，非化石能源消费比重达到25%以上。
（一）建设充电设施。2025年底前，建成充电桩500个。（市发改委牵头，市住建局配合）
（二）推广绿色建筑。2027年底前，建成绿色建筑示范项目3个。（市住建局牵头）
（三）宣传节能知识，建设充电设施。
""",
    "养老行动计划": """兰州市养老服务行动计划
兰州市民政局
2023年6月1日
一、重点任务
（一）建设充电设施。为养老机构安装充电桩。（市民政局牵头）
（二）改造老旧建筑。（市住建局牵头）
""",
}


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("cities")
    Workspace.build(write_plans(folder / "files", PLANS), folder / "ws")
    return Workspace.open(folder / "ws")


def pieces(workspace: Workspace, query: str, filters: Filters | None = None) -> dict[Field, tuple[Effect, str]]:
    found = understand(workspace, query, filters or Filters()).pieces
    return {piece.field: (piece.effect, piece.text) for piece in found}


def test_a_place_is_a_filter_with_what_lies_inside(two_cities: Workspace) -> None:
    for name in ("绵阳", "绵阳市", "四川"):
        found = two_cities.search(f"{name}充电设施")
        assert {hit.document for hit in found.hits} == {"碳达峰方案"}
        [piece] = found.understood
        assert (piece.field, piece.effect, piece.text) == (Field.REGION, Effect.FILTER, name)


def test_a_place_without_plans_and_one_of_all_plans_are_words(two_cities: Workspace, workspace: Workspace) -> None:
    assert pieces(two_cities, "昆明充电设施") == {}
    assert {hit.document for hit in two_cities.search("昆明充电设施").hits} == set(PLANS)


def test_what_is_taken_away_is_a_word_again(two_cities: Workspace) -> None:
    [piece] = two_cities.search("绵阳充电设施").understood
    found = two_cities.search("绵阳充电设施", ignored=[piece.key])
    assert found.understood == () and {hit.document for hit in found.hits} == set(PLANS)


def test_what_the_user_chose_is_not_overruled(two_cities: Workspace) -> None:
    found = two_cities.search("绵阳充电设施", Filters(region="兰州市"))
    assert found.understood == () and {hit.document for hit in found.hits} == {"养老行动计划"}


def test_a_body_whose_duties_are_asked_for_is_a_filter(two_cities: Workspace) -> None:
    found = two_cities.search("发改委负责什么")
    assert found.hits and all("发改委" in hit.text for hit in found.hits)
    assert pieces(two_cities, "住建局负责什么")[Field.BUREAU] == (Effect.FILTER, "住建局")
    led = understand(two_cities, "住房和城乡建设局牵头的任务", Filters())
    assert led.filters.role is Role.LEAD
    found = two_cities.search("住建局牵头的任务")
    assert found.hits and all("市住建局牵头" in hit.text for hit in found.hits)


def test_a_body_beside_a_topic_moves_up(two_cities: Workspace) -> None:
    assert pieces(two_cities, "民政局 充电设施")[Field.BUREAU] == (Effect.BOOST, "民政局")
    found = two_cities.search("民政局 充电设施")
    plain = two_cities.search("民政局 充电设施", ignored=[piece.key for piece in found.understood])
    assert "民政局" in found.hits[0].text and len(found.hits) == len(plain.hits)


def test_a_year_of_issue_and_a_year_that_something_is_due(two_cities: Workspace) -> None:
    assert pieces(two_cities, "2022年印发的充电设施")[Field.ISSUED] == (Effect.FILTER, "2022年印发")
    assert {hit.document for hit in two_cities.search("2022年印发的充电设施").hits} == {"碳达峰方案"}
    assert pieces(two_cities, "2027年 建设")[Field.YEAR] == (Effect.BOOST, "2027年")
    assert "2027" in two_cities.search("2027年完成的建设").hits[0].text


def test_targets_move_up_where_a_quantity_is_asked_for(two_cities: Workspace) -> None:
    found = two_cities.search("充电桩要建多少")
    assert Field.INDICATOR in {piece.field for piece in found.understood} and "500" in found.hits[0].text
    exact = understand(two_cities, "非化石能源消费比重目标", Filters())
    assert [piece.values for piece in exact.pieces] == [("非化石能源消费比重",)]


def test_names_that_leave_nothing_together_filter_nothing(two_cities: Workspace) -> None:
    found = two_cities.search("兰州 发改委 负责什么")
    assert found.hits and all(piece.effect is Effect.BOOST for piece in found.understood)


def test_a_place_alone_is_ranked_by_too(two_cities: Workspace) -> None:
    assert understand(two_cities, "绵阳", Filters()).text == "绵阳"
    assert {hit.document for hit in two_cities.search("绵阳").hits} <= {"碳达峰方案"}


def test_scores_stay_between_0_and_1(two_cities: Workspace) -> None:
    for query in ("2025年 民政局 充电桩 多少", "绵阳 充电桩目标"):
        assert all(0 <= hit.score <= 1 for hit in two_cities.search(query).hits)


def test_what_was_understood_is_exported(two_cities: Workspace, tmp_path: Path) -> None:
    [told] = two_cities.search("绵阳充电设施").as_json()["understood"]
    assert (told["field"], told["effect"], told["text"]) == ("region", "filter", "绵阳")


def test_places_that_no_table_knows(tmp_path: Path) -> None:
    plans = {
        f"{place}方案": f"{place}充电设施实施方案\n{place}人民政府\n2024年5月6日\n一、任务\n建设充电桩。\n"
        for place in ("云澜市", "青麓县")
    }
    Workspace.build(write_plans(tmp_path / "files", plans), tmp_path / "ws")
    made_up = Workspace.open(tmp_path / "ws")
    for name in ("云澜", "云澜市"):
        assert pieces(made_up, f"{name}充电桩") == {Field.REGION: (Effect.FILTER, name)}
        assert {hit.document for hit in made_up.search(f"{name}充电桩").hits} == {"云澜市方案"}
    assert pieces(made_up, "云充电桩") == {}
