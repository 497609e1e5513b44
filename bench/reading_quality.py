"""How right the reading is.

    python -m bench.reading_quality front SHARED [--skip PREFIX]
    python -m bench.reading_quality recall SHARED [--skip PREFIX]
    python -m bench.reading_quality formats SHARED [--all]

`front` holds issuer, date and region of every document of `SHARED/corpus` against `metadata.csv` and lists what
differs. A difference that somebody has looked up in the document stands in `judgements/front_matter.csv`: the label is
wrong or says more than the document prints, both are right, or we are wrong.

`recall` counts the characters that pdfium alone finds in each file and that are nowhere among our blocks (furniture
counts as placed), blanks aside and both sides folded alike.

`formats` reads the same text out of two formats (a docx against what LibreOffice prints of it) and gives the shares of
sections and clauses that are equal, blanks aside: in order, 2 x equal / (one + other).
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from bench.reading import read_folder
from ingest import Document, read
from ingest.division import divisions
from ingest.fold import fold
from ingest.pdfium_glyphs import founder_sign

_FOUNDER = re.compile(r"[\ua1a1-\ua3fe\U00100000-\U0010ffff]")
JUDGEMENTS = Path(__file__).parent / "judgements" / "front_matter.csv"
# Short and long names of the same body
_SAME = (
    (r"发改委|发展改革委(?!员)|发展和改革委(?!员)|发改局|发展和改革局", "发展和改革委员会"),
    (r"住建(?=[部厅局])|住房城乡建设", "住房和城乡建设"),
    (r"市场监管(?=总?局)", "市场监督管理"),
    (r"国管局", "国家机关事务管理局"),
    (r"中直管理局", "中共中央直属机关事务管理局"),
    (r"文旅", "文化和旅游"),
    (r"国资委", "国有资产监督管理委员会"),
    (r"科技部", "科学技术部"),
    (r"林业局$", "林业和草原局"),
    (r"中国共产党中央委员会", "中央"),
    (r"^国家(?=发展|市场监督)|^中共|^国家税务总局$", ""),
    (r"(?<=[省市县区])政府(?!国)", "人民政府"),
    (r"^省(?=人民政府|委)", ""),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What the table says of one document."""

    issuer: str
    date: str
    region: str


def labels(path: Path) -> dict[str, Label]:
    """The rows of `metadata.csv` by file name; the lower of province and city is the region."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            row["file"]: Label(row["issuer"], row["date"].replace(".", "-"), row["city"] or row["province"])
            for row in csv.DictReader(stream)
        }


def bodies(issuer: str | None) -> frozenset[str]:
    """The bodies of an issuer under comparable names."""
    found = set()
    for one in re.split(r"[、,，]", issuer or ""):
        name = one.strip()
        for short, long in _SAME:
            name = re.sub(short, long, name)
        if name:
            found.add(name)
    return frozenset(found)


def same_bodies(label: str, ours: str | None) -> bool:
    """The same bodies; the name of a place in front may be there or not."""
    one, other = bodies(label), bodies(ours)
    return len(one) == len(other) and all(any(a.endswith(b) or b.endswith(a) for b in other) for a in one)


def above(document: Document) -> str:
    """The city that the region lies in, or the region itself where it is a city or a province."""
    code = document.region_code or ""
    names = {one.code: one.name for one in divisions()}
    return names.get(f"{code[:4]}00", "") if code and not code.endswith("00") else document.region or ""


def compared(document: Document, label: Label) -> Iterator[tuple[str, bool, str, str]]:
    """(field, agrees, label, ours) of a document."""
    yield "issuer", same_bodies(label.issuer, document.issuer), label.issuer, document.issuer or ""
    date = str(document.issued_on or "")
    yield "date", date == label.date, label.date, date
    ours = document.region or ""
    yield "region", label.region in (ours, above(document)), label.region, ours


def front(args: argparse.Namespace) -> None:
    """Prints the agreement field by field and everything that differs with its judgement."""
    known = labels(args.shared / "corpus" / "metadata.csv")
    with JUDGEMENTS.open(encoding="utf-8", newline="") as stream:
        judged = {(row["file"], row["field"]): row for row in csv.DictReader(stream)}
    counts: dict[str, Counter[str]] = {}
    for document in read_folder(args.shared / "corpus", args.skip, args.kept):
        for field, agrees, label, ours in compared(document, known[document.source]):
            number = document.source.split("、")[0]
            row = judged.get((number, field))
            stale = row is not None and row["ours"] != ours
            verdict = "agrees" if agrees else "unjudged" if row is None or stale else row["verdict"]
            counts.setdefault(field, Counter())[verdict] += 1
            if not agrees and (args.all or verdict in ("unjudged", "wrong")):
                print(f"{field}\t{verdict}\t{document.source[:30]}\t{label}\t{ours}")
    verdicts = ("agrees", "label", "unprinted", "both", "wrong", "unjudged")
    print("\n| | of | agrees with the label | label is wrong | not printed in the file | both are right"
          " | ours is wrong | not looked up | right of what is printed |\n|" + "---|" * 9)  # fmt: skip
    for field, count in counts.items():
        printed = count.total() - count["unprinted"]
        right = (count["agrees"] + count["label"] + count["both"]) / max(printed, 1)
        figures = " | ".join(str(count[one]) for one in verdicts)
        print(f"| {field} | {count.total()} | {figures} | {right:.3f} |")


def plain_text(path: Path) -> str:
    """The text of a PDF as pdfium gives it, the signs of Founder's fonts read as we read them."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        return _FOUNDER.sub(lambda sign: chr(founder_sign(ord(sign.group()))), text)
    finally:
        pdf.close()


