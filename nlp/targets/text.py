"""Targets of running text: passages without titles and brackets, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.commitment import Target
from nlp.passage import Passage
from nlp.targets.phrase import words
from nlp.targets.place import Place
from nlp.targets.scope import Scope
from nlp.targets.sentence import Sentence
from nlp.targets.year import YearBook

_SENTENCE = re.compile(r"[^。；;！!？?]+")
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_BRACKET = re.compile(r"[（(〔\[【][^（()）〔〕\[\]【】]*[)）〕\]】]")


def text_targets(passage: Passage, place: Place, years: YearBook) -> Iterator[Target]:
    """The targets of one passage in order; ids and bureaus are not given yet. Its last date is remembered."""
    deadlines = years.deadlines(passage)
    place = replace(place, due=years.slot(passage) or place.due)
    found: list[Target] = []
    for plain in _plain_passages(passage):
        for match in _SENTENCE.finditer(plain.text):
            if match.group() in words()["grants"]:
                continue
            sentence = Passage(match.group(), plain.places[match.start() : match.end()])
            before = [target for target in found if target.span.start < sentence.places[0]]
            scope = Scope(place.topic, before[-1].indicator if before else "")
            found.extend(Sentence(sentence, place, years, deadlines, passage.places[0], scope).targets())
    yield from found
    if deadlines:
        years.remember(place.clause, deadlines[-1])


def _plain_passages(passage: Passage) -> Iterator[Passage]:
    """The text without titles and brackets, and each bracket that goes on counting (其中…) by itself."""
    text = _TITLE.sub(lambda match: "\0" * len(match.group()), passage.text)
    asides: list[tuple[int, int]] = []
    while match := _BRACKET.search(text):
        if "其中" in match.group():
            asides.append((match.start() + 1, match.end() - 1))
        text = text[: match.start()] + "\0" * len(match.group()) + text[match.end() :]
    kept = [at for at, sign in enumerate(text) if sign != "\0"]
    yield Passage("".join(text[at] for at in kept), tuple(passage.places[at] for at in kept))
    for start, stop in asides:
        yield Passage(passage.text[start:stop], passage.places[start:stop])
