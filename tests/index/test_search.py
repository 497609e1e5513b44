"""Search: by word and by meaning, filters before the cut, and a reason for every hit."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import build as building
from index.catalogue import Analysed, WorkspaceError
from index.filters import Filters
from index.search import FEEDBACK, FEEDBACK_SHARE, FULL_MATCH, POOL, WORD_SHARE, fuse
from index.vectors import VectorIndex
from index.words import K1, WordIndex
from index.words import B as LENGTH_WEIGHT
from index.workspace import Workspace
from nlp.segment import search_words
from tests.index.tiny import PLANS, write_plans

A, B = PLANS
ANALYSE = building._analyse
CODES = {"省": "650000", "市": "650100", "县": "650121", "外": "530000"}


def naive_bm25(rows: list[list[str]], query: list[str]) -> list[float]:
    """BM25 as Lucene counts it, straight from its definition."""
    mean = sum(map(len, rows)) / len(rows)
    scores = []
    for row in rows:
        score = 0.0
        for word in set(query):
            found = sum(word in other for other in rows)
            weight = math.log(1 + (len(rows) - found + 0.5) / (found + 0.5))
            count = row.count(word)
            score += weight * count / (count + K1 * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(row) / mean))
        scores.append(score)
    return scores


ROWS = st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), max_size=8), min_size=1, max_size=8)


@given(ROWS, st.lists(st.sampled_from("甲乙丙丁庚"), max_size=4))
def test_words_score_as_bm25_says(rows: list[list[str]], query: list[str]) -> None:
    if any(rows):
        assert np.allclose(WordIndex.of(rows).scores(query), naive_bm25(rows, query), atol=1e-5)


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(1, 12), st.booleans())
def test_vectors_find_what_a_full_comparison_finds(seed: int, rows: int, k: int, narrowed: bool) -> None:
    random = np.random.default_rng(seed)
    vectors = random.standard_normal((rows, 6)).astype(np.float16).astype(np.float32)  # as precise as they are kept
    query = random.standard_normal(6).astype(np.float32)
    among = np.flatnonzero(random.random(rows) < 0.5) if narrowed else np.arange(rows)
    found, values = VectorIndex.of(vectors).nearest(query, k, among if narrowed else None)
    expected = sorted(among, key=lambda row: -float(vectors[row] @ query))[:k]
    assert list(found) == expected
    assert np.allclose(values, [vectors[row] @ query for row in expected], atol=1e-5)


def test_a_hit_is_the_whole_clause_with_its_place(workspace: Workspace) -> None:
    hit = workspace.search("分布式光伏装机容量").hits[0]
    document = workspace.document(hit.document)
    clause = document.clause(hit.clause)
    assert hit.text == document.quote(clause.span).strip()
    assert hit.path == document.path(clause.section) and hit.span == clause.span
    assert hit.text.startswith("大力发展光伏。") and hit.document == A


def test_why_names_the_words_where_they_stand(workspace: Workspace) -> None:
    hit = workspace.search("屋顶光伏").hits[0]
    places = {match.word: [hit.text[s.start : s.stop] for s in match.spans] for match in hit.why.words}
    assert set(places["屋顶"]) == {"屋顶"} and set(places["光伏"]) <= {"光伏"}
    assert hit.why.word_score > 0 and 0 < hit.why.similarity <= 1


def test_words_in_headings_count_and_are_told_apart(workspace: Workspace) -> None:
    hits = {hit.text[:6]: hit for hit in workspace.search("居家养老").hits}
    assert "居家" in hits["为老年人家庭"[:6]].why.heading_words


def test_meaning_finds_what_words_do_not(workspace: Workspace) -> None:
    query = "少开汽车"
    best = workspace.search(query).hits[0]
    assert "公交" in best.text and not best.why.words


def test_abbreviations_are_searched_as_what_they_mean(workspace: Workspace) -> None:
    assert "市发改委" in workspace.search("发展和改革委员会").hits[0].text


def test_scores_fall_and_ties_keep_the_order_of_the_documents(workspace: Workspace) -> None:
    hits = workspace.search("养老光伏").hits
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert workspace.search("养老光伏") == workspace.search("养老光伏")


def test_the_ranking_is_that_of_the_naive_way(workspace: Workspace) -> None:
    query = "建设分布式光伏电站"
    clauses = [(e.id, c.id) for e in workspace.documents() for c in workspace.document(e.id).clauses]
    words = workspace.word_index.scores(search_words(query))
    full = FULL_MATCH * sum(workspace.word_index.scores([word]).max() for word in set(search_words(query)))
    vectors, vector = workspace.vectors.rows(0, len(clauses)), workspace.encoder.encode_query(query)

    def fused(vector: np.ndarray) -> np.ndarray:
        near = vectors @ vector
        return WORD_SHARE * words / max(words.max(), full) + (1 - WORD_SHARE) * np.maximum(near, 0) / near.max()

    best = sorted(range(len(clauses)), key=lambda row: (-round(float(fused(vector)[row]), 5), row))[:FEEDBACK]
    bent = vector + FEEDBACK_SHARE * sum(vectors[row] for row in best) / FEEDBACK
    score, near = fused(bent / np.linalg.norm(bent)), vectors @ bent
    put_forward = [row for row in range(len(clauses)) if words[row] > 0 or near[row] > 0]
    expected = sorted(put_forward, key=lambda row: (-round(float(score[row]), 5), row))
    assert len(clauses) < POOL
    hits = workspace.search(query, k=len(clauses)).hits
    assert [(hit.document, hit.clause) for hit in hits] == [clauses[row] for row in expected]


def test_fusion_rewards_both_ways() -> None:
    scores = fuse(np.array([0, 4, 2], dtype=np.float32), np.array([0.5, -0.2, 0.25], dtype=np.float32), 3)
    assert np.allclose(scores, [1 - WORD_SHARE, WORD_SHARE, 0.5])


def test_one_shared_word_of_many_does_not_count_in_full() -> None:
    words, near = np.array([2, 0], dtype=np.float32), np.array([0.1, 0.5], dtype=np.float32)
    assert fuse(words, near, full=8)[0] < fuse(words, near, full=2)[0]


def test_filters_come_before_the_cut(tmp_path: Path) -> None:
    many = {f"甲{i}": f"甲{i}市实施方案\n一、任务\n建设屋顶光伏电站，发展屋顶光伏。\n" for i in range(12)}
    last = {"乙": "乙市行动计划\n一、任务\n做好市场供应，有条件的屋顶可建光伏。\n"}
    Workspace.build(write_plans(tmp_path / "files", many | last), tmp_path / "ws")
    workspace = Workspace.open(tmp_path / "ws")
    assert all(hit.document != "乙" for hit in workspace.search("屋顶光伏", k=3).hits)
    assert {hit.document for hit in workspace.search("屋顶光伏", Filters(document="乙"), k=3).hits} == {"乙"}


def filtered(workspace: Workspace, **values: object) -> set[str]:
    return {hit.text for hit in workspace.search("", Filters(**values), k=100).hits}  # type: ignore[arg-type]


def test_filters_on_clauses(workspace: Workspace) -> None:
    assert all("住建局" in text or "发改委" in text for text in filtered(workspace, bureau=("市住建局", "市发改委")))
    assert filtered(workspace, bureau="市住建局", role="support") == filtered(workspace, bureau="市住建局")
    assert filtered(workspace, bureau="市住建局", role="lead") == set()
    assert filtered(workspace, section="居家养老") and all("500" in t for t in filtered(workspace, section="居家养老"))
    due = filtered(workspace, due_from=date(2024, 1, 1), due_to=date(2024, 12, 31))
    assert len(due) == 1 and "2024年底前" in due.pop()
    assert all("户" in t or "%" in t or "万千瓦" in t or "家" in t for t in filtered(workspace, has_target=True))


def test_filters_on_documents(workspace: Workspace) -> None:
    entry = workspace.catalogue.by_id[A]
    everything = filtered(workspace, document=(A, B))
    of_a = filtered(workspace, document=A)
    assert of_a < everything
    assert filtered(workspace, year=entry.year) == filtered(workspace, year=(entry.year,))
    assert filtered(workspace, doc_type=entry.doc_type) == of_a
    assert filtered(workspace, document=A, year=1999) == set()


def placed(path: Path) -> Analysed:
    """The analysis of a file that speaks for the place it is named after, in the process that reads it."""
    analysed = ANALYSE(path)
    return replace(analysed, document=replace(analysed.document, region=path.stem, region_code=CODES[path.stem]))


def test_a_region_holds_the_places_inside_it(tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "files", {k: f"{k}的实施方案\n一、任务\n发展光伏产业。\n" for k in CODES})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "_analyse", placed)
        Workspace.build(paths, tmp_path / "ws")
    workspace = Workspace.open(tmp_path / "ws")

    def found(region: str) -> set[str]:
        return {hit.document for hit in workspace.search("光伏", Filters(region=region)).hits}

    assert found("省") == found("650000") == {"省", "市", "县"}
    assert found("市") == {"市", "县"} and found("县") == {"县"} and found("530000") == {"外"}
    assert found("无此地") == set()


def test_facets_count_what_was_put_forward(workspace: Workspace) -> None:
    found = workspace.search("养老", k=1)
    counted = Counter(hit.kind for hit in workspace.search("养老", k=1000).hits)
    assert found.facets["kind"] == dict(counted) and found.found == sum(counted.values()) > len(found.hits)


@pytest.mark.parametrize("query", ["", "   ", "？！", "🙂", "' OR 1=1 --", "\x00", "光伏" * 3000])
def test_odd_queries_do_no_harm(query: str, workspace: Workspace) -> None:
    found = workspace.search(query)
    json.dumps(found.as_json(), ensure_ascii=False)
    assert len(found.hits) <= 20


def test_an_empty_query_without_filters_finds_nothing(workspace: Workspace) -> None:
    assert workspace.search("").hits == () and workspace.search("光伏", k=0).hits == ()


def test_the_exported_form(workspace: Workspace) -> None:
    hits = json.loads(json.dumps(workspace.search("光伏").as_json(), ensure_ascii=False))["hits"]
    assert {"document", "clause", "path", "page", "text", "score", "why"} <= set(hits[0])


def test_clauses_without_a_bureau(workspace: Workspace) -> None:
    without = filtered(workspace, has_bureau=False)
    everything = filtered(workspace, document=(A, B))
    assert without == everything - filtered(workspace, has_bureau=True)
    assert without and not any("责任单位" in text or "牵头" in text for text in without)


def test_hits_of_a_pdf_say_where_their_lines_are_printed(tmp_path: Path, root: Path) -> None:
    Workspace.build([root / "tests" / "ingest" / "files" / "plan.pdf"], tmp_path)
    workspace = Workspace.open(tmp_path)
    document = workspace.document("plan")
    clauses = {clause.id: clause for clause in document.clauses}
    hits = workspace.search("污水集中收集率", k=50).hits
    assert len(hits) > 5 and any(len({place.page for place in hit.rectangles}) > 1 for hit in hits)
    for hit in hits:
        assert hit.rectangles == clauses[hit.clause].rectangles != ()
        assert hit.rectangles[0].page == hit.page
        assert hit.text == document.quote(clauses[hit.clause].span).strip()


def test_hits_of_a_text_have_no_places(workspace: Workspace) -> None:
    assert {hit.rectangles for hit in workspace.search("光伏").hits} == {()}


def test_clauses_like_one_are_put_in_the_order_asked(workspace: Workspace) -> None:
    hit = workspace.search("光伏").hits[0]
    found = [workspace.more_like(hit.document, hit.clause, k=5, sort=sort).hits for sort in ("score", "date")]
    assert {one.clause for one in found[0]} == {one.clause for one in found[1]} and len(found[0]) == 5
    issued = [str(one.issued) for one in found[1]]
    assert issued == sorted(issued, reverse=True) and len(set(issued)) == 2


def test_more_like_a_clause(workspace: Workspace) -> None:
    hit = workspace.search("屋顶光伏").hits[0]
    found = workspace.more_like(hit.document, hit.clause, k=50)
    assert all((one.document, one.clause) != (hit.document, hit.clause) for one in found.hits)
    assert "屋顶建设分布式光伏电站" in found.hits[0].text and found.hits[0].why.words
    assert {one.document for one in workspace.more_like(hit.document, hit.clause, Filters(document=A)).hits} == {A}
    with pytest.raises(WorkspaceError, match="没有编号为"):
        workspace.more_like(hit.document, "99/9")


@pytest.mark.parametrize("query", ["屋顶光伏建设", ""])
def test_hits_in_order_of_date_and_place(query: str, workspace: Workspace) -> None:
    filters = Filters(kind="paragraph")
    by_score = workspace.search(query, filters, k=100).hits
    by_date = workspace.search(query, filters, k=100, sort="date").hits
    by_place = workspace.search(query, filters, k=100, sort="place").hits
    assert {hit.clause for hit in by_score} == {hit.clause for hit in by_date}
    issued = [hit.issued or "" for hit in by_date]
    assert issued == sorted(issued, reverse=True) and len(set(issued)) == 2
    assert len([1 for one, other in pairwise(by_place) if one.document != other.document]) == 1
    if query:  # the best hits are put in order, not whatever was found
        best = workspace.search(query, filters, k=3).hits
        assert {hit.clause for hit in workspace.search(query, filters, k=3, sort="date").hits} == {
            hit.clause for hit in best
        }


def test_an_unknown_order_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="size"):
        workspace.search("光伏", sort="size")


def test_a_reranker_puts_the_best_hits_in_its_order(workspace: Workspace) -> None:
    class Longest:
        """Likes long texts; a stand-in for the model, whose own test is in tests/nlp."""

        def scores(self, query: str, texts: list[str]) -> np.ndarray:
            assert query == "养老"
            return np.array([len(text) / 1000 for text in texts])

    plain = workspace.search("养老", k=50)
    found = workspace.search("养老", k=50, reranker=Longest())  # type: ignore[arg-type]
    lengths = [len("\n".join([*hit.path[-1:], hit.text])) for hit in found.hits]
    assert lengths == sorted(lengths, reverse=True) and found.found == plain.found
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
