"""Charts: data in, Altair out, in colours that colour-blind people can tell apart (Okabe and Ito)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from views.markup import sound

if TYPE_CHECKING:
    import altair as alt

INK, BLUE, ORANGE, GREEN, SKY, GREY = "#1F3A5F", "#0072B2", "#D55E00", "#009E73", "#56B4E9", "#8CA0B5"
SEQUENCE = (BLUE, ORANGE, GREEN, "#E69F00", SKY, "#CC79A7", GREY, INK)
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
ROW = 25  # pixels of a line of a chart
AROUND = 105  # of what stands above and below the lines: legend, axis, titles
LONGEST_LABEL = 230  # pixels
Row = Mapping[str, str | float | int | None]


def data(rows: Sequence[Row]) -> alt.Data:
    """The rows as a chart takes them; text of plans with what a page cannot carry replaced."""
    import altair as alt

    return alt.Data(values=[{k: sound(v) if isinstance(v, str) else v for k, v in row.items()} for row in rows])


def finished(chart: Any, lines: int) -> Any:
    """The chart with its height for so many lines, and the looks that all charts share.

    A page stretches a chart to its own width, which makes the height that of the whole, legend and axis included.
    """
    return (
        chart.properties(height=lines * ROW + AROUND)
        .configure(font=FONT, padding={"top": 8, "left": 5, "right": 12, "bottom": 5})
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor=INK, gridColor="#E6EAEF",
                        domainColor="#B8C4D1", tickColor="#B8C4D1", labelLimit=LONGEST_LABEL)
        .configure_legend(labelFontSize=12, titleFontSize=12, orient="top", titleOrient="left", labelColor=INK,
                          titleColor=INK)
    )  # fmt: skip


def bars(rows: Sequence[Row], name: str, number: str, part: str, colours: Mapping[str, str]) -> Any:
    """Stacked bars, a line a name in the order given. part: the field that a bar is divided by."""
    import altair as alt

    order = list(dict.fromkeys(str(row[name]) for row in rows))
    chart = alt.Chart(data(rows)).mark_bar(height=14).encode(
        y=alt.Y(f"{name}:N", sort=order, title=None),
        x=alt.X(f"{number}:Q", title=None, axis=alt.Axis(tickMinStep=1, format="d")),
        color=alt.Color(f"{part}:N", title=None, sort=list(colours),
                        scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
        order=alt.Order("rank:Q"),
        tooltip=[alt.Tooltip(f"{name}:N"), alt.Tooltip(f"{part}:N", title="类别"), alt.Tooltip(f"{number}:Q")],
    )  # fmt: skip
    return finished(chart, len(order))


def dots(rows: Sequence[Row], unit: str) -> Any:
    """A line a region: its targets as dots by year, joined to a ring at what the plan starts from, where it says so."""
    import altair as alt

    highest: dict[str, float] = {}
    for row in rows:
        region, value = str(row["地区"]), float(row["目标值"] or 0)
        highest[region] = max(value, highest.get(region, value))
    order = sorted(highest, key=lambda region: (-highest[region], region))
    years = sorted({str(row["目标年"]) for row in rows})
    base = alt.Chart(data(rows)).encode(y=alt.Y("地区:N", sort=order, title=None))
    shown = ["地区", "规划", "指标", "原值", "目标年", "基期"]
    tooltip = [alt.Tooltip(f"{field}:N") for field in shown]
    axis = alt.Axis(tickCount=8, labelOverlap=True)
    x = alt.X("目标值:Q", title=unit or None, axis=axis, scale=alt.Scale(zero=False, nice=True, padding=12))
    lines = base.mark_rule(color=GREY).encode(x=x, x2="基期值:Q").transform_filter("datum.基期值 != null")
    rings = base.mark_point(color=GREY, size=60).encode(x="基期值:Q", tooltip=tooltip)
    points = base.mark_circle(size=110, opacity=0.9).encode(
        x=x, tooltip=tooltip,
        color=alt.Color("目标年:N", title="目标年", scale=alt.Scale(domain=years, range=SEQUENCE[: len(years)])),
    )  # fmt: skip
    return finished(lines + rings.transform_filter("datum.基期值 != null") + points, len(order))


def timeline(rows: Sequence[Row], as_of: date, colours: Mapping[str, str]) -> Any:
    """What is due when: a line a plan, a circle a day, the larger the more is due; a line for the day of the check."""
    import altair as alt

    order = list(dict.fromkeys(str(row["规划"]) for row in rows))
    circles = alt.Chart(data(rows)).mark_circle(opacity=0.85).encode(
        x=alt.X("最晚日期:T", title=None, axis=alt.Axis(format="%Y年", tickCount="year", labelAngle=0, orient="top"),
                scale=alt.Scale(padding=14)),
        y=alt.Y("规划:N", sort=order, title=None),
        size=alt.Size("项数:Q", legend=None, scale=alt.Scale(range=[70, 420])),
        color=alt.Color("到期情况:N", title=None, sort=list(colours),
                        scale=alt.Scale(domain=list(colours), range=list(colours.values()))),
        tooltip=["规划:N", "日期:N", "到期情况:N", "项数:Q", "事项:N"],
    )  # fmt: skip
    today = alt.Chart(data([{"日": as_of.isoformat()}])).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="日:T")
    return finished(circles + today, len(order))
