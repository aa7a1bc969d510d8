"""One home, two engines: nights on DuckDB, the same nights on Spark, and what differs.

Belongs here: running a night without audit and publication, comparing published tables.
Does not belong here: expectations about any single mart.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

from dagster_project.lib import spark as second
from dagster_project.lib.contract import DBT_DIR
from dagster_project.lib.dbt_runner import close_connections, vars_argument
from dagster_project.lib.landing import land
from dagster_project.lib.settings import load_settings
from dagster_project.sample import generate
from tests.property.company import Company
from tests.property.test_arrival_orders import scatter, write_files

SAMPLE_AS_OF = "2025-11-03T02:00:00"
AS_OF = "2026-01-31T02:00:00"
"""After everything that sample and random company bring."""
NIGHTS = 3
SEED = 1
SHOWN = 3
"""Rows per side that a difference shows."""


def sample_night(home: Path, night: int) -> None:
    """Write drop `night` of the tiny sample; the drops after the first bring late rows."""
    generate(home, "tiny", as_of=SAMPLE_AS_OF, nights=NIGHTS, night=night)


def company_night(home: Path, night: int) -> None:
    """Write the random company's first drop, or all the others: every table, awkward rows."""
    first, *others = scatter(Company(SEED), SEED)
    deliveries = first if night == 1 else [row for drop in others for row in drop]
    write_files(home, f"company-{night}", deliveries)


def land_night(home: Path, night: int, as_of: str) -> None:
    """Land what lies in the drop zone, as the night of `as_of`."""
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    report = land(replace(load_settings(home), as_of=moment), f"night-{night}")
    assert report.errors == ()


def run_duckdb(home: Path, *arguments: str, dbt_dir: Path = DBT_DIR) -> None:
    """All models on DuckDB; the reference."""
    os.environ["PMA_HOME"] = str(home)
    places = [f"--project-dir={dbt_dir}", f"--profiles-dir={dbt_dir}", "--target=duckdb"]
    written = [f"--target-path={home}/duckdb_target", f"--log-path={home}/logs"]
    try:
        values = vars_argument(load_settings(home).vars)
        command = ["--quiet", "run", *places, *written, *values, *arguments]
        outcome = dbtRunner().invoke(command)
    finally:
        close_connections()
    assert_built(outcome)


def run_spark(home: Path, *arguments: str, dbt_dir: Path = DBT_DIR) -> None:
    """All models on Spark, inside a session."""
    values = vars_argument(load_settings(home).vars)
    assert_built(second.run_models(home, "--quiet", *values, *arguments, dbt_dir=dbt_dir))


def compiled_tests(home: Path) -> dict[str, str]:
    """SQL of every data test as dbt writes it for Spark, by name; inside a session."""
    values = vars_argument(load_settings(home).vars)
    chosen = ("--select", "resource_type:test")
    outcome = second.run_models(home, "--quiet", *values, *chosen, command="compile")
    assert_built(outcome)
    return {r.node.name: r.node.compiled_code for r in outcome.result}


def assert_built(outcome) -> None:
    """Every node was built; otherwise say which were not, and why."""
    if outcome.exception:
        raise outcome.exception
    bad = [r for r in outcome.result if r.status not in ("success", "skipped")]
    assert not bad, "\n\n".join(f"{r.node.name}: {r.message[:2000]}" for r in bad)
    assert outcome.success


def published(home: Path) -> dict[str, dict[str, str]]:
    """Every contracted table with its columns."""
    return second.contracts(json.loads((home / "spark_target" / "manifest.json").read_text()))


def differences(left: Path, right: Path, relations) -> list[str]:
    """What is not the same, cell by cell and counting repeated rows, in two DuckDB files."""
    found = []
    with duckdb.connect() as con:
        con.execute(f"attach '{left}' as duckdb_side (read_only)")
        con.execute(f"attach '{right}' as spark_side (read_only)")
        for relation, columns in relations.items():
            names = ", ".join(f'"{name}"' for name in columns)
            sides = {
                side: f"select {names} from {side}.{relation}"
                for side in ("duckdb_side", "spark_side")
            }
            for side, other in (tuple(sides), tuple(sides)[::-1]):
                only = f"({sides[side]} except all {sides[other]})"
                count = con.execute(f"select count(*) from {only}").fetchone()[0]
                if count:
                    rows = con.execute(f"select * from {only} order by all limit {SHOWN}")
                    shown = "\n    ".join(map(str, rows.fetchall()))
                    found.append(f"{relation}: {count} rows only on {side}\n    {shown}")
    return found


def rows_of(path: Path, relations) -> dict[str, int]:
    """Number of rows per table."""
    with duckdb.connect(str(path), read_only=True) as con:
        return {r: con.execute(f"select count(*) from {r}").fetchone()[0] for r in relations}
