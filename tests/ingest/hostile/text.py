"""Hostile plain text, most of it such as makes careless patterns run for hours."""

from __future__ import annotations

from tests.ingest.hostile.register import EITHER, READ, SENTENCE, content

content("断.txt", "文字编码", lambda: SENTENCE.encode("utf-16")[:-1])
content("半个代理.txt", "文字编码", lambda: b"\xff\xfe" + b"\x00\xd8" * 20)
content("坏字节.txt", "文字编码", lambda: SENTENCE.encode() + b"\xff\xff\x80")
content("空字节.txt", EITHER, lambda: "\0" * 5_000 + SENTENCE)
content("只有标记.txt", "没有文字", lambda: b"\xef\xbb\xbf")
content("只有空白.txt", "没有文字", lambda: " \n　\n" * 100)
content("方向符.txt", READ, lambda: "\u202e\u2066" * 1000 + SENTENCE + "\u0300" * 1000)
content("编号链.txt", READ, lambda: "1." * 50_000 + "\n" + "一" * 50_000 + "、\n" + "（" * 50_000)
content("空格海.txt", READ, lambda: "第" + " " * 50_000 + "页\n" + "—" * 50_000 + "\n" + "…" * 50_000)
content("年份海.txt", READ, lambda: "2025年" * 10_000 + "\n" + "市发展改革委、" * 10_000)
content("竖线海.md", READ, lambda: "|" * 50_000 + "\n" + "#" * 50_000 + "\n" + "*" * 50_000)
content("一行.txt", READ, lambda: SENTENCE * 100_000, slow=True)
content("编号海.txt", READ, lambda: "一、\n" * 100_000, slow=True)
