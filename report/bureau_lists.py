"""责任清单: a workbook with a sheet for each bureau that says what it has to do, by when and with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ingest.document import Document
from nlp.commitment import BodyLevel, BureauMention, Commitment, Role, Target, Task
from report.analysis import GapReport
from report.coverage import region_name
from report.export import commitment_path
from report.spreadsheet import Sheet, SheetLink, Value, sheet_names, write_workbook
from report.wording import ROLES, bureaus_text, clause_text, deadlines_text, last_day, review_text, target_text
from report.workbook import targets_by_clause

CONTENTS, REST = "目录", "其他单位"
MOST_SHEETS = 150  # bureaus with a sheet of their own; those with the fewest duties share the last one
_ORDER = tuple(Role)  # who leads comes first


@dataclass(frozen=True, slots=True)
class Duty:
    """What one bureau answers for: a task or a target of a plan, and in which role."""

    document: Document
    commitment: Commitment
    role: Role
    mentions: tuple[BureauMention, ...]  # of this bureau
    targets: tuple[Target, ...]  # that stand in the task


def bureau_workbook(report: GapReport) -> bytes:
    """The bytes of bureaus.xlsx."""
    created = datetime.combine(report.as_of, datetime.min.time())
    return write_workbook(bureau_sheets(report), created, "规核 责任清单")


def bureau_sheets(report: GapReport) -> tuple[Sheet, ...]:
    """A list of the bureaus, then a sheet for each of them; those with the most duties first."""
    held = _duties(report)
    order = sorted(held, key=lambda bureau: (-len(held[bureau]), bureau))
    own, shared = order[:MOST_SHEETS], order[MOST_SHEETS:]
    labels = {bureau: _label(bureau, held[bureau]) for bureau in order}
    _, *names = sheet_names([CONTENTS, *(labels[bureau] for bureau in own), *([REST] if shared else [])])
    several = len(report.plans) > 1
    homes = dict(zip(own, names, strict=False)) | dict.fromkeys(shared, names[-1] if names else REST)
    made = [_contents([(labels[bureau], homes[bureau], held[bureau]) for bureau in order], report.as_of)]
    made += [_sheet(homes[bureau], [("", one) for one in held[bureau]], several) for bureau in own]
    if shared:
        made.append(_sheet(names[-1], [(labels[bureau], one) for bureau in shared for one in held[bureau]], several))
    return tuple(made)


def _duties(report: GapReport) -> Mapping[str, list[Duty]]:
    """What each bureau answers for, by the roster's name for it, or by its own where that names many (companies).

    A target that stands in a task of the same bureau is told with the task.
    """
    found: dict[str, list[Duty]] = {}
    for analysis in report.plans:
        promised = targets_by_clause(analysis)
        told: set[tuple[str, str]] = set()
        kinds: tuple[Iterable[Task | Target], ...] = (analysis.commitments.tasks, analysis.commitments.targets)
        for commitment in (one for kind in kinds for one in kind):
            by_bureau: dict[str, list[BureauMention]] = {}
            for mention in commitment.bureaus:
                by_bureau.setdefault(_key(mention), []).append(mention)
            clauses = (commitment.clause, *commitment.clauses) if isinstance(commitment, Task) else ()
            targets = tuple(one for name in dict.fromkeys(clauses) for one in promised.get(name, ()))
            told |= {(bureau, clause) for bureau in by_bureau for clause in clauses}
            for bureau, mentions in by_bureau.items():
                if isinstance(commitment, Target) and (bureau, commitment.clause) in told:
                    continue
                role = min((mention.role for mention in mentions), key=_ORDER.index)
                duty = Duty(analysis.document, commitment, role, tuple(mentions), targets)
                found.setdefault(bureau, []).append(duty)
    return found


def _key(mention: BureauMention) -> str:
    return mention.canonical if mention.canonical and mention.level is not BodyLevel.COMPANY else mention.name


def _label(bureau: str, duties: Sequence[Duty]) -> str:
    """The name by which the plans call it most often."""
    names = Counter(mention.name for duty in duties for mention in duty.mentions)
    return max(sorted(names), key=names.__getitem__, default=bureau)


def _contents(rows: Sequence[tuple[str, str, Sequence[Duty]]], as_of: date) -> Sheet:
    columns = (
        ("序号", 6), ("单位", 30), ("清单", 24), *((ROLES[role], 9) for role in _ORDER), ("合计", 9), ("目标指标", 10),
        ("最近到期", 12),
    )  # fmt: skip
    lines = []
    for number, (label, home, duties) in enumerate(rows, start=1):
        tasks = [duty for duty in duties if isinstance(duty.commitment, Task)]
        counts = Counter(duty.role for duty in tasks)
        days = (last_day(duty.commitment.deadlines) for duty in duties)
        lines.append((
            number, label, SheetLink(home), *(counts[role] or None for role in _ORDER), len(tasks),
            len(duties) - len(tasks) or None, min((day for day in days if day and day >= as_of), default=None),
        ))  # fmt: skip
    return Sheet(CONTENTS, columns, tuple(lines))


def _sheet(name: str, duties: Sequence[tuple[str, Duty]], several: bool) -> Sheet:
    """Duties of one bureau; with a column for the bureau where they are of several."""
    columns = [
        ("序号", 6), ("单位", 20), ("地区", 10), ("规划", 22), ("类别", 7), ("事项", 32), ("职责", 7), ("其他单位", 26),
        ("完成时限", 14), ("完成日期", 11), ("目标值", 26), ("依据条款", 30), ("页码", 6),
        ("核对", 18),
    ]  # fmt: skip
    left_out = {"单位"} if not any(label for label, _ in duties) else set()
    left_out |= set() if several else {"地区", "规划"}
    kept = [place for place, (title, _) in enumerate(columns) if title not in left_out]
    rows = [(number, *row) for number, row in enumerate(map(_row, duties), start=1)]
    return Sheet(
        name, tuple(columns[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows)
    )


def _row(duty_of: tuple[str, Duty]) -> tuple[Value, ...]:
    label, duty = duty_of
    document, one = duty.document, duty.commitment
    clause = document.clause(one.clause)
    others = [mention for mention in one.bureaus if mention not in duty.mentions]
    named = (f"{ROLES[role]}：{names}" for role in _ORDER if (names := bureaus_text(others, role)))
    return (
        label, region_name(document), document.title, "任务" if isinstance(one, Task) else "指标",
        one.title if isinstance(one, Task) else one.indicator if isinstance(one, Target) else "", ROLES[duty.role],
        "\n".join(named), deadlines_text(document, one.deadlines) or _year(one), last_day(one.deadlines),
        "\n".join(_values(duty)), clause_text(document, clause, commitment_path(document, one)), clause.page,
        "\n".join(dict.fromkeys(filter(None, map(review_text, (one, *duty.targets))))),
    )  # fmt: skip


def _values(duty: Duty) -> Iterator[str]:
    if isinstance(duty.commitment, Target):
        yield target_text(duty.commitment)
    yield from map(target_text, duty.targets)


def _year(commitment: Commitment) -> str:
    return f"{commitment.year}年" if isinstance(commitment, Target) and commitment.year else ""
