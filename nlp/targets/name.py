"""The name of an indicator, cut out of a phrase: without dates, words of manner and verbs of making."""

from __future__ import annotations

import re

from nlp.commitment import Direction
from nlp.targets.phrase import read_left, words

_ITEM = re.compile(r"^(?:\d{1,2}[.．、](?!\d)|（\d{1,2}）)\s*")  # 3.新建步道: the number of the item
_QUOTES = re.compile(r"[“”\"「」‘’]")
# 光伏覆盖率2025年底前 before 达到50%
_TIME_AT_END = re.compile(
    r"(?:在|到|至|于)?(?:20\d\d年(?:年?[底末]|\d{1,2}月(?:份)?底?)?|[“\"]?十[一二三四五六七]五[”\"]?(?:规划)?(?:期|时期)?(?:末|间|内)?)"
    r"(?:之?前|以前|之?内)?的?$"
)
# 自2023年起: when a rule begins to hold; but 起重机
_SINCE = "(?:起(?![重步草点飞降源码])|开始)?"
_TIME = re.compile(
    r"^(?:[自从])?(?:(?:力争|确保|争取|计划|预计|努力)?(?:到|至|在|于)?(?:20\d\d(?:-|—|～|~|至)(?=20))?"
    r"(?:20\d\d年(?:年?[底末]|年?中(?=[，、前])|上半年|\d{1,2}月(?:底|末)?)?(?:之?前|以前|左右)?"
    rf"{_SINCE}|[“\"]?十[一二三四五六七]五[”\"]?(?:末|期末|期间|时期|规划期末)?"
    r"|[一二三四]季度末?(?:之?前|以前)?|[上下]半年|\d{1,2}月(?:份)?(?:底|末|中旬|上旬)?(?:之?前|以前)?(?!\d)|年内|全年"
    r"|(?:未来|力争|用)?[一二两三四五六七八九十\d]年(?:之?内|时间)|(?:今年|本年|年)?年?[底末](?:前)?|届时|远期|近期|规划期末|期末)"
    r"(?:、|和|及|，)?)+"
)
_PRODUCT = re.compile(r"^单位[^、和与及]{0,12}?(?:生产总值|增加值|产值|面积|产品|GDP)")
# 建设以“零碳生活”为主题的示范社区: the theme is no part of the name, the verb before it is
_THEME = re.compile(
    r"(?<![\u4e00-\u9fff])((?:建设|建成|创建|打造|培育|形成)?)以(?:“[^“”]{1,60}”|[^，。；“”]{1,40}?)为(?:主题|特色|主导|主体|核心|引领|龙头)的"
)
_JOINT = re.compile(r"、|以及|和(?!谐)|与|(?<![普涉波触企])及(?!其|时|以)")
_AND_SO_ON = re.compile(r"^(?P<last>.+?)等(?:(?:\d+|[一二两三四五六七八九十]+)(?:项|类|种|个|大)?)?(?P<rest>.*)$")
_PER_HEAD = re.compile(r"每[百千万十]|人均|户均|亩均")
_OWN_BASE = re.compile(r"单位|人均|万元|亩均|户均|每|地均|日均")
# a place by the ending of its name, and words that show a kind of thing: 示范区, 绿色园区
_PLACE = re.compile(
    r"(?:其他|其余|各)?[^、，的]{0,9}?(?:自治[区州县旗]|[县市区州旗盟镇乡]|地区|兵团|园区)(?:建成区|城区|范围)?"
)
_KIND_OF_PLACE = re.compile(
    r"示范|试点|试验|实验|先行|先导|引领|保护|功能|核心|合作|生态|绿色|集聚|级|美丽|重点|产业|低碳|特色|智慧|海绵|节水|社区|小区|^城市$"
)
_BEHIND_PLACE = re.compile(r".*(?:县(?![城域级])|[州旗盟]|(?<!城)市|(?<![社小校景片])区)的?(?P<rest>[^、和与及]{3,})$")
# 鼓励污水厂将污泥含水率: the object is what is measured
_OBJECT_OF = re.compile(r"^.{2,14}(?<![即必])(?:将|把)(?![军来要握])(?=.{3})")
# 比例达到工业园区: what the share is of
_COMPARED = re.compile(r"(?<=[率例重比])(?:力争|确保)?(?:达到|占到?)[^，]{2,12}$")
_ACHIEVING = ("实现", "完成", "力争实现", "力争完成", "确保完成")
_SHARES = "率例重比度面"  # what the names of shares end in
_KIND = 2  # characters of the noun that says what several things are
_PAIR = 4  # characters that the first of several short names has at most


def without_date(name: str) -> str:
    """光伏覆盖率 of 光伏覆盖率2025年底前."""
    return _TIME_AT_END.sub("", name)


