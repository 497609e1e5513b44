"""A seeded sample of what is extracted, to be judged by reading it, and the precision of such judgements.

    python -m bench.facts sample FOLDER|ARCHIVE --kind target --count 100 [--skip PREFIX] [--title WORD] [--kept CACHE]
    python -m bench.facts precision bench/judgements/*.csv

`sample` prints each fact with its clause. A judgement file has the columns id, document, kind, extracted, right (1 or
0), reason; it holds facts and no sentences of the documents.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.reading import read_archive, read_folder
from ingest.document import Document, Span
from nlp.commitment import Commitments, Target, Task
from nlp.extract import extract

KINDS = ("target", "task", "bureau", "deadline")
NEAR = 130  # characters of the clause printed on both sides


def describe_target(target: Target) -> str:
    """The slots of a target in one line."""
    value = f"{target.value}" + (f"~{target.value_max}" if target.value_max is not None else "")
    base = f" base={target.baseline.year}/{target.baseline.value}" if target.baseline else ""
    change = f" change={target.direction}" if target.change else ""
    return f"{target.indicator} {target.comparator} {value} {target.unit} @{target.year}{change}{base} {target.origin}"


def facts(document: Document, kind: str) -> Iterator[tuple[str, Span]]:
    """What is to be judged: one line a fact, and where it stands."""
    found: Commitments = extract(document)
    if kind == "target":
        yield from ((describe_target(one), one.span) for one in found.targets)
    for task in found.tasks:
        if kind == "task":
            yield _task(document, task), task.span
        elif kind == "bureau":
            yield from ((f"{task.title[:30]} <- {one.name} ({one.role})", one.span) for one in task.bureaus)
        elif kind == "deadline":
            yield from (
                (f"{document.read(one.span)} = {one.kind} {one.start or ''}..{one.end or ''}", one.span)
                for one in task.deadlines
            )


def _task(document: Document, task: Task) -> str:
    body = re.sub(r"\s+", "", document.read(task.body))[:20]
    return f"{task.title} / {body}… bureaus={len(task.bureaus)} deadlines={len(task.deadlines)}"


def around(document: Document, span: Span) -> str:
    """The clause around a fact, cut to its neighbourhood, the fact in ⟦ ⟧."""
    clause = next((one for one in document.clauses if one.span.covers(span)), None)
    whole = clause.span if clause else span
    before = document.text[max(whole.start, span.start - NEAR) : span.start]
    behind = document.text[span.stop : min(whole.stop, span.stop + NEAR)]
    path = " > ".join(title[:14] for title in document.path(clause.section if clause else None))
    shown = document.read(span) if len(span) < 300 else document.read(span)[:150] + "……"
    return f"[{path}] {before}⟦{shown}⟧{behind}".replace("\n", "⏎")


def sample(args: argparse.Namespace) -> None:
    """Print the sample."""
    if args.source.is_dir():
        documents = read_folder(args.source, args.skip, args.kept)
    else:
        documents = read_archive(args.source, args.title, args.kept)
    found = [
        (document.source, line, around(document, span))
        for document in documents
        for line, span in facts(document, args.kind)
    ]
    counts = Counter(source for source, _, _ in found)
    print(f"{len(found)} facts in {len(counts)} documents")
    drawn = random.Random(args.seed).sample(found, min(args.count, len(found)))
    for number, (source, line, clause) in enumerate(drawn, start=1):
        print(f"\n{number} {source[:24]}\n  {line}\n  {clause}")


def precision(args: argparse.Namespace) -> None:
    """Print right and judged for each file and kind."""
    print("| judgements | kind | right | judged | precision |\n|---|---|---|---|---|")
    for path in args.files:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for kind in dict.fromkeys(row["kind"] for row in rows):
            verdicts = [int(row["right"]) for row in rows if row["kind"] == kind]
            share = sum(verdicts) / len(verdicts)
            print(f"| {path.stem} | {kind} | {sum(verdicts)} | {len(verdicts)} | {share:.3f} |")


def main() -> None:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    drawing = commands.add_parser("sample")
    drawing.add_argument("source", type=Path)
    drawing.add_argument("--kind", choices=KINDS, default="target")
    drawing.add_argument("--count", type=int, default=100)
    drawing.add_argument("--seed", type=int, default=4)
    drawing.add_argument("--skip", help="leave out files whose names begin so")
    drawing.add_argument("--title", default="国务院", help="of an archive, the texts whose titles begin so")
    drawing.add_argument("--kept", type=Path, help="folder of one's own for what was read")
    drawing.set_defaults(run=sample)
    judging = commands.add_parser("precision")
    judging.add_argument("files", type=Path, nargs="+")
    judging.set_defaults(run=precision)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
