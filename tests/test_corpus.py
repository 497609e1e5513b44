"""The sample plans: files say what their sources say, and everything planted stands where the list says."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.build import FOLDER, build_one
from corpus.docx_form import write_docx
from corpus.manuscript import Box, Form, Manuscript, Paragraph, Part, read_manuscript
from ingest import plan_files, read

SOURCES = sorted((FOLDER / "source").glob("*.md"))
PLANTED = yaml.safe_load((FOLDER / "planted.yaml").read_text(encoding="utf-8"))
KINDS = {
    "conflict", "duplicate", "sum", "count", "typo", "numbering", "missing-bureau", "missing-deadline", "unquantified",
    "body-annex-mismatch", "stale-date", "vague", "copied", "missing-section", "foreign-place", "citation",
    "weaker-target",
}  # fmt: skip
LARGEST = 400 * 1024


def bare(text: str) -> str:
    """Text without white space and without the marks between table cells."""
    return re.sub(r"[\s|]", "", text)


@cache
def text_of(file: str) -> str:
    return bare(read(FOLDER / file).raw)


@cache
def manuscript_of(source: Path) -> Manuscript:
    return read_manuscript(source)


def numbered(parts: tuple[Part, ...]) -> list[Paragraph]:
    return [part for part in parts if isinstance(part, Paragraph) and part.number]


def test_every_plan_has_a_source_and_every_source_a_plan() -> None:
    plans = {path.name for path in FOLDER.iterdir() if path.suffix in (".docx", ".pdf", ".html", ".txt")}
    assert plans == {manuscript_of(source).file for source in SOURCES}
    assert len(plans) == 8
    assert Counter(Path(plan).suffix for plan in plans) == {".docx": 4, ".pdf": 2, ".html": 1, ".txt": 1}


def test_a_report_takes_in_exactly_the_eight_plans() -> None:
    """Neither the README nor the sources nor the scripts, and none of the eight is taken for a news text."""
    files = plan_files(FOLDER)
    assert [path.name for path in files] == sorted(manuscript_of(source).file for source in SOURCES)
    assert [path.name for path in files if read(path).doc_type is None] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_files_are_small(source: Path) -> None:
    assert (FOLDER / manuscript_of(source).file).stat().st_size < LARGEST


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_file_says_what_its_source_says(source: Path) -> None:
    """Every printed paragraph and cell is in the text that the reader gives, automatic numbers included."""
    manuscript = manuscript_of(source)
    text = text_of(manuscript.file)
    assert [line for line in manuscript.lines() if bare(line) not in text] == []


@pytest.mark.parametrize("source", [s for s in SOURCES if not manuscript_of(s).file.endswith(".pdf")],
                         ids=lambda path: path.stem)  # fmt: skip
def test_the_committed_file_is_what_the_script_writes(source: Path, tmp_path: Path) -> None:
    manuscript = manuscript_of(source)
    built = build_one(manuscript, tmp_path).read_bytes()
    assert built == (FOLDER / manuscript.file).read_bytes()


def test_word_files_carry_no_clock(tmp_path: Path) -> None:
    manuscript = manuscript_of(SOURCES[0])
    write_docx(manuscript, tmp_path / "plan.docx")
    with zipfile.ZipFile(tmp_path / "plan.docx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {2024}
        assert "2023-09-12" in archive.read("docProps/core.xml").decode("utf-8")


def test_automatic_numbers_are_the_numbers_of_the_source() -> None:
    """Word counts by itself: a source with a jump could not be set with automatic numbering."""
    automatic = [manuscript_of(source) for source in SOURCES if manuscript_of(source).automatic]
    assert len(automatic) == 1
    signs = "一二三四五六七八九十"
    counts = [0, 0, 0]
    for paragraph in numbered(automatic[0].parts):
        depth = paragraph.level - 1
        counts = [*counts[:depth], counts[depth] + 1, *[0] * (2 - depth)]
        sign = (f"{signs[counts[0] - 1]}、", f"（{signs[counts[1] - 1]}）", f"{counts[2]}. ")[depth]
        assert paragraph.number == sign


def test_planted_defects_are_listed_well() -> None:
    ids = [plant["id"] for plant in PLANTED["planted"]]
    assert len(ids) == len(set(ids))
    assert {plant["kind"] for plant in PLANTED["planted"]} == KINDS
    files = {manuscript_of(source).file for source in SOURCES}
    for plant in PLANTED["planted"]:
        assert set(plant) <= {"id", "plan", "kind", "quotes", "other", "why"}, plant["id"]
        assert {plant["plan"], plant.get("other", plant["plan"])} <= files, plant["id"]
        assert plant["quotes"] or plant["kind"] == "missing-section", plant["id"]


@pytest.mark.parametrize("plant", PLANTED["planted"] + PLANTED["correct_on_purpose"],
                         ids=lambda plant: plant.get("id", plant["quotes"][:1]))  # fmt: skip
def test_planted_passages_are_in_the_file(plant: dict[str, Any]) -> None:
    text = text_of(plant["plan"])
    assert [quote for quote in plant["quotes"] if bare(quote) not in text] == []


@pytest.mark.parametrize("plant", [p for p in PLANTED["planted"] if p["kind"] in ("duplicate", "copied")],
                         ids=lambda plant: plant["id"])  # fmt: skip
def test_repeated_passages_are_repeated(plant: dict[str, Any]) -> None:
    passage = bare(plant["quotes"][0])
    if plant["kind"] == "duplicate":
        assert text_of(plant["plan"]).count(passage) == 2
    else:
        assert passage in text_of(plant["other"])


def test_the_county_plan_is_not_utf8() -> None:
    with pytest.raises(UnicodeDecodeError):
        next(FOLDER.glob("*.txt")).read_bytes().decode("utf-8")


def test_boxes_and_numbers_of_the_document_are_in_every_form() -> None:
    boxed, numbers = set(), []
    for manuscript in map(manuscript_of, SOURCES):
        boxed |= {Path(manuscript.file).suffix for part in manuscript.parts if isinstance(part, Box)}
        numbers += [p.text for p in manuscript.parts if isinstance(p, Paragraph) and p.form is Form.NUMBER]
    assert boxed == {".docx", ".pdf", ".html"}
    assert len(numbers) == len(SOURCES)
    assert all(re.fullmatch(r"\w+〔20\d\d〕\d+号", number) for number in numbers)


@pytest.mark.parametrize("name", PLANTED["places"])
def test_the_places_do_not_exist(name: str) -> None:
    from ingest.division import divisions

    assert [division.name for division in divisions() if division.name.startswith(name)] == []
