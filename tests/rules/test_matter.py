"""Matters are told by their words, and not by words that only share their letters."""

from __future__ import annotations

from nlp.bureaus.roster import functions
from rules.matter import matters


def places(name: str, text: str) -> list[str]:
    matter = next(one for one in matters() if one.name == name)
    return [match.group() for match in matter.places(text)]


def test_a_matter_is_found_by_any_of_its_words() -> None:
    assert places("充换电设施", "建设充电桩，完善充换电服务。") == ["充电桩", "充换电"]


def test_what_only_shares_the_letters_is_not_the_matter() -> None:
    assert places("生活垃圾分类", "推进垃圾分类与再生资源回收“两网融合”。") == []
    assert places("生活垃圾分类", "推进垃圾分类。") == ["垃圾分类"]


def test_whoever_is_in_charge_is_a_function_of_the_roster() -> None:
    charged = {function for one in matters() for function in one.charge}
    assert len(charged) > 20
    assert charged <= functions()
