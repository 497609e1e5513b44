"""The command that searches: its arguments, and what it does."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from commands.console import OK, UserError, count, put, said, say

if TYPE_CHECKING:
    from index.filters import Filters
    from index.hits import SearchHits
    from index.saved import SavedSearch
    from index.workspace import Workspace

Run = Callable[[argparse.Namespace], int]
T = TypeVar("T", str, int)
KINDS = ("paragraph", "table_row", "box", "list_item")
ROLES = {"lead": "牵头", "support": "配合", "responsible": "责任"}
SORTS = ("score", "date", "place")
FORMS = (".xlsx", ".docx", ".json")


def add_to(command: Callable[[Run, str], argparse.ArgumentParser], today: date) -> None:
    """Add the command to those of cli.py."""
    sub = command(search, "在工作区里按词和意思检索条款")
    sub.add_argument("query", nargs="?", type=said, metavar="检索词", help='"原话" 必须出现，-词 不得出现')
    sub.add_argument("--workspace", type=Path, required=True, metavar="文件夹")
    sub.add_argument("-k", type=count, default=20, metavar="条数")
    asked = sub.add_argument_group("筛选（可重复的写几次表示其中之一）")
    asked.add_argument("--region", action="append", type=said, metavar="地区", help="名称或行政区划代码，含下级地区")
    asked.add_argument("--year", action="append", type=int, metavar="印发年份")
    asked.add_argument("--kind", action="append", choices=KINDS, help="条款类型")
    asked.add_argument("--type", action="append", type=said, metavar="文种")
    asked.add_argument("--level", action="append", type=said, metavar="层级")
    asked.add_argument("--document", action="append", type=said, metavar="文件", help="工作区里的文件编号")
    asked.add_argument("--section", action="append", type=said, metavar="章节", help="上级标题含有的词")
    asked.add_argument("--bureau", action="append", type=said, metavar="单位")
    asked.add_argument("--role", action="append", choices=list(ROLES), help="单位的角色：牵头、配合、责任")
    asked.add_argument("--indicator", action="append", type=said, metavar="指标", help="指标名称含有的词")
    asked.add_argument("--due-from", type=date.fromisoformat, metavar="年-月-日", help="完成期限不早于")
    asked.add_argument("--due-to", type=date.fromisoformat, metavar="年-月-日", help="完成期限不晚于")
    asked.add_argument("--has-target", action="store_true", default=None, help="只要有指标的条款")
    asked.add_argument("--no-bureau", action="store_true", help="只要没有责任单位的条款")
    sub.add_argument("--sort", choices=SORTS, default="score", help="次序：相关程度、日期（新的在前）、地区")
    sub.add_argument("--ignore", action="append", default=[], metavar="理解", help="不这样理解检索词，如 region:塔城")
    sub.add_argument("--like", type=said, metavar="文件#条款", help="找与这一条相似的条款，如 方案#2.1/3")
    sub.add_argument("--reranker", metavar="模型", help="用 CrossEncoder 模型的文件夹或名称重排最前面的条款")
    sub.add_argument("--save", type=said, metavar="名称", help="把这次检索存在工作区里")
    sub.add_argument("--saved", type=said, metavar="名称", help="重做存过的检索")
    sub.add_argument("--forget", type=said, metavar="名称", help="删去存过的检索")
    sub.add_argument("-o", "--output", type=Path, metavar="文件", help="写成 .xlsx、.docx（带出处）或 .json")
    sub.add_argument("--json", action="store_true", help="输出 JSON")
    sub.add_argument("--batch", action="store_true", help="从标准输入逐行读检索词，逐行输出 JSON")
    sub.set_defaults(today=today)


def search(args: argparse.Namespace) -> int:
    """The clauses of a workspace that fit a query by words and by meaning, and why."""
    from index.saved import forget_search, save_search
    from index.workspace import Workspace

    if args.output and args.output.suffix.lower() not in FORMS:
        raise UserError(f"{args.output}：检索结果只能写成 {'、'.join(FORMS)}。")
    if args.forget:
        forget_search(args.workspace, args.forget)
        say(f"已删去检索“{args.forget}”。")
        return OK
    workspace = Workspace.open(args.workspace)
    asked = _asked(args)
    if args.batch:
        for line in sys.stdin:
            if line.strip():
                found = _found(workspace, args, replace(asked, query=line.strip())).as_json()
                sys.stdout.write(json.dumps({"query": line.strip(), **found}, ensure_ascii=False) + "\n")
                sys.stdout.flush()
        return OK
    hits = _found(workspace, args, asked)
    if args.save:
        save_search(args.workspace, replace(asked, name=args.save))
        say(f"已保存检索“{args.save}”。")
    if args.output:
        _write(hits, args.output, args.today)
    elif args.json:
        put(hits.as_json())
    else:
        sys.stdout.write(_page(hits))
    return OK


def asks_nothing(args: argparse.Namespace) -> bool:
    """Whether the call has neither a query nor anything else to search by."""
    from index.filters import Filters

    other = args.batch or args.like or args.saved or args.forget
    return args.query is None and not other and _filters(args) == Filters()


def _asked(args: argparse.Namespace) -> SavedSearch:
    """The search as it was asked for, or as it was once saved."""
    from index.saved import SavedSearch, saved_search

    if args.saved:
        return saved_search(args.workspace, args.saved)
    like = None
    if args.like:
        document, sign, clause = args.like.rpartition("#")
        if not sign:
            raise UserError(f"{args.like}：请写成 文件#条款，如 方案#2.1/3。")
        like = document, clause
    return SavedSearch("", args.query or "", _filters(args), args.sort, tuple(args.ignore), like)


def _filters(args: argparse.Namespace) -> Filters:
    from index.filters import Filters

    def chosen(values: list[T] | None) -> tuple[T, ...] | None:
        return tuple(values) if values else None

    return Filters(
        region=chosen(args.region), year=chosen(args.year), kind=chosen(args.kind), doc_type=chosen(args.type),
        level=chosen(args.level), document=chosen(args.document), section=chosen(args.section),
        bureau=chosen(args.bureau), role=chosen(args.role), indicator=chosen(args.indicator),
        due_from=args.due_from, due_to=args.due_to, has_target=args.has_target,
        has_bureau=False if args.no_bureau else None,
    )  # fmt: skip


def _found(workspace: Workspace, args: argparse.Namespace, asked: SavedSearch) -> SearchHits:
    from index.saved import ask

    reranker = None
    if args.reranker:
        from nlp.reranker import load_reranker

        reranker = load_reranker(args.reranker)
    return ask(workspace, asked, args.k, reranker)


def _write(hits: SearchHits, path: Path, today: date) -> None:
    from report.files import write_bytes, write_text
    from report.hit_list import hits_file

    form = path.suffix.lower()
    if form == ".json":
        write_text(path, json.dumps(hits.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        write_bytes(path, hits_file(hits, form, today))
    say(f"已写好 {path}（{len(hits.hits)} 条）。")


def _page(hits: SearchHits) -> str:
    """The hits as the terminal shows them."""
    lines = []
    if hits.understood:
        told = "；".join(f"{piece.label}（--ignore {piece.key}）" for piece in hits.understood)
        lines.append(f"理解为：{told}")
    for rank, hit in enumerate(hits.hits, start=1):
        page = f" 第{hit.page}页" if hit.page else ""
        words = "、".join(match.word for match in hit.why.words) or "无"
        lines += [
            f"{rank}. {hit.title}{page}  {' > '.join(hit.path)}",
            f"   {hit.text}",
            f"   相同的词：{words}；意思相近度 {hit.why.similarity:.2f}；编号 {hit.document}#{hit.clause}",
        ]
    if not hits.hits:
        lines.append("没有找到符合条件的条款。")
    return "\n".join(lines) + "\n"
