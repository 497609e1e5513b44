"""Two versions of a plan: what was taken out, put in, reworded and moved is told, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import read
from ingest.document import Document
from nlp.extract import extract
from rules.compare.text import DiffKind, flatten, letters, word_diff
from rules.compare.versions import Change, VersionComparison, compare_versions
from tests.nlp.documents import plan

OLD = """霁川市绿色转型实施方案
一、主要目标
到2025年，非化石能源消费比重达到18%左右，城市公园绿地面积增加三百公顷。
二、重点任务
（一）发展清洁能源
1.建设海上风电。在东部海域分批建设海上风电场，配套建设送出工程和运维码头。（牵头单位：市发展改革委，配合单位：市财政局）
2.推广屋顶光伏。在学校、医院和工业厂房的屋顶上安装光伏板，优先使用本地制造的组件。（牵头单位：市发展改革委）
（二）推进绿色交通
1.更新公交车辆。加快更新公交车辆，适时淘汰旧车，新增车辆全部使用电力驱动。（牵头单位：市交通运输局）
2.建设慢行系统。沿河修建步行道和自行车道，与地铁站口相连，设置遮阳和照明设施。（牵头单位：市住房城乡建设局）
三、保障措施
（一）加强组织领导。市政府每季度召开一次推进会，研究解决跨部门的问题。
（二）加大宣传力度。利用报纸、电台和社区公告栏讲解节能知识。
"""


def compared(old: str, new: str) -> VersionComparison:
    """Two texts compared."""
    left, right = plan(old), plan(new)
    return compare_versions(left, right, extract(left), extract(right))


def told(comparison: VersionComparison) -> list[tuple[str, str]]:
    """The changed clauses: kind of change, the words that changed or the whole clause."""
    found = []
    for one in comparison.own_clauses:
        place = one.new or one.old
        assert place
        words = "|".join(piece.text for piece in one.diff if piece.kind is not DiffKind.EQUAL)
        found.append((one.change.value, words or place.quote[:8]))
    return found


def test_equal_versions_have_no_change() -> None:
    comparison = compared(OLD, OLD)
    assert not comparison.sections and not comparison.clauses and not comparison.commitments
    assert comparison.unchanged == len(plan(OLD).clauses)


def test_a_changed_value_is_told_in_words_and_as_a_field() -> None:
    comparison = compared(OLD, OLD.replace("18%左右", "16%以上"))
    assert told(comparison) == [("修改", "18%左右|16%以上")]
    (target,) = comparison.commitments
    assert (target.kind, target.name) == ("目标", "非化石能源消费比重")
    assert [(f.field, f.old, f.new) for f in target.fields] == [("目标值", "约18%", "不低于16%")]


def test_bureaus_deadline_and_title_of_a_task_are_fields() -> None:
    new = OLD.replace("牵头单位：市发展改革委，配合单位：市财政局", "牵头单位：市水务局，配合单位：市财政局")
    new = new.replace("更新公交车辆。加快", "更新公交出租车辆。2024年底前")
    changes = {(one.name, f.field): (f.old, f.new) for one in compared(OLD, new).commitments for f in one.fields}
    assert changes[("建设海上风电", "责任单位")] == (
        "牵头：市发展改革委；配合：市财政局",
        "牵头：市水务局；配合：市财政局",
    )
    assert changes[("更新公交出租车辆", "任务")] == ("更新公交车辆", "更新公交出租车辆")
    assert changes[("更新公交出租车辆", "时限")] == ("", "2024-12-31")


def test_a_removed_section_is_one_change() -> None:
    start, stop = OLD.index("（二）推进绿色交通"), OLD.index("三、保障措施")
    comparison = compared(OLD, OLD[:start] + OLD[stop:])
    assert [(s.change, s.clauses) for s in comparison.sections] == [(Change.REMOVED, 2)]
    assert comparison.own_clauses == ()
    assert {one.within for one in comparison.clauses} == {"（二）推进绿色交通"}
    assert {(one.change, one.name) for one in comparison.commitments} == {
        (Change.REMOVED, "更新公交车辆"), (Change.REMOVED, "建设慢行系统"),
    }  # fmt: skip


def test_a_moved_clause_is_moved_and_not_gone_and_come() -> None:
    lines = OLD.splitlines()
    bus = next(i for i, line in enumerate(lines) if "公交车辆" in line)
    lines[bus], lines[bus + 1] = lines[bus + 1].replace("2.", "1."), lines[bus].replace("1.", "2.")
    comparison = compared(OLD, "\n".join(lines))
    assert {one.change for one in comparison.own_clauses} <= {Change.MOVED, Change.EDITED}
    assert sum(one.moved for one in comparison.own_clauses) <= 1
    assert all(one.change is Change.MOVED for one in comparison.sections)
    assert not comparison.commitments


def test_sections_that_change_places_are_moved() -> None:
    one, two, three = OLD.index("（一）发展清洁能源"), OLD.index("（二）推进绿色交通"), OLD.index("三、保障措施")
    traffic, energy = OLD[two:three].replace("（二）", "（一）"), OLD[one:two].replace("（一）", "（二）")
    new = OLD[:one] + traffic + energy + OLD[three:]
    comparison = compared(OLD, new)
    assert [section.change for section in comparison.sections] == [Change.MOVED]
    assert comparison.own_clauses == () and comparison.commitments == ()


def test_a_renamed_section_keeps_its_clauses() -> None:
    comparison = compared(OLD, OLD.replace("（一）发展清洁能源", "（一）构建新型电力体系"))
    (section,) = comparison.sections
    assert section.change is Change.RENAMED and section.old and section.new
    assert (section.old.quote, section.new.quote) == ("（一）发展清洁能源", "（一）构建新型电力体系")
    assert comparison.own_clauses == ()


def test_a_replaced_clause_is_gone_and_come() -> None:
    at, end = OLD.index("2.建设慢行系统"), OLD.index("三、保障措施")
    comparison = compared(OLD, OLD[:at] + "2.治理渣土运输。渣土车密闭行驶，安装定位装置。\n" + OLD[end:])
    kinds = [one.change for one in comparison.clauses]
    assert kinds == [Change.REMOVED, Change.ADDED]


def test_a_paragraph_cut_in_two_is_no_loss() -> None:
    old = "云岭县养老服务工作方案\n一、任务\n为高龄老人送餐上门，每日一次。培训五百名护理员，考核合格后发给证书。"
    new = old.replace("一次。培训", "一次。\n培训")
    assert told(compared(old, new)) == []


def test_layout_breaks_are_no_change() -> None:
    assert told(compared(OLD, OLD.replace("东部海域", "东部 海域"))) == []


def test_numbers_are_never_cut_in_two() -> None:
    pieces = word_diff("降低13.5%，达到160万千瓦。", "降低18.5%，达到1600万千瓦。")
    assert [p.text for p in pieces if p.kind is DiffKind.REMOVED] == ["13.5%", "160"]
    assert [p.text for p in pieces if p.kind is DiffKind.ADDED] == ["18.5%", "1600"]


TEXT = st.text(alphabet="推进绿色交通能源，。12.5% a\n", max_size=40)


@given(TEXT, TEXT)
def test_a_diff_holds_both_texts(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.kind is not DiffKind.ADDED) == old
    assert "".join(p.text for p in pieces if p.kind is not DiffKind.REMOVED) == new
    assert (not pieces) or old == new or any(p.kind is not DiffKind.EQUAL for p in pieces)


@given(TEXT)
def test_flat_text_keeps_every_letter(text: str) -> None:
    assert letters(flatten(text)) == letters(text)


@pytest.fixture(scope="module")
def drafts(shared: Path) -> tuple[Document, Document]:
    return read(shared / "plans" / "anning.docx"), read(shared / "plans" / "anning-draft.docx")


def test_every_planted_change_and_nothing_else(shared: Path, drafts: tuple[Document, Document]) -> None:
    """The draft with known defects: each is found, each change found is one of them."""
    old, new = drafts
    planted = json.loads((shared / "plans" / "anning-draft.defects.json").read_text(encoding="utf-8"))["defects"]
    comparison = compare_versions(old, new, extract(old), extract(new))
    words = {d["id"]: letters(d["quote"]) for d in planted}
    gone = {d["id"]: letters(d.get("original", "")) for d in planted}
    found: set[str] = set()

    def explained(text: str, sides: tuple[dict[str, str], ...] = (words, gone)) -> bool:
        plain = letters(text)
        hits = {key for side in sides for key, quote in side.items() if quote and (plain in quote or quote in plain)}
        found.update(hits)
        return bool(hits)

    for section in comparison.sections:
        assert section.change is Change.REMOVED and section.old
        assert explained(section.old.quote, (words,))
    for clause in comparison.own_clauses:
        place = clause.new or clause.old
        assert place
        assert explained(place.quote), place.quote[:40]
        for piece in clause.diff:
            if piece.kind is DiffKind.ADDED:
                assert explained(piece.text), piece.text
    assert found == set(words)
    touched = {c for one in comparison.clauses for side in (one.old, one.new) if side for c in side.clauses}
    for one in comparison.commitments:
        own = {c for side in (one.old, one.new) if side for c in side.clauses}
        assert own & touched or all(field.inherited for field in one.fields), one.name


def test_every_planted_change_of_a_draft_is_told_and_nothing_else(shared: Path) -> None:
    plans = shared / "plans"
    defects = json.loads((plans / "anning-draft.defects.json").read_text(encoding="utf-8"))["defects"]
    old, new = read(plans / "anning.docx"), read(plans / "anning-draft.docx")
    comparison = compare_versions(old, new, extract(old), extract(new))
    gone = [flatten(one["quote"]) for one in defects if one["kind"] == "missing_section"]
    assert [flatten(one.old.quote) for one in comparison.sections if one.old] == gone
    planted = [letters(one["quote"]) for one in defects if one["kind"] != "missing_section"]
    told = [letters(one.new.quote) for one in comparison.own_clauses if one.new]
    assert len(told) == len(planted) and all(any(quote in text for text in told) for quote in planted)
    removed = [one for one in comparison.own_clauses if one.change is Change.REMOVED]
    assert len(removed) == sum(one["kind"] == "copied_text" for one in defects)  # what the copies stand in the place of
