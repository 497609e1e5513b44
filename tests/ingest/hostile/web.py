"""Hostile web pages."""

from __future__ import annotations

from tests.ingest.hostile.register import EITHER, LAUGHS, OUTSIDE, READ, SENTENCE, content

LEAPS = '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><base href="http://127.0.0.1:9/">'
FRAMES = '<iframe src="file:///etc/passwd"></iframe><img src="http://127.0.0.1:9/x"><link rel=stylesheet href="//x.y">'


def page(body: str, head: str = "") -> str:
    return f"{head}<html><body><h1>澄湾市方案</h1><p>{SENTENCE * 4}</p>{body}</body></html>"


def cell(columns: int, rows: int) -> str:
    return f'<tr><td colspan="{columns}" rowspan="{rows}">甲</td></tr>'


content("极深.html", READ, lambda: page("<div>" * 100_000 + SENTENCE))
content("极深表格.html", READ, lambda: page("<table><tr><td>" * 150 + SENTENCE))
content("极宽单元格.html", READ, lambda: page(f"<table>{cell(900_000_000, 900_000_000)}</table>"))
content("宽格多行.html", READ, lambda: page(f"<table>{cell(1000, 60_000) * 2000}</table>"))
content("实体膨胀.html", READ, lambda: page("&a9;", LAUGHS))
content("外部实体.html", READ, lambda: page("&a9;", OUTSIDE))
content("注释不完.html", READ, lambda: page("<!--" * 100_000))
content("属性海.html", "庞大", lambda: page("<p " + " ".join(f'a{i}="x"' for i in range(200_000)) + ">甲</p>"))
content("类名海.html", READ, lambda: page(f'<div class="{"a-" * 300_000}">{SENTENCE}</div>'))
content("跳转.html", READ, lambda: page(FRAMES, LEAPS))
content("空字节.html", EITHER, lambda: page("\0" * 1000 + SENTENCE))
content("只有脚本.html", "没有找到正文", lambda: "<html><script>while(1);</script></html>")
content("坏字节.html", "文字编码", lambda: page(SENTENCE).encode() + b"\xff\xfe\x80" * 50)
content("坏字符引用.html", READ, lambda: page("&#xD800;&#1114112;&#0;&#99999999999;"))