def head_and_place(name: str) -> tuple[str, str] | None:
    """垃圾分类覆盖率 and 城市 of 垃圾分类覆盖率城市, before 城市达到100%、农村达到70%; None for any other name."""
    for at in range(len(name) - 2, 2, -1):
        # 建筑 of 超低能耗建筑 is what the noun means, not where
        if name[at - 1] in _SHARES and ends_in_head(name[:at]) and is_scope(name[at:]):
            return name[:at], name[at:]
    return None


def is_scope(name: str) -> bool:
    """True for a name that says where or in which sphere, and not what: 肥西县, 农村."""
    return words()["spheres"].is_word(name) or is_place(name)


def is_place(name: str) -> bool:
    """True for a name that says where and not what: 肥西县, 其他县城建成区."""
    return _PLACE.fullmatch(name) is not None and _KIND_OF_PLACE.search(name) is None


def names_places(name: str) -> bool:
    """True for a list of places and nothing else."""
    return all(is_place(part) for part in _JOINT.split(name) if part)


def behind_place(name: str) -> str:
    """What a name measures behind its place: 道路清扫率 of 东城区建成区道路清扫率; all of it without one."""
    match = _BEHIND_PLACE.match(name)
    return match["rest"] if match else name


def without_place(left: str) -> str:
    """完成 of 完成全市, before the number of 完成全市200公里管网改造; other phrases as they are."""
    place = words()["places_of_all"].ends(left)
    plain = left[: -len(place)] if place else left
    return plain if read_left(plain).saying is not None else left


def without_work(name: str) -> str:
    """村庄整治 of 村庄整治任务: a noun that says only that there is something to do."""
    plain = re.sub(r"(?:任务|工作)$", "", name)
    return plain if plain != name and words()["works"].ends(plain) is not None else name


def clean_name(text: str) -> str:
    """The name without a time at its start, openers, quotes and stray signs."""
    plain = _ITEM.sub("", _QUOTES.sub("", _THEME.sub(r"\1", text)).strip("，。；：、:;,.—-－–·…　 的"))
    plain = _COMPARED.sub("", _OBJECT_OF.sub("", plain))
    while True:
        shorter = _TIME.sub("", plain)
        opener = words()["openers"].begins(shorter)
        if opener and len(shorter) - len(opener) >= 2 and not _begins_name(shorter):
            shorter = shorter[opener.stop :]
        shorter = shorter.lstrip("，、：: 的")
        if shorter == plain:
            return plain.rstrip("的为")
        plain = shorter


def _begins_name(text: str) -> bool:
    """True for 和谐…, 对外…, 主要污染物…: an opener that is part of a longer word."""
    return words()["unopened"].begins(text) is not None


def without_making(name: str) -> str | None:
    """国家级绿色工厂 of 创建国家级绿色工厂; None where the name does not begin with making something."""
    begun = words()["make"].begins(name)
    kept = words()["kept"].begins(name)
    if kept and (begun is None or len(kept) >= len(begun)):
        return name
    if begun is None or len(name) - len(begun) < 2:
        return None
    rest = name[begun.stop :]
    again = rest[1:] if rest[0] in "并和及、" else rest
    return without_making(again) or rest  # 组织开展专项检查, 建成并投用充电站


def made_thing(name: str) -> str | None:
    """合同能源管理项目 of 全省公共机构实施合同能源管理项目: what stands behind the verb of making."""
    whole = without_making(name)
    if whole is not None:
        return whole
    verb = words()["transitive"].search(name)
    if verb is None or len(name) - verb.stop < 2:
        return None
    if words()["kept"].begins(name, verb.start):  # 城镇新增就业, but 全市新增绿地 is new green anywhere
        subject = name[: read_left(name[: verb.start]).core_stop]
        return name[verb.start :] if not subject or words()["places_of_all"].is_word(subject) else name
    rest = name[verb.stop :]
    return without_making(rest) or rest  # 建成投运充电站


def is_achieved(core: str) -> bool:
    """True for 实现校企结对, before 30对: what is counted has no other verb."""
    return _TIME.sub("", core.lstrip("，、")).startswith(_ACHIEVING)


def is_per_head(name: str) -> bool:
    """True for what is measured by heads: 每万名居民拥有全科医生."""
    return _PER_HEAD.match(name) is not None


def ends_in_head(name: str) -> bool:
    """True for a name that a bare figure can belong to: 秸秆综合利用率."""
    return words()["heads"].ends(name) is not None


