"""Many files, each read in a process that can be ended: one that hangs, bursts or crashes costs nothing but itself.

The processes stay for the next file. Another one is started only while files wait, so that a few small ones cost a
single start. Results come as they are ready, in any order.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from ingest.process import ProcessEndedError, ReadingProcess, spare, spared
from ingest.scan_text import threads
from ingest.source import ReadError, file_name

T = TypeVar("T")
Pages = Callable[[str, int, int], None]  # name of the file, page, of how many
Progress = Callable[[int, int, str], None]

_LOOK = 0.1  # seconds between two looks at the processes at work
_PATIENCE = 1.5  # seconds without a file done, while others wait
_MOST = 8  # processes
_SILENT = "{:.0f} 秒没有读出新的内容，已停止；请核对文件来源，或另存为 docx 后再读。"
_TOTAL = "读了 {:.0f} 秒还没有读完，已停止；请拆成几份，或另存为 docx 后再读。"
_CRASHED = "读取时程序意外中止，可能是文件已损坏，或所需内存过大；请核对文件来源，或另存为 docx 后再读。"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may take: seconds without a sign of progress (a page recognised), seconds in all, bytes."""

    silent: float = 180.0  # more than LibreOffice is given for a conversion
    total: float = 3600.0
    memory: int = 3 << 30


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one file: either `value` or `failure`. `index` is its place among the paths given."""

    index: int
    path: Path
    value: T | None
    failure: ReadError | None


def each(
    function: Callable[[Path], T],
    paths: Sequence[Path],
    *,
    bounds: Bounds = Bounds(),
    workers: int | None = None,
    pages: Pages | None = None,
) -> Generator[Outcome[T], None, None]:
    """function(path) of every path, as each is ready; `function` stands at the top of a module, its value is pickled.

    `workers`: processes at the most, one a processor unless given. `pages` is told of every page recognised (OCR).
    Raises RuntimeError when no process can be started.
    """
    if not paths:
        return
    most = max(1, min(workers or threads(), len(paths), _MOST))
    waiting: SimpleQueue[int] = SimpleQueue()
    for index in range(len(paths)):
        waiting.put(index)
    news: SimpleQueue[_News] = SimpleQueue()
    start = pickle.dumps((function, bounds.memory))
    share = max(1, threads() // most)
    team = [_Worker(start, paths, waiting, news, share)]
    pace, done = _Pace(time.monotonic()), 0
    try:
        while done < len(paths):
            with suppress(Empty):
                said = news.get(timeout=_LOOK)
                if said.error is not None:
                    raise RuntimeError(said.error)
                if said.outcome is not None:
                    done += 1
                    pace.finished(time.monotonic())
                    yield said.outcome
                elif pages and said.page:
                    pages(*said.page)
            moment = time.monotonic()
            for worker in team:
                worker.check(moment, bounds)
            if len(team) < most and pace.asks_for_more(moment, waiting.qsize(), team[-1].ready):
                team.append(_Worker(start, paths, waiting, news, share))
    finally:
        for worker in team:
            worker.end()


def in_order(
    function: Callable[[Path], T], paths: Sequence[Path], progress: Progress | None = None
) -> Generator[Outcome[T], None, None]:
    """As `each`, in the order of the paths. progress: files done, of how many, the one read last or a page of it."""
    told = progress or (lambda done, total, label: None)
    count, given = 0, 0
    early: dict[int, Outcome[T]] = {}

    def page(name: str, done: int, total: int) -> None:
        told(count, len(paths), f"{name} {done}/{total}页")

    told(0, len(paths), "")
    with closing(each(function, paths, pages=page)) as outcomes:
        for outcome in outcomes:
            count += 1
            told(count, len(paths), file_name(outcome.path))
            early[outcome.index] = outcome
            while given in early:
                yield early.pop(given)
                given += 1


@dataclass(slots=True)
class _Pace:
    """When one more process pays: what waits takes those at hand longer than the first took to start and warm up."""

    began: float
    first: float = 0.0  # moments of the first file done and of the last
    last: float = 0.0
    done: int = 0

    def finished(self, moment: float) -> None:
        self.first, self.last, self.done = self.first or moment, moment, self.done + 1

    def asks_for_more(self, moment: float, waiting: int, ready: float | None) -> bool:
        """`ready`: since when the process started last has been."""
        if not waiting or ready is None:
            return False
        if moment - max(ready, self.last) > _PATIENCE:
            return True
        if self.done < 2:
            return False
        return waiting * (self.last - self.first) / (self.done - 1) > self.first - self.began


@dataclass(frozen=True, slots=True)
class _News:
    """Of a worker: a file done, a page done, or why none can be started."""

    outcome: Outcome[Any] | None = None
    page: tuple[str, int, int] | None = None
    error: str | None = None


@dataclass(slots=True)
class _Task:
    began: float
    heard: float
    verdict: str | None = None  # why the process was ended


@dataclass(slots=True)
class _Worker:
    """One process and the thread that hands it files; a process that ends is replaced for the next file."""

    start: bytes
    paths: Sequence[Path]
    waiting: SimpleQueue[int]
    news: SimpleQueue[_News]
    threads: int
    process: ReadingProcess | None = None
    task: _Task | None = None
    ready: float | None = None  # since when
    ended: bool = False
    lock: Lock = field(default_factory=Lock)
    thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self._work, daemon=True)
        self.thread.start()

    def check(self, moment: float, bounds: Bounds) -> None:
        """End the process when its file takes longer than it may."""
        with self.lock:
            task, process = self.task, self.process
            if task is None or process is None or task.verdict:
                return
            if moment - task.heard > bounds.silent:
                task.verdict = _SILENT.format(bounds.silent)
            elif moment - task.began > bounds.total:
                task.verdict = _TOTAL.format(bounds.total)
            if task.verdict:
                process.kill()

    def end(self) -> None:
        """No more files; a process still at work is ended."""
        with self.lock:
            self.ended = True
            if self.process is not None and (self.task or self.ready is None):
                self.process.kill()
        self.thread.join(5)

    def _work(self) -> None:
        try:
            while not self.ended:
                index = self.waiting.get_nowait()
                value, reason = self._read(self.paths[index])
                failure = ReadError(self.paths[index], reason) if reason is not None else None
                self.news.put(_News(Outcome(index, self.paths[index], value, failure)))
        except Empty:
            pass
        except Exception as error:  # whoever waits for the results hears of it
            self.news.put(_News(error=f"{type(error).__name__}: {error}"))
        finally:
            with self.lock:
                process, self.process = self.process, None
            if process is not None:
                spare(process)

    def _read(self, path: Path) -> tuple[Any, str | None]:
        """(value, why there is none)"""
        process = self.process or self._started()
        moment = time.monotonic()
        with self.lock:
            task = self.task = _Task(moment, moment)
        try:
            for kind, *rest in process.ask(path):
                if kind != "page":
                    return (rest[0], None) if kind == "value" else (None, rest[0])
                task.heard = time.monotonic()
                self.news.put(_News(page=(file_name(path), *rest)))
        except ProcessEndedError:
            task.verdict = task.verdict or _CRASHED
        finally:
            with self.lock:
                self.task = None
                if task.verdict:
                    self.process = self.ready = None
            if task.verdict:
                process.close()
        return None, task.verdict

    def _started(self) -> ReadingProcess:
        process = spared(self.start, self.threads)
        fresh = process is None
        process = process or ReadingProcess(self.start, self.threads)
        with self.lock:
            self.process = process
            if self.ended:
                process.kill()
        if fresh:
            process.greet()
        self.ready = time.monotonic()
        return process
