"""A notice that sets goals and tasks is checked as a plan; a call for applications is not."""

from dataclasses import replace
from datetime import date

import pytest

from nlp.extract import extract
from rules import check
from rules.context import Context
from tests.nlp.documents import plan

GOALS = "一、工作目标\n到2027年，重点企业能效水平明显提升，水耗大幅下降。"
TASKS = """二、重点任务
（一）建立清单
各市要逐一登记重点企业，建立能效清单目录。
（二）改造设备
各市要组织企业更新锅炉和电机，加快节能改造。
（三）完善政策
各县要制定支持节能改造的政策措施。
（四）总结经验
各市要及时总结，形成一批可推广的做法。"""


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("关于推动重点企业节能的通知", f"{GOALS}\n{TASKS}", True),
        ("关于推动重点企业节能的通知", TASKS, False),  # no goals: it passes on what others set
        ("关于组织申报节能项目的通知", f"{GOALS}\n{TASKS}", False),
    ],
)
def test_which_notices_are_plans(title: str, text: str, expected: bool) -> None:
    document = replace(plan(title, text), doc_type="通知")
    assert Context(document, extract(document), date(2026, 1, 15)).is_plan is expected


def test_whoever_a_notice_addresses_is_told_to_act() -> None:
    document = replace(plan("关于推动重点企业节能的通知", f"{GOALS}\n{TASKS}"), doc_type="通知")
    rules = {one.rule for one in check(Context(document, extract(document), date(2026, 1, 15)))}
    assert "RS01" not in rules
    assert {"TG01", "WD03"} <= rules
