"""Measure comparison with a superior document against judgements made by reading both documents.

    python -m bench.compare CORPUS [--misses]

CORPUS holds the plans; the files of bench/judgements name them by the number that their file names begin with.
compare.csv: points drawn at random, with what was told of each when it was read, beside what a reader says ("" where
nothing is promised). `dev` was read while the thresholds were set, `test` was not; what was wrong of `second` and
`third` was mended, `fourth` was drawn after that. compare_tasks.csv: every task of 国发〔2021〕4号 in three plans:
covered, or not, or in part. A point of the draft that answers a point above is judged 承接 where the tool says 新增.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from ingest import Document, read
from nlp.commitment import Commitments
from nlp.encoder import load_encoder
from nlp.extract import extract
from rules.compare.slots import Status
from rules.compare.superior import SuperiorComparison, compare_superior
from rules.compare.template import compare_template
from rules.template import load_template

JUDGEMENTS = Path(__file__).resolve().parent / "judgements"
ABOVE = "6"
TEMPLATE = "state-council-2021-4"
KEPT = 20  # characters by which a point is known


class Corpus:
    """The plans by the number in front of their names, each read and compared once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cache  # noqa: B019 - one for the whole run
    def plan(self, number: str) -> tuple[Document, Commitments]:
        (path,) = self.folder.glob(f"{number}、*.pdf")
        document = read(path)
        return document, extract(document)

    @cache  # noqa: B019
    def compared(self, number: str, above: str = ABOVE) -> SuperiorComparison:
        return compare_superior(*self.plan(number), *self.plan(above), load_encoder().encode)


def told(comparison: SuperiorComparison, side: str, clause: str, quote: str) -> str:
    """The status of the point that begins with these words; "" where there is none."""
    for pair in comparison.pairs:
        places = (pair.above,) if side == "above" else pair.draft
        for place in places:
            if place and clause in place.clauses and place.quote.startswith(quote):
                return "承接" if side == "draft" and pair.status is not Status.ADDED else pair.status.value
    return ""


def rows(name: str) -> list[dict[str, str]]:
    """A file of judgements."""
    with (JUDGEMENTS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def pairs(corpus: Corpus, misses: bool) -> None:
    """Agreement on points, by set; and how far the first look alone, taken up or not, agrees."""
    right: dict[str, list[bool]] = defaultdict(list)
    confused: Counter[tuple[str, str]] = Counter()
    for row in rows("compare.csv"):
        said = told(corpus.compared(row["draft"], row["above"]), row["side"], row["clause"], row["quote"])
        right[row["set"]].append(said == row["judged"])
        taken = (said in {"缺失", "新增"}) == (row["judged"] in {"缺失", "新增"})
        right[f"{row['set']}, taken up or not"].append(taken)
        if said != row["judged"]:
            confused[said, row["judged"]] += 1
            if misses:
                print(f"  {row['draft']} {row['side']} {row['clause']} {row['quote']}: {said}, judged {row['judged']}")
    for name, found in sorted(right.items()):
        print(f"points {name}: {sum(found)}/{len(found)} = {sum(found) / len(found):.3f}")
    print("  told, judged: " + "  ".join(f"{one} {other} {n}" for (one, other), n in confused.most_common()))


def tasks(corpus: Corpus, misses: bool) -> None:
    """Agreement on tasks, by plan: of the template's task lines, and of the superior document's clauses."""
    template = load_template(TEMPLATE)
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows("compare_tasks.csv"):
        document, commitments = corpus.plan(row["draft"])
        lines = {one.wanted.title: one for one in compare_template(document, commitments, template).tasks}
        clauses = {one.above.clauses[0]: one for one in corpus.compared(row["draft"]).tasks}
        for way, one in (("template", lines[row["task"]]), ("superior", clauses[row["clause"]])):
            right[way, row["draft"]].append(one.cover.value == row["judged"])
            if misses and one.cover.value != row["judged"]:
                print(f"  {way} {row['draft']} {row['task']}: {one.cover.value} {one.reason}; judged {row['judged']}")
    for (way, draft), found in sorted(right.items()):
        print(f"tasks, {way}, {draft}: {sum(found)}/{len(found)} = {sum(found) / len(found):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    corpus = Corpus(args.corpus)
    pairs(corpus, args.misses)
    tasks(corpus, args.misses)


if __name__ == "__main__":
    main()
