"""DU: measures that a plan prints twice in nearly the same words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from ingest.document import Document, Span
from rules.context import Context, Sentence, segments
from rules.finding import Severity
from rules.pairing import bare, grams, likeness
from rules.rule import Problem, rule

SPARE = "党政机关公文处理工作条例第十九条：内容简洁，主题突出，篇幅简短"
_BODIES = re.compile(
    r"责任单位|牵头单位|责任部门|配合单位|按职责分工|负责[）)。]?$|^[（(]|(?:(?:局|厅|部|委|办)、[^，。、]*){2,}"
)
# what stands in many places by its nature
_NAMED = re.compile(
    r"《|习近平|党的[一二三四五六七八九十]+大|中国特色社会主义|新发展理念|党中央|绿水青山|国家公园为主体"
    r"|生命共同体|最严格的制度|高质量发展和|="
)
_PHRASE = re.compile(r"20\d\d年|附[表件图]|(?:项目|基础上|为重点)[，。；]?$")  # a target, a name, a condition
_SHINGLE = 5  # characters that two alike parts have in common somewhere
_COMMON = 24  # parts that hold a shingle: more, and it is a turn of phrase
_LONGEST = 80  # characters of a measure
_LONG_RUN = 24  # characters word for word, which DU08 shows
_DETAIL = re.compile(r"\d[\d.]*|[一二三四五六七八九十]+[年批个类级]")


@dataclass(frozen=True, slots=True)
class _Part:
    """One to three neighbouring segments of a sentence."""

    span: Span
    text: str  # without signs
    sentence: Sentence


@rule(
    "DU13", "measure-nearly-twice", title="两处文字几乎相同", each=Document, severity=Severity.INFO, cap=6,
    authority=SPARE, suggestion="保留一处，另一处改写或互相照应；差别有意的，说明差别。",
    summary="两处文字几乎相同，共{count}处。",
)  # fmt: skip
def measure_nearly_twice(
    document: Document, context: Context, *, shortest: int = 20, similar: float = 0.78
) -> Iterator[Problem]:  # fmt: skip
    """A measure that comes back in another section with a word put in or left out: which of the two holds?

    What stands in both word for word is DU08's; a goal or target that comes back in a task is as it should be.
    """
    if not context.gives_orders:
        return
    parts = [part for one in context.sentences if _counts(one, context) for part in _parts(one, document, shortest)]
    alike = [
        (likeness(one.text, other.text), one, other) for one, other in _candidates(parts)
        if one.sentence.clause.section != other.sentence.clause.section and one.text != other.text
    ]  # fmt: skip
    alike.sort(key=lambda found: (-len(found[1].text) * found[0], found[1].span, found[2].span))
    told: set[tuple[str | None, str | None]] = set()
    for score, one, other in alike:
        sections = (one.sentence.clause.section, other.sentence.clause.section)
        if score < similar or sections in told or _differ_in_things(one, other) or _like_parts(one, other, context):
            continue
        if _word_for_word(one.text, other.text) or _goal_told_again(one, other, context):
            continue
        told.add(sections)
        yield Problem(other.span, f"与前文几乎相同：“{document.read(one.span)[:30]}……”。", (one.span, other.span))


def _counts(sentence: Sentence, context: Context) -> bool:
    text = sentence.text
    return not (
        _BODIES.search(text) or _NAMED.search(text) or context.in_annex(sentence.clause)
        or context.in_background(sentence.clause) or sentence.clause.section is None
    )  # fmt: skip


def _parts(sentence: Sentence, document: Document, shortest: int) -> Iterator[_Part]:
    cut = segments(sentence)
    for first in range(len(cut)):
        for last in range(first, min(first + 3, len(cut))):
            span = Span(cut[first].start, cut[last].stop)
            text = bare(document.read(span))
            if shortest <= len(text) <= _LONGEST and not _PHRASE.search(document.read(span)):
                yield _Part(span, text, sentence)


def _candidates(parts: list[_Part]) -> Iterator[tuple[_Part, _Part]]:
    """Pairs that share many shingles, in document order."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, part in enumerate(parts):
        for shingle in {part.text[i : i + _SHINGLE] for i in range(len(part.text) - _SHINGLE + 1)}:
            places[shingle].append(at)
    shared = Counter(pair for found in places.values() if 1 < len(found) <= _COMMON for pair in combinations(found, 2))
    for (at, later), count in sorted(shared.items()):
        one, other = parts[at], parts[later]
        lengths = len(one.text), len(other.text)
        if count * 3 >= min(lengths) - _SHINGLE and max(lengths) <= 1.5 * min(lengths):
            yield one, other


def _word_for_word(one: str, other: str) -> bool:
    run = SequenceMatcher(None, one, other, autojunk=False).find_longest_match(0, len(one), 0, len(other))
    return run.size >= min(_LONG_RUN, 0.85 * min(len(one), len(other)))


def _differ_in_things(one: _Part, other: _Part) -> bool:
    """True for two parts that share their frame and speak of different things or amounts."""
    left, right = grams(one.text) - grams(other.text), grams(other.text) - grams(one.text)
    return min(len(left), len(right)) > 4 or _DETAIL.findall(one.text) != _DETAIL.findall(other.text)


def _goal_told_again(one: _Part, other: _Part, context: Context) -> bool:
    return any(context.in_goals(part.sentence.clause) for part in (one, other))


def _like_parts(one: _Part, other: _Part, context: Context) -> bool:
    """True in sections of one title below different ones: a plan of like parts, each complete in itself."""
    left, right = (context.document.ancestry(part.sentence.clause.section) for part in (one, other))
    return bool(left and right) and left[-1].title == right[-1].title
