"""Count which runs of letters many issuers use, and write the table that index/boilerplate.py reads.

    python -m bench.count_boilerplate SHARED [-o index/duplicates/data/boilerplate.npz]

SHARED holds corpus/*.pdf with metadata.csv, text/laws.jsonl.xz and text/reports.jsonl.xz. An issuer is a place (all
organs of a city or province together), or the national organ where there is no place. What is kept is a hash of ten
letters and a number of issuers. The file that is held out for measuring is not read.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.duplicates.boilerplate import TABLE, count_table
from ingest import ReadError, read

HELD_OUT = "347、"
NATION = "全国"
_REPORT = re.compile(r"^(?:2026年)?(?P<place>.{2,8}?)(?:2026年)?(?:人民)?政府工作报告$")  # 2026年某省政府工作报告
_REGULATIONS = "地方法规"


def place(name: str) -> str:
    """One name a province: 上海, 上海市, 上海地方法规 -> 上海."""
    return re.sub(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$", "", name.removesuffix(_REGULATIONS))


def corpus(folder: Path) -> Iterator[tuple[str, str]]:
    """Issuer and text of each plan."""
    with (folder / "metadata.csv").open(encoding="utf-8-sig", newline="") as stream:
        known = {row["file"]: row for row in csv.DictReader(stream)}
    for path in sorted(folder.glob("*.pdf")):
        if path.name.startswith(HELD_OUT):
            continue
        try:
            document = read(path)
        except ReadError as error:
            print(error)
            continue
        row = known.get(path.name, {})
        issuer = row.get("city") or row.get("province") or row.get("issuer") or document.issuer or document.id
        yield place(issuer), document.text


def stored(path: Path) -> Iterator[dict[str, str]]:
    """The objects of a compressed file."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Issuer and text of everything there is."""
    yield from corpus(folder / "corpus")
    for one in stored(folder / "text" / "reports.jsonl.xz"):
        report = _REPORT.match(one["title"])
        yield (place(report["place"]) if report else NATION), one["text"]
    for one in stored(folder / "text" / "laws.jsonl.xz"):
        parts = one["path"].split("/")
        yield (place(parts[1]) if parts[0] == "DLC" else NATION), one["text"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TABLE)
    args = parser.parse_args()
    everything = list(texts(args.shared))
    runs, issuers = count_table(everything)
    np.savez_compressed(args.output, runs=runs, issuers=issuers)
    print(f"{len(everything)} texts of {len({issuer for issuer, _ in everything})} issuers, {len(runs)} runs, "
          f"{args.output.stat().st_size} bytes")  # fmt: skip


if __name__ == "__main__":
    main()
