"""Fivetran's own Salesforce seeds through the contract: what lands, what does not, and why."""

from __future__ import annotations

import csv
import os
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from dagster_project.lib.landing import land
from dagster_project.lib.settings import load_settings

SEEDS = os.environ.get("PMA_SALESFORCE_DATA")
"""Folder with the seeds of dbt_salesforce (samples with hashed values, so not kept here)."""
TABLES = ("account", "contact", "lead", "opportunity", "opportunity_line_item", "product_2", "user")
pytestmark = pytest.mark.skipif(SEEDS is None, reason="PMA_SALESFORCE_DATA names no folder")


def seed(table: str) -> Path:
    return Path(SEEDS) / f"sf_{table}_data.csv"


def rows_of(table: str) -> list[dict]:
    csv.field_size_limit(1 << 24)
    with seed(table).open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def landed(tmp_path_factory):
    """(report, connection) of a landing of all seeds that the contract has a table for."""
    home = tmp_path_factory.mktemp("fivetran")
    for table in (*TABLES, "opportunity_history"):
        folder = home / "raw" / "salesforce" / table
        folder.mkdir(parents=True)
        shutil.copy(seed(table), folder / "seed.csv")
    settings = load_settings(home, {"PMA_AS_OF": "2026-01-31T02:00:00"})
    report = land(settings, "build")
    with duckdb.connect(str(settings.warehouse_path), read_only=True) as con:
        yield report, con


def test_every_row_of_seven_tables_lands(landed):
    for table in TABLES:
        counted = landed[1].execute(f'select count(*) from raw_salesforce."{table}"').fetchone()
        assert counted == (len(rows_of(table)),), table


def test_totals_are_those_of_the_files(landed):
    for table, column in (("opportunity", "amount"), ("opportunity_line_item", "total_price")):
        amounts = [Decimal(row[column]) for row in rows_of(table) if row[column]]
        found = landed[1].execute(f"select sum({column}) from raw_salesforce.{table}").fetchone()
        assert found == (sum(amounts),), table


def test_the_history_of_whole_records_is_another_table(landed):
    """Fivetran's history mode writes versions of opportunities under the name of Salesforce's
    object of changes; they lack opportunity_id, and the landing says so instead of guessing."""
    (error,) = (
        landed[1]
        .execute("select error from landing.files where table_name = 'opportunity_history'")
        .fetchone()
    )
    assert "missing required column 'opportunity_id'" in error
