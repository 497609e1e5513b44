"""A process of our own that answers one path after the other; the side that asks. `ingest/worker.py` is the other."""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

_GRACE = 1.0  # seconds
_ROOT = Path(__file__).resolve().parent.parent


class ProcessEndedError(Exception):
    """The process went away instead of answering."""


class ReadingProcess:
    """One process. Its methods are called by one thread, but for `kill`."""

    def __init__(self, start: bytes, threads: int) -> None:
        """start: what it is told first, a pickle. It may use that many `threads` for one file."""
        path = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._start = start
        self._environment = {**os.environ, "PYTHONPATH": path, "PLANCHECK_THREADS": str(threads)}
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.worker"],  # -P: a folder of plans is no place to import from
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self._environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip

    def greet(self) -> None:
        """Wait until it is ready. Raises ProcessEndedError, with what it said, when it never is."""
        try:
            self._send(self._start)
            self._receive()
        except ProcessEndedError:
            assert self._popen.stderr
            raise ProcessEndedError(self._popen.stderr.read().decode("utf-8", "replace")[-2000:]) from None

    def ask(self, path: Path) -> Iterator[tuple[Any, ...]]:
        """Its messages on one path, until whoever asks has heard enough. Raises ProcessEndedError."""
        self._send(pickle.dumps(path.absolute()))
        while True:
            yield self._receive()

    def kill(self) -> None:
        """End it and what it has started (LibreOffice), from any thread; by force where it does not go by itself."""
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(self._popen.pid)], capture_output=True, check=False)
            return
        self._popen.terminate()
        try:
            self._popen.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._popen.kill()

    def close(self) -> None:
        """Let it leave, or make it."""
        for stream in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(2)
        self._popen.kill()
        self._popen.wait()

    def _send(self, message: bytes) -> None:
        assert self._popen.stdin
        try:
            self._popen.stdin.write(message)
            self._popen.stdin.flush()
        except OSError:
            raise ProcessEndedError from None

    def _receive(self) -> tuple[Any, ...]:
        assert self._popen.stdout
        try:
            message: tuple[Any, ...] = pickle.load(self._popen.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise ProcessEndedError from None
        return message


_spare: list[ReadingProcess] = []  # one at the most, for the next batch


def spared(start: bytes, threads: int) -> ReadingProcess | None:
    """The process that the batch before left, where it was started in the same way."""
    with suppress(IndexError):
        spare = _spare.pop()
        same = spare._start == start and {**os.environ, **_own(spare._environment)} == spare._environment
        if same and spare._environment["PLANCHECK_THREADS"] == str(threads) and spare._popen.poll() is None:
            return spare
        spare.close()
    return None


def spare(process: ReadingProcess) -> None:
    """Keep an idle process for the next batch; it ends with this program at the latest."""
    _spare.append(process)
    while len(_spare) > 1:
        _spare.pop(0).close()


def _own(environment: dict[str, str]) -> dict[str, str]:
    return {name: environment[name] for name in ("PYTHONPATH", "PLANCHECK_THREADS")}


@atexit.register
def _end_spare() -> None:
    while _spare:
        _spare.pop().close()
