"""Highlights in a copy of a pdf: on the words of each finding, and nothing else changed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import Path

import pypdfium2
import pytest

from ingest import read
from ingest.document import BlockKind, Span
from nlp.commitment import Commitments
from report.analysis import Analysis, analyse_document
from report.annotate import annotate
from report.comment import comments
from rules.finding import Finding, Severity
from tests.report.pdf_highlights import ReadHighlight, printed, read_highlights

AS_OF = date(2026, 1, 15)


def check(path: Path, least: float = 1.0) -> list[ReadHighlight]:
    """Every finding has its highlight, on the words that it speaks of; the pages print what they did."""
    document = read(path)
    analysis = analyse_document(document, as_of=AS_OF)
    content = annotate(path, analysis, AS_OF)
    assert content == annotate(path, analysis, AS_OF)
    assert content.startswith(path.read_bytes()) and printed(content) == printed(path.read_bytes())
    told = list(read_highlights(content))
    assert {one.author for one in told} == {"PlanCheck"}
    good = total = 0
    by_text = groupby(sorted(comments(analysis), key=lambda one: one.text), key=lambda one: one.text)
    for text, same in by_text:  # a text that two findings share is told by the words of both
        said = list(same)
        held = "".join(one.held for one in told if one.text in (text, f"（接上页）{said[0].lines[0]}"))
        assert sum(one.text == text for one in told) == len(said) and held
        quotes = [document.title if one.span is None else document.quote(one.span) for one in said]
        wanted = "".join("".join(quotes).replace("|", "").split())
        good += len(said) * (len(set(wanted) & set(held)) >= 0.8 * len(set(wanted)) and len(held) <= len(wanted) + 2)
        total += len(said)
    assert total == len(analysis.findings) and good >= least * total > 0
    return told


@pytest.mark.parametrize("number", ["02", "05"])
def test_samples(root: Path, number: str) -> None:
    check(next((root / "corpus").glob(f"{number}-*.pdf")))


@pytest.mark.parametrize("name", ["tacheng", "karamay"])
def test_real_plans(shared: Path, name: str) -> None:
    check(shared / "plans" / f"{name}.pdf", least=0.95)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_shown_turned(root: Path, tmp_path: Path, turn: int) -> None:
    file = pypdfium2.PdfDocument(next((root / "corpus").glob("05-*.pdf")))
    for page in file:
        page.set_rotation(turn)
    file.save(tmp_path / "turned.pdf")
    check(tmp_path / "turned.pdf", least=0.9)


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.TABLE])
def test_words_over_two_pages_have_a_highlight_on_each(root: Path, kind: BlockKind) -> None:
    path = next((root / "corpus").glob("02-*.pdf"))
    document = read(path)
    block = next(one for one in document.blocks if one.kind is kind and len({line.page for line in one.rectangles}) > 1)
    one = Finding("ST12", Severity.WARNING, "写法不妥。", block.span, None, (), "")
    told = list(read_highlights(annotate(path, Analysis(document, Commitments(), (one,)), AS_OF)))
    assert [one.page for one in told] == sorted({line.page for line in block.rectangles})
    held, words = "".join(one.held for one in told), "".join(document.quote(block.span).replace("|", "").split())
    if kind is BlockKind.PARAGRAPH:
        assert held == words
    else:  # a cell that covers several rows is printed once
        assert not Counter(held) - Counter(words) and len(held) > 0.85 * len(words)
    assert told[1].text.startswith("（接上页）【警告】写法不妥。")


def test_a_plan_without_a_printed_title_is_spoken_of_on_its_first_page(root: Path) -> None:
    path = next((root / "corpus").glob("05-*.pdf"))
    document = read(path)
    nowhere = Finding("EN00", Severity.WARNING, "<b>=1+1</b>\x00", Span(0, 0), None, (), "")
    (told,) = read_highlights(annotate(path, Analysis(document, Commitments(), (nowhere,)), AS_OF))
    assert told.page == 1 and told.held == "".join(document.title.split())
    assert told.text.startswith("【警告】<b>=1+1</b>\n")
