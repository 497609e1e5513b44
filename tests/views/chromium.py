"""Chromium without a window, driven over its own debugging protocol: opens a page, runs script in it, clicks."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 60  # seconds for anything that must come


class PageLeftError(AssertionError):
    """The page was left for another while it was asked."""


class Page:
    """One page of the browser. `requests` holds the address of everything that it fetched."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._number = 0
        self.requests: list[str] = []
        for name in ("Page.enable", "Network.enable", "Runtime.enable"):
            self._call(name)

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        self._connection.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=PATIENCE))
            if message.get("method") == "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            if message.get("id") == self._number:
                if "navigated or closed" in message.get("error", {}).get("message", ""):
                    raise PageLeftError(message)
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result

    def open(self, address: str) -> None:
        """Go to the address."""
        self._call("Page.navigate", url=address)

    def download_into(self, folder: Path) -> None:
        """Put files that the page hands out into the folder, without asking."""
        self._call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def choose_files(self, selector: str, files: Sequence[Path]) -> None:
        """Put files into a box for files, as a person does who picks them."""
        root = self._call("DOM.getDocument")["root"]["nodeId"]
        box = self._call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self._call("DOM.setFileInputFiles", nodeId=box, files=[str(file) for file in files])

    def type_text(self, text: str) -> None:
        """Type into whatever is in focus, in the place of what is chosen there."""
        self._call("Input.insertText", text=text)

    def value(self, script: str) -> Any:
        """What the expression is worth in the page."""
        return self._call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def wait_for(self, script: str) -> Any:
        """What the expression is worth once that is something; a page that is just being left has nothing yet."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(PageLeftError):
                if found := self.value(script):
                    return found
            time.sleep(0.2)
        raise AssertionError(f"never came: {script}\n{self.value('document.body.innerText')}")


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A browser with one empty page; it keeps its files in the folder and ends with the block."""
    assert PROGRAM
    process = subprocess.Popen(
        [
            PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--lang=zh-CN",
            "--window-size=1366,900", "--no-first-run", "--disable-background-networking",
            f"--user-data-dir={folder}", "about:blank",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with connect(_page_address(folder / "DevToolsActivePort"), max_size=None) as connection:
            yield Page(connection)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _page_address(port_file: Path) -> str:
    """Where the first page listens, once the browser has written its port down."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if port_file.exists() and (lines := port_file.read_text(encoding="utf-8").splitlines()):
            with urllib.request.urlopen(f"http://127.0.0.1:{lines[0]}/json") as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        time.sleep(0.2)
    raise AssertionError("the browser did not start")
