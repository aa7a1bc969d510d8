"""The folder `site/` of a snapshot, without a browser.

Belongs here: what the manifest says of the page, pages over empty or missing marts, and that no
fault of the page reaches the marts.
"""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib import snapshots
from dagster_project.lib.marts import Mart
from dagster_project.lib.page import render, site
from dagster_project.lib.page.panel import PARTS, Panel
from dagster_project.lib.page.panels import PANELS
from dagster_project.lib.settings import load_settings
from tests.support.raw import new_warehouse

pytestmark = pytest.mark.xdist_group("nights")

FACTS = {"as_of": "2026-01-31", "build_id": "b", "checks_passed": 1, "siblings": {}}


@pytest.fixture
def small(tmp_path):
    """Settings of a home that publishes one small table."""
    con = new_warehouse(tmp_path)
    con.execute("create schema insights")
    con.execute("create table insights.words as select 'plain' as word")
    con.close()
    return load_settings(tmp_path, env={})


def _publish(small) -> Path:
    mart = Mart("insights", "words", "Words.", None, ("word",), {"word": "A word."}, True, "m")
    build = {"build_id": "build-1", "load_id": 1, "as_of": "2026-01-31 02:00:00", "checks": {}}
    return snapshots.publish(small, [mart], build, "run", partial(site.add_site, small))


def _page(marts_file: Path, settings, folder: Path, **options) -> tuple[dict, str]:
    report = render.write_page(
        marts_file, folder / "p.html", FACTS, settings.vars, site.cache_dir(settings), **options
    )
    return report, (folder / "p.html").read_text()


def test_the_manifest_covers_the_page_of_a_night(snapshot):
    told = snapshots.read_manifest(snapshot)["site"]
    content = (snapshot / "site" / "index.html").read_bytes()
    assert told["files"]["site/index.html"] == {
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    assert told["panels"] == len(PANELS)
    assert told["problems"] == {}


def test_a_panel_is_empty_only_where_its_tables_or_its_answer_are(snapshot, settings):
    manifest = snapshots.read_manifest(snapshot)
    published = set(manifest["tables"])
    with duckdb.connect(str(snapshot / snapshots.MARTS_FILE), read_only=True) as con:
        empty = {
            panel.key
            for panel in PANELS
            if not set(panel.needs) <= published
            or con.execute(panel.query(settings.vars)).fetchone() is None
        }
    assert set(manifest["site"]["empty"]) == empty
    assert len(empty) < len(PANELS) / 2


def test_empty_marts_give_a_page_that_says_why(snapshot, settings, tmp_path):
    empty = tmp_path / "empty.duckdb"
    with duckdb.connect(str(empty)) as con:
        con.execute(f"attach '{snapshot / snapshots.MARTS_FILE}' as p (read_only)")
        for name in snapshots.read_manifest(snapshot)["tables"]:
            con.execute(f"create schema if not exists {name.split('.')[0]}")
            con.execute(f"create table {name} as from p.{name} limit 0")
    report, html = _page(empty, settings, tmp_path)
    assert report["problems"] == {}
    assert set(report["empty"]) == {panel.key for panel in PANELS}
    assert html.count("No data yet.") == len(PANELS)


def test_tables_that_are_not_published_are_named(settings, tmp_path):
    nothing = tmp_path / "nothing.duckdb"
    duckdb.connect(str(nothing)).close()
    report, html = _page(nothing, settings, tmp_path)
    assert report["problems"] == {} and "not published: insights.romi" in html


def test_the_same_marts_give_the_same_page(snapshot, settings, tmp_path):
    pages = [_page(snapshot / snapshots.MARTS_FILE, settings, tmp_path)[1] for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_panel_that_fails_does_not_take_the_page(small, tmp_path):
    def panel(key: str, sql: str, draw) -> Panel:
        return Panel(key, "Insights", key, "", ("insights.words",), "", sql, draw)

    panels = [
        panel("bad-sql", "select nothing from insights.words", None),
        panel("bad-chart", "from insights.words", lambda rows, v: 1 / 0),
    ]
    marts = _publish(small) / snapshots.MARTS_FILE
    report, html = _page(marts, small, tmp_path, panels=panels)
    assert set(report["problems"]) == {"bad-sql", "bad-chart"}
    assert html.count("Could not be drawn.") == 2


def test_a_page_that_cannot_be_made_does_not_stop_the_marts(small, monkeypatch):
    def fail(*_, **__):
        raise OSError("the library is <gone>")

    monkeypatch.setattr(render, "chart_library", fail)
    snapshot = _publish(small)
    assert snapshots.current_snapshot(small) == snapshot
    told = snapshots.read_manifest(snapshot)["site"]
    assert told["problems"] == {"page": "OSError: the library is <gone>"}
    html = (snapshot / "site" / "index.html").read_text()
    assert "marts beside it are whole" in html and "&lt;gone&gt;" in html


def test_panels_are_told_apart_and_read_what_they_need(settings):
    keys = [panel.key for panel in PANELS]
    assert len(set(keys)) == len(keys)
    for panel in PANELS:
        assert panel.part in PARTS
        assert all(name in panel.query(settings.vars) for name in panel.needs), panel.key
