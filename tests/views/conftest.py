"""Workspaces for the pages: one of the sample plans, one of a plan that means harm, both built once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.uploads import build_with_uploads
from ingest import plan_files

HOSTILE = (
    """云上市<script>alert(1)</script>绿色发展实施方案

一、重点任务

（一）<b onmouseover=alert(2)>推进</b>节能改造

1.开展节能改造。到2025年完成改造50万平方米，<img src=x onerror=alert(3)>加强监测。（责任单位：市住房城乡建设局）

2.=cmd|' /C calc'!A0 建设充电设施。2025年底前建成充电桩300个。（责任单位：市交通运输局）

3."""
    + "建设绿色矿山，" * 700
    + """形成长效机制。
"""
)

Page = Callable[..., AppTest]


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The folder of a workspace of the sample plans."""
    return build(plan_files(root / "corpus"), tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace of one plan full of markup and formulas."""
    folder = tmp_path_factory.mktemp("hostile")
    plan = folder / "方案.txt"
    plan.write_text(HOSTILE, encoding="utf-8")
    return build([plan], folder / "workspace")


def build(files: list[Path], folder: Path) -> Path:
    """A workspace of these files in the folder."""
    assert not build_with_uploads(files, folder).failed
    return folder


@pytest.fixture
def search_page(root: Path, monkeypatch: pytest.MonkeyPatch) -> Page:
    """Opens the app on a workspace, with these parts of the address: the search page is the one it opens with."""

    def opened(folder: Path, **address: str) -> AppTest:
        monkeypatch.setattr("sys.argv", ["app.py", "--workspace", str(folder)])
        page = AppTest.from_file(root / "app.py", default_timeout=60)
        for name, value in address.items():
            page.query_params[name] = value
        return run(page)

    return opened


@pytest.fixture
def report_page() -> Page:
    """Opens the report on a workspace, with these parts of the address."""

    def opened(folder: Path, **address: str) -> AppTest:
        return open_view("report", folder, **{"as_of": "2025-06-30"} | address)

    return opened


def open_view(view: str, folder: Path, /, **address: str) -> AppTest:
    """One page alone on a workspace, with these parts of the address."""
    page = AppTest.from_function(draw, default_timeout=60, args=(view, str(folder)))
    for name, value in address.items():
        page.query_params[name] = value
    return run(page)


def draw(view: str, folder: str) -> None:
    """The script of a page that stands alone."""
    from importlib import import_module
    from pathlib import Path

    import_module(f"views.{view}").show(Path(folder))


def run(page: AppTest) -> AppTest:
    """The page after a run that must not fail."""
    page.run()
    assert not page.exception
    return page


def shown(page: AppTest) -> str:
    """All HTML that the page draws, but for its style."""
    return "\n".join(one.value for one in page.html if not one.value.startswith("<style>"))
