"""What may be wrong with a file of any format."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.hostile.register import EITHER, SENTENCE, content, hostile

for extension in ("docx", "pdf", "ofd", "doc", "wps", "rtf", "odt", "html", "md", "txt"):
    content(f"空.{extension}", "空的", lambda: b"")
for extension, words in {
    "docx": "不是有效的", "pdf": "不是完整的", "ofd": "损坏", "doc": "内容不是", "odt": "内容不是",
}.items():  # fmt: skip
    content(f"文本冒充.{extension}", words, lambda: SENTENCE)
for extension in ("docx", "pdf", "ofd", "doc", "rtf", "odt", "html", "txt"):
    content(f"随机.{extension}", EITHER, lambda: bytes(i * i * 7919 % 251 for i in range(40_000)))
content("电子公文.ceb", "读不了", lambda: b"Founder CEB")
content("版式.xps", "读不了", lambda: b"PK\x03\x04")
content("其实是pdf.docx", "内容却是", lambda: b"%PDF-1.7\n")


@hostile("巨大.txt", "太大")
def huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(3 << 30)  # takes no room on most disks
