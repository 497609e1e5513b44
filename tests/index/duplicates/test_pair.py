"""Near-duplicates: passages inside longer clauses, with their places on both sides, and boilerplate told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates import boilerplate, candidates, letters
from index.duplicates.pair import DuplicateKind, DuplicatePair, near_duplicates
from ingest import Document, read
from tests.index.tiny import write_plans

COPIED = "推动园区企业建设屋顶光伏和用户侧储能设施，逐步提高绿色电力消费的比例"
EDITED = "推动辖区内企业建设屋顶光伏和用户侧储能设施，稳步提高绿色电力的消费比例"
FORMULA = "以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神，完整准确全面贯彻新发展理念"
SIGNS = "稻桥云灯纸船麦雪钟炉泉杯"


def plan(folder: Path, name: str, *clauses: str) -> Document:
    text = f"{name}市节能实施方案\n一、主要任务\n" + "\n".join(clauses) + "\n"
    return read(write_plans(folder, {name: text})[0])


def own(number: int) -> str:
    """A sentence that shares nothing with another number's."""
    return "".join(chr(0x5000 + 97 * number + i) for i in range(40))


def only(pairs: tuple[DuplicatePair, ...]) -> DuplicatePair:
    assert len(pairs) == 1, [(p.a.quote, p.b.quote) for p in pairs]
    return pairs[0]


def test_a_sentence_inside_longer_clauses_is_found_with_its_place(tmp_path: Path) -> None:
    one = plan(tmp_path, "甲", f"{own(1)}。{COPIED}。{own(2)}。")
    two = plan(tmp_path, "乙", f"{own(3)}；{COPIED}；{own(4)}。")
    pair = only(near_duplicates([one, two]))
    assert (pair.kind, pair.similarity) == (DuplicateKind.EXACT, 1.0)
    assert pair.a.quote == pair.b.quote == COPIED
    for document, side in ((one, pair.a), (two, pair.b)):
        assert document.id == side.document and document.quote(side.span) == side.quote
        assert document.clause(side.clause).span.covers(side.span)


def test_an_edited_sentence_is_near(tmp_path: Path) -> None:
    pair = only(near_duplicates([plan(tmp_path, "甲", COPIED + "。"), plan(tmp_path, "乙", EDITED + "。")]))
    assert pair.kind is DuplicateKind.NEAR and 0.7 <= pair.similarity < 1


def test_signs_and_spaces_do_not_make_a_difference(tmp_path: Path) -> None:
    other = COPIED.replace("，", "； ")
    pair = only(near_duplicates([plan(tmp_path, "甲", COPIED + "。"), plan(tmp_path, "乙", other + "。")]))
    assert pair.kind is DuplicateKind.EXACT


def test_inside_one_document_and_one_clause(tmp_path: Path) -> None:
    pair = only(near_duplicates([plan(tmp_path, "甲", f"{COPIED}。{own(1)}。{COPIED}。")]))
    assert pair.a.clause == pair.b.clause and pair.a.span.stop <= pair.b.span.start


def test_different_sentences_are_no_pair(tmp_path: Path) -> None:
    assert near_duplicates([plan(tmp_path, "甲", own(1)), plan(tmp_path, "乙", own(2))]) == ()
    assert near_duplicates([]) == ()


def test_set_phrases_are_boilerplate(tmp_path: Path) -> None:
    pairs = near_duplicates([plan(tmp_path, n, FORMULA + "。" + own(i) + "。") for i, n in enumerate("甲乙")])
    assert {pair.kind for pair in pairs} == {DuplicateKind.BOILERPLATE}


def test_a_passage_goes_on_behind_a_set_phrase_without_it(tmp_path: Path) -> None:
    pair = only(near_duplicates([plan(tmp_path, n, f"{FORMULA}，{COPIED}。") for n in "甲乙"]))
    assert pair.kind is DuplicateKind.EXACT and pair.a.quote == COPIED


def test_what_many_issuers_use_is_boilerplate(tmp_path: Path) -> None:
    few = [plan(tmp_path, name, COPIED + "。") for name in SIGNS[:3]]
    many = [plan(tmp_path, name, COPIED + "。") for name in SIGNS[: boilerplate.ISSUERS]]
    assert {pair.kind for pair in near_duplicates(few)} == {DuplicateKind.EXACT}
    assert {pair.kind for pair in near_duplicates(many)} == {DuplicateKind.BOILERPLATE}


def test_responsible_bodies_and_refrains_are_no_copies(tmp_path: Path) -> None:
    duty = "（责任单位：市发展改革委、市工业和信息化局、市生态环境局、市住房城乡建设局、市交通运输局）"
    assert near_duplicates([plan(tmp_path, n, own(i) + "。" + duty) for i, n in enumerate("甲乙")]) == ()
    refrain = [f"{own(i)}，支持甲州市高新技术产业开发区新材料产业园管理委员会。" for i in range(letters.REFRAIN + 1)]
    assert near_duplicates([plan(tmp_path, "甲", *refrain)]) == ()


