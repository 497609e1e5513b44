"""jieba's dictionary read as far as it is needed cuts as the whole one does."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dictionary import FREQUENCIES, Frequencies, cut, frequencies_text, our_words, tokenizer

DICTIONARY = Path(jieba.__file__).with_name("dict.txt")


@cache
def whole() -> Any:
    """jieba as its own documentation has it loaded, and our words added one by one."""
    made = jieba.Tokenizer()
    made.FREQ, made.total = made.gen_pfdict(DICTIONARY.open("rb"))
    made.initialized = True
    for word in our_words():
        made.add_word(word)
    return made


def test_the_frequencies_written_down_are_those_that_jieba_suggests() -> None:
    told = "请运行 python -m bench.word_frequencies"
    assert FREQUENCIES.read_text(encoding="utf-8") == frequencies_text(our_words()), told


def test_read_as_a_whole_it_is_the_table_of_jieba() -> None:
    read = Frequencies(DICTIONARY)
    read.read_all()
    plain, total = jieba.Tokenizer().gen_pfdict(DICTIONARY.open("rb"))
    assert (dict(read), read.total) == (plain, total)


def test_what_was_read_is_as_it_is_in_the_whole() -> None:
    list(cut("推进储能和光伏"))
    assert tokenizer().total == whole().total
    read = {word: frequency for word, frequency in tokenizer().FREQ.items() if word[0] in "推进储能和光伏"}
    assert read == {word: frequency for word, frequency in whole().FREQ.items() if word[0] in "推进储能和光伏"}


def test_only_what_a_text_needs_is_read() -> None:
    read = Frequencies(DICTIONARY)
    read.read("储能")
    assert {word[0] for word in read} == {"储", "能"}


@given(
    st.text(
        alphabet=st.sampled_from("推进光伏发改委储能老人养老服务碳排放绿色低碳CO2AT&T12.5%，。 \u3000龢𠮷"), max_size=40
    )
)
def test_a_text_is_cut_as_by_the_whole(text: str) -> None:
    assert list(cut(text)) == list(whole().cut(text, HMM=False))


def test_another_dictionary_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dict.txt").write_text("储能 3\n光伏 4\n", encoding="utf-8")
    with pytest.raises(ValueError, match="dictionary of jieba"):
        Frequencies(tmp_path / "dict.txt")
