"""The page 导入: what is handed in is read, warned of, kept and built in; what is pasted is checked and not kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.snapshot import current_snapshot
from index.uploads import build_with_uploads, uploaded
from index.workspace import Workspace
from tests.views.conftest import HOSTILE, open_view, run, shown

PLAN = "云上市绿色发展实施方案\n\n一、重点任务\n\n1.完善充电网络。建设充电桩100个。（责任单位：市交通运输局）\n"
SECRET = "机密★1年\n\n云上市安全发展实施方案\n\n一、重点任务\n\n1.建设站点30个。（责任单位：市发展改革委）\n"
TEXT = "text/plain"
Upload = tuple[str, bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace of one plan."""
    plan = tmp_path / "旧方案.txt"
    plan.write_text(PLAN.replace("云上市", "霁川市"), encoding="utf-8")
    build_with_uploads([plan], tmp_path / "ws")
    return tmp_path / "ws"


def upload(folder: Path, *files: Upload) -> AppTest:
    page = open_view("importing", folder)
    page.file_uploader[0].set_value([(name, content, TEXT) for name, content in files])
    return run(page)


def keep(page: AppTest) -> AppTest:
    page.button(key="keep").click()
    return run(page)


def sources(folder: Path) -> list[str]:
    return sorted(entry.file for entry in Workspace.open(folder).documents())


def test_a_file_is_read_first_and_kept_when_asked(folder: Path) -> None:
    page = upload(folder, ("新方案.txt", PLAN.encode()))
    assert "云上市绿色发展实施方案" in shown(page) and "读好" in shown(page)
    assert sources(folder) == ["旧方案.txt"] and not uploaded(folder)
    html = shown(keep(page))
    assert "已存入 1 份文件" in html and 'href="report?plan=' in html
    assert sources(folder) == ["新方案.txt", "旧方案.txt"]
    assert "新方案.txt" in page.multiselect(key="out").options


def test_a_workspace_begins_with_the_first_file(tmp_path: Path) -> None:
    page = upload(tmp_path / "ws", ("新方案.txt", PLAN.encode()))
    assert current_snapshot(tmp_path / "ws") is None
    assert "已存入 1 份文件" in shown(keep(page))
    assert sources(tmp_path / "ws") == ["新方案.txt"]


def test_a_file_with_a_mark_of_secrecy_is_kept_only_when_answered_for(folder: Path) -> None:
    page = upload(folder, ("新方案.txt", PLAN.encode()), ("安全.txt", SECRET.encode()))
    html = shown(page)
    assert 'class="pc-alarm"' in html and "机密★1年" in html
    assert page.button(key="keep").label == "存入工作区（1 份）"
    page.checkbox[0].check()
    assert run(page).button(key="keep").label == "存入工作区（2 份）"
    page.checkbox[0].uncheck()
    keep(run(page))
    assert sources(folder) == ["新方案.txt", "旧方案.txt"]
    assert [path.name for path in uploaded(folder)] == ["新方案.txt"]


def test_files_that_cannot_be_read_say_why_and_stop_no_other(folder: Path) -> None:
    files = (("空.txt", b""), ("坏.pdf", b"%PDF-1.4"), ("假.docx", b"\x89PNG...."), ("新方案.txt", PLAN.encode()))
    page = upload(folder, *files)
    html = shown(page)
    for reason in ("文件是空的", "不是完整的 PDF", "内容却是图片"):
        assert reason in html
    keep(page)
    assert sources(folder) == ["新方案.txt", "旧方案.txt"]


def test_what_the_workspace_holds_already_is_not_kept_twice(folder: Path) -> None:
    same = PLAN.replace("云上市", "霁川市").encode()
    page = upload(folder, ("换个名.txt", same), ("一.txt", PLAN.encode()), ("二.txt", PLAN.encode()))
    assert shown(page).count("不再存入") == 2
    assert page.button(key="keep").label == "存入工作区（1 份）"


def test_a_newer_file_of_the_same_name_stands_beside_the_old_or_in_its_place(folder: Path) -> None:
    keep(upload(folder, ("新方案.txt", PLAN.encode())))
    keep(upload(folder, ("新方案.txt", PLAN.replace("100", "200").encode())))
    assert sources(folder) == ["新方案.txt", "新方案（2）.txt", "旧方案.txt"]
    page = upload(folder, ("新方案.txt", PLAN.replace("100", "300").encode()))
    page.session_state["newer"] = "替换旧的"
    keep(run(page))
    assert sources(folder) == ["新方案.txt", "新方案（2）.txt", "旧方案.txt"]
    assert "300" in (folder / "uploads" / "新方案.txt").read_text(encoding="utf-8")


def test_a_file_can_be_taken_out_again(folder: Path) -> None:
    page = keep(upload(folder, ("新方案.txt", PLAN.encode())))
    page.multiselect(key="out").set_value(["新方案.txt"])
    run(page).button(key="take-out").click()
    assert "已移出并删除 1 份文件" in shown(run(page))
    assert sources(folder) == ["旧方案.txt"] and not uploaded(folder)


def test_where_the_files_of_the_workspace_are_gone_nothing_is_changed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "旧方案.txt").unlink()
    html = shown(keep(upload(folder, ("新方案.txt", PLAN.encode()))))
    assert "没有存入" in html and "不在原处" in html
    assert sources(folder) == ["旧方案.txt"] and not uploaded(folder)


def test_names_and_texts_never_become_markup_or_places(folder: Path) -> None:
    name = "../<img src=x onerror=alert(7)>**=cmd**.txt"
    page = upload(folder, (name, f"机密★\n\n{HOSTILE}".encode()))
    html = shown(page)
    for tag in ("<script", "<img", "<b on"):
        assert tag not in html.lower()
    assert "**" not in page.checkbox[0].label
    page.checkbox[0].check()
    html = shown(keep(run(page)))
    assert "已存入 1 份文件" in html and "<script" not in html.lower()
    [kept] = uploaded(folder)
    assert kept.parent == folder / "uploads"


def paste(folder: Path, text: str) -> AppTest:
    page = open_view("importing", folder, way="粘贴文本快速检查", as_of="2025-06-30")
    page.text_area(key="text").set_value(text)
    return run(page)


def test_a_pasted_text_is_checked_and_not_kept(tmp_path: Path) -> None:
    page = paste(tmp_path / "ws", PLAN + "2.加强管理。到2020年完成改造。\n")
    html = shown(page)
    assert '<article class="pc-finding' in html and "<b>2</b><span>任务</span>" in html
    assert not (tmp_path / "ws").exists()


def test_a_pasted_fragment_is_checked_as_a_plan_and_that_is_said(tmp_path: Path) -> None:
    html = shown(paste(tmp_path, "二、重点任务\n（一）完善充电网络\n建设充电桩100个。\n（三）加强管理\n健全制度。\n"))
    assert "没有从标题认出文种" in html and '<article class="pc-finding' in html


def test_a_pasted_secret_is_warned_of(tmp_path: Path) -> None:
    assert "涉密内容不得在非涉密计算机上处理" in shown(paste(tmp_path, SECRET))


def test_a_pasted_text_never_becomes_markup(tmp_path: Path) -> None:
    html = shown(paste(tmp_path, HOSTILE)).lower()
    assert "<script" not in html and "<img" not in html and "&lt;" in html


@pytest.mark.parametrize("text", ["\u200b", "a" * 5000, "𠮷\ud800野", "|" * 300, "一、\n二、\n"])
def test_no_pasted_text_breaks_the_page(tmp_path: Path, text: str) -> None:
    paste(tmp_path, text.encode("utf-8", "replace").decode())
