"""When something is due: every expression that bounds a promise, and none that only dates, measures or cites.

2025年底前 · 到2030年 · “十四五”末 · 2024年7月至2026年12月 · 12月底前 (the year is the plan's) · 每年 · 长期坚持 (in a
slot). 2030年前 is taken to mean by the end of 2030, as the plans' own target tables do. No deadline: 较2020年 (what a
change is measured from), 截至2020年底 (history), 2022年度 (a title), anything inside 《》.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from ingest.document import Span
from nlp.commitment import Deadline, DeadlineKind
from nlp.deadline_calendar import Calendar, five_year_plan, month_end
from nlp.lexicon import Matcher, load_words
from nlp.passage import Passage

_DASH = r"(?:-|—|－|–|~|～|至|到|——|--)"
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
# 2024年7月至2026年12月, 2021-2025年, 2025年6月1日—9月30日
_RANGE = re.compile(
    rf"(?P<y1>20\d\d)(?:年|(?={_DASH}20))(?:(?P<m1>\d{{1,2}})月(?:份)?(?:(?P<d1>\d{{1,2}})日)?)?{_DASH}"
    r"(?:(?P<y2>20\d\d)(?:年|(?!\d|[.．]\d))(?:(?P<m2>\d{1,2})月(?:份)?)?|(?P<m3>\d{1,2})月(?:份)?)"
    r"(?:(?P<d2>\d{1,2})日)?(?P<end>年?[底末])?(?P<before>前|之前|以前)?"
)
# 到2025年, 2025年12月底前, 力争2025年年底前, 2025年第三季度末, 2025年上半年
_YEAR = re.compile(
    r"(?P<lead>到|(?<!截)至|在|于|不晚于|不迟于|最迟)?(?P<year>20\d\d)年"
    r"(?:(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})日)?|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)?"
    r"(?P<end>年?[底末]|年?内(?![部涝外蒙河陆])|年?中(?=[，,、。前])|年?初(?![步级次始]))?(?P<before>之前|以前|前后|前|左右)?"
)
# 2000年前建成的小区: what is older than a year, not what is due
_OLDER_THAN = re.compile(
    r"(?:已|以)?(?:建成|建造|竣工|投产|投运|投用|建设|登记|注册|成立|出台|发布|印发|并网|备案|批复|形成|开工|取得)"
    r"[^，。；]{0,8}?的"
)
# 12月底前, 9月30日前, 三季度末 — without a year
_MONTH = re.compile(
    r"(?<![\d每个])(?:(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>\d{1,2})日)?"
    r"|(?<!年)第?(?P<quarter>[一二三四])季度|(?<!年)(?P<half>[上下])半年)"
    r"(?P<end>[底末])?(?P<before>之前|以前|前)?"
)
# 6—9月, 4月至10月, in the plan of one year
_MONTHS = re.compile(
    rf"(?<![\d年.])(?P<m1>1[0-2]|0?[1-9])(?:月份?)?{_DASH}(?P<m2>1[0-2]|0?[1-9])月(?:份)?(?P<end>[底末])?(?!\d)"
)
# 今年, 本年度, before what is to be done
_THIS_YEAR = re.compile(r"(?:今年|本年度)(?!年|[底末])")
# 年底前, 今年年底前, 年内
_YEAR_END = re.compile(
    r"(?<![\d〇○零一二三四五六七八九十两几多百半全每])(?:到|在|于)?(?:今|本|当)?年(?:年?[底末](?:之前|以前|前)?|度?内(?!部|涝|外|历史))"
)
# “十四五”末, 到“十四五”期末, “十四五”期间
_PLAN = re.compile(
    r"(?P<lead>到)?[“\"「]?十(?P<ordinal>[一二三四五六七])五[”\"」]?(?P<tail>规划期末|时期末|期末|末期|末|期间|时期|规划期内?|期内)"
)
# 定期评估机制: what is set up, not how often something is done
_NAMED_REGULAR = re.compile(r"定期[^，。；、]{0,8}?(?:机制|制度|体系|办法)")
# what a bare year bounds: 2025年，全市…达到90%
_CLAUSE = re.compile(r"[，,、和及]?[^。；;]{0,60}")
_WORD = 6  # characters that a word before a date has at most
# 其中2022年3万户、2023年4万户
_AMOUNT = re.compile(r"\d[\d.]*[^\d年月日，。；、]{1,5}(?=[，,、；;。)）]|$)")
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_SENTENCE = re.compile(r"[^。！!；;]+")
# 2025年, 2025.12, 2025/6, 2024-2026: what a column of deadlines holds
_SLOT_RANGE = re.compile(
    rf"(?P<y1>20\d\d)[年.．/]?(?P<m1>\d{{1,2}})?月?{_DASH}(?P<y2>20\d\d)[年.．/]?(?P<m2>\d{{1,2}})?月?(?:[底末]?前?)"
)
_SLOT_DATE = re.compile(r"(?P<year>20\d\d)(?:[年.．/-](?P<month>1[0-2]|0?[1-9])(?!\d)月?|年)?")
_CHAINED = re.compile(
    r"(?:、|和|及|以及|，)(?P<due>(?P<year>20\d\d)年)(?=(?:分别|，|、|和|及|达|实现|控制|不|全|建|力争|的))"
)


@cache
def _words() -> dict[str, Matcher]:
    return dict(load_words("deadlines"))


def _date(year: int, month: int | None, day: int | None) -> date | None:
    """The last day of what is printed; None for a day that no calendar has."""
    try:
        if month is None:
            return date(year, 12, 31)
        return date(year, month, day) if day is not None else month_end(year, month)
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _end_month(match: re.Match[str]) -> int | None:
    """The month a date ends in: printed, or that of its quarter or half year."""
    groups = match.groupdict()
    if groups.get("quarter"):
        return _QUARTERS[groups["quarter"]]
    if groups.get("half"):
        return 6 if groups["half"] == "上" else 12
    if groups.get("end") in {"中", "年中"}:
        return 6
    return _number(groups.get("month"))


class _Finder:
    """One pass over one passage; places that are taken are not read a second time."""

    def __init__(self, passage: Passage, calendar: Calendar) -> None:
        self.passage = passage
        self.text = passage.text
        self.calendar = calendar
        self.taken = [match.span() for match in _TITLE.finditer(self.text)]
        self.found: list[Deadline] = []

    def free(self, start: int, stop: int) -> bool:
        return all(stop <= begin or end <= start for begin, end in self.taken)

    def add(self, start: int, stop: int, kind: DeadlineKind, begin: date | None, end: date | None) -> None:
        self.taken.append((start, stop))
        self.found.append(Deadline(self.passage.span(start, stop), kind, begin, end))

    def sentence(self, position: int) -> str:
        """The sentence around a place."""
        start = max(self.text.rfind(sign, 0, position) for sign in "。；;！") + 1
        stop = min((at for sign in "。；;！" if (at := self.text.find(sign, position)) >= 0), default=len(self.text))
        return self.text[start:stop]

    def measured_from(self, start: int, stop: int) -> bool:
        """True where the words around a date say that nothing is due then: 较2020年, 2022年度, 2025年起."""
        before = _words()["not_due_before"]
        if before.ends(self.text[max(0, start - _WORD) : start]) is not None:
            return True
        if self.text[stop - 1] == "前":  # 2025年底前印发: no other word behind can undo it
            return _OLDER_THAN.match(self.text, stop) is not None
        return _words()["not_due_behind"].begins(self.text, stop) is not None

    def find(self) -> tuple[Deadline, ...]:
        self.ranges()
        self.plans()
        self.years()
        self.months()
        self.recurring()
        return tuple(sorted(self.found, key=lambda deadline: deadline.span))

    def ranges(self) -> None:
        for match in _RANGE.finditer(self.text):
            first, last = int(match["y1"]), int(match["y2"] or match["y1"])
            month = _number(match["m2"] or match["m3"])
            end = _date(last, month, _number(match["d2"]))
            if not self.free(*match.span()) or first > last or end is None:
                continue
            behind = self.text[match.end() : match.end() + 1]
            if self.calendar.is_history(last) or (behind and behind in "）)》”度版"):
                self.taken.append(match.span())
                continue
            begin = date(first, min(int(match["m1"] or 1), 12) or 1, 1)
            self.add(*match.span(), DeadlineKind.WITHIN, begin, end)

    def plans(self) -> None:
        for match in _PLAN.finditer(self.text):
            first, last = five_year_plan(match["ordinal"])
            if not self.free(*match.span()) or self.calendar.is_history(last) or self.measured_from(*match.span()):
                continue
            if "末" in match["tail"]:
                self.add(*match.span(), DeadlineKind.BY, None, date(last, 12, 31))
            elif not _words()["past"].search(self.sentence(match.start())):
                self.add(*match.span(), DeadlineKind.WITHIN, date(first, 1, 1), date(last, 12, 31))

    def years(self) -> None:
        for match in _YEAR.finditer(self.text):
            if not self.free(*match.span()):
                continue
            start, stop = match.span()
            end = _date(int(match["year"]), _end_month(match), _number(match["day"]))
            if end is None or not self.is_due(match):
                self.taken.append((start, stop))
                continue
            self.add(start, stop, DeadlineKind.BY, None, end)
            chained = _CHAINED.match(self.text, stop)
            if chained:
                self.add(*chained.span("due"), DeadlineKind.BY, None, date(int(chained["year"]), 12, 31))

    def is_due(self, match: re.Match[str]) -> bool:
        """True for a date that something is promised for."""
        start, stop = match.span()
        year = int(match["year"])
        if self.measured_from(start, stop):
            return False
        bound = match["before"] or match["lead"] in {"到", "至", "不晚于", "不迟于", "最迟"}
        past = _words()["past"].search(self.sentence(start)) is not None
        if match["before"]:
            return match["before"] != "以前" or not self.calendar.is_history(year)
        if bound:
            return not (past and self.calendar.is_history(year))
        if match["end"] and match["end"][-1] in "底末内":
            return not past and not self.calendar.is_history(year)
        return not past and not self.calendar.is_history(year) and self.promises(match)

    def promises(self, match: re.Match[str]) -> bool:
        """True for a bare date at the start of a phrase that goes on with a promise: 2025年，…建成."""
        start, stop = match.span()
        if _words()["reaching"].begins(self.text, stop) is not None:
            return True
        present = self.calendar.present
        ahead = present is not None and int(match["year"]) > present
        if ahead and _words()["scheduled"].begins(self.text, stop) is not None:  # 乡镇级水源地2024年完成划定
            return True
        parted = self.text[start - 1 : start] in {"、", "，"} or self.text[max(0, start - 2) : start] == "其中"
        if parted and _AMOUNT.match(self.text, stop):
            return True
        boundary = start == 0 or self.text[start - 1] in "。，；：,;:、（(）)”" or match["lead"] in {"在", "于"}
        wish = self.text[max(0, start - 2) : start] in {"力争", "争取", "确保", "计划", "预计", "拟于", "将在", "全面"}
        if not (boundary or wish) or match["day"]:
            return False
        if ahead and self.text[stop : stop + 1] in {"，", ","}:
            return True
        clause = _CLAUSE.match(self.text, stop)
        return clause is not None and clause.group() in _words()["promise"]

    def months(self) -> None:
        year = self.calendar.single
        for match in _MONTHS.finditer(self.text):
            first, last = int(match["m1"]), int(match["m2"])
            if year and self.free(*match.span()) and first < last and not self.measured_from(*match.span()):
                begin, end = _date(year, first, 1), _date(year, last, None)
                self.add(*match.span(), DeadlineKind.WITHIN, begin, end)
        for match in _THIS_YEAR.finditer(self.text):
            if self.free(*match.span()) and self.is_scheduled(match.end()):
                self.add_in_plan_year(match, 12, None)
        for match in _MONTH.finditer(self.text):
            bound = match["end"] or match["before"] or self.is_scheduled(match.end())
            if not bound or not self.free(*match.span()):
                continue
            month = _end_month(match)
            if month is not None and not self.measured_from(*match.span()):
                self.add_in_plan_year(match, month, _number(match["day"]))
        for match in _YEAR_END.finditer(self.text):
            if self.free(*match.span()):
                self.add_in_plan_year(match, 12, None)

    def is_scheduled(self, stop: int) -> bool:
        """True behind 9月 in 9月完成验收, in the plan of one year: what it says of a month is what is to come."""
        return self.calendar.single is not None and _words()["scheduled"].begins(self.text, stop) is not None

    def add_in_plan_year(self, match: re.Match[str], month: int, day: int | None) -> None:
        """A date without a year: recurring behind 每年, else of the year that the sentence or the plan means."""
        period = self.recurring_before(match.start())
        if period is not None:
            self.add(period, match.end(), DeadlineKind.EACH, None, None)
            return
        year = self.year_nearby(match.start(), month)
        end = _date(year, month, day) if year is not None else None
        if end is not None:
            self.add(*match.span(), DeadlineKind.BY, None, end)

    def recurring_before(self, position: int) -> int | None:
        """Where 每年 begins in 每年6月底前, 每季度第1个月的20日前."""
        window = max(0, position - 6)
        span = _words()["each"].search(self.text, window, position)
        return span.start if span and not re.search(r"[，。；]", self.text[span.stop : position]) else None

    def year_nearby(self, position: int, month: int) -> int | None:
        """The year printed last in the same sentence, else the plan's year."""
        start = max(self.text.rfind(sign, 0, position) for sign in "。！") + 1
        printed = [deadline for deadline in self.found if deadline.end and deadline.kind is DeadlineKind.BY]
        for deadline in sorted(printed, key=lambda one: one.span, reverse=True):
            if self.passage.places[start] <= deadline.span.start < self.passage.places[position]:
                assert deadline.end is not None
                return deadline.end.year
        return self.calendar.year_of_month(month)

    def recurring(self) -> None:
        for span in _words()["each"].find(self.text):
            if self.free(span.start, span.stop) and not _NAMED_REGULAR.match(self.text, span.start):
                self.add(span.start, span.stop, DeadlineKind.EACH, None, None)


