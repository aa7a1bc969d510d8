"""Goals that nothing can be built on are named: sheet, file, line, row and the nearest name."""

from __future__ import annotations

import duckdb
import pytest

from dagster_project.lib.contract import create_tables, load_contract
from dagster_project.lib.planning import catalogue, circles, metric_faults, planning_faults


def _insert(con, table: str, **values) -> None:
    columns = ", ".join(values)
    marks = ", ".join("?" for _ in values)
    con.execute(
        f"insert into raw_generic.{table} ({columns}, _file_id, _line) values ({marks}, 1, 4)",
        list(values.values()),
    )


@pytest.fixture
def con():
    """Empty raw tables and one landed file."""
    with duckdb.connect() as connection:
        create_tables(connection, load_contract())
        connection.execute("insert into landing.files (file_id, path) values (1, 'plan.csv')")
        _insert(connection, "objectives", objective_id="top", owner="CEO", name="Win")
        yield connection


def test_a_sheet_without_faults_is_silent(con):
    _insert(con, "key_results", key_result_id="k", objective_id="top", metric="win_rate")
    _insert(
        con,
        "key_results",
        key_result_id="f",
        objective_id="top",
        metric="click_through_rate",
        filter=" platform = podcast ; channel=Audio ",
    )
    _insert(con, "roadmap_initiatives", initiative_id="i", outcome_metric=None)
    assert planning_faults(con) == []


def test_an_unknown_metric_is_named_with_the_nearest(con):
    _insert(con, "key_results", key_result_id="kr-7", objective_id="top", metric="win_rat")
    _insert(con, "roadmap_initiatives", initiative_id="init-2", outcome_metric="sign_up")
    key_result, initiative = planning_faults(con)
    assert key_result.startswith("generic.key_results, plan.csv line 4, key_result_id kr-7: ")
    assert "'win_rat' is not in the catalogue; nearest: win_rate" in key_result
    assert initiative.startswith("generic.roadmap_initiatives, plan.csv line 4")
    assert "nearest: sign_ups" in initiative


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ownr=x", ["'ownr' is none of win_rate", "nearest: owner", "allowed: opportunity_type"]),
        ("owner", ["'owner' is not dimension=value"]),
        ("owner=", ["is not dimension=value"]),
        ("owner=a;owner=b", ["names owner twice"]),
        ("platform=google_ads", ["'platform' is none of win_rate"]),
    ],
)
def test_a_filter_must_be_one_the_metric_has(text, words):
    (fault,) = metric_faults("win_rate", text)
    for word in words:
        assert word in fault


@pytest.mark.parametrize("text", [None, " ", "segment=smb"])
def test_a_metric_told_by_a_dimension_needs_a_filter_on_it(text):
    assert metric_faults("win_rate_vs", text) == ["win_rate_vs is told by competitor: filter on it"]
    assert metric_faults("win_rate_vs", "segment=smb; competitor=Rival") == []


def test_deleted_rows_ask_for_nothing(con):
    _insert(con, "key_results", key_result_id="k", objective_id="gone", metric="x", is_deleted=True)
    assert planning_faults(con) == []


def test_circles_and_orphans_are_named(con):
    for name, parent in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "topp")):
        _insert(con, "objectives", objective_id=name, parent_objective_id=parent, owner="x")
    _insert(con, "key_results", key_result_id="k", objective_id="e", metric="win_rate")
    faults = planning_faults(con)
    assert "generic.objectives: a circle, a -> b -> c -> a" in faults
    assert any("objective_id d: parent 'topp' is no objective; nearest: top" in f for f in faults)
    assert any("key_result_id k: 'e' is no objective" in f for f in faults)
    assert len(faults) == 3


def test_a_circle_is_found_once_and_a_tail_is_none():
    assert circles({"a": "b", "b": "a", "tail": "a", "self": "self", "top": None}) == [
        ["a", "b"],
        ["self"],
    ]


def test_the_catalogue_knows_its_dimensions():
    assert catalogue()["feature_uses"] == {"feature"}
    assert catalogue()["stickiness"] == frozenset()
