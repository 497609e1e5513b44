"""The gap report as a Word file and as Markdown: one content, official layout, hostile text harmless."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from report.analysis import Analysis, GapReport
from report.official import MOST_DETAILED, Heading, Table, compose, texts
from report.official_docx import report_docx
from report.official_markdown import escape, report_markdown
from rules.finding import Severity
from tests.report.documents import PLAN, analysis_of, report_of, sample_report
from tests.report.test_annotate_programs import converted

HOSTILE = '<script>alert(1)</script> | `a` *b* _c_ [d](e) </w:t> & "\x00\x1b" =1+1 \ud800'


@pytest.fixture(scope="module")
def single() -> GapReport:
    """The report on one plan."""
    return report_of(analysis_of(*PLAN))


def opened(report: GapReport) -> Any:
    return docx.Document(io.BytesIO(report_docx(report)))


def printed(word: Any) -> list[str]:
    """Every paragraph of the file, those of its tables too."""
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in word.element.body.iter(qn("w:p"))
    ]


def shown(markdown: str) -> str:
    """Markdown as a reader shows it, without its own signs."""
    plain = re.sub(r"^(?:#+|>) ", "", markdown.replace("**", ""), flags=re.MULTILINE)
    return "".join(re.sub(r"\\(.)", r"\1", plain).split())


@pytest.mark.parametrize("name", ["report", "single"])
def test_both_formats_print_all_of_it(name: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(name)
    lines, markdown = set(printed(opened(report))), shown(report_markdown(report))
    told = list(texts(compose(report)))
    assert len(told) > 60
    assert [text for text in told if text not in lines] == []
    assert [text for text in told if "".join(text.split()) not in markdown] == []


@pytest.mark.parametrize("name", ["report", "single"])
def test_all_findings_targets_and_tasks_are_told(name: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(name)
    told = list(texts(compose(report)))
    for one in report.plans:
        for finding in one.findings:
            assert any(text.endswith(finding.message) for text in told)
        for target in one.commitments.targets:
            assert target.indicator in told
        for task in one.commitments.tasks:
            assert task.title in told


def test_headings_are_numbered_as_in_official_documents(single: GapReport) -> None:
    made = [part for part in compose(single).parts if isinstance(part, Heading)]
    assert [part.label for part in made if part.level == 1] == ["一、", "二、", "三、", "四、", "五、"]
    problems = [part.label for part in made if part.level == 2]
    assert problems == ["（一）", "（二）", "（三）"][: len(problems)] and len(problems) > 1
    below = [part for part in made if part.level in (2, 3)]
    assert all(later.label == "1." for part, later in pairwise(below) if part.level == 2)
    assert [part.label for part in compose(single).annexes if isinstance(part, Heading)] == [
        "附表1　", "附表2　", "附表3　",
    ]  # fmt: skip


def test_columns_that_no_row_fills_are_left_out(single: GapReport) -> None:
    tables = [part for part in compose(single).annexes if isinstance(part, Table)]
    for table in tables:
        assert all(any(row[place] for row in table.rows) for place in range(len(table.columns)))
    assert "属性" not in [name for name, _ in tables[0].columns]


def test_a_large_set_keeps_to_errors_and_warnings(single: GapReport) -> None:
    (one,) = single.plans
    few, many = (report_of(*[one] * number) for number in (MOST_DETAILED, MOST_DETAILED + 1))
    hints = [finding.message for finding in one.findings if finding.severity is Severity.INFO]
    assert hints and compose(few).annexes and not compose(many).annexes
    for report, expected in ((few, True), (many, False)):
        told = "\n".join(texts(compose(report)))
        assert all((hint in told) is expected for hint in hints)
        assert all(finding.message in told for finding in one.findings if finding.severity is not Severity.INFO)


def test_the_word_file_is_laid_out_as_official_documents_are(single: GapReport) -> None:
    word = opened(single)
    upright, sideways = word.sections
    assert (round(upright.page_width.mm), round(upright.page_height.mm)) == (210, 297)
    assert [round(side.mm) for side in (upright.top_margin, upright.left_margin, upright.right_margin)] == [37, 28, 26]
    assert (round(sideways.page_width.mm), round(sideways.page_height.mm)) == (297, 210)
    fonts = {
        style.name: style.element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for style in word.styles
        if style.type == 1
    }
    assert [fonts[name] for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Normal")] == [
        "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312",
    ]  # fmt: skip
    assert [word.styles[name].font.size.pt for name in ("Title", "Heading 1", "Normal")] == [22, 16, 16]
    assert word.paragraphs[0].style.name == "Title"
    levels = {part.style.name for part in word.paragraphs}
    assert levels >= {"Heading 1", "Heading 2", "Heading 3", "Annex title", "Quote"}
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)
    assert word.core_properties.title.startswith("《澄湾市绿色转型实施方案》")


def test_hostile_text_is_only_text() -> None:
    made: Analysis = analysis_of(*PLAN, title=HOSTILE, region=HOSTILE)
    task = replace(made.commitments.tasks[0], title=HOSTILE)
    finding = replace(made.findings[0], message=HOSTILE, suggestion=HOSTILE)
    made = replace(made, findings=(finding,), commitments=replace(made.commitments, tasks=(task,)))
    report = report_of(made, failed=((HOSTILE, HOSTILE),))
    kept = HOSTILE.translate({0: None, 0x1B: None, 0xD800: None})
    assert sum(kept in text for text in printed(opened(report))) >= 4
    lines = report_markdown(report).splitlines()
    assert not any(re.search(r"(?<!\\)[<`_\[&]", line) for line in lines)
    tables = [line for line in lines if line.startswith("|")]
    assert tables and all(line.count("|") - line.count("\\|") >= 3 for line in tables)


@pytest.mark.parametrize("text", ["- a", "+ a", "1. a", "12) a", "# a", "> a", "| a", "a\n\nb", "~~~", "$x$", "&lt;"])
def test_no_text_is_markup(text: str) -> None:
    line = escape(text)
    assert "\n" not in line and html.unescape(re.sub(r"\\(.)", r"\1", line)) == html.unescape(" ".join(text.split()))
    assert re.match(r"(?:\\|[^-+#>|~$&\d])|\d+\\", line)


def test_the_same_report_gives_the_same_bytes(report: GapReport) -> None:
    again = sample_report()
    assert report_docx(report) == report_docx(again)
    assert report_markdown(report) == report_markdown(again)


@pytest.mark.slow
@pytest.mark.office
def test_libreoffice_prints_it(single: GapReport, report: GapReport, tmp_path: Path) -> None:
    files = [tmp_path / "single.docx", tmp_path / "several.docx"]
    for path, one in zip(files, (single, report), strict=True):
        path.write_bytes(report_docx(one))
    import pypdfium2

    for path, one in zip(converted(files, "pdf", tmp_path), (single, report), strict=True):
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path)]
        assert len(pages) > 2 and re.search("— 1 —", pages[0])
        whole = "".join("".join(pages).split())
        assert "".join(compose(one).title.split()) in whole
