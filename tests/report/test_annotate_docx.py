"""Comments in a copy of a Word file: at the right characters, and nothing else changed."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import ReadError, read
from ingest.document import BlockKind, Document, Span
from nlp.commitment import Commitments
from report.analysis import Analysis, analyse_document
from report.annotate import annotate
from report.comment import comments
from rules.finding import Evidence, Finding, Severity
from tests.report.docx_comments import ReadComment, W, part, read_comments, visible_hash
from tests.report.word_files import paragraph, plain, run, table, text_box, write_word

AS_OF = date(2026, 1, 15)
TITLE = "澄湾市绿色转型实施方案"


def finding(span: Span, message: str = "写法不妥。") -> Finding:
    """A finding at these characters, of a rule that exists."""
    return Finding("ST12", Severity.WARNING, message, span, None, (), "请改正。")


def span_of(document: Document, words: str, nth: int = 0) -> Span:
    """Where the words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = document.raw.index(words, start + 1)
    return Span(start, start + len(words))


def annotated(path: Path, *spans: Span | str) -> tuple[Document, bytes, list[ReadComment]]:
    """The copy with a comment at each span, and the comments as read back."""
    document = read(path)
    found = [
        finding(span_of(document, one) if isinstance(one, str) else one, f"第{n}条") for n, one in enumerate(spans)
    ]
    content = annotate(path, Analysis(document, Commitments(), tuple(found)), AS_OF)
    assert visible_hash(content) == visible_hash(path.read_bytes())
    told = read_comments(content)
    assert len(told) == len(found)
    assert all(one.ends == ["RangeStart", "RangeEnd", "Reference"] for one in told.values())
    docx.Document(io.BytesIO(content))
    named = {one.lines[0].split("】")[1]: one for one in told.values()}
    return document, content, [named[f"第{n}条"] for n in range(len(found))]


def test_words_cut_over_runs_keep_their_format(tmp_path: Path) -> None:
    cut = [
        run("到2", "<w:b/>"),
        run("025年，全"),
        run("市能耗下", '<w:color w:val="FF0000"/>'),
        run("降1"),
        run("4%。"),
    ]
    path = write_word(tmp_path / "a.docx", plain(TITLE) + paragraph(*cut))
    _, content, told = annotated(path, "025年，全市能耗", "2025年", "下降14%", "降1", "。")
    assert [one.held for one in told] == ["025年，全市能耗", "2025年", "下降14%", "降1", "。"]
    looks = {
        sign: "".join(node.tag.removeprefix(W) for node in text.getparent().findall(f"{W}rPr/*"))
        for text in part(content, "word/document.xml").iter(W + "t")
        for sign in text.text
    }
    assert (looks["到"], looks["年"], looks["耗"], looks["1"]) == ("b", "", "color", "")
    assert {node.get(W + "rsidR") for node in part(content, "word/document.xml").iter(W + "r") if len(node) > 1} == {
        "00A1"
    }


