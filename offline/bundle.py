"""One zip that sets PlanCheck up on a machine without a network: the program, its wheels, the model, a start script.

    python -m offline.bundle linux|windows [-o dist] [--torch-index URL]

The wheels fit the Python that runs this (3.11 makes a bundle for Python 3.11). A bundle for the other system is
resolved with uv, because pip reads the markers of dependencies for the system it runs on.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAGS = {
    "linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux1_x86_64"),
    "windows": ("win_amd64",),
}
START = {"linux": "start.sh", "windows": "start.bat"}
SOURCE_ONLY = ("jieba",)  # published without a wheel: built here, for any system
LEFT_OUT = ("tests", "bench", "offline", ".ci", ".gitignore", "Makefile")
DEVELOPMENT = "# Development"  # from this line of requirements.txt on: what only its own tests need
PYTHON = "{}.{}".format(*sys.version_info)  # that the wheels fit
EPOCH = (1980, 1, 1, 0, 0, 0)


class BundleError(Exception):
    """A bundle that cannot be made. The message is one Chinese sentence that says what to do."""


def runtime_requirements() -> str:
    """What the program needs to run, scanned pages included, one requirement a line."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8").partition(DEVELOPMENT)[0]
    text += (ROOT / "requirements-ocr.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("#"))


def collect_wheels(system: str, folder: Path, torch_index: str | None) -> None:
    """Every wheel that the program needs on the system, into the folder. Raises BundleError."""
    required = runtime_requirements()
    (folder / "requirements.txt").write_text(required, encoding="utf-8")
    (folder / "python-version").write_text(f"{PYTHON}\n", encoding="utf-8")
    wanted = required.splitlines()
    known = ["--find-links", str(folder)]
    _pip("wheel", "-w", str(folder), "--no-deps", *(one for one in wanted if one.split("==")[0] in SOURCE_ONLY))
    if system == platform.system().lower():
        torch = [one for one in wanted if one.startswith("torch==")]
        index = ["--extra-index-url", torch_index] if torch_index and system == "linux" else []
        _pip("wheel", "-w", str(folder), "--no-deps", "--retries", "2", *index, *torch)
        _pip("wheel", "-w", str(folder), *known, "-r", str(folder / "requirements.txt"))
        return
    if system == "linux":
        raise BundleError("Linux 的离线包请在 Linux 上制作：其他系统上取不到 CPU 版 torch。")
    _pip("install", "-r", str(ROOT / "offline" / "requirements.txt"))
    with tempfile.TemporaryDirectory() as scratch:
        lock = Path(scratch) / "lock.txt"
        _run("uv", "pip", "compile", "-q", str(folder / "requirements.txt"), "--python-platform", system,
             "--python-version", PYTHON, "--no-header", "--no-annotate", "-o", str(lock))  # fmt: skip
        tags = [word for tag in TAGS[system] for word in ("--platform", tag)]
        _pip("download", "-d", str(folder), *known, "--no-deps", "--only-binary=:all:", *tags,
             "--python-version", PYTHON, "-r", str(lock))  # fmt: skip


def _pip(*arguments: str) -> None:
    _run("pip", "--disable-pip-version-check", *arguments)


def _run(module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT)
    if done.returncode:
        raise BundleError(f"取不到所需的安装包（{module} {arguments[0]} 失败），请检查网络和上面的提示后重试。")


def program_files() -> Iterator[Path]:
    """The files of the checkout that a user needs, as git knows them. Raises BundleError outside a checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        raise BundleError("离线包要从 git 检出的目录里制作，请先 git clone。")
    for name in sorted(listed.stdout.decode().split("\0")):
        if name and name.split("/")[0] not in LEFT_OUT and (ROOT / name).is_file():
            yield Path(name)


def write_bundle(system: str, wheels: Path, target: Path) -> None:
    """The zip: the same files give the same bytes. It appears under its name only when it is whole."""
    unfinished = target.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in program_files():
            _add(bundle, f"plancheck/{name.as_posix()}", (ROOT / name).read_bytes())
        start = START[system]
        text = (ROOT / "offline" / start).read_text(encoding="utf-8")
        newline = "\r\n" if start.endswith(".bat") else "\n"
        _add(bundle, f"plancheck/{start}", newline.join(text.splitlines()).encode() + newline.encode(), runs=True)
        for wheel in sorted(wheels.iterdir()):
            packed = wheel.suffix == ".whl"
            _add(bundle, f"plancheck/wheels/{wheel.name}", wheel.read_bytes(), packed=packed)
    unfinished.replace(target)


def _add(bundle: zipfile.ZipFile, name: str, content: bytes, runs: bool = False, packed: bool = False) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = (0o755 if runs else 0o644) << 16
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    bundle.writestr(entry, content)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="offline.bundle", description="制作离线安装包。")
    parser.add_argument("system", choices=sorted(TAGS), help="目标系统")
    parser.add_argument("-o", "--out", type=Path, default=Path("dist"), metavar="目录", help="放到哪里")
    parser.add_argument("--torch-index", metavar="网址", help="CPU 版 torch 的索引（只用于 Linux）")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    target = asked.out / f"plancheck-{asked.system}-python{PYTHON}.zip"
    try:
        with tempfile.TemporaryDirectory() as folder:
            collect_wheels(asked.system, Path(folder), asked.torch_index)
            write_bundle(asked.system, Path(folder), target)
    except BundleError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"离线安装包：{target}（{target.stat().st_size / 1e6:.0f} MB）。解压后运行 {START[asked.system]}。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
