"""Rules about the asset graph: what exists, what it is called, what it hangs on.

Belongs here: the graph as Dagster loads it, without running anything.
"""

from __future__ import annotations

import subprocess
import sys

import dagster as dg
import pytest

from dagster_project.defs.publish import expected_checks
from dagster_project.lib.contract import load_contract
from dagster_project.lib.dbt_runner import load_manifest
from dagster_project.lib.marts import blocking_tests, published_marts
from dagster_project.lib.settings import load_settings
from expectations import mart_suites
from expectations._suite import CRITICAL
from tests.support.nights import ROOT, clean_environment

pytestmark = pytest.mark.xdist_group("nights")

GROUPS = {
    "drop_zone",
    "landing",
    "raw",
    "staging",
    "intermediate",
    "core",
    "insights",
    "messaging",
    "launches",
    "adoption",
    "goals",
    "quality",
    "reference",
    "audit",
    "published",
}
SOFT = {"core.dim_campaign"}
"""Suites without a blocking check: descriptions of what other tables count."""
SNAPSHOT = dg.AssetKey(["published", "snapshot"])
RECEIPT = dg.AssetKey(["audit", "receipt"])


@pytest.fixture(scope="module")
def manifest(parsed_home):
    return load_manifest(load_settings(parsed_home))


@pytest.fixture(scope="module")
def marts(manifest):
    return published_marts(manifest)


@pytest.fixture(scope="module")
def defs(parsed_home):
    from dagster_project.definitions import build_definitions

    return build_definitions(load_settings(parsed_home))


@pytest.fixture(scope="module")
def graph(defs):
    return defs.resolve_asset_graph()


def test_every_dependency_is_an_asset_of_ours(graph):
    """A misspelled key makes an external asset without a group of ours, silently."""
    external = {
        key.to_user_string()
        for key in graph.get_all_asset_keys()
        if not graph.get(key).is_materializable and key.path[0] != "drop_zone"
    }
    assert external == set()


def test_every_check_sits_on_an_asset_that_is_made(graph):
    strays = [
        key.to_user_string()
        for key in graph.asset_check_keys
        if not graph.has(key.asset_key) or not graph.get(key.asset_key).is_materializable
    ]
    assert strays == []


def test_every_asset_says_what_it_is(graph):
    silent = {}
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        missing = [
            what
            for what, value in {
                "group": node.group_name if node.group_name in GROUPS else None,
                "owner": node.owners,
                "description": node.description,
                "kind": node.kinds,
            }.items()
            if not value
        ]
        if missing:
            silent[key.to_user_string()] = missing
    assert silent == {}


@pytest.fixture(scope="module")
def check_specs(graph):
    return [graph.get_check_spec(key) for key in graph.asset_check_keys]


def test_every_check_says_what_it_holds(check_specs):
    undescribed = [spec.key.to_user_string() for spec in check_specs if not spec.description]
    assert undescribed == []


def test_every_contract_table_is_an_asset(graph):
    for source, tables in load_contract().items():
        for table in tables:
            assert graph.has(dg.AssetKey([f"raw_{source}", table]))


@pytest.mark.parametrize("source", load_contract())
def test_a_path_leads_from_each_drop_zone_to_the_snapshot(graph, source):
    reached, frontier = set(), [dg.AssetKey(["drop_zone", source])]
    while frontier:
        key = frontier.pop()
        if key not in reached:
            reached.add(key)
            frontier += graph.get(key).child_keys
    assert SNAPSHOT in reached


def test_dbt_waits_for_the_ledgers(graph):
    """Folders that nobody reads fail the step that closes landing: dbt must come after it."""
    children = {
        child.path[0]
        for name in ("files", "quarantine", "changed_partitions")
        for child in graph.get(dg.AssetKey(["landing", name])).child_keys
    }
    assert children - {"landing"}


def test_the_receipt_waits_for_every_mart(graph, marts):
    assert {f"{m.schema}/{m.name}" for m in marts} <= {
        key.to_user_string() for key in graph.get(RECEIPT).parent_keys
    }