def test_the_comment_says_what_is_wrong_and_why(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", plain(TITLE, "到2025年，能耗下降14%。", "到2025年，能耗下降13%。"))
    document = read(path)
    here, there = span_of(document, "下降14%"), span_of(document, "下降13%")
    shown = (Evidence(None, "下降14%", here), Evidence(None, "下降13%", there), Evidence(None, "能耗", here, "other"))
    one = Finding("ST12", Severity.ERROR, "前后\n不一。", here, None, shown, "请核对。")
    content = annotate(path, Analysis(document, Commitments(), (one,)), AS_OF)
    (told,) = read_comments(content).values()
    assert told.author == "PlanCheck" and told.held == "下降14%"
    assert told.lines[0] == "【错误】前后 不一。"
    assert told.lines[1] == "另见：“下降13%”；“能耗”（other）"
    assert told.lines[2].startswith("依据：") and told.lines[3] == "建议：请核对。"
    assert told.lines[4].startswith("规则：ST12 ")
    assert part(content, "word/comments.xml")[0].get(W + "date") == "2026-01-15T00:00:00Z"


def test_the_whole_plan_is_spoken_of_at_its_title(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", plain("澄政发〔2026〕1号", TITLE, "一、目标", "到2025年，能耗下降14%。"))
    _, _, told = annotated(path, Span(0, 0), "一、")
    assert [one.held for one in told] == [TITLE, "一、"]


def test_a_title_over_two_lines_is_held_whole(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", plain("澄湾市绿色转型", "实施方案", "一、目标", "到2025年，能耗下降14%。"))
    document, _, told = annotated(path, Span(0, 0))
    assert document.title == TITLE and told[0].held == TITLE


def test_cells_nested_tables_and_merged_cells(tmp_path: Path) -> None:
    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + plain("能源")
    below = "<w:tcPr><w:vMerge/></w:tcPr>" + plain("看不见的字")
    inner = table([plain("里左"), plain("里右")]) + plain("")
    rows = ([plain("类别"), plain("内容"), plain("单位")], [merged, plain("甲") + plain("乙"), plain("市财政局")],
            [below, inner, paragraph(run("市发展"), run("改革委"))])  # fmt: skip
    path = write_word(tmp_path / "a.docx", plain(TITLE) + table(*rows) + plain("到2025年完成。"))
    _, _, told = annotated(path, "乙", "里左 里右", "展改革", "2025年", "甲\n乙 | 市财政")
    assert [one.held for one in told] == ["乙", "里左里右", "展改革", "2025年", "甲乙市财政"]


def test_a_repeated_merged_cell_is_spoken_of_in_its_row(tmp_path: Path) -> None:
    merged = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + plain("能源")
    below = "<w:tcPr><w:vMerge/></w:tcPr>" + plain("")
    path = write_word(
        tmp_path / "a.docx",
        plain(TITLE) + table([plain("类别"), plain("内容")], [merged, plain("甲")], [below, plain("乙")]),
    )
    document = read(path)
    _, _, told = annotated(path, span_of(document, "能源", 0), span_of(document, "能源", 1))
    assert [one.held for one in told] == ["能源", "乙"]


def test_a_footnote_is_pinned_to_its_mark(tmp_path: Path) -> None:
    notes = '<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">' + plain("指不含外来电。") + "</w:footnote>"
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    path = write_word(
        tmp_path / "a.docx", plain(TITLE) + paragraph(run("能耗下降"), mark, run("，煤耗下降。")), {"footnotes": notes}
    )
    _, content, told = annotated(path, "不含外来电", "煤耗")
    assert [one.held for one in told] == ["", "煤耗"]
    start = next(part(content, "word/document.xml").iter(W + "commentRangeStart"))
    assert start.getnext().find(W + "footnoteReference") is not None
    assert start.getnext().getnext().tag == W + "commentRangeEnd"


def test_a_text_box_is_pinned_to_the_run_that_holds_it(tmp_path: Path) -> None:
    body = plain(TITLE) + paragraph(run("如下框："), text_box(plain("加快淘汰旧车。")), run("此外无他。"))
    _, content, _ = annotated(write_word(tmp_path / "a.docx", body), "淘汰旧车", "此外")
    root = part(content, "word/document.xml")
    assert not [node for box in root.iter(W + "txbxContent") for node in box.iter(W + "commentRangeStart")]
    first = next(root.iter(W + "commentRangeStart"))
    assert len(list(first.getnext().iter(W + "txbxContent"))) == 2


def test_automatic_numbers_revisions_and_links(tmp_path: Path) -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    removed = '<w:del w:id="5" w:author="x"><w:r><w:delText>三年</w:delText></w:r></w:del>'
    added = f'<w:ins w:id="6" w:author="x">{run("五年内")}</w:ins>'
    link = f'<w:hyperlink r:id="rId9">{run("建成电站")}</w:hyperlink>'
    hidden = run("此处隐藏", "<w:vanish/>")
    body = paragraph(run("主要任务"), look=listed) + paragraph(run("在"), removed, added, hidden, link, run("若干。"))
    path = write_word(tmp_path / "a.docx", plain(TITLE) + body, {"numbering": numbering})
    document, _, told = annotated(path, "一、主要", "一、", "年内建成", "站若干", "五")
    assert "一、主要任务" in document.raw
    assert [one.held for one in told[:2]] == ["主要", "主要任务"]
    assert told[2].held == "年内此处隐藏建成" and told[3].held == "站若干" and told[4].held == "五"


def test_words_of_a_field_are_held_with_the_whole_field(tmp_path: Path) -> None:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = (sign("begin"), "<w:r><w:instrText>PAGEREF x</w:instrText></w:r>", sign("separate"), run("3"), sign("end"))
    body = paragraph(run("见"), sign("begin"), "<w:r><w:instrText>REF a</w:instrText></w:r>", sign("separate"),
                     run("建设电站"), *inner, run("等任务"), sign("end"), run("。此外无他。"))  # fmt: skip
    path = write_word(tmp_path / "a.docx", plain(TITLE) + body)
    _, content, told = annotated(path, "设电", "务。此外", "无他")
    assert [one.held for one in told] == ["建设电站3等任务", "建设电站3等任务。此外", "无他"]
    start = next(part(content, "word/document.xml").iter(W + "commentRangeStart"))
    assert start.getparent().index(start) == 1


def test_comments_that_are_there_stay(tmp_path: Path) -> None:
    old = f'<w:comment w:id="3" w:author="张三">{plain("请核")}</w:comment>'
    body = paragraph('<w:commentRangeStart w:id="3"/>', run("到2025年完成"), '<w:commentRangeEnd w:id="3"/>',
                     '<w:r><w:commentReference w:id="3"/></w:r>')  # fmt: skip
    path = write_word(tmp_path / "a.docx", plain(TITLE) + body, {"comments": old})
    document = read(path)
    content = annotate(path, Analysis(document, Commitments(), (finding(span_of(document, "5年完")),)), AS_OF)
    told = read_comments(content)
    assert {key: (one.author, one.held) for key, one in told.items()} == {
        "3": ("张三", "到2025年完成"), "4": ("PlanCheck", "5年完"),
    }  # fmt: skip
    docx.Document(io.BytesIO(content))


def test_other_parts_are_copied_as_they_are(tmp_path: Path, root: Path) -> None:
    path = next((root / "corpus").glob("04-*.docx"))
    content = annotate(path, analyse_document(read(path), as_of=AS_OF), AS_OF)
    assert content == annotate(path, analyse_document(read(path), as_of=AS_OF), AS_OF)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(content)) as after:
        changed = {name for name in after.namelist() if name not in before.namelist()}
        changed |= {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {
        "[Content_Types].xml", "word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels",
    }  # fmt: skip


def test_nothing_wrong_is_a_copy_with_no_comment(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", plain(TITLE, "到2025年完成。"))
    content = annotate(path, Analysis(read(path), Commitments(), ()), AS_OF)
    assert read_comments(content) == {} and visible_hash(content) == visible_hash(path.read_bytes())


def test_odd_characters_cannot_break_the_file(tmp_path: Path) -> None:
    path = write_word(tmp_path / "a.docx", plain(TITLE, "<script>&amp;“=1+1”𠀀字。"))
    document = read(path)
    one = finding(span_of(document, "𠀀"), "\x00\x0b\ud800<b>&</b>]]>\ufffe")
    told = read_comments(annotate(path, Analysis(document, Commitments(), (one,)), AS_OF))
    assert [(one.held, one.lines[0]) for one in told.values()] == [("𠀀", "【警告】<b>&</b>]]>")]


def test_another_file_than_the_one_examined_is_refused(tmp_path: Path) -> None:
    first = write_word(tmp_path / "a.docx", plain(TITLE, "到2025年完成。"))
    other = write_word(tmp_path / "b.docx", plain("完全不同的另一份文字", "没有一处相同"))
    with pytest.raises(ReadError, match=r"b\.docx：.*重新检查"):
        annotate(other, Analysis(read(first), Commitments(), ()), AS_OF)
    with pytest.raises(ReadError, match="docx"):
        annotate(tmp_path / "a.html", Analysis(read(first), Commitments(), ()), AS_OF)


@given(st.data())
def test_any_words_in_any_runs_are_held_exactly(tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject) -> None:
    words = st.text(st.sampled_from("甲乙丙丁（）。，％ 12\u3000"), min_size=1, max_size=8)
    lines = draw.draw(st.lists(st.lists(words, min_size=1, max_size=5), min_size=1, max_size=4))
    body = "".join(paragraph(*(run(piece) for piece in pieces)) for pieces in lines)
    path = write_word(tmp_path_factory.getbasetemp() / "any.docx", plain(TITLE) + body)
    size = len(read(path).raw)
    ends = st.tuples(st.integers(0, size), st.integers(0, size)).map(sorted)
    spans = [Span(*one) for one in draw.draw(st.lists(ends, max_size=6))]
    document, _, told = annotated(path, *spans)
    for span, one in zip(spans, told, strict=True):
        if document.quote(span).strip():
            assert "".join(one.held.split()) == "".join(document.quote(span).split())
        else:
            assert one.held == TITLE


def check_every_comment(path: Path) -> None:
    """Every finding of the file has its comment, at the words that it speaks of."""
    document = read(path)
    analysis = analyse_document(document, as_of=AS_OF)
    content = annotate(path, analysis, AS_OF)
    assert visible_hash(content) == visible_hash(path.read_bytes())
    told = list(read_comments(content).values())
    assert len(told) == len(analysis.findings) > 0
    for one, comment in zip(told, comments(analysis), strict=True):
        assert one.ends == ["RangeStart", "RangeEnd", "Reference"] and one.lines == comment.lines
        held = "".join(one.held.split())
        if comment.span is None:
            assert held and held in "".join(document.title.split())
        else:
            quote = "".join(document.quote(comment.span).replace(" | ", "").split())
            in_field = any(block.kind is BlockKind.FURNITURE and block.span.covers(comment.span)
                           for block in document.blocks)  # fmt: skip
            assert held and (held in quote or (in_field and quote in held))
            in_table = any(table.span.covers(comment.span) for table in document.tables)
            assert in_table or len(held) >= len(quote) - 8  # an automatic number stands in no run
    docx.Document(io.BytesIO(content))


@pytest.mark.parametrize("number", ["01", "03", "04", "07"])
def test_samples(root: Path, number: str) -> None:
    check_every_comment(next((root / "corpus").glob(f"{number}-*.docx")))


@pytest.mark.parametrize("name", ["anning", "anning-draft", "shihezi"])
def test_real_plans(shared: Path, name: str) -> None:
    check_every_comment(shared / "plans" / f"{name}.docx")
