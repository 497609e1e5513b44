"""One sentence: each of its numbers that is promised, with indicator, comparator, base and year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Span
from nlp.commitment import Baseline, Comparator, Deadline, Direction, Target
from nlp.passage import Passage
from nlp.quantity import Quantity, find_quantities
from nlp.targets.base import FROM, WHENCE, YEAR_ON_YEAR, base_with_value, find_base
from nlp.targets.name import (
    clean_name,
    deal,
    ends_in_head,
    is_achieved,
    is_per_head,
    made_thing,
    named_change,
    shared_part,
    without_date,
    without_making,
    without_place,
    without_work,
)
from nlp.targets.number import BOUNDARY, defines_next, is_dealt, is_measured, row_of_numbers
from nlp.targets.phrase import Reading, Saying, read_left, share_of, words
from nlp.targets.place import Place, Standing
from nlp.targets.scope import Scope
from nlp.targets.share import share_names
from nlp.targets.year import YearBook, covers, nearest

_COMMA = re.compile(r"[，,：:—]")
_QUOTED = re.compile(r"“[^“”\n。；]{1,60}”")
# 比例在95%以上
_AT = re.compile(r"(?<=[率例重比量度])(?P<dealt>分别|均|都)?在$")
_OF_YEAR = re.compile(r"(?:20\d\d年(?:年?[底末])?的?)$")
_REACHING = {"达到", "建成"}
_STOP = re.compile(r"[，,。；;：:、）)！!？?]|$")
_OBJECT = re.compile(r"的?(?P<noun>(?:“[^“”\n。；]{1,60}”|[^，,。；;：:（）()《》！!？?]){2,40})")
_OBJECT_END = re.compile(r"(?:并|且|，|其中|达到|建成|投入使用|等$|，)")
_LIKE = {Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.ABOUT}
# 51个重点项目，总投资…: the size of a list
_PORTFOLIO = re.compile(r"[^，。；]{0,8}[，,](?:计划|估算|合计|预计)?总投资")
_MAGNITUDE = re.compile(r"[十百千万亿]+(?:、|$)")  # 2个千亿、若干个百亿级集群
_NEARNESS = {"分钟", "小时", "米", "天", "公里"}  # 实现5分钟换乘
_HAVING = "共有"
_IMPROVING = "改善"
_COMPLETING = "完成"  # a level before a noun (完成投资50亿元), making before a number (完成200公里管网改造)


@dataclass(slots=True)
class Sentence:
    """One pass over the numbers of a sentence."""

    passage: Passage
    place: Place
    years: YearBook
    deadlines: tuple[Deadline, ...]
    begins: int  # where in the document the paragraph begins
    scope: Scope
    last_name: str = ""
    last_change: bool = False
    last_reading: Reading | None = None
    making: bool = False  # the phrase before made something: 建成充电站8000座，充电桩15万个
    counting: bool = False  # the phrase before counted something: 企业达到5家、园区2个
    consumed: int = 0  # characters of the counted noun behind the number read last

    @property
    def text(self) -> str:
        return self.passage.text

    def targets(self) -> Iterator[Target]:
        quantities = [one for one in find_quantities(self.text) if is_measured(self.text, one)]
        at = read_to = 0
        while at < len(quantities):
            run = row_of_numbers(self.text, quantities, at)
            at += len(run)
            start = self.phrase_start(run[0].start, read_to)
            stop = run[-1].stop
            if at < len(quantities) and run[0].is_count and defines_next(quantities[at], stop):
                stop = quantities[at].stop  # 60台65蒸吨以上锅炉
                at += 1
            if FROM.search(self.text[start : run[0].start]):
                continue  # 由60%提高到80%: the second number finds the first
            following = quantities[at].start if at < len(quantities) else None
            found = list(self.read(run, start, stop, following))
            yield from found
            defines = not found and run[-1].comparator in _LIKE and not _STOP.match(self.text, run[-1].stop)
            read_to = start if defines else stop + self.consumed  # 500万元以下的占比不低于50%

    def phrase_start(self, stop: int, since: int) -> int:
        """Where the phrase around a number begins: behind the last comma, or the number before it."""
        quoted = [match.span() for match in _QUOTED.finditer(self.text, since, stop)]  # a name with a comma in it
        commas = [
            match.end() for match in _COMMA.finditer(self.text, since, stop)
            if not any(opened < match.start() < closed for opened, closed in quoted)
        ]  # fmt: skip
        start = commas[-1] if commas else since
        return start + (1 if self.text[start : start + 1] in "、和及与" and start < stop else 0)

    def read(self, run: list[Quantity], start: int, stop: int, following: int | None) -> Iterator[Target]:
        """The targets of one row of numbers at text[start:stop]; the next number begins at `following`."""
        self.consumed = 0
        self.scope.enter(self.text, run[0].start)
        if self.tells_the_past(start, run[0]):
            return
        reading, base, core = self.left(start, run[0].start)
        level = reading.saying in {Saying.LEVEL, Saying.UP, Saying.DOWN} and reading.verb != _COMPLETING
        shares = [] if level else share_names(self.text, run, clean_name(core))
        if shares:
            self.last_name, self.last_change = shares[-1], False
            self.scope.remember(run[0].start, shares[-1])
            yield from self.make(shares, run, reading, start, base)
            return
        counts = run[0].is_count or reading.verb == _COMPLETING
        bare = reading.saying is None and reading.comparator is None
        joined = self.counting and self.text[start - 1 : start] == "、"
        listed = bare and run[0].is_count and (self.making or joined or self.opens(start, run[0].start))
        if run[0].spelled and bare:  # 冬季两项
            return
        if not core.strip("、和及与") and bare and self.last_reading:
            reading = self.last_reading  # 建成3个园区、5家工厂: the verb holds for both
        behind = self.text[stop:following]
        if not self.is_bound(run[-1], behind, reading):
            return
        name = self.name(core, reading, run[-1], behind, following)
        name = self.scope.of_topic(name or (self.scope.in_order(clean_name(core), False) if listed else ""))
        self.counting = run[0].is_count and (reading.saying is Saying.LEVEL or listed)
        self.making = (
            reading.saying in {Saying.MAKE, Saying.KEPT}
            or listed
            or (run[0].is_count and is_achieved(core))
            or made_thing(clean_name(core)) is not None
        )
        if not name or not self.is_outcome(name, run[-1]) or (run[-1].is_count and _PORTFOLIO.match(behind)):
            self.last_name = name if run[-1].is_money else self.last_name  # 完成投资10亿元，同比增长8%
            return
        if self.place.standing is Standing.PROJECT and not run[-1].is_rate:
            return
        if self.describes(name, reading, run[-1]):
            return
        self.last_name, self.last_change, self.last_reading = name, self.is_change(reading, run[0]), None
        self.scope.remember(run[0].start, name)
        if reading.saying in {Saying.MAKE, Saying.KEPT} or (self.consumed and counts):
            self.last_reading = reading
        if len(run) > 1:
            names = deal(name, len(run))
            yield from self.make(names if len(names) == len(run) else [name] * len(run), run, reading, start, base)
        else:
            names = deal(name, 0) if reading.each or reading.dealt else (name,)
            yield from self.make(names, run * len(names), reading, start, base)

    def left(self, start: int, stop: int) -> tuple[Reading, Baseline | None, str]:
        """How the number at `stop` is said, what it is measured from, and what may name its indicator."""
        left = without_place(_AT.sub("", WHENCE.sub("", self.text[start:stop])))
        reading = read_left(_OF_YEAR.sub("", left))
        base, core = find_base(self.text, start, left[: reading.core_stop], self.year_before())
        if base is None and YEAR_ON_YEAR.search(left) and self.year_before():
            base = Baseline(year=self.year_before())
        undated = without_date(core)
        if base is not None or undated != core:  # 分别比上年下降, 力争2025年达到: more may stand before the date
            before = read_left(undated)
            again = reading.saying is not None and before.saying in {Saying.MAKE, Saying.KEPT}
            core = undated if again and before.core_stop else undated[: before.core_stop]  # 新增装机2025年达到
            reading = replace(
                reading,
                saying=reading.saying or before.saying,
                verb=reading.verb or before.verb,
                comparator=reading.comparator or before.comparator,
                dealt=reading.dealt or before.dealt,
                each=reading.each or before.each,
            )
        part = share_of(core) if reading.saying is None and reading.comparator is None else None
        if part is not None:
            core, comparator = part
            reading = replace(reading, saying=Saying.LEVEL, comparator=comparator)
        return reading, base, core.removesuffix("等")

    def opens(self, start: int, stop: int) -> bool:
        """True where a phrase begins with a date or right behind one: 到2025年，示范项目12个."""
        here = self.passage.places[start]
        if _HAVING in self.text[start:stop]:
            return False
        return any(one.span.start <= here <= one.span.stop + 1 for one in self.deadlines)

    def tells_the_past(self, start: int, quantity: Quantity) -> bool:
        """True for a figure of what has been reached."""
        since, stop = self.passage.places[0], quantity.start
        due = nearest(self.deadlines, self.passage.places[stop - 1] + 1 if stop else since, since)
        phrase = self.text[start:stop]
        past_words = words()["past"].search(phrase) is not None
        if words()["cited"].search(phrase) is not None:
            return True
        if due is not None:
            if due.end is not None and self.years.is_over(due.end.year, self.place.standing is not Standing.PROMISE):
                return True
            reached = ("目前", "现有", "截至") if quantity.is_rate else ("已", "目前", "现有", "截至")
            return past_words and any(word in phrase for word in reached)  # 已建成设施正常运行率
        if self.place.standing is not Standing.PROMISE:
            return True
        old = self.years.past_year(self.text[:stop])
        return past_words or old is not None or words()["past"].search(self.text[:start]) is not None

    def describes(self, name: str, reading: Reading, quantity: Quantity) -> bool:
        """True for a figure that tells how things are: 村面积10平方公里 in a text without any year, 占总面积的5%."""
        if reading.saying not in {None, Saying.LEVEL} or reading.comparator or quantity.comparator:
            return False
        if name.startswith("占") and reading.verb != "达到":
            return True
        told = reading.saying is None or reading.verb in {"为", "是"}
        return told and self.due(quantity, 0) is None and self.years.inherited(self.place.clause) is None

    def year_before(self) -> int | None:
        """The year that 上年 means in a plan of one year."""
        single = self.years.calendar.single
        return single - 1 if single else None

    def is_change(self, reading: Reading, quantity: Quantity) -> bool:
        """True for 下降11% and 提高3个百分点; amounts such as 减排5万吨 are levels."""
        if reading.saying in {Saying.UP, Saying.DOWN}:
            return quantity.is_rate or quantity.unit == "倍"
        return not reading.core_stop and reading.saying is None and self.last_change

    def change(self, name: str, reading: Reading, quantity: Quantity) -> tuple[bool, Direction | None]:
        """Whether the value is a rise or fall, and which: by the verb, else by the name (用水量下降率)."""
        if self.is_change(reading, quantity):
            improved = reading.verb == _IMPROVING and words()["lower_better"].ends(name) is not None
            return True, Direction.DOWN if reading.saying is Saying.DOWN or improved else Direction.UP
        named = named_change(name) if quantity.is_rate and reading.saying in {None, Saying.LEVEL} else None
        return named is not None, named

    def is_bound(self, quantity: Quantity, behind: str, reading: Reading) -> bool:
        """True where the number ends its phrase, or what follows is the thing that is counted."""
        if BOUNDARY.match(behind):  # 5000吨以上和其他单位: a figure without a verb ends its phrase or defines
            verbal = reading.saying is not None or reading.comparator is not None or quantity.is_rate
            return verbal or quantity.comparator is None or _STOP.match(behind) is not None
        making = reading.saying in {Saying.MAKE, Saying.KEPT} or reading.verb == _COMPLETING
        if quantity.comparator in _LIKE:  # 35蒸吨以下燃煤锅炉 tells which are meant
            extents = reading.verb == _COMPLETING or reading.dealt  # 各县分别建成10公里以上绿道
            counted = quantity.is_count or (extents and quantity.is_extent)
            counts = counted and quantity.comparator is not Comparator.AT_MOST
            return counts and (making or reading.comparator is not None)
        if quantity.is_rate:
            return reading.saying in {Saying.LEVEL, Saying.UP, Saying.DOWN} and not behind.startswith("的")
        if behind.startswith("的"):
            return making and quantity.is_count
        if reading.saying is None:  # 两侧不小于20米构筑…: a size
            return reading.comparator is not None and (quantity.is_count or reading.core_stop <= 2)
        return reading.saying is not Saying.LEVEL or reading.verb == _COMPLETING or quantity.unit not in _NEARNESS

    def name(self, core: str, reading: Reading, quantity: Quantity, behind: str, following: int | None) -> str:
        """The indicator: what stands before the verb, or what is counted behind the number."""
        name = self.scope.in_order(clean_name(core), quantity.is_rate)
        work = made_thing(name) or (name if is_achieved(core) else None)
        if reading.saying is Saying.MAKE and work and reading.verb != _COMPLETING:
            name = work + reading.verb  # 开展技能培训30万人次, 完成生态建设40万亩: the last verb is a noun
        divided = self.scope.divided(self.text, quantity.start)
        if any(words()[kind].is_word(name) for kind in ("places_of_all", "make", "openers")):
            name = ""
        kept = reading.verb if reading.saying is Saying.KEPT else ""
        counted = "" if quantity.is_rate else self.counted(behind, following)
        if divided and not counted and (not name or self.scope.is_bare(name)):
            return name + divided
        making = quantity.is_count and (reading.saying is Saying.MAKE or made_thing(name) is not None)
        if not counted and not making and self.scope.is_bare(name):
            return self.scope.of_place(name, self.last_name if quantity.is_rate or reading.saying is None else "")
        self.consumed = self.consumed if counted else 0
        if counted and (reading.saying in {Saying.MAKE, Saying.KEPT} or not name or made_thing(name) == name):
            return kept + counted if reading.saying or reading.comparator else ""
        if not name:
            levelled = reading.saying in {Saying.LEVEL, Saying.UP, Saying.DOWN} or reading.comparator
            measured = levelled or (kept and kept in self.last_name)  # 新增人才2万人，五年累计新增10万人
            again = (self.last_name or self.scope.subject()) if measured else ""
            return f"{again}年均{reading.verb}" if again and reading.yearly and reading.verb not in again else again
        if kept:
            return (without_making(name) or name) + kept
        if reading.saying in {Saying.UP, Saying.DOWN}:
            if not self.is_change(reading, quantity):
                return name if ends_in_head(name) else name + reading.verb
            return f"{name}年均{reading.verb}" if reading.yearly else name
        thing = made_thing(name) or (name if not quantity.is_rate and is_achieved(core) else None)
        if reading.saying is not None:
            return thing or name if quantity.is_count else name
        if quantity.is_rate:
            return name if ends_in_head(name) or reading.comparator or quantity.comparator else ""
        headed = ends_in_head(name) or reading.comparator or is_per_head(name)
        part = name + shared_part(divided) if divided else ""  # 回收量450万吨，其中废钢300万吨
        return (thing if quantity.unit else "") or (name if headed else part)

    def counted(self, behind: str, following: int | None) -> str:
        """The noun behind a number: 示范项目 of 3个示范项目、…; the next number may begin a thing of its own."""
        match = _OBJECT.match(behind)
        if match is None or (BOUNDARY.match(behind) and not behind.startswith("的")):
            return ""
        noun = match["noun"]
        if match.end() == len(behind) and following is not None:
            noun = noun[: max(noun.rfind(sign) for sign in "、和及与")] if re.search("[、和及与]", noun) else ""
        end = _OBJECT_END.search(_QUOTED.sub(lambda quoted: "—" * len(quoted.group()), noun))
        self.consumed = match.end("noun")
        if end and end.start() >= 2:
            self.consumed = match.start("noun") + end.start()
            who = noun[: end.start()]
            reached = noun[end.start() :] if end.group() in _REACHING else ""  # 13个市城区基本建成收运体系
            noun = who[: read_left(who).core_stop] + reached
        if noun.startswith(("以", "通过", "由", "在", "对", "用于")):  # …为目标的绿色高新区
            noun = noun[noun.rfind("的") + 1 :] if "的" in noun else ""
        name = without_work(clean_name(noun))
        if following is not None and words()["grades"].is_word(name):
            grade = words()["grades"].search(self.text, following, following + 10)
            rest = _OBJECT.match(self.text, grade.stop) if grade else None
            return name + clean_name(rest["noun"]) if rest else ""
        return name

    def is_outcome(self, name: str, quantity: Quantity) -> bool:
        """False for sums that are spent, for what the plan counts of itself, and for names that are none."""
        if len(name) < 2 or len(name) > 60 or name.isdigit() or "\n" in name:
            return False
        if words()["criteria"].begins(name) is not None:  # 以面积大于100亩的湿地为重点
            return False
        if _MAGNITUDE.match(name) or (not quantity.is_rate and words()["qualities"].ends(name) is not None):
            return False
        if quantity.is_count and words()["own_parts"].ends(name) is not None:
            return False
        if not quantity.is_count and not quantity.is_rate and name.endswith("项目"):  # 推进5万千瓦风电项目: a size
            return False
        if quantity.is_money:
            spent = words()["expenses"].search(name) is not None and words()["standing"].ends(name) is None
            return words()["outputs"].search(name) is not None and not spent
        return True

    def make(
        self, names: Sequence[str], run: Sequence[Quantity], reading: Reading, start: int, base: Baseline | None
    ) -> Iterator[Target]:
        """One target a name and number; a comparator behind the last number governs all."""
        last = run[-1]
        since = base_with_value(base, self.text, run[0])
        for order, (name, quantity) in enumerate(zip(names, run, strict=True)):
            comparator = quantity.comparator or last.comparator or reading.comparator or Comparator.EQUAL
            change, direction = self.change(name, reading, quantity)
            span, due = self.extent(start, quantity, order)
            yield Target(
                id="",
                clause=self.place.clause.id,
                span=span,
                deadlines=(due,) if due else (),
                origin=self.place.origin,
                indicator=name,
                comparator=comparator,
                value=quantity.value,
                value_max=quantity.value_max,
                unit=quantity.unit,
                year=due.end.year if due and due.end else self.years.inherited(self.place.clause),
                baseline=since,
                change=change,
                direction=direction,
            )

    def extent(self, start: int, quantity: Quantity, order: int) -> tuple[Span, Deadline | None]:
        """The shortest passage with indicator, value and, where it stands near, the year; and the date that governs."""
        places = self.passage.places
        first = places[min(start, quantity.start)]
        stop = places[quantity.stop - 1] + 1
        due = self.due(quantity, order)
        if due and places[0] <= due.span.start < first:
            first = due.span.start
        return Span(first, stop), due

    def due(self, quantity: Quantity, order: int) -> Deadline | None:
        """The date of a number: the nearest before it in the sentence, then behind it, then in the paragraph."""
        places = self.passage.places
        here = places[quantity.start]
        listed = [one for one in self.deadlines if places[0] <= one.span.start < here]
        if len(listed) > 1 and is_dealt(self.text, quantity) and order < 2 and _chained(listed[-2:], self.passage):
            return listed[-2:][order]
        found = listed[-1] if listed else None
        if found is None:
            comma = _COMMA.search(self.text, quantity.stop)
            end = comma.start() if comma else len(self.text)
            found = covers(self.deadlines, Span(here, places[end - 1] + 1)) if end > quantity.stop else None
        return found or nearest(self.deadlines, here, self.begins) or self.place.due


def _chained(pair: list[Deadline], passage: Passage) -> bool:
    """True for 2025年、2030年分别: two dates side by side."""
    return 0 <= pair[1].span.start - pair[0].span.stop <= 2
