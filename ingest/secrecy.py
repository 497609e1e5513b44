"""Whether a paper says of itself that it is secret (密级): asked before it is copied, and kept out of its title."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from ingest.document import Document, Span

_DATA = Path(__file__).resolve().parent / "data" / "secrecy.yaml"
_LONGEST_MARK = 60  # characters, blanks included
_FIRST_BLOCKS = 20  # the mark stands at the head of the first page
_TERM = r"(?:[★☆*※](?:长期|启用前|解密前|\d{1,2}(?:年|个月|月)?|[一二三四五六七八九十]{1,3}(?:年|个月))?)"  # ★1年
_PIECE = re.compile(r"[^\s|](?:[^\n|]*[^\s|])?")  # a line, or a cell of a table's row
_PLACES = re.compile(r"\s+")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    grades: tuple[str, ...]
    restricted: tuple[str, ...]
    heads: tuple[str, ...]
    urgency: tuple[str, ...]


@cache
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(_DATA.read_text(encoding="utf-8")))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A mark alone on its line (密级：机密★1年　特急), a mark with its star anywhere (秘密★三年), and what else stands
    above the red head (GB/T 9704: 份号, 紧急程度)."""
    words = _words()
    grades, restricted, heads, urgency = map("|".join, (words.grades, words.restricted, words.heads, words.urgency))
    mark = rf"(?:(?:{grades}){_TERM}?|{restricted})"
    number = r"(?:№|No\.?)?\d{0,7}"  # the number of the copy
    alone = rf"[（(【\[]?{number}(?:{urgency})?(?:(?:{heads})[:：]?)?{mark}(?:{urgency})?{number}[）)】\]]?"
    above = rf"(?:№|No\.?)?\d{{5,7}}|(?:紧急程度[:：]?)?(?:{urgency})"
    return re.compile(alone), re.compile(rf"(?:{grades})[★☆※]"), re.compile(above)


def secrecy_mark(document: Document) -> Span | None:
    """The mark of secrecy that the paper bears: at its head on a line of its own, or with its star anywhere.

    Talk of secrets (保守国家秘密, 商业秘密) is no mark.
    """
    alone, starred, _ = _patterns()
    for number, block in enumerate(document.blocks):
        for piece in _PIECE.finditer(document.text, block.span.start, block.span.stop):
            text = _PLACES.sub("", piece.group())
            if (number < _FIRST_BLOCKS and alone.fullmatch(text)) or starred.search(text):
                return Span(*piece.span())
    return None


def stands_above_head(line: str) -> bool:
    """True for a line that bears nothing but a mark of secrecy, a degree of urgency or the number of the copy."""
    alone, _, above = _patterns()
    text = _PLACES.sub("", line[:_LONGEST_MARK])
    return len(line) < _LONGEST_MARK and bool(alone.fullmatch(text) or above.fullmatch(text))


def marked_name(name: str) -> bool:
    """True when the file's own name bears the mark: 机密★方案.docx, （秘密）方案.docx, 方案[机密].pdf."""
    grades = "|".join(_words().grades)
    return bool(re.search(rf"(?:{grades})[★☆※]|[（(【\[〔](?:{grades})[）)】\]〕]", name))
