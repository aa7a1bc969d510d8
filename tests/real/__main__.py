"""Nights of published data by the command line: `python -m tests.real FOLDER`.

Belongs here: one whole night per set as a user runs it, and its totals in words. The same figures
are demanded in test_nights_of_published_data.py; here somebody can read them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from tests.real.published import PublishedSet, differences
from tests.real.test_nights_of_published_data import SETS

ROWS = ("in", "kept", "duplicate", "superseded", "quarantined")
SHOWN = 4


def night(one: PublishedSet, data: Path, home: Path) -> duckdb.DuckDBPyConnection:
    """Its published marts after one night; a failed night ends the command."""
    one.fill(data, home)
    env = os.environ | {"PMA_HOME": str(home), "PMA_AS_OF": one.as_of}
    command = [sys.executable, "-m", "dagster_project.nightly"]
    ended = subprocess.run(command, env=env, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"{one.folder}: exit {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return duckdb.connect(str(home / "published" / "current" / "pma_marts.duckdb"), read_only=True)


def rows_of(marts: duckdb.DuckDBPyConnection) -> str:
    """What became of the rows, and which were quarantined for what."""
    sums = ", ".join(f"sum(rows_{kind})" for kind in ROWS)
    counts = marts.execute(f"select {sums} from quality.files").fetchone()
    words = [f"{count:,} {kind}" for kind, count in zip(ROWS, counts, strict=True)]
    kinds = marts.execute(
        "select rule || ' of ' || table_name || '.' || coalesce(column_name, '*'), count(*) "
        "from quality.quarantine group by all order by all"
    ).fetchall()
    return ", ".join(words) + "".join(f"; {kind}: {count}" for kind, count in kinds)


def _line(row: tuple) -> str:
    return ", ".join("-" if value is None else str(value) for value in row)


def tell(one: PublishedSet, marts, files) -> tuple[int, int]:
    """Print a line per figure; returns (figures that are equal, all)."""
    unbalanced = marts.execute(
        "select count(*) from quality.reconciliation where not is_balanced"
    ).fetchone()[0]
    print(f"== {one.folder}\n  rows: {rows_of(marts)}\n  accounts out of balance: {unbalanced}")
    equal = 0
    for figure in one.figures:
        expected = files.execute(figure.files).fetchall()
        wrong = differences(marts.execute(figure.marts).fetchall(), expected)
        equal += not wrong
        told = "; ".join(wrong[:SHOWN] or sorted(map(_line, expected))[:SHOWN])
        verdict = "DIFFERENT" if wrong else "equal"
        print(f"  {verdict}  {figure.name}, {len(expected)} rows: {told}", flush=True)
    return equal, len(one.figures)


def main() -> int:
    """Exit code 1 if any figure differs, or there is none."""
    parser = argparse.ArgumentParser(prog="python -m tests.real", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds sets, one folder each")
    data = parser.parse_args().folder
    counts = [(0, 0)]
    with tempfile.TemporaryDirectory() as homes:
        for one in (one for one in SETS.values() if (data / one.folder).is_dir()):
            with night(one, data, Path(homes) / one.folder) as marts, one.open_files(data) as files:
                counts.append(tell(one, marts, files))
    equal, every = (sum(column) for column in zip(*counts, strict=True))
    print(f"{equal} of {every} figures equal those of the files")
    return int(equal != every or not every)


if __name__ == "__main__":
    sys.exit(main())
