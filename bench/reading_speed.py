"""How fast reading is, beside other tools in the same run.

    python -m bench.reading_speed SHARED [--skip PREFIX] [--rounds 3] [--markitdown PYTHON]

The pages of the PDFs in `SHARED/corpus` are sorted into those with a ruled grid and those without, a dozen at most of
every third file, and each tool reads the same files made of them: this project (text, tables, outline, front matter,
clauses), pdfplumber (`extract_text`, `find_tables`), bare pypdfium2 (text only) and, where an interpreter with
`markitdown[pdf,docx]` in it is named, markitdown. Every tool has one core; then this project and pdfplumber have all.
The best of several rounds counts, tools taking turns; on one core it is processor time, so that a busy machine spoils
it less. Word documents, and longer ones made of them: beside python-docx going through paragraphs and tables for their
text.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from copy import deepcopy
from pathlib import Path

_MOST_PAGES = 12  # of one file, so that no long file decides
_MARKITDOWN = """
import sys, time
from markitdown import MarkItDown
tool = MarkItDown()
tool.convert(sys.argv[1])
start = time.process_time()
for name in sys.argv[1:]:
    tool.convert(name)
print(time.process_time() - start)
"""


def ours(path: Path) -> None:
    """The whole structured reading."""
    from ingest import read

    read(path)


def pdfplumber_text(path: Path) -> None:
    """pdfplumber's text."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def pdfplumber_tables(path: Path) -> None:
    """pdfplumber's tables with the text of their cells, which is what a grid is read for."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                table.extract()
            page.close()


def pdfium_text(path: Path) -> None:
    """pdfium's text, without any structure."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    for page in pdf:
        page.get_textpage().get_text_bounded()
    pdf.close()


def docx_text(path: Path) -> None:
    """The text of paragraphs and tables through python-docx."""
    import docx

    document = docx.Document(str(path))
    _ = [paragraph.text for paragraph in document.paragraphs]
    _ = [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def sorted_pages(paths: Sequence[Path], folder: Path) -> dict[str, list[tuple[Path, int]]]:
    """Files of pages without and with a grid, made of `paths`: each with its number of pages."""
    import pypdfium2

    from ingest.pdf_ruling import lattices
    from ingest.pdfium_page import read_page

    made: dict[str, list[tuple[Path, int]]] = {"without a grid": [], "with a grid": []}
    for number, path in enumerate(paths):
        pdf = pypdfium2.PdfDocument(path)
        pages: dict[str, list[int]] = {kind: [] for kind in made}
        for index in range(len(pdf)):
            page = read_page(pdf, index)
            if page.glyphs:
                ruled = any(not lattice.one_column for lattice in lattices(page.strokes))
                pages["with a grid" if ruled else "without a grid"].append(index)
        for kind, indexes in pages.items():
            if chosen := indexes[:_MOST_PAGES]:
                part = pypdfium2.PdfDocument.new()
                part.import_pages(pdf, chosen)
                target = folder / f"{number:03d}-{kind.replace(' ', '-')}.pdf"
                part.save(target)
                made[kind].append((target, len(chosen)))
                part.close()
        pdf.close()
    return made


def lengthened(path: Path, folder: Path) -> Path:
    """A Word file with the body of `path` ten times over."""
    import docx

    document = docx.Document(str(path))
    body = document.element.body
    content = list(body)[:-1]  # the last says how the pages are set
    for _ in range(9):
        for node in content:
            body[-1].addprevious(deepcopy(node))
    target = folder / path.name
    document.save(str(target))
    return target


def seconds(tool: Callable[[Path], None], paths: Sequence[Path], pool: Executor | None = None) -> float:
    """Processor time of `tool` over `paths` on one core, wall time on all."""
    clock = time.process_time if pool is None else time.perf_counter
    start = clock()
    if pool is None:
        for path in paths:
            tool(path)
    else:
        list(pool.map(tool, paths))
    return clock() - start


def markitdown_seconds(python: str, paths: Sequence[Path]) -> float:
    """The same for markitdown under another interpreter, its start aside."""
    command = [python, "-c", _MARKITDOWN, *map(str, paths)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def table(title: str, unit: str, count: int, runs: dict[str, Callable[[], float]], rounds: int) -> None:
    """Prints the best of `rounds` of each run, the first being what the others are set against."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(rounds):
        for name, run in runs.items():
            best[name] = min(best[name], run())
    own = next(iter(best.values()))
    print(f"\n{title}: {count} {unit}\n\n| | s | {unit}/s | ours is faster by |\n|---|---|---|---|")
    for name, took in best.items():
        print(f"| {name} | {took:.2f} | {count / took:.1f} | {took / own:.2f} |")


def pdf_tables(made: dict[str, list[tuple[Path, int]]], args: argparse.Namespace) -> Iterator[None]:
    """One table a kind of page and number of cores."""
    cores = os.cpu_count() or 1
    for kind, files in made.items():
        paths, count = [path for path, _ in files], sum(pages for _, pages in files)
        runs: dict[str, Callable[[], float]] = {
            "ours, full": lambda p=paths: seconds(ours, p),  # type: ignore[misc]
            "pdfplumber extract_text": lambda p=paths: seconds(pdfplumber_text, p),  # type: ignore[misc]
            "pypdfium2 text": lambda p=paths: seconds(pdfium_text, p),  # type: ignore[misc]
        }
        if kind == "with a grid":
            runs["pdfplumber find_tables"] = lambda p=paths: seconds(pdfplumber_tables, p)  # type: ignore[misc]
        if args.markitdown:
            runs["markitdown"] = lambda p=paths: markitdown_seconds(args.markitdown, p)  # type: ignore[misc]
        yield table(f"Pages {kind}, one core", "pages", count, runs, args.rounds)
        with ProcessPoolExecutor(cores) as pool:
            seconds(ours, paths[:cores], pool)
            every: dict[str, Callable[[], float]] = {
                "ours, full": lambda p=paths: seconds(ours, p, pool),  # type: ignore[misc]
                "pdfplumber extract_text": lambda p=paths: seconds(pdfplumber_text, p, pool),  # type: ignore[misc]
            }
            yield table(f"Pages {kind}, {cores} cores", "pages", count, every, args.rounds)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--skip", default="\0", help="leave out the files whose names begin so")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=3, help="take every n-th file")
    parser.add_argument("--markitdown", help="an interpreter that has markitdown")
    args = parser.parse_args()
    files = sorted(p for p in (args.shared / "corpus").glob("*.pdf") if not p.name.startswith(args.skip))
    with tempfile.TemporaryDirectory() as folder:
        made = sorted_pages(files[:: args.every], Path(folder))
        for _ in pdf_tables(made, args):
            pass
    with tempfile.TemporaryDirectory() as folder:
        word = [args.shared / "plans" / name for name in ("anning.docx", "shihezi.docx")]
        long = [lengthened(path, Path(folder)) for path in word]
        for title, paths in (("Word documents", word), ("The same, ten times as long", long)):
            runs: dict[str, Callable[[], float]] = {
                "ours, full": lambda p=paths: seconds(ours, p),  # type: ignore[misc]
                "python-docx text": lambda p=paths: seconds(docx_text, p),  # type: ignore[misc]
            }
            if args.markitdown:
                runs["markitdown"] = lambda p=paths: markitdown_seconds(args.markitdown, p)  # type: ignore[misc]
            table(f"{title}, one core", "files", len(paths), runs, args.rounds)


if __name__ == "__main__":
    main()
