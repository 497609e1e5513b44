"""The words that texts are cut into: jieba's dictionary, read only as far as a text needs it, and ours.

jieba takes half a second to read its dictionary as a whole, longer than a search. The cache that it keeps instead lies
in the temporary folder, where another user of the machine can plant one. So the words that begin with a character are
read when a text first holds that character; cut is the same (a test holds both ways equal).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.lexicon import DATA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FREQUENCIES = DATA / "frequencies.txt"  # of our words, written by bench/word_frequencies.py
FIRST_LINE = "# 词典总频数"  # the sum of jieba's dictionary that they were counted with


def read_words(name: str) -> tuple[str, ...]:
    """The words of a list in the package's data, one a line, # before remarks."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def field_words() -> frozenset[str]:
    """The words of the field that jieba does not know, or not well enough."""
    return frozenset(read_words("dictionary.txt"))


@cache
def our_words() -> tuple[str, ...]:
    """The words that we add to jieba's, sorted: those of the field, and the functions of government as the roster names
    them (发展改革, 卫健), so that a bureau is one word everywhere."""
    from nlp.bureaus.roster import _roster

    names = (name for function in _roster().functions for name in (function.name, *function.stems))
    return tuple(sorted({*field_words(), *(name for name in names if len(name) > 1)}))


class Frequencies(dict[str, int]):
    """How often each word occurs, and 0 for each beginning of a word: what jieba cuts by. Complete for every text that
    `read` was given. May be read from several threads."""

    def __init__(self, path: Path) -> None:
        """path: jieba's dictionary, lines of word, frequency and part of speech; nearly in order of characters."""
        import numpy as np

        super().__init__()
        self._content = path.read_bytes()
        signs = np.frombuffer(self._content, dtype=np.uint8)
        ends, spaces = np.flatnonzero(signs == ord("\n")), np.flatnonzero(signs == ord(" "))
        if len(spaces) != 2 * len(ends) or self._content[-1:] != b"\n":
            raise ValueError(f"{path}: not the dictionary of jieba that this program knows")
        self.total = _sum_of_numbers(signs, spaces[0::2], spaces[1::2])
        starts = np.concatenate([[0], ends[:-1] + 1])
        first = _first_characters(signs, starts)
        borders = [0, *(np.flatnonzero(np.diff(first)) + 1).tolist(), len(starts)]
        self._unread: dict[str, list[tuple[int, int]]] = {}  # where the lines of a character begin and end
        for begin, stop in pairwise(borders):
            code = int(first[begin])
            character = code.to_bytes((code.bit_length() + 7) // 8).decode()
            self._unread.setdefault(character, []).append((int(starts[begin]), int(ends[stop - 1])))
        self._ours: dict[str, dict[str, int]] = {}

    def add(self, words: Mapping[str, int]) -> None:
        """Words of our own with their frequencies, which take the place of jieba's. Before anything is read."""
        for word, frequency in words.items():
            self._ours.setdefault(word[0], {})[word] = frequency
            self._unread.setdefault(word[0], [])
            self.total += frequency

    def read(self, text: str) -> None:
        """Read all words that begin with a character of the text."""
        for character in [sign for sign in set(text) if sign in self._unread]:
            ours = self._ours.get(character, {})
            for start, stop in self._unread.get(character, ()):
                for line in self._content[start:stop].decode().split("\n"):
                    word, frequency, _ = line.split(" ")
                    self._put(word, ours.get(word, int(frequency)))
            for word, known in ours.items():
                self._put(word, known)
            self._unread.pop(character, None)  # at last: another thread must not take it for read before

    def _put(self, word: str, frequency: int) -> None:
        self[word] = frequency
        for stop in range(1, len(word)):
            self.setdefault(word[:stop], 0)

    def read_all(self) -> None:
        """Read every word."""
        self.read("".join(self._unread))


def _sum_of_numbers(signs: NDArray[np.uint8], before: NDArray[np.int64], behind: NDArray[np.int64]) -> int:
    """The sum of the numbers that stand between these places."""
    total = 0
    for place in range(1, int((behind - before).max(initial=0))):
        digits = signs[(behind - place)[behind - before > place]] - ord("0")
        total += int(digits.sum(dtype="int64")) * 10 ** (place - 1)
    return total


def _first_characters(signs: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bytes in UTF-8, as one number, of the character at each of the places."""
    import numpy as np

    lead = signs[starts]
    first = lead.astype(np.int64)
    for place, least in ((1, 0xC0), (2, 0xE0), (3, 0xF0)):  # a leading byte says how many follow
        first = np.where(lead >= least, first * 256 + signs[np.minimum(starts + place, len(signs) - 1)], first)
    return first


@cache
def tokenizer() -> Any:
    """jieba with our words. `FREQ.read(text)` comes before its `cut`: see `cut`."""
    made = _jieba()
    known = _known_frequencies(made.total)
    made.FREQ.add(known if known.keys() == set(our_words()) else suggested_frequencies(our_words()))
    made.total = made.FREQ.total
    return made


def cut(text: str, cut_all: bool = False) -> Iterator[str]:
    """The words of a text by the dictionary alone. jieba's guesses at unknown words (由市, 要降) differ from one
    sentence to the next, so that the same words would not find each other again."""
    jieba = tokenizer()
    jieba.FREQ.read(text)
    yield from jieba.cut(text, cut_all=cut_all, HMM=False)


def suggested_frequencies(words: Iterable[str]) -> dict[str, int]:
    """The frequency that lets jieba keep each of the words whole, added one after the other."""
    made = _jieba()
    made.FREQ.read_all()
    found = {}
    for word in words:
        made.add_word(word)
        found[word] = made.FREQ[word]
    return found


def _jieba() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    made = jieba.Tokenizer()
    made.FREQ = Frequencies(Path(jieba.__file__).with_name("dict.txt"))
    made.total = made.FREQ.total
    made.initialized = True
    return made


def _known_frequencies(total: int) -> dict[str, int]:
    """The frequencies that are written down; none where they were counted with another dictionary."""
    first, *lines = FREQUENCIES.read_text(encoding="utf-8").splitlines()
    if first != f"{FIRST_LINE} {total}":
        return {}
    return {word: int(frequency) for word, frequency in (line.split() for line in lines)}


def frequencies_text(words: Iterable[str]) -> str:
    """What FREQUENCIES holds for these words."""
    lines = [f"{word} {frequency}" for word, frequency in suggested_frequencies(words).items()]
    return "\n".join([f"{FIRST_LINE} {_jieba().total}", *lines]) + "\n"
