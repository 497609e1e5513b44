"""Reading in processes that can be ended: one file that hangs, bursts or crashes costs nothing but itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import Document, read
from ingest.batch import Bounds, Outcome, each, in_order
from ingest.source import ReadError, page_progress

TIGHT = Bounds(silent=1.0, total=2.0, memory=1 << 30)


def behave(path: Path) -> str:
    """What a file does to its reader is in its name."""
    kind, tell = path.stem.split("-")[0], page_progress.get()
    if kind == "hang":
        time.sleep(60)
    elif kind == "loop":
        for page in range(600):
            time.sleep(0.1)
            assert tell
            tell(page, 600)
    elif kind == "crash":
        os._exit(3)
    elif kind == "burst":
        return str(len(bytearray(2 << 30)))
    elif kind == "break":
        raise ValueError("两行\n文字")
    elif kind == "refuse":
        raise ReadError(path, "读不了。")
    elif kind == "print":
        os.write(1, b"noise on standard output\n")
    elif kind == "pages":
        assert tell
        tell(1, 2)
        tell(2, 2)
    return f"{path.stem} {os.getpid()}"


def outcomes(*names: str, workers: int = 1) -> list[Outcome[str]]:
    found = each(behave, [Path(name) for name in names], bounds=TIGHT, workers=workers)
    return sorted(found, key=lambda outcome: outcome.index)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hang-1.txt", "hang-1.txt：1 秒没有读出新的内容，已停止"),
        ("loop-1.txt", "loop-1.txt：读了 2 秒还没有读完，已停止"),
        ("crash-1.txt", "crash-1.txt：读取时程序意外中止"),
        ("burst-1.txt", "burst-1.txt：文件结构异常庞大，未读取"),
        ("break-1.txt", "break-1.txt：读取时出错，请把文件另存为 docx 后再试（ValueError：两行 文字）。"),
        ("refuse-1.txt", "refuse-1.txt：读不了。"),
    ],
)
def test_one_bad_file_never_stops_the_batch(name: str, words: str) -> None:
    before, bad, after = outcomes("good-1.txt", name, "good-2.txt")
    assert bad.value is None and str(bad.failure).startswith(words)
    assert before.value and after.value and after.failure is None


def test_the_process_stays_for_the_next_file_and_is_replaced_when_it_dies() -> None:
    first, second, _, third = (
        outcome.value and outcome.value.split()[1] for outcome in outcomes("a-1", "a-2", "crash-1", "a-3")
    )
    assert first == second != third and third


def test_an_idle_process_is_kept_for_the_next_batch() -> None:
    first, second = (outcomes("a-1")[0].value for _ in range(2))
    assert first == second is not None
    assert outcomes("crash-1", "a-1")[1].value not in (first, None)


def test_what_a_library_prints_is_no_answer() -> None:
    assert [bool(outcome.value) for outcome in outcomes("print-1", "a-1")] == [True, True]


def test_every_page_recognised_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    list(each(behave, [Path("pages-1.pdf")], pages=lambda *step: told.append(step)))
    assert told == [("pages-1.pdf", 1, 2), ("pages-1.pdf", 2, 2)]


def test_files_that_wait_are_given_to_more_processes() -> None:
    """While one file hangs, another process reads the rest."""
    bounds = Bounds(silent=4.0)
    found = [outcome.path.stem for outcome in each(behave, [Path("hang-1"), Path("a-1")], bounds=bounds, workers=2)]
    assert found == ["a-1", "hang-1"]


def test_who_stops_listening_waits_for_nobody() -> None:
    began = time.monotonic()
    running = each(behave, [Path("a-1"), Path("hang-1")], workers=1)
    assert next(running).value
    running.close()
    assert time.monotonic() - began < 10


def test_nothing_to_read_starts_nothing() -> None:
    assert list(each(behave, [])) == []


def test_a_function_that_cannot_be_found_is_an_error(tmp_path: Path) -> None:
    def local(path: Path) -> str:
        return path.name

    with pytest.raises((AttributeError, RuntimeError, TypeError)):
        list(each(local, [tmp_path]))


def test_documents_are_the_same_as_read_here(tmp_path: Path, plan: Callable[[str], Document]) -> None:
    here = plan("澄湾市绿色出行方案\n\n一、目标\n到2026年，建成步道30公里。\n")
    steps: list[tuple[int, int, str]] = []
    path = tmp_path / here.source
    there = list(in_order(read, [path, tmp_path / "无.docx", path], lambda *step: steps.append(step)))
    assert [outcome.value for outcome in there] == [here, None, here]
    assert steps[0] == (0, 3, "") and steps[-1][:2] == (3, 3) and [step[0] for step in steps] == [0, 1, 2, 3]
