"""What a bundle for machines without a network holds."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from offline.bundle import START, program_files, runtime_requirements, write_bundle

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    (folder / "python-version").write_text("3.11\n", encoding="utf-8")
    (folder / "requirements.txt").write_text(runtime_requirements(), encoding="utf-8")
    (folder / "made_up-1.0-py3-none-any.whl").write_bytes(b"PK")
    return folder


@pytest.mark.parametrize("system", sorted(START))
def test_the_bundle_holds_program_model_wheels_and_a_start_script(system: str, wheels: Path, tmp_path: Path) -> None:
    target = tmp_path / "bundle.zip"
    write_bundle(system, wheels, target)
    with zipfile.ZipFile(target) as bundle:
        names = set(bundle.namelist())
        start = bundle.getinfo(f"plancheck/{START[system]}")
        assert start.external_attr >> 16 & 0o111
        assert (b"\r\n" in bundle.read(start)) == (system == "windows")
    for name in ("cli.py", "app.py", "README.zh-CN.md", "LICENSE", "wheels/made_up-1.0-py3-none-any.whl"):
        assert f"plancheck/{name}" in names
    assert any("nlp/default_encoder/" in name for name in names)
    assert not any("/tests/" in name or "/bench/" in name for name in names)


def test_the_same_files_make_the_same_bundle(wheels: Path, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_bundle("linux", wheels, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_user_needs_nothing_that_only_the_tests_need() -> None:
    wanted = runtime_requirements()
    assert "torch==" in wanted and "streamlit==" in wanted and "rapidocr==" in wanted
    assert "pytest" not in wanted and "ruff" not in wanted and "#" not in wanted


def test_every_named_file_is_there(root: Path) -> None:
    assert all((root / name).is_file() for name in program_files())


def test_the_start_script_is_sound(root: Path) -> None:
    subprocess.run(["sh", "-n", str(root / "offline" / "start.sh")], check=True)


def test_the_start_script_says_which_python_is_missing(wheels: Path, tmp_path: Path, root: Path) -> None:
    shutil.copy(root / "offline" / "start.sh", tmp_path / "start.sh")
    said = subprocess.run(
        ["sh", str(tmp_path / "start.sh")],
        env={"PATH": "/usr/bin:/bin", "PYTHON": "no-such-python"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert said.returncode == 1 and "请先安装 Python 3.11" in said.stderr
