"""How fast a night is: `make bench`, or `python -m tests.bench --events 1m 10m 100m`.

Belongs here: measuring whole nights against the least they could cost, in one run on one machine.
Does not belong here: any assertion; figures are printed beside their goals, met or not.

(a) one-day night against the night's own compiled SQL run by bare DuckDB on a copy of the warehouse
(b) one-day night against the rebuild of two years     (c) the same night on four years against two
(d) peak memory of night and rebuild           (e) WAU and MAU of all accounts and days by a plain
count(distinct) against the mart's sums of changes, both in bare DuckDB
(f) 95th percentile over the questions under questions/ on what the night published, each asked
several times, file already open
Figures (a) to (d) are of whole processes, start-up included.

Histories of four years take longest to build, and that is not timed: `--folder F --prepare` builds
them ahead, beside whatever else the machine does; a later run with `--folder F` finds them there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from dagster_project.lib.fits.plugin import register_on_duckdb
from dagster_project.lib.snapshots import MARTS_FILE
from dagster_project.lib.warehouse import limit_memory
from tests.bench import windows
from tests.pages.questions import questions
from tests.support.compiled import compiled_models

AS_OF = datetime(2025, 11, 3, 2)
TWO_YEARS, FOUR_YEARS = 730, 1461
GOALS = {"a": 1.5, "b": 0.05, "c": 1.2, "memory": 8.0, "demo": 30.0, "questions": 100.0}
ASKED = 5
HOMES = "pma-bench"
"""The folder of all that the benchmark makes and removes: --folder itself may hold more."""


@dataclass(frozen=True)
class Timing:
    """Wall seconds and peak resident memory (GB) of one process, and what it printed."""

    seconds: float
    gigabytes: float
    output: str


def process(home: Path, module: str, *arguments: str, as_of: datetime = AS_OF) -> Timing:
    """Run `python -m module` for one home; a failure ends the benchmark with its output."""
    env = os.environ | {"PMA_HOME": str(home), "PMA_AS_OF": as_of.isoformat()}
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    if status != 0:
        raise SystemExit(f"{module} {' '.join(arguments)} failed:\n{output[-4000:]}")
    return Timing(seconds, usage.ru_maxrss / 1e6, output)


def apart(function, *arguments):
    """Call it in a process of its own: what this one has held counts in the peak of a child."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def sample(home: Path, *size: str) -> Timing:
    """Write the history into the drop zone and the one day after it aside, for `deliver`; without
    a size that of the demo company."""
    written = process(
        home,
        "dagster_project.sample",
        *("--home", str(home), *size, "--nights", "2", "--as-of", AS_OF.isoformat()),
    )
    for path in sorted((home / "raw").rglob(f"{AS_OF.date()}*")):
        aside = home / "tomorrow" / path.relative_to(home / "raw")
        aside.parent.mkdir(parents=True, exist_ok=True)
        path.rename(aside)
    return written


def deliver(home: Path) -> None:
    """The day that `sample` kept aside reaches the drop zone."""
    shutil.copytree(home / "tomorrow", home / "raw", dirs_exist_ok=True)
    shutil.rmtree(home / "tomorrow")


def size_options(events: int, days: int) -> tuple[str, ...]:
    """Options of the sample."""
    return ("--scale", str(events), "--days", str(days))


def history(home: Path, *size: str) -> Timing:
    """Sample written, its history built: the first night, a rebuild from files."""
    shutil.rmtree(home, ignore_errors=True)
    generated = sample(home, *size)
    print(f"  sample: {generated.output.strip().splitlines()[-1]}", flush=True)
    return process(home, "dagster_project.nightly", as_of=AS_OF - timedelta(days=1))


def compiled_statements(home: Path) -> list[str]:
    """SQL of the night's models, compiled by dbt; increments are computed and not merged."""
    statements = []
    for node, sql in compiled_models(home):
        increment = node["config"]["materialized"] == "incremental"
        name = f'"{node["schema"]}"."{node["name"]}"'
        kind = "temp table bench_increment" if increment else f"table {name}"
        statements.append(f"create or replace {kind} as {sql}")
    return statements


def bare_sql(home: Path, before: Path) -> tuple[float, int]:
    """Seconds and number of the compiled statements on the warehouse as landing left it."""
    with duckdb.connect(str(before)) as con:
        register_on_duckdb(con)
        limit_memory(con, before.parent)
        con.execute("set preserve_insertion_order = false")
        con.execute(
            f"attach '{home / 'warehouse' / 'last_published.duckdb'}' as published (read_only)"
        )
        statements = compiled_statements(home)
        started = time.perf_counter()
        for statement in statements:
            con.execute(statement)
        return time.perf_counter() - started, len(statements)


def landed_copy(home: Path, copy: Path) -> Path:
    """A copy of the home's warehouse with tonight's files landed and nothing else done."""
    from dagster_project.lib import landing
    from dagster_project.lib.settings import load_settings

    shutil.rmtree(copy, ignore_errors=True)
    (copy / "warehouse").mkdir(parents=True)
    for name in ("hash_key", "pma.yml"):
        if (home / name).exists():
            shutil.copy(home / name, copy / name)
    (copy / "raw").symlink_to((home / "raw").resolve())
    shutil.copy(home / "warehouse" / "pma.duckdb", copy / "warehouse" / "pma.duckdb")
    settings = load_settings(copy, env={"PMA_AS_OF": AS_OF.isoformat()})
    landing.land(settings, "bench", lambda text: None)
    return copy / "warehouse" / "pma.duckdb"


