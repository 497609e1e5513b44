"""Hostile and broken PDF files."""

from __future__ import annotations

from pathlib import Path

from tests.ingest.hostile.raw_pdf import pdf, pdf_page, stream
from tests.ingest.hostile.register import EITHER, READ, content

FILES = Path(__file__).parent.parent / "files"
TEXT = "BT /F1 12 Tf 72 720 Td (Plan 2025) Tj ET"
SHOWN = f"({'A' * 2000}) Tj "
CATALOG = "<</Type/Catalog/Pages 2 0 R>>"


def cut(share: float) -> bytes:
    whole = (FILES / "plan.pdf").read_bytes()
    return whole[: int(len(whole) * share)]


def tree(pages: str, page: str = "<</Type/Page/Parent 2 0 R>>") -> bytes:
    return pdf({1: CATALOG, 2: f"<</Type/Pages{pages}>>", 3: page})


def lines(count: int, drawing: str) -> str:
    return "\n".join(drawing.format(x=i % 500, y=i % 700, z=i % 500 + 9) for i in range(count))


def nested(depth: int) -> bytes:
    return pdf({1: f"<</Type/Catalog/Pages 2 0 R/A {'<</A ' * depth}1{'>>' * depth}>>", 2: "<</Type/Pages/Count 0>>"})


SCRIPT = (
    "/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>/AA<</WC<</S/Launch/F(cmd.exe)>>>>"
    "/AcroForm<</XFA(x)>>/Names<</EmbeddedFiles<</Names[(../../x.exe)<</F(../../x.exe)>>]>>>>"
)

content("截断一点.pdf", "不是完整的", lambda: cut(0.02))
content("截断一半.pdf", EITHER, lambda: cut(0.5))
content("截断尾部.pdf", EITHER, lambda: cut(0.97))
content("密码.pdf", "密码", lambda: (FILES / "locked.pdf").read_bytes())
content("无页.pdf", "不是完整的", lambda: tree("/Kids[]/Count 0"))
content("页树循环.pdf", "没有文字", lambda: tree("/Kids[2 0 R 2 0 R]/Count 9"))
content("谎报页数.pdf", "没有文字", lambda: tree("/Kids[3 0 R]/Count 2000000000"))
content("巨页.pdf", READ, lambda: pdf_page(TEXT, box="0 0 1e9 1e9"))
content("负页.pdf", EITHER, lambda: pdf_page(TEXT, box="100 100 -5 -5"))
content("零页.pdf", EITHER, lambda: pdf_page(TEXT, box="0 0 0 0"))
content("非数页.pdf", EITHER, lambda: pdf_page(TEXT, box="nan inf 1e400 -1e400"))
content("旋转乱写.pdf", READ, lambda: pdf_page(TEXT, rotate="37"))
content("巨字号.pdf", EITHER, lambda: pdf_page("BT /F1 1e9 Tf 72 720 Td (Plan) Tj ET"))
content("脚本.pdf", READ, lambda: pdf_page(TEXT, catalog=SCRIPT))
content("窄长图页.pdf", EITHER, lambda: pdf_page("2 0 0 14400 0 0 cm /I1 Do", image=(64, 64), box="0 0 2 14400"))
content("交叉引用循环.pdf", EITHER, lambda: pdf_page(TEXT).replace(b"/Root", b"/Prev 9/Root"))
content("深字典.pdf", EITHER, lambda: nested(100_000))
content("深括号.pdf", EITHER, lambda: pdf_page("[" * 300_000 + "]" * 300_000 + TEXT))
content("长线.pdf", READ, lambda: pdf_page(f"{TEXT} 0 0 m {lines(100_000, '{x} {y} l')} S"))
content("线海.pdf", READ, lambda: pdf_page(f"{TEXT} {lines(100_000, '{x} {y} m {z} {y} l S')}"))
content("万图.pdf", READ, lambda: pdf_page(TEXT + " q 9 0 0 9 0 0 cm /I1 Do Q" * 50_000, image=(2, 2)))
content("字海.pdf", READ, lambda: pdf_page("BT /F1 1 Tf 72 720 Td " + SHOWN * 500 + " ET"), slow=True)
content("同页万次.pdf", EITHER, lambda: pdf_page(TEXT, copies=20_000), slow=True)
content("多重压缩.pdf", EITHER, lambda: pdf_page(stream(b" " * 100_000_000, layers=3)), slow=True)
content("流炸弹.pdf", EITHER, lambda: pdf_page(stream(b"q Q " * 50_000_000)), slow=True)
content("窗体循环.pdf", EITHER, lambda: pdf_page(TEXT + " /X Do", form="/X Do /X Do"), slow=True)
content("窗体成倍.pdf", EITHER, lambda: pdf_page(TEXT + " /X0 Do", doubled=24), slow=True)
content("巨图.pdf", EITHER, lambda: pdf_page("600 0 0 800 0 0 cm /I1 Do", image=(60_000, 60_000)), slow=True)
content(
    "巨图巨页.pdf",
    EITHER,
    lambda: pdf_page("14400 0 0 14400 0 0 cm /I1 Do", image=(64, 64), box="0 0 14400 14400"),
    slow=True,
)
