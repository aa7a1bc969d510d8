"""How the page's charts and tables look: few forms, one for each kind of question.

Belongs here: Altair charts and Great Tables from rows that SQL has computed. Colours of text, axes
and series come from the page's style sheet when it is shown, so that dark mode is one place.
"""

from __future__ import annotations

from typing import Any

import altair as alt
from great_tables import GT

BAND = "#2f9e6e"
MISSING = "–"
ALL_PAID = "All paid channels"
STATUS = {"below": "▼ below", "within": "● within", "above": "▲ above"}
TRENDS = {"better": "▲ better", "worse": "▼ worse", "same": "● same"}
GOAL_BANDS = {"green": "● on track", "yellow": "◐ at risk", "red": "○ off track"}


def _base(frame, height: int, description: str) -> alt.Chart:
    return alt.Chart(frame, width="container", height=height, description=description)


def _tooltips(frame) -> list[str]:
    return [name for name in frame.columns]


def months_against_band(frame, low: float, high: float, description: str) -> alt.LayerChart:
    """ROAS per month and channel in its target band; immature months are hollow and unconnected."""
    base = _base(frame, 300, description).encode(
        x=alt.X("yearmonth(month_on):T", title=None, axis=alt.Axis(format="%b %y", tickCount=8)),
        y=alt.Y("roas:Q", title="revenue per unit of ad spend"),
        tooltip=_tooltips(frame),
    )
    channels = f"datum.channel != '{ALL_PAID}'"
    colour = alt.Color("channel:N", title=None, legend=alt.Legend(orient="top", columns=3))
    picked = alt.selection_point(fields=["channel"], bind="legend")
    shown = alt.condition(picked, alt.value(1), alt.value(0.12))
    band = (
        alt.Chart(alt.Data(values=[{"low": low, "high": high}]))
        .mark_rect(color=BAND, opacity=0.14, aria=False)
        .encode(y="low:Q", y2="high:Q")
    )
    lines = (
        base.transform_filter(f"{channels} && datum.is_mature")
        .mark_line(strokeWidth=1.6)
        .encode(color=colour, opacity=shown)
        .add_params(picked)
    )
    points = (
        base.transform_filter(f"{channels} && !datum.is_mature")
        .mark_point(size=36, filled=False)
        .encode(color=colour, opacity=shown)
    )
    total = base.transform_filter(f"datum.channel == '{ALL_PAID}'")
    blended = total.transform_filter("datum.is_mature").mark_line(strokeWidth=3.2, style="total")
    pending = total.transform_filter("!datum.is_mature").mark_point(size=60, style="total")
    return alt.layer(band, lines, points, blended, pending)


def lines(frame, x: str, y: str, series: str, description: str, percent: bool = False) -> alt.Chart:
    """One line per series over time."""
    picked = alt.selection_point(fields=[series], bind="legend")
    return (
        _base(frame, 240, description)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(size=18))
        .encode(
            x=alt.X(f"{x}:T", title=None),
            y=alt.Y(
                f"{y}:Q", title=None, axis=alt.Axis(format=".0%" if percent else "~s"),
                scale=alt.Scale(zero=False, nice=True),
            ),
            color=alt.Color(f"{series}:N", title=None, legend=alt.Legend(orient="top", columns=3)),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.15)),
            tooltip=_tooltips(frame),
        )
        .add_params(picked)
    )  # fmt: skip


def stacked(frame, x: str, y: str, series: str, order: list[str] | None, description: str):
    """Bars per period, one part per series; negative parts hang below.

    `x` is `yearmonth(column)` or `yearweek(column)`.
    """
    return (
        _base(frame, 240, description)
        .mark_bar()
        .encode(
            x=alt.X(f"{x}:T", title=None),
            y=alt.Y(f"{y}:Q", title=None, axis=alt.Axis(format="~s")),
            color=alt.Color(
                f"{series}:N", title=None, sort=order or "ascending",
                legend=alt.Legend(orient="top", columns=3),
            ),
            tooltip=_tooltips(frame),
        )
    )  # fmt: skip


