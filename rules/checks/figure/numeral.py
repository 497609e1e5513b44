"""NU: do the counts and rates in sentences come out of the figures printed beside them?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.document import Document, Section, Span
from ingest.numbering import spelled_value
from rules.context import Context, Sentence
from rules.finding import Severity
from rules.rule import Problem, rule

SUMS = "公文数据应当准确：党政机关公文处理工作条例第十九条"
_COUNT = r"(\d{1,2}|[二三四五六七八九十两]|十[一二三四五六七八九])"
# 钢铁、有色、建材、化工五大行业
_LISTED = re.compile(
    rf"((?:[^，。；：、！？|（）()\d]{{1,14}}、)+[^，。；：、！？|（）()\d]{{1,24}}?)(?:这|等)?{_COUNT}(?:大|项|类|个|种|方面|条|座|家)(?=[^、分以之\d一二三四五六七八九十百千万亿月])"
)
_ORDINALS = "一二三四五六七八九十"
_POINTS = re.compile(rf"(?:以下|下列|如下|围绕|做好|抓好|坚持|突出|把握){_COUNT}(?:大|项|个|类|点|方面|条|种)")
_HEADED = re.compile(rf"{_COUNT}(?:大|项|个|类)[^，。；\d]{{0,8}}(?:工程|行动|任务|计划|体系|举措|措施|领域|攻坚战)")
# 由1.22下降至1.002，下降5.01%
_FROM_TO = re.compile(
    r"[由从](?:20\d\d年的?|“十[二三四五]五”末的?)?[^，。；\d]{0,10}?(\d[\d.]*)\s*([^\s，。；、\d]{0,10}?)"
    r"(下降|降低|减少|降|增长|提高|提升|增加|上升)[到至为](?:20\d\d年的?)?[^，。；\d]{0,6}?(\d[\d.]*)\s*([^\s，。；、\d]{0,12})"
    r"[，,、]?[^。；，\d]{0,10}?(?:累计|同比|共|合计|总体|约)?[^。；，\d]{0,8}?(下降|降低|减少|降幅[为达]?|增长|提高|提升|增加|增幅[为达]?)(?:了|约|近|幅度为)?(\d[\d.]*)\s*(?:%|％)"
)
# 39家，同比增长26.7%
_WHOLE = re.compile(
    r"(?<![\d.])(\d{1,3})(家|个|项|件|人|户|座|台|所|处|辆|条)[，,]?(?:同比|比上年|较上年)(增长|增加|下降|减少)(\d{1,3}(?:\.\d{1,2})?)(?:%|％)"
)
_SHARES = re.compile(r"(?:占比|比重|比例|占[^，。；\d]{0,16}的?)[^，。；\d]{0,6}分别[为是达占][^。；]*")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|％)")


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else spelled_value(printed)


@rule(
    "NU01", "list-and-count-differ", title="列举数与总数不符", each=Document, severity=Severity.WARNING, cap=6,
    authority=SUMS, suggestion="核对所列各项，补齐遗漏或更正总数。",
    summary="列举的项数与写明的总数不符，共{count}处。",
)  # fmt: skip
def list_and_count_differ(document: Document, context: Context) -> Iterator[Problem]:
    """「钢铁、有色、建材五大行业」: a list closed by a count must hold that many names."""
    for sentence in context.sentences:
        for match in _LISTED.finditer(sentence.text):
            listed, count = match[1], _number(match[2])
            closed_by = sentence.text[match.end(1) : match.start(2)]
            items = listed.split("、")
            joints = sum(len(re.findall("[和与及]", part)) for part in items)
            if count < 3 or len(items) < 3 or closed_by == "等" or sum(map(listed.count, "“《〈（(")) % 2:
                continue
            if re.search("等|列入|纳入|属于|包括", items[-1]):
                continue
            if sum(map(listed.count, "“《〈")) != sum(map(listed.count, "”》〉")):
                continue
            if len(items) <= count <= len(items) + joints or not _alike(items):
                continue
            end = _noun_end(match.end(), sentence.text)
            span = Span(sentence.span.start + match.start(), sentence.span.start + end)
            yield Problem(span, f"写明{match[2]}项，列出{len(items)}项。", (span,), cause=document.read(span))


def _noun_end(at: int, text: str) -> int:
    """Behind the noun that the count belongs to, or four characters on."""
    sign = re.search(r"[，。；、：（]", text[at : at + 4])
    return at + sign.start() if sign else min(len(text), at + 4)


def _alike(items: list[str]) -> bool:
    """True for a list of names of like length, as a closed list is; the first may hang on a verb."""
    lengths = [len(part) for part in items[1:]]
    return max(lengths) <= 10


@rule(
    "NU02", "enumeration-and-count-differ", title="“一是、二是”与总数不符", each=Document, severity=Severity.WARNING,
    authority=SUMS, suggestion="核对分项，补齐遗漏或更正总数。",
)  # fmt: skip
def enumeration_and_count_differ(document: Document, context: Context) -> Iterator[Problem]:
    """An announced number of points must be followed by that many."""
    for clause in document.clauses:
        text = document.read(clause.span)
        ordinals = [sign for sign in _ORDINALS if f"{sign}是" in text]
        announced = _POINTS.search(text)
        if announced and "一是" in text and "二是" in text and announced.start() < text.index("一是"):
            said, made = _number(announced[1]), len(ordinals)
            if said != made and text.index("一是") - announced.end() < 60:
                last = text.index(f"{ordinals[-1]}是")
                first = clause.span.place(announced)
                second = Span(clause.span.start + last, clause.span.start + min(last + 30, len(text)))
                yield Problem(first, f"写明{announced[1]}项，实际列出{made}项。", (first, second))


@rule(
    "NU03", "heading-and-children-differ", title="标题所称项数与下列条目不符", each=Section, severity=Severity.WARNING,
    authority=SUMS, suggestion="核对标题中的数量与下设条目。",
)  # fmt: skip
def heading_and_children_differ(section: Section, context: Context) -> Iterator[Problem]:
    """A chapter called 「实施十大工程」 has ten items below it."""
    match = _HEADED.search(section.title)
    if match is None:
        return
    children = [one for one in context.document.sections if one.parent == section.id and one.level != 9 and one.label]
    said = _number(match[1])
    if len(children) >= 2 and said >= 3 and len(children) != said:
        yield Problem(
            section, f"标题写明{match[1]}项，下设{len(children)}项。", (section.heading, children[-1].heading)
        )


@rule(
    "NU04", "change-not-given-by-figures", title="升降幅度与所列数据不符", each=Document, severity=Severity.WARNING,
    authority=SUMS, suggestion="按所列数据重新计算升降幅度，或更正数据。",
)  # fmt: skip
def change_not_given_by_figures(document: Document, context: Context, *, tolerance: float = 0.6) -> Iterator[Problem]:
    """「由1.22下降至1.00，下降5%」: the rate must come out of the two figures (in percent, rounding allowed)."""
    for sentence in context.sentences:
        for match in _FROM_TO.finditer(sentence.text):
            before, after, said = Decimal(match[1]), Decimal(match[4]), Decimal(match[7])
            if not before or before == after or "年均" in match.group() or "百分点" in sentence.text[match.end() :][:3]:
                continue
            true = abs(after - before) / before * 100
            points = abs(after - before) if "%" in match.group()[:-1] and match[2].startswith("%") else None
            if abs(true - said) > Decimal(str(tolerance)) + said / 100 and (points is None or abs(points - said) > 1):
                span = sentence.span.place(match)
                yield Problem(
                    span, f"按所列数据计算应为{true:.2f}%，文中写作{said}%。",
                    (_short(span, sentence), *_yearly_beside(span, sentence, context)),
                )  # fmt: skip


# 年均降低2.8%以上
_YEARLY = re.compile(r"年均[^，。；\d]{0,12}(?:下降|降低|减少|增长|提高)[^，。；\d]{0,3}\d[\d.]*(?:%|％)[^，。；]{0,4}")


def _yearly_beside(span: Span, sentence: Sentence, context: Context) -> tuple[Span, ...]:
    """The yearly average that the same paragraph gives for the same change, to be recalculated with it."""
    start, stop = span.stop, min(sentence.clause.span.stop, span.stop + 60)
    match = _YEARLY.search(context.document.text[start:stop])
    return (Span(start + match.start(), start + match.end()),) if match else ()


def _short(span: Span, sentence: Sentence) -> Span:
    return span if len(span) <= 120 else Span(span.stop - 120, span.stop)


@rule(
    "NU05", "rate-no-whole-number-gives", title="增长率推不出整数基数", each=Document, severity=Severity.INFO,
    authority=SUMS, suggestion="核对数量和增长率，二者至少有一个有误。", cap=4,
    summary="数量与增长率不相容（推不出整数基数），共{count}处。",
)  # fmt: skip
def rate_no_whole_number_gives(document: Document, context: Context) -> Iterator[Problem]:
    """39 firms after a rise of 26.7 % would have been 30.8 firms: firms are whole, so one of the figures is wrong."""
    found: list[tuple[Span, str]] = []
    for sentence in context.sentences:
        for match in _WHOLE.finditer(sentence.text):
            count, rate = int(match[1]), Decimal(match[4])
            places = len(match[4].partition(".")[2])
            sign = 1 if match[3] in {"增长", "增加"} else -1
            if count and not _some_base(count, sign * rate, places):
                span = sentence.span.place(match)
                found.append((_with_name(span, sentence), match.group()))
    if found:
        said = "”“".join(text for _, text in found[:4])
        yield Problem(found[0][0], f"“{said}”推不出整数的上年数。", tuple(span for span, _ in found))


def _some_base(count: int, rate: Decimal, places: int) -> bool:
    """True when a whole number a year earlier gives the rate as rounded (or cut off) to the places printed."""
    step = Decimal(1).scaleb(-places)
    base = count / (1 + rate / 100) if rate != -100 else Decimal(0)
    for candidate in range(max(1, int(base) - 1), int(base) + 3):
        if abs((Decimal(count) / candidate - 1) * 100 - rate) < step:
            return True
    return False


def _with_name(span: Span, sentence: Sentence) -> Span:
    """The figure with the name before it."""
    at = span.start - sentence.span.start
    start = max(sentence.text.rfind(sign, 0, at) for sign in "，；、：") + 1
    return Span(sentence.span.start + start, span.stop)


@rule(
    "NU06", "shares-above-hundred", title="占比超过百分之百", each=Document, severity=Severity.ERROR,
    authority=SUMS, suggestion="核对各项占比及其口径。",
)  # fmt: skip
def shares_above_hundred(document: Document, context: Context) -> Iterator[Problem]:
    """Shares of one whole that add up to more than 100 %, or a share above 100 % by itself, cannot be."""
    for sentence in context.sentences:
        for match in _SHARES.finditer(sentence.text):
            total = sum(Decimal(one) for one in _PERCENT.findall(match.group()))
            parts = len(_PERCENT.findall(match.group()))
            if parts >= 3 and total > Decimal("101") and not re.search(r"\d{4}年[^，。]*\d{4}年", match.group()):
                span = sentence.span.place(match)
                yield Problem(span, f"各项占比合计{total}%，超过100%。", (span,))
    for target in context.commitments.targets:
        share = re.search(r"(?:占比|比重|覆盖率|普及率|处理率|达标率|合格率|处置率|收集率)$", target.indicator)
        if share and target.unit in {"%", "％"} and not target.change and target.value > 100:
            yield Problem(target, f"“{target.indicator}”为{target.value}%，超过100%。", (target.span,))


# 建设六大基础库: a heading that gives a number and names what is counted
_TITLED = re.compile(rf"{_COUNT}(?:大|个|项|类|种)([\u4e00-\u9fff]{{2,5}}?)(?=建设|工程|行动|任务|$)")


@rule(
    "NU16", "count-said-twice", title="标题与正文的数量不一致", each=Section, severity=Severity.WARNING,
    authority=SUMS, suggestion="统一标题与正文的数量。",
)  # fmt: skip
def count_said_twice(section: Section, context: Context) -> Iterator[Problem]:
    """A heading that says six of a thing over a text that says five of the same."""
    match = _TITLED.search(section.title)
    if match is None or len(match[2]) < 2:
        return
    said = _number(match[1])
    body = Span(section.heading.stop, section.span.stop)
    for other in re.finditer(rf"{_COUNT}(?:大|个|项|类|种){re.escape(match[2])}", context.document.read(body)):
        if _number(other[1]) != said and _number(other[1]) > 2:
            text = context.document.text
            start = max(text.rfind(sign, body.start, body.start + other.start()) for sign in "，。；：\n") + 1
            span = Span(max(body.start, start), body.start + other.end())
            yield Problem(section, f"标题称{match[1]}个{match[2]}，正文为{other[1]}个。", (section.heading, span))
            return


@rule(
    "NU17", "announced-and-boxed-differ", title="所称项数与专栏所列不符", each=Document, severity=Severity.WARNING,
    authority=SUMS, suggestion="核对专栏条目，补齐遗漏或更正总数。",
)  # fmt: skip
def announced_and_boxed_differ(document: Document, context: Context) -> Iterator[Problem]:
    """「实施以下六大工程」 before a box: the box holds that many."""
    for clause, following in zip(document.clauses, document.clauses[1:], strict=False):
        match = _BELOW.search(document.read(clause.span))
        if match is None or context.in_box(clause) or not context.in_box(following) or following.section is None:
            continue
        box = document.section(following.section)
        points = [one for one in document.clauses if one.section == box.id]
        titled = [one for one in points if one.run_in is not None or _POINT.match(document.read(one.span))]
        said = _number(match[1])
        if len(points) == len(titled) > 1 and said != len(titled):
            span = clause.span.place(match)
            last = titled[-1].run_in or titled[-1].span
            shown = Span(last.start, min(last.stop, last.start + 60))
            yield Problem(span, f"写明{match[1]}项，专栏列出{len(titled)}项。", (span, shown))


_BELOW = re.compile(
    rf"(?:实施|推进|开展|抓好|统筹|组织|建设)[^，。；]{{0,8}}(?:以下|下列|如下)?"
    rf"{_COUNT}(?:大|项|个|类)[^，。；]{{0,8}}(?:工程|行动|任务|项目|计划)"
)
_POINT = re.compile(r"^(?:\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]+[)）])")
