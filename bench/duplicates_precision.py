"""Reported copies judged by reading both sides: which were right, and what is told of them now.

    python -m bench.duplicates_precision CORPUS [--draw 100 --seed 7 -o SAMPLE.csv]

With --draw a fresh sample of what is reported as copied (exact or near, boilerplate left out) is written for a person
to fill in `judged`: 1 where the two sides say the same in (nearly) the same words, 0 where not. Without, the judgements
of bench/judgements/duplicates.csv are counted, and how many of the right and of the wrong ones are still reported.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Sequence
from pathlib import Path

from index.duplicates.pair import DuplicateKind, DuplicatePair, near_duplicates
from ingest import ReadError, plan_files, read

JUDGEMENTS = Path(__file__).resolve().parent / "judgements" / "duplicates.csv"
COLUMNS = ("a", "a_clause", "a_begins", "b", "b_clause", "b_begins", "kind", "similarity", "judged", "why")
BEGINS = 12  # characters by which a passage is known
SET_ASIDE = "347"  # a plan that stays unread for a last test


def reported(corpus: Path) -> list[DuplicatePair]:
    """The copies that are reported in these plans."""
    documents = []
    for path in plan_files(corpus):
        if path.name.split("、")[0] == SET_ASIDE:
            continue
        try:
            documents.append(read(path))
        except ReadError as unreadable:
            print(f"{path.name}: {unreadable}")
    return [pair for pair in near_duplicates(documents) if pair.kind is not DuplicateKind.BOILERPLATE]


def row(pair: DuplicatePair) -> dict[str, str]:
    """A pair as a line of the judgements: the number of each plan, the clause, how the passage begins."""
    sides = {
        name: value
        for side, passage in (("a", pair.a), ("b", pair.b))
        for name, value in (
            (side, passage.document.split("、")[0]),
            (f"{side}_clause", passage.clause),
            (f"{side}_begins", "".join(passage.quote.split())[:BEGINS]),
        )
    }
    return {**sides, "kind": pair.kind.value, "similarity": str(pair.similarity)}


def drawn(pairs: Sequence[DuplicatePair], number: int, seed: int) -> list[DuplicatePair]:
    """A sample, the same for the same seed."""
    return random.Random(seed).sample(pairs, number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--draw", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    pairs = reported(args.corpus)
    if args.draw:
        with (args.output or Path("sample.csv")).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS)
            writer.writeheader()
            for pair in drawn(pairs, args.draw, args.seed):
                writer.writerow(row(pair))
                print(f"{pair.kind.value} {pair.similarity}\n  {pair.a.quote}\n  {pair.b.quote}")
        return
    with JUDGEMENTS.open(encoding="utf-8", newline="") as stream:
        judged = list(csv.DictReader(stream))
    keys = COLUMNS[:6]
    there = {tuple(one[key] for key in keys) for one in map(row, pairs)}
    for name, wanted in (("right", "1"), ("wrong", "0")):
        some = [one for one in judged if one["judged"] == wanted]
        still = sum(tuple(one[key] for key in keys) in there for one in some)
        print(f"{name}: {len(some)} of {len(judged)} judged; still reported {still}")


if __name__ == "__main__":
    main()