def characters(text: str) -> Counter[str]:
    """How often each character stands in a text, blanks and control signs aside."""
    return Counter(re.sub(r"[\s\x00-\x1f\ufffe\uffff\u3000]", "", fold(text)))


def recall(args: argparse.Namespace) -> None:
    """Prints the recall of characters over a folder, worst files first."""
    rows = []
    for document in read_folder(args.shared / "corpus", args.skip, args.kept):
        plain = characters(plain_text(args.shared / "corpus" / document.source))
        lost = plain - characters(document.text)
        rows.append((lost.total(), plain.total(), document.source, lost.most_common(8)))
    rows.sort(key=lambda row: (-row[0] / max(row[1], 1), row[2]))
    for missing, count, name, most in rows:
        if missing:
            often = " ".join(f"{character}{times}" for character, times in most)
            print(f"{1 - missing / count:.5f}\t-{missing}\t{count}\t{name[:30]}\t{often}")
    missing, count = sum(row[0] for row in rows), sum(row[1] for row in rows)
    print(f"\nrecall {1 - missing / count:.5f} of {count} characters in {len(rows)} files; "
          f"{sum(row[0] <= 0.001 * row[1] for row in rows)} files at 0.999 or above")  # fmt: skip


def formats(args: argparse.Namespace) -> None:
    """Prints for pairs of files with the same text how much of their structure is equal."""
    plans = args.shared / "plans"
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, str(plans / "anning.docx")], check=True, capture_output=True)
        pairs = ((plans / "anning.docx", Path(folder) / "anning.pdf"), (plans / "karamay.doc", plans / "karamay.pdf"),
                 (plans / "tacheng.pdf", plans / "tacheng.html"))  # fmt: skip
        documents = [(read(one), read(other)) for one, other in pairs]
    print("| | sections | equal | clauses | equal |\n|---|---|---|---|---|")
    for one, other in documents:
        outlines = [[f"{s.level} {_tight(s.label)} {_tight(s.title)}" for s in document.sections]
                    for document in (one, other)]  # fmt: skip
        texts = [[_tight(document.text[c.span.start : c.span.stop]) for c in document.clauses]
                 for document in (one, other)]  # fmt: skip
        row = []
        for mine, theirs in (outlines, texts):
            matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
            row += [f"{len(mine)}, {len(theirs)}", f"{matcher.ratio():.4f}"]
            for kind, a, b, c, d in matcher.get_opcodes():
                if args.all and kind != "equal":
                    print("\n".join([f"- {text}" for text in mine[a:b]] + [f"+ {text}" for text in theirs[c:d]]), "\n")
        print(f"| {one.source} and {other.source} | {' | '.join(row)} |")


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def main() -> None:
    """The measurement named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("front", "recall", "formats"))
    parser.add_argument("shared", type=Path)
    parser.add_argument("--skip", help="leave out the files whose names begin so")
    parser.add_argument("--kept", type=Path, help="keep what was read here")
    parser.add_argument("--all", action="store_true", help="list also what has been judged")
    args = parser.parse_args()
    {"front": front, "recall": recall, "formats": formats}[args.what](args)


if __name__ == "__main__":
    main()
