"""Measure the workspace at scale: build, open, search with and without filters, add one plan, memory and disk.

    python -m bench.search_scale FOLDER ARCHIVE.jsonl.xz.. [--plans 10000] [--clauses 10] [--adds 10]

FOLDER keeps the plans that are made (FOLDER/plans) and the workspace (FOLDER/ws) for the next run. The plans are made
of real paragraphs of the archives (records with "text"): title, place, date and headings are set around them, numbers
are changed, and where the paragraphs do not suffice they come again with other numbers and a sentence left out.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from index.build import embedded_text
from index.filters import Filters
from index.workspace import Workspace
from ingest import read
from nlp.segment import search_words

PLACES = (
    "安徽省", "合肥市", "云南省", "昆明市", "甘肃省", "兰州市", "江苏省", "苏州市", "四川省", "绵阳市", "石河子市",
)  # fmt: skip
TOPICS = ("碳达峰", "养老服务", "数字经济", "乡村振兴", "污染防治", "综合交通", "科技创新", "公共卫生", "节能减排")
TYPES = ("实施方案", "行动计划", "工作方案", "规划")
DIGITS = re.compile(r"\d+")
ROOT = Path(__file__).resolve().parent.parent


def paragraphs(archives: list[Path]) -> list[str]:
    """The paragraphs of 30 to 300 characters, those of the shorter archives first."""
    found: dict[str, None] = {}
    for archive in sorted(archives, key=lambda path: path.stat().st_size):
        with lzma.open(archive, "rt", encoding="utf-8") as lines:
            for line in lines:
                for part in json.loads(line)["text"].splitlines():
                    part = re.sub(r"^[#>*\-\s]+|\*\*", "", part).strip()
                    if 30 <= len(part) <= 300:
                        found[part] = None
    return list(found)


def changed(text: str, dice: random.Random, again: bool) -> str:
    """The paragraph with other numbers; of one that comes again a sentence is left out."""
    text = DIGITS.sub(lambda m: m[0] if len(m[0]) == 4 else str(max(1, int(int(m[0]) * dice.uniform(0.7, 1.3)))), text)
    sentences = re.findall(r"[^。；]+[。；]?", text)
    if again and len(sentences) > 2:
        del sentences[dice.randrange(len(sentences))]
    return "".join(sentences)


def write_plans(folder: Path, archives: list[Path], plans: int, clauses: int) -> None:
    """`plans` text files of `clauses` paragraphs each."""
    folder.mkdir(parents=True)
    pool = paragraphs(archives)
    dice = random.Random(7)
    dice.shuffle(pool)
    sys.stdout.write(f"{len(pool)} real paragraphs for {plans * clauses} clauses\n")
    for number in range(plans):
        place, topic, kind = dice.choice(PLACES), dice.choice(TOPICS), dice.choice(TYPES)
        lines = [f"{place}{topic}{kind}", f"{place}人民政府", f"{dice.randint(2019, 2025)}年{dice.randint(1, 12)}月6日"]
        for i in range(clauses):
            at = number * clauses + i
            if i % 5 == 0:
                lines.append(f"{'一二三四五六七八九十'[i // 5 % 10]}、{dice.choice(TOPICS)}重点任务")
            lines.append(changed(pool[at % len(pool)], dice, again=at >= len(pool)))
        (folder / f"{number:06d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def queries(folder: Path, count: int) -> dict[str, list[str]]:
    """Queries out of plans spread over the folder: two words of a clause, and the beginning of a sentence."""
    dice = random.Random(11)
    found: dict[str, list[str]] = {"two words": [], "sentence": []}
    for path in dice.sample(sorted(folder.glob("*.txt")), count):
        line = dice.choice([line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 40])
        words = [word for word in search_words(line) if len(word) > 1] or ["规划"]
        found["two words"].append(" ".join(dice.sample(words, min(2, len(words)))))
        found["sentence"].append(max(re.split("[，。；]", line), key=len)[:30])
    return found


FILTERS: dict[str, Filters | None] = {
    "none": None,
    "region": Filters(region="安徽省"),
    "region, year, type": Filters(region="四川省", year=(2021, 2022), doc_type="实施方案"),
    "has target": Filters(has_target=True),
    "section": Filters(section="养老服务"),
    "bureau": Filters(bureau=("县级人民政府", "发展改革部门", "人民政府")),
}


def quantiles(spent: list[tuple[float, float]]) -> str:
    """Of wall time and of the time of the processor, which other programs on the machine disturb less."""
    told = []
    for name, seconds in zip(("", "cpu "), zip(*spent, strict=True), strict=True):
        ordered = sorted(seconds)
        middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
        told.append(f"{name}p50 {1000 * middle:7.1f} ms  p99 {1000 * late:7.1f} ms")
    return "  ".join(told)


def spent_on(action: Callable[[], Any]) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - wall, time.process_time() - processor


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def measure_search(folder: Path, count: int) -> Iterator[str]:
    """Query times by kind of query and filter, after a first query that loads what is loaded once."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    opened, workspace = timed(lambda: Workspace.open(folder / "ws"))
    first, _ = timed(lambda: workspace.search("屋顶光伏"))
    rows = sum(entry.rows for entry in workspace.documents())
    yield f"{rows} clauses of {len(workspace.documents())} plans; open {opened:.2f} s, first query {first:.2f} s"
    for kind, asked in queries(folder / "plans", count).items():
        for name, filters in FILTERS.items():
            seconds = [spent_on(lambda q=query, f=filters: workspace.search(q, f)) for query in asked]
            yield f"{kind:10} filter {name:20} {quantiles(seconds)}"
    seconds = [spent_on(lambda f=filters: workspace.search("", f)) for filters in FILTERS.values() if filters]
    yield f"no query, each filter                     {quantiles(seconds)}"
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield f"peak memory {after / 1024:.0f} MB, of which before opening {before / 1024:.0f} MB"


