"""Measure search against judged queries: two plain baselines, our words alone, our vectors alone, both.

    python -m bench.search_quality QUERIES.jsonl FILE.. [--encoder FOLDER [--pieces 32]]

A line of QUERIES holds {"query", "kind", "relevant": [{"quote", "grade"}]}. A clause is relevant when it holds a judged
quote (white space and cell borders removed); a quote counts once. Figures: nDCG at 10 and recall at 20. Baselines:
BM25Okapi of rank_bm25 over the words that jieba cuts for search engines and over pairs of characters. --pieces: for a
model that reads only so many words, the vector of a clause is the mean over such pieces of it.
"""

from __future__ import annotations

import argparse
import heapq
import json
import math
import re
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from index import search
from index.workspace import Workspace
from nlp.encoder import DEFAULT_ENCODER, load_encoder

KINDS = ("keyword", "responsibility", "target", "comparison", "paraphrase", "all")
Way = Callable[[str], list[str]]  # a query to the texts of its 20 best clauses

SHARES = {"words": (1.0, 0.0), "vectors": (0.0, 0.0)}  # of the words, and of the clauses of a first ranking


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


def baselines(texts: list[str]) -> Iterator[tuple[str, Way]]:
    """What anybody would write first."""
    import jieba
    from rank_bm25 import BM25Okapi

    def pairs(text: str) -> list[str]:
        return ["".join(pair) for pair in pairwise(text)] or [text]

    for name, cut in (("BM25Okapi, jieba", jieba.lcut_for_search), ("BM25Okapi, pairs", pairs)):
        index = BM25Okapi([cut(text) for text in texts])

        def way(query: str, index: Any = index, cut: Any = cut) -> list[str]:
            scores = index.get_scores(cut(query))
            return [texts[row] for row in heapq.nlargest(20, range(len(texts)), key=scores.__getitem__)]

        yield name, way


def ways(workspace: Workspace) -> Iterator[tuple[str, Way]]:
    """The ways to be compared, each ready when it is yielded and until the next one is."""
    texts = [document.quote(clause.span).strip() for entry in workspace.documents()
             for document in [workspace.document(entry.id)] for clause in document.clauses]  # fmt: skip
    yield from baselines(texts)

    def way(query: str, ignored: Collection[str] = _Everything()) -> list[str]:
        return [hit.text for hit in workspace.search(query, k=20, ignored=ignored).hits]

    tuned = search.WORD_SHARE, search.FEEDBACK_SHARE
    for name, shares in {**SHARES, "both": tuned}.items():
        search.WORD_SHARE, search.FEEDBACK_SHARE = shares
        yield name, way
    yield "both, query understood", lambda query: way(query, ())


class _Everything(frozenset[str]):
    """Whatever the query was understood as is taken away."""

    def __contains__(self, key: object) -> bool:
        return True


class InPieces:
    """What stands behind an encoder, given clauses in pieces of so many words of the shipped tokenizer."""

    def __init__(self, backend: Any, words: int) -> None:
        from tokenizers import Tokenizer

        self.backend, self.words = backend, words
        self.tokenizer = Tokenizer.from_file(str(DEFAULT_ENCODER / "tokenizer.json"))
        self.queries = backend.queries

    def documents(self, texts: list[str]) -> np.ndarray:
        """A vector a text, of no particular length."""
        pieces = [self._pieces(text) for text in texts]
        vectors = np.asarray(self.backend.documents([piece for some in pieces for piece in some]))
        unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        stops = np.cumsum([len(some) for some in pieces])
        return np.array([some.mean(axis=0) for some in np.split(unit, stops[:-1])], dtype=np.float32)

    def _pieces(self, text: str) -> list[str]:
        places = self.tokenizer.encode(text, add_special_tokens=False).offsets
        borders = [*range(0, len(places), self.words), len(places)]
        return [text[places[a][0] : places[b - 1][1]] for a, b in pairwise(borders) if a < b] or [text]


def measure(way: Way, queries: list[dict[str, Any]]) -> tuple[dict[str, tuple[float, float]], float]:
    """By kind of query nDCG and recall, and the seconds that the median query takes."""
    by_kind: dict[str, list[tuple[float, float]]] = defaultdict(list)
    seconds = []
    for query in queries:
        start = time.perf_counter()
        texts = way(query["query"])
        seconds.append(time.perf_counter() - start)
        for kind in (query["kind"], "all"):
            by_kind[kind].append(judge(query, texts))
    means = {kind: (_mean([a for a, _ in found]), _mean([b for _, b in found])) for kind, found in by_kind.items()}
    return means, sorted(seconds)[len(seconds) // 2]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("queries", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--encoder")
    parser.add_argument("--pieces", type=int)
    args = parser.parse_args()
    queries = [json.loads(line) for line in args.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    kinds = [kind for kind in KINDS if kind == "all" or any(query["kind"] == kind for query in queries)]
    counts = [sum(kind == "all" or query["kind"] == kind for query in queries) for kind in kinds]
    encoder = load_encoder(args.encoder)
    if args.pieces:
        encoder = replace(encoder, backend=InPieces(encoder.backend, args.pieces))
    with tempfile.TemporaryDirectory() as folder:
        Workspace.build(args.files, Path(folder), encoder)
        workspace = Workspace.open(Path(folder), encoder)
        heads = [f"{kind} ({count})" for kind, count in zip(kinds, counts, strict=True)]
        lines = [f"| nDCG@10 | {' | '.join(heads)} | recall@20 | median |", f"|---|{'---|' * (len(kinds) + 2)}"]
        for name, way in ways(workspace):
            found, middle = measure(way, queries)
            cells = [f"{found[kind][0]:.3f}" for kind in kinds]
            lines.append(f"| {name} | {' | '.join(cells)} | {found['all'][1]:.3f} | {1000 * middle:.1f} ms |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
