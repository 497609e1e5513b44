"""Whatever the text, a check ends, and each finding quotes the document it speaks of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.extract import extract
from rules import RULES, Context, check
from rules.example import Facts, examples_of
from tests.rules.documents import AS_OF, read_example

PIECES = (
    "一、主要目标", "二、重点任务", "（一）", "1.", "专栏1", "附件1", "第一章", "①", "（二）推进节能。",
    "到2025年，", "2030年前", "“十四五”期间", "2024年7月至2023年12月", "森林覆盖率", "达到", "提高", "下降", "18%",
    "1,200.5", "亿元", "万千瓦", "以上", "分别", "和", "、", "，", "；", "。", "：", "（", "）", "“", "”", "《",
    "》", "〔2021〕23号", "国发", "责任单位：", "牵头", "配合", "市发展改革委", "各有关单位", "等", "5个项目",
    "总投资37.2亿元", "合计", "五大工程", "一是", "二是", "由1.2下降至1.0，下降5%", "适时", "逐步淘汰", "一批",
    "昆明市人民政府", "党的十九大", "|", "a", "㎡", "零", "占比分别为52%、31%、21%", "其中", "年均", "较2020年",
    "降低到", "吨标准煤", "减少二氧化碳排放", "平方米", "亩", "每年", "全部", "名单", "……3", "\n", " ", "\t",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60).map("".join)
CELLS = ("指标", "单位", "2020年", "2025年", "合计", "小计", "%", "12", "3.5", "-", "绿色交通（2）", "")
ROWS = st.lists(
    st.lists(st.sampled_from(CELLS), min_size=3, max_size=3).map(tuple), min_size=2, max_size=6
).map(tuple)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(before=TEXTS, rows=ROWS, after=TEXTS)
def test_any_text_is_checked_and_every_quotation_is_printed(
    before: str, rows: tuple[tuple[str, ...], ...], after: str
) -> None:
    facts = Facts(issued="2024-03", region=("昆明市", "530100"))
    document = read_example((before or "一、目标", rows, after or "二、任务"), facts)
    context = Context(document, extract(document), AS_OF)
    found = check(context, strict=True)
    assert found == check(context, strict=True)
    for finding in found:
        for evidence in finding.evidence:
            assert document.quote(evidence.span) == evidence.quote


def test_examples_of_all_rules_pass_through_all_rules() -> None:
    for rule_id in sorted(RULES):
        for example in (*examples_of(rule_id).fail, *examples_of(rule_id).passing):
            document = read_example(example.text, example.facts)
            for finding in check(Context(document, extract(document), AS_OF), strict=True):
                assert finding.rule in RULES
                assert finding.message.endswith("。") and "{" not in finding.message
                for evidence in finding.evidence:
                    assert document.quote(evidence.span) == evidence.quote
