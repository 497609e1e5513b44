"""How long people wait for what they look at: the first page after `make app`, and a report in the browser.

    python -m bench.pages start [FOLDER]     build and serve a folder (the samples) afresh, until the browser shows hits
    python -m bench.pages visit WORKSPACE    every page twice, the second time warm
    python -m bench.pages report FOLDER      a written report.html: its size, and until the browser has drawn it
    python -m bench.pages annotate FOLDER    commented copies of the Word files there: comments, text, LibreOffice

Needs Chromium, the last one LibreOffice.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests.views.chromium import Page, browser

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    "overview",
    "plan",
    "report",
    "findings",
    "check",
    "indicators",
    "duties",
    "compare",
    "copies",
    "rules",
    "import",
)
DRAWN = (
    "document.querySelectorAll('[data-testid=stSpinner]').length === 0 && "
    "document.querySelectorAll('.pc-title').length === 1 && document.querySelectorAll('.pc-hit, .pc-table, "
    ".pc-finding, .pc-reading, .pc-cards, .pc-notice').length > 0"
)
_AS_OF = date(2025, 6, 30)
_TEXT = re.compile(rb"<w:t[ >][^<]*</w:t>|<w:t>[^<]*</w:t>")


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """The address of the pages on a workspace."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "cli.py", "serve", "--workspace", str(workspace), "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def start(folder: Path) -> None:
    """The two steps of `make app` where everything is installed."""
    with tempfile.TemporaryDirectory() as place, browser(Path(place) / "profile") as page:
        began = time.perf_counter()
        workspace = Path(place) / "workspace"
        command = [sys.executable, "cli.py", "build", str(folder), "--workspace", str(workspace)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        built = time.perf_counter()
        with served(workspace) as address:
            while not page.value("document.querySelector('.pc-title') !== null"):
                page.open(address)
                time.sleep(0.5)
            page.wait_for(DRAWN)
            drawn = time.perf_counter()
    print(f"build {built - began:.1f} s, first page {drawn - built:.1f} s, together {drawn - began:.1f} s")


def visit(workspace: Path) -> None:
    """Seconds until each page is drawn."""
    with tempfile.TemporaryDirectory() as place, browser(Path(place) / "profile") as page, served(workspace) as address:
        while not page.value("document.querySelector('.pc-title') !== null"):
            page.open(address)
            time.sleep(0.5)
        page.wait_for(DRAWN)
        print("| page | first | again |\n|---|---|---|")
        for name in PAGES:
            times = []
            for _ in range(2):
                began = time.perf_counter()
                page.open(f"{address}/{name}")
                page.wait_for(DRAWN)
                times.append(time.perf_counter() - began)
            print(f"| {name} | {times[0]:.1f} s | {times[1]:.1f} s |")


def report(folder: Path) -> None:
    """Size of a report.html, and the time from asking for it until all of it is drawn, best of three."""
    path = folder / "report.html" if folder.is_dir() else folder
    with tempfile.TemporaryDirectory() as place, browser(Path(place) / "profile") as page:
        best = min(_opened(page, path.resolve().as_uri()) for _ in range(3))
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, drawn after {best:.2f} s")


def _opened(page: Page, address: str) -> float:
    page.open("about:blank")
    page.wait_for("location.href === 'about:blank'")
    page.open(address)
    page.wait_for("location.protocol === 'file:' && document.readyState === 'complete'")
    page.value("document.body.offsetHeight")  # forces the layout of all of it
    page.wait_for("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    return float(page.value("performance.now()")) / 1000


def annotate(folder: Path) -> None:
    """A line a Word file: findings, comments, whether the visible text is the same, pages that LibreOffice makes."""
    from ingest import read
    from report.analysis import analyse_document
    from report.annotate import annotate as commented

    print("| file | findings | comments | text unchanged | LibreOffice |\n|---|---|---|---|---|")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    with tempfile.TemporaryDirectory() as place:
        for path in sorted(folder.glob("*.docx")):
            analysis = analyse_document(read(path), as_of=_AS_OF)
            copy = Path(place) / path.name
            copy.write_bytes(commented(path, analysis, _AS_OF))
            with zipfile.ZipFile(copy) as package:
                comments = package.read("word/comments.xml").count(b"<w:comment ")
            same = _visible(path) == _visible(copy)
            made = "not installed"
            if office:
                home = f"-env:UserInstallation={(Path(place) / 'office').as_uri()}"
                command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", place, str(copy)]
                subprocess.run(command, capture_output=True, timeout=300, check=False)
                made = _pages(copy.with_suffix(".pdf"))
            print(f"| {path.name} | {len(analysis.findings)} | {comments} | {'yes' if same else 'NO'} | {made} |")


def _visible(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        text = b"".join(re.sub(rb"<[^>]+>", b"", run) for run in _TEXT.findall(package.read("word/document.xml")))
    return hashlib.sha256(text).hexdigest()


def _pages(path: Path) -> str:
    import pypdfium2

    if not path.exists():
        return "does not open"
    document = pypdfium2.PdfDocument(path)
    try:
        return f"{len(document)} pages"
    finally:
        document.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("start", "visit", "report", "annotate"))
    parser.add_argument("place", type=Path, nargs="?", default=ROOT / "corpus")
    args = parser.parse_args()
    {"start": start, "visit": visit, "report": report, "annotate": annotate}[args.what](args.place)


if __name__ == "__main__":
    main()
