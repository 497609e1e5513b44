"""Who issued what for where and when, from texts of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.division import divisions, named_in, place_at
from ingest.document import GovernmentLevel, Period
from ingest.official import bodies_of
from ingest.reader import read
from tests.ingest.conftest import Plan

NOTICE = """澄湾市人民政府办公室关于印发
澄湾市养老服务体系建设实施方案（2024—2026年）的通知
澄政办发〔2024〕12号
各县（区）人民政府，市政府各部门：
《澄湾市养老服务体系建设实施方案（2024—2026年）》已经市政府同意，现印发给你们，请认真贯彻执行。
澄湾市人民政府办公室
2024年3月18日
（此件公开发布）
澄湾市养老服务体系建设实施方案（2024—2026年）
一、总体要求
坚持以人民为中心。
"""


def test_a_notice_with_its_plan(plan: Plan) -> None:
    document = plan(NOTICE)
    assert document.title == "澄湾市养老服务体系建设实施方案（2024—2026年）"
    assert document.doc_number == "澄政办发〔2024〕12号"
    assert document.issuer == "澄湾市人民政府办公室"
    assert str(document.issued_on) == "2024-03-18"
    assert document.period == Period(2024, 2026)
    assert (document.region, document.level) == ("澄湾市", GovernmentLevel.CITY)
    assert document.doc_type == "实施方案"


@pytest.mark.parametrize(
    ("date", "issued"),
    [("二〇二四年三月", "2024-03"), ("二○二四年十二月二十一日", "2024-12-21"), ("2024年3月", "2024-03")],
)
def test_dates_as_printed(plan: Plan, date: str, issued: str) -> None:
    document = plan(f"澄湾市节水规划\n澄湾市水利局\n{date}\n一、现状\n水资源紧缺。")
    assert str(document.issued_on) == issued


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("澄湾市“十四五”节水规划", Period(2021, 2025)),
        ("澄湾市2024年节水工作要点", Period(2024, 2024)),
        ("澄湾市节水规划（2023-2030年）", Period(2023, 2030)),
    ],
)
def test_periods(plan: Plan, title: str, period: Period) -> None:
    assert plan(f"{title}\n一、总体要求\n坚持节水优先。").period == period


@pytest.mark.parametrize(
    ("below", "number"),
    [
        ("澄政发〔2024〕3号（澄湾市人民政府2024年3月5日）", "澄政发〔2024〕3号"),
        ("（2024年3月5日澄湾市人民政府发布）", None),
    ],
)
def test_issuer_and_date_in_brackets_below_the_title(plan: Plan, below: str, number: str | None) -> None:
    document = plan(f"澄湾市节水实施方案\n{below}\n一、总体要求\n坚持节水优先。\n二、主要任务\n修缮管网。")
    assert (document.issuer, str(document.issued_on)) == ("澄湾市人民政府", "2024-03-05")
    assert document.doc_number == number


def test_the_issuer_above_the_title_is_no_part_of_it(plan: Plan) -> None:
    document = plan("澄湾市人民政府办公室\n澄湾市节水三年行动计划\n一、总体要求\n坚持节水优先。")
    assert (document.title, document.issuer) == ("澄湾市节水三年行动计划", "澄湾市人民政府办公室")


def test_a_period_that_the_text_states(plan: Plan) -> None:
    text = "澄湾市节水实施方案\n本方案实施期为2024年至2030年。\n一、总体要求\n到2025年，节水一成。到2025年底见效。"
    assert plan(text).period == Period(2024, 2030)


def test_news_is_no_plan(plan: Plan) -> None:
    assert plan("记者从市民政局了解到，本市社区食堂已达二十家。\n市民纷纷点赞。").doc_type is None
    assert plan("澄湾晨报讯\n昨日，社区食堂开张，居民排起长队。").doc_type is None


@pytest.mark.parametrize(
    ("text", "issuer", "issued"),
    [
        # glued to its date, behind a notice with numbers of its own
        ("关于开展食堂检查的通知\n一、检查范围\n全部社区食堂。\n二、检查时间\n下月进行。\n澄湾市民政局2024年3月5日\n（此件公开）",
         "澄湾市民政局", "2024-03-05"),
        # several bodies sign
        ("关于印发《澄湾市社区食堂建设方案》的通知\n请认真执行。\n澄湾市民政局\n澄湾市财政局\n2024年3月5日\n一、目标\n建成二十家。",
         "澄湾市民政局、澄湾市财政局", "2024-03-05"),
        # named in the title of the notice
        ("澄湾市民政局关于做好社区食堂检查工作的通知\n一、检查范围\n全部社区食堂。", "澄湾市民政局", "None"),
        # as a web page prints it
        ("澄湾市社区食堂建设方案\n发布部门：澄湾市民政局\n发布日期：2024.03.05\n一、目标\n建成二十家。",
         "澄湾市民政局", "2024-03-05"),
        # the date in brackets behind the title; the record at the end
        ("澄湾市社区食堂建设方案（2024年3月5日）\n一、目标\n建成二十家。", None, "2024-03-05"),
        ("澄湾市社区食堂建设方案\n一、目标\n建成二十家。\n澄湾市民政局办公室 2024年3月5日印发",
         "澄湾市民政局办公室", "2024-03-05"),
        # the title says 市政府 only
        ("市政府关于印发澄湾市社区食堂建设方案的通知\n请认真执行。\n澄湾市人民政府\n2024年3月5日\n一、目标\n建成二十家。",
         "澄湾市人民政府", "2024-03-05"),
        ("澄湾市社区食堂建设方案\n一、目标\n到2024年3月5日，建成二十家。", None, "None"),
        # the title names the first of those that sign; two stand on a line, a short name is spread
        ("澄湾市民政局关于印发《澄湾市社区食堂建设方案》的通知\n请认真执行。\n澄湾市民政局澄湾市财政局\n"
         "澄湾市发展和改革委员会 商 务 局\n2024年3月5日\n一、目标\n建成二十家。",
         "澄湾市民政局、澄湾市财政局、澄湾市发展和改革委员会、商务局", "2024-03-05"),
        # the word 文件 stands between the bodies of the red head
        ("澄湾市民政局\n文件\n澄湾市财政局\n关于印发《澄湾市社区食堂建设方案》的通知\n一、目标\n建成二十家。",
         "澄湾市民政局、澄湾市财政局", "None"),
        ("澄湾市食堂标准\n澄湾市商务局 发布\n一、目标\n建成二十家。", "澄湾市商务局", "None"),
        # the seal of one body stands for that of another, which signs
        ("澄湾市民政局关于印发《澄湾市食堂方案》的通知\n请认真执行。\n澄湾市食堂工作领导小组\n（澄湾市民政局代章）\n"
         "2024年3月5日\n一、目标\n建成二十家。", "澄湾市食堂工作领导小组", "2024-03-05"),
        # the month on the cover, the day in the record
        ("澄湾市社区食堂建设方案\n2024年3月\n一、目标\n建成二十家。\n澄湾市民政局 2024年3月5日印发",
         "澄湾市民政局", "2024-03-05"),
    ],
)  # fmt: skip
def test_signatures(plan: Plan, text: str, issuer: str | None, issued: str) -> None:
    document = plan(text)
    assert (document.issuer, str(document.issued_on)) == (issuer, issued)


@pytest.mark.parametrize(
    ("line", "bodies"),
    [
        ("国家发展改革委工业和信息化部", ("国家发展改革委", "工业和信息化部")),
        ("澄江省委省政府", ("澄江省委", "省政府")),
        ("澄湾市水利局、澄湾市财政局", ("澄湾市水利局", "澄湾市财政局")),
        ("国务院关税税则委员会", ("国务院关税税则委员会",)),
        ("生态环境部办公厅", ("生态环境部办公厅",)),
        ("国家税务总局苏州市税务局", ("国家税务总局苏州市税务局",)),
        ("中国人民银行苏州市中心支行", ("中国人民银行苏州市中心支行",)),
        ("市水利局负责，市财政局配合。", ()),
        ("财 政 部", ("财政部",)),
    ],
)
def test_a_line_of_bodies(line: str, bodies: tuple[str, ...]) -> None:
    assert bodies_of(line) == bodies


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("澄湾市节水方案（澄政发〔2024〕12号）", "澄湾市节水方案"),
        ("（本文有删减）澄湾市节水方案", "澄湾市节水方案"),
        ("关于印发《澄湾市节水项目指南》及组织申报项目的通知", "澄湾市节水项目指南"),
    ],
)
def test_titles_without_what_is_printed_about_the_paper(plan: Plan, printed: str, title: str) -> None:
    assert plan(f"{printed}\n一、目标\n节约用水。").title == title


def test_the_place_behind_a_year_and_of_a_provincial_bureau(plan: Plan) -> None:
    assert plan("2024年江苏省社区食堂工作要点\n一、目标\n建成食堂。").region == "江苏省"
    text = "省民政厅2024年工作计划\n一、目标\n江苏省建成食堂两百家。\n二、任务\n落实江苏省有关要求。"
    assert plan(text).region == "江苏省"


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("江苏省苏州市", "苏州市", GovernmentLevel.CITY),
        ("塔城地区“十四五”", "塔城地区", GovernmentLevel.CITY),
        ("内蒙古自治区", "内蒙古自治区", GovernmentLevel.PROVINCE),
        ("霁川市减碳先行区建设", "霁川市", GovernmentLevel.CITY),
        ("墨湾经济技术开发区近零碳", "墨湾经济技术开发区", GovernmentLevel.PARK),
        ("苏州市吴江区、吴江经济技术开发区节水", "吴江区", GovernmentLevel.COUNTY),
        ("天津电力", "天津市", GovernmentLevel.PROVINCE),
    ],
)
def test_places(text: str, name: str, level: GovernmentLevel) -> None:
    place = place_at(text)
    assert place is not None and (place.name, place.level) == (name, level)


@given(st.lists(st.sampled_from(["江苏省", "苏州市", "吴江区", "市", "省里", "长宁县"]), max_size=8))
def test_places_are_counted_as_they_are_named(words: list[str]) -> None:
    text = "".join(words)
    counts = named_in(text)
    assert all(counts[one] == text.count(one.name) for one in divisions())


@pytest.mark.parametrize(
    "text", ["国务院关于", "加强自由贸易试验区建设", "加快建立健全", "城市绿色货运", "关于化纤工业"]
)
def test_no_places(text: str) -> None:
    assert place_at(text) is None


def test_a_plan_without_a_title_is_for_the_place_it_speaks_of(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    again = "苏州市各区落实全市要求，方便我市居民。\n" * 4
    body = f"一、目标\n推进苏州市社区食堂建设，全市建成两百家。\n二、任务\n{again}"
    path.write_text(body, encoding="utf-8")
    assert read(path).region == "苏州市"
    path.write_text(body.replace("全市", "各地").replace("我市", "广大"), encoding="utf-8")
    assert read(path).region is None
