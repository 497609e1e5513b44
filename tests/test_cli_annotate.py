"""`check --annotate`: a copy with comments, never the file itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import CLEAN, DAY, FAULTY, call, write_docx, write_text
from tests.report.docx_comments import read_comments
from tests.report.pdf_highlights import read_highlights


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A Word file with defects."""
    return write_docx(tmp_path / "小区 改造.docx", *FAULTY.split("\n"))


def test_a_copy_with_a_comment_a_finding(draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, made = draft.read_bytes(), tmp_path / "新" / "批注.docx"
    code, out, err = call(capsys, "check", draft, "--annotate", made, "--all", *DAY)
    told = read_comments(made.read_bytes())
    assert code == 1 and f"批注 {len(told)} 条" in err and str(made) in err
    assert len(told) == sum(line.startswith("  [") for line in out.splitlines()) > 3
    assert draft.read_bytes() == before


@pytest.mark.parametrize("name", ["小区 改造.docx", "批注.pdf"])
def test_the_file_itself_is_never_written_to(
    draft: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = draft.read_bytes()
    code, _, err = call(capsys, "check", draft, "--annotate", tmp_path / name, *DAY)
    assert code == 2 and name in err and err.count("\n") == 1
    assert draft.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == [draft.name]


def test_one_file_of_a_kind_that_takes_comments(
    draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = write_text(tmp_path / "a.txt", CLEAN)
    for plans, made, words in (
        ((draft, text), "b.docx", "一份"),
        ((tmp_path,), "b.docx", "一份"),
        ((text,), "b.txt", "docx"),
    ):
        code, _, err = call(capsys, "check", *plans, "--annotate", tmp_path / made, *DAY)
        assert code == 2 and words in err and not (tmp_path / made).exists()


def test_a_pdf_has_its_findings_as_highlights(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, made = next((root / "corpus").glob("05-*.pdf")), tmp_path / "批注.pdf"
    before = plan.read_bytes()
    code, out, err = call(capsys, "check", plan, "--annotate", made, "--all", *DAY)
    told = [one for one in read_highlights(made.read_bytes()) if not one.text.startswith("（接上页）")]
    assert code == 1 and f"批注 {len(told)} 条" in err and plan.read_bytes() == before
    assert len(told) == sum(line.startswith("  [") for line in out.splitlines()) > 3
