"""How fast attribution is: `python -m tests.bench.attribution --paths 1m 10m --touches 1m 10m`.

Belongs here: (a) first, last, linear and Markov shares of the same journeys, by this project's own
functions on DuckDB and by the PyPI package ChannelAttribution, in one run on one machine; (b) the
real models, from core.touchpoints and core.conversions to credits, with seconds per model.
Does not belong here: any assertion; differences and times are printed.

ChannelAttribution is compiled C++ and no dependency of this project: `locks/bench.lock` pins it,
and `--rival-python` names the interpreter of the environment it was installed into. Journeys are
those of the package's own PathData (folder PMA_PATHS_DATA), drawn anew: a journey is the beginning
of one published path and the end of another, so that there are more paths than the file has.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dagster_project.lib.fits.paths import ARROW, markov_effects
from dagster_project.sample.scales import NAMED
from tests.dbt_attribution.journeys import AS_OF, CONVERSIONS, SELECTION, TOUCHES
from tests.support import dbt
from tests.support.raw import new_warehouse

CHANNELS = (
    *("Paid Search", "Organic Search", "Paid Social", "Direct", "Email", "Referral"),
    *("Display", "Organic Social", "Audio", "Affiliates"),
)
TOUCHES_PER_CONVERSION = 20

RIVAL = """
import json, resource, sys, time
import duckdb
from ChannelAttribution import heuristic_models, markov_model

rows, aggregate = sys.argv[1], sys.argv[2] == "1"
started = time.perf_counter()
sql = f"select path, converted, lost from '{rows}'"
if aggregate:
    sums = "sum(converted)::bigint as converted, sum(lost)::bigint as lost"
    sql = f"select path, {sums} from ({sql}) group by path"
data = duckdb.sql(sql).df()
options = {"flg_pro": False}
heuristic = heuristic_models(data, "path", "converted", **options)
rules = time.perf_counter() - started
options |= {"var_null": "lost", "order": 1, "verbose": False}
markov = markov_model(data, "path", "converted", **options)
markov = markov[0] if isinstance(markov, list | tuple) else markov
everything = time.perf_counter() - started

def by_channel(table, *beginnings):
    columns = [next(c for c in table if c.startswith(b)) for b in beginnings]
    return {row["channel_name"].strip(): [row[c] for c in columns]
            for row in table.to_dict("records")}

shares = by_channel(heuristic, "first_touch", "last_touch", "linear_touch")
for channel, values in by_channel(markov, "total_conversion").items():
    shares.setdefault(channel, [0.0] * 3).extend(values)
gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(json.dumps({"rules": rules, "all": everything, "shares": shares, "gigabytes": gigabytes}))
"""


def number(text: str) -> int:
    """'1m', '10m' or a plain number."""
    return NAMED.get(text) or int(text)


def draw_paths(file: Path, count: int) -> int:
    """Write `count` journeys, the same every time; returns how many distinct paths they have."""
    source = Path(os.environ["PMA_PATHS_DATA"]) / "PathData.csv.gz"
    with duckdb.connect() as con:
        con.execute(f"""
            create table published as
            select row_number() over () - 1 as n, string_split(path, ' > ') as steps,
                total_conversions as converted, cast(total_null as bigint) as lost
            from read_csv('{source}')
        """)
        con.execute("""
            create table tickets as
            select steps, converted, journeys, sum(journeys) over (order by n) - journeys as ticket
            from (select *, converted + lost as journeys from published) where journeys > 0
        """)
        total = con.execute("select sum(journeys) from tickets").fetchone()[0]
        con.execute(f"""
            copy (
                with drawn as (
                    select j, hash(j * 3) % {total} as a, hash(j * 3 + 1) % {total} as b,
                        hash(j * 3 + 2) as r
                    from range({count}) t(j)
                )
                select array_to_string(
                        x.steps[:1 + (r % len(x.steps))::bigint]
                        || y.steps[2 + (r // 997 % len(y.steps))::bigint:], '{ARROW}'
                    ) as path,
                    cast(drawn.a - x.ticket < x.converted as bigint) as converted,
                    cast(drawn.a - x.ticket >= x.converted as bigint) as lost
                from drawn
                asof join tickets x on drawn.a >= x.ticket
                asof join tickets y on drawn.b >= y.ticket
            ) to '{file}' (format parquet)
        """)
        return con.execute(f"select count(distinct path) from '{file}'").fetchone()[0]


def own_shares(file: Path) -> dict:
    """Conversions per channel by first, last, linear and Markov, with the seconds they took."""
    started = time.perf_counter()
    with duckdb.connect() as con:
        con.execute(f"""
            create table paths as
            select path, string_split(path, '{ARROW}') as steps,
                cast(sum(converted) as bigint) as converted, cast(sum(lost) as bigint) as lost
            from '{file}' group by path
        """)
        shares: dict[str, list[float]] = {}
        for channel, *values in con.execute("""
            with places as (
                select unnest(steps) as channel, generate_subscripts(steps, 1) as place,
                    len(steps) as length, converted
                from paths where converted > 0
            )
            select channel, sum(converted) filter (place = 1),
                sum(converted) filter (place = length), sum(converted / length)
            from places group by channel
        """).fetchall():
            shares[channel] = [float(value or 0) for value in values]
        rules = time.perf_counter() - started
        columns = con.execute("select path, converted, lost from paths order by path").fetchnumpy()
        conversions = int(columns["converted"].sum())
    effects = markov_effects(*(columns[n].tolist() for n in ("path", "converted", "lost")), 1)
    whole = sum(effects.values())
    for channel, effect in effects.items():
        shares.setdefault(channel, [0.0] * 3).append(conversions * effect / whole)
    return {"rules": rules, "all": time.perf_counter() - started, "shares": shares}


def compare(counts: list[int], rival_python: str | None, folder: Path) -> None:
    """(a) for every number of paths."""
    for count in counts:
        file = folder / f"paths-{count}.parquet"
        distinct = draw_paths(file, count)
        own = own_shares(file)
        print(f"{count:,} journeys, {distinct:,} distinct paths")
        print(
            f"  own            first, last, linear {own['rules']:7.2f} s"
            f"   + Markov {own['all']:7.2f} s"
        )
        for aggregate in ("0", "1") if rival_python else ():
            done = subprocess.run(
                [rival_python, "-c", RIVAL, str(file), aggregate], capture_output=True, text=True
            )
            name = "rival, grouped" if aggregate == "1" else "rival, as drawn"
            if done.returncode:
                print(f"  {name} failed ({done.returncode}): {done.stderr.strip()[-300:]}")
                continue
            rival = json.loads(done.stdout.splitlines()[-1])
            print(
                f"  {name:15} first, last, linear {rival['rules']:6.2f} s   + Markov "
                f"{rival['all']:7.2f} s   peak {rival['gigabytes']:.1f} GB   "
                f"{rival['all'] / own['all']:.1f} times own"
            )
            for place, model in enumerate(("first", "last", "linear", "markov")):
                off = max(
                    abs(values[place] - rival["shares"].get(channel, [0.0] * 4)[place])
                    for channel, values in own["shares"].items()
                )
                total = sum(values[place] for values in own["shares"].values())
                print(f"    {model:7} greatest difference {off:,.2f} of {total:,.0f} conversions")
        file.unlink()


def real_models(touches: int, folder: Path) -> None:
    """(b): `touches` touches, a conversion for every twentieth, through dbt."""
    home = folder / f"touches-{touches}"
    con = new_warehouse(home, str(AS_OF))
    channels = ", ".join(f"'{channel}'" for channel in CHANNELS)
    people = touches // 8
    con.execute("create schema core; create schema intermediate")
    con.execute(
        "create table intermediate.int_clock as select as_of as as_of_at from landing.clock"
    )
    con.execute(f"create table core.touchpoints ({TOUCHES})")
    con.execute(f"create table core.conversions ({CONVERSIONS})")
    moment = "timestamp '2025-02-01' + to_seconds((hash({0}) % 31000000)::bigint)"
    con.execute(f"""
        insert into core.touchpoints by name
        select printf('t%012d', i) as touch_id, 'bench' as source_relation, happened as touch_at,
            happened::date as date_day, 'session' as touch_type, printf('p%09d', p) as person_id,
            printf('a%09d', p // 5) as account_id, channel, lower(channel) as source,
            printf('campaign %d', hash(i + 7) % 200) as campaign, channel like 'Paid %' as is_paid,
            channel = 'Direct' as is_direct, true as is_eligible, false as is_click
        from (
            select i, hash(i * 2) % {people} as p, {moment.format("i * 2 + 1")} as happened,
                [{channels}][1 + (hash(i * 5) % {len(CHANNELS)})::bigint] as channel
            from range({touches}) t(i)
        )
    """)
    con.execute(f"""
        insert into core.conversions by name
        select printf('c%012d', i) as conversion_id,
            ['order', 'won', 'lead', 'opportunity'][1 + i % 4] as conversion_type,
            happened as conversion_at, happened::date as date_day, printf('p%09d', p) as person_id,
            printf('a%09d', p // 5) as account_id,
            case when i % 4 < 2 then (hash(i) % 900000) / 100 end as value,
            case when i % 4 < 2 then (hash(i) % 500000) / 100 end as gross_profit,
            'USD' as currency, happened - interval 20 day as lead_at,
            happened - interval 10 day as opportunity_at, happened as closed_at
        from (
            select i, hash(i * 11) % {people} as p, {moment.format("i * 11 + 1")} as happened
            from range({touches // TOUCHES_PER_CONVERSION}) t(i)
        )
    """)
    con.close()
    started = time.perf_counter()
    dbt.build(home, SELECTION)
    seconds = time.perf_counter() - started
    with duckdb.connect(str(home / "warehouse" / "pma.duckdb"), read_only=True) as con:
        credits = con.execute("select count(*) from core.attribution_credits").fetchone()[0]
    print(f"{touches:,} touches: {credits:,} credits in {seconds:.1f} s, start-up included")
    results = json.loads((home / "target" / "run_results.json").read_text())["results"]
    for result in sorted(results, key=lambda r: -r["execution_time"])[:12]:
        print(f"  {result['execution_time']:8.1f} s  {result['unique_id'].split('.', 2)[2]}")


def main() -> None:
    """Everything asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.attribution", description=__doc__)
    parser.add_argument("--paths", nargs="*", default=["1m", "10m"])
    parser.add_argument("--touches", nargs="*", default=["1m"])
    parser.add_argument("--rival-python", help="an interpreter that has ChannelAttribution")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.paths and "PMA_PATHS_DATA" not in os.environ:
            print("PMA_PATHS_DATA names no folder with PathData.csv.gz; paths are left out")
        elif options.paths:
            compare([number(n) for n in options.paths], options.rival_python, Path(folder))
        for touches in options.touches:
            real_models(number(touches), Path(folder))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
