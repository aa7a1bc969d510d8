"""Landing as assets: drop zone → `raw_<source>/<table>`, and landing's own tables around them.

Belongs here: specs from the contract and thin bodies. Parsing files is lib/landing.py.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import dagster as dg

from dagster_project.lib.contract import Table, load_contract
from dagster_project.lib.landing import TableResult, drop_zone_errors, land_source
from dagster_project.lib.merge import FILE_COUNTS
from dagster_project.lib.phases import phase
from dagster_project.lib.planning import planning_faults
from dagster_project.lib.rebuild import empty_raw

ROW_COUNT = "dagster/row_count"
OWNER = "team:data-platform"
IO_RETRY = dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL)
"""For disks and mounts that hiccup; errors in data are raised as failures that are not retried."""

BEGIN = {
    "clock": "The only clock models read: as-of, load and build of the night.",
    "loads": "Every night that landed anything or nothing.",
    "hash_key": "The secret of keyed hashes; one row, never published.",
    "built_loads": "Which incremental model has digested which load.",
}
END = {
    "files": "Ledger of files with their row counts and verdict.",
    "quarantine": "Rows that could not be read or broke a rule, with file, line, rule and text.",
    "changed_partitions": "Days that a load touched, per raw table.",
}


def drop_zone_specs() -> list[dg.AssetSpec]:
    """One external asset per source: the folder into which files are dropped."""
    return [
        dg.AssetSpec(
            ["drop_zone", source],
            group_name="drop_zone",
            owners=[OWNER],
            kinds={"file"},
            description=(
                f"Files of {source} as its loader wrote them: immutable, in any order, late, "
                f"twice. One folder per table ({', '.join(sorted(tables))})."
            ),
        )
        for source, tables in load_contract().items()
    ]


def _landing_spec(name: str, text: str, deps: list[dg.AssetKey]) -> dg.AssetSpec:
    return dg.AssetSpec(
        ["landing", name],
        deps=deps,
        group_name="landing",
        owners=[OWNER],
        kinds={"duckdb", "table"},
        description=text,
    )


def raw_spec(table: Table, timezone: str) -> dg.AssetSpec:
    """A raw table, described by its contract."""
    columns = [
        dg.TableColumn(
            column.name,
            column.data_type,
            constraints=dg.TableColumnConstraints(nullable=not column.required),
            tags={"pii": column.pii} if column.pii else None,
        )
        for column in table.columns
    ]
    return dg.AssetSpec(
        [f"raw_{table.source}", table.name],
        deps=[["drop_zone", table.source], ["landing", "clock"]],
        group_name="raw",
        owners=[OWNER],
        kinds={"duckdb", "table"},
        description=table.description,
        tags={"source": table.source},
        metadata={
            "dagster/column_schema": dg.TableSchema(columns=columns),
            "dagster/table_name": table.relation,
            "key": ", ".join(table.key),
            "cursor": table.cursor or "none",
            "partition": table.partition or "none",
        },
        freshness_policy=_fresh_by_six(timezone),
    )


@cache
def _fresh_by_six(timezone: str) -> dg.FreshnessPolicy:
    """One for all raw tables: Dagster walks through a year of the schedule to check each."""
    return dg.FreshnessPolicy.cron(
        deadline_cron="0 6 * * *", lower_bound_delta=timedelta(hours=6), timezone=timezone
    )


@dg.multi_asset(
    name="open_night",
    specs=[_landing_spec(name, text, []) for name, text in BEGIN.items()],
    required_resource_keys={"night"},
    retry_policy=IO_RETRY,
)
def open_night(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
    """Create missing tables, set the clock, open tonight's load."""
    night = context.resources.night
    with phase("open"), night.warehouse() as con:
        if night.rebuild:
            empty_raw(con, night.settings)
        load = night.load(con)
    for name in BEGIN:
        yield dg.MaterializeResult(
            asset_key=["landing", name],
            metadata={"load_id": load.load_id, "as_of": str(night.settings.as_of)},
        )


def land_asset(source: str, timezone: str) -> dg.AssetsDefinition:
    """Every table of one source: a step that can also run for some of its tables."""
    tables = load_contract()[source]

    specs = [raw_spec(table, timezone) for table in tables.values()]

    @dg.multi_asset(
        name=f"land_{source}",
        specs=[spec.replace_attributes(skippable=True) for spec in specs],
        can_subset=True,
        required_resource_keys={"night"},
        retry_policy=IO_RETRY,
    )
    def land(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        night = context.resources.night
        with phase("land"), night.warehouse() as con:
            load = night.load(con)
            results = land_source(con, night.settings, load, source, context.log.info)
            rows = {name: _row_count(con, table) for name, table in tables.items()}
        errors = {result.table for result in results if result.errors}
        for name in tables:
            key = dg.AssetKey([f"raw_{source}", name])
            if key in context.selected_asset_keys and name not in errors:
                yield dg.MaterializeResult(
                    asset_key=key, metadata=_numbers(name, results) | {ROW_COUNT: rows[name]}
                )
        _complain([error for result in results for error in result.errors])

    return land


def _row_count(con, table: Table) -> int:
    return con.execute(f"select count(*) from {table.relation}").fetchone()[0]


def _numbers(table: str, results: list[TableResult]) -> dict[str, int]:
    """What tonight did to one table, over all its connections."""
    numbers = {"files": 0, "rows_removed": 0} | dict.fromkeys(FILE_COUNTS, 0)
    for result in results:
        if result.table != table:
            continue
        numbers["files"] += sum(result.files.values())
        numbers["rows_removed"] += result.rows_removed
        for count, rows in result.rows.items():
            numbers[count] += rows
    return numbers


def _complain(errors: list[str]) -> None:
    """Fail the step after everything that could land has landed."""
    if errors:
        raise dg.Failure(
            f"{len(errors)} files could not land: " + "; ".join(errors), allow_retries=False
        )


def close_asset() -> dg.AssetsDefinition:
    """The ledgers are whole once every source has landed."""
    raw = [
        dg.AssetKey([f"raw_{table.source}", table.name])
        for tables in load_contract().values()
        for table in tables.values()
    ]

    @dg.multi_asset(
        name="close_landing",
        specs=[_landing_spec(name, text, raw) for name, text in END.items()],
        required_resource_keys={"night"},
    )
    def close_landing(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        night = context.resources.night
        with phase("land"), night.warehouse() as con:
            con.execute("checkpoint")
            counts = {
                name: con.execute(
                    f"select count(*), count(*) filter (where load_id = "
                    f"(select load_id from landing.clock)) from landing.{name}"
                ).fetchone()
                for name in END
            }
            goals = planning_faults(con)
        for name, (rows, tonight) in counts.items():
            yield dg.MaterializeResult(
                asset_key=["landing", name],
                metadata={ROW_COUNT: rows, "rows_tonight": tonight},
            )
        _complain(drop_zone_errors(night.settings))
        if goals:
            raise dg.Failure(f"{len(goals)} goals: " + "; ".join(goals), allow_retries=False)

    return close_landing


def definitions(timezone: str) -> dg.Definitions:
    """Drop zone, landing and raw tables."""
    land = [land_asset(source, timezone) for source in load_contract()]
    return dg.Definitions(assets=[*drop_zone_specs(), open_night, *land, close_asset()])
