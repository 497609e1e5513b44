"""Words and sentences: what a text is found by, and where it stands."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.segment import find_words, pipeline, search_words, sentences, words

TEXTS = st.text(
    alphabet=st.sampled_from("推进光伏发改委老人养老人员碳排放VOCs12.5%，。；！？”）（ \n\u3000AbŠİ"), max_size=60
)


def test_words_of_the_field_stay_whole() -> None:
    assert words("推进源网荷储一体化和磷石膏综合利用。") == ("推进", "源网荷储一体化", "和", "磷石膏", "综合利用", "。")


def test_names_of_bureaus_are_words() -> None:
    assert "发展和改革" in words("由市发展和改革局负责") or "发展和改革局" in words("由市发展和改革局负责")


def test_no_word_is_guessed() -> None:
    assert "由市" not in words("由市发改委牵头")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("发改委", "发展改革委"),
        ("CCUS", "碳捕集、利用与封存"),
        ("PM2.5", "细颗粒物"),
        ("GDP", "国内生产总值"),
        ("固废", "固体废物"),
        ("R&D", "研发"),
    ],
)
def test_abbreviations_find_what_they_stand_for(one: str, other: str) -> None:
    assert set(search_words(one)) & set(search_words(other))


def test_a_synonym_stands_on_word_borders_only() -> None:
    assert "老年人" in search_words("关爱老人")
    assert "老年人" not in search_words("养老人员培训")


def test_a_part_that_quotes_set_apart_finds_the_whole() -> None:
    assert "领跑者" in {*search_words("能效领跑者")} & {*search_words("能效、水效“领跑者”")}


def test_long_words_are_found_by_their_common_parts() -> None:
    assert {"循环经济", "循环", "经济"} <= set(search_words("循环经济"))
    assert {"分布式光伏", "光伏"} <= set(search_words("分布式光伏"))
    assert "二氧" not in search_words("二氧化碳")


def test_unknown_words_are_found_by_pairs_of_characters() -> None:
    assert "烧煤" in search_words("冬天少烧煤")


def test_questions_lose_their_question_words() -> None:
    assert search_words("怎么少用塑料袋？") == search_words("少用塑料袋")


def test_places_are_those_of_the_printed_form() -> None:
    text = "市发改委要推广CCUS"
    found = {word.text: text[word.span.start : word.span.stop] for word in find_words(text)}
    assert found["碳捕集利用与封存"] == "CCUS"
    assert found["发展改革"] == "发改委"


@given(TEXTS)
def test_words_hold_the_whole_text_and_places_lie_in_it(text: str) -> None:
    assert "".join("".join(words(text)).split()) == "".join(text.split())
    for word in find_words(text):
        assert 0 <= word.span.start < word.span.stop <= len(text)
    assert search_words(text) == search_words(text)


@given(TEXTS)
def test_sentences_hold_every_character_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[s.start : s.stop] for s in spans).split()) == "".join(text.split())
    assert all(one.stop <= other.start for one, other in pairwise(spans))


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    text = "他说：“要节能。”大家同意！"
    assert [text[s.start : s.stop] for s in sentences(text)] == ["他说：“要节能。”", "大家同意！"]


def test_the_pipeline_cuts_as_words_and_sentences_do() -> None:
    text = "推动源网荷储一体化。到2025年，下降13.5%！"
    doc = pipeline()(text)
    assert tuple(token.text for token in doc) == words(text)
    assert [sentence.text for sentence in doc.sents] == [text[s.start : s.stop] for s in sentences(text)]
