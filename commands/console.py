"""What the commands share: how they speak, what they are given, what they read."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from ingest import Document

OK, FOUND, FAILED = 0, 1, 2
Progress = Callable[[int, int, str], None]  # done, of how many, what is being read


# What argparse says of a wrong call, and what we say
_WRONG_CALLS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1。"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1。"),
    (r"argument (.+): expected .+ arguments?", r"\1 后面要给出值。"),
    (r"argument (.+): invalid choice: (.+) \(choose from (.+)\)", r"\1：没有 \2，可选 \3。"),
    (r"argument (.+): invalid fromisoformat value: (.+)", r"\1：\2 不是日期，要写成 2025-06-30 这样。"),
    (r"argument (.+): invalid int value: (.+)", r"\1：\2 不是整数。"),
    (r"argument (.+?): (.*[。])", r"\1：\2"),
)


class UserError(Exception):
    """Something that the user can mend. The message is one Chinese sentence."""


class _ChineseHelp(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese, as everything else here does."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "add_help": False, "formatter_class": _ChineseHelp})
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call in one line, below its usage, and leave with exit code 2."""
        for english, chinese in _WRONG_CALLS:
            message = re.sub(rf"^{english}$", chinese, message)
        self.exit(FAILED, f"{self.format_usage()}{message} 加 --help 看说明。\n")


def speak_chinese(for_machine: bool) -> None:
    """Let the standard streams carry Chinese whatever the locale is.

    What a machine reads is UTF-8. A person's terminal keeps its own encoding unless that has no Chinese; bytes of file
    names that the locale could not decode go out as they came in.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        try:
            "规核".encode(stream.encoding)
            encoding = stream.encoding
        except (LookupError, UnicodeEncodeError):
            encoding = "utf-8"
        if for_machine and stream is not sys.stderr:
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")
        else:
            errors = "surrogateescape" if encoding.lower().replace("-", "") == "utf8" else "backslashreplace"
            stream.reconfigure(encoding=encoding, errors=errors)


def say(message: str) -> None:
    """One line for a person, kept away from what a machine reads on standard output."""
    sys.stderr.write(message + "\n")


def put(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A progress bar for a person at a terminal; it shows itself once the work has taken two seconds."""
    from tqdm import tqdm

    with tqdm(total=0, desc=title, unit="份", delay=2, leave=False, file=sys.stderr, disable=None) as bar:

        def advance(done: int, total: int, label: str) -> None:
            bar.total = total
            bar.set_postfix_str(label[:24], refresh=False)
            bar.update(done - bar.n)

        yield advance


def read_all(paths: Iterable[Path]) -> tuple[list[Document], int]:
    """Every readable document of `paths`, those in the folders among them too, and the number of those that failed,
    each failure said in one line."""
    from ingest import plan_files, read
    from ingest.batch import in_order

    files = list(chain.from_iterable(plan_files(path) if path.is_dir() else (path,) for path in paths))
    with progress_bar("读取") as advance:
        outcomes = list(in_order(read, files, advance))
    failures = [outcome.failure for outcome in outcomes if outcome.failure]
    for failure in failures:
        say(str(failure))
    return [outcome.value for outcome in outcomes if outcome.value], len(failures)


def existing(folder: Path) -> Path:
    """The folder given. Raises UserError when there is none."""
    if not folder.is_dir():
        raise UserError(f"{folder}：找不到这个文件夹，请检查路径。")
    return folder


def said(text: str) -> str:
    """An argument as it was typed, also where the locale could not decode it."""
    return os.fsencode(text).decode("utf-8", "replace")


def count(text: str) -> int:
    """A number of results. Raises ArgumentTypeError for anything but a whole number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text}：条数要写成 1 以上的整数。")
    return int(text)