def verdict(label: str, value: float, goal: float, form: str = "{:.2f}") -> str:
    """`label  value  goal  met|not met`."""
    met = "met" if value <= goal else "NOT met"
    return f"  {label:<58} {form.format(value):>9}   goal ≤ {form.format(goal)}   {met}"


def bench(events: int, root: Path, with_four_years: bool = True) -> None:
    """All figures at one number of events over two years."""
    print(f"\n== {events:,} events over two years ==", flush=True)
    two = root / "two"
    rebuilt = history(two, *size_options(events, TWO_YEARS))
    print(f"  rebuild from files: {rebuilt.seconds:.1f} s, {rebuilt.gigabytes:.2f} GB", flush=True)
    plain, sums = apart(windows.seconds, two)
    print(
        f"  (e) WAU and MAU: plain count(distinct) {plain:.1f} s / sums of changes {sums:.1f} s "
        f"= {plain / sums:.1f}",
        flush=True,
    )
    deliver(two)
    before = apart(landed_copy, two, root / "copy")
    night = process(two, "dagster_project.nightly")
    print("  night: " + night.output.strip().replace("\n", "\n         "), flush=True)
    bare, count = apart(bare_sql, two, before)
    shutil.rmtree(root / "copy")
    print(f"  bare DuckDB: {count} statements in {bare:.2f} s", flush=True)
    print(verdict("(a) night / its compiled SQL in bare DuckDB", night.seconds / bare, GOALS["a"]))
    print(verdict("(b) night / rebuild of two years", night.seconds / rebuilt.seconds, GOALS["b"]))
    print(verdict("(d) peak memory of the night, GB", night.gigabytes, GOALS["memory"]))
    print(
        verdict("(d) peak memory of the rebuild, GB", rebuilt.gigabytes, GOALS["memory"]),
        flush=True,
    )
    apart(bench_questions, two / "published" / "current" / MARTS_FILE)
    shutil.rmtree(two)
    if with_four_years:
        bench_four_years(events, root, night)


def four_years(events: int, root: Path) -> Path:
    """Home with four years of as many events a day and the next day delivered; made once."""
    home = root / f"four_years_of_{events}"
    ready = home / "ready"
    if not ready.exists():
        print("  four years, ahead of their night:", flush=True)
        built = history(home, *size_options(events * FOUR_YEARS // TWO_YEARS, FOUR_YEARS))
        print(f"  built in {built.seconds:.1f} s, {built.gigabytes:.2f} GB", flush=True)
        deliver(home)
        ready.touch()
    return home


def bench_four_years(events: int, root: Path, night: Timing) -> None:
    """Figure (c): the night of a history twice as long, with as many events a day."""
    four = four_years(events, root)
    longer = process(four, "dagster_project.nightly")
    print("  on four years: " + longer.output.strip().replace("\n", "\n         "), flush=True)
    print(verdict("(c) night on four years / on two", longer.seconds / night.seconds, GOALS["c"]))
    print(
        verdict("(d) peak memory on four years, GB", longer.gigabytes, GOALS["memory"]), flush=True
    )
    apart(bench_questions, four / "published" / "current" / MARTS_FILE)
    shutil.rmtree(four)


def bench_demo(root: Path) -> None:
    """Wall time of the demo company's one-day night."""
    home = root / "demo"
    history(home)
    deliver(home)
    night = process(home, "dagster_project.nightly")
    print("demo night: " + night.output.strip().replace("\n", "\n            "))
    print(verdict("demo night, wall seconds", night.seconds, GOALS["demo"], "{:.1f}"), flush=True)
    apart(bench_questions, home / "published" / "current" / MARTS_FILE)


def bench_questions(published: Path) -> None:
    """Milliseconds per question, and the percentile that the slowest of twenty decides."""
    taken: dict[str, list[float]] = {}
    with duckdb.connect(str(published), read_only=True) as con:
        for question in questions() * ASKED:
            started = time.perf_counter()
            con.execute(question.sql).fetchall()
            taken.setdefault(question.name, []).append(1000 * (time.perf_counter() - started))
    slowest = sorted(taken, key=lambda name: max(taken[name]))[-3:]
    print(f"  slowest of {len(taken)} questions: {', '.join(slowest)}")
    every = [value for values in taken.values() for value in values]
    percentile = statistics.quantiles(every, n=20)[-1]
    print(
        verdict("(f) p95 over analysts' questions, ms", percentile, GOALS["questions"], "{:.0f}"),
        flush=True,
    )


def main() -> None:
    """Command line."""
    from dagster_project.sample.scales import scale_of

    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--events", nargs="*", default=["1m", "10m"])
    parser.add_argument(
        "--folder", type=Path, help="where homes are made; default: a temporary one"
    )
    parser.add_argument(
        "--two-years", action="store_true", help="leave out (c), which takes longer than the rest"
    )
    parser.add_argument(
        "--prepare", action="store_true", help="only build the four years for (c) in --folder"
    )
    options = parser.parse_args()
    if options.prepare and not options.folder:
        parser.error("--prepare needs --folder, where a later run finds what it built")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sizes = [scale_of(events).events for events in options.events]
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)) / HOMES
        if options.prepare:
            for events in sizes:
                four_years(events, folder)
            return
        bench_demo(folder)
        for events in sizes:
            bench(events, folder, not options.two_years)
