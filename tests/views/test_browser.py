"""The app as it runs for a user: the real server, a real browser, nothing fetched from anywhere else."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
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
    "overview", "", "plan", "report", "findings", "check", "indicators", "duties", "compare", "copies", "rules",
    "import",
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


def press(page: Page, label: str) -> None:
    """Click the button that says so, once it is there."""
    buttons = "[...document.querySelectorAll('button')]"
    found = f"{buttons}.find(one => one.textContent.trim() === {label!r} && !one.disabled)"
    page.wait_for(f"Boolean({found})")
    page.value(f"{found}.click()")


def write(page: Page, label: str, text: str) -> None:
    """Type into the box with that name, as a person does: the page hears of it when the box is left."""
    box = f"[...document.querySelectorAll('input, textarea')].find(one => one.getAttribute('aria-label') === {label!r})"
    page.wait_for(f"Boolean({box})")
    page.value(f"{box}.focus(), {box}.select()")
    page.type_text(text)
    page.value(f"{box}.blur()")


def test_a_finding_is_opened_and_accepted(server: str, page: Page) -> None:
    page.open(f"{server}/findings")
    page.wait_for("document.querySelectorAll('.pc-finding').length > 1")
    press(page, "处理")
    page.wait_for("document.querySelectorAll('.pc-finding').length === 1 && location.search.includes('finding=')")
    write(page, "处理人", "张三")
    write(page, "理由", "确实遗漏，已请起草处补充")
    press(page, "保存")
    assert page.wait_for("document.querySelector('.pc-table')?.textContent.includes('确实遗漏，已请起草处补充')")
    page.open(f"{server}/findings")
    assert page.wait_for("document.querySelector('.pc-decided')?.textContent.includes('采纳张三')")
    assert_stays_here(page, server)


def test_a_target_is_set_right_and_the_report_says_so(server: str, page: Page) -> None:
    page.open(f"{server}/check?show={quote('全部')}&kind={quote('指标')}")
    address = page.wait_for("document.querySelector('.pc-table a')?.href")
    page.open(address)
    write(page, "目标年", "2032")
    write(page, "理由", "印发稿为2032年")
    write(page, "核对人", "张三")
    press(page, "保存更正")
    assert page.wait_for("document.querySelector('.pc-finding')?.textContent.includes('已更正：目标年原文读作')")
    page.open(f"{server}/report?tab={quote('目标指标')}")
    assert page.wait_for("document.body.textContent.includes('印发稿为2032年')")


def test_the_draft_comes_back_with_comments(server: str, page: Page, tmp_path: Path) -> None:
    page.open(f"{server}/report")
    page.wait_for("document.querySelectorAll('.pc-table a').length > 0")
    places = page.value("[...document.querySelectorAll('.pc-table a')].map(one => one.href)")
    page.download_into(tmp_path)
    for address in places:
        page.open(address)
        label = "[...document.querySelectorAll('button')].find(one => one.textContent.includes('带批注的原文件（Word'))"
        page.wait_for("document.querySelectorAll('.pc-facts').length === 1")
        page.wait_for("document.querySelectorAll('[data-testid=stDownloadButton]').length > 6")
        if page.value(f"Boolean({label})"):
            page.value(f"{label}.click()")
            break
    until = time.monotonic() + PATIENCE
    while not list(tmp_path.glob("*-批注.docx")) and time.monotonic() < until:
        page.value("1")
        time.sleep(0.2)
    [copy] = tmp_path.glob("*-批注.docx")
    with zipfile.ZipFile(copy) as package:
        assert package.read("word/comments.xml").count(b"<w:comment ") > 0


def test_a_draft_is_compared_with_a_template(server: str, page: Page) -> None:
    page.open(f"{server}/compare?plan={quote('霁川市减碳先行区建设实施方案')}")
    assert page.wait_for("document.querySelectorAll('.pc-card').length > 0")
    assert page.wait_for("document.querySelectorAll('.pc-table tbody tr').length > 3")
    assert_stays_here(page, server)
