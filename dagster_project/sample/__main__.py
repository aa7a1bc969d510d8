"""Command line of the sample; see `python -m dagster_project.sample --help`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from dagster_project.sample import DEFAULT_AS_OF, generate


def main(arguments: list[str] | None = None) -> int:
    """Parse, generate, print a short summary."""
    parser = argparse.ArgumentParser(prog="python -m dagster_project.sample", description=__doc__)
    parser.add_argument("--home", default=os.environ.get("PMA_HOME") or "data")
    parser.add_argument(
        "--scale", default="demo", help="tiny, demo, 1m, 10m, 100m or a number of events"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--as-of", default=os.environ.get("PMA_AS_OF") or DEFAULT_AS_OF)
    parser.add_argument(
        "--nights", type=int, default=1, help="history first, then one drop per night"
    )
    parser.add_argument("--night", type=int, help="write only this drop, 1 = history")
    parser.add_argument("--days", type=int, help="days of history; default: 18 months")
    parser.add_argument("--if-empty", action="store_true", help="only into an empty drop zone")
    parser.add_argument("--format", choices=("csv", "parquet"), help="default: by scale")
    options = parser.parse_args(arguments)
    raw = Path(options.home) / "raw"
    if options.if_empty and raw.exists() and any(raw.iterdir()):
        print(f"{raw} has files already; no sample is written")
        return 0
    try:
        report = generate(
            options.home,
            options.scale,
            options.seed,
            options.as_of,
            options.nights,
            options.night,
            options.format,
            log=lambda text: print(text, file=sys.stderr, flush=True),
            days=options.days,
        )
    except (ValueError, FileExistsError) as error:
        print(f"sample: {error}", file=sys.stderr)
        return 2
    rate = report.events / report.event_seconds if report.event_seconds else 0
    print(
        f"{sum(report.rows.values()):,} rows, {report.events:,} of them events ({rate:,.0f}/s), "
        f"{report.files} files, {report.bytes / 1e6:,.1f} MB in {report.seconds:.1f} s: "
        f"{options.home}/raw"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