def without_head(name: str) -> str:
    """What an indicator is about: 秸秆 of 秸秆综合利用率, 绿色工厂 as it is."""
    head = words()["heads"].ends(name)
    if head is None:
        return name
    plain = name[: -len(head)]
    while (modifier := words()["modifiers"].ends(plain)) and len(plain) - len(modifier) >= 2:
        plain = plain[: -len(modifier)]
    return plain if len(plain) >= 2 else name


def shared_part(name: str) -> str:
    """What an indicator says of its topic: 回收利用量 of 再生资源回收利用量; "" where the name is topic alone."""
    topic = without_head(name)
    return name[len(topic) :] if name.startswith(topic) and topic != name else ""


def named_change(name: str) -> Direction | None:
    """The direction of an indicator whose values are rises or falls by its name: 能耗累计降幅."""
    plain = re.sub(r"[（(][^（()）]*[)）]", "", name)
    if words()["falling"].ends(plain) is not None:
        return Direction.DOWN
    return Direction.UP if words()["rising"].ends(plain) is not None else None


def deal(name: str, values: int) -> tuple[str, ...]:
    """The names that 分别 or 均 deals values out to, each with the part it shares with the others.

    values: how many there are to deal; 0 for 均. 化肥、农药利用率 -> 化肥利用率, 农药利用率.
    A name that is no list stays whole.
    """
    parts = [part for part in _JOINT.split(name) if part]
    if len(parts) < 2 or (values and len(parts) < values):
        return (name,)
    if values and len(parts) > values:
        joined = name.split("、")
        parts = joined if len(joined) == values else parts[-values:]
    suffix = ""
    more = _AND_SO_ON.match(parts[-1])
    if more:
        parts[-1] = more["last"]
        begun = words()["classes"].begins(more["rest"])
        suffix = more["rest"][begun.stop :] if begun else more["rest"]
    elif all(is_place(part) for part in parts[:-1]):
        sphere = words()["spheres"].begins(parts[-1])
        suffix = parts[-1][sphere.stop :] if sphere else behind_place(parts[-1])
        parts[-1] = parts[-1][: len(parts[-1]) - len(suffix)].rstrip("的")
    elif not all(ends_in_head(part) for part in parts[:-1]):
        suffix = _behind_kind(parts) or _shared_end(parts)
        parts[-1] = parts[-1][: len(parts[-1]) - len(suffix)]
    prefix = _shared_start(parts, suffix)
    dealt = [parts[0], *(part if _OWN_BASE.match(part) else prefix + part for part in parts[1:])]
    return tuple(part if ends_in_head(part) and part.endswith(suffix) else part + suffix for part in dealt)


def _behind_kind(parts: list[str]) -> str:
    """材料循环利用率 of 高速公路、国省干线公路材料循环利用率: what stands behind the kind that all of them are."""
    kind = parts[0][-_KIND:]
    if len(kind) < _KIND or not all(part.endswith(kind) for part in parts[:-1]):
        return ""
    at = parts[-1].rfind(kind)
    rest = parts[-1][at + len(kind) :]
    return rest if at > 0 and len(rest) >= _KIND and ends_in_head(rest) else ""


def _shared_end(parts: list[str]) -> str:
    """利用率 of 化肥、农药利用率; between spheres of life all behind the second: 城市、县城生活污水处理率."""
    last = parts[-1]
    if all(len(part) == 1 for part in parts[:-1]):  # 大、中、小型矿山建设率
        return last[1:]
    head = words()["heads"].ends(last)
    if head is None:
        return ""
    start = len(last) - len(head)
    if len(head) == 1:  # 绿地率, 普及率, 机械化率: no name ends in 率 alone
        start = max(0, start - (3 if last[:start].endswith("化") else 2))
    while start:
        modifier = words()["modifiers"].ends(last[:start])
        if modifier is None or len(modifier) >= start:
            break
        start -= len(modifier)
    longest = max(len(part) for part in parts[:-1])
    sphere = words()["spheres"].begins(last)
    if longest <= _PAIR and start > longest + 1 and sphere is not None and sphere.stop == longest:
        start = longest
    return last[start:] if start else ""


def _shared_start(parts: list[str], suffix: str) -> str:
    """单位地区生产总值 of 单位地区生产总值能耗和二氧化碳排放."""
    product = _PRODUCT.match(parts[0])
    if product:
        return product.group()
    process = words()["processes"].ends(parts[0])  # 棉花种植、收获机械化率: both of cotton
    if process and len(parts[0]) - len(process) >= 2 and all(words()["processes"].is_word(one) for one in parts[1:]):
        return parts[0][: -len(process)]
    begun = words()["shared"].begins(parts[0])
    if begun is None or len(parts[0]) - begun.stop < 2:
        return ""
    prefix = parts[0][: begun.stop]
    same_kind = words()["shared"].begins(parts[1])
    return "" if same_kind else prefix
