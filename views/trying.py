"""The part 试运行 of the page 规则: what another choice of rules, severities and thresholds would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st
import yaml
from pydantic import ValidationError

from report.analysis import SEVERITY_NAMES
from report.dry_run import Change, Fate, change_sheet, dry_run
from rules.finding import Severity
from rules.profile import Profile
from rules.rule import FAMILIES, RULES, Rule
from views.choice import choose_day, plan_ids
from views.downloads import button, offer
from views.markup import MOST_ROWS, alarm, cards, notice, plain, table
from views.opened import Opened

YAML = "application/yaml"
_AS_IS = "不变"
_KINDS = (bool, int, float, str)  # of thresholds that a box can hold
_STYLES = {Fate.GONE: "info", Fate.NEW: "error", Fate.WEIGHED: "warning"}


def show(opened: Opened | None) -> None:
    """Choose what is to be otherwise, see what it does to the plans, take the profile away."""
    if opened is None or not plan_ids(opened):
        return
    left, right = st.columns([4, 1])
    ignored = left.multiselect(
        "停用的规则或类别", [*FAMILIES, *RULES], key="ignore", format_func=name_of, placeholder="都用", select_all=False
    )
    as_of = choose_day(right)
    touched = st.multiselect(
        "要改级别或参数的规则", list(RULES), key="touch", format_func=name_of, placeholder="都不改", select_all=False
    )
    severity: dict[str, str] = {}
    params: dict[str, dict[str, Any]] = {}
    for name in touched:
        severity |= ask_severity(RULES[name])
        if asked := ask_params(RULES[name]):
            params[name] = asked
    try:
        profile = Profile.model_validate({"ignore": ignored, "severity": severity, "params": params})
    except ValidationError as error:
        st.html(alarm("这样设置不行", [str(one["msg"]).removeprefix("Value error, ") for one in error.errors()]))
        return
    if profile == Profile() or as_of is None:
        st.html(notice("选好要改的，立刻看到结果", (
            "停用一条规则、改它的级别或参数，工作区里的规划会多报、少报哪些问题。这里只是试运行，什么也不改。",
        )))  # fmt: skip
        return
    show_changes(_changes(opened, opened.version, as_of, profile.model_dump_json(), profile), profile)


def name_of(name: str) -> str:
    """What the list calls a rule or a family."""
    return f"{name} {FAMILIES[name]}（整类）" if name in FAMILIES else f"{name} {RULES[name].title}"


def ask_severity(rule: Rule) -> dict[str, str]:
    """The severity chosen for the rule, if another."""
    others = [one.value for one in Severity if one is not rule.severity]
    chosen = st.segmented_control(
        plain(f"{rule.id} {rule.title}：级别（现为{SEVERITY_NAMES[rule.severity]}）"), ["", *others], default="",
        required=True, key=f"severity-{rule.id}",
        format_func=lambda one: SEVERITY_NAMES[Severity(one)] if one else _AS_IS,
    )  # fmt: skip
    return {rule.id: chosen} if chosen else {}


def ask_params(rule: Rule) -> dict[str, Any]:
    """The thresholds of the rule that were changed."""
    found: dict[str, Any] = {}
    for name, value in sorted(rule.params.items()):
        label, key = plain(f"{rule.id} {name}（现为 {value}）"), f"param-{rule.id}-{name}"
        if type(value) not in _KINDS:
            continue
        if isinstance(value, bool):
            said: Any = st.checkbox(label, value, key=key)
        elif isinstance(value, int | float):
            said = st.number_input(label, value=value, key=key, width=260)
        else:
            said = st.text_input(label, value, key=key)
        if said != value:
            found[name] = said
    return found


@st.cache_resource(max_entries=16, show_spinner="正在试运行……")
def _changes(_opened: Opened, version: str, as_of: date, asked: str, _profile: Profile) -> tuple[Change, ...]:
    return dry_run(_opened.report(as_of), _profile, _opened.shared())


def show_changes(changes: tuple[Change, ...], profile: Profile) -> None:
    """How many findings go, come and weigh otherwise, and which."""
    counts = Counter(one.fate for one in changes)
    plans = len({one.analysis.document.id for one in changes})
    st.html(cards([*((fate.value, counts[fate], _STYLES[fate]) for fate in Fate), ("涉及规划", plans, "")]))
    with st.container(horizontal=True, vertical_alignment="center"):
        button("下载这份配置（YAML）", lambda: profile_yaml(profile), "profile.yaml", YAML)
        st.html('<p class="pc-summary">命令行 check、report 用 --profile 指定这份配置就按它检查。</p>')
    if not changes:
        st.html(notice("工作区里的规划没有变化", ("这样设置，报出的问题与现在相同。",)))
        return
    sheet = change_sheet(changes)
    offer("试运行", sheet)
    if len(changes) > MOST_ROWS:
        st.html(f'<p class="pc-summary">显示前 {MOST_ROWS} 项，其余请下载查看</p>')
    st.html(table(sheet, [name for name, _ in sheet.columns]))


def profile_yaml(profile: Profile) -> bytes:
    """The profile as the file that `--profile` takes."""
    values: Mapping[str, Any] = profile.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False)
    return f"# 由“规则”页的试运行写成；命令行 check、report 用 --profile 指定本文件\n{text}".encode()
