"""Reading a snapshot's marts, drawing every panel, writing one HTML file.

Belongs here: queries' results into the template, the inlined chart library, what went wrong. A
panel that cannot be drawn says so on the page and in the report; it never takes the page with it,
nor the page the night (lib/snapshots.py).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dagster_project.lib.page.panel import PARTS, Panel
from dagster_project.lib.scorecard import LINES, Line, figure

log = logging.getLogger("pma.page")

HERE = Path(__file__).parent
VEGA_LITE = "6.4"
MOST_FIGURES = 120
"""Rows of figures shown beside a panel; the SQL gives all of them."""


@dataclass
class Shown:
    """One panel as the template needs it."""

    panel: Panel
    sql: str
    state: str = "drawn"
    chart: dict[str, Any] | None = None
    table: Markup | None = None
    columns: list[str] = field(default_factory=list)
    figures: list[list[str]] = field(default_factory=list)
    left_out: int = 0
    problem: str = ""
    wide: bool = False


def write_page(
    marts_file: Path,
    page: Path,
    facts: Mapping[str, Any],
    settings_vars: Mapping[str, Any],
    cache: Path,
    panels: list[Panel] | None = None,
) -> dict[str, Any]:
    """Write `page` from `marts_file`; returns what it shows, for the manifest.

    `facts`: as_of, build_id, checks_passed, siblings (files beside the page). `cache`: folder for
    the bundled chart library, made once per version.
    """
    if panels is None:
        from dagster_project.lib.page.panels import PANELS as panels
    con = duckdb.connect(str(marts_file), read_only=True)
    try:
        tables = {
            row[0]
            for row in con.execute(
                "select schema_name || '.' || table_name from duckdb_tables()"
            ).fetchall()
        }
        tiles = [_tile(con, line) for line in LINES]
        shown = [_show(con, panel, tables, settings_vars) for panel in panels]
    finally:
        con.close()
    html = _template().render(
        facts=facts,
        currency=settings_vars["reporting_currency"],
        tiles=tiles,
        parts=[(part, _laid_out([s for s in shown if s.panel.part == part])) for part in PARTS],
        style=Markup((HERE / "page.css").read_text()),
        script=Markup((HERE / "page.js").read_text()),
        library=Markup(chart_library(cache)),
        specs=_inline_json({s.panel.key: s.chart for s in shown if s.chart}),
    )
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(html, encoding="utf-8")
    return {
        "panels": len(shown),
        "empty": [s.panel.key for s in shown if s.state == "empty"],
        "problems": {s.panel.key: s.problem for s in shown if s.state == "failed"},
    }


def _template():
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")


def _laid_out(part: list[Shown]) -> list[Shown]:
    """Two columns without holes: a panel that would stand alone in its row takes all of it."""
    alone = None
    for shown in part:
        shown.wide = shown.panel.wide
        if shown.wide and alone:
            alone.wide = True
        alone = None if shown.wide or alone else shown
    if alone:
        alone.wide = True
    return part


def _tile(con, line: Line) -> dict[str, str]:
    """A headline figure and how it stands against the period before."""
    now, before = figure(con, line.query), figure(con, line.before) if line.before else None
    said = []
    if now is not None and before:
        said = [f"{float(now) / float(before) - 1:+.0%} on the {line.span.days} days before"]
    return {
        "words": line.words,
        "figure": "–" if now is None else line.write(now),
        "change": "; ".join([*said, line.note] if line.note else said),
        "sql": line.query,
    }


def _show(con, panel: Panel, tables: set[str], settings_vars: Mapping[str, Any]) -> Shown:
    shown = Shown(panel, panel.query(settings_vars))
    missing = [name for name in panel.needs if name not in tables]
    if missing:
        shown.state = "empty"
        shown.problem = "not published: " + ", ".join(missing)
        return shown
    try:
        con.execute(f"create or replace temp table shown as {shown.sql}")
        rows = con.execute("from temp.shown").fetchall()
        shown.columns = [column[0] for column in con.description]
        if not rows:
            shown.state = "empty"
            return shown
        shown.figures = [[_cell(value) for value in row] for row in rows[:MOST_FIGURES]]
        shown.left_out = max(0, len(rows) - MOST_FIGURES)
        _draw(shown, con.execute("from temp.shown").df(), settings_vars)
    except Exception as error:
        log.warning("panel %s of the page was not drawn: %s", panel.key, error)
        shown.state, shown.problem = "failed", f"{type(error).__name__}: {error}".splitlines()[0]
    return shown


def _cell(value: Any) -> str:
    """A figure as SQL gave it; floats without noise."""
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _spec(chart: dict) -> dict:
    """A chart as its panel shows it. Altair leaves the description with the layers; screen readers
    are told that of the whole."""
    described = [layer["description"] for layer in chart.get("layer", []) if "description" in layer]
    told = {"description": described[0]} if described else {}
    return told | chart | {"autosize": {"type": "fit-x", "contains": "padding"}}


def _draw(shown: Shown, frame, settings_vars: Mapping[str, Any]) -> None:
    drawn = shown.panel.draw(frame, settings_vars)
    if hasattr(drawn, "to_dict"):
        shown.chart = _spec(drawn.to_dict())
    else:
        shown.table = Markup(_without_style(drawn.as_raw_html(inline_css=False)))


def _without_style(html: str) -> str:
    """Great Tables brings a style sheet per table with fixed colours; the page has its own."""
    start, end = html.find("<style>"), html.find("</style>")
    return html if start < 0 else html[:start] + html[end + len("</style>") :]


def _inline_json(content: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(content, sort_keys=True, default=str)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " "))


def chart_library(cache: Path) -> str:
    """vega-embed and what it needs as one script; bundling takes seconds, so it is kept."""
    import vl_convert

    kept = cache / f"vega-{vl_convert.__version__}-{VEGA_LITE}.js"
    if not kept.exists():
        bundle = vl_convert.javascript_bundle(vl_version=VEGA_LITE).replace(
            "</script", "<\\/script"
        )
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".tmp")
        fresh.write_text(bundle, encoding="utf-8")
        fresh.replace(kept)
    return kept.read_text(encoding="utf-8")
