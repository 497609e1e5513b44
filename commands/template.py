"""The command that makes a template from a plan, and lists the ones there are."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from commands.console import FAILED, OK, UserError, read_all, say

Run = Callable[[argparse.Namespace], int]


def add_to(command: Callable[[Run, str], argparse.ArgumentParser]) -> None:
    """Add the command to those of cli.py."""
    sub = command(template, "模板：列出自带的模板，或者从一份规划整理出模板")
    sub.add_argument("verb", choices=["list", "from"], metavar="list|from", help="list 列出；from 从规划整理")
    sub.add_argument("plan", type=Path, nargs="?", metavar="规划", help="from 后面给出")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help="写成 .yaml，默认写到标准输出")


def template(args: argparse.Namespace) -> int:
    """List the templates, or make one from a plan."""
    from rules.template import dump_template, load_template, template_ids

    if args.verb == "list":
        for name in template_ids():
            one = load_template(name)
            sizes = (("章节", one.sections), ("清单", one.lists), ("指标", one.indicators), ("任务", one.tasks))
            held = "、".join(f"{word} {len(some)}" for word, some in sizes if some)
            sys.stdout.write(f"{name}\t{one.title}\t{held}\n")
        return OK
    if args.plan is None:
        raise UserError("template from 后面请给出一份规划。")
    if args.output and args.output.suffix not in {".yaml", ".yml"}:
        raise UserError(f"{args.output}：模板请写成 .yaml 文件。")
    from nlp.extract import extract
    from report import write_text
    from rules.compare.outline import template_of
    from rules.context import Context

    documents, failed = read_all([args.plan])
    if failed:
        return FAILED
    commitments = extract(documents[0])
    made = template_of(documents[0], commitments, Context(documents[0], commitments, date.min))
    if args.output:
        write_text(args.output, dump_template(made))
        say(f"已写好 {args.output}，请核对、删改后用 --template 使用。")
    else:
        sys.stdout.write(dump_template(made))
    return OK
