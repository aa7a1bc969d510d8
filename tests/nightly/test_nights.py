"""Whole nights over the tiny sample: what is published, when nothing is, and who is told.

Belongs here: the night as a deployment runs it. Every fault is planted in a copy of a published
home and must leave what readers see exactly as it was.
"""

from __future__ import annotations

import gc
import http.server
import json
import threading
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.lock import night_lock
from dagster_project.nightly import cycles_sought_seldom
from tests.support.nights import AS_OF, Ended, cells, copy_home

pytestmark = pytest.mark.xdist_group("nights")

OF_THE_BUILD = {
    "quality.builds": {"*"},
    "quality.restatements": {"*"},
    "quality.files": {"load_id", "file_id"},
    "quality.quarantine": {"load_id", "quarantine_id"},
}
"""Columns that name the night itself."""


def _add_file(home: Path, table: str, name: str, text: str) -> None:
    folder = home / "raw" / table
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def _break_the_grain(home: Path) -> None:
    """A row twice in raw: cannot happen by landing, so a dbt test has to see it."""
    con = duckdb.connect(str(home / "warehouse" / "pma.duckdb"))
    con.execute("insert into raw_hubspot.company select * from raw_hubspot.company limit 1")
    con.close()


def _arrive_broken(home: Path) -> None:
    """A file of which no line can be read."""
    lines = [f"2025-11-{day:02},EUR,USD,one" for day in range(1, 21)]
    text = "\n".join(["date,from_currency,to_currency,rate", *lines])
    _add_file(home, "generic/fx_rates", "broken.csv", text)


def _spend_a_fortune(home: Path) -> None:
    """Six millions on one day of one campaign: readable, consistent, unbelievable."""
    text = (
        "platform,account_id,campaign_id,date,currency,spend,impressions,clicks\n"
        "podcasts,a1,c1,2025-11-01,USD,6000000,10,1\n"
    )
    _add_file(home, "generic/ad_performance", "fortune.csv", text)


def _lose_a_column(home: Path) -> None:
    """A required column is missing."""
    _add_file(home, "generic/products", "renamed.csv", "product_id,title\np1,One\n")


def _aim_at_nothing(home: Path) -> None:
    """A key result names a metric that nobody defined."""
    text = (
        "key_result_id,objective_id,name,metric,target_value,updated_at\n"
        "KR-X,OBJ-2,Win,win_rat,0.5,2025-11-01 00:00:00\n"
    )
    _add_file(home, "generic/key_results", "typed.csv", text)


FAULTS = {
    "dbt": (_break_the_grain, "transform"),
    "arrival": (_arrive_broken, "raw_generic/fx_rates: tonight_is_readable"),
    "bounds": (_spend_a_fortune, "spend_in_bounds"),
    "landing": (_lose_a_column, "generic.products"),
    "goals": (_aim_at_nothing, "nearest: win_rate"),
}


