"""The command that checks plans, and what every command that checks is told: the day, the rules, the waivers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.console import FAILED, FOUND, OK, UserError, existing, progress_bar, read_all, said, say

if TYPE_CHECKING:
    from report.analysis import Analysis
    from report.correction import InForce

Run = Callable[[argparse.Namespace], int]
FORMATS = ("json", "sarif", "junit", "markdown")


def add_to(command: Callable[[Run, str], argparse.ArgumentParser], today: date) -> None:
    """Add the command to those of cli.py."""
    sub = command(check, "在终端列出问题；有警告以上的问题时退出码为 1")
    sub.add_argument("plans", type=Path, nargs="*", metavar="规划或文件夹")
    sub.add_argument("--all", action="store_true", help="列出全部问题，不只是每级最前面的几条")
    sub.add_argument("--annotate", type=Path, metavar="文件", help="另写一份带批注的副本（docx、pdf）")
    sub.add_argument("--format", choices=FORMATS, help="换一种格式：json、sarif、junit、markdown")
    sub.add_argument("--json", action="store_const", const="json", dest="format", help="同 --format json")
    sub.add_argument("--explain", type=said, metavar="规则编号", help="只解释这条规则，不检查")
    add_examination(sub, today)
    add_corrections(sub)


def add_corrections(sub: argparse.ArgumentParser) -> None:
    """Where what people set right in the browser is kept."""
    sub.add_argument("--corrections", type=Path, metavar="工作区", help="采用在这个工作区的“核对”页更正的内容")


def corrections(args: argparse.Namespace) -> InForce:
    """What people set right, by document; nothing where none is asked for."""
    from report.correction import CorrectionBook

    return CorrectionBook(existing(args.corrections)).in_force() if args.corrections else {}


def add_examination(sub: argparse.ArgumentParser, today: date) -> None:
    """What a run of the checks can be told."""
    sub.add_argument("--as-of", type=date.fromisoformat, default=today, metavar="年-月-日", help="检查日期，默认今天")
    sub.add_argument("--profile", type=Path, metavar="文件", help="规则配置（YAML）：选用、停用、级别、参数")
    sub.add_argument("--template", type=said, metavar="编号", help="对照的模板")
    sub.add_argument("--waivers", type=Path, metavar="文件", help="已知问题登记（YAML）")
    sub.add_argument("--rules", type=Path, metavar="文件", help="自己的规则（YAML）：措辞、错别字、单位名录")


def examination(args: argparse.Namespace) -> dict[str, Any]:
    """What the checks of a run have in common: the day, the profile, the template, the waivers, the rules."""
    from rules.profile import load_profile
    from rules.rulebook import load_rulebook, rules_with
    from rules.template import load_template
    from rules.waiver import load_waivers

    return {
        "as_of": args.as_of,
        "rules": rules_with(load_rulebook(args.rules)) if args.rules else None,
        "profile": load_profile(args.profile) if args.profile else None,
        "template": load_template(args.template) if args.template else None,
        "waivers": load_waivers(args.waivers) if args.waivers else (),
    }


def check(args: argparse.Namespace) -> int:
    """The findings of the plans given; exit code 1 when there is a warning or an error among them."""
    from report import analyse_document
    from rules import catalogue
    from rules.finding import Severity

    if args.explain:
        sys.stdout.write(catalogue.text(args.explain))
        return OK
    documents, failed = read_all(args.plans)
    settings, held = examination(args), corrections(args)
    analyses = []
    with progress_bar("检查") as advance:
        for done, document in enumerate(documents):
            advance(done, len(documents), document.title)
            analyses.append(analyse_document(document, corrections=held.get(document.id, ()), **settings))
    sys.stdout.write(said_as(args.format, analyses, everything=args.all))
    if failed:
        return FAILED
    if args.annotate:
        write_annotated(args, analyses)
    return FOUND if any(f.severity is not Severity.INFO for a in analyses for f in a.findings) else OK


def said_as(form: str | None, analyses: list[Analysis], everything: bool) -> str:
    """The findings in the form asked for; None is text for a terminal."""
    if form == "json":
        from report.export import findings_json

        return findings_json(analyses)
    if form == "sarif":
        from report.sarif import sarif

        return sarif(analyses)
    if form == "junit":
        from report.junit import junit

        return junit(analyses)
    if form == "markdown":
        from report.findings_markdown import findings_markdown

        return findings_markdown(analyses)
    from report.terminal import print_findings

    return "".join(print_findings(analysis, everything=everything) for analysis in analyses)


def write_annotated(args: argparse.Namespace, analyses: list[Analysis]) -> None:
    """Write a copy of the one file checked with its findings as comments; the file itself is never written to."""
    from report.annotate import annotate
    from report.files import write_bytes

    if len(args.plans) != 1 or len(analyses) != 1 or args.plans[0].is_dir():
        raise UserError("--annotate 一次只批注一份文件，请只给出一份规划。")
    if args.annotate.suffix.lower() != args.plans[0].suffix.lower():
        raise UserError(f"{args.annotate}：批注副本的扩展名要与原文件相同（{args.plans[0].suffix}）。")
    if args.annotate.exists() and args.annotate.samefile(args.plans[0]):
        raise UserError(f"{args.annotate}：批注写在副本里，请换一个文件名，不要覆盖原文件。")
    write_bytes(args.annotate, annotate(args.plans[0], analyses[0], args.as_of))
    say(f"带批注的副本：{args.annotate}（批注 {len(analyses[0].findings)} 条）")
