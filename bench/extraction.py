"""How fast commitments are found: clauses a second on one core, start-up apart.

    python -m bench.extraction FOLDER [--skip PREFIX] [--kept CACHE] [--rounds 3]

Start-up is what the first small plan costs in a fresh process beyond a second one: words, patterns and rosters are
compiled then. The documents are read beforehand; the best of some rounds counts, because other work on the machine can
only make a round slower.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from bench.reading import read_folder
from ingest.assemble import assemble
from ingest.source import Line, SourceFile
from nlp.extract import extract, extract_tasks
from nlp.link import find_links
from nlp.targets.extract import extract_targets

_LINES = ("某市实施方案", "一、重点任务", "（一）建设食堂", "2025年底前建成食堂3个。（责任单位：市民政局）")
_SMALL = SourceFile(tuple(Line(line) for line in _LINES))


def seconds(work: Callable[[], object]) -> float:
    """Seconds of this process's own processor time that a call takes."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--skip", help="leave out files whose names begin so")
    parser.add_argument("--kept", type=Path, help="folder of one's own for what was read")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    small = assemble(_SMALL, "plan.txt", "plan")
    first = seconds(lambda: extract(small))
    again = min(seconds(lambda: extract(small)) for _ in range(20))
    documents = [one for one in read_folder(args.folder, args.skip, args.kept) if one.doc_type is not None]
    clauses = sum(len(one.clauses) for one in documents)
    tasks = [extract_tasks(one) for one in documents]
    found = [extract(one) for one in documents]
    parts: dict[str, Callable[[], object]] = {
        "everything": lambda: [extract(one) for one in documents],
        "tasks with bureaus and deadlines": lambda: [extract_tasks(one) for one in documents],
        "targets": lambda: [extract_targets(one, its) for one, its in zip(documents, tasks, strict=True)],
        "links": lambda: [find_links(one, its) for one, its in zip(documents, found, strict=True)],
    }
    print(f"{len(documents)} plans, {clauses} clauses; start-up {first - again:.2f} s\n")
    print("| | seconds | clauses/s | ms a plan |\n|---|---|---|---|")
    for name, work in parts.items():
        best = min(seconds(work) for _ in range(args.rounds))
        print(f"| {name} | {best:.2f} | {clauses / best:,.0f} | {1000 * best / len(documents):.1f} |")


if __name__ == "__main__":
    main()
