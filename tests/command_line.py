"""Running the program in tests: plans of a few lines, and calls in this process or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).resolve().parent.parent
DAY = ("--as-of", "2025-01-31")
# Nothing is promised without a bureau and a date here, so that no rule of warning or above applies.
CLEAN = """梧桐市口袋公园建设工作方案

一、重点任务
（一）建设口袋公园。2026年底前，建成口袋公园20个。（责任单位：市住房城乡建设局）
"""
FAULTY = """梧桐市老旧小区改造工作方案

梧政办发〔2024〕3号

一、重点任务
（一）改造供水管网。2020年底前，改造供水管网30公里。
（二）加装电梯。各有关单位要适时推进加装电梯，逐步改善居住条件。
（四）整治飞线充电。
（责任单位：各有关单位
二、工作目标
到2026年，改造小区30个。到2026年，改造小区45个。

梧桐市人民政府办公室
2024年3月5日
"""


def write_docx(path: Path, *paragraphs: str) -> Path:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT,
        stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:  # fmt: skip
    """The program in a process of its own."""
    settings = {**{k: v for k, v in os.environ.items() if k not in ("PYTHONIOENCODING", "PYTHONUTF8")}, **(env or {})}
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=settings, input=stdin, capture_output=True, timeout=120, check=False)


def call(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """The program in this process: exit code, standard output, standard error."""
    try:
        code = cli.main([str(argument) for argument in arguments])
    except SystemExit as error:  # of argparse
        code = int(error.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err
