"""Everything a rule may see: one plan with its commitments, and what the caller knows of other documents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ingest.document import (
    Block,
    BlockKind,
    Cell,
    Clause,
    ClauseKind,
    Document,
    GovernmentLevel,
    PartialDate,
    Period,
    SectionKind,
    Span,
)
from ingest.reported_plan import reported_plan
from nlp.bureaus.roster import canonical_bureau
from nlp.commitment import BureauMention, Commitments, Origin, Task
from nlp.section_kind import names_measure
from rules.duty import Duty, duties_of

if TYPE_CHECKING:
    from rules.template import Template

_GOALS = re.compile(r"目标|指标|愿景")
_GOALS_END = re.compile(r"(?:目标|指标|愿景)$")
_BACKGROUND_END = re.compile(r"(?:现状|形势|背景|回顾|概况|情况|问题|机遇|挑战)$")
_BACKGROUND = re.compile(
    r"基础(?:条件|情况)?(?=$|[与和及、])|现状|形势|背景|回顾|成效|进展|基本情况|概况|存在问题|主要问题|机遇|挑战|“十三五”|能耗和碳排放情况|编制依据"
)
_PRINCIPLES = re.compile(r"指导思想|原则|总体思路|总体要求$")
_PLANS = re.compile(r"(?:规划|方案|计划|意见|措施|要点|安排|纲要|行动)$")
_NO_PLAN = re.compile(r"申报|申请|下达|领导小组|名单|政策")
_FEWEST_TASKS = 3  # that make a notice a plan
_RULES_ONLY = re.compile(r"(?:分配|核算|评价|评估|考核|补贴|奖励|激励|分担|改革试行)(?:实施)?方案")
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?[”’）〕]*")
_GOAL_YEAR = re.compile(r"20\d\d年(?!\d{1,2}月)")
_PERIOD = re.compile(r"(?:规划|实施|建设|方案)?期限?为?(20\d\d)年?\s*[-—–~～至]+\s*(20\d\d)年")  # 规划期限为2023—2025年
_SEGMENT = re.compile(r"(?:“[^”\n。；]{1,60}”|[^，。；：！？\n])+")  # a comma in quotes parts nothing


@dataclass(frozen=True, slots=True)
class Upstream:
    """A superior document that this plan implements, with what it commits to."""

    document: Document
    commitments: Commitments


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A passage of this plan that also stands in another document; the caller finds it with its index.

    similarity: 0 to 1. boilerplate: so many issuers use the words that nobody copied them from anybody.
    """

    span: Span
    other_document: str
    other_title: str
    other_region: str | None
    other_issued: PartialDate | None
    other_clause: str | None
    other_quote: str
    similarity: float
    boilerplate: bool = False


@dataclass(frozen=True)
class Sentence:
    """One sentence of a clause, up to 。；！？, without the blanks around it."""

    span: Span
    text: str
    clause: Clause

    @cached_property
    def segments(self) -> tuple[Span, ...]:
        """The parts between commas, in document coordinates."""
        return tuple(self.span.place(match) for match in _SEGMENT.finditer(self.text))