class Webhook(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted."""

    bodies: list[dict] = []  # noqa: RUF012

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.bodies.append(json.loads(self.rfile.read(length)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def webhook():
    """URL of a local receiver, and what it received."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/secret-path", Webhook.bodies
    server.shutdown()


@pytest.fixture(scope="module")
def faulty(nights, first_night, webhook, tmp_path_factory) -> dict[str, tuple[Path, Ended]]:
    """One night per fault, each on its own copy of the home."""
    folder = tmp_path_factory.mktemp("faulty")
    running = {}
    for name, (plant, _) in FAULTS.items():
        home = copy_home(first_night, folder / name)
        plant(home)
        running[name] = (home, nights.start(home, PMA_WEBHOOK_URL=webhook[0]))
    return {name: (home, night.wait()) for name, (home, night) in running.items()}


def test_a_first_night_publishes(first_night):
    current = first_night / "published" / "current"
    manifest = json.loads((current / "manifest.json").read_text())
    assert current.is_symlink()
    assert manifest["tables"]["insights.campaigns"]["rows"] > 0
    assert manifest["checks_passed"] > 100
    assert (current / "parquet" / "insights" / "campaigns.parquet").exists()


def test_money_of_the_sheets_reaches_readers_to_the_cent(first_night, company):
    """What the sample planted: revenue, lines of deals, and costs less what a platform reports."""
    truth = json.loads((company[0].parent / "truth.json").read_text())["money"]
    current = first_night / "published" / "current"
    con = duckdb.connect(str(current / "pma_marts.duckdb"), read_only=True)

    def totals(key: str, amount: str, table: str, condition: str = "true") -> dict[str, str]:
        query = f"select {key}, cast(sum({amount}) as decimal(18, 2)) from core.{table}"
        rows = con.execute(f"{query} where {condition} group by all").fetchall()
        return {name: str(total) for name, total in rows}

    running = "is_active and not is_trial"
    assert totals("currency", "mrr_original", "subscriptions", running) == truth["mrr"]
    assert totals("currency", "amount_original", "orders") == truth["orders_net"]
    assert totals("currency", "amount_original", "opportunity_line_items") == truth["lines"]
    costs = {kind: Decimal(total) for kind, total in truth["costs"].items()}
    for currency, total in truth["costs_that_a_platform_reports"].items():
        costs[f"media {currency}"] -= Decimal(total)
    kinds = "cost_type || ' ' || currency"
    found = totals(kinds, "amount_original", "marketing_costs", "origin = 'sheet'")
    assert {kind: Decimal(total) for kind, total in found.items()} == {
        kind: total for kind, total in costs.items() if total
    }


def test_numbers_in_the_manifest_are_those_of_the_files(first_night):
    current = first_night / "published" / "current"
    manifest = json.loads((current / "manifest.json").read_text())
    con = duckdb.connect(str(current / "pma_marts.duckdb"), read_only=True)
    for relation, told in manifest["tables"].items():
        schema, table = relation.split(".")
        parquet = current / "parquet" / schema / f"{table}.parquet"
        rows = con.execute(f"select count(*) from {relation}").fetchone()[0]
        kept = con.execute(f"select count(*) from '{parquet}'").fetchone()[0]
        assert told["rows"] == rows == kept, relation


def test_nothing_is_written_into_the_project(first_night):
    assert (first_night / "dbt" / "target").is_dir()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_closes_the_gate(fault, faulty, first_night):
    home, ended = faulty[fault]
    assert ended.code == 1, ended.output
    assert FAULTS[fault][1] in ended.output
    before = (first_night / "published" / "current").readlink()
    assert (home / "published" / "current").readlink() == before
    assert cells(home) == cells(first_night)


def test_a_failure_of_landing_names_file_and_column(faulty):
    output = faulty["landing"][1].output
    assert "generic/products/renamed.csv" in output
    assert "name" in output.split("renamed.csv")[1]


def test_a_goal_without_a_metric_is_named_and_the_sheet_stays(faulty):
    home, ended = faulty["goals"]
    assert "generic/key_results/typed.csv line 2, key_result_id KR-X" in ended.output
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        found = con.execute(
            "select metric from raw_generic.key_results where key_result_id = 'KR-X'"
        ).fetchall()
    assert found == [("win_rat",)]


def test_the_webhook_hears_of_every_fault_and_no_secret(faulty, webhook):
    url, bodies = webhook
    text = json.dumps(bodies)
    assert len(bodies) >= len(FAULTS)
    assert all(body["job"] == "nightly" and body["published"] is False for body in bodies)
    assert "secret-path" not in text and url not in text
    assert "@" not in text


def test_publishing_alone_after_a_failed_audit_is_refused(faulty, nights, first_night):
    home, _ = faulty["bounds"]
    ended = nights.run(home, "published/snapshot", call="tests.support.nights:materialize_alone")
    assert ended.code == 1
    assert "has no receipt" in ended.output
    assert cells(home) == cells(first_night)


def test_a_receipt_alone_after_a_failed_audit_is_refused(faulty, nights):
    home, _ = faulty["bounds"]
    ended = nights.run(home, "audit/receipt", call="tests.support.nights:materialize_alone")
    assert ended.code == 1
    assert "gets no receipt" in ended.output and "spend_in_bounds" in ended.output


def test_a_second_night_brings_what_arrived(second_night, first_night):
    now, before = cells(second_night), cells(first_night)
    assert now["insights.campaigns"] != before["insights.campaigns"]
    assert len(list((second_night / "published" / "snapshots").iterdir())) == 2


def test_the_same_night_again_changes_no_cell(second_night, nights, tmp_path):
    home = copy_home(second_night, tmp_path / "home")
    ended = nights.run(home)
    assert ended.code == 0, ended.output
    assert cells(home, OF_THE_BUILD) == cells(second_night, OF_THE_BUILD)


def test_a_rebuild_from_the_drop_zone_gives_the_same_cells(second_night, nights, tmp_path):
    home = copy_home(second_night, tmp_path / "home")
    ended = nights.run(home, "--job", "rebuild")
    assert ended.code == 0, ended.output
    assert cells(home, OF_THE_BUILD) == cells(second_night, OF_THE_BUILD)


def test_rollback_and_back_again(second_night, nights, first_night, tmp_path):
    home = copy_home(second_night, tmp_path / "home")
    newest = (home / "published" / "current").readlink()
    ended = nights.run(home, "--job", "rollback")
    assert ended.code == 0, ended.output
    assert cells(home) == cells(first_night)
    assert nights.run(home, "--job", "rollback", "--to", newest.name).code == 0
    assert cells(home) == cells(second_night)
    assert nights.run(home, "--job", "rollback", "--to", "never").code == 1


def test_two_nights_never_run_at_once(home, nights):
    with night_lock(home / "warehouse", what="a test"):
        ended = nights.run(home)
    assert ended.code == 2
    assert "another night is running: process" in ended.output and "a test" in ended.output


def test_a_bad_setting_stops_the_night_before_it_starts(home, nights):
    (home / "pma.yml").write_text("vars: {week_start: someday}\n")
    ended = nights.run(home)
    assert ended.code == 2
    assert "week_start" in ended.output and "monday" in ended.output


def test_a_night_without_memory_says_which_setting_to_raise(home, nights, first_night):
    """DuckDB's own words name settings that nobody sets here."""
    ended = nights.run(home, PMA_MEMORY="30MB")
    assert ended.code == 1, ended.output
    assert "Out of Memory Error" in ended.output
    assert "PMA_MEMORY is 30MB" in ended.output
    assert cells(home) == cells(first_night)


def test_an_empty_drop_zone_publishes_empty_marts(nights, tmp_path):
    ended = nights.run(tmp_path / "empty", as_of=AS_OF)
    assert ended.code == 0, ended.output
    manifest = json.loads((tmp_path / "empty/published/current/manifest.json").read_text())
    assert manifest["tables"]["insights.campaigns"]["rows"] == 0


def test_cycles_are_sought_as_before_whatever_becomes_of_a_night():
    gc.unfreeze()
    before = gc.get_threshold()
    with pytest.raises(RuntimeError), cycles_sought_seldom():
        assert gc.get_threshold() > before
        assert gc.get_freeze_count() > 0
        raise RuntimeError("the night failed")
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
