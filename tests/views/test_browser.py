"""The app as it runs for a user: the real server, a real browser, nothing fetched from anywhere else."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from report.files import FORMS
from tests.views.chromium import PATIENCE, PROGRAM, Page, browser
from views.report import ALL, file_name

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def server(samples: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on the sample plans, in a copy that files can be handed in to."""
    workspace = tmp_path_factory.mktemp("served") / "workspace"
    shutil.copytree(samples, workspace)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen([*command, "--", "--workspace", str(workspace)], cwd=root, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health").close()
                break
            except urllib.error.URLError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """An empty page."""
    with browser(tmp_path / "profile") as opened:
        yield opened


def test_a_search_sent_as_a_link_shows_its_hits(server: str, page: Page) -> None:
    page.open(f"{server}/?q={quote('充电桩')}")
    assert page.wait_for("document.querySelectorAll('.pc-hit').length === 20")
    assert page.value("document.querySelector('.pc-hit mark').textContent").startswith("充电")
    page.value("document.querySelector('.pc-hit summary').click()")
    assert page.wait_for("document.querySelector('.pc-here').getBoundingClientRect().height > 0")
    assert_stays_here(page, server)


def test_an_example_becomes_part_of_the_address(server: str, page: Page) -> None:
    page.open(server)
    label = page.wait_for("document.querySelector('[class*=st-key-example-0] button')?.textContent")
    page.value("document.querySelector('[class*=st-key-example-0] button').click()")
    assert page.wait_for("document.querySelectorAll('.pc-hit').length > 0")
    assert page.wait_for(f"decodeURIComponent(location.search).includes({label!r})")


def test_a_hit_leads_to_the_report_of_its_plan(server: str, page: Page) -> None:
    page.open(f"{server}/?q={quote('充电桩')}")
    title = page.wait_for("document.querySelector('.pc-hit header a')?.textContent")
    page.value("document.querySelector('.pc-hit header a').click()")
    assert page.wait_for("document.querySelectorAll('.pc-facts').length === 1")
    assert page.wait_for(f"document.querySelector('[data-testid=stSelectbox]').innerHTML.includes({title!r})")
    assert page.wait_for("document.querySelectorAll('.pc-finding').length > 0")
    assert_stays_here(page, server)


def test_the_report_comes_in_every_form(server: str, page: Page, tmp_path: Path) -> None:
    page.open(f"{server}/report")
    page.download_into(tmp_path)
    for number, form in enumerate(FORMS):
        buttons = "document.querySelectorAll('[data-testid=stDownloadButton] button')"
        assert page.wait_for(f"{buttons}.length >= {len(FORMS)}")
        page.value(f"{buttons}[{number}].click()")
        wanted = tmp_path / file_name(ALL, form)
        until = time.monotonic() + PATIENCE
        while not wanted.exists() and time.monotonic() < until:
            page.value("1")
            time.sleep(0.2)
        assert wanted.stat().st_size > 1000


def test_a_file_is_handed_in_and_found(server: str, page: Page, tmp_path: Path) -> None:
    plan = tmp_path / "云上市方案.txt"
    plan.write_text("云上市绿色发展实施方案\n\n一、重点任务\n\n1.养护湿地公园。栽植水杉900株。\n", encoding="utf-8")
    page.open(f"{server}/import")
    page.wait_for("document.querySelectorAll('[data-testid=stFileUploaderDropzoneInput]').length")
    page.choose_files("[data-testid=stFileUploaderDropzoneInput]", [plan])
    assert page.wait_for("document.querySelector('.pc-table')?.textContent.includes('云上市绿色发展实施方案')")
    assert page.wait_for("document.querySelector('.st-key-keep button')?.textContent.includes('1 份')")
    page.value("document.querySelector('.st-key-keep button').click()")
    assert page.wait_for("document.querySelector('.pc-notice h2')?.textContent.includes('已存入 1 份文件')")
    page.open(f"{server}/?q={quote('水杉')}")
    assert page.wait_for("document.querySelector('.pc-hit')?.textContent.includes('栽植水杉900株')")
    assert_stays_here(page, server)


def test_nothing_is_cut_off_at_the_width_of_a_laptop(server: str, page: Page) -> None:
    page.open(f"{server}/report")
    assert page.wait_for("document.querySelectorAll('.pc-table tbody tr').length > 0")
    assert page.value("[...document.querySelectorAll('.pc-scroll')].every(box => box.scrollWidth <= box.clientWidth)")
    assert page.value("document.documentElement.scrollWidth <= window.innerWidth")


def assert_stays_here(page: Page, server: str) -> None:
    """Every request went to the server itself."""
    hosts = {urlsplit(address).netloc for address in page.requests if not address.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(server).netloc}


PAGES = (
    "overview", "search", "plan", "report", "findings", "indicators", "duties", "compare", "copies", "rules", "import",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_shows_what_it_is_for_and_asks_nobody_else(server: str, page: Page, name: str) -> None:
    page.open(f"{server}/{name}")
    assert page.wait_for("document.querySelectorAll('.pc-title').length === 1")
    busy = "document.querySelectorAll('[data-testid=stSpinner]').length"
    things = "document.querySelectorAll('.pc-table, .pc-finding, .pc-reading, .pc-cards, .pc-notice').length"
    assert page.wait_for(f"{busy} === 0 && {things} > 0")
    assert not page.value("document.body.innerText.includes('没能显示出来')")
    assert page.value("document.documentElement.scrollWidth <= window.innerWidth")
    assert_stays_here(page, server)


def test_a_passage_sent_as_a_link_comes_into_sight(server: str, page: Page) -> None:
    page.open(f"{server}/?q={quote('充电桩')}")
    address = page.wait_for("document.querySelector('.pc-hit .pc-there')?.href")
    page.open(address)
    place = "document.querySelector('.pc-focus')?.getBoundingClientRect()"
    assert page.wait_for(f"{place} && {place}.top > 0 && {place}.bottom < window.innerHeight")