def bars(frame, label: str, value: str, text: str, description: str, percent: bool = False):
    """One bar per row, in the order of the rows, its text at the end."""
    base = _base(frame, alt.Step(30), description).encode(
        y=alt.Y(f"{label}:N", sort=None, title=None),
        x=alt.X(
            f"{value}:Q", title=None, axis=alt.Axis(format=".0%" if percent else "~s", tickCount=4),
            scale=alt.Scale(domain=[0, (float(frame[value].max()) or 1) * 1.18]),
        ),
        tooltip=_tooltips(frame),
    )  # fmt: skip
    words = base.mark_text(align="left", dx=5, style="ink", aria=False).encode(text=f"{text}:N")
    return base.mark_bar(cornerRadiusEnd=3, height={"band": 0.62}, style="series") + words


def ranges(
    frame, label: str, value: str, low: str, high: str, description: str, percent: bool = True
):
    """A figure per row with its bounds."""
    base = _base(frame, alt.Step(28), description).encode(
        y=alt.Y(f"{label}:N", sort=None, title=None), tooltip=_tooltips(frame)
    )
    axis = alt.Axis(format=".0%" if percent else "~s", tickCount=5)
    bounds = base.mark_rule(strokeWidth=5, opacity=0.35, strokeCap="round", style="series").encode(
        x=alt.X(f"{low}:Q", title=None, axis=axis), x2=f"{high}:Q"
    )
    return bounds + base.mark_point(filled=True, size=70, opacity=1, style="series").encode(
        x=alt.X(f"{value}:Q", title=None, axis=axis)
    )


def heat(frame, x: str, y: str, value: str, titles: tuple[str, str], description: str):
    """A share per cell; a cell that is not known yet stays empty."""
    base = _base(frame.dropna(subset=[value]), alt.Step(26), description).encode(
        x=alt.X(f"{x}:O", sort=None, title=titles[0], axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y(f"{y}:O", sort=None, title=titles[1]),
        tooltip=_tooltips(frame),
    )
    top = float(frame[value].max() or 1)
    cells = base.mark_rect(cornerRadius=3).encode(
        color=alt.Color(f"{value}:Q", legend=None, scale=alt.Scale(domain=[0, top], scheme="blues"))
    )
    words = base.mark_text(fontSize=11, aria=False).encode(
        text=alt.Text(f"{value}:Q", format=".0%"),
        color=alt.condition(f"datum['{value}'] > {top * 0.55}", alt.value("#ffffff"),
                            alt.value("#17324d")),
    )  # fmt: skip
    return cells + words


def table(frame, key: str, labels: dict[str, str], **formats: list[str]) -> GT:
    """A table of the columns in `labels`; `money`, `counts`, `shares`, `factors` name formats."""
    shown = GT(frame[list(labels)], id=f"table-{key}").cols_label(labels)
    for name, columns in formats.items():
        shown = FORMATS[name](shown, columns)
    return shown.sub_missing(missing_text=MISSING)


def _dated(value, form: str) -> str:
    """A date, or the dash of what is not known (NaT is not equal to itself)."""
    return format(value, form) if value == value else MISSING


FORMATS: dict[str, Any] = {
    "money": lambda gt, columns: gt.fmt_number(columns=columns, decimals=0),
    "counts": lambda gt, columns: gt.fmt_number(columns=columns, decimals=0),
    "shares": lambda gt, columns: gt.fmt_percent(columns=columns, decimals=1),
    "factors": lambda gt, columns: gt.fmt_number(columns=columns, decimals=2),
    "bands": lambda gt, columns: gt.fmt(lambda x: GOAL_BANDS.get(x, str(x)), columns=columns),
    "trends": lambda gt, columns: gt.fmt(lambda x: TRENDS.get(x, str(x)), columns=columns),
    "months": lambda gt, columns: gt.fmt(lambda x: _dated(x, "%b %Y"), columns=columns),
    "days": lambda gt, columns: gt.fmt(lambda x: _dated(x, "%Y-%m-%d"), columns=columns),
    "statuses": lambda gt, columns: gt.fmt(lambda x: STATUS.get(x, str(x)), columns=columns),
}
