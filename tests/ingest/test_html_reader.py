"""Pages as sites serve them: the article stays, the rest goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import Document, ReadError, read

PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>澄湾市政府网</title>
<meta name="ArticleTitle" content="澄湾市数字政府建设行动计划"></head><body>
<div class="top-nav"><a href="/">首页</a><a href="/zw">政务公开</a></div>
<div class="{container}"><p style="text-align:center"><b>澄湾市数字政府建设行动计划</b></p>
<p>一、总体要求</p><p>到2027年，政务服务事项全程网办率达到95%以上。<br>坚持统筹规划。</p>
<table><tr><th>指标</th><th>目标值</th></tr>
<tr><td rowspan="2">网办率</td><td>95%</td></tr><tr><td>98%</td></tr></table>
<p>二、保障措施</p><p>加强组织领导，压实各方责任。</p></div>
<div id="share">分享到微信</div><footer>版权所有</footer><script>alert(1)</script></body></html>"""


def page(folder: Path, container: str, encoding: str = "utf-8") -> Document:
    path = folder / "页面.html"
    path.write_bytes(PAGE.format(charset=encoding, container=container).encode(encoding))
    return read(path)


@pytest.mark.parametrize("container", ["TRS_Editor", "nobody-knows-this-one"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_article_is_found(tmp_path: Path, container: str, encoding: str) -> None:
    document = page(tmp_path, container, encoding)
    assert [s.title for s in document.sections] == ["总体要求", "保障措施"]
    for word in ("首页", "分享", "版权", "alert"):
        assert word not in document.raw
    assert document.title == "澄湾市数字政府建设行动计划"


def test_what_a_page_does_not_show_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "页面.html"
    shown = "".join(f"<p>&nbsp;&nbsp;<span>第{n}条，</span><span>加强组织领导。</span></p>" for n in range(9))
    hidden = '<div style="display: none">打印本页内容</div><p hidden>无障碍阅读说明</p>'
    path.write_text(f"<html><body><div>{hidden}{shown}</div></body></html>", encoding="utf-8")
    document = read(path)
    assert "打印" not in document.raw and "无障碍" not in document.raw
    assert document.text.count("加强组织领导") == 9
    path.write_text(f'<html><body><div style="display:none">{shown}</div></body></html>', encoding="utf-8")
    assert read(path).text.count("加强组织领导") == 9


def test_rows_of_a_table_are_clauses(tmp_path: Path) -> None:
    document = page(tmp_path, "TRS_Editor")
    assert [document.quote(c.span) for c in document.clauses if c.table is not None] == ["网办率 | 95%", "网办率 | 98%"]


def test_a_page_without_article_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空页.html"
    path.write_text("<html><body><a href='/'>首页</a></body></html>", encoding="utf-8")
    with pytest.raises(ReadError, match="没有找到正文"):
        read(path)


def test_hostile_nesting_is_survived(tmp_path: Path) -> None:
    path = tmp_path / "深.html"
    path.write_text("<div>" * 5000 + "一、任务，内容充实，足够长。" * 10 + "</div>" * 5000, encoding="utf-8")
    try:
        assert "任务" in read(path).raw
    except ReadError as error:
        assert str(error).startswith("深.html：")
