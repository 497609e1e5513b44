"""The page 规划原文: the whole text with what was found in it, the way to a passage, the pages of a pdf as printed."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from index.workspace import Workspace
from ingest.document import BlockKind, Rectangle, Span
from report.analysis import Analysis, analyse
from tests.views.conftest import open_view, run, shown
from tests.views.test_markup import read
from views import reading
from views.facsimile import FOCUS, NoPictureError, page_picture
from views.reading import BUREAU, DEADLINE, FINDING, TARGET, TASK, Mark, Reading, drawn, marks, parts, pieces

PDF = "云澜省减碳先行区建设实施方案"
WORD = "霁川市减碳先行区建设实施方案"


@pytest.fixture(scope="module")
def analyses(samples: Path) -> dict[str, Analysis]:
    """What the page is drawn from, by title."""
    report = analyse(Workspace.open(samples), as_of=date(2025, 6, 30))
    return {one.document.title: one for one in report.analyses}


def open_plan(folder: Path, plan: str, **address: str) -> AppTest:
    return open_view("plan", folder, plan=plan, as_of="2025-06-30", **address)


def plain(html: str) -> str:
    return "".join(read(html).text.split())


def reader_of(analysis: Analysis, focus: Span | None = None, kinds: tuple[str, ...] = ()) -> Reading:
    return Reading(analysis, marks(analysis, kinds), focus, lambda page: f"?page={page}", lambda one: one.message)


def test_the_whole_text_is_there_but_for_furniture(analyses: dict[str, Analysis]) -> None:
    for analysis in analyses.values():
        document = analysis.document
        html = reader_of(analysis).text(pieces(document))
        html = re.sub(r'<div class="pc-leaf">.*?</div>|<details.*?</details>', "", html)
        kept = [block for block in document.blocks if block.kind is not BlockKind.FURNITURE]
        wanted = "".join(document.quote(block.span).replace(" | ", "") for block in kept)
        assert plain(html).replace("|", "") == "".join(wanted.split()).replace("|", "")


@given(st.text("<>&\"' 甲乙a", min_size=1, max_size=30), st.data())
def test_marking_changes_no_character(text: str, data: st.DataObject) -> None:
    from ingest.document import Document

    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda ends: Span(min(ends), max(ends)))
    known = [Mark(span, TARGET, "<注>") for span in data.draw(st.lists(place, max_size=5))]
    document = Document("a", "a.txt", text, text, "a")
    shown_text = read(drawn(document, Span(0, len(text)), sorted(known)))
    assert shown_text.text == text
    assert shown_text.tags <= {"span"}


def test_where_marks_overlap_the_place_bears_both(analyses: dict[str, Analysis]) -> None:
    document = analyses[WORD].document
    known = [Mark(Span(0, 4), TARGET, "目标"), Mark(Span(2, 6), DEADLINE, "时限")]
    classes = re.findall(r'class="pc-m ([^"]*)"', drawn(document, Span(0, 8), known))
    assert classes == ["pc-m-target", "pc-m-target pc-m-deadline", "pc-m-deadline"]


@pytest.mark.parametrize("kind", [TARGET, TASK, BUREAU, DEADLINE, FINDING])
def test_each_kind_is_marked_and_can_be_left_out(analyses: dict[str, Analysis], kind: str) -> None:
    analysis = analyses[WORD]
    portion = pieces(analysis.document)
    assert f"pc-m-{kind}" in reader_of(analysis, kinds=(kind,)).text(portion)
    others = tuple(one for one in reading.MARKS if one != kind)
    assert f"pc-m-{kind}" not in reader_of(analysis, kinds=others).text(portion)


def test_every_finding_unfolds_once(analyses: dict[str, Analysis]) -> None:
    for analysis in analyses.values():
        html = reader_of(analysis, kinds=(FINDING,)).text(pieces(analysis.document))
        assert html.count("<details") == len(analysis.findings)


def test_a_long_plan_comes_in_parts_that_lose_nothing(
    analyses: dict[str, Analysis], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST_PART", 500)
    analysis = analyses[WORD]
    found = pieces(analysis.document)
    portions = parts(found)
    assert len(portions) > 3 and tuple(piece for portion in portions for piece in portion) == found
    notes = [reader_of(analysis).text(portion).count("<details") for portion in portions]
    assert sum(notes) == len(analysis.findings)


def test_the_outline_leads_to_every_heading(samples: Path, analyses: dict[str, Analysis]) -> None:
    html = shown(open_plan(samples, WORD))
    links = re.findall(r'<a class="pc-level\d" href="#(s-[^"]+)"', html)
    assert len(links) == len(analyses[WORD].document.sections)
    assert all(f'id="{link}"' in html for link in links)


def test_a_passage_in_the_address_is_shown(samples: Path, analyses: dict[str, Analysis]) -> None:
    document = analyses[WORD].document
    clause = document.clauses[len(document.clauses) // 2]
    html = shown(open_plan(samples, WORD, clause=clause.id))
    focused = re.search(r'class="[^"]*pc-focus[^"]*"[^>]*>(.*?)</(?:p|tr)>', html, re.S)
    printed = "".join(document.quote(clause.span).split())
    assert focused and plain(focused[1]).replace("|", "") == printed.replace("|", "")


def test_another_plan_forgets_the_place(samples: Path) -> None:
    page = open_plan(samples, WORD, clause="1/1")
    assert "pc-focus" in shown(page)
    page.selectbox(key="plan").set_value("06-桐泽市数字政府建设三年行动计划")
    assert "pc-focus" not in shown(run(page))


def test_findings_and_hits_lead_to_the_passage(samples: Path, report_page: object, search_page: object) -> None:
    for html in (shown(report_page(samples, plan=WORD)), shown(search_page(samples, q="充电桩"))):  # type: ignore[operator]
        address = re.search(r'class="pc-there" href="(plan\?[^"]+)"', html)
        assert address
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address[1].replace("&amp;", "&")).query).items()}
        assert unquote(asked["clause"]) == asked["clause"]
        assert "pc-focus" in shown(open_plan(samples, asked["plan"], clause=asked["clause"]))


def test_a_pdf_is_shown_as_printed_beside_its_text(samples: Path, analyses: dict[str, Analysis]) -> None:
    page = open_plan(samples, PDF, view="原页面", page="2")
    assert len(page.image) == 1
    document = analyses[PDF].document
    on_page = [piece for piece in pieces(document) if piece.page == 2]
    assert plain(document.quote(on_page[0].span)) in plain(shown(page))


def test_without_the_original_file_the_text_still_stands(tmp_path: Path, samples: Path) -> None:
    import shutil

    folder = tmp_path / "ws"
    shutil.copytree(samples, folder)
    (folder / "files.json").unlink()
    assert "原文件不在原处" in shown(open_plan(folder, PDF, view="原页面"))
    assert "pc-reading" in shown(open_plan(folder, PDF))


def test_a_line_is_framed_where_it_is_printed(root: Path, analyses: dict[str, Analysis]) -> None:
    from PIL import Image

    path = next((root / "corpus").glob(f"*{PDF}.pdf"))
    clause = next(one for one in analyses[PDF].document.clauses if one.page == 1 and one.rectangles)
    frames = [(place, True) for place in clause.rectangles]
    framed = Image.open(io.BytesIO(page_picture(path, 1, frames))).convert("RGB")
    plain_page = Image.open(io.BytesIO(page_picture(path, 1, []))).convert("RGB")
    assert framed.size == plain_page.size
    assert FOCUS in {colour for _, colour in framed.getcolors(1 << 24) or ()}
    assert FOCUS not in {colour for _, colour in plain_page.getcolors(1 << 24) or ()}


def test_a_page_that_is_not_there_is_said_in_a_sentence(root: Path, tmp_path: Path) -> None:
    path = next((root / "corpus").glob(f"*{PDF}.pdf"))
    with pytest.raises(NoPictureError, match="第 999 页画不出来"):
        page_picture(path, 999, [(Rectangle(1, 0, 0, 1, 1), False)])
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4")
    with pytest.raises(NoPictureError):
        page_picture(broken, 1, [])


def test_text_of_a_plan_never_becomes_markup(hostile: Path) -> None:
    html = shown(open_view("plan", hostile, as_of="2025-06-30"))
    for tag in ("<script", "<img", "<b on"):
        assert tag not in html.lower()
    assert "&lt;script&gt;" in html and "建设绿色矿山，" * 700 in read(html).text


@pytest.mark.parametrize("clause", ["", "9999", "<script>", "1/1/1/1", "a" * 5000])
def test_no_address_breaks_the_page(samples: Path, clause: str) -> None:
    assert "pc-reading" in shown(open_plan(samples, WORD, clause=clause))


def test_without_a_workspace_the_page_says_what_to_do(tmp_path: Path) -> None:
    assert "还没有工作区" in shown(open_view("plan", tmp_path / "nothing"))
