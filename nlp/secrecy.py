"""Whether a paper says of itself that it is secret (密级): asked before it is copied anywhere."""

from __future__ import annotations

import re
from functools import cache

from ingest.document import Document, Span
from nlp.lexicon import DATA, StrictModel, load_yaml

_FIRST_BLOCKS = 20  # the mark stands at the head of the first page
_TERM = r"(?:[★☆*※](?:长期|启用前|解密前|\d{1,2}(?:年|个月|月)?|[一二三四五六七八九十]{1,3}(?:年|个月))?)"  # ★1年
_PIECE = re.compile(r"[^\s|](?:[^\n|]*[^\s|])?")  # a line, or a cell of a table's row
_PLACES = re.compile(r"\s+")


class _Secrecy(StrictModel):
    grades: tuple[str, ...]
    restricted: tuple[str, ...]
    heads: tuple[str, ...]
    urgency: tuple[str, ...]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A mark alone on its line (密级：机密★1年　特急), and a mark with its star anywhere (秘密★三年)."""
    words = load_yaml(DATA / "secrecy.yaml", _Secrecy)
    grades, restricted, heads, urgency = ("|".join(one) for one in (
        words.grades, words.restricted, words.heads, words.urgency
    ))  # fmt: skip
    mark = rf"(?:(?:{grades}){_TERM}?|{restricted})"
    number = r"(?:№|No\.?)?\d{0,7}"  # the number of the copy
    alone = rf"[（(【\[]?{number}(?:{urgency})?(?:(?:{heads})[:：]?)?{mark}(?:{urgency})?{number}[）)】\]]?"
    return re.compile(alone), re.compile(rf"(?:{grades})[★☆※]")


def secrecy_mark(document: Document) -> Span | None:
    """The mark of secrecy that the paper bears: at its head on a line of its own, or with its star anywhere.

    Talk of secrets (保守国家秘密, 商业秘密) is no mark.
    """
    alone, starred = _patterns()
    for number, block in enumerate(document.blocks):
        for piece in _PIECE.finditer(document.text, block.span.start, block.span.stop):
            text = _PLACES.sub("", piece.group())
            if (number < _FIRST_BLOCKS and alone.fullmatch(text)) or starred.search(text):
                return Span(*piece.span())
    return None


def marked_name(name: str) -> bool:
    """True when the file's own name bears the mark: 机密★方案.docx, （秘密）方案.docx, 方案[机密].pdf."""
    words = load_yaml(DATA / "secrecy.yaml", _Secrecy)
    grades = "|".join(words.grades)
    return bool(re.search(rf"(?:{grades})[★☆※]|[（(【\[〔](?:{grades})[）)】\]〕]", name))
