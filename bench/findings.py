"""How many findings the rules make, and how right they are: counts, a seeded sample to judge by reading, its precision.

    python -m bench.findings count FOLDER … [--skip PREFIX] [--kept CACHE]
    python -m bench.findings sample FOLDER … --count 200 --seed 1 [--skip PREFIX] [--kept CACHE]
    python -m bench.findings precision bench/judgements/findings_*.csv

`sample` draws by rule in turn, so that a rule that fires often does not hide the others, and writes one row a finding
with its passages. A judgement file has the columns id, document, rule, severity, message, right (1 or 0), reason.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from bench.reading import read_folder
from index.duplicates.pair import near_duplicates
from ingest.document import Document
from report.analysis import Analysis, analyse_document, shared_passages
from rules.finding import Finding, Severity

AS_OF = date(2026, 1, 1)
NEAR = 60  # characters of the text printed before and after a passage


def analyses(args: argparse.Namespace) -> list[tuple[Analysis, float]]:
    """Every plan of the folders with its findings and the seconds that extracting and checking it took."""
    documents = [one for folder in args.folders for one in read_folder(folder, args.skip, args.kept)]
    documents = list({one.id: one for one in documents}.values())
    shared = shared_passages(documents, near_duplicates(documents))
    found = []
    for document in documents:
        start = time.perf_counter()
        analysis = analyse_document(document, as_of=AS_OF, shared=shared.get(document.id, ()))
        if document.doc_type is not None:
            found.append((analysis, time.perf_counter() - start))
    return found


def count(args: argparse.Namespace) -> None:
    """Print findings a plan, by rule, seconds a plan and what crashed."""
    found = analyses(args)
    sizes = [len(analysis.findings) for analysis, _ in found]
    seconds = [spent for _, spent in found]
    print(f"{len(found)} plans")
    print(f"findings a plan: median {statistics.median(sizes)}, most {max(sizes)}, sum {sum(sizes)}")
    print(f"seconds a plan: median {statistics.median(seconds):.2f}, most {max(seconds):.2f}")
    for severity in Severity:
        each = [analysis.count(severity) for analysis, _ in found]
        print(f"{severity.value}: median {statistics.median(each)}, most {max(each)}, sum {sum(each)}")
    rules = Counter(finding.rule for analysis, _ in found for finding in analysis.findings)
    plans = Counter(rule for analysis, _ in found for rule in {finding.rule for finding in analysis.findings})
    print("\n| rule | findings | plans |\n|---|---|---|")
    print("\n".join(f"| {rule} | {number} | {plans[rule]} |" for rule, number in rules.most_common()))
    for analysis, _ in sorted(found, key=lambda one: -len(one[0].findings))[:5]:
        print(f"\n{len(analysis.findings)} {analysis.document.source}")
    for analysis, _ in found:
        crashed = [finding.message for finding in analysis.findings if finding.rule == "EN00"]
        print("".join(f"CRASH {analysis.document.source}: {message}\n" for message in crashed), end="")


def sample(args: argparse.Namespace) -> None:
    """Print the sample for reading and write the empty judgement rows."""
    by_rule: dict[str, list[tuple[Document, Finding]]] = defaultdict(list)
    for analysis, _ in analyses(args):
        for finding in analysis.findings:
            loud = finding.severity is not Severity.INFO or not args.loud
            if loud and (not args.rules or finding.rule in args.rules):
                by_rule[finding.rule].append((analysis.document, finding))
    chance = random.Random(args.seed)
    for pool in by_rule.values():
        chance.shuffle(pool)
    drawn: list[tuple[Document, Finding]] = []
    while len(drawn) < args.count and any(by_rule.values()):
        drawn += [pool.pop() for _, pool in sorted(by_rule.items()) if pool]
    writer = csv.writer(args.output)
    writer.writerow(("id", "document", "rule", "severity", "message", "right", "reason"))
    drawn = drawn[: args.count]
    for number, (document, finding) in enumerate(sorted(drawn, key=lambda one: (one[1].rule, one[0].id)), start=1):
        source = document.source[:28]
        writer.writerow((number, source, finding.rule, finding.severity.value, finding.message, "", ""))
        print(f"\n#{number} {source} {finding.rule} {finding.severity.value}\n  {finding.message}")
        for passage in finding.evidence[:6]:
            print(f"   > {around(document, passage.span.start, passage.span.stop)}"
                  if passage.document is None else f"   > 〔{passage.document}〕{passage.quote}")  # fmt: skip
        if len(finding.evidence) > 6:
            print(f"   … {len(finding.evidence)} passages")


def around(document: Document, start: int, stop: int) -> str:
    """A passage with its neighbourhood, itself in ⟦ ⟧."""
    text = document.text
    shown = f"{text[max(0, start - NEAR) : start]}⟦{text[start:stop]}⟧{text[stop : stop + NEAR]}"
    return shown.replace("\n", "⏎")


def precision(args: argparse.Namespace) -> None:
    """Print right and judged by severity, and the rules that were wrong at all."""
    print("| judgements | severity | right | judged | precision |\n|---|---|---|---|---|")
    for path in args.files:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        loud = [row for row in rows if row["severity"] != Severity.INFO]
        groups = {"error and warning": loud}
        groups |= {name.value: [row for row in rows if row["severity"] == name] for name in Severity}
        for name, group in groups.items():
            right = sum(int(row["right"]) for row in group)
            print(f"| {path.stem} | {name} | {right} | {len(group)} | {right / max(len(group), 1):.3f} |")
        wrong = Counter(row["rule"] for row in rows if row["right"] == "0")
        print(f"\n{path.stem}, wrong: {', '.join(f'{rule} {times}' for rule, times in sorted(wrong.items()))}\n")


def main() -> None:
    """Run one of the three commands."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for run in (count, sample):
        sub = commands.add_parser(run.__name__)
        sub.add_argument("folders", type=Path, nargs="+")
        sub.add_argument("--skip", help="leave out files whose names begin so")
        sub.add_argument("--kept", type=Path, help="folder of one's own for what was read")
        sub.set_defaults(run=run)
    sub.add_argument("--count", type=int, default=200)
    sub.add_argument("--seed", type=int, default=1)
    sub.add_argument("--rules", nargs="*", help="only these")
    sub.add_argument("--loud", action="store_true", help="errors and warnings only")
    sub.add_argument("--output", type=argparse.FileType("w", encoding="utf-8"), default=sys.stderr)
    judging = commands.add_parser("precision")
    judging.add_argument("files", type=Path, nargs="+")
    judging.set_defaults(run=precision)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
