"""The command that compares: its arguments, and what it does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from commands.console import FAILED, OK, UserError, progress_bar, put, read_all, said, say

Run = Callable[[argparse.Namespace], int]


def add_to(command: Callable[[Run, str], argparse.ArgumentParser], today: date) -> None:
    """Add the command to those of cli.py."""
    sub = command(compare, "比较：两个版本，或者一份规划与上级文件、与模板；给文件夹时比较各地区")
    sub.add_argument("plan", type=Path, metavar="规划", help="比较版本时是旧版；文件夹：其中各地区的规划")
    sub.add_argument("other", type=Path, nargs="?", metavar="新版")
    sub.add_argument("--with", dest="superior", type=Path, metavar="文件", help="上级文件")
    sub.add_argument("--template", type=said, metavar="编号或文件", help="模板")
    sub.add_argument("--model", metavar="模型", help="与上级文件对照时用的 sentence-transformers 模型，默认用自带的")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help="写成 .html、.xlsx 或 .json")
    sub.add_argument("--all", action="store_true", help="列出全部，不只是每张表最前面的几行")
    sub.add_argument("--json", action="store_true", help="输出 JSON")
    sub.add_argument("--as-of", type=date.fromisoformat, default=today, metavar="年-月-日", help="文件上的日期")


def compare(args: argparse.Namespace) -> int:
    """A plan against an older version of it, the document above it, or a template; a folder: all regions in it."""
    from report.compare.page import page_text
    from report.compare.run import compare_pages, region_pages, write_page

    if args.plan.is_dir():
        if args.other:
            raise UserError("比较一个文件夹里的各地区时，不能再给另一个文件；上级文件请用 --with 给出。")
        documents, failed = read_all([args.plan])
        above, lost = read_all([args.superior] if args.superior else [])
        if lost:
            return FAILED
        with progress_bar("比较") as advance:
            page, values = region_pages(
                documents, above=above[0] if above else None, template=args.template, model=args.model, progress=advance
            )
    else:
        documents, failed = read_all([path for path in (args.plan, args.other, args.superior) if path])
        if failed:
            return FAILED
        page, values = compare_pages(
            documents, superior=args.superior is not None, template=args.template, model=args.model
        )
    if args.output:
        say(f"已写好 {write_page(page, values, args.output, args.as_of)}。")
    elif args.json:
        put(values)
    else:
        sys.stdout.write(page_text(page, everything=args.all))
    return FAILED if failed else OK
