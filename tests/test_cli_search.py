"""The command that searches."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import call, write_text

Captured = pytest.CaptureFixture[str]
PLANS = {
    "绵阳": """绵阳市充电设施实施方案
绵阳市人民政府
2022年3月5日
一、重点任务
（一）建设充电桩。2025年底前，建成充电桩500个。（市住建局牵头）
（二）宣传绿色出行。在社区张贴海报。
""",
    "兰州": """兰州市充电设施行动计划
兰州市人民政府
2023年6月1日
一、重点任务
（一）在车站安装充电桩。（市交通局牵头）
""",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from index.workspace import Workspace

    folder = tmp_path_factory.mktemp("search")
    paths = [write_text(folder / f"{name}.txt", text) for name, text in PLANS.items()]
    Workspace.build(paths, folder / "ws")
    return folder / "ws"


def documents(capsys: Captured, place: Path, *arguments: str) -> list[str]:
    code, out, err = call(capsys, "search", "--workspace", place, "--json", *arguments)
    assert (code, err) == (0, "")
    return [hit["document"] for hit in json.loads(out)["hits"]]


def test_filters_with_and_without_a_query(place: Path, capsys: Captured) -> None:
    assert set(documents(capsys, place, "充电桩")) == {"绵阳", "兰州"}
    assert set(documents(capsys, place, "充电桩", "--region", "四川省")) == {"绵阳"}
    assert set(documents(capsys, place, "充电桩", "--year", "2022", "--year", "2023")) == {"绵阳", "兰州"}
    assert set(documents(capsys, place, "--bureau", "市交通局")) == {"兰州"}
    assert documents(capsys, place, "--due-from", "2025-01-01", "--due-to", "2025-12-31") == ["绵阳"]
    assert "兰州" not in documents(capsys, place, "--has-target")
    assert len(documents(capsys, place, "--no-bureau", "--section", "重点任务")) == 1
    assert documents(capsys, place, "充电桩", "--sort", "date")[0] == "兰州"


def test_what_was_understood_is_told_and_can_be_taken_away(place: Path, capsys: Captured) -> None:
    code, out, _ = call(capsys, "search", "--workspace", place, "绵阳充电桩")
    assert code == 0 and "理解为：只看地区“绵阳”（--ignore region:绵阳）" in out
    assert set(documents(capsys, place, "绵阳充电桩")) == {"绵阳"}
    assert set(documents(capsys, place, "绵阳充电桩", "--ignore", "region:绵阳")) == {"绵阳", "兰州"}


def test_clauses_like_one(place: Path, capsys: Captured) -> None:
    code, out, _ = call(capsys, "search", "--workspace", place, "车站充电桩", "-k", "1")
    name = out.rsplit("编号 ", 1)[1].strip()
    assert code == 0 and name.startswith("兰州#")
    assert documents(capsys, place, "--like", name)[0] == "绵阳"
    for wrong in ("兰州#9/9", "没有#1/1", "兰州"):
        code, _, err = call(capsys, "search", "--workspace", place, "--like", wrong)
        assert code == 2 and err.count("\n") == 1


def test_a_search_is_saved_done_again_and_forgotten(place: Path, capsys: Captured) -> None:
    code, _, err = call(capsys, "search", "--workspace", place, "充电桩", "--region", "兰州市", "--save", "车")
    assert code == 0 and "已保存" in err
    assert set(documents(capsys, place, "--saved", "车")) == {"兰州"}
    assert call(capsys, "search", "--workspace", place, "--forget", "车")[0] == 0
    code, _, err = call(capsys, "search", "--workspace", place, "--saved", "车")
    assert code == 2 and "没有名为“车”的检索" in err


@pytest.mark.parametrize("form", [".xlsx", ".docx", ".json"])
def test_hits_are_written_to_a_file(form: str, place: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / f"结果{form}"
    code, out, err = call(capsys, "search", "--workspace", place, "充电桩", "-o", path)
    assert (code, out) == (0, "") and path.stat().st_size > 500 and str(path) in err


def test_what_cannot_be_done_is_one_line(place: Path, tmp_path: Path, capsys: Captured) -> None:
    for arguments, told in (
        (("充电桩", "-o", str(tmp_path / "a.pdf")), "只能写成"),
        (("充电桩", "--reranker", "./none"), "没有这个模型文件夹"),
    ):
        code, _, err = call(capsys, "search", "--workspace", place, *arguments)
        assert code == 2 and told in err and err.count("\n") == 1
