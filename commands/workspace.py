"""The commands that keep a workspace in order: what it holds, whether it is whole, and freeing what is gone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from commands.console import FAILED, OK, put, say

Run = Callable[[argparse.Namespace], int]
MB = 1_000_000


def add_to(command: Callable[[Run, str], argparse.ArgumentParser]) -> None:
    """Add the commands to those of cli.py."""
    for run, text in (
        (status, "工作区里有什么：文件、条款、占用空间，是否需要重建"),
        (verify, "逐字节核对工作区是否完好；有问题时退出码为 2"),
        (vacuum, "整理工作区，释放已移出文件占用的空间"),
    ):
        sub = command(run, text)
        sub.add_argument("--workspace", type=Path, required=True, metavar="文件夹")
        sub.add_argument("--json", action="store_true", help="输出 JSON")


def status(args: argparse.Namespace) -> int:
    """What a workspace holds."""
    from index.upkeep import status as status_of

    found = status_of(args.workspace)
    if args.json:
        put(asdict(found))
        return OK
    name, width = found.encoder
    sys.stdout.write(
        f"文件 {found.documents} 份，条款 {found.clauses} 条，指标 {found.targets} 项，任务 {found.tasks} 项，"
        f"项目 {found.projects} 个。\n"
        f"占用 {found.size / MB:.1f} MB，分 {found.parts} 块，其中已移出的条款 {found.gone} 条。\n"
        f"模型：{name or '自带'}（{width} 维）。\n"
    )
    if found.stale:
        sys.stdout.write("程序或词表更新过，下次 build 会把文件全部重读一遍。\n")
    return OK


def verify(args: argparse.Namespace) -> int:
    """Whether every byte of a workspace is as it was written."""
    from index.upkeep import verify as problems_of

    problems = problems_of(args.workspace)
    if args.json:
        put({"problems": list(problems)})
    elif not problems:
        sys.stdout.write("工作区完好。\n")
    else:
        for problem in problems:
            say(problem)
    return FAILED if problems else OK


def vacuum(args: argparse.Namespace) -> int:
    """Write a workspace anew without what is gone."""
    from index.upkeep import vacuum as pack

    before, after = pack(args.workspace)
    if args.json:
        put({"before": before, "after": after})
    else:
        sys.stdout.write(f"整理前 {before / MB:.1f} MB，整理后 {after / MB:.1f} MB。\n")
    return OK
