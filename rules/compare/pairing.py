"""Which points of a draft take up which point of the document above it: words, characters, meaning, and order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rules.compare.alignment import in_order
from rules.compare.points import Point
from rules.compare.text import letters, segments

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], Any]  # texts to rows of length 1
MOST = 3  # points of the draft that together take up one point
MIRRORED = -0.005  # beside the threshold: how sure the way back must be
NEW_PART = 0.12  # of the point's weight that a further one must add
PAIR = "\0"  # marks a pair of characters among the words
PAIR_SHARE = 0.2  # of the weight of a word: pairs catch words that were cut otherwise
WORDS, DICE = 0.6, 0.4  # shares of the two ways to count common words
LIKE_WORD, LIKE_SHARE = 0.5, 0.8  # similarity from which two words count as alike, and how much of it counts
MEANING = 0.35  # share of the similarity of vectors
SEGMENT = 0.12  # bonus of a segment taken up whole
LEAST_SEGMENT = 6.0  # weight of words of a segment that is no mere 加强管理
HOME = 0.12  # bonus of two points whose clauses answer each other
ORDER = 0.03  # bonus of two points whose clauses keep the order of both documents


@dataclass(frozen=True, slots=True)
class Taken:
    """One point of the superior document with those of the draft that take it up, best first.

    score: of the best one, 0 to 1; covered: share of the point's weight of words found in them together.
    """

    point: int
    by: tuple[int, ...]
    score: float
    covered: float


@dataclass(frozen=True)
class Likeness:
    """How alike two sets of points are: rows the superior document's, columns the draft's.

    score[i, j]: how likely j takes up i; mirror[i, j]: how likely what j says is all in i.
    """

    score: NDArray[np.float32]
    mirror: NDArray[np.float32]
    left: NDArray[np.float32]  # weight of each word (columns) in each point
    right: NDArray[np.bool_]


def measure(above: Sequence[Point], draft: Sequence[Point], embed: Embed | None) -> Likeness:
    """How alike each two points are. Without `embed` words and characters decide alone."""
    import numpy as np

    held = [_features(point.text) for point in (*above, *draft)]
    known = {word: place for place, word in enumerate(sorted(set().union(*held)))} if held else {}
    table = np.zeros((len(held), len(known)), dtype=np.float32)
    for row, features in enumerate(held):
        for word in features:
            table[row, known[word]] = 1
    seen = table.sum(axis=0)
    weight = np.log(1 + len(held) / seen) * np.array([_share(word) for word in sorted(known)])
    split = len(above)
    left, right = table[:split] * weight.astype(np.float32), table[split:]
    shared = left @ right.T
    own_left = np.maximum(left.sum(axis=1, keepdims=True), 1e-6)
    own_right = np.maximum((right * weight.astype(np.float32)).sum(axis=1, keepdims=True).T, 1e-6)
    words, back = shared / own_left, shared / own_right
    if embed is not None and above and draft:
        words, back = _with_like_words(left, right * weight.astype(np.float32), sorted(known), embed, words, back)
    dice = 2 * shared / (own_left + own_right)
    base, mirror = WORDS * words + DICE * dice, WORDS * back + DICE * dice
    if embed is not None and above and draft:
        vectors = np.asarray(embed([point.text for point in (*above, *draft)]), dtype=np.float32)
        meaning = np.clip(vectors[:split] @ vectors[split:].T, 0, 1)
        base, mirror = ((1 - MEANING) * one + MEANING * meaning for one in (base, mirror))
    homes = _homes(above, draft, base) + _whole_segments(above, right, known, weight)
    return Likeness(base + homes, mirror + homes, left, right > 0)


def _with_like_words(
    left: NDArray[np.float32],
    right: NDArray[np.float32],
    known: Sequence[str],
    embed: Embed,
    words: NDArray[np.float32],
    back: NDArray[np.float32],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The shares of common words, words of like meaning counted in part (减量 beside 控制). left, right: weights."""
    import numpy as np

    whole = np.array([len(word) > 1 and not word.startswith(PAIR) for word in known], dtype=bool)
    ours, theirs = (np.flatnonzero(whole & (side > 0).any(axis=0)) for side in (left, right))
    if not len(ours) or not len(theirs):
        return words, back
    one, other = (np.asarray(embed([known[k] for k in some.tolist()]), dtype=np.float32) for some in (ours, theirs))
    near = one @ other.T
    near = np.where(ours[:, None] == theirs, 1, np.where(near < LIKE_WORD, 0, LIKE_SHARE * near)).astype(np.float32)
    left, right = left[:, ours], right[:, theirs]
    met = np.stack([near[:, row > 0].max(axis=1, initial=0) for row in right])
    soft = left @ met.T / np.maximum(left.sum(axis=1, keepdims=True), 1e-6)
    met = np.stack([near[row > 0].max(axis=0, initial=0) for row in left])
    rear = met @ right.T / np.maximum(right.sum(axis=1), 1e-6)
    return np.maximum(words, soft), np.maximum(back, rear)


