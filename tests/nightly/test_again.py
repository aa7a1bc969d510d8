"""What dbt wrote once is run again, and says what dbt said.

Belongs here: lib/dbt_again.py. That nights which run it again give the cells of a rebuild, which
renders everything anew, is shown by test_nights.py and tests/property.
"""

from __future__ import annotations

import json

import pytest

from dagster_project.lib import dbt_again, dbt_runner
from dagster_project.lib.settings import load_settings
from tests.support.nights import AS_OF

pytestmark = pytest.mark.xdist_group("nights")


def _run_files(home):
    folder = home / "dbt" / "target" / "run" / "pma" / "models"
    return {path.stem: path.stat().st_mtime_ns for path in folder.rglob("*.sql")}


def test_what_asks_the_warehouse_is_rendered_every_night(parsed_home):
    manifest = json.loads((parsed_home / "dbt" / "target" / "manifest.json").read_text())
    kept = dbt_again.same_every_night(manifest)
    kinds = {
        node["name"]: node["config"]["materialized"]
        for key, node in manifest["nodes"].items()
        if key not in kept
    }
    increments = {name for name, kind in kinds.items() if kind == "incremental"}
    assert len(increments) > 15
    assert {kind for kind in kinds.values() if kind != "incremental"} <= {"ephemeral", "table"}
    assert [name for name, kind in kinds.items() if kind == "table"] == ["restatements"]


def test_the_second_night_renders_nothing_else(first_night, second_night):
    before, after = _run_files(first_night), _run_files(second_night)
    rendered = {name for name, moment in after.items() if moment != before.get(name)}
    assert {"int_event_days", "sessions", "restatements"} <= rendered
    assert not {"clv", "conversions", "campaigns", "dim_date"} & rendered
    assert {"clv", "conversions", "campaigns", "dim_date"} <= set(after)


def test_kept_statements_tell_what_they_find(home, monkeypatch):
    """A kept test passes or fails by its own rows; a kept model that cannot run is named, and what
    looks at it is skipped."""
    monkeypatch.setattr(dbt_again, "_known", {})
    settings = load_settings(home, env={"PMA_AS_OF": AS_OF})
    file = home / "dbt" / "target" / "statements.json"
    kept = json.loads(file.read_text())
    sql = kept["sql"]

    def grain_of(model: str) -> str:
        return next(key for key in sql if key.startswith(f"test.pma.{model}_grain."))

    sql[grain_of("dim_date")] = "select 3, true, true"
    sql[grain_of("dim_campaign")] = "select 0, false, false"
    sql["model.pma.orders"] = "create or replace table core.orders as select 1 / no_such_column"
    file.write_text(json.dumps(kept))
    chosen = ["dim_date", "dim_campaign", "orders"]
    nodes = dbt_runner.build(settings, selection=["--select", *chosen]).nodes
    failed, passed = nodes[grain_of("dim_date")], nodes[grain_of("dim_campaign")]
    assert (failed.status, failed.failures) == ("fail", 3)
    assert (passed.status, passed.failures) == ("pass", 0)
    assert nodes["model.pma.orders"].status == "error"
    assert "no_such_column" in nodes["model.pma.orders"].message
    assert nodes[grain_of("orders")].status == "skipped"


def test_a_damaged_file_keeps_nothing_and_is_written_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(dbt_again, "_known", {})
    file = tmp_path / "statements.json"
    file.write_text('{"version": "v", "sql": {"model.pma.orders": "create or rep')
    assert "model.pma.orders" not in dbt_again.recall(tmp_path, "v")
    empty = {"metadata": {"project_name": "pma"}, "macros": {}, "nodes": {}}
    dbt_again.keep(tmp_path, "v", empty, [])
    assert json.loads(file.read_text()) == {"version": "v", "sql": {}, "rendered": []}
