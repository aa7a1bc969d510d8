"""Active users of trailing windows: the mart's way against a plain `count(distinct)`.

Belongs here: both ways as SQL on a built warehouse, and their seconds. Equality of the answers is
asserted in tests/dbt_usage, speed is printed by the benchmark.
"""

from __future__ import annotations

import time
from pathlib import Path

import duckdb

from dagster_project.lib.warehouse import limit_memory
from tests.support.compiled import compiled_models

MODELS = ("int_account_activity", "product_usage")


def plain_sql(wau_days: int = 7, mau_days: int = 28) -> str:
    """DAU, WAU and MAU per account and day as anybody would write them: a row per user and day of
    the window, and distinct users of those."""
    return f"""
        select days.account_id, calendar.date_day,
            count(distinct case when days.date_day = calendar.date_day
                then days.person_key end) as dau,
            count(distinct case when days.date_day > calendar.date_day - {wau_days}
                then days.person_key end) as wau,
            count(distinct days.person_key) as mau
        from core.user_days as days
        inner join core.dim_date as calendar
            on calendar.date_day >= days.date_day and calendar.date_day < days.date_day + {mau_days}
        where days.meaningful_events > 0 and days.account_id is not null
        group by days.account_id, calendar.date_day
    """


def differences(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Days of accounts on which both ways do not agree."""
    return con.execute(f"""
        select mart.account_id, mart.date_day, mart.dau, mart.wau, mart.mau,
            plain.dau, plain.wau, plain.mau
        from adoption.product_usage as mart
        left join ({plain_sql()}) as plain using (account_id, date_day)
        where mart.is_complete and (
            mart.dau <> coalesce(plain.dau, 0) or mart.wau <> coalesce(plain.wau, 0)
            or mart.mau <> coalesce(plain.mau, 0)
        )
    """).fetchall()


def compiled(home: Path) -> list[str]:
    """The mart's own SQL as the first night of `home` compiled it: over all days."""
    models = {node["name"]: sql for node, sql in compiled_models(home)}
    return [models[name] for name in MODELS]


def seconds(home: Path) -> tuple[float, float]:
    """Seconds of (plain, the mart's way) on the warehouse after its first night."""
    warehouse = home / "warehouse" / "pma.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as con:
        limit_memory(con, warehouse.parent)
        con.execute("set preserve_insertion_order = false")
        activity, usage = compiled(home)
        usage = usage.replace('"pma"."intermediate"."int_account_activity"', "bench_activity")
        ways = (
            (f"create or replace temp table bench_plain as {plain_sql()}",),
            (
                f"create or replace temp table bench_activity as {activity}",
                f"create or replace temp table bench_usage as {usage}",
            ),
        )
        spent = []
        for statements in ways:
            started = time.perf_counter()
            for statement in statements:
                con.execute(statement)
            spent.append(time.perf_counter() - started)
        return spent[0], spent[1]
