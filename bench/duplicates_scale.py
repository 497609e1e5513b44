"""Passages that were copied and edited among many clauses: how many are found, in what time and memory.

    python -m bench.duplicates_scale TEXTS.jsonl.xz.. [--clauses 100000] [--planted 500]

Clauses are lines of 60 to 200 characters of the texts given. For each share of edits (5, 10, 20, 30 % of the
characters taken out, put in or replaced, in words of 1 to 4) `planted` of them stand a second time, edited. The same
clauses go through datasketch's MinHashLSH (128 permutations of character 3-grams, threshold 0.3, confirmed by
rapidfuzz), each way in a process of its own; seconds are those of the processor. datasketch is no dependency of the
tool: `pip install datasketch` to run this.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from index.duplicates.pair import DuplicatePair, near_duplicates
from ingest.document import Clause, ClauseKind, Document, Span

RATES = (5, 10, 20, 30)  # % of the characters
PLAN = 100  # clauses a plan
LONGEST = 4  # characters of a word that is edited
CONFIRMED = 60  # least ratio of rapidfuzz
PERMUTATIONS, THRESHOLD, SHINGLE = 128, 0.3, 3


def lines(paths: list[Path], wanted: int) -> list[str]:
    """The first `wanted` different lines of 60 to 200 characters, spread over all texts."""
    found: dict[str, None] = {}
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as stream:
            for one in stream:
                text = json.loads(one)["text"]
                found |= dict.fromkeys(line.strip() for line in text.splitlines() if 60 <= len(line.strip()) <= 200)
    return random.Random(1).sample(list(found), min(wanted, len(found)))


def edited(text: str, share: int, chance: random.Random, letters: str) -> str:
    """The text with `share` % of its characters taken out, put in or replaced, a word (1 to 4 characters) at a time."""
    signs, left = list(text), round(len(text) * share / 100)
    places = list(range(0, len(signs), LONGEST))
    chance.shuffle(places)
    words = []
    while left > 0:
        size = min(left, chance.randint(1, LONGEST))
        words.append((places[len(words)], size))
        left -= size
    for place, size in sorted(words, reverse=True):
        kind = chance.randrange(3)  # taken out, put in, replaced
        start = chance.randrange(len(letters) - size)
        new = list(letters[start : start + size]) if kind else []
        signs[place : place + (0 if kind == 1 else size)] = new
    return "".join(signs)


def collection(paths: list[Path], clauses: int, planted: int) -> tuple[list[str], list[tuple[int, int, int]]]:
    """The clauses, and the planted pairs: rate, place of the original, place of its copy."""
    chance = random.Random(2)
    texts = lines(paths, clauses - planted * len(RATES))
    letters = "".join(texts[:500])
    chosen = chance.sample(range(len(texts)), planted * len(RATES))
    pairs = []
    for number, place in enumerate(chosen):
        rate = RATES[number % len(RATES)]
        pairs.append((rate, place, len(texts)))
        texts.append(edited(texts[place], rate, chance, letters))
    return texts, pairs


def plans(texts: list[str]) -> tuple[Document, ...]:
    """Plans of PLAN clauses each, as they are when they have been read."""
    made = []
    for number, start in enumerate(range(0, len(texts), PLAN)):
        held, place = [], 0
        for i, line in enumerate(texts[start : start + PLAN]):
            held.append(Clause(str(start + i), None, ClauseKind.PARAGRAPH, Span(place, place + len(line))))
            place += len(line) + 1
        text = "\n".join(texts[start : start + PLAN])
        made.append(
            Document(f"{number:05}", "", text, text, "", doc_type="方案", issuer=f"{number:05}", clauses=tuple(held))
        )
    return tuple(made)


def clause_pairs(pairs: Sequence[DuplicatePair]) -> set[tuple[int, int]]:
    """The pairs of clauses that the tool finds."""
    return {(int(pair.a.clause), int(pair.b.clause)) for pair in pairs}


def minhash(texts: list[str]) -> set[tuple[int, int]]:
    """The pairs of clauses that MinHashLSH proposes and rapidfuzz confirms."""
    from datasketch import MinHash, MinHashLSH
    from rapidfuzz import fuzz

    search = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    shingles = [sorted({t[i : i + SHINGLE].encode() for i in range(len(t) - SHINGLE + 1)}) for t in texts]
    signatures = MinHash.bulk(shingles, num_perm=PERMUTATIONS)
    found = set()
    for number, signature in enumerate(signatures):
        for other in search.query(signature):
            if fuzz.ratio(texts[other], texts[number], score_cutoff=CONFIRMED):
                found.add((other, number))
        search.insert(number, signature)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--clauses", type=int, default=100_000)
    parser.add_argument("--planted", type=int, default=500)
    parser.add_argument("--way", choices=["ours", "minhash"])
    args = parser.parse_args()
    if not args.way:
        for way in ("ours", "minhash"):
            subprocess.run([sys.executable, "-m", "bench.duplicates_scale", *sys.argv[1:], "--way", way], check=True)
        return
    texts, pairs = collection(args.texts, args.clauses, args.planted)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    documents = plans(texts)
    near_duplicates(documents[:1])  # what is loaded once
    start = time.process_time()
    reported = near_duplicates(documents) if args.way == "ours" else ()
    found = minhash(texts) if args.way == "minhash" else set()
    seconds = time.process_time() - start
    found = found or clause_pairs(reported)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    recall = {rate: sum(pair[1:] in found for pair in pairs if pair[0] == rate) / args.planted for rate in RATES}
    said = "  ".join(f"{rate}% {share:.3f}" for rate, share in recall.items())
    print(f"{args.way:8} {len(texts)} clauses, {len(found)} pairs, recall {said}, {seconds:.1f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
