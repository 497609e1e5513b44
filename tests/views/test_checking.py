"""The page 核对: what is doubtful is shown, what was read wrong is set right, and every form of a report says so."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from index.uploads import rebuild
from index.workspace import Workspace
from nlp.commitment import Slot
from report.analysis import GapReport, analyse
from report.correction import CorrectionBook
from report.files import FORMS
from tests.views.conftest import open_view, run, shown

PLAN = "霁川市减碳先行区建设实施方案"
FORMULA = "=cmd|' /C calc'!A0<b>"


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """A copy of the samples' workspace that corrections can be written to."""
    shutil.copytree(samples, tmp_path / "ws")
    return tmp_path / "ws"


def open_page(folder: Path, **address: str) -> AppTest:
    return open_view("checking", folder, **address)


def addresses(page: AppTest) -> list[dict[str, str]]:
    found = re.findall(r'href="check\?([^"]+)"', shown(page))
    return [{name: values[0] for name, values in parse_qs(one.replace("&amp;", "&")).items()} for one in found]


def open_first(folder: Path, kind: str) -> AppTest:
    """The form of the first task or target of the plan."""
    return open_page(folder, **addresses(open_page(folder, plan=PLAN, show="全部", kind=kind))[0])


def slot(page: AppTest, name: Slot) -> str:
    """The key of the box for the slot."""
    return next(str(box.key) for box in page.text_input if str(box.key).startswith(f"{name.name}-"))


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return run(page)


def correct(page: AppTest, name: Slot, text: str, reason: str = "原文如此", author: str = "张三") -> AppTest:
    page.text_input(key=slot(page, name)).set_value(text)
    page.text_area[0].set_value(reason)
    page.text_input(key="author").set_value(author)
    return press(page, "保存更正")


def report_on(folder: Path) -> GapReport:
    return analyse(Workspace.open(folder), as_of=date(2025, 6, 30))


def test_doubtful_rows_are_shown_with_their_reasons(samples: Path) -> None:
    doubtful = shown(open_page(samples))
    assert "待核：" in doubtful and doubtful.count("待核：") == len(addresses(open_page(samples)))
    assert len(addresses(open_page(samples, show="全部"))) > len(addresses(open_page(samples)))


def test_a_wrong_bureau_is_set_right_and_stays_so_after_a_rebuild(folder: Path) -> None:
    page = correct(open_first(folder, "任务"), Slot.LEAD, "市数据局", "印发稿第三页")
    assert "已保存：牵头单位" in shown(page) and "市数据局" in shown(page)
    rebuild(folder)
    again = shown(open_page(folder, plan=PLAN, show="已核对"))
    assert "已更正：牵头单位" in again and "张三：印发稿第三页" in again


def test_a_wrong_deadline_is_understood_or_refused(folder: Path) -> None:
    page = correct(open_first(folder, "任务"), Slot.DUE, "择机")
    assert "看不懂完成时限" in shown(page) and not CorrectionBook(folder).trail()
    correct(page, Slot.DUE, "2026年6月底前")
    [task] = [one for plan in report_on(folder).plans for one in plan.commitments.tasks if one.corrections]
    assert [(one.end, one.said) for one in task.deadlines] == [(date(2026, 6, 30), "2026年6月底前")]


def test_a_correction_needs_a_reason_and_a_name(folder: Path) -> None:
    assert "请填写理由" in shown(correct(open_first(folder, "指标"), Slot.VALUE, "77", reason=""))
    assert "核对人" in shown(correct(open_first(folder, "指标"), Slot.VALUE, "77", author=""))
    assert "没有改动" in shown(press(filled(open_first(folder, "指标")), "保存更正"))
    assert not CorrectionBook(folder).trail()


def filled(page: AppTest) -> AppTest:
    page.text_area[0].set_value("原文如此")
    page.text_input(key="author").set_value("张三")
    return page


def test_a_row_found_right_is_doubtful_no_more(folder: Path) -> None:
    before = addresses(open_page(folder))
    page = press(filled(open_page(folder, **before[0])), "核对无误")
    assert "已核对（张三：原文如此）" in shown(page)
    assert before[0] not in addresses(open_page(folder)) and len(addresses(open_page(folder))) == len(before) - 1


def test_what_was_set_right_can_be_taken_back(folder: Path) -> None:
    page = correct(open_first(folder, "指标"), Slot.YEAR, "2031")
    page = press(filled(page), "恢复为程序读出的内容")
    assert "已恢复原读法" in shown(page) and "已被取代" in shown(page)
    assert not CorrectionBook(folder).in_force()


def test_every_form_of_the_report_tells_of_it(folder: Path) -> None:
    correct(open_first(folder, "指标"), Slot.VALUE, "≥98.76", "以印发稿为准")
    correct(open_first(folder, "任务"), Slot.DUE, "2031-03-09", "以印发稿为准")
    report = report_on(folder)
    for form in FORMS:
        content = form.make(report)
        texts = [content] if content[:2] != b"PK" else list(parts(content))
        text = re.sub(r"<[^>]+>", "", re.sub(r"\r\n ", "", "\n".join(one.decode("utf-8") for one in texts)))
        plain = text.replace("\\", "").replace("\n", "")
        assert "以印发稿为准" in plain and "2031" in plain, form.file
        assert any(word in plain for word in ("已更正", "更正为", '"printed"')), form.file


def parts(archive: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [opened.read(name) for name in opened.namelist() if name.endswith(".xml")]


def test_hostile_words_stay_words(folder: Path) -> None:
    page = correct(open_first(folder, "任务"), Slot.RESPONSIBLE, FORMULA, FORMULA + "<script>", FORMULA)
    assert "<script" not in shown(page) and "<b>" + FORMULA not in shown(page) and "&lt;script" in shown(page)
    workbook = load_workbook(
        io.BytesIO(next(one for one in FORMS if one.file == "report.xlsx").make(report_on(folder)))
    )
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if "calc" in str(cell.value)]
    assert cells and all(cell.data_type == "s" for cell in cells)


def test_text_of_a_plan_never_becomes_markup(hostile: Path) -> None:
    listed = open_page(hostile, show="全部")
    for page in (listed, *(open_page(hostile, **one) for one in addresses(listed))):
        html = shown(page).lower()
        assert "pc-" in html and not any(tag in html for tag in ("<script", "<img", "<b on"))


def test_without_a_workspace_the_page_says_what_to_do(tmp_path: Path) -> None:
    assert "还没有工作区" in shown(open_page(tmp_path / "nothing"))


def test_a_damaged_book_is_said_in_a_sentence(folder: Path) -> None:
    (folder / "corrections.sqlite").write_bytes(b"nothing" * 200)
    assert "更正记录读不出来" in shown(open_page(folder))
