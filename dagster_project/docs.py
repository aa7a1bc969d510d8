"""Models, columns and their lineage as pages: `python -m dagster_project.docs`.

Belongs here: what a terminal shows. Exit code 0 means that both pages are there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from dagster_project.lib.dbt_runner import set_environment
from dagster_project.lib.lock import AnotherNightRuns, night_lock
from dagster_project.lib.page.docs import add_to_current, make_docs
from dagster_project.lib.settings import SettingsError, load_settings
from dagster_project.lib.snapshots import link_last_published


def main(argv: Sequence[str] | None = None) -> int:
    """Make the pages, put them beside the published one."""
    argparse.ArgumentParser(prog="python -m dagster_project.docs", description=__doc__).parse_args(
        argv
    )
    started = time.perf_counter()
    try:
        settings = load_settings()
        if not settings.warehouse_path.exists():
            print("nothing was built yet: make nightly", file=sys.stderr)
            return 1
        set_environment(settings)
        with night_lock(settings.warehouse_path.parent, what="docs"):
            link_last_published(settings)
            made = make_docs(settings)
            shown = add_to_current(settings, made) or made
    except (SettingsError, AnotherNightRuns) as error:
        print(f"REFUSED: {error}", file=sys.stderr)
        return 2
    print(f"docs.html and lineage.html ({time.perf_counter() - started:.1f} s): {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
