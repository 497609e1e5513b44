"""The command that finds what stands in several plans: its arguments, and what it does."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.console import FAILED, OK, existing, put, read_all, say

if TYPE_CHECKING:
    from ingest import Document

Run = Callable[[argparse.Namespace], int]


def add_to(command: Callable[[Run, str], argparse.ArgumentParser], today: date) -> None:
    """Add the command to those of cli.py."""
    sub = command(duplicates, "找出文件夹里各规划之间雷同的段落，谁先谁后，各占多少")
    sub.add_argument("folder", type=Path, metavar="文件夹")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help="写成 .html、.xlsx 或 .json")
    sub.add_argument("--all", action="store_true", help="列出全部，不只是每张表最前面的几行")
    sub.add_argument("--json", action="store_true", help="输出 JSON")
    sub.add_argument("--as-of", type=date.fromisoformat, default=today, metavar="年-月-日", help="文件上的日期")


def duplicates(args: argparse.Namespace) -> int:
    """The passages that stand twice in a folder of plans: copied, nearly copied, or boilerplate."""
    from index.duplicates.pair import near_duplicates

    documents, failed = read_all([existing(args.folder)])
    documents = _told_apart(documents)
    pairs = near_duplicates(documents)
    values = {"pairs": [pair.as_json() for pair in pairs]}
    if args.json:
        put(values)
        return FAILED if failed else OK
    from report.compare.duplicates import duplicates_page
    from report.compare.page import page_text
    from report.compare.run import write_page

    page = duplicates_page(documents, pairs)
    if args.output:
        say(f"已写好 {write_page(page, values, args.output, args.as_of)}。")
    else:
        sys.stdout.write(page_text(page, everything=args.all))
    return FAILED if failed else OK


def _told_apart(documents: list[Document]) -> list[Document]:
    """Two files of one name in two formats are two documents: their ids get the extension."""
    named = Counter(document.id for document in documents)
    return [replace(one, id=one.source) if named[one.id] > 1 else one for one in documents]
