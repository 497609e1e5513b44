"""One at a time: builds of the workspace, and whatever opens a pdf, since PDFium must not be entered twice at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_TURN = threading.RLock()


class BusyError(Exception):
    """Somebody else's turn took longer than one can wait. The message is a sentence for the reader."""


@contextmanager
def my_turn(patience: float = 600) -> Iterator[None]:
    """Wait for the others for so many seconds, then have the turn. Raises BusyError."""
    if not _TURN.acquire(timeout=patience):
        raise BusyError("别人的导入还没有完成，请稍后再试。")
    try:
        yield
    finally:
        _TURN.release()
