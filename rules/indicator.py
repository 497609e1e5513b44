"""When two targets speak of the same indicator, and whether they promise the same."""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.commitment import Comparator, Target
from rules.context import Context

# words of promise and manner that some plans print before or behind an indicator
_MANNER = re.compile(
    r"^(?:力争|确保|实现|全市|全省|全区|全县|全州|全地区|本市|我市|我省|全国|地区|园区|累计|基本|其中|使|将|推动|到|年底|年|努力)+"
    r"|(?:力争|基本|进一步|稳步|大幅|分别|均|逐步|年均|累计|预计)+$|[的\s“”、]"
)
_SYNONYMS = (
    ("占比", "比重"), ("比例", "比重"), ("占能源消费总量比重", "消费比重"), ("占一次能源消费比重", "消费比重"),
    ("国内生产总值", "地区生产总值"), ("GDP", "地区生产总值"),
    ("能源消耗", "能耗"), ("二氧化碳排放量", "碳排放"), ("二氧化碳排放", "碳排放"), ("废弃物", "废物"),
    ("固体废物", "固废"),
    ("生产总值", "地区生产总值"), ("地区地区", "地区"), ("装机容量", "装机"), ("装机规模", "装机"),
    ("下降率", ""), ("降低率", ""), ("累计降幅", ""),
)  # fmt: skip
# what makes two like-named indicators different ones
_SCOPES = re.compile(
    r"城市|城镇|县城|农村|建制镇|工业|农业|建筑|公共机构|公共建筑|居住|既有|新建|新增|改造|规模以上|大宗|一般|危险|生活|医疗|餐厨|污泥|秸秆|畜禽|煤炭|石油|天然气|非化石"
    r"|电力|风电|光伏|水电|一级|二级|三级|国家级|省级|市级|自治区级|县级|兵团级|年均|人均|单位|累计|重点|高新|园区|企业|机关|学校|医院|公交|出租|物流|货车|客车|道路|铁路|水路|港口"
    r"|地表水|地下水|断面|PM|优良|臭氧|化学需氧量|氨氮|氮氧化物|挥发性|[一二三四五六七八九十]类|新能源|清洁能源|可再生|再生水|总量|强度|数量|面积|产值|增加值|率|比重|利用量|处理能力"
)
# words that count without saying what: 新增投产装机, 新建规模
_COUNTED = re.compile(
    r"新增|新建|投产|装机|规模|容量|面积|数量|总量|产能|建设|改造|完成|比例|比重|占比|产值|投资|核准|率$"
)
_FACTORS: dict[str, tuple[str, Decimal]] = {
    "亿千瓦": ("万千瓦", Decimal(10000)), "亿元": ("万元", Decimal(10000)), "亿吨": ("万吨", Decimal(10000)),
    "％": ("%", Decimal(1)), "个百分点": ("百分点", Decimal(1)), "吉瓦": ("万千瓦", Decimal(100)),
    "GW": ("万千瓦", Decimal(100)), "MW": ("万千瓦", Decimal("0.1")), "兆瓦": ("万千瓦", Decimal("0.1")),
}  # fmt: skip


def normal(indicator: str) -> str:
    """The indicator without words of manner, its synonyms levelled."""
    plain = _MANNER.sub("", re.sub(r"[（(][^（）()]*[)）]", "", indicator))
    for word, common in _SYNONYMS:
        plain = plain.replace(word, common)
    return plain


def scopes(indicator: str) -> frozenset[str]:
    """The words that narrow an indicator down."""
    return frozenset(_SCOPES.findall(indicator))


def level(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Value and unit in the unit that the kind of quantity is compared in."""
    common, factor = _FACTORS.get(unit, (unit, Decimal(1)))
    return value * factor, common


def same_indicator(one: Target, other: Target) -> bool:
    """True when both name one indicator, in one kind of unit, both as a level or both as a change."""
    if one.change != other.change or level(one.value, one.unit)[1] != level(other.value, other.unit)[1]:
        return False
    left, right = normal(one.indicator), normal(other.indicator)
    if min(len(left), len(right)) < 4 or one.direction != other.direction:
        return False
    return left == right and len(_COUNTED.sub("", left)) >= 2


def same_scope(one: Target, other: Target, context: Context) -> bool:
    """False where the text itself tells the two apart: parts of one list, different base years."""
    bases = {target.baseline.year for target in (one, other) if target.baseline and target.baseline.year}
    if one.change and len(bases) > 1:
        return False
    text = context.document.text
    if _is_increase(one, text) != _is_increase(other, text):
        return False
    between = text[min(one.span.stop, other.span.stop) : max(one.span.start, other.span.start)]
    near = len(between) < 40 and "。" not in between and one.clause == other.clause
    return not near and not (one.clause == other.clause and "其中" in between)


def _is_increase(target: Target, text: str) -> bool:
    """True for a value that its sentence opens with 新增: an increase, not the level reached."""
    start = max(text.rfind(sign, 0, target.span.stop) for sign in "。；\n|")
    return "新增" in text[start + 1 : target.span.stop]


def agree(one: Target, other: Target) -> bool:
    """True when no value could meet the one and miss the other by what is printed."""
    left, right = level(one.value, one.unit)[0], level(other.value, other.unit)[0]
    if one.value_max is not None or other.value_max is not None:
        top_left = level(one.value_max or one.value, one.unit)[0]
        top_right = level(other.value_max or other.value, other.unit)[0]
        return left <= top_right and right <= top_left
    if Comparator.ABOUT in {one.comparator, other.comparator}:
        return abs(left - right) <= max(left, right) * Decimal("0.05")
    return left == right or _rounded(one, other) or _rounded(other, one)


def _rounded(bound: Target, exact: Target) -> bool:
    """True where one promises 0.65 以上 and the other 0.651: the same value, said with fewer places."""
    limit, value = level(bound.value, bound.unit)[0], level(exact.value, exact.unit)[0]
    kept = {Comparator.AT_LEAST: value >= limit, Comparator.AT_MOST: value <= limit}.get(bound.comparator, False)
    fewer = limit.normalize().as_tuple().exponent
    places = value.normalize().as_tuple().exponent
    return kept and isinstance(fewer, int) and isinstance(places, int) and places < fewer < 0 and (
        value.quantize(limit) == limit
    )


def value_text(target: Target) -> str:
    """The promise as a person would say it: 不低于99%."""
    said = {Comparator.AT_LEAST: "不低于", Comparator.AT_MOST: "不超过", Comparator.ABOUT: "约", Comparator.EQUAL: ""}
    top = f"～{target.value_max}" if target.value_max is not None else ""
    return f"{said[target.comparator]}{target.value}{top}{target.unit}"
