"""Marks of secrecy at the head of a paper, and talk of secrets that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Document, read
from ingest.secrecy import marked_name, secrecy_mark

PLAN = "云上市安全发展实施方案\n\n一、总体要求\n\n到2025年，建成站点30个。\n"


def plan(folder: Path, text: str) -> Document:
    path = folder / "方案.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(
    "mark",
    ["秘密", "机 密", "绝密★", "机密★1年", "秘密★长期", "机密☆三年", "密级：秘密", "密级:机密★10年", "（秘密）",
     "000012 机密★1年", "特急 秘密", "机密★1年　特急", "内部资料", "工作秘密", "内部文件 注意保存",
     "公开属性：不予公开"],
)  # fmt: skip
def test_a_mark_at_the_head_is_found_as_printed(tmp_path: Path, mark: str) -> None:
    document = plan(tmp_path, f"{mark}\n\n{PLAN}")
    span = secrecy_mark(document)
    assert span and document.quote(span) == mark


@pytest.mark.parametrize(
    "above",
    ["机密★1年", "秘密", "000012\n机密★1年\n特急", "密级：秘密　特急", "No.000012", "紧急程度：加急", "内部资料"],
)
def test_what_stands_above_the_head_is_no_part_of_the_title(tmp_path: Path, above: str) -> None:
    document = plan(tmp_path, f"{above}\n{PLAN}")
    assert document.title == "云上市安全发展实施方案"
    assert document.region == "云上市" and document.doc_type == "实施方案"


def test_a_mark_with_its_star_is_found_anywhere(tmp_path: Path) -> None:
    document = plan(tmp_path, PLAN + "本方案正文。\n\n" * 40 + "附件\n\n机密★3年\n")
    span = secrecy_mark(document)
    assert span and document.quote(span) == "机密★3年"


@pytest.mark.parametrize(
    "text",
    ["保守国家秘密和商业秘密。", "秘密工作要求严格执行。", "公开属性：主动公开", "做好保密工作，不得外传。",
     "机密等级划分", "一、秘密工作", "此件公开发布"],
)  # fmt: skip
def test_talk_of_secrets_is_no_mark(tmp_path: Path, text: str) -> None:
    assert secrecy_mark(plan(tmp_path, f"{PLAN}\n{text}\n")) is None
    assert secrecy_mark(plan(tmp_path, f"{text}\n\n{PLAN}")) is None


def test_a_word_of_secrecy_far_from_the_head_is_no_mark(tmp_path: Path) -> None:
    assert secrecy_mark(plan(tmp_path, PLAN + "继续做好各项工作。\n\n" * 40 + "秘密\n")) is None


@pytest.mark.parametrize(
    ("name", "marked"),
    [("机密★方案.docx", True), ("方案（秘密）.pdf", True), ("[绝密]方案.pdf", True), ("保守国家秘密规划.pdf", False)],
)
def test_a_file_name_may_bear_the_mark(name: str, marked: bool) -> None:
    assert marked_name(name) is marked