def recall(folder: Path, count: int) -> float:
    """Of the 10 clauses nearest to a query by vectors in full precision, how many the index puts among its 10: over the
    clauses of 200 plans."""
    workspace = Workspace.open(folder / "ws")
    entries = random.Random(5).sample(workspace.documents(), min(200, len(workspace.documents())))
    rows, texts = [], []
    for entry in sorted(entries, key=lambda entry: entry.first_row):
        document = workspace.document(entry.id)
        texts += [embedded_text(document, clause) for clause in document.clauses]
        rows += range(entry.first_row, entry.first_row + entry.rows)
    vectors, among = workspace.encoder.encode(texts), np.array(rows)
    shares = []
    for asked in queries(folder / "plans", count).values():
        for query in asked:
            vector = workspace.encoder.encode_query(query)
            exact = among[np.argsort(-(vectors @ vector), kind="stable")[:10]]
            shares.append(len(np.intersect1d(exact, workspace.vectors.nearest(vector, 10, among)[0])) / 10)
    return sum(shares) / len(shares)


def measure_adding(folder: Path, adds: int) -> Iterator[str]:
    """What one more plan costs beyond its own reading."""
    paths = sorted((folder / "plans").glob("*.txt"))
    extra = folder / "extra"
    shutil.rmtree(extra, ignore_errors=True)
    extra.mkdir()
    read(paths[0]), search_words("光伏")  # loads what is loaded once
    spent = []
    for i in range(adds):
        path = extra / f"more-{i:03d}.txt"
        text = paths[i].read_text(encoding="utf-8").replace("重点任务", f"重点任务（{i}）")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
        spent.append(timed(lambda: Workspace.build(paths, folder / "ws"))[0])
    middle, most = sorted(spent)[adds // 2], max(spent)
    yield f"adding one plan, {adds} times: median {middle:.2f} s, most {most:.2f} s (reading included)"
    took, report = timed(lambda: Workspace.build(paths[:-adds], folder / "ws"))
    yield f"removing {len(report.removed)} plans: {took:.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("archives", type=Path, nargs="+")
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--clauses", type=int, default=10)
    parser.add_argument("--adds", type=int, default=10)
    parser.add_argument("--queries", type=int, default=200)
    args = parser.parse_args()
    if not (args.folder / "plans").is_dir():
        write_plans(args.folder / "plans", args.archives, args.plans, args.clauses)
    if not (args.folder / "ws").is_dir():
        files = sorted((args.folder / "plans").glob("*.txt"))
        took, report = timed(lambda: Workspace.build(files, args.folder / "ws"))
        sys.stdout.write(f"build: {took:.0f} s, {report.clauses} clauses, {len(report.failed)} failed\n")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(f"peak memory while building {peak:.0f} MB\n")
    size = sum(path.stat().st_size for path in (args.folder / "ws").rglob("*") if path.is_file())
    sys.stdout.write(f"on disk {size / 2**20:.0f} MB\n")
    command = [sys.executable, "cli.py", "search", "屋顶光伏", "--workspace", str(args.folder / "ws"), "--json"]
    runs = [timed(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))[0] for _ in range(10)]
    sys.stdout.write(f"cli, start to hits, 10 times: best {min(runs):.2f} s, median {median(runs):.2f} s\n")
    sys.stdout.write(f"recall@10 of the vectors against full precision: {recall(args.folder, 100):.4f}\n")
    for line in measure_search(args.folder, args.queries):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    if args.adds:
        for line in measure_adding(args.folder, args.adds):
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
