"""What a finding quotes of the sentence that it is about."""

import pytest

from ingest.document import Span
from rules.context import split_sentences
from rules.passage import in_context, pieces, segment_around
from tests.nlp.documents import plan

SENTENCE = (
    "发展绿色建筑，推广节水器具，完善供热管网。到2027年，新建建筑全部达标，改造老旧小区若干，"
    "覆盖全市各县区和开发区的公共建筑以及居住建筑，同步推进屋顶光伏建设（市住建局、市发展改革委负责）"
)


@pytest.mark.parametrize(
    ("words", "longest", "shown"),
    [
        ("节水", 60, "发展绿色建筑，推广节水器具，完善供热管网"),  # the whole sentence fits, the next one stays out
        ("节水", 14, "推广节水器具，完善供热管网"),  # what is behind comes first
        ("节水", 8, "推广节水器具"),
        ("公共建筑", 36, "改造老旧小区若干，覆盖全市各县区和开发区的公共建筑以及居住建筑"),  # no list of bodies
    ],
)
def test_a_passage_grows_by_whole_segments_of_its_sentence(words: str, longest: int, shown: str) -> None:
    document = plan("澄湾市建设方案", f"一、主要任务\n（一）抓好建设\n{SENTENCE}")
    at = document.text.index(words)
    assert document.read(in_context(Span(at, at + len(words)), document, longest)) == shown


def test_a_bracket_of_bodies_before_the_passage_is_left_out() -> None:
    document = plan(
        "澄湾市建设方案", "一、主要任务\n（一）抓好建设\n推进甲事。（市甲局、市乙局负责）推广节水器具，完善供热管网。"
    )
    at = document.text.index("节水")
    assert document.read(in_context(Span(at, at + 2), document)) == "推广节水器具，完善供热管网"


def test_a_comma_within_quotes_parts_no_segment() -> None:
    order = "推广节水，打造以“先行一步，带动周边”为主题的社区，完善管网。"
    document = plan("澄湾市建设方案", f"一、主要任务\n（一）抓好建设\n{order}")
    at = document.text.index("带动")
    shown = segment_around(Span(at, at + 2), document)
    assert document.read(shown) == "打造以“先行一步，带动周边”为主题的社区"
    clause = next(one for one in document.clauses if one.span.covers(shown))
    assert shown in split_sentences(document, clause)[0].segments


def test_a_long_passage_is_cut_at_its_signs_and_nothing_is_lost() -> None:
    document = plan("澄湾市建设方案", f"一、主要任务\n（一）抓好建设\n{SENTENCE}")
    whole = Span(document.text.index("发展绿色"), len(document.text))
    cut = pieces(whole, document, 40)
    assert "".join(document.read(piece) for piece in cut) == document.read(whole)
    assert len(cut) > 1
    assert all(len(piece) <= 40 or not set("，。；") & set(document.read(piece)[:-1]) for piece in cut)