def find_deadlines(passage: Passage, calendar: Calendar) -> tuple[Deadline, ...]:
    """The deadlines of running text, in order."""
    deadlines = list(_Finder(passage, calendar).find()) if _MAYBE.search(passage.text) else []
    held = {deadline.span for deadline in deadlines}
    for one in slot_deadlines(passage, calendar):
        if not any(_overlap(one.span, span) for span in held):
            deadlines.append(one)
    return tuple(sorted(deadlines, key=lambda deadline: deadline.span))


_MAYBE = re.compile(r"20\d\d|今年|本年度|\d月|半年|[月年季][底末前内度]|十[一二三四五六七]五|\d日前|每|定期|逐年|按")


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.stop and right.start < left.stop


def _slots(passage: Passage) -> Iterator[Passage]:
    """What stands behind 完成时限： up to the end of its phrase."""
    for span in _words()["slot_heads"].find(passage.text):
        match = re.compile(r"[:：∶]([^，。；;）)〕\]]{2,30})").match(passage.text, span.stop)
        if match:
            start, stop = match.span(1)
            yield Passage(passage.text[start:stop], passage.places[start:stop])


# （市甲局牵头，市乙局配合，持续推进）: behind the last comma of a bracket of bodies
_BRACKET_TAIL = re.compile(
    r"[（(〔][^（）()〔〕。]{0,200}?(?:牵头|负责|配合|责任单位|责任部门)[^（）()〔〕。]{0,200}[，,；;]\s*([^，,；;（）()〔〕。]{2,10})[）)〕]"
)


