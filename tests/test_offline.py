"""The program in a network namespace without a way out: check, search and the pages work, and no socket leads away."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

IP, UNSHARE = shutil.which("ip"), shutil.which("unshare")
ALONE = [UNSHARE or "unshare", "--user", "--map-root-user", "--net", "--"]


def alone() -> bool:
    """True where this machine lets a test make a network of its own."""
    return bool(IP and UNSHARE) and subprocess.run([*ALONE, "true"], capture_output=True).returncode == 0


pytestmark = [pytest.mark.slow, pytest.mark.skipif(not alone(), reason="no network namespaces on this machine")]

# Serves the pages and asks for them, all inside the namespace
SERVE = """
import subprocess, sys, time, urllib.request
server = subprocess.Popen([sys.executable, "cli.py", "serve", "--workspace", sys.argv[1], "--port", "8642"])
try:
    for _ in range(240):
        try:
            print(urllib.request.urlopen("http://127.0.0.1:8642/_stcore/health", timeout=5).read().decode())
            break
        except OSError:
            time.sleep(0.5)
finally:
    server.terminate()
    server.wait()
"""


def run_alone(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One call of Python with nothing but a loopback."""
    inside = f'"{IP}" link set lo up && exec "$@"'
    command = [*ALONE, "sh", "-c", inside, "sh", sys.executable, *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=300)


@pytest.fixture(scope="module")
def workspace(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alone") / "workspace"
    built = run_alone(root, "cli.py", "build", "corpus", "--workspace", str(folder))
    assert built.returncode == 0, built.stderr
    return folder


def test_the_namespace_has_no_way_out(root: Path) -> None:
    tried = run_alone(root, "-c", "import socket; socket.create_connection(('192.0.2.1', 80), 2)")
    assert "OSError" in tried.stderr


def test_check(root: Path) -> None:
    plan = next((root / "corpus").glob("04-*.docx"))
    checked = run_alone(root, "cli.py", "check", str(plan))
    assert checked.returncode == 1 and "警告" in checked.stdout, checked.stderr


def test_search(root: Path, workspace: Path) -> None:
    found = run_alone(root, "cli.py", "search", "--workspace", str(workspace), "护理型床位占比")
    assert found.returncode == 0 and "护理型床位" in found.stdout, found.stderr


def test_the_pages(root: Path, workspace: Path) -> None:
    served = run_alone(root, "-c", SERVE, str(workspace))
    assert "ok" in served.stdout, served.stderr
