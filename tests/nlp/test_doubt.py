"""Doubts: which rows are to be looked at again, and why."""

from __future__ import annotations

import pytest

from nlp.commitment import Doubt
from nlp.extract import extract
from tests.nlp.documents import plan

FRONT = "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）\n一、主要目标"


@pytest.mark.parametrize(
    ("text", "doubts", "doubtful"),
    [
        ("到2025年，社区食堂覆盖率达到70%。", (), False),
        ("社区食堂覆盖率达到70%。", (Doubt.YEAR_INHERITED,), False),
        ("到2025年，全市使用比例达到70%。", (Doubt.VAGUE_NAME,), True),
        ("到2025年，社区食堂覆盖率达到170%。", (Doubt.OVER_WHOLE,), True),
    ],
)
def test_a_target_is_doubted_for_a_plain_reason(text: str, doubts: tuple[Doubt, ...], doubtful: bool) -> None:
    (target,) = extract(plan(FRONT, text)).targets
    assert (target.doubts, target.doubtful) == (doubts, doubtful)
    assert (target.confidence == 1) == (doubts == ())


def test_a_task_is_doubted_for_bodies_that_nobody_knows() -> None:
    first, second = extract(
        plan(
            "澄湾市“十四五”公共服务实施方案\n（2022年3月1日）\n一、重点任务",
            "（一）建设社区食堂\n推进社区食堂建设，方便就餐。（责任单位：市民政局、市甲乙处）\n"
            "（二）培训护理人员\n开展护理员轮训，提高服务水平。（责任单位：市民政局）",
        )
    ).tasks
    assert first.doubts == (Doubt.UNKNOWN_BODY,) and first.confidence == 0.9
    assert second.doubts == () and second.confidence == 1
