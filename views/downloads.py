"""Files to take away. Text of a plan never becomes a formula in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import streamlit as st

from report.spreadsheet import Sheet, Value, looks_like_formula, write_workbook
from report.wording import decimal_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV, PDF = "text/csv", "application/pdf"
_CREATED = datetime(2000, 1, 1)  # a fixed day: the same table gives the same bytes


def offer(name: str, sheet: Sheet, word: Callable[[], bytes] | None = None) -> None:
    """Buttons that hand out the table as a workbook and as text, made when asked for. word: the same as a Word file."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        if word:
            button("下载 Word", word, f"{name}.docx", DOCX)
        button("下载 Excel", lambda: write_workbook([sheet], _CREATED), f"{name}.xlsx", XLSX)
        button("下载 CSV", lambda: csv_bytes(sheet), f"{name}.csv", CSV)


def offer_beside(summary: str, name: str, sheet: Sheet) -> None:
    """One line that sums a table up, as HTML, with the buttons that hand it out at its right."""
    left, right = st.columns([3, 2], vertical_alignment="center")
    left.html(f'<p class="pc-summary">{summary}</p>')
    with right:
        offer(name, sheet)


def button(label: str, make: Callable[[], bytes], file_name: str, kind: str) -> None:
    """One button whose file is made when it is clicked."""
    st.download_button(label, make, file_name, kind, on_click="ignore", icon=":material/download:")


def csv_bytes(sheet: Sheet) -> bytes:
    """The table as text that spreadsheets open with the right characters and as text only."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([name for name, _ in sheet.columns])
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if looks_like_formula(value) else value
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
