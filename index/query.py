"""What a query asks for literally: words to rank by, phrases that must stand there, words that must not.

    绿色低碳 "产业基金" -钢铁      ranks by 绿色低碳 and 产业基金, among clauses that hold 产业基金 and do not hold 钢铁

A sign counts only beside white space or an end of the query: 能效“领跑者”, 2021-2025 and -40℃ are plain words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.fold import fold

_QUOTED = r'["“”]([^"“”]+)["“”]|「([^「」]+)」'
_OPERATOR = re.compile(rf"(?:^|(?<=\s))(?:(-)?(?:{_QUOTED})|-([^\s\d-]\S*))(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart; all parts folded."""

    text: str  # what is ranked by: words and phrases, without the signs
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def parse_query(query: str) -> Query:
    """Take a query apart. No query is wrong: a sign that means nothing is a plain character."""
    phrases: list[str] = []
    excluded: list[str] = []

    def take(match: re.Match[str]) -> str:
        minus, quoted, cornered, word = match.groups()
        text = (quoted or cornered or word or "").strip()
        if not text:
            return match.group()
        if minus or word:
            excluded.append(text)
            return " "
        phrases.append(text)
        return text

    text = re.sub(r"\s+", " ", _OPERATOR.sub(take, fold(query))).strip()
    return Query(text, tuple(dict.fromkeys(phrases)), tuple(dict.fromkeys(excluded)))
