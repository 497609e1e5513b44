"""DU: measures that a plan prints twice in nearly the same words, in two sections or in one paragraph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from ingest.document import Document, Span
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.pairing import bare, grams, holds, likeness
from rules.passage import in_context, shortened
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
_WHOLE = 0.9  # of the pairs of characters of the shorter part that the longer one must hold to contain it
_PUT_IN = 0.06  # less alike by what is put in
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
        enough = similar - _PUT_IN if _contained(one, other) else similar
        if score < enough or sections in told or _differ_in_things(one, other) or _like_parts(one, other, context):
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
    cut = sentence.segments
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


def _contained(one: _Part, other: _Part) -> bool:
    """True where one part is the other with a measure put in between."""
    short, long = sorted((one.text, other.text), key=len)
    return holds(long, short) >= _WHOLE


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


# what a segment does to its object, and how: 持续推进, 全面提高; at its end 工作, 行动
_DOING = re.compile(
    r"^(?:积极|大力|加快|持续|深入|扎实|有序|全面|全力|着力|稳步|进一步|不断|逐步|严格|切实|深化|重点|继续|统筹|推动|推进|促进|开展|实施|落实|执行|加强|强化|提升|提高"
    r"|改善|建设|搭建|构建|建立|打造|形成|健全|完善|优化|调整|发展|推广|推行|培育|加大|做好|抓好|鼓励|支持|引导|组织|探索|力争|对|将)+"
    r"|(?:工作|行动|工程|建设)$"
)
_OTHER_THING = re.compile(r"能力|[一二三四五六七八九十\d]|和|与|及|非|不|未|无|国|省|市|县|区|城|乡|村|再|新|实现")


@rule(
    "DU60", "demand-twice-in-paragraph", title="同一段内两次提出同一要求", each=Document, severity=Severity.INFO, cap=4,
    authority=SPARE, suggestion="合并为一句；两处说法不同的，以一处为准。",
    summary="同一段内两次提出同一要求，共{count}处。",
)  # fmt: skip
def demand_twice_in_paragraph(
    document: Document, context: Context, *, shortest: int = 8, most_more: int = 3
) -> Iterator[Problem]:  # fmt: skip
    """One object that two sentences of a paragraph treat in nearly the same words, one of them a little longer.

    Which name holds (运行率, 同步运行率), and why twice? most_more: characters that only one of the two has.
    """
    if not context.gives_orders:
        return
    seen: dict[str, list[tuple[str, Span, Sentence]]] = defaultdict(list)
    for sentence in (one for one in context.sentences if _counts(one, context)):
        parts = sentence.segments
        if len(parts) < 2 or "：" in sentence.text:  # one segment alone, or before a colon, is a heading
            continue
        for part in parts:
            text = bare(document.read(part))
            core = _DOING.sub("", text)
            if len(core) < shortest or core == text or _PHRASE.search(document.read(part)):
                continue
            before = next((
                found for found in seen[sentence.clause.id]
                if found[2].span != sentence.span and _one_in_other(found[0], core, most_more)
            ), None)  # fmt: skip
            if before is not None:
                said = document.read(before[1]).strip()
                yield Problem(
                    part, f"本段前文已有“{shortened(said)}”。",
                    (in_context(before[1], document), in_context(part, document)),
                    cause=f"{sentence.clause.id}{core}",
                )  # fmt: skip
            seen[sentence.clause.id].append((core, part, sentence))


def _one_in_other(one: str, other: str, most_more: int) -> bool:
    """True where the longer text is the shorter one with a few characters put in that make no other thing of it."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > most_more or short[0] != long[0]:  # what is put in front narrows it down
        return False
    more, at = "", 0
    for letter in long:
        if at < len(short) and letter == short[at]:
            at += 1
        else:
            more += letter
    return at == len(short) and not _OTHER_THING.search(more)
