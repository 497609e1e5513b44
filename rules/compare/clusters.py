"""What plans of many regions deal with, told by their tasks alone: groups of like tasks, each named by its own words.

The taxonomy of topics knows what was written into it; a field that no list names yet shows only here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.lexicon import load_words
from nlp.segment import words
from rules.compare.pairing import Embed
from rules.compare.regions import Plan

LEAST_TASKS = 24  # below, groups say less than the list of tasks
LEAST_MEMBERS = 4  # of a group that is shown
MOST_GROUPS = 30
OPENING = 90  # characters of a task's text that are read beside its title
SEED = 20260101  # where the search for groups begins: the same plans give the same groups
ROUNDS = 40
NAMED_BY = 2  # words in a name


@dataclass(frozen=True, slots=True)
class Cluster:
    """Like tasks. name: the words that set them apart; counts: tasks a region, in the order given; example: the title
    nearest to the middle of the group."""

    name: str
    counts: tuple[int, ...]
    example: str


def cluster_tasks(plans: Mapping[str, Sequence[Plan]], embed: Embed) -> tuple[Cluster, ...]:
    """The groups of all tasks of these plans, the largest first; none where there are too few tasks.

    Spherical k-means over the vectors of title and opening, about as many groups as the root of the number of tasks.
    """
    told: list[tuple[int, str, str]] = []  # region, title, what is read
    for region, members in enumerate(plans.values()):
        for document, commitments in members:
            for task in commitments.tasks:
                told.append((region, task.title, f"{task.title}。{document.read(task.body)[:OPENING]}"))
    if len(told) < LEAST_TASKS:
        return ()
    groups, nearest = _group([text for _, _, text in told], embed)
    said = [frozenset(words(text)) for _, _, text in told]
    titled = [frozenset(words(title)) for _, title, _ in told]
    common = Counter(word for some in said for word in some)
    taken: set[str] = set()
    found = []
    for group, members_of in sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        if len(members_of) < LEAST_MEMBERS:
            continue
        name = _name([titled[at] | said[at] for at in members_of], [titled[at] for at in members_of], common, len(told))
        if not name or name in taken:
            continue
        taken.add(name)
        regions = Counter(told[at][0] for at in members_of)
        counts = tuple(regions[number] for number in range(len(plans)))
        found.append(Cluster(name, counts, told[nearest[group]][1]))
    return tuple(found)


def _group(texts: Sequence[str], embed: Embed) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Which texts form a group, and the one nearest to the middle of each."""
    import faiss
    import numpy as np

    vectors = np.ascontiguousarray(embed(texts), dtype=np.float32)
    count = max(2, min(MOST_GROUPS, round(math.sqrt(len(texts)))))
    means = faiss.Kmeans(
        vectors.shape[1], count, niter=ROUNDS, seed=SEED, spherical=True, min_points_per_centroid=1,
        max_points_per_centroid=len(texts),
    )  # fmt: skip
    means.train(vectors)
    likeness = vectors @ np.asarray(means.centroids).T
    groups: dict[int, list[int]] = {}
    for at, group in enumerate(likeness.argmax(axis=1).tolist()):
        groups.setdefault(group, []).append(at)
    nearest = {group: max(some, key=lambda at: (likeness[at, group], -at)) for group, some in groups.items()}
    return groups, nearest


def _name(
    said: Sequence[frozenset[str]], titled: Sequence[frozenset[str]], common: Mapping[str, int], tasks: int
) -> str:
    """The words that most members say and few others do; those of titles count double, verbs name nothing."""
    verbs = load_words("sections")["verbs"]
    here = Counter(word for some in said for word in some) + Counter(word for some in titled for word in some)
    ranked = sorted(
        (word for word in here if len(word) > 1 and common[word] and verbs.begins(word) is None),
        key=lambda word: (-here[word] / len(said) * math.log(tasks / common[word]), word),
    )
    chosen: list[str] = []
    for word in ranked:
        if not any(set(word) & set(other) for other in chosen):
            chosen.append(word)
        if len(chosen) == NAMED_BY:
            break
    return "、".join(chosen)
