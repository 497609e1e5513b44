"""Hostile files of the formats that LibreOffice converts; the slow ones it sees."""

from __future__ import annotations

from tests.ingest.hostile.register import EITHER, LAUGHS, SENTENCE, content, zipped

KIND = "application/vnd.oasis.opendocument.text"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{SPACE}manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/></manifest:manifest>'
)


def odt(body: str, head: str = "") -> bytes:
    content = (
        f'{head}<office:document-content xmlns:office="{SPACE}office:1.0" xmlns:text="{SPACE}text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": KIND, "META-INF/manifest.xml": MANIFEST, "content.xml": content})


content("炸弹.odt", "炸弹", lambda: zipped({"content.xml": b" " * 30_000_000}))
content("别的压缩包.odt", "内容不是", lambda: zipped({"a.xml": "<a/>"}))
content("实体膨胀.odt", EITHER, lambda: odt("<text:p>&a9;</text:p>", LAUGHS), slow=True)
content("空格极多.odt", EITHER, lambda: odt('<text:p>甲<text:s text:c="2000000000"/></text:p>'), slow=True)
content("极深.odt", EITHER, lambda: odt("<text:section>" * 20_000 + SENTENCE + "</text:section>" * 20_000), slow=True)
content("空壳.doc", EITHER, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, slow=True)
content("空壳.wps", EITHER, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 6000, slow=True)
content("断.rtf", EITHER, lambda: rb"{\rtf1\ansi {\b abc", slow=True)
content("深括号.rtf", EITHER, lambda: rb"{\rtf1 " + b"{" * 100_000 + b"abc" + b"}" * 100_001, slow=True)
content("二进制.rtf", EITHER, lambda: rb"{\rtf1 abc{\*\bin2000000000 xyz}}", slow=True)
