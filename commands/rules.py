"""The command that shows the rules, and takes those of the user's own through an Excel workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands.console import OK, UserError, progress_bar, put, said, say

if TYPE_CHECKING:
    from rules.rulebook import RuleBook
    from rules.trial import Trial

Run = Callable[[argparse.Namespace], int]
EXPORT, IMPORT = "export-xlsx", "import-xlsx"
OWN_RULES = Path("my-rules.yaml")


def add_to(command: Callable[[Run, str], argparse.ArgumentParser]) -> None:
    """Add the command to those of cli.py."""
    sub = command(rules, f"列出全部规则，或解释其中一条；{EXPORT}、{IMPORT} 用 Excel 改写措辞规则")
    sub.add_argument("id", nargs="?", type=said, metavar="规则编号", help=f"也可以是 {EXPORT} 或 {IMPORT}")
    sub.add_argument("file", nargs="?", type=Path, metavar="工作簿", help=f"{IMPORT} 要读的 xlsx 文件")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help=f"{EXPORT} 写到哪里；{IMPORT} 采用后写到哪里")
    sub.add_argument("--rules", type=Path, metavar="文件", help=f"{EXPORT} 一并导出自己的规则（YAML）")
    sub.add_argument("--workspace", type=Path, metavar="文件夹", help=f"{IMPORT} 在哪个工作区里试运行")
    sub.add_argument("--accept", action="store_true", help=f"{IMPORT} 试运行之后采用，写成 YAML")
    sub.add_argument("--json", action="store_true", help="输出 JSON")
    sub.add_argument("--markdown", action="store_true", help="输出 docs/rules.md 的内容")


def rules(args: argparse.Namespace) -> int:
    """Every rule, or the rule named, with what it looks for and the norm that it rests on."""
    from rules import catalogue

    if args.id == EXPORT:
        return export_workbook(args)
    if args.id == IMPORT:
        return import_workbook(args)
    if args.markdown:
        sys.stdout.write(catalogue.markdown())
    elif args.json:
        put(catalogue.plain(args.id))
    else:
        sys.stdout.write(catalogue.text(args.id))
    return OK


def export_workbook(args: argparse.Namespace) -> int:
    """The wording rules, slips and bodies as a workbook: the shipped ones, with the user's own over them."""
    from report.files import write_bytes
    from report.rulebook_workbook import rulebook_workbook
    from rules.rulebook import RuleBook, load_rulebook, merged, shipped

    book = merged(shipped(), load_rulebook(args.rules) if args.rules else RuleBook())
    path = args.output or Path("rules.xlsx")
    write_bytes(path, rulebook_workbook(book))
    say(f"已写好 {path}：措辞规则 {len(book.rules)} 条，错别字 {len(book.typos)} 个，单位 {len(book.bodies)} 个。")
    return OK


def import_workbook(args: argparse.Namespace) -> int:
    """Try the rules of a workbook out on a workspace; with --accept, write what is the user's own as YAML."""
    from report.files import write_text
    from report.rulebook_workbook import read_rulebook_workbook
    from rules.rulebook import changed, rulebook_yaml

    if args.file is None:
        raise UserError(f"缺少工作簿，写成 rules {IMPORT} 规则.xlsx --workspace 工作区。")
    if args.workspace is None:
        raise UserError("缺少 --workspace：新规则要先在一个工作区里试运行，请先用 build 建立。")
    book = changed(read_rulebook_workbook(args.file))
    trials = try_out_in(args.workspace, book)
    if args.json:
        put([trial_values(trial) for trial in trials])
    else:
        sys.stdout.write(trials_text(book, trials))
    if args.accept:
        path = args.output or OWN_RULES
        write_text(path, rulebook_yaml(book))
        say(f"已采用，写入 {path}；检查时加 --rules {path}。")
    else:
        say("这是试运行，什么也没有写；加 --accept 采用。")
    return OK


def try_out_in(folder: Path, book: RuleBook) -> tuple[Trial, ...]:
    """The trials on every plan of a workspace."""
    from index.workspace import Workspace
    from rules import Context
    from rules.trial import try_out

    workspace = Workspace.open(folder)
    contexts = []
    entries = workspace.documents()
    with progress_bar("读取") as advance:
        for done, entry in enumerate(entries):
            advance(done, len(entries), entry.title)
            document = workspace.document(entry.id)
            if document.doc_type is not None:
                contexts.append(Context(document, workspace.commitments(entry.id), date.min))
    return try_out(book, contexts)


def trial_values(trial: Trial) -> dict[str, Any]:
    """A trial as JSON values."""
    return {
        "rule": trial.rule.id, "title": trial.rule.title, "hits": trial.hits, "plans": trial.plans,
        "before": trial.before, "examples": [list(example) for example in trial.examples],
    }  # fmt: skip


def trials_text(book: RuleBook, trials: tuple[Trial, ...]) -> str:
    """A line a rule with how often it fires, and its examples below."""
    lines = [f"自己的措辞规则 {len(book.rules)} 条，错别字 {len(book.typos)} 个，单位 {len(book.bodies)} 个。"]
    for trial in trials:
        before = f"，改动前 {trial.before} 处" if trial.before else ""
        lines.append(f"{trial.rule.id} {trial.rule.title}：命中 {trial.hits} 处，{trial.plans} 份规划{before}")
        lines += [f"    〔{title}〕{quote}" for title, quote in trial.examples]
        if not trial.hits:
            lines.append("    在这个工作区里从不命中，请核对表达式。")
    return "\n".join(lines) + "\n"
