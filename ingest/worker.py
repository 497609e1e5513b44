"""The process that reads files for `ingest.batch`: paths come in, what is read of them goes out, one after the other.

Standard input and output carry pickles between this process and the one that started it, and nothing else.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ingest.source import page_progress, reason


def serve() -> None:
    """Answer until the other side goes away."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # what a library prints is no answer
    function, memory = pickle.load(source)

    def answer(*message: Any) -> None:
        pickle.dump(message, target, pickle.HIGHEST_PROTOCOL)
        target.flush()

    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started here is ended on the way out
    answer("ready")
    os.dup2(nothing, 2)
    _bound_memory(memory)
    page_progress.set(lambda done, total: answer("page", done, total))
    while True:
        try:
            path = pickle.load(source)
        except EOFError:
            return
        answer(*_attempt(function, path))


def _attempt(function: Callable[[Path], Any], path: Path) -> tuple[str, Any]:
    try:
        return "value", function(path)
    except Exception as error:  # whatever a reader trips over
        return "failure", reason(error)


def _bound_memory(limit: int) -> None:
    """Refuse this process what it asks for beyond `limit` bytes: the reading of the file ends, or the process does."""
    if sys.platform == "win32":
        _bound_job(limit)
        return
    import resource

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    with suppress(ValueError, OSError):  # a lower bound is in force
        resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))


def _bound_job(limit: int) -> None:
    """On Windows a job object bounds a process. Without it the file is read all the same."""
    import ctypes

    class Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; what is not named here stays zero."""

        _fields_ = (
            ("times", ctypes.c_int64 * 2), ("flags", ctypes.c_uint32), ("sizes", ctypes.c_size_t * 2),
            ("active", ctypes.c_uint32), ("affinity", ctypes.c_size_t), ("classes", ctypes.c_uint32 * 2),
            ("counters", ctypes.c_uint64 * 6), ("process_memory", ctypes.c_size_t), ("rest", ctypes.c_size_t * 3),
        )  # fmt: skip

    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    limits = Limits(flags=0x100, process_memory=limit)  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    if kernel.SetInformationJobObject(job, 9, ctypes.byref(limits), ctypes.sizeof(limits)):
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        serve()