def _whole_segments(
    above: Sequence[Point], right: NDArray[np.float32], known: Mapping[str, int], weight: NDArray[np.float64]
) -> NDArray[np.float32]:
    """A bonus where one segment of a long point is taken up nearly whole."""
    import numpy as np

    bonus = np.zeros((len(above), len(right)), dtype=np.float32)
    for i, point in enumerate(above):
        for segment in segments(point.text):
            places = [known[word] for word in sorted(_features(segment)) if word in known]
            total = float(weight[places].sum())
            if total > LEAST_SEGMENT:
                share = right[:, places] @ weight[places] / total
                bonus[i] = np.maximum(bonus[i], SEGMENT * np.clip((share - 0.5) / 0.5, 0, 1))
    return bonus


def _features(text: str) -> frozenset[str]:
    """The words that a text is found by and its pairs of characters: words that jieba cuts otherwise still meet."""
    from nlp.segment import search_words

    plain = letters(text)
    pairs = {PAIR + plain[i : i + 2] for i in range(len(plain) - 1)}
    return frozenset(search_words(text)) | pairs


def _share(word: str) -> float:
    """How much a word counts beside its rarity: pairs of characters less, single characters least."""
    if word.startswith(PAIR):
        return PAIR_SHARE
    return 1.0 if len(word) > 1 else 0.4


def _homes(above: Sequence[Point], draft: Sequence[Point], base: NDArray[np.float32]) -> NDArray[np.float32]:
    """A bonus for points whose clauses answer each other, and whose clauses keep the order of the two documents."""
    import numpy as np

    ours, theirs = _clauses(above), _clauses(draft)
    rows = {place: row for row, place in enumerate(ours)}
    columns = {place: column for column, place in enumerate(theirs)}
    bonus = np.zeros_like(base)
    if not ours or not theirs:
        return bonus
    answer = np.zeros((len(ours), len(theirs)), dtype=np.float32)
    titles = {
        **{("a", point.place): point.path[-1] if point.path else "" for point in above},
        **{("d", point.place): point.path[-1] if point.path else "" for point in draft},
    }
    for place, row in rows.items():
        mine = [i for i, point in enumerate(above) if point.place == place]
        for other, column in columns.items():
            its = [j for j, point in enumerate(draft) if point.place == other]
            answer[row, column] = base[np.ix_(mine, its)].max(axis=1).mean()
            answer[row, column] += 0.4 * _title_likeness(titles["a", place], titles["d", other])
    best = answer.argmax(axis=1)
    kept = in_order([int(column) for column in best])
    for i, point in enumerate(above):
        row = rows[point.place]
        top = answer[row].max()
        for j, other_point in enumerate(draft):
            column = columns[other_point.place]
            if top > 0 and answer[row, column] >= 0.85 * top:
                bonus[i, j] += HOME * min(1.0, float(answer[row, column]) / 0.6)
                if row in kept and column == best[row]:
                    bonus[i, j] += ORDER
    return bonus


def _clauses(some: Sequence[Point]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(point.place for point in some))


def _title_likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(letters(one), letters(other))) / 100


def take_up(like: Likeness, threshold: float) -> tuple[Taken, ...]:
    """For each point of the superior document the points of the draft that take it up, none below `threshold`.

    A point of the draft that took up nothing, but says only what some point says too, is put with that point.
    """
    import numpy as np

    rows, columns = like.score.shape
    chosen = [_chosen(like, i, threshold) for i in range(rows)]
    met = {j for members in chosen for j in members}
    for j in range(columns if rows else 0):
        best = int(np.argmax(like.mirror[:, j]))
        if j not in met and like.mirror[best, j] >= threshold + MIRRORED:
            chosen[best].append(j)
    found = []
    for i, members in enumerate(chosen):
        total = max(float(like.left[i].sum()), 1e-6)
        words = like.right[members].any(axis=0)
        best_score = float(like.score[i].max()) if columns else 0.0
        covered = float(like.left[i][words].sum()) / total if members else 0.0
        found.append(Taken(i, tuple(members), round(min(best_score, 1.0), 4), round(covered, 4)))
    return tuple(found)


def _chosen(like: Likeness, i: int, threshold: float) -> list[int]:
    """The points that take up the i-th, the best first, each further one adding something."""
    import numpy as np

    total = max(float(like.left[i].sum()), 1e-6)
    chosen: list[int] = []
    met = np.zeros(like.right.shape[1], dtype=bool)
    for j in np.argsort(-like.score[i], kind="stable")[:8]:
        if like.score[i, j] < threshold * (1.0 if not chosen else 0.9) or len(chosen) == MOST:
            break
        gain = float(like.left[i][like.right[j] & ~met].sum()) / total
        if not chosen or gain >= NEW_PART:
            chosen.append(int(j))
            met |= like.right[j]
    return chosen
