"""Headings that only their weight shows: bold paragraphs of their own, where no chapter has a number or a style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from ingest.annex import is_label
from ingest.numbering import number_of
from ingest.official import bodies_of, kind_of_plan
from ingest.signature import date_of

LONGEST_TITLE = 30
_NO_TITLE = re.compile(r"[。；！？：，、:;,?!]|^[（(].*[）)]$|^\W|^[图表]\s*\d|第.{1,4}号$|[〔\[［]\d{4}[〕\]］]")
_SENTENCE = re.compile(r"[。；]")


class Paragraph(Protocol):
    """What is looked at: `outline.Candidate` is one."""

    @property
    def text(self) -> str: ...
    @property
    def bold(self) -> bool: ...
    @property
    def centered(self) -> bool: ...
    @property
    def boxed(self) -> int | None: ...
    @property
    def table(self) -> bool: ...


def bold_headings(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """The depth (1 or 2) of each heading by its place; none where fewer than two stand above text of normal weight.

    Where some stand in the middle of the line and others do not, the centered ones are the higher.
    """
    solid = [index for index, one in enumerate(paragraphs) if one.text.strip()]
    text = [paragraphs[index] for index in solid if not paragraphs[index].table]
    if sum(len(one.text) for one in text if one.bold) > 0.5 * sum(len(one.text) for one in text):
        return {}  # where the text itself is bold, weight says nothing
    found: list[int] = []
    for index, below in reversed(list(pairwise(solid))):
        if _is_title(paragraphs[index]) and _opens(paragraphs[index], paragraphs[below], found[-1:] == [below]):
            found.append(index)
    head = _head(paragraphs, solid)
    found = [index for index in reversed(found) if index not in head]
    places = {paragraphs[index].centered for index in found}
    if len(found) < 2:
        return {}
    return {index: 1 if len(places) == 1 or paragraphs[index].centered else 2 for index in found}


def _is_title(one: Paragraph) -> bool:
    text = one.text.strip()
    return (
        one.bold and one.boxed is None and not one.table and 1 < len(text) <= LONGEST_TITLE
        and not _NO_TITLE.search(text) and number_of(text) is None and not is_label(text)
        and date_of(text) is None and not bodies_of(text)
    )  # fmt: skip


def _opens(one: Paragraph, below: Paragraph, heading_below: bool) -> bool:
    """Text of normal weight stands below it, or, below one that is centered, a heading that is not."""
    if heading_below:
        return one.centered and not below.centered
    return not below.table and not below.bold


def _head(paragraphs: Sequence[Paragraph], solid: Sequence[int]) -> frozenset[int]:
    """The lines above the first sentence of the text: title, number, issuer, date; without the headings below them."""
    head: list[int] = []
    for index in solid:
        if paragraphs[index].table or _SENTENCE.search(paragraphs[index].text):
            break
        head.append(index)
    kinds = [kind_of_plan(paragraphs[index].text) for index in head]
    while len(head) > 1 and kinds[-1] is None and _is_title(paragraphs[head[-1]]):
        lower = not paragraphs[head[-1]].centered and any(paragraphs[index].centered for index in head)
        if not lower and not any(kinds):
            break
        head.pop()
        kinds.pop()
    return frozenset(head)
