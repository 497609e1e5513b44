"""The page 规则: what is checked, why, what fails or passes; trying another choice of rules, and rules of one's own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import streamlit as st

from ingest.document import Span
from report.analysis import SEVERITY_NAMES
from report.spreadsheet import Sheet, Value
from rules import catalogue
from rules.example import examples_of
from rules.finding import Severity
from rules.rule import FAMILIES
from views import own_rules, trying
from views.downloads import offer
from views.markup import address, escape, marked, notice, table, title
from views.opened import open_workspace, try_workspace

ALL = "全部规则"
CATALOGUE, TRY, OWN = "规则目录", "试运行", "自己的规则"


def show(folder: Path) -> None:
    """Draw the page. The rules are the same whatever the workspace holds."""
    note = "检查依据哪些规则、各有什么出处；试着停用或调整，看会多报、少报什么；用 Excel 写自己的规则。"
    st.html(title("规则", note))
    way = st.segmented_control(
        "看什么", (CATALOGUE, TRY, OWN), default=CATALOGUE, required=True, key="way", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    if way == TRY:
        trying.show(open_workspace(folder))
        return
    if way == OWN:
        own_rules.show(try_workspace(folder))
        return
    rules = _catalogue()
    names = {rule["id"]: f"{rule['id']} {rule['title']}" for rule in rules}
    chosen = st.selectbox(
        "规则", ["", *names], key="rule", bind="query-params", format_func=lambda one: names.get(one, ALL),
        filter_mode="contains",
    )  # fmt: skip
    if chosen:
        show_rule(next(rule for rule in rules if rule["id"] == chosen))
    else:
        show_all(rules)


@st.cache_data(show_spinner=False)
def _catalogue() -> list[dict[str, Any]]:
    found = catalogue.plain()
    assert isinstance(found, list)
    return found


def show_all(rules: list[dict[str, Any]]) -> None:
    """All rules in a table that can be narrowed."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    word = left.text_input(
        "查找", key="word", bind="query-params", icon=":material/search:", placeholder="名称、说明、依据中的词",
        label_visibility="collapsed",
    ).strip()  # fmt: skip
    counts = Counter(rule["family"] for rule in rules)
    families = st.pills(
        "类别", [one for one in FAMILIES if counts[one]], selection_mode="multi", key="family", bind="query-params",
        format_func=lambda one: f"{FAMILIES[one]} {counts[one]}",
    )  # fmt: skip
    found = [
        rule for rule in rules
        if (not families or rule["family"] in families)
        and (not word or any(word in rule[name] for name in ("id", "title", "looks_for", "authority", "suggestion")))
    ]  # fmt: skip
    columns = (("规则", 8), ("名称", 26), ("类别", 12), ("级别", 7), ("检查对象", 9), ("检查什么", 60), ("依据", 50))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            rule["id"], rule["title"], rule["family_name"], SEVERITY_NAMES[Severity(rule["severity"])],
            rule["looks_at"], rule["looks_for"], rule["authority"],
        )
        for rule in found
    )  # fmt: skip
    sheet = Sheet("规则目录", columns, rows)
    with right:
        offer("规则目录", sheet)
    if not found:
        st.html(notice("没有符合条件的规则", ("换一个词，或去掉一项类别再看。",)))
        return
    st.html(f'<p class="pc-summary">共 <b>{len(found)}</b> 条规则，点编号看示例</p>')
    links = [address("rules", rule=names_of(rule)) for rule in found]
    st.html(table(sheet, ["规则", "名称", "类别", "级别", "检查对象", "检查什么"], links))


def names_of(rule: dict[str, Any]) -> str:
    """What the list of rules calls the rule."""
    return f"{rule['id']} {rule['title']}"


def show_rule(rule: dict[str, Any]) -> None:
    """Everything about one rule, with texts that fail and texts that pass."""
    severity = rule["severity"]
    lines = [("检查什么", rule["looks_for"]), ("检查对象", rule["looks_at"]), ("依据", rule["authority"]),
             ("建议", rule["suggestion"])]  # fmt: skip
    if rule["params"]:
        lines.append(("参数", "，".join(f"{name} = {value}" for name, value in sorted(rule["params"].items()))))
    body = "".join(f'<p class="pc-advice"><i>{name}</i>{escape(text)}</p>' for name, text in lines)
    head = f'<span class="pc-rule">{rule["id"]}</span><b>{escape(rule["title"])}</b>'
    tags = (rule["family_name"], SEVERITY_NAMES[Severity(severity)])
    head += "".join(f'<span class="pc-tag">{tag}</span>' for tag in tags)
    found = escape(address("findings", rule=names_of(rule)))
    st.html(
        f'<article class="pc-finding pc-{severity}"><header>{head}</header>{body}'
        f'<p class="pc-advice"><a class="pc-more" href="{found}" target="_self">看这条规则报出的问题</a></p></article>'
    )
    quotes = [example.quotes for example in examples_of(rule["id"]).fail]
    left, right = st.columns(2)
    fail = "".join(sample(text, quoted) for text, quoted in zip(rule["examples"]["fail"], quotes, strict=True))
    passing = "".join(sample(text, ()) for text in rule["examples"]["pass"])
    left.html(f'<h2 class="pc-group pc-error">反例<small>标出的地方会报出问题</small></h2>{fail}')
    right.html(f'<h2 class="pc-group pc-info">正例<small>不会报出问题</small></h2>{passing}')


def sample(text: str, quotes: tuple[str, ...]) -> str:
    """One example with the passages marked that a finding quotes."""
    spans = []
    for quote in quotes:
        start = text.find(quote)
        while start >= 0:
            spans.append(Span(start, start + len(quote)))
            start = text.find(quote, start + len(quote))
    return f'<div class="pc-sample pc-text">{marked(text, spans)}</div>'
