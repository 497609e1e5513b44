"""The HTML of the pages, and the tables to take away."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st

from ingest.document import Span
from report.spreadsheet import Sheet
from views.downloads import csv_bytes
from views.markup import escape, marked, merged, table

TEXTS = st.text("<>&;\"'/ab#甲", max_size=40) | st.text(max_size=40)


class Reader(HTMLParser):
    """What a browser would show, and the tags that it would meet."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", set[str]()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@example("<img src=x>&lt;充电", [[9, 14]])
@given(TEXTS, st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=2), max_size=6))
def test_marking_changes_no_character_and_lets_no_tag_through(text: str, places: list[list[int]]) -> None:
    spans = [Span(min(start, len(text)), min(stop, len(text))) for start, stop in map(sorted, places)]
    reader = read(marked(text, spans))
    assert reader.text == text
    assert reader.tags <= {"mark"}


def test_places_that_overlap_become_one_mark() -> None:
    assert merged([Span(3, 5), Span(0, 2), Span(1, 3), Span(7, 7)]) == (Span(0, 5),)
    assert marked("充电设施建设", [Span(0, 2), Span(0, 4)]) == "<mark>充电设施</mark>建设"


def test_a_lone_surrogate_does_not_stop_a_page() -> None:
    escape("a\ud800b").encode("utf-8")


def test_a_table_leaves_out_columns_with_nothing_in_them_and_folds_long_text() -> None:
    columns = (("名", 5), ("空", 5), ("数", 5), ("原文", 9))
    sheet = Sheet("表", columns, (("甲<b>", "", 3, "全<i>文"), ("乙", None, None, "")))
    html = table(sheet, ["名", "空", "数"], ["report?plan=1", ""], folded="原文")
    assert re.findall(r">([^<]+)</th>", html) == ["名", "数"]
    assert "<summary>原文</summary>全&lt;i&gt;文</details>" in html
    assert html.count("<a ") == 1 and "甲&lt;b&gt;" in html


def test_a_csv_file_holds_text_only() -> None:
    sheet = Sheet("表", (("一", 5), ("二", 5)), (("=1+1", 2), ("@SUM(A1)", None), ("正文，有逗号", 0.5)))
    content = csv_bytes(sheet)
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [["一", "二"], ["'=1+1", "2"], ["'@SUM(A1)", ""], ["正文，有逗号", "0.5"]]