def test_texts_that_are_no_plans_are_left_out(tmp_path: Path) -> None:
    from dataclasses import replace

    news = replace(plan(tmp_path, "乙", COPIED + "。"), doc_type=None)
    assert near_duplicates([plan(tmp_path, "甲", COPIED + "。"), news]) == ()


def test_the_order_of_files_decides_nothing_but_the_sides(tmp_path: Path) -> None:
    one, two = plan(tmp_path, "甲", COPIED, EDITED), plan(tmp_path, "乙", EDITED, own(1))
    there = {frozenset((p.a.quote, p.b.quote)) for p in near_duplicates([one, two])}
    back = {frozenset((p.a.quote, p.b.quote)) for p in near_duplicates([two, one])}
    assert there == back and near_duplicates([one, two]) == near_duplicates([one, two])


@given(before=st.integers(0, 20), after=st.integers(0, 20), length=st.integers(14, 32))
def test_any_long_enough_piece_is_found_wherever_it_stands(
    before: int, after: int, length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    letters = "".join(sign for sign in COPIED if sign.isalnum())[:length]
    folder = tmp_path_factory.mktemp("plans")
    one = plan(folder, "甲", own(1)[:before] + letters + own(2)[:after])
    two = plan(folder, "乙", own(3)[:after] + letters + own(4)[:before])
    if length < candidates.SHORTEST:
        assert near_duplicates([one, two]) == ()
    else:
        assert only(near_duplicates([one, two])).a.quote == letters


def test_the_exported_form(tmp_path: Path) -> None:
    pair = only(near_duplicates([plan(tmp_path, n, COPIED + "。") for n in "甲乙"])).as_json()
    assert json.loads(json.dumps(pair)) == pair
    assert set(pair) == {"a", "b", "kind", "similarity"} and set(pair["a"]) == {"document", "clause", "quote"}


def test_words_that_many_issuers_are_known_to_use_need_no_other_plan_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = [plan(tmp_path, name, COPIED + "。") for name in "甲乙"]
    assert only(near_duplicates(pair)).kind is DuplicateKind.EXACT
    table = boilerplate.count_table([(name, COPIED) for name in SIGNS])
    assert len(table[0]) and set(table[1].tolist()) == {len(SIGNS)}
    monkeypatch.setattr(boilerplate, "_table", lambda: table)
    assert only(near_duplicates(pair)).kind is DuplicateKind.BOILERPLATE


def test_the_shipped_table_is_ordered_and_holds_no_text() -> None:
    runs, issuers = boilerplate._table()
    assert len(runs) > 10_000 and (runs[1:] > runs[:-1]).all() and issuers.min() >= boilerplate.ISSUERS
    assert (runs.dtype, issuers.dtype) == ("uint32", "uint8")


@pytest.mark.parametrize("share", [5, 10, 20, 30])
def test_edited_copies_are_found_among_other_clauses(share: int) -> None:
    import random

    from bench.duplicates_scale import clause_pairs, edited, plans

    chance = random.Random(share)
    signs = [chr(0x4E00 + i) for i in range(1500)]
    texts = ["".join(chance.choices(signs, k=chance.randint(60, 200))) for _ in range(300)]
    copies = [edited(texts[i], share, chance, "".join(signs)) for i in range(40)]
    found = clause_pairs(near_duplicates(plans([*texts, *copies])))
    assert len(found) >= 39 and all(j - i == 300 for i, j in found)


def test_the_title_of_a_document_that_both_cite_is_no_copy(tmp_path: Path) -> None:
    title = "《关于推动园区企业建设屋顶光伏和用户侧储能设施并提高绿色电力消费比例的通知》"
    pairs = near_duplicates([plan(tmp_path, n, f"{own(i)}{title}，{own(i + 2)}。") for i, n in enumerate("甲乙")])
    assert {pair.kind for pair in pairs} == {DuplicateKind.BOILERPLATE}


def test_those_who_are_addressed_or_sign_are_no_copies(tmp_path: Path) -> None:
    line = "甲州市发展和改革委员会、甲州市生态环境局、甲州市住房和城乡建设局、各县（区）人民政府："
    assert near_duplicates([plan(tmp_path, n, line, own(i)) for i, n in enumerate("甲乙")]) == ()


def test_no_passage_begins_or_ends_inside_a_number(tmp_path: Path) -> None:
    sides = (f"{own(1)}12025年{COPIED}达到315个。", f"{own(2)}2025年{COPIED}达到3162个。")
    pair = only(near_duplicates([plan(tmp_path, n, side) for n, side in zip("甲乙", sides, strict=True)]))
    assert pair.a.quote == pair.b.quote == f"年{COPIED}达到"


@pytest.mark.parametrize("between", [12, 29])
def test_a_wrong_link_hides_no_passage(between: int, tmp_path: Path) -> None:
    """Two shared sentences around what differs are one passage where it is little, two where it is much."""
    other = "加快建设县乡两级充换电网络并推广新能源公交车和环卫车辆"
    sides = [f"{COPIED}，{own(n)[:between]}，{other}。" for n in (1, 2)]
    pairs = near_duplicates([plan(tmp_path, n, side) for n, side in zip("甲乙", sides, strict=True)])
    assert len(pairs) == (1 if between == 12 else 2)