def _bracket_tails(passage: Passage) -> Iterator[Passage]:
    """The last words of a bracket of bodies, where they only say how long: 长期坚持, 年内持续推进."""
    for match in _BRACKET_TAIL.finditer(passage.text):
        said = [span for words in ("ongoing", "slot_year") for span in _words()[words].find(match[1])]
        if sum(map(len, said)) >= len(match[1].strip()):
            start, stop = match.span(1)
            yield Passage(passage.text[start:stop], passage.places[start:stop])


def slot_deadlines(passage: Passage, calendar: Calendar) -> tuple[Deadline, ...]:
    """The deadlines behind 完成时限： and at the end of brackets of bodies, which hold for all that is promised."""
    slots = (*_slots(passage), *_bracket_tails(passage))
    return tuple(deadline for slot in slots for deadline in parse_slot(slot, calendar))


def parse_slot(passage: Passage, calendar: Calendar) -> tuple[Deadline, ...]:
    """The deadlines of a place where nothing else can stand: a cell under 完成时限, or the words behind it."""
    text = passage.text
    found = list(_Finder(passage, calendar).find())
    solid = [deadline for deadline in found if deadline.kind is not DeadlineKind.EACH]
    if not solid:
        solid = list(_slot_dates(passage, calendar))
    spans = [deadline.span for deadline in (*solid, *found)]
    found = [*solid, *(deadline for deadline in found if deadline.kind is DeadlineKind.EACH)]
    for kind, words in ((DeadlineKind.ONGOING, "ongoing"), (DeadlineKind.EACH, "slot_each")):
        for span in _words()[words].find(text):
            place = passage.span(span.start, span.stop)
            if not any(_overlap(place, taken) for taken in spans) and not (words == "slot_each" and found):
                found.append(Deadline(place, kind))
                spans.append(place)
    return tuple(sorted(found, key=lambda deadline: deadline.span))


