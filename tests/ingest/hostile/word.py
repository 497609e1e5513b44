"""Hostile and broken Word files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from tests.ingest.hostile.register import EITHER, LAUGHS, OUTSIDE, READ, SENTENCE, content, zipped

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
ROW = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>'


def parts_of(whole: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        return {name: package.read(name) for name in package.namelist()}


def word(body: str = "", head: str = "", parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """A Word file of this body (XML), behind `head`, with these parts added or replaced."""
    import docx

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    text = f"<?xml version='1.0' encoding='UTF-8'?>{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    return zipped({**parts_of(buffer.getvalue()), BODY: text, **(parts or {})})


def p(text: str = SENTENCE, settings: str = "") -> str:
    return f"<w:p>{settings}<w:r><w:t>{text}</w:t></w:r></w:p>"


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A sound file but for one part."""
    parts = parts_of(word(p()))
    return zipped({**parts, name: change(bytes(parts[name]))})  # type: ignore[arg-type]


def numbered(level: str) -> bytes:
    numbering = (
        f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    settings = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return word(p(settings=settings) * 3, parts={"word/numbering.xml": numbering})


def styled_in_a_circle() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("AB", "BA")
    )
    body = p(settings='<w:pPr><w:pStyle w:val="A"/></w:pPr>')
    return word(body, parts={"word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>"})


def lying() -> bytes:
    """The directory says ten bytes, the entry unpacks to more."""
    whole = bytearray(zipped({BODY: b" " * 5_000_000}))
    place = whole.rindex(b"PK\x01\x02")
    whole[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(whole)


def locked() -> bytes:
    """Every entry says that it is encrypted."""
    whole = bytearray(word(p()))
    place = -1
    while (place := whole.find(b"PK\x01\x02", place + 1)) >= 0:
        whole[place + 8] |= 1
    return bytes(whole)


def linked_outside(relations: bytes) -> bytes:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
    link = b'<Relationship Id="rIdX" Type="%s" Target="http://127.0.0.1:9/s.xml" TargetMode="External"/>' % kind
    return relations.replace(b"</Relationships>", link + b"</Relationships>")


def crowded() -> bytes:
    return zipped({BODY: "<a/>", **{f"word/{number}": "" for number in range(25_000)}}, zipfile.ZIP_STORED)


OUT_OF_THE_WAY = {"../../越界.txt": "x", "/tmp/越界.txt": "x", "C:\\越界.txt": "x", "word/../../越界.txt": "x"}

content("截断.docx", "不是有效的", lambda: word(p())[:3000])
content("尾部损坏.docx", EITHER, lambda: word(p())[:-30] + b"\0" * 30)
content("表格改名.docx", "没有 Word 正文", lambda: zipped({"xl/workbook.xml": "<a/>"}))
content("加密.docx", "加密", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
content("压缩加密.docx", "密码", locked)
content("炸弹.docx", "炸弹", lambda: word(parts={BODY: b" " * 30_000_000}))
content("炸弹总量.docx", "炸弹", lambda: word(p(), parts={"word/media/a.bin": b"\0" * 450_000_000}), slow=True)
content("条目过多.docx", "炸弹", crowded, slow=True)
content("谎报大小.docx", EITHER, lying)
content("实体膨胀.docx", "损坏", lambda: word(p("&a9;"), LAUGHS))
content("外部实体.docx", EITHER, lambda: word(p(SENTENCE + "&a9;"), OUTSIDE))
content("类型表实体.docx", EITHER, lambda: word(p(), parts={"[Content_Types].xml": LAUGHS + "<Types>&a9;</Types>"}))
content("外部模板.docx", READ, lambda: changed(RELATIONS, linked_outside))
content("越界路径.docx", READ, lambda: word(p(), parts=OUT_OF_THE_WAY))
content("坏字节.docx", "损坏", lambda: changed(BODY, lambda text: text.replace(b"30", b"\xff\xfe")))
content("无关系表.docx", EITHER, lambda: changed("_rels/.rels", lambda _: b"<x/>"))
content("关系缺件.docx", EITHER, lambda: changed(RELATIONS, lambda text: text.replace(b'Target="', b'Target="no/')))
content("没有段落.docx", "没有文字", word)
content("极深.docx", "损坏", lambda: word("<w:p>" * 100_000 + "</w:p>" * 100_000))
content("嵌套表格.docx", EITHER, lambda: word("<w:tbl><w:tr><w:tc>" * 60 + p() + "</w:tc></w:tr></w:tbl>" * 60))
content("极宽单元格.docx", READ, lambda: word(f"<w:tbl>{ROW.format(900_000_000)}</w:tbl>" + p()))
content("宽格多行.docx", READ, lambda: word(f"<w:tbl>{ROW.format(900) * 3000}</w:tbl>" + p()))
content("样式循环.docx", READ, styled_in_a_circle)
content("编号极大.docx", READ, lambda: numbered(
    f'<w:lvl w:ilvl="0"><w:start w:val="{"9" * 20}"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1."/></w:lvl>'
))  # fmt: skip
content("编号乱写.docx", READ, lambda: numbered(
    '<w:lvl w:ilvl="77"><w:start w:val="x"/><w:numFmt w:val="?"/><w:lvlText w:val="%9%0%"/></w:lvl>'
))  # fmt: skip
content("括号.docx", "炸弹", lambda: word(p("（" * 300_000) + p("“" * 300_000) + p("、" * 300_000)))
content("长段.docx", READ, lambda: word(p(SENTENCE * 40_000)), slow=True)
content("万段.docx", READ, lambda: word(p("（一）" + SENTENCE) * 20_000), slow=True)
