"""Words and sentences: a spaCy blank `zh` pipeline over jieba that knows the words of the field and of government.

Two views of the same cut: `words` are the words as they stand, `find_words` those that a text is found by (with parts
of long words, without stop words, abbreviations and synonyms told as one word), each with its place for highlighting.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.document import Span
from nlp.dictionary import cut, field_words, read_words, tokenizer
from nlp.lexicon import DATA, StrictModel, load_yaml

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# A sentence ends behind these signs and the closing quotes or brackets that follow: 「……。”」
SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)】》]*|\n+")
# What is worth a word: anything that holds a letter, a digit or a Chinese character.
WORDLIKE = re.compile(r"\w")
ASCII_WORD = re.compile(r"[0-9a-z]")
SINGLE = re.compile(r"[\u4e00-\u9fff]")
# Count in jieba's dictionary from which a word of two characters may be a part of another (二氧 may not), as ours may;
# longer ones seldom stand there by mistake, and must be found where quotes set them apart: 能效“领跑者”
COMMON_WORD, LONG_PART = 40, 3
SINGLE_COST = 16.0  # of a character left over, against about 8 of a common word
COMPONENT = "chinese_sentences"


class _Synonyms(StrictModel):
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word that a text is found by; `span` is where in the text it stands, in whatever form it is printed."""

    text: str
    span: Span


class _Segmenter:
    """What spaCy asks for a cut."""

    def cut(self, text: str, cut_all: bool = False) -> Iterator[str]:
        return cut(text, cut_all)


@cache
def pipeline() -> Language:
    """The spaCy pipeline: Chinese without a model, jieba as segmenter, sentence ends by punctuation."""
    import spacy
    from spacy.language import Language

    if not Language.has_factory(COMPONENT):
        Language.component(COMPONENT, func=_mark_sentences)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.tokenizer.jieba_seg = _Segmenter()
    nlp.add_pipe(COMPONENT)
    return nlp


def _mark_sentences(doc: Doc) -> Doc:
    starts = {span.start for span in sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.idx in starts
    return doc


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, without the space around them; together they hold every character that is no space."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    found = []
    for start, stop in pairwise(cuts):
        piece = text[start:stop]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if left < right:
            found.append(Span(start + left, start + right))
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, signs among them, spaces left out."""
    return tuple(word for word in cut(text) if not word.isspace())


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(read_words("stopwords.txt"))


@cache
def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    groups = load_yaml(DATA / "synonyms.yaml", _Synonyms).groups
    first = {lower(word): lower(group[0]) for group in groups for word in group}
    longest_first = sorted(first, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), first


def printed_forms(word: str) -> tuple[str, ...]:
    """The forms, in lower case, that a search word may be printed in: itself and what is told as it."""
    return (word, *(form for form in _forms().get(word, ()) if form != word))


@cache
def _forms() -> dict[str, list[str]]:
    """The forms that are told as each first form."""
    forms: dict[str, list[str]] = {}
    for form, first in _synonyms()[1].items():
        forms.setdefault(first, []).append(form)
    return forms


def lower(text: str) -> str:
    """Lower case, one character to one character, so that places stay where they are."""
    whole = text.lower()
    if len(whole) == len(text):  # else some sign became two, as İ does
        return whole
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


def _cut(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for word in cut(text):
        yield start, word
        start += len(word)


def _pairs(cuts: list[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Two Chinese characters side by side that the dictionary cannot join: names, and words it does not know (烧煤)."""
    for (start, one), (_, other) in pairwise(cuts):
        if SINGLE.fullmatch(one) and SINGLE.fullmatch(other) and not {one, other} & _stop_words():
            yield start, start + 2, one + other


@cache
def _parts(word: str) -> tuple[str, ...]:
    """The shorter words that a word is made of, without gaps: 循环经济 is 循环 and 经济, 磷石膏 is 磷 and 石膏."""
    known, total = tokenizer().FREQ, tokenizer().total
    known.read(word)
    best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]  # of the first 0, 1, 2 … characters: cost and pieces
    for stop in range(1, len(word) + 1):
        ways = []
        for start in range(stop):
            piece = word[start:stop]
            frequency = max(known.get(piece) or 0, COMMON_WORD if piece in field_words() else 0)
            least = 1 if len(piece) >= LONG_PART else COMMON_WORD
            if piece != word and (len(piece) == 1 or frequency >= least):
                cost = SINGLE_COST if len(piece) == 1 else math.log(total / frequency)
                ways.append((best[start][0] + cost, (*best[start][1], piece)))
        best.append(min(ways) if ways else (math.inf, ()))
    return best[-1][1]


def _with_parts(word: str, start: int) -> Iterator[tuple[int, int, str]]:
    at = start
    for part in _parts(word) if len(word) > 2 and not ASCII_WORD.search(word) else ():
        if len(part) > 1:
            yield at, at + len(part), part
        at += len(part)
    yield start, start + len(word), word


def _replaced(text: str, cuts: list[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Where a synonym stands, on the borders of words only: 老人 does not stand in 养老人员."""
    pattern, first = _synonyms()
    starts = {start for start, _ in cuts}
    stops = {start + len(word) for start, word in cuts}
    return [
        (match.start(), match.end(), first[match.group()])
        for match in pattern.finditer(text)
        if match.start() in starts and match.end() in stops
    ]


def find_words(text: str) -> tuple[FoundWord, ...]:
    """The words that a text is found by, in order, with their places. Any case of letters, abbreviations resolved."""
    text = lower(text)
    cuts = list(_cut(text))
    replaced = _replaced(text, cuts)
    covered = {place for left, right, _ in replaced for place in range(left, right)}
    free = [cut for cut in cuts if cut[0] not in covered]
    found = [FoundWord(part, Span(i, j)) for start, word in free for i, j, part in _with_parts(word, start)]
    found += [FoundWord(pair, Span(i, j)) for i, j, pair in _pairs(cuts)]
    for start, stop, word in replaced:
        pieces = (part for i, piece in _cut(word) for _, _, part in _with_parts(piece, i))
        found += [FoundWord(part, Span(start, stop)) for part in dict.fromkeys([*pieces, word])]
    stop_words = _stop_words()
    kept = (word for word in found if WORDLIKE.search(word.text) and word.text not in stop_words)
    return tuple(sorted(kept, key=lambda word: (word.span.start, word.span.stop, word.text)))


def search_words(text: str) -> tuple[str, ...]:
    """The words that a text is found by, in order: what the word index holds and what a query is turned into."""
    return tuple(word.text for word in find_words(text))
