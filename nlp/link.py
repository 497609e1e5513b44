"""What in a plan belongs together: a task and the targets in its text, a row of an annex and its task, goal and tasks.

Each link says how sure it is and why, so that a reader can check it at a glance.

Words decide: pairs of characters, the rarer in the plan the heavier. Vectors of an encoder can be blended in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from ingest.document import Document
from nlp.commitment import Commitments, Link, LinkKind, Origin, Target, Task
from nlp.likeness import bare, grams, likeness
from nlp.targets.name import without_head

if TYPE_CHECKING:
    from numpy.typing import NDArray

Encode = Callable[[Sequence[str]], "NDArray[Any]"]

_REPEATS = 0.6  # least likeness of a row and the task it repeats
_INSIDE = 0.95  # what a row whose text stands in the task is worth beside one of the same title
_SERVES = 0.5  # least share of an indicator's weight that the text of a task must hold
_BESIDE = 0.85  # share of the best score that others must reach to stand beside it
_MOST = 3  # tasks that one goal is linked to
_SAME = 0.85  # likeness from which two indicators are one
_IN_TITLE = 1.0
_IN_BODY = 0.8
_OPENING = 400  # characters of a task that its vector is made of
_WORDS_SHARE = 0.7  # weight of words where vectors are blended in
_UNKNOWN = ""  # stands for all pairs of characters that no task has
_LEAST_BODY = 20  # characters of a row that can be looked for in a text


@dataclass(frozen=True, slots=True)
class _Measure:
    """A task as it is compared: its title and text, and the pairs of characters in them."""

    task: Task
    text: str
    title_grams: frozenset[str]
    text_grams: frozenset[str]

    def holds(self, part: frozenset[str]) -> float:
        """Share of the pairs of characters of another text that stand in the task."""
        return len(part & self.text_grams) / len(part) if part else 0.0


def find_links(document: Document, commitments: Commitments, encode: Encode | None = None) -> tuple[Link, ...]:
    """All links of one plan, by kind and place. encode: texts to vectors of length 1, to be blended in."""
    measures = [_measure(document, task) for task in commitments.tasks]
    body = [one for one in measures if one.task.origin is not Origin.ANNEX]
    rows = [one for one in measures if one.task.origin is Origin.ANNEX]
    held = dict(_holders(commitments))
    return (
        *(_contains(target, held[target.id]) for target in commitments.targets if target.id in held),
        *(link for row in rows if (link := _repeated(row, body)) is not None),
        *_served(commitments, body or rows, held, encode),
    )


def _measure(document: Document, task: Task) -> _Measure:
    text = document.read(task.body)
    return _Measure(task, text, grams(task.title), grams(task.title) | grams(text))


def _holders(commitments: Commitments) -> Iterator[tuple[str, Task]]:
    """The task that each target of running text stands in."""
    by_clause: dict[str, list[Task]] = {}
    for task in commitments.tasks:
        for clause in task.clauses:
            by_clause.setdefault(clause, []).append(task)
    for target in commitments.targets:
        around = [task for task in by_clause.get(target.clause, []) if task.span.covers(target.span)]
        if around and target.origin is not Origin.TABLE:
            yield target.id, around[-1]


def _contains(target: Target, task: Task) -> Link:
    return Link(LinkKind.CONTAINS, task.id, target.id, 1.0, "目标写在该任务的文字中")


def _repeated(row: _Measure, body: list[_Measure]) -> Link | None:
    """The task of the text that a row of an annexed table repeats: the likeliest by title, or by the row's own text."""
    best: tuple[float, str, _Measure] | None = None
    part = grams(row.text) if len(bare(row.text)) >= _LEAST_BODY else frozenset()
    for one in body:
        score, reason = likeness(one.task.title, row.task.title), "标题相近"
        if (inside := _INSIDE * one.holds(part)) > score:
            score, reason = inside, "正文含有该行的文字"
        if best is None or score > best[0]:
            best = score, "标题相同" if score == 1.0 else reason, one
    if best is None or best[0] < _REPEATS:
        return None
    return Link(LinkKind.REPEATS, row.task.id, best[2].task.id, round(best[0], 2), best[1])


def _served(
    commitments: Commitments, measures: list[_Measure], held: dict[str, Task], encode: Encode | None
) -> Iterator[Link]:
    """The tasks that serve each goal outside of them: those that promise the same, else those that speak of it."""
    weights = _weights(measures)
    goals = [target for target in commitments.targets if target.id not in held]
    likenesses = _blend(goals, measures, encode) if encode is not None and goals and measures else None
    promised = [(target, held[target.id]) for target in commitments.targets if target.id in held]
    for at, goal in enumerate(goals):
        scored: dict[str, tuple[float, str]] = {}
        topic = bare(without_head(goal.indicator))
        for order, one in enumerate(measures):
            score, words = _share(topic, one, weights)
            if likenesses is not None:
                score = _WORDS_SHARE * score + (1 - _WORDS_SHARE) * max(0.0, float(likenesses[at][order]))
            if score >= _SERVES and words:
                scored[one.task.id] = score, f"任务中有“{words}”"
        for target, task in promised:
            score = likeness(target.indicator, goal.indicator)
            if score >= _SAME:
                scored[task.id] = max(0.95, score), f"任务承诺了同一指标“{target.indicator}”"
        ranked = sorted(scored.items(), key=lambda pair: (-pair[1][0], pair[0]))
        for task_id, (score, reason) in ranked[:_MOST]:
            if score >= _BESIDE * ranked[0][1][0]:
                yield Link(LinkKind.SERVED_BY, goal.id, task_id, round(score, 2), reason)


def _weights(measures: list[_Measure]) -> dict[str, float]:
    """The weight of each pair of characters: the fewer tasks have it, the more it tells."""
    counts = Counter(gram for one in measures for gram in one.text_grams)
    weights = {gram: log((len(measures) + 1) / (count + 0.5)) for gram, count in counts.items()}
    return weights | {_UNKNOWN: max(weights.values(), default=1.0)}  # what no task has weighs most


def _share(topic: str, one: _Measure, weights: dict[str, float]) -> tuple[float, str]:
    """How much of what an indicator is about stands in a task, by weight, and the longest words that do."""
    own = grams(topic)
    known = own & one.text_grams
    if not known:
        return 0.0, ""
    unknown = weights[_UNKNOWN]
    whole = sum(weights.get(gram, unknown) for gram in own)
    found = sum(weights[gram] * (_IN_TITLE if gram in one.title_grams else _IN_BODY) for gram in known)
    return (found / whole if whole > 0 else 0.0), _longest(topic, known)


def _longest(text: str, known: frozenset[str]) -> str:
    """The longest run of a text whose pairs are all known: the words to show."""
    best = run = ""
    for at in range(len(text) - 1):
        pair = text[at : at + 2]
        run = (run + pair[1] if run else pair) if pair in known else ""
        best = run if len(run) > len(best) else best
    return best


def _blend(goals: list[Target], measures: list[_Measure], encode: Encode) -> NDArray[Any]:
    """Inner products of goals and tasks."""
    goal_vectors = encode([goal.indicator for goal in goals])
    task_vectors = encode([f"{one.task.title}。{one.text[:_OPENING]}" for one in measures])
    product: NDArray[Any] = goal_vectors @ task_vectors.T
    return product