@dataclass(frozen=True)
class Context:
    """The plan under examination. `as_of` is the day of the check: no rule asks the clock."""

    document: Document
    commitments: Commitments
    as_of: date
    template: Template | None = None
    upstream: tuple[Upstream, ...] = ()
    shared: tuple[SharedPassage, ...] = ()

    @cached_property
    def _clause_starts(self) -> list[int]:
        return [clause.span.start for clause in self.document.clauses]

    def clause_at(self, span: Span) -> Clause | None:
        """The clause in which a span begins; None in headings and furniture."""
        index = bisect_right(self._clause_starts, span.start) - 1
        if index >= 0 and span.start < self.document.clauses[index].span.stop:
            return self.document.clauses[index]
        return None

    @cached_property
    def all_sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all clauses; those of a table row run over its cells."""
        document = self.document
        return tuple(sentence for clause in document.clauses for sentence in split_sentences(document, clause))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all clauses that are no table rows, in document order."""
        return tuple(one for one in self.all_sentences if one.clause.kind is not ClauseKind.TABLE_ROW)

    @cached_property
    def text_tasks(self) -> tuple[Task, ...]:
        """The tasks of the plan's own text, without the rows of annexed task tables."""
        return tuple(task for task in self.commitments.tasks if task.origin is Origin.TEXT)

    @cached_property
    def text_of_tasks(self) -> str:
        """The bodies of the tasks of the text, one after the other."""
        return "\n".join(self.document.read(task.body) for task in self.text_tasks)

    @cached_property
    def annex_tasks(self) -> tuple[Task, ...]:
        """The rows of annexed task tables."""
        return tuple(task for task in self.commitments.tasks if task.origin is not Origin.TEXT)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The lists of bodies of the text, each with the work that stands before it."""
        return duties_of(self.document, self.text_tasks)

    @cached_property
    def _goal_clauses(self) -> frozenset[str]:
        return self._clauses_under(_GOALS, _GOALS_END)

    @cached_property
    def _background_clauses(self) -> frozenset[str]:
        return self._clauses_under(_BACKGROUND, _BACKGROUND_END)

    def _clauses_under(self, pattern: re.Pattern[str], ending: re.Pattern[str]) -> frozenset[str]:
        """Those below a heading of a kind. One that begins by telling somebody to do something (巩固提升绿化成效,
        强化目标分解) is of the kind only where it ends in its words (应对气候变化基础与形势)."""
        headings = {
            section.id
            for section in self.document.sections
            if section.level > 0 and pattern.search(section.title)
            and (ending.search(section.title) or not names_measure(section.title))
        }
        sections = {
            section.id
            for section in self.document.sections
            if any(one.id in headings for one in self.document.ancestry(section.id))
        }
        return frozenset(clause.id for clause in self.document.clauses if clause.section in sections)

    def in_goals(self, clause: Clause | None) -> bool:
        """True for a clause under a heading that promises goals; in news of a plan for one that names a year."""
        if clause is None:
            return False
        if self.reported_plan is not None:
            return bool(_GOAL_YEAR.search(self.document.read(clause.span)))
        return clause.id in self._goal_clauses and clause.id not in self._background_clauses

    def in_background(self, clause: Clause | None) -> bool:
        """True for a clause that reports what was: 现状, 基础, 形势."""
        return clause is not None and clause.id in self._background_clauses

    def is_ordered(self, sentence: Sentence) -> bool:
        """True for what the plan itself orders: no report of what was, no principle, no annex, no heading."""
        clause, document = sentence.clause, self.document
        if clause.section is None or self.in_background(clause) or self.in_annex(clause):
            return False
        section = document.section(clause.section)
        return not section.heading.covers(sentence.span) and not _PRINCIPLES.search(section.title)

    def in_annex(self, clause: Clause | None) -> bool:
        """True for a clause below the title of an annex that is not the only part of the document."""
        if clause is None or clause.section is None:
            return False
        top = self.document.ancestry(clause.section)[0]
        late = top.span.start > len(self.document.text) // 3
        return top.title.startswith("附件") or (top.label.startswith(("附件", "附表", "附录")) and late)

    def cells(self, clause: Clause) -> tuple[Cell, ...]:
        """The cells of a clause that is a table row; none for other clauses."""
        if clause.table is None or clause.row is None:
            return ()
        return self.document.tables[clause.table].rows[clause.row]

    def in_box(self, clause: Clause | None) -> bool:
        """True for the text of a 专栏."""
        return (
            clause is not None
            and clause.section is not None
            and any(section.kind is SectionKind.BOX for section in self.document.ancestry(clause.section))
        )

    @cached_property
    def tasks_by_clause(self) -> dict[str, tuple[Task, ...]]:
        """Which tasks a clause belongs to."""
        found: dict[str, list[Task]] = defaultdict(list)
        for task in self.commitments.tasks:
            for clause in dict.fromkeys((task.clause, *task.clauses)):
                found[clause].append(task)
        return {clause: tuple(tasks) for clause, tasks in found.items()}

    @cached_property
    def is_plan(self) -> bool:
        """True for texts that set goals and tasks (规划, 方案, 计划, 意见 …), false for 办法, 指南, 公告.

        A 通知 is one where it sets goals and tasks itself, and is no call for applications.
        """
        kind = self.document.doc_type or ""
        if kind == "通知" and not _NO_PLAN.search(self.document.title):
            return len(self.text_tasks) >= _FEWEST_TASKS and any(map(self.in_goals, self.document.clauses))
        return bool(_PLANS.search(kind))

    @cached_property
    def reported_plan(self) -> str | None:
        """The title of the plan that the text is news of; None for a plan itself."""
        return reported_plan(self.document.text, self.document.sections)

    @cached_property
    def gives_orders(self) -> bool:
        """True for plans whose tasks somebody has to carry out; false for schemes of rules alone (分配方案)."""
        return self.is_plan and not _RULES_ONLY.search(self.document.title)

    @cached_property
    def is_framework(self) -> bool:
        """True for documents of the nation, 指导意见 and 规划: who does what by when other papers lay down."""
        document = self.document
        return document.level is GovernmentLevel.NATION or "指导意见" in document.title or document.doc_type == "规划"

    @cached_property
    def is_yearly(self) -> bool:
        """True for the work plan of one year (2021年工作要点): its year is the deadline of everything in it."""
        start, end = self.period.start, self.period.end
        years = set(re.findall(r"20\d\d(?=年)", self.document.title))
        return (
            len(years) == 1
            and (start is None or end is None or start == end)
            and not re.search(r"[—–~～-]\s*20\d\d|到20\d\d|前", self.document.title)
        )

    @cached_property
    def _sentences_by_clause(self) -> dict[str, tuple[Sentence, ...]]:
        found: dict[str, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            found[sentence.clause.id].append(sentence)
        return {clause: tuple(sentences) for clause, sentences in found.items()}

    def sentences_of(self, task: Task) -> tuple[Sentence, ...]:
        """The sentences of a task of the text, those of its later paragraphs too."""
        clauses = dict.fromkeys((task.clause, *task.clauses))
        return tuple(one for clause in clauses for one in self._sentences_by_clause.get(clause, ()))

    def following(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """The sentences behind one in its paragraph."""
        return tuple(
            one for one in self._sentences_by_clause.get(sentence.clause.id, ())
            if one.span.start >= sentence.span.stop
        )  # fmt: skip

    @cached_property
    def body_blocks(self) -> tuple[Block, ...]:
        """Blocks that people read: no page numbers, no table of contents."""
        return tuple(block for block in self.document.blocks if block.kind is not BlockKind.FURNITURE)

    @cached_property
    def period(self) -> Period:
        """The years of the plan; where the front matter does not say, those of a sentence such as 「规划期限为…」."""
        if self.document.period.start is None:
            match = _PERIOD.search(self.document.text)
            if match:
                return Period(int(match[1]), int(match[2]))
        return self.document.period

    def is_known(self, mention: BureauMention) -> bool:
        """True when the roster holds the body under some name."""
        return mention.canonical is not None or canonical_bureau(mention.name, self.document.level) is not None


def split_sentences(document: Document, clause: Clause) -> tuple[Sentence, ...]:
    """The sentences of one clause; brackets of responsible bodies stay with the sentence before them."""
    found = []
    for match in _SENTENCE.finditer(document.text, clause.span.start, clause.span.stop):
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        text = text.strip()
        if text:
            found.append(Sentence(Span(start, start + len(text)), text, clause))
    return tuple(found)
