"""Small pictures for the Dagster UI, drawn from a published snapshot.

Belongs here: SVG as markdown. A picture never decides anything, so a table that is missing means no
picture, not a failed night.
"""

from __future__ import annotations

import base64
import logging
from pathlib import Path

import duckdb

log = logging.getLogger("pma.charts")


def _svg(spec: dict) -> str:
    import vl_convert

    svg = vl_convert.vegalite_to_svg(spec)
    encoded = base64.b64encode(svg.encode()).decode()
    return f"![chart](data:image/svg+xml;base64,{encoded})"


def _bars_per_day(rows: list[tuple], title: str) -> dict:
    return {
        "title": title,
        "width": 760,
        "height": 220,
        "data": {"values": [{"day": str(day), "value": float(value or 0)} for day, value in rows]},
        "mark": {"type": "bar", "color": "#4f43dd"},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "title": None},
            "y": {"field": "value", "type": "quantitative", "title": None},
            "tooltip": [{"field": "day", "type": "temporal"}, {"field": "value"}],
        },
    }


QUERIES = {
    "spend_per_day": (
        "Spend per day, reporting currency",
        "select date_day, sum(spend) from insights.campaigns group by 1 order by 1",
    ),
    "sessions_per_day": (
        "Sessions per day",
        "select date_day, sum(sessions) from messaging.awareness group by 1 order by 1",
    ),
}


def snapshot_charts(path: Path) -> dict[str, str]:
    """Name → markdown with the picture, as far as the tables exist and have rows."""
    pictures = {}
    con = duckdb.connect(str(path), read_only=True)
    try:
        for name, (title, query) in QUERIES.items():
            try:
                rows = con.execute(query).fetchall()
                if rows:
                    pictures[name] = _svg(_bars_per_day(rows, title))
            except Exception as error:
                log.info("no picture %s: %s", name, error)
    finally:
        con.close()
    return pictures
