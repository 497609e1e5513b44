"""Which numbers of a sentence measure something, and which stand in one row: 13.67万吨、0.69万吨和3.07万吨."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.quantity import Quantity
from nlp.targets.phrase import words

# 的 or a noun behind a comparator: 35蒸吨以下燃煤锅炉 defines who is meant
BOUNDARY = re.compile(
    r"[，,。；;：:、）)！!？?—]|$"
    r"|(?:和|并|且|及|与|以及|或|力争|其中|目标|水平|的目标|的水平|的比例|规模(?!养殖|以上|以下|化|种植|企业)|的规模)"
)
_JOINTS = {"、", "和", "与", "及", "以及", "或"}
# between the numbers of 95%的省级、90%的市级
_SHARED = re.compile(r"的[^，。；、\d%]{1,8}(?:、|和|与|及|以及)")
# 等3个片区, 每2家, 上述5项
_ENUMERATED = re.compile(r"(?:等(?:约|近|共|的)?|第|前|近?百分之|每|这|上述|以上|以下|下列|两者|共有|共计有)$")
# 地方能耗限额标准等20项, with nothing behind: the kind and how many of it
_KIND = re.compile(r"[^、，。；]{4,}等(?:约|共)?$")
# 日最大8小时滑动平均浓度: part of a name
_AVERAGED = re.compile(r"(?:滑动|移动)?(?:平均|均值)|滑动|移动")
# 严格执行“…不低于26摄氏度”的标准: a norm in quotes
_CITED = re.compile(r"(?:执行|落实|遵守|按照|符合)$")
# 每3年修订1次: how often, not how many
_PERIODIC = re.compile(r"每(?:\d+|[一二两三四五])?(?:年|半年|季度?|月|周|学期|学年)[^，。；]*$")
_PERIODS = {"分钟", "小时", "天", "日"}
_TIMES = {"次", "场", "场次"}
_SLOGAN = re.compile(r"(?:100%|百分百|百分之百)")  # 六个100%


def is_measured(text: str, quantity: Quantity) -> bool:
    """False for figures that number, define or cite: 5000吨以上的企业, 等13个市, 65%节能标准."""
    before = text[max(0, quantity.start - 4) : quantity.start]
    behind = text[quantity.stop : quantity.stop + 8]
    if quantity.unit in _PERIODS and _AVERAGED.match(behind):
        return False
    named = quantity.is_count and BOUNDARY.match(behind) and _KIND.search(text, 0, quantity.start)
    listed = named is not None and "、" in text[: quantity.start].rpartition("，")[2]
    if (_ENUMERATED.search(before) and (not named or listed)) or "×" in before[-1:] + behind[:1] or "*" in behind[:1]:
        return False
    if (quantity.is_count and _SLOGAN.match(behind)) or _is_cited(text, quantity):
        return False
    if quantity.unit in _TIMES and _PERIODIC.search(text, max(0, quantity.start - 12), quantity.start):
        return False
    if quantity.spelled and words()["paired"].begins(behind):
        return False
    if not quantity.unit:
        return bool(BOUNDARY.match(behind)) and not behind.startswith(("、", "—"))
    return not (quantity.is_rate and words()["norms"].begins(behind.removeprefix("的")))


def _is_cited(text: str, quantity: Quantity) -> bool:
    """True inside the quotes of a norm that is to be kept."""
    opened = text.rfind("“", 0, quantity.start)
    inside = opened >= 0 and text.find("”", opened, quantity.start) < 0
    return inside and _CITED.search(text[:opened]) is not None


def row_of_numbers(text: str, quantities: list[Quantity], at: int) -> list[Quantity]:
    """The numbers that stand in one row with the one at `at`; one without a unit takes that of the last."""
    row = [quantities[at]]
    for quantity in quantities[at + 1 :]:
        between = text[row[-1].stop : quantity.start]
        if not (between in _JOINTS or (between in "，," and is_dealt(text, row[0])) or _SHARED.fullmatch(between)):
            break
        row.append(quantity)
    if row[-1].unit == "个百分点":  # 20个、10个百分点 leaves a part of the first to the last
        row = [replace(one, unit="个百分点") if one.unit == "个" else one for one in row]
    return [one if one.unit else replace(one, unit=row[-1].unit) for one in row]


def defines_next(quantity: Quantity, stop: int) -> bool:
    """True for a number right behind another that says which things are counted: 65蒸吨以上 of 60台65蒸吨以上锅炉."""
    return quantity.start == stop and quantity.comparator is not None and not quantity.is_count


def is_dealt(text: str, quantity: Quantity) -> bool:
    """True behind 分别 or 各: the values that follow belong to one name each."""
    return words()["dealt"].search(text, max(0, quantity.start - 14), quantity.start) is not None
