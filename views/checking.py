"""The page 核对: tasks and targets held against the text; what was read wrong is set right, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ingest.document import Document, Span
from nlp.commitment import Slot, Target, Task
from report.corrected import LONGEST as LONGEST_SLOT
from report.corrected import slot_text, slots_of
from report.correction import LONGEST, LOOKED, CorrectionBook, Recorded, rows_of, with_corrections
from report.export import commitment_path
from report.ledger import LedgerError
from report.spreadsheet import Sheet, Value
from report.wording import ORIGINS, bureaus_text, deadlines_text, review_text, target_text
from views.choice import choose_plan, plan_ids
from views.deciding import beijing, who
from views.downloads import offer, offer_beside
from views.markup import (
    MOST_ROWS,
    address,
    alarm,
    cards,
    escape,
    marked,
    notice,
    path_line,
    plain,
    plan_address,
    table,
    title,
)
from views.opened import Opened, open_workspace

ALL_PLANS = "全部规划"
DOUBTFUL, CHECKED, ALL, TRAIL = "待核", "已核对", "全部", "更正记录"
TASK, TARGET = "任务", "指标"
_SAVE, _LOOKED, _BACK = "保存更正", LOOKED, "恢复为程序读出的内容"


@dataclass(frozen=True, slots=True)
class Checked:
    """One task or target. key: what corrections know it by; read: as the program read it; now: as it holds."""

    document: Document
    key: str
    read: Task | Target
    now: Task | Target

    @property
    def name(self) -> str:
        """What a list calls it."""
        return self.now.title if isinstance(self.now, Task) else target_text(self.now)

    @property
    def kind(self) -> str:
        """Task or target, in Chinese."""
        return TASK if isinstance(self.now, Task) else TARGET


def show(folder: Path) -> None:
    """Draw the page."""
    note = "把读出的任务和指标与原文对一遍：单位、时限、数值、年份读错的改过来，写明理由；重建后仍然有效，导出时注明。"
    st.html(title("核对", note))
    opened = open_workspace(folder)
    plans = plan_ids(opened) if opened else []
    if opened is None or not plans:
        return
    labels = opened.labels()
    left, right = st.columns([4, 2], vertical_alignment="bottom")
    plan = choose_plan(left, opened, plans, ALL_PLANS, on_change=_back)
    rows = [one for one in _rows(opened, opened.version) if not plan or one.document.id == plan]
    book = CorrectionBook(folder)
    key, of = st.query_params.get("row"), st.query_params.get("of")
    if found := [one for one in rows if one.key == key and of in (None, labels[one.document.id])]:
        show_single(book, found[0], rows, labels)
        return
    asked = right.pills("种类", (TASK, TARGET), selection_mode="multi", key="kind", bind="query-params")
    rows = [one for one in rows if not asked or one.kind in asked]
    if not plan:  # of one plan they stand as in the text
        rows.sort(key=lambda one: one.now.confidence)
    doubtful = [one for one in rows if one.now.doubtful]
    checked = [one for one in rows if one.now.corrections]
    changed = sum(any(each.slot is not Slot.WHOLE for each in one.now.corrections) for one in checked)
    st.html(cards([("任务和指标", len(rows), ""), ("待核", len(doubtful), "warning" if doubtful else ""),
                   ("已更正", changed, "info"), (LOOKED, len(checked) - changed, "")]))  # fmt: skip
    way = st.segmented_control(
        "查看", (DOUBTFUL, ALL, CHECKED, TRAIL), default=DOUBTFUL, required=True, key="show", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    if way == TRAIL:
        show_trail(book.trail(plan or None), rows, labels)
    else:
        show_rows({DOUBTFUL: doubtful, CHECKED: checked, ALL: rows}[way], way, labels, labels.get(plan, ""))


@st.cache_resource(max_entries=4, show_spinner="正在列出任务和指标……")
def _rows(_opened: Opened, version: str) -> tuple[Checked, ...]:
    """Every task and target of the plans, in the order of the text."""
    found: list[Checked] = []
    for entry in _opened.workspace.documents():
        if not entry.doc_type:
            continue
        document, read = _opened.document(entry.id), _opened.workspace.commitments(entry.id)
        now = with_corrections(document, read, _opened.corrections.get(entry.id, ()))
        here = zip(rows_of(document, read).items(), (*now.tasks, *now.targets), strict=True)
        rows = [Checked(document, key, one, after) for (key, one), after in here]
        found += sorted(rows, key=lambda one: one.read.span)
    return tuple(found)


# --- the list ---------------------------------------------------------------------------------------------------------


def show_rows(rows: Sequence[Checked], way: str, labels: Mapping[str, str], plan: str) -> None:
    """The rows as a table, each leading to its form. plan: what the list calls the plan chosen, "" for all."""
    if not rows:
        empty = {DOUBTFUL: "没有待核的任务和指标", CHECKED: "还没有核对过的任务和指标", ALL: "没有读到任务和指标"}
        st.html(notice(empty[way], ("程序没有把握的会列在“待核”；其余的在“全部”里，点名称核对。",)))
        return
    sheet = row_sheet(rows)
    more = f"，显示前 {MOST_ROWS} 项，其余请按规划查看或下载" if len(rows) > MOST_ROWS else ""
    offer_beside(f"共 <b>{len(rows)}</b> 项，点名称对照原文{more}", f"核对-{way}", sheet)
    columns = [name for name, _ in sheet.columns if name != "原文"]
    chosen = {"plan": plan} if plan else {}
    links = [address("check", row=one.key, of=labels[one.document.id], **chosen) for one in rows]
    st.html(table(sheet, columns, links, folded="原文"))


def row_sheet(rows: Sequence[Checked]) -> Sheet:
    """The rows with why somebody should look at them, or what was set right."""
    columns = (
        ("任务或指标", 36), ("种类", 7), ("责任单位", 26), ("完成时限", 14), ("核对", 34), ("把握", 7), ("来源", 7),
        ("规划", 28), ("页码", 7), ("原文", 60),
    )  # fmt: skip
    lines: list[tuple[Value, ...]] = []
    for one in rows:
        now = one.now
        year = f"{now.year}年" if isinstance(now, Target) and now.year else ""
        passage = now.body if isinstance(now, Task) else now.span
        lines.append((
            one.name, one.kind, bureaus_text(now.bureaus), deadlines_text(one.document, now.deadlines) or year,
            review_text(now), f"{now.confidence:.0%}", ORIGINS[now.origin], one.document.title,
            one.document.clause(now.clause).page, one.document.quote(passage).strip(),
        ))  # fmt: skip
    return Sheet("核对", columns, tuple(lines))


# --- one row ----------------------------------------------------------------------------------------------------------


def show_single(book: CorrectionBook, one: Checked, rows: Sequence[Checked], labels: Mapping[str, str]) -> None:
    """The passage beside what was read of it, the form that sets it right, and what was done before."""
    with st.container(horizontal=True):
        st.button("返回列表", on_click=_back, icon=":material/arrow_back:")
        place = rows.index(one)
        waiting = [other for other in (*rows[place + 1 :], *rows[:place]) if other.now.doubtful]
        if waiting:
            following = (waiting[0].key, labels[waiting[0].document.id])
            st.button(f"下一条待核（还有 {len(waiting)} 条）", on_click=_ask, args=following)
    if told := st.session_state.pop("told-check", None):
        st.html(f'<p class="pc-hint">{escape(told)}</p>')
    left, right = st.columns([5, 4], gap="large")
    left.html(passage_card(one, labels[one.document.id]))
    with right:
        show_form(book, one)
    trail = book.trail(one.document.id, one.key)
    if trail:
        show_trail(trail, rows, labels)


def passage_card(one: Checked, label: str) -> str:
    """The clause with the passage marked, where it stands, and why somebody should look at it."""
    document, now = one.document, one.now
    clauses = [document.clause(name) for name in (now.clause, *(now.clauses if isinstance(now, Task) else ()))]
    whole = Span(min(each.span.start for each in clauses), max(each.span.stop for each in clauses))
    facts = [each.span for each in (*one.read.bureaus, *one.read.deadlines)]
    spans = [each.shift(-whole.start) for each in (*facts, *_own(one.read)) if whole.covers(each)]
    link = f'<a class="pc-there" href="{escape(plan_address(label, clause=now.clause))}" target="_self">看原文</a>'
    note = review_text(now)
    state = f'<p class="pc-message">{escape(note)}</p>' if note else ""
    return (
        f'<article class="pc-finding pc-{"warning" if now.doubtful else "info"}"><header>'
        f'<span class="pc-rule">{one.kind}</span><b>{escape(one.name)}</b>'
        f'<span class="pc-tag">{ORIGINS[now.origin]}</span>'
        f'<span class="pc-tag">把握 {now.confidence:.0%}</span></header>'
        f'<div class="pc-plan">{escape(document.title)}</div>{state}'
        f'<blockquote class="pc-text">{marked(document.quote(whole), spans)}'
        f"{path_line(commitment_path(document, now), clauses[0].page, link)}</blockquote></article>"
    )


def _own(commitment: Task | Target) -> tuple[Span, ...]:
    """A target is a few words to be found; a task is the whole passage."""
    return (commitment.span,) if isinstance(commitment, Target) else ()


def show_form(book: CorrectionBook, one: Checked) -> None:
    """What was read, slot by slot, to be set right."""
    document = one.document
    with st.form("correction", border=True):
        stated: dict[Slot, str] = {}
        sides = st.columns(2)
        for number, slot in enumerate(slots_of(one.read)):
            printed, now = slot_text(document, one.read, slot), slot_text(document, one.now, slot)
            label = slot.value if now == printed else f"{slot.value}（程序读作“{printed or '未读出'}”）"
            stated[slot] = sides[number % 2].text_input(
                plain(label), now, key=f"{slot.name}-{one.key}", max_chars=LONGEST_SLOT, placeholder=_HINTS.get(slot)
            )
        reason = st.text_area("理由", key=f"reason-{one.key}", max_chars=LONGEST, height=70,
                              placeholder="依据原文哪一处，程序哪里读错了")  # fmt: skip
        author = st.text_input("核对人", value=who(), key="author", max_chars=60)
        with st.container(horizontal=True):
            save = st.form_submit_button(_SAVE, type="primary")
            looked = st.form_submit_button(_LOOKED)
            back = bool(one.now.corrections) and st.form_submit_button(_BACK)
    if looked:
        stated, reason = {Slot.WHOLE: LOOKED}, reason or LOOKED
    elif back:
        stated = {each.slot: each.printed for each in one.now.corrections}
    if save or looked or back:
        try:
            changed = book.record(document, one.key, one.read, stated, reason, author)
        except LedgerError as error:
            st.html(alarm("没有保存", (str(error),)))
            return
        st.session_state["who"] = author
        st.session_state["told-check"] = f"已保存：{'、'.join(slot.value for slot in changed)}。"
        st.rerun()


_HINTS: Mapping[Slot, str] = {
    Slot.LEAD: "没有就留空", Slot.RESPONSIBLE: "几个单位用顿号隔开", Slot.SUPPORT: "没有就留空",
    Slot.DUE: "2026年6月底前、2026-06-30、每年、长期坚持", Slot.VALUE: "18、≥18、约20、1～2、下降13.5",
    Slot.YEAR: "2030",
}  # fmt: skip


def _ask(key: str, label: str) -> None:
    st.query_params.update({"row": key, "of": label})


def _back() -> None:
    for name in ("row", "of"):
        st.query_params.pop(name, None)


# --- the trail --------------------------------------------------------------------------------------------------------


def show_trail(trail: Sequence[Recorded], rows: Sequence[Checked], labels: Mapping[str, str]) -> None:
    """Everything ever set right, newest first."""
    if not trail:
        st.html(notice("还没有更正记录", ("在“待核”或“全部”里点一项，改好保存，就会记在这里。",)))
        return
    sheet = trail_sheet(trail, rows, labels)
    offer("更正记录", sheet)
    st.html(table(sheet, [name for name, _ in sheet.columns]))


def trail_sheet(trail: Sequence[Recorded], rows: Sequence[Checked], labels: Mapping[str, str]) -> Sheet:
    """The corrections as a table, and whether each holds."""
    columns = (
        ("时间", 16), ("规划", 30), ("任务或指标", 30), ("项", 9), ("程序读作", 24), ("更正为", 24), ("理由", 30),
        ("核对人", 10), ("现状", 12),
    )  # fmt: skip
    held = {(one.document.id, one.key): one.now.corrections for one in rows}
    seen: set[tuple[str, str, Slot]] = set()
    lines: list[tuple[Value, ...]] = []
    for one in trail:
        fact, place = one.correction, (one.document, one.row, one.correction.slot)
        if place in seen:
            state = "已被取代"
        elif one.withdrawn:
            state = "已恢复原读法"
        else:
            state = "有效" if fact in held.get((one.document, one.row), ()) else "原文已变，请重核"
        seen.add(place)
        lines.append((
            beijing(fact.at), labels.get(one.document, one.document), one.label, fact.slot.value, fact.printed,
            fact.stated, fact.reason, fact.author, state,
        ))  # fmt: skip
    return Sheet("更正记录", columns, tuple(lines))
