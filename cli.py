"""PlanCheck on the command line: each command parses its arguments, calls the packages and prints.

Exit code 0, or 2 when something could not be done (the rest is done all the same); only `check` uses 1: a finding of
warning or above. Heavy libraries load inside the commands that need them, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands import check, compare, duplicates, rules, search, template, workspace
from commands.check import add_corrections, add_examination, corrections, examination
from commands.console import (
    FAILED,
    OK,
    Parser,
    UserError,
    existing,
    progress_bar,
    put,
    read_all,
    say,
    speak_chinese,
)

if TYPE_CHECKING:
    from index.build import BuildReport

VERSION = "0.1.0"  # docs/changelog.md says what each version can do


# --- commands ---------------------------------------------------------------------------------------------------------


def export(args: argparse.Namespace) -> int:
    """One plan as JSON: sections, clauses, tasks, targets, projects, findings."""
    from report import analyse_document, export_analysis, write_text

    documents, failed = read_all([args.plan])
    if failed:
        return FAILED
    held = corrections(args).get(documents[0].id, ())
    analysis = analyse_document(documents[0], corrections=held, **examination(args))
    text = json.dumps(export_analysis(analysis), ensure_ascii=False, indent=1) + "\n"
    if args.output:
        write_text(args.output, text)
    else:
        sys.stdout.write(text)
    return OK


def build(args: argparse.Namespace) -> int:
    """Read a folder of plans into a workspace; files that have not changed are not read again."""
    built = build_workspace(args.folder, args.workspace, args.model)
    say(f"工作区 {args.workspace}：新读 {len(built.read)} 份，未变 {len(built.unchanged)} 份，"
        f"失败 {len(built.failed)} 份，共 {built.clauses} 个条款。")  # fmt: skip
    return FAILED if built.failed else OK


def report(args: argparse.Namespace) -> int:
    """Read, check and report one plan or every plan in a folder: the report in every form, and the workspace."""
    from index.workspace import Workspace
    from report import analyse, write_report
    from report.terminal import print_summary

    folder = args.output / "workspace"
    built = build_workspace(args.folder, folder, args.model)
    with progress_bar("检查") as advance:
        found = analyse(Workspace.open(folder), failed=built.failed, progress=advance, **examination(args))
    files = write_report(found, args.output)
    if args.json:
        put({"files": [str(path) for path in files], "failed": [list(one) for one in built.failed]})
    else:
        sys.stdout.write(print_summary(found, files))
    return FAILED if built.failed else OK


def serve(args: argparse.Namespace) -> int:
    """The pages in the browser, for this machine only."""
    import signal
    import subprocess

    from index.snapshot import current_snapshot

    if current_snapshot(args.workspace) is None:
        say(f"{args.workspace}：这里还没有工作区，请在网页的“导入”页上传文件。")
    root = Path(__file__).resolve().parent
    command = [sys.executable, "-m", "streamlit", "run", str(root / "app.py"), "--server.address", "127.0.0.1",
               "--server.port", str(args.port), "--", "--workspace", str(args.workspace.resolve())]  # fmt: skip
    say(f"在浏览器中打开 http://127.0.0.1:{args.port} ，按 Ctrl+C 结束。")
    server = subprocess.Popen(command, cwd=root)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())  # who ends this ends the pages
    try:
        return OK if server.wait() in {0, -signal.SIGTERM} else FAILED
    except KeyboardInterrupt:
        server.wait()
        return OK


# --- what commands share ----------------------------------------------------------------------------------------------


def build_workspace(folder: Path, workspace: Path, model: str | None) -> BuildReport:
    """Build the workspace of a folder or of one file, with a progress bar; say in a line what each bad file lacks."""
    from index.uploads import build_with_uploads, uploaded
    from ingest import plan_files
    from nlp.encoder import load_encoder

    files = (folder,) if folder.is_file() else plan_files(existing(folder))
    if not files:
        raise UserError(f"{folder}：文件夹里没有能读的文件。")
    with progress_bar("读取") as advance:
        built = build_with_uploads(files, workspace, load_encoder(model) if model else None, advance)
    if handed_in := uploaded(workspace):
        say(f"工作区 {workspace} 里另有在网页上导入的 {len(handed_in)} 份文件，一并保留。")
    for name, reason in built.failed:
        say(reason if reason.startswith(name) else f"{name}：{reason}")
    return built


def parser() -> Parser:
    """The commands and their arguments."""
    top = Parser(prog="cli.py", description="规核：读规划、找指标和任务、查问题、检索条款。")
    top.add_argument("--version", action="version", version=f"规核 {VERSION}", help="显示版本")
    today = date.today()
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")

    def command(function: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(function.__name__, help=text, description=text)
        sub.set_defaults(run=function)
        return sub

    sub = command(export, "把一份规划的全部分析结果写成 JSON")
    sub.add_argument("plan", type=Path, metavar="规划")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help="默认写到标准输出")
    add_examination(sub, today)
    add_corrections(sub)

    sub = command(build, "把文件夹里的规划读进工作区，供检索")
    sub.add_argument("folder", type=Path, metavar="文件夹")
    sub.add_argument("--workspace", type=Path, required=True, metavar="文件夹")
    sub.add_argument("--model", metavar="模型", help="sentence-transformers 模型的文件夹或名称，默认用自带的模型")

    sub = command(report, "读取、检查一份规划或文件夹里的全部规划，生成核查报告（html、docx、md、xlsx、json）")
    sub.add_argument("folder", type=Path, metavar="规划或文件夹")
    sub.add_argument("-o", "--output", type=Path, default=Path("out"), metavar="文件夹")
    sub.add_argument("--model", metavar="模型", help="sentence-transformers 模型的文件夹或名称，默认用自带的模型")
    sub.add_argument("--json", action="store_true", help="只输出生成的文件清单（JSON）")
    add_examination(sub, today)

    check.add_to(command, today)

    search.add_to(command, today)

    duplicates.add_to(command, today)
    compare.add_to(command, today)
    template.add_to(command)
    workspace.add_to(command)
    rules.add_to(command)

    sub = command(serve, "在浏览器中打开检索页和报告页（只在本机可见）")
    sub.add_argument("--workspace", type=Path, default=Path("out/workspace"), metavar="文件夹")
    sub.add_argument("--port", type=int, default=8501, metavar="端口")
    return top


def user_errors() -> tuple[type[Exception], ...]:
    """The errors whose message is meant for the user, of the packages loaded so far."""
    places = (("ingest.source", "ReadError"), ("index.catalogue", "WorkspaceError"), ("nlp.encoder", "EncoderError"),
              ("rules.yaml_file", "YamlError"), ("report.ledger", "LedgerError"))  # fmt: skip
    return (UserError, *(getattr(sys.modules[module], name) for module, name in places if module in sys.modules))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; every error a user can mend is one line, and the exit code is 2."""
    speak_chinese(for_machine=False)
    args = parser().parse_args(arguments)
    if args.command == "search" and search.asks_nothing(args):
        parser().error("请给出检索词或筛选，或者用 --batch 从标准输入读取。")
    if any(getattr(args, name, False) for name in ("json", "batch", "markdown", "format")) or args.run is export:
        speak_chinese(for_machine=True)
    if args.command == "check" and not (args.plans or args.explain):
        parser().error("缺少参数：规划或文件夹。")
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        say("已中断。")
        return FAILED
    except OSError as error:
        say(f"{error.filename or '文件'}：打不开或写不进去，请检查路径、权限和磁盘空间（{error.strerror or error}）。")
        return FAILED
    except Exception as error:
        if not isinstance(error, user_errors()):
            raise
        say(str(error))
        return FAILED
    return code


if __name__ == "__main__":
    sys.exit(main())
