"""What holds for any plan: facts lie where they say, are read back as written, and are not moved by what follows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, PartialDate, Span
from nlp.commitment import Commitment, Comparator, Deadline, DeadlineKind
from nlp.deadline import find_deadlines, parse_slot
from nlp.deadline_calendar import Calendar, month_end
from nlp.extract import extract
from nlp.passage import Passage
from nlp.quantity import find_quantities
from tests.nlp.documents import plan

FRONT = "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）\n一、重点任务"
NAMES = ("社区食堂覆盖率", "护理员持证率", "医养签约率", "床位使用率")
THINGS = ("社区食堂", "护理站", "康复中心", "示范社区")
BODIES = ("市民政局", "市财政局", "各县（市、区）人民政府", "市卫生健康委")
UNITS = ("%", "万吨", "家", "亿千瓦时", "公里", "吨标准煤/万元", "个百分点", "人次")

rates = st.builds(
    "{}{}年底前，{}达到{}%{}。".format,
    st.sampled_from(("", "力争", "确保")), st.integers(2022, 2025), st.sampled_from(NAMES), st.integers(1, 99),
    st.sampled_from(("", "以上", "左右")),
)  # fmt: skip
counts = st.builds(
    "建成{}{}个、{}{}个。".format,
    st.sampled_from(THINGS), st.integers(2, 999), st.sampled_from(THINGS), st.integers(2, 999),
)  # fmt: skip
changes = st.builds("{}较2020年提高{}个百分点。".format, st.sampled_from(NAMES), st.integers(1, 30))
plain = st.sampled_from(("加强统筹协调。", "健全服务体系，完善政策措施。", "现有床位不足。"))
duties = st.builds(
    "（{}：{}、{}）".format, st.sampled_from(("责任单位", "牵头单位")), st.sampled_from(BODIES), st.sampled_from(BODIES)
)
sentences = st.lists(st.one_of(rates, counts, changes, plain), min_size=1).map("".join)
paragraphs = st.builds("{}{}".format, sentences, duties)
bodies = st.lists(paragraphs, min_size=1, max_size=5).map(
    lambda texts: [f"{number}.推进工作{number}\n{text}" for number, text in enumerate(texts, start=1)]
)


def spans(commitment: Commitment) -> list[Span]:
    """Every place that a commitment names."""
    return [
        commitment.span,
        *(one.span for one in commitment.bureaus),
        *(one.span for one in commitment.deadlines),
    ]


@given(bodies)
def test_facts_lie_in_their_clauses_and_are_quoted_from_the_source(texts: list[str]) -> None:
    document = plan(FRONT, *texts)
    found = extract(document)
    for target in found.targets:
        assert document.clause(target.clause).span.covers(target.span)
        assert str(target.value) in document.quote(target.span)
    for task in found.tasks:
        held = [document.clause(clause).span for clause in task.clauses]
        assert all(any(one.covers(span) for one in held) for span in spans(task)[1:])
    for commitment in (*found.targets, *found.tasks):
        assert all(document.quote(span) and document.quote(span) in document.raw for span in spans(commitment))
        assert all(document.quote(one.span).startswith(one.name[:2]) for one in commitment.bureaus)


def facts(document: Document) -> tuple[object, object]:
    """Targets and tasks without what hangs on the rest of the plan."""
    found = extract(document)
    return found.targets, [(one.title, one.bureaus, one.deadlines, one.body) for one in found.tasks]


@given(bodies, bodies)
def test_what_is_appended_leaves_earlier_facts_alone(texts: list[str], more: list[str]) -> None:
    targets, tasks = facts(plan(FRONT, *texts))
    later_targets, later_tasks = facts(plan(FRONT, *texts, "二、保障措施", *more))
    assert isinstance(targets, tuple) and isinstance(later_targets, tuple)
    assert isinstance(tasks, list) and isinstance(later_tasks, list)
    assert later_targets[: len(targets)] == targets
    assert later_tasks[: len(tasks)] == tasks


numbers = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)
SAID = {None: "{}", Comparator.AT_LEAST: "{}以上", Comparator.AT_MOST: "{}以内", Comparator.ABOUT: "{}左右"}


@given(numbers, st.sampled_from(UNITS), st.sampled_from(list(SAID)))
def test_a_written_quantity_is_read_back(value: Decimal, unit: str, comparator: Comparator | None) -> None:
    (found,) = find_quantities(f"达到{SAID[comparator].format(f'{value}{unit}')}。")
    assert (found.value, found.unit, found.comparator) == (value, unit, comparator)


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from(("家", "个", "万千瓦")), st.sampled_from("～-—~"))
def test_a_written_range_is_read_back(low: int, more: int, unit: str, sign: str) -> None:
    (found,) = find_quantities(f"建成{low}{sign}{low + more}{unit}。")
    assert (found.value, found.value_max, found.unit) == (low, low + more, unit)


days = st.dates(date(2022, 4, 1), date(2049, 12, 31))
ISSUED = Calendar(PartialDate(2022, 3), first=2021, last=2050)


def written(deadline: Deadline) -> str:
    """A deadline as a column of deadlines prints it."""
    if deadline.kind is DeadlineKind.ONGOING:
        return "长期坚持"
    if deadline.kind is DeadlineKind.EACH:
        return "每年"
    assert deadline.end is not None
    if deadline.kind is DeadlineKind.WITHIN and deadline.start:
        start, end = deadline.start, deadline.end
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    if deadline.end == month_end(deadline.end.year, deadline.end.month):
        return f"{deadline.end.year}年{deadline.end.month}月底前"
    return f"{deadline.end.year}年{deadline.end.month}月{deadline.end.day}日前"


nowhere = Span(0, 0)
_MIDDLE = 2035  # intervals begin before and end after
deadlines = st.one_of(
    st.builds(lambda day: Deadline(nowhere, DeadlineKind.BY, None, day), days),
    st.builds(
        lambda one, last: Deadline(nowhere, DeadlineKind.WITHIN, one.replace(day=1), month_end(last.year, last.month)),
        days.filter(lambda day: day.year < _MIDDLE),
        days.filter(lambda day: day.year >= _MIDDLE),
    ),
    st.sampled_from((Deadline(nowhere, DeadlineKind.EACH), Deadline(nowhere, DeadlineKind.ONGOING))),
)


@given(deadlines)
def test_a_written_deadline_is_read_back(deadline: Deadline) -> None:
    (found,) = parse_slot(Passage.of(written(deadline)), ISSUED)
    assert (found.kind, found.start, found.end) == (deadline.kind, deadline.start, deadline.end)


@given(deadlines.filter(lambda one: one.kind is DeadlineKind.BY))
def test_a_deadline_written_into_a_sentence_is_read_back(deadline: Deadline) -> None:
    (found,) = find_deadlines(Passage.of(f"{written(deadline)}，全面完成建设任务。"), ISSUED)
    assert (found.kind, found.end) == (deadline.kind, deadline.end)
