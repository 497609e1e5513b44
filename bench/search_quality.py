"""Measure search against judged queries: words alone, vectors alone, both.

    python -m bench.search_quality QUERIES.jsonl FILE.. [--encoder FOLDER]

A line of QUERIES holds {"query", "kind", "relevant": [{"quote", "grade"}]}. A clause is relevant when it holds a judged
quote (white space and cell borders removed); a quote counts once. Figures: nDCG at 10 and recall at 20.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

from index import search
from index.workspace import Workspace
from nlp.encoder import load_encoder

MODES = {
    "words": {"WORD_SHARE": 1.0, "FEEDBACK_SHARE": 0.0},
    "vectors": {"WORD_SHARE": 0.0, "FEEDBACK_SHARE": 0.0},
    "both": {},
}


def plain(text: str) -> str:
    """Text without what printing adds: white space, cell borders, width."""
    return re.sub(r"[\s|｜]+", "", unicodedata.normalize("NFKC", text))


def judge(query: dict[str, Any], texts: list[str]) -> tuple[float, float]:
    """nDCG at 10 and recall at 20 of the texts of the hits, best first."""
    left = {plain(one["quote"]): one["grade"] for one in query["relevant"]}
    ideal = sum((2**grade - 1) / math.log2(i + 2) for i, grade in enumerate(sorted(left.values(), reverse=True)[:10]))
    total, gain, found = len(left), 0.0, 0
    for place, text in enumerate(texts[:20]):
        held = [quote for quote in left if quote in plain(text)]
        found += len(held)
        if held and place < 10:
            gain += (2 ** max(left[quote] for quote in held) - 1) / math.log2(place + 2)
        for quote in held:
            del left[quote]
    return gain / ideal, found / total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("queries", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--encoder")
    args = parser.parse_args()
    queries = [json.loads(line) for line in args.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        Workspace.build(args.files, Path(folder), load_encoder(args.encoder))
        workspace = Workspace.open(Path(folder), load_encoder(args.encoder))
        tuned = {name: getattr(search, name) for name in ("WORD_SHARE", "FEEDBACK_SHARE")}
        for mode, settings in MODES.items():
            for name, value in {**tuned, **settings}.items():
                setattr(search, name, value)
            by_kind: dict[str, list[tuple[float, float]]] = defaultdict(list)
            seconds = []
            for query in queries:
                start = time.perf_counter()
                hits = workspace.search(query["query"], k=20).hits
                seconds.append(time.perf_counter() - start)
                scored = judge(query, [hit.text for hit in hits])
                by_kind[query["kind"]].append(scored)
                by_kind["all"].append(scored)
            for kind, scores in sorted(by_kind.items(), key=lambda pair: (pair[0] == "all", pair[0])):
                ndcg, recall = (sum(values) / len(values) for values in zip(*scores, strict=True))
                line = f"{mode:8} {kind:16} n={len(scores):3}  ndcg@10 {ndcg:.4f}  recall@20 {recall:.4f}\n"
                sys.stdout.write(line)
            sys.stdout.write(f"{mode:8} median {1000 * sorted(seconds)[len(seconds) // 2]:.1f} ms a query\n")


if __name__ == "__main__":
    main()