def test_only_the_receipt_lets_the_snapshot_go(graph):
    assert set(graph.get(SNAPSHOT).parent_keys) == {RECEIPT}


def test_every_mart_is_promised(marts):
    """Contract, owner, description, grain test and suite."""
    suites = mart_suites()
    lacking = {}
    for mart in marts:
        missing = [
            what
            for what, there in {
                "contract": mart.contract,
                "owner": mart.owner,
                "description": mart.description,
                "grain test": mart.grain,
                "suite": mart.relation in suites,
            }.items()
            if not there
        ]
        if missing:
            lacking[mart.relation] = missing
    assert lacking == {}


def test_every_suite_is_of_a_mart_and_counts_rows_first(marts):
    relations = {mart.relation for mart in marts}
    for relation, suite in mart_suites().items():
        assert relation in relations
        assert suite.checks[0].expectation.startswith("ExpectTableRowCount"), relation


def test_columns_named_by_suites_exist(marts):
    columns = {mart.relation: set(mart.columns) for mart in marts}
    for relation, suite in mart_suites().items():
        for check in suite.checks:
            named = {v for k, v in check.arguments.items() if k.startswith("column")}
            assert named <= columns[relation], (relation, check.name)


def test_blocking_means_the_same_in_graph_and_receipt(check_specs, manifest, marts):
    """Everything that Dagster shows as blocking is what the receipt demands, and nothing less."""
    expected = expected_checks(manifest, marts)
    blocking = [spec for spec in check_specs if spec.blocking]
    gx = {
        f"{'.'.join(spec.asset_key.path)}: {spec.name}"
        for spec in blocking
        if spec.metadata.get("engine") == "Great Expectations"
    }
    dbt = {
        spec.metadata["dagster_dbt/unique_id"]
        for spec in blocking
        if "dagster_dbt/unique_id" in spec.metadata
    }
    assert gx == expected["raw"] | expected["marts"]
    assert dbt <= expected["dbt"] == blocking_tests(manifest)


def test_every_ratio_is_held_to_its_parts(manifest):
    """U2: whoever names the parts of a ratio has the test that rebuilds it."""
    nodes = manifest["nodes"].values()
    named = {
        n["unique_id"]
        for n in nodes
        if n["resource_type"] == "model"
        and any("ratio" in c["config"].get("meta", {}) for c in n["columns"].values())
    }
    held = {
        n["attached_node"]
        for n in nodes
        if (n.get("test_metadata") or {}).get("name") == "ratios_rebuilt"
    }
    assert named and named == held


def test_no_data_test_looks_at_views_alone(manifest):
    """A night on which no model changed leaves views out, and such tests with them."""
    nodes = manifest["nodes"]
    views = {u for u, n in nodes.items() if n["config"]["materialized"] == "view"}
    tests = {u: n["depends_on"]["nodes"] for u, n in nodes.items() if n["resource_type"] == "test"}
    assert views and tests
    assert [u for u, parents in tests.items() if parents and set(parents) <= views] == []


def test_every_suite_blocks_on_something():
    soft = {
        relation
        for relation, suite in mart_suites().items()
        if not any(check.severity == CRITICAL for check in suite.checks)
    }
    assert soft <= SOFT


def test_one_schedule_and_its_jobs(defs):
    repository = defs.get_repository_def()
    [schedule] = repository.schedule_defs
    assert schedule.name == "nightly_schedule"
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.execution_timezone == "UTC"
    assert schedule.job_name == "nightly"
    assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
    assert {"nightly", "rebuild", "rollback"} <= {job.name for job in repository.get_all_jobs()}
    assert repository.sensor_defs == []


def test_importing_touches_nothing(tmp_path):
    """Neither a file under PMA_HOME nor a socket comes of importing the definitions."""
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise AssertionError('network at import')\n"
        "socket.socket.connect = refuse\n"
        "import dagster_project.definitions\n"
    )
    home = tmp_path / "home"
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=ROOT,
        env=clean_environment() | {"PMA_HOME": str(home)},
    )
    assert not home.exists()
