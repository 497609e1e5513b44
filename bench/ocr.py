"""How well scanned pages are read: character error rate against the text of the same pages, and seconds a page.

    python bench/ocr.py SCAN.pdf TEXT.pdf [--threads 1]

TEXT.pdf holds the pages of SCAN.pdf first, with a text layer; what it has beyond them is left out. White space never
counts. "folded" also takes wide and narrow forms of one sign, and dashes and dots of any length, as equal.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scan", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    os.environ["PLANCHECK_THREADS"] = str(args.threads)
    import numpy as np

    from ingest import read
    from ingest.scan_text import look

    look(np.full((200, 200, 3), 255, np.uint8))  # loading the models is not part of the time that a page takes
    start, processor = time.perf_counter(), time.process_time()
    scan = read(args.scan)
    wall, processor = time.perf_counter() - start, time.process_time() - processor
    with tempfile.TemporaryDirectory() as folder:
        text = read(first_pages(args.text, scan.pages or 0, Path(folder) / args.text.name))
    print(f"{args.scan.name}: {scan.pages} pages, {wall / (scan.pages or 1):.2f} s a page "
          f"({processor / (scan.pages or 1):.2f} s of processor time), threads {args.threads}")  # fmt: skip
    for name, form in (("all characters", plain), ("folded", folded)):
        print(f"{name}: error rate {error_rate(form(scan.raw), form(text.raw)):.4f} "
              f"of {len(form(text.raw))} characters")  # fmt: skip
    clauses = [{folded(one.read(clause.span)) for clause in one.clauses} for one in (scan, text)]
    print(f"clauses equal when folded: {len(clauses[0] & clauses[1])} of {len(clauses[1])}")
    sections = [[(s.level, folded(s.label + s.title)) for s in one.sections] for one in (scan, text)]
    print(f"sections equal when folded: {len(set(sections[0]) & set(sections[1]))} of {len(sections[1])}")
    for warning in scan.warnings:
        print(f"warning: {warning}")


def first_pages(path: Path, count: int, target: Path) -> Path:
    """The first pages of a PDF as a file of their own."""
    import pypdfium2

    source, cut = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    cut.import_pages(source, list(range(min(count, len(source)))))
    cut.save(str(target))
    return target


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def folded(text: str) -> str:
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[.·…]{2,}", "…", re.sub(r"[-—–－―]+", "-", text))


def error_rate(found: str, right: str) -> float:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(found, right) / max(len(right), 1)


if __name__ == "__main__":
    main()