def _slot_dates(passage: Passage, calendar: Calendar) -> Iterator[Deadline]:
    """2025, 2025.12, 2024-2026, 12月, 全年: dates that need no word around them in a slot."""
    text = passage.text
    taken: list[tuple[int, int]] = []
    for match in _SLOT_RANGE.finditer(text):
        end = _date(int(match["y2"]), _number(match["m2"]), None)
        begin = _date(int(match["y1"]), _number(match["m1"]) or 1, 1)
        if begin and end and begin <= end:
            taken.append(match.span())
            yield Deadline(passage.span(*match.span()), DeadlineKind.WITHIN, begin, end)
    for match in _SLOT_DATE.finditer(text):
        if not any(start < match.end() and match.start() < stop for start, stop in taken):
            end = _date(int(match["year"]), _number(match["month"]), None)
            if end:
                taken.append(match.span())
                yield Deadline(passage.span(*match.span()), DeadlineKind.BY, None, end)
    if taken:
        return
    for match in _MONTH.finditer(text):
        month = _end_month(match)
        year = calendar.year_of_month(month or 12)
        end = _date(year, month, _number(match["day"])) if year and month else None
        if end:
            taken.append(match.span())
            yield Deadline(passage.span(*match.span()), DeadlineKind.BY, None, end)
    if not taken and calendar.year_of_month(12) is not None:
        for span in _words()["slot_year"].find(text):
            year = calendar.year_of_month(12)
            assert year is not None
            yield Deadline(passage.span(span.start, span.stop), DeadlineKind.BY, None, date(year, 12, 31))
