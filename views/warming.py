"""What takes long is begun before anybody asks for it: the plans are checked while the first page is being read."""

from __future__ import annotations

import logging
import threading
from datetime import date
from pathlib import Path

import streamlit as st

from index.snapshot import current_snapshot
from views.opened import try_workspace

_NAME = "warming"
# Streamlit says of every call from outside a page that nobody looks at it, which here nobody does
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(
    lambda record: record.threadName != _NAME
)


def warm(folder: Path, as_of: date) -> None:
    """Have the workspace as it stands now checked as of that day, once, beside whatever the pages do."""
    if snapshot := current_snapshot(folder):
        _started(folder, str(snapshot), as_of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _started(folder: Path, snapshot: str, as_of: date) -> threading.Thread:
    thread = threading.Thread(target=_check, args=(folder, as_of), name=_NAME, daemon=True)
    thread.start()
    return thread


def _check(folder: Path, as_of: date) -> None:
    if opened := try_workspace(folder):
        opened.checked(as_of)
